"""The council's words in HTML, Word and PDF: hostile ones are text, citations are the same."""

import re
import shutil
from pathlib import Path

import pypdf
import pytest
from docx import Document

from hostile_strings import words_of
from jsna.errors import UserFileError
from jsna.narrative.commentary_blocks import block_markdown, blocks_of
from jsna.pack import render_embedded, render_quarto
from jsna.pack.assemble import read_chapter, recorded_results
from jsna.pack.pack_facts import PackFacts
from jsna.pack.plan import make_plan
from jsna.pack.project import write_project
from jsna.pack.render import Renderer
from jsna.pack.rendered_page import Page
from jsna.publish.active_content import active_content_faults
from jsna.publish.active_documents import active_document_faults
from jsna.publish.html_page import HtmlPage
from miniature_pack import CHAPTER, RENDERERS, Miniature, make_miniature, set_chapter

HOSTILE = (
    "<script>ran=1</script>", "<img src=x onerror=ran=2>", "<svg onload=ran=3>", "</div></main>4",
    "<iframe srcdoc='<script>ran=5</script>'></iframe>", "<!-- --><script>ran=6</script>",
    "`<script>ran=7</script>`{=html}", "```{=html}\n<script>ran=8</script>\n```",
    '`#panic("ran 9")`{=typst}', '```{=typst}\n#panic("ran 10")\n```', '#panic("ran 11")',
    "] #panic(12) [", "$x$ \\input{/etc/passwd} 13", "{{< include /etc/passwd >}} 14",
    "{{< env HOME >}} 15", "::: {.notice onclick=ran=16}", ":::", "[a]{onclick=ran=18 .mark}",
    "[click19](javascript:ran=19)", "[click20](data:text/html,<script>ran=20</script>)",
    "[click21](  javascript:ran=21)", "![picture22](https://evil.example/22.png)",
    "![picture23](/etc/passwd)", "[@body]: javascript:ran=24", "[x25]: javascript:ran=25",
    "^[a note 26]", "Table: caption {#tbl-27}", "---\ntitle: planted 28\n---",
    "@fig-none29 @tbl-none", "```{python}\nran=30\n```",
)  # fmt: skip
BIB = """@book{good-2020, author = {Good, Ann}, year = {2020},
  title = {What \\#eval("x") <script>ran=1</script> works}, publisher = {A press},
  url = {javascript:ran=1}}
@misc{body, author = {{A body}}, title = {Guidance}, year = {2024},
  url = {https://guide.example/a?b=c}}
"""
CITING = (
    "Help works [@good-2020, p. 3; @body], and is known to [@body].\n\n"
    "See [@midshire-2026-90366].\n\nNobody @is-cited but in text."
)


def printed(body: str) -> str:
    shown = [block_markdown(block, lambda piece: piece.text) for block in blocks_of(body)]
    words = "\n\n".join(shown)
    return f"::: {{.council-words}}\n{words}\n\n::: {{.stale}}\nWritten of 2023.\n:::\n:::"


@pytest.fixture(scope="module", params=RENDERERS)
def project_and_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """One page with hostile words and citations, in the three formats, by each renderer."""
    renderer = render_quarto if request.param == "quarto" else render_embedded
    with pytest.MonkeyPatch.context() as patch:
        pack = make_miniature(tmp_path_factory.mktemp("pack"))
        patch.setattr("jsna.pack.cited_references.references_file", lambda *_: bib)
        bib = pack.paths.work / "own.bib"
        bib.write_text(BIB, "utf-8")
        hostile = "\n\n".join(HOSTILE)
        words = f"{printed(hostile)}\n\n{printed(CITING)}"
        set_chapter(pack, "healthy-lives", f"{CHAPTER}\n{words}\n")
        return _rendered(pack, renderer)


def _rendered(pack: Miniature, renderer: Renderer) -> tuple[Path, Path]:
    plan = make_plan(pack.project)
    project = write_project(plan, [read_chapter(one) for one in recorded_results(plan)])
    site = pack.paths.work / "site"
    site.mkdir()
    (project / "figures").rename(site / "figures")
    (project / "figures").symlink_to(site / "figures")
    pages = [Page("healthy-lives", format) for format in ("html", "docx", "pdf")]
    alone = shutil.copytree(project, pack.paths.work / "alone", ignore=_other_pages)
    renderer.render(alone, site, pages, PackFacts.read(pack.project).timestamp)
    return project, site


def _other_pages(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(".qmd") and name != "healthy-lives.qmd"]


@pytest.fixture(scope="module")
def page(project_and_site: tuple[Path, Path]) -> HtmlPage:
    site = project_and_site[1]
    return HtmlPage("healthy-lives.html", (site / "healthy-lives.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def texts(project_and_site: tuple[Path, Path], page: HtmlPage) -> dict[str, str]:
    """What each format says."""
    site = project_and_site[1]
    document = Document(str(site / "healthy-lives.docx"))
    pdf = pypdf.PdfReader(site / "healthy-lives.pdf")
    return {
        "html": page.root.text,
        "docx": "\n".join(p.text for p in document.paragraphs),
        "pdf": " ".join(p.extract_text() for p in pdf.pages),
    }


def test_thirty_kinds_of_hostile_words_run_nothing(
    project_and_site: tuple[Path, Path], page: HtmlPage
) -> None:
    site = project_and_site[1]
    assert list(active_content_faults([page], site)) == []
    assert list(active_document_faults(site)) == []
    words = [div for div in page.root.all("div") if div.get("class") == "council-words"]
    assert len(words) == 2
    tags = {element.tag for element in words[0].walk()}
    assert tags <= {"div", "p", "a"}
    assert {link.get("href") for link in words[0].all("a")} == {"#ref-body"}


def test_hostile_words_are_printed_as_they_were_written(texts: dict[str, str]) -> None:
    for format, text in texts.items():
        said = words_of(text)
        for words in HOSTILE:
            first = words_of(words.splitlines()[0].removeprefix("[@body]"))
            assert first in said, (format, words)


def test_a_citation_reads_the_same_in_every_format(texts: dict[str, str]) -> None:
    for format, text in texts.items():
        plain = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
        assert "Help works (Good 2020, p. 3; A body 2024), and is known to (A body 2024)." in plain
        assert "See (Public health, Midshire 2026)." in plain, format
        assert "A body (2024). Guidance. https://guide.example/a?b=c" in plain, format
        assert 'What #eval("x") <script>ran=1</script> works' in plain.replace(
            "\u201c", '"'
        ).replace("\u201d", '"'), format
        assert "Nobody @is-cited but in text." in plain


def test_a_reference_links_to_its_entry_and_an_entry_to_no_script(page: HtmlPage) -> None:
    links = {link.text: link.get("href") for link in page.root.all("a")}
    assert links["Good 2020, p. 3"] == "#ref-good-2020"
    assert links["https://guide.example/a?b=c"] == "https://guide.example/a?b=c"
    assert not [href for href in links.values() if re.match(r"\s*(javascript|data):", href or "")]
    assert [h.text for h in page.root.all("h2")].count("References") == 1


def test_the_councils_words_have_a_style_of_their_own_in_word(
    project_and_site: tuple[Path, Path],
) -> None:
    document = Document(str(project_and_site[1] / "healthy-lives.docx"))
    styles = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert styles["<script>ran=1</script>"] == "Council Words"
    assert styles["Written of 2023."] == "Notice"
    style = document.styles["Council Words"]
    assert style.element.xpath("w:pPr/w:pBdr/w:left")


def test_pages_that_cite_nothing_have_no_list_of_references(
    project_and_site: tuple[Path, Path],
) -> None:
    project = project_and_site[0]
    cites = {f.name for f in project.glob("*.qmd") if "{#refs}" in f.read_text("utf-8")}
    assert cites == {"healthy-lives.qmd", "whole-pack.qmd"}


def test_a_figure_that_the_pack_does_not_have_is_told_before_anything_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_miniature(tmp_path)
    folder = tmp_path / "commentary"
    monkeypatch.setattr(
        "jsna.settings.commentary.commentary_paths", lambda *_: sorted(folder.glob("*.md"))
    )
    folder.mkdir()
    head = "---\nauthor: A\ndate: 2026-01-01\nstatus: approved\nreview_by: 2027-01-01\n---\n"
    text = f"{head}\nAs [@midshire-2026-90366; @midshire-2026-9036].\n"
    (folder / "healthy-lives.md").write_text(text, "utf-8")
    plan = make_plan(pack.project)
    with pytest.raises(UserFileError) as caught:
        write_project(plan, [read_chapter(one) for one in recorded_results(plan)])
    (problem,) = caught.value.problems
    assert problem.line == 8
    assert "Did you mean 'midshire-2026-90366'?" in str(problem)
    assert not (pack.project.pack_folder / "project").exists()
