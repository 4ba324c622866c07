"""Both renderers give a reader the same page: headings, figures, alt texts, tables, links."""

from pathlib import Path

import pytest

from jsna.pack.render import render_pack
from jsna.publish.html_page import HtmlPage
from miniature_pack import make_miniature

pytestmark = pytest.mark.needs_quarto


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for renderer in ("embedded", "quarto"):
        pack = make_miniature(tmp_path_factory.mktemp(renderer), synthetic=True)
        rendered = render_pack(pack.project, renderer=renderer)
        found[renderer] = rendered.first_page.parent
    return found


def test_both_write_the_same_files(sites: dict[str, Path]) -> None:
    names = [sorted(f.name for f in site.rglob("*")) for site in sites.values()]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    "tags",
    [
        ("title", "h1", "h2", "h3", "h4"),
        ("figure", "figcaption", "img", "source"),
        ("table", "caption", "th", "td"),
        ("a", "nav", "main", "aside", "details", "summary"),
        ("li", "p", "dt", "dd"),
    ],
)
def test_both_write_the_same_elements(sites: dict[str, Path], tags: tuple[str, ...]) -> None:
    for file in sorted(sites["embedded"].glob("*.html")):
        ours, theirs = (elements(site / file.name, tags) for site in sites.values())
        assert ours == theirs, file.name


def elements(file: Path, tags: tuple[str, ...]) -> list[tuple[str, str, dict[str, str]]]:
    kept = ("id", "href", "src", "srcset", "alt", "scope", "class", "role", "aria-label")
    page = HtmlPage(file.name, file.read_text("utf-8"))
    return [
        (e.tag, e.text, {k: without_size(e.get(k)) for k in kept if e.get(k)})
        if not e.text.endswith("KB)")
        else (e.tag, e.text.split(", ")[0], {})
        for e in page.root.all(*tags)
    ]


def without_size(value: str) -> str:
    return " ".join(value.split())


def test_both_write_the_same_words_for_print_and_word(sites: dict[str, Path]) -> None:
    import pypdf
    from docx import Document

    for name in ("healthy-lives", "old-age"):
        pdfs = [pypdf.PdfReader(site / f"{name}.pdf") for site in sites.values()]
        words = [" ".join(p.extract_text() for p in pdf.pages).split() for pdf in pdfs]
        assert words[0] == words[1]
        documents = [Document(str(site / f"{name}.docx")) for site in sites.values()]
        texts = [[p.text for p in document.paragraphs] for document in documents]
        assert texts[0] == texts[1]
        alts = [
            [s._inline.docPr.get("descr") for s in document.inline_shapes] for document in documents
        ]
        assert alts[0] == alts[1]
