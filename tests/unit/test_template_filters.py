"""What the filters make of a page's blocks: folded on the site, half width, words for drawings."""

import re
import subprocess
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font

from jsna.pack.render_embedded import FILTERS, WRITERS, _pandoc_path, font_folder

PAGE = """
## A section

::: {.messages}
::: {.message}
[W]{.mark .worse .by-source aria-hidden="true"} **Level:** Words. @fig-a

::: {.details .site-only summary="Cite this"}
The citation.
:::
:::
:::

::: {.pair}
::: {#fig-a}
![](figures/a.svg){fig-alt="Line chart: a."}

Left.
:::

::: {.source .documents-only}
Source: of the left.
:::

::: {.beside}
::: {#fig-b}
![](figures/b.svg){fig-alt="Strip: b."}

Right.
:::

A caveat.
:::
:::

::: {#tbl-t}
```{=html}
<table><caption>T</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row">x</th><td><svg class="spine" role="img" aria-label="All of it"
data-instead="250th of 306"><path d="M0 0"/></svg></td></tr></tbody></table>
```
:::

## A section in which something folds

Its words.

::: {.details .site-only summary="Values"}
## A heading that is folded

Only on the site.
:::

::: {.details .workbook-only summary="Table of these values"}
A row for each neighbourhood.
:::

::: {.details .site-only summary="A further measure"}
::: {.pair}
::: {#fig-c}
![](figures/c.svg){fig-alt="Line chart: c."}

Folded.
:::
:::
:::

After it: [a further measure](#fig-c), @fig-c, [the first](#fig-a).

::: {.documents-only .imprint}
## Where it all comes from

Prepared by the team.
:::
"""

HEADS = (
    "Ward", "Residents", "Neighbourhoods", "Share covered", "Most deprived fifth",
    "Employment", "Education", "Environment", "Average score",
)  # fmt: skip
WIDE = (
    "\n::: {#tbl-wide}\n```{=html}\n<table><caption>Wide</caption><thead><tr>"
    + "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    + '</tr></thead><tbody><tr><th scope="row">Bramley and Ravenfield</th>'
    + '<td class="n">1</td>' * (len(HEADS) - 1)
    + "</tr></tbody></table>\n```\n:::\n"
)
TIGHT = WIDE.replace("tbl-wide", "tbl-tight").replace(">Wide<", ">Parted<")
TIGHT = TIGHT.replace("Ward", "Neighbourhoods").replace("Education", "Neighbourhoods")
FINDING = "What was found of it, in many words that want room. " * 4
LONG = (
    "\n::: {{#tbl-{0}}}\n```{{=html}}\n<table><caption>{0}</caption><thead><tr>"
    + "".join(f'<th scope="col">{head}</th>' for head in ("Measure", "Found", "Whose", "Where"))
    + '</tr></thead><tbody><tr><th scope="row">Bed days</th><td>{1}</td>'
    + "<td>The council of the invented shire</td><td>https://invented.example/a/b</td></tr>"
    + "</tbody></table>\n```\n:::\n"
)
# of the template, in points: the text on A4; the letters and edges of a table of many columns
TEXT_WIDTH, LETTERS, EDGES = (210 - 2 * 20) / 25.4 * 72, 7.5, 2 * 3


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("page")
    (folder / "figures").mkdir()
    for name in ("a", "b", "c"):
        for ending in ("svg", "narrow.svg"):
            text = '<svg viewBox="0 0 360 330" xmlns="http://www.w3.org/2000/svg"></svg>'
            (folder / "figures" / f"{name}.{ending}").write_text(text, "utf-8")
    (folder / "page.md").write_text(
        PAGE
        + WIDE
        + TIGHT
        + LONG.format("long", FINDING)
        + LONG.format("endless", FINDING * 3)
        + LONG.format("short", "few"),
        "utf-8",
    )
    filters = project_root / "reports" / "template" / "filters"
    found = {}
    for format in ("html", "pdf"):
        command = [_pandoc_path(), "page.md", f"--to={WRITERS[format]}", "--section-divs"]
        command += [f"--lua-filter={filters / name}.lua" for name in FILTERS if name != "citations"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        found[format] = done.stdout.decode("utf-8")
    return found


def test_what_is_folded_on_the_site_is_left_out_of_documents(laid_out: dict[str, str]) -> None:
    assert "The citation." in laid_out["html"] and "Only on the site." in laid_out["html"]
    assert "The citation." not in laid_out["pdf"] and "Only on the site." not in laid_out["pdf"]
    assert "A row for each neighbourhood." in laid_out["html"]
    assert "A row for each neighbourhood." not in laid_out["pdf"]
    assert "After it: " in laid_out["pdf"]
    assert "Source: of the left." in laid_out["pdf"]
    assert "Source: of the left." not in laid_out["html"]


def test_a_figure_that_folds_loads_when_opened_and_no_document_links_to_it(
    laid_out: dict[str, str],
) -> None:
    html, pdf = laid_out["html"], laid_out["pdf"]
    loading = dict(re.findall(r'<img src="figures/(\w)[^>]*?( loading="lazy")?>', html))
    assert loading == {"a": "", "b": "", "c": ' loading="lazy"'}
    assert html.count('href="#fig-c"') == 2
    # Typst stops at a link to what it does not have
    assert "<fig-c>" not in pdf and "a further measure, Figure\\u{a0}3" in pdf.replace(
        "~", "\\u{a0}"
    )
    assert "#link(<fig-a>)[the first]" in pdf


def test_a_page_of_a_pdf_ends_with_its_sources_on_one_sheet(
    laid_out: dict[str, str], project_root: Path
) -> None:
    kept = laid_out["pdf"].split("#imprint[")[1].split("\n]\n")[0]
    assert "== Where it all comes from" in kept and "Prepared by the team." in kept
    assert "Prepared by the team." not in laid_out["html"]
    template = (project_root / "reports" / "template" / "page.typ").read_text("utf-8")
    assert "#let imprint(body) = block(width: 100%, breakable: false" in template


def test_what_folds_closes_what_it_opens_and_nothing_else(laid_out: dict[str, str]) -> None:
    text = laid_out["html"]
    opened: list[str] = []
    for end, name in re.findall(r"<(/?)(section|div|details|figure|table)\b", text):
        if not end:
            opened.append(name)
        else:
            assert opened.pop() == name, text
    assert opened == []
    before, inside = text.split("<summary>Values</summary>")
    assert "Its words." in before and "Only on the site." in inside.split("</details>")[0]


def test_a_folded_heading_ends_with_what_folds(laid_out: dict[str, str]) -> None:
    inside = laid_out["html"].split("<summary>Values</summary>")[1].split("</details>")[0]
    assert inside.count("<section") == inside.count("</section>") == 1


def test_figures_beside_each_other_are_drawn_narrow(laid_out: dict[str, str]) -> None:
    html, pdf = laid_out["html"], laid_out["pdf"]
    assert 'src="figures/a.narrow.svg" alt="Line chart: a."' in html and "<picture>" not in html
    assert 'half-picture("figures/a.narrow.svg", "Line chart: a.")' in pdf
    left, right = pdf.split("#pair([")[1].split("], [")[:2]
    assert "Left." in left and "Right." in right and "A caveat." in right


def test_a_document_says_in_words_what_a_cell_draws(laid_out: dict[str, str]) -> None:
    assert "<svg" in laid_out["html"]
    assert "250th of 306" in laid_out["pdf"] and "svg class" not in laid_out["pdf"]


def test_a_message_is_a_block_in_the_pdf_with_the_mark_of_the_source(
    laid_out: dict[str, str],
) -> None:
    assert "#message[" in laid_out["pdf"]
    assert '#mark("worse", by-source: true)[W]' in laid_out["pdf"]


def test_no_column_of_a_wide_table_is_narrower_than_its_longest_word(
    laid_out: dict[str, str],
) -> None:
    table = laid_out["pdf"].split("#wide-table(")[1]
    shares = [float(share) for share in re.findall(r"([\d.]+)%", table.split("align:")[0])]
    assert len(shares) == len(HEADS) and sum(shares) == pytest.approx(100, abs=0.1)
    words = [max(_bold_width(word) for word in head.split()) for head in HEADS]
    # shared alike, the widest would not have stood in its column
    assert max(words) > TEXT_WIDTH / len(HEADS) - EDGES
    for head, word, share in zip(HEADS, words, shares, strict=True):
        assert word <= TEXT_WIDTH * share / 100 - EDGES, head


def test_words_are_parted_in_a_table_of_more_words_than_room_alone(
    laid_out: dict[str, str],
) -> None:
    tight = laid_out["pdf"].split("#tight-table(")
    assert len(tight) == 2 and "Parted" in tight[1][:80]
    assert "Parted" not in laid_out["pdf"].split("#wide-table(")[1].split("#tight-table(")[0]


def _titled(pdf: str, name: str) -> str:
    """The Typst of a table of few columns, from what stands before its caption."""
    return next(part for part in pdf.split("#titled-table(") if f": {name}" in part[:60])


def test_the_longest_column_of_a_table_of_few_columns_has_the_room(
    laid_out: dict[str, str],
) -> None:
    table = _titled(laid_out["pdf"], "long")
    shares = [float(share) for share in re.findall(r"([\d.]+)%", table.split("align:")[0])]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert shares[1] > 35 and min(shares) > 10
    # a table that fits is as wide as it needs
    assert "%" not in _titled(laid_out["pdf"], "short").split("align:")[0]


def test_a_row_stays_on_its_page_unless_it_could_be_longer_than_one(
    laid_out: dict[str, str],
) -> None:
    assert _titled(laid_out["pdf"], "long").startswith("whole: true, ")
    assert not _titled(laid_out["pdf"], "endless").startswith("whole: true, ")


def _bold_width(word: str) -> float:
    """Return how wide a word of a table's head is in points, in the font that the PDF embeds."""
    font = FT2Font(str(font_folder() / "DejaVuSans-Bold.ttf"))
    font.set_size(LETTERS, 72 * 100)  # at a hundred times the size nothing is rounded
    font.set_text(word, 0)
    return float(font.get_width_height()[0]) / 64 / 100
