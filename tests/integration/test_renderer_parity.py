"""Both renderers give a reader the same: every element of a page, every part of a document.

The miniature pack is laid out whole by each; of the demonstration pack one page of each kind, with
all that a chapter may hold: key messages, summary tables, the council's words and their references,
folded chapters, web maps, wards, briefs and the whole pack as one document.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document

from conftest import BuiltPack
from jsna.pack import render_embedded, render_quarto
from jsna.pack.pdf_file import finish_pdf_file
from jsna.pack.render import render_pack
from jsna.pack.rendered_page import Page
from jsna.pack.site_files import finish_pages
from jsna.pack.word_file import Imprint, finish_word_file, picture_alts
from jsna.publish.html_page import HtmlPage
from miniature_pack import make_miniature

pytestmark = pytest.mark.needs_quarto

RENDERERS = {"embedded": render_embedded, "quarto": render_quarto}
AS_AT = datetime(2026, 1, 15, 12, tzinfo=UTC)
IMPRINT = Imprint("A title", "A team", AS_AT, "A header", "A footer")
OF_EACH_KIND = (
    "index", "all-indicators", "methods", "sources", "deprivation-map", "ward-inequalities",
    "ward-profiles", "ward-e*1", "whole-pack",
)  # fmt: skip
FOLDED = "for this priority"
"""What stands in the summary of a chapter that a priority's page folds."""
SIZE = re.compile(r"\d[\d.]* (?:KB|MB)")
LOOKS = ("tblLook", "fldSimple", "bookmarkStart", "hyperlink", "gridCol", "jc", "tblHeader", "br",
         "instrText", "numId", "ilvl", "rStyle", "pStyle", "shd", "b", "i", "sz")  # fmt: skip


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The miniature pack's site by each renderer, as the command makes it."""
    found = {}
    for renderer in RENDERERS:
        pack = make_miniature(tmp_path_factory.mktemp(renderer), synthetic=True)
        rendered = render_pack(pack.project, renderer=renderer)  # type: ignore[arg-type]
        found[renderer] = rendered.first_page.parent
    return found


@pytest.fixture(scope="module")
def kinds(demo_pack: BuiltPack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of each kind of the demonstration pack by each renderer, completed in the same way."""
    return render_kinds(demo_pack.pack / "project", tmp_path_factory.mktemp("kinds"))


def render_kinds(project: Path, work: Path) -> dict[str, Path]:
    names = set(_of_each_kind(project))
    copy = Path(shutil.copytree(project, work / "project"))
    for page in copy.glob("*.qmd"):
        if page.stem not in names:
            page.unlink()
    pages = [page for name in sorted(names) for page in _files(copy / f"{name}.qmd")]
    alts = picture_alts(copy / "figures")
    found = {}
    for name, renderer in RENDERERS.items():
        site = found[name] = work / name
        site.mkdir()
        renderer.render(copy, site, pages, AS_AT)
        _finish(site, alts)
    return found


def _of_each_kind(project: Path) -> Iterator[str]:
    for name in OF_EACH_KIND:
        yield sorted(project.glob(f"{name}.qmd"))[0].stem
    folding = next(p for p in sorted(project.glob("*.qmd")) if FOLDED in p.read_text("utf-8"))
    yield from (folding.stem, f"{folding.stem}.brief")


def _files(page: Path) -> Iterator[Page]:
    head = page.read_text("utf-8").split("\n---", 1)[0]
    for format, words in (("html", "html"), ("docx", "docx"), ("pdf", "typst")):
        if re.search(rf"^(?:format| ): *{words}$|^  {words}:", head, re.MULTILINE):
            yield Page(page.stem, format)


def _finish(site: Path, alts: dict[str, str]) -> None:
    for file in site.glob("*.docx"):
        finish_word_file(file, IMPRINT, alts)
    for file in site.glob("*.pdf"):
        finish_pdf_file(file)
    finish_pages(site)


# -- what is compared ----------------------------------------------------------------------------


def page_parts(file: Path) -> list[tuple[str, ...]]:
    """Return every element of a page: its tag, what it says itself and all that it carries."""
    page = HtmlPage(file.name, file.read_text("utf-8"))
    return [
        (e.tag, _words(e.raw_text), *(f"{k}={_words(v)}" for k, v in sorted(e.attributes.items())))
        for e in page.root.walk()
    ]


def _words(text: str) -> str:
    return SIZE.sub("1 KB", " ".join(text.split()))


def document_parts(file: Path) -> list[tuple[str, ...]]:
    """Return what a Word file says and how: words, styles, tables, fields, alts, sheets."""
    document = Document(str(file))
    parts = [part for element in document.element.body.iter() for part in _word_part(element)]
    sheet = document.sections[0]
    sheets = (sheet.header.paragraphs[0].text, sheet.footer.paragraphs[0].text)
    links = sorted(r.target_ref for r in document.part.rels.values() if r.is_external)
    styles = document.styles.element.xml
    return [*parts, sheets, tuple(links), (styles,)]


def _word_part(element: Any) -> Iterator[tuple[str, ...]]:
    name = str(element.tag).rsplit("}", 1)[-1]
    carried = {k.rsplit("}", 1)[-1]: v for k, v in element.attrib.items()}
    if name == "p":
        yield name, "".join(element.xpath(".//w:t/text()")) if "word" in element.tag else ""
    elif name == "docPr":
        yield name, carried.get("descr", "")
    elif name == "extent":
        yield name, carried.get("cx", ""), carried.get("cy", "")
    elif name in LOOKS:
        yield name, *(f"{k}={v}" for k, v in sorted(carried.items()) if k != "id")


def pdf_parts(file: Path) -> list[tuple[str, ...]]:
    """Return what a PDF says and how: title, language, tags with scopes and alts, words, links."""
    pdf = pypdf.PdfReader(file)
    root: Any = pdf.root_object
    about = (str(pdf.metadata and pdf.metadata.title), str(root.get("/Lang")))
    tags = list(_tags(root["/StructTreeRoot"]))
    words = [(f"sheet {n}", page.extract_text()) for n, page in enumerate(pdf.pages)]
    links = [
        ("link", str(note.get_object()["/A"].get("/URI", note.get_object()["/A"].get("/D"))))
        for page in pdf.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    standard = b"pdfuaid:part" in file.read_bytes()
    return [about, (str(standard),), *tags, *words, *links]


def _tags(node: Any) -> Iterator[tuple[str, ...]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for kid in node:
            yield from _tags(kid)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", "")), *_of_table(node)
        if "/K" in node:
            yield from _tags(node["/K"])


def _of_table(node: Any) -> Iterator[str]:
    said = node.get("/A", [])
    said = said.get_object() if hasattr(said, "get_object") else said
    for one in said if isinstance(said, list) else [said]:
        about = one.get_object()
        yield from (f"{k}={about[k]}" for k in ("/Scope", "/Headers") if k in about)


PARTS = {"html": page_parts, "docx": document_parts, "pdf": pdf_parts}


def check_same(sites: dict[str, Path], kind: str) -> None:
    """Hold each file of one kind to the same file of the other renderer, part by part."""
    files = sorted(sites["embedded"].glob(f"*.{kind}"))
    assert files, f"no {kind} was made"
    for file in files:
        ours, theirs = (PARTS[kind](site / file.name) for site in sites.values())
        for place, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            assert one == other, f"{file.name}, part {place}"
        assert len(ours) == len(theirs), file.name


# -- the tests -----------------------------------------------------------------------------------


def test_both_write_the_same_files(sites: dict[str, Path]) -> None:
    names = [sorted(str(f.relative_to(s)) for f in s.rglob("*")) for s in sites.values()]
    assert names[0] == names[1]


def test_both_write_the_same_search_index(sites: dict[str, Path]) -> None:
    texts = [SIZE.sub("1 KB", (s / "search-index.js").read_text("utf-8")) for s in sites.values()]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("kind", PARTS)
def test_both_make_the_same_of_the_miniature_pack(sites: dict[str, Path], kind: str) -> None:
    check_same(sites, kind)


@pytest.mark.parametrize("kind", PARTS)
def test_both_make_the_same_of_a_page_of_each_kind(kinds: dict[str, Path], kind: str) -> None:
    check_same(kinds, kind)
