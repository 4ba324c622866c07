"""Sixty hostile strings on the pages of a small pack: a browser runs none, all formats show all."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest
from docx import Document

from hostile_strings import HOSTILE, words_of
from jsna.chapter.words import block, bullets, details, sections
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.pack.render import render_pack
from jsna.publish.active_content import active_content_faults
from jsna.publish.active_documents import active_document_faults
from jsna.publish.axe import find_browser
from jsna.publish.html_page import read_pages
from jsna.publish.read_word import word_text
from jsna.settings.area import Contact
from jsna.tables.csv_file import csv_file
from jsna.tables.html_table import html_table
from miniature_pack import RENDERERS, make_miniature, set_chapter

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")

PAGE = "healthy-lives"
INNOCENT = 'Public Health "Insight" Team'
TOUCH = """
document.querySelectorAll('*').forEach(e => ['mouseover', 'focus', 'click', 'error', 'toggle']
  .forEach(what => e.dispatchEvent(new Event(what))))
"""


@pytest.fixture(scope="module", params=RENDERERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack whose settings, sentences, tables and files hold the strings, by each renderer."""
    pack = make_miniature(tmp_path_factory.mktemp("hostile"))
    text = iter([*HOSTILE, *HOSTILE])
    area = pack.area.model_copy(
        update={"name": next(text), "contact": Contact(team=f"{INNOCENT} {HOSTILE[47]}")}
    )
    priorities = tuple(
        p.model_copy(update={"title": next(text), "aim": next(text)})
        for p in pack.strategy.priorities
    )
    strategy = pack.strategy.model_copy(update={"title": next(text), "priorities": priorities})
    settings = replace(pack.settings, areas={area.slug: area}, strategies={strategy.slug: strategy})
    pack = replace(pack, area=area, strategy=strategy, settings=settings)
    set_chapter(pack, PAGE, _chapter())
    made = render_pack(pack.project, renderer=request.param).first_page.parent
    rows = pd.DataFrame({"name": HOSTILE, "value": [-0.5] * len(HOSTILE)})
    (made / "all.csv").write_bytes(csv_file(rows))
    return made


def _chapter() -> str:
    escaped = [escape_markdown(words) for words in HOSTILE]
    rows = pd.DataFrame({"Ward": HOSTILE, "Note": HOSTILE[::-1]})
    table = raw_html(html_table(rows, HOSTILE[0], {}, "Ward"))
    return sections(
        *(f"{e}\n\n### {e}" for e in escaped),
        bullets(f"**{e}.** {e}" for e in escaped),
        *(block("source", f"Source: {e}") for e in escaped),
        *(block("read", e) for e in escaped),
        details(HOSTILE[0], f"::: {{#tbl-all}}\n{table}\n:::"),
        *(details(words, escape_markdown(words)) for words in HOSTILE),
    )


@pytest.fixture(scope="module")
def said(site: Path) -> dict[str, str]:
    """What each format of the page says, letters and digits alone."""
    (page,) = [p for p in read_pages(site) if p.name == f"{PAGE}.html"]
    pdf = pypdf.PdfReader(site / f"{PAGE}.pdf")
    texts = {
        "html": page.root.text, "docx": word_text(site / f"{PAGE}.docx"),
        "pdf": "".join(sheet.extract_text() for sheet in pdf.pages),
    }  # fmt: skip
    return {kind: words_of(text) for kind, text in texts.items()}


def test_a_browser_runs_nothing_of_them(site: Path, browser: Any) -> None:
    page: Any = browser.new_page()
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    page.on("dialog", lambda dialog: (told.append("dialog"), dialog.dismiss()))
    for file in sorted(site.glob("*.html")):
        page.goto(file.as_uri())
        page.evaluate(TOUCH)
        assert page.evaluate("typeof window.ran") == "undefined", file.name
        assert page.evaluate("[...document.images].every(i => i.naturalWidth > 0)")
        assert page.url == file.as_uri() and told == [], file.name
    page.close()


def test_an_injected_script_does_not_run_even_where_it_stands_on_a_page(
    site: Path, tmp_path: Path, browser: Any
) -> None:
    """The second wall: the page's policy, from a file; without it the same script runs."""
    text = (site / "index.html").read_text("utf-8")
    planted = text.replace("</h1>", "</h1><script>ran=1</script><img src=x onerror=ran=1>", 1)
    free = re.sub(r"<meta http-equiv[^>]*>", "", planted)
    for name, content in (("held", planted), ("free", free)):
        (tmp_path / f"{name}.html").write_text(content, "utf-8")
    page: Any = browser.new_page()
    page.goto((tmp_path / "held.html").as_uri())
    assert page.evaluate("typeof window.ran") == "undefined"
    page.goto((tmp_path / "free.html").as_uri())
    assert page.evaluate("window.ran") == 1
    page.close()


def test_every_format_shows_every_string_as_words(said: dict[str, str]) -> None:
    for kind, text in said.items():
        assert [words for words in HOSTILE if words_of(words) not in text] == [], kind


def test_the_gate_finds_nothing_that_runs(site: Path) -> None:
    assert active_content_faults(read_pages(site), site) == []
    assert active_document_faults(site) == []


def test_the_documents_say_who_made_them_in_the_same_words(site: Path) -> None:
    for author in (
        Document(str(site / f"{PAGE}.docx")).core_properties.author,
        str((pypdf.PdfReader(site / f"{PAGE}.pdf").metadata or {})["/Author"]),
    ):
        assert words_of(author).startswith(words_of(INNOCENT))


def test_a_csv_holds_every_string_and_every_number(site: Path) -> None:
    with (site / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [words_of(row["name"]) for row in rows] == [words_of(words) for words in HOSTILE]
    assert {row["value"] for row in rows} == {"-0.5"}
