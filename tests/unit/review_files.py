"""Small Word and PDF files to review in tests."""

import io

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT = b"BT /F1 12 Tf 50 700 Td (The rate is significantly worse than England.) Tj ET"
SMALL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length "
    + str(len(_TEXT)).encode()
    + b">>stream\n"
    + _TEXT
    + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"
)


def word_file(*paragraphs: str, cells: list[str] | None = None, note: str = "") -> bytes:
    """Return a Word file; a footnote hangs on its last paragraph."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if cells:
        row = document.add_table(rows=1, cols=len(cells)).rows[0]
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    if note:
        _add_note(document, note)
    return _bytes(document)


def with_tracked_changes(kept: str, added: str, gone: str) -> bytes:
    """Return a Word file of one paragraph with one insertion and one deletion."""
    document = Document()
    paragraph = document.add_paragraph(kept)
    space = 'xml:space="preserve"'
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t {space}>{added}</w:t></w:r>'
            "</w:ins>"
        )
    )
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>{gone}</w:delText></w:r>'
            "</w:del>"
        )
    )
    return _bytes(document)


def _add_note(document, words: str) -> None:
    xml = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    run = document.paragraphs[-1].add_run()
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run._r.append(mark)


def _bytes(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
