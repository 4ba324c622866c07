"""The gate finds each thing that would run, wherever it is planted, and nothing on a sound pack."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from invented_figures import choropleth, cluster_map
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from jsna.figures.table import figure_table
from jsna.figures.web_map import web_map_script
from jsna.figures.web_map_layers import WebMap, map_of_one
from jsna.figures.web_map_page import web_map_page
from jsna.publish.active_content import active_content_faults
from jsna.publish.active_documents import active_document_faults
from jsna.publish.html_page import read_pages
from jsna.publish.map_script import is_map_script

ROOT = Path(__file__).resolve().parents[2]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><title>a</title><path d="M0 0"/></svg>'
PAGE = (
    (ROOT / "reports/template/page.html")
    .read_text("utf-8")
    .partition("<title>")[0]
    .replace('<meta charset="utf-8">', '<meta charset="utf-8"><title>t</title>')
    + '<link rel="stylesheet" href="pack.css"><script src="pack.js" defer></script>'
    '</head><body><h1 title="onload=x javascript:x">x</h1>'
    '<p>javascript:x <a href="a.html">a</a> <a href="mailto:a@b.uk">b</a><img src="a.svg" alt="x">'
    "</p></body></html>"
)
POINTERS = "word/_rels/document.xml.rels"


def page_of(figure) -> WebMap:
    return map_of_one(figure, figure_table(figure).html(), "Pack.")


@pytest.fixture(scope="module")
def map_page() -> str:
    return web_map_page(page_of(cluster_map())).decode()


@pytest.fixture(scope="module")
def document() -> bytes:
    """A Word file without anything in it."""
    made = io.BytesIO()
    Document().save(made)
    return made.getvalue()


def faults(folder: Path) -> str:
    return "\n".join([faults_of_pages(folder), *active_document_faults(folder)])


def faults_of_pages(folder: Path) -> str:
    """Return what is told of a site but for its documents, which take a tenth of a second."""
    return "\n".join(active_content_faults(read_pages(folder), folder))


@pytest.fixture
def site(tmp_path: Path, map_page: str, document: bytes) -> Path:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    (tmp_path / "a.svg").write_bytes(SVG)
    (tmp_path / "pack.css").write_text("p {color: red}", "utf-8")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/a.map.html").write_text(map_page, "utf-8")
    (tmp_path / "a.csv").write_text("a,b\n'=1+1,-0.5\n-1 to 2,2024-25\n", "utf-8-sig")
    (tmp_path / "a.docx").write_bytes(document)
    return tmp_path


def test_a_sound_site_has_no_fault(site: Path) -> None:
    _pdf(site, "https://a.example/")
    assert faults(site) == ""


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("<script>ran=1</script>", "<script> that is not the pack's own"),
        ("<script src=x.js></script>", "<script> that is not the pack's own"),
        ("<script src=figures/pack.js defer></script>", "<script> that is not the pack's own"),
        ("<script src=pack.js defer>ran=1</script>", "<script> that is not the pack's own"),
        ("<script type=module>ran=1</script>", "<script> that is not the pack's own"),
        ("<svg><script>ran=1</script></svg>", "<script> that is not the pack's own"),
        ("<img src=a.svg onerror=ran=1>", "<img> has the attribute onerror"),
        ("<p ONCLICK=ran=1>", "<p> has the attribute onclick"),
        ("<svg onload=ran=1>", "<svg> has the attribute onload"),
        ("<body onload=ran=1>", "<body> has the attribute onload"),
        ("<a href=javascript:ran=1>a</a>", "<a> has an address that begins with javascript:"),
        ("<a href=' Java\nScript:ran=1'>a</a>", "<a> has an address that begins with javascript:"),
        ("<a href=&#106;avascript&colon;x>a</a>", "begins with javascript:"),
        ("<a href='data:text/html,x'>a</a>", "<a> has an address that begins with data:"),
        ("<a href=vbscript:x>a</a>", "begins with vbscript:"),
        ("<svg><a xlink:href=javascript:x></a></svg>", "begins with javascript:"),
        ("<form action=javascript:x></form>", "begins with javascript:"),
        ("<button formaction=javascript:x></button>", "begins with javascript:"),
        ("<iframe src=a.html></iframe>", "a <iframe>"),
        ("<iframe srcdoc='x'></iframe>", "srcdoc"),
        ("<object data=a.svg></object>", "a <object>"),
        ("<embed src=a.svg>", "a <embed>"),
        ("<base href=//x>", "a <base>"),
        ("<svg><animate attributeName=href to=javascript:x></svg>", "a <animate>"),
        ("<svg><foreignObject>x</foreignObject></svg>", "a <foreignobject>"),
        ("<meta http-equiv=refresh content=0>", 'orders "refresh"'),
        ("<link rel=import href=a.html>", 'a <link> to a "import"'),
        ("<meta http-equiv=Content-Security-Policy content='script-src *'>", "allowing nothing"),
        ("<style>p{}</style>", "allows another <style>"),
    ],
)
def test_what_would_run_on_a_page_is_told(site: Path, planted: str, told: str) -> None:
    (site / "a.html").write_text(PAGE.replace("<p>", f"{planted}<p>", 1), "utf-8")
    assert told in faults_of_pages(site)


def test_a_frameset_is_told(site: Path) -> None:
    (site / "a.html").write_text("<frameset><frame src=a.html></frameset>", "utf-8")
    told = faults_of_pages(site)
    assert "a <frameset>" in told and "a <frame>" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Content-Security-Policy", "X", "has no content security policy"),
        ("default-src 'none'", "default-src 'self'", "does not begin by allowing nothing"),
        ("base-uri 'none'; ", "", "does not begin by allowing nothing"),
        ("style-src", "script-src 'unsafe-inline'; style-src", "another <script>"),
        ("script-src 'self' file:", "script-src file:; script-src 'self'", "another <script>"),
        ("script-src 'self' file:", "script-src 'self' file: https:", "another <script>"),
        ("style-src", "frame-src *; style-src", "has frame-src *"),
        ("img-src 'self'", "img-src https:", "has img-src https:"),
        ('<meta http-equiv="C', '<link rel="stylesheet" href="a.css"><meta http-equiv="C',
         "stands behind what it should hold"),
    ],
)  # fmt: skip
def test_a_policy_that_allows_more_is_told(site: Path, old: str, new: str, told: str) -> None:
    assert old in PAGE
    (site / "a.html").write_text(PAGE.replace(old, new, 1), "utf-8")
    assert told in faults_of_pages(site)


@pytest.mark.parametrize("figure", [cluster_map, choropleth])
def test_a_maps_script_is_known(figure) -> None:
    assert is_map_script(web_map_script(page_of(figure()), 500))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("map_choropleth.fitBounds(", "alert(1);map_choropleth.fitBounds("),
        ("map_choropleth.fitBounds(", 'L["constructor"]["constructor"]("ran=1")();fitBounds('),
        ("map_choropleth.fitBounds(", "document.createElement(`x`);map_choropleth.fitBounds("),
        ('"Netherby 000A', '"Netherby"+ran+"000A'),
        ("map_choropleth.fitBounds(", 'L.tileLayer("https://a.example/{z}/{x}/{y}").addTo('),
        ("(function () {", "ran=1;(function () {"),
    ],
)
def test_a_maps_script_that_says_more_is_none(old: str, new: str) -> None:
    script = web_map_script(page_of(cluster_map()), 500)
    at = script.rindex(old)
    assert not is_map_script(script[:at] + new + script[at + len(old) :])
    assert not is_map_script(script + "\nran=1")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</main>", "<script>ran=1</script></main>", "<script> that is not the pack's own"),
        ("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-", "another <script>"),
        ("style-src-elem 'sha256-", "style-src-elem * 'sha256-", "another <style>"),
        ('Netherby 000A", ', "</script><script>ran=1</script>", "<script> that is not"),
    ],
)
def test_a_map_page_that_runs_more_is_told(
    site: Path, map_page: str, old: str, new: str, told: str
) -> None:
    assert old in map_page
    (site / "figures/a.map.html").write_text(map_page.replace(old, new, 1), "utf-8")
    assert told in faults_of_pages(site)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"<path", b"<script>ran=1</script><path", "a <script>"),
        (b"<path", b'<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script><path',
         "a <script>"),
        (b"<svg ", b'<svg onload="ran=1" ', "<svg> has the attribute onload"),
        (b"<path", b"<foreignObject/><path", "a <foreignObject>"),
        (b"<path", b"<set/><path", "a <set>"),
        (b"<path", b'<use href="a.svg#x"/><path', "<use> points to a.svg#x"),
        (b"<path", b'<image href="javascript:x"/><path', "begins with javascript:"),
        (b"<svg", b'<!DOCTYPE svg [<!ENTITY x "y">]><svg', "a document type"),
        (b"</svg>", b"", "can't be read"),
    ],
)  # fmt: skip
def test_what_would_run_in_a_picture_is_told(site: Path, old: bytes, new: bytes, told: str) -> None:
    (site / "a.svg").write_bytes(SVG.replace(old, new, 1))
    assert told in faults_of_pages(site)


@pytest.mark.parametrize("name", ["x.js", "x.htm", "x.xhtml", "X.HTML", "x.svgz", "x.hta"])
def test_a_file_that_runs_or_that_no_check_reads_is_told(site: Path, name: str) -> None:
    (site / name).write_bytes(b"x")
    assert f"{name}: a file of this kind" in faults_of_pages(site)


@pytest.mark.parametrize("cell", ['"=HYPERLINK(""x"")"', "=1+1", "+1+1", "@x", "-1+2", " =1"])
def test_a_formula_in_a_csv_is_told(site: Path, cell: str) -> None:
    (site / "a.csv").write_text(f"a,b\nx,{cell}\n", "utf-8")
    assert "a.csv: row 2 holds the formula" in faults(site)


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:r><w:instrText>DDEAUTO c:\\x "x"'
         "</w:instrText></w:r></w:p>", 'has the field "DDEAUTO'),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:fldSimple w:instr="INCLUDETEXT x"/>'
         "</w:p>", 'has the field "INCLUDETEXT x"'),
        ("word/document.xml", "<w:body>", "<w:body><w:altChunk/>", "takes in another document"),
        (POINTERS, "</Relationships>", '<Relationship Id="x" Type="a/hyperlink"'
         ' Target="javascript:x" TargetMode="External"/></Relationships>', "to javascript:x"),
        (POINTERS, "</Relationships>", '<Relationship Id="x" Type="a/attachedTemplate"'
         ' Target="https://x" TargetMode="External"/></Relationships>', "points to https://x"),
    ],
)  # fmt: skip
def test_what_would_run_in_a_word_file_is_told(
    site: Path, part: str, old: str, new: str, told: str
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(site / "a.docx") as sound, zipfile.ZipFile(made, "w") as planted:
        for name in sound.namelist():
            text = sound.read(name)
            planted.writestr(
                name, text.replace(old.encode(), new.encode()) if name == part else text
            )
    (site / "a.docx").write_bytes(made.getvalue())
    assert told in faults(site) and "a.docx: " in faults(site)


def test_a_program_in_a_word_file_is_told(site: Path) -> None:
    with zipfile.ZipFile(site / "a.docx", "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "a.docx: holds a program or an object (word/vbaProject.bin)" in faults(site)


def _pdf(site: Path, address: str = "", script: str = "", opens: str = "") -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if address:
        writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=address))
    if script:
        writer._root_object[NameObject("/Names")] = DictionaryObject(
            {NameObject("/JavaScript"): TextStringObject(script)}
        )
    if opens:
        action = DictionaryObject({NameObject("/S"): NameObject("/Launch"),
                                   NameObject("/F"): TextStringObject(opens)})  # fmt: skip
        writer._root_object[NameObject("/OpenAction")] = action
    writer.write(site / "a.pdf")


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ({"address": "javascript:x"}, "has a link to javascript:x"),
        ({"address": "file:///etc/passwd"}, "has a link to file:"),
        ({"script": "app.alert(1)"}, "holds /JavaScript"),
        ({"opens": "cmd.exe"}, "does something when it is opened"),
    ],
)
def test_what_would_run_in_a_pdf_is_told(site: Path, planted: dict[str, str], told: str) -> None:
    _pdf(site, **planted)
    assert f"a.pdf: {told}" in faults(site)
