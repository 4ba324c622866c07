"""What a Word file needs after rendering: alt texts, title, language, marked table headers.

Quarto loses alt texts in Word and neither renderer sets the language of the whole; the file is
then written again in a fixed order with fixed dates, so that the same pack gives the same bytes.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.narrative.one_line import one_line
from jsna.pack.word_brand import WordBrand, add_brand
from jsna.pack.word_fields import add_fields
from jsna.snapshots.digest import sha256
from jsna.snapshots.write_file import write_whole

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE: Final = "en-GB"
LONGEST_PROPERTY: Final = 255
FIXED_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
WIDE_TABLE: Final = 4
"""Tables with so many columns take the whole width; narrower ones are as wide as they need."""
WIDEST_TABLE: Final = 5
"""Tables with so many columns are set smaller, with less room between the columns."""
HEAD_ROOM: Final = 1.25
"""Headings are bold, and wider for it."""
CELL_ROOM: Final = 1.1
SMALL: Final = "16"
"""Half points."""
NARROW_MARGIN: Final = "60"
SHORT_CELL: Final = 14
"""Characters: an interval is read as one, where there is room for that."""
MANY_COLUMNS: Final = 8
LINE: Final = 80
"""Characters that a row of a table holds."""
SMALL_LINE: Final = 105
"""The same of small letters."""
LONGEST_CELL: Final = 120
"""Characters: what is longer takes more lines, not more width."""
FIRST: Final = "[Content_Types].xml"
HEADED: Final = {
    "val": "06A0", "firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0",
    "noHBand": "1", "noVBand": "1",
}  # fmt: skip
"""A table with a row of headers and a column of them; `val` says the same for older programs."""
HEADED_COLUMNS: Final = HEADED | {"val": "0620", "firstColumn": "0"}


@dataclass(frozen=True)
class Imprint:
    """What a document says of itself.

    Attributes:
        title: The document's title.
        author: Who prepared it.
        as_at: The date it carries, UTC.
        header: What stands at the top of every sheet.
        footer: What stands at the bottom of every sheet, before its number.
        brand: The council's logo and colours; None for the project's own.
    """

    title: str
    author: str
    as_at: datetime
    header: str = ""
    footer: str = ""
    brand: WordBrand | None = None


def finish_word_file(path: Path, imprint: Imprint, alts: Mapping[str, str]) -> int:
    """Set what rendering left out and write the file again; return how many pictures have alt.

    Args:
        path: The .docx file.
        imprint: What the document says of itself.
        alts: SHA-256 of a picture's bytes -> its alt text (see `picture_alts`).

    Raises:
        ValueError: a picture has no alt text.
    """
    from docx import Document as open_document

    document = open_document(str(path))
    described = _describe_pictures(document, alts, path.name)
    _mark_tables(document)
    if imprint.brand:
        add_brand(document, imprint.brand)
    add_fields(document)
    _head_sheets(document, one_line(imprint.header), one_line(imprint.footer))
    _drop_custom_properties(document)
    _set_properties(document, one_line(imprint.title), one_line(imprint.author), imprint.as_at)
    buffer = BytesIO()
    document.save(buffer)
    write_whole(path, _same_bytes(buffer.getvalue()))
    return described


def write_sheets(path: Path, header: str, footer: str) -> None:
    """Write the header and the footer into the Word file that others take their styles from."""
    from docx import Document as open_document

    document = open_document(str(path))
    _head_sheets(document, header, footer)
    buffer = BytesIO()
    document.save(buffer)
    write_whole(path, _same_bytes(buffer.getvalue()))


def picture_alts(figures: Path) -> dict[str, str]:
    """Return SHA-256 of each figure's PNG -> alt text, from the bundles in a folder."""
    alts = {}
    for picture in sorted(figures.glob("*.png")):
        about = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        alts[sha256(picture.read_bytes())] = one_line(str(about["alt"]))
    return alts


def _describe_pictures(document: "Document", alts: Mapping[str, str], name: str) -> int:
    shapes = list(document.inline_shapes)
    for number, shape in enumerate(shapes, start=1):
        inline: Any = shape._inline
        embedded = inline.graphic.graphicData.pic.blipFill.blip.embed
        content = document.part.related_parts[embedded].blob
        about = inline.docPr
        alt = alts.get(sha256(content)) or about.get("descr", "")
        if not alt or alt.endswith((".png", ".svg")):
            raise ValueError(f"{name}: picture {number} has no alt text")
        about.set("descr", alt)
        about.set("id", str(number))
        about.set("name", f"Figure {number}")
    return len(shapes)


def _mark_tables(document: "Document") -> None:
    """Mark each table's first row and first column as headers, which are read with each number.

    The row is repeated on every sheet too, and no row is parted between two.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for table in document.tables:
        row: Any = table.rows[0]._tr.get_or_add_trPr()
        if not row.xpath("w:tblHeader"):
            row.append(OxmlElement("w:tblHeader"))
        for whole in table._tbl.tr_lst:
            whole.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        _look(table._tbl.tblPr, HEADED if len(table.columns) > 1 else HEADED_COLUMNS)
        if len(table.columns) >= WIDE_TABLE:
            for width in table._tbl.tblPr.xpath("w:tblW"):
                width.set(qn("w:type"), "pct")
                width.set(qn("w:w"), "5000")
            _share_out(table._tbl)
        if len(table.columns) >= WIDEST_TABLE:
            _make_small(table._tbl)


def _look(about: Any, marks: Mapping[str, str]) -> None:
    """Say which parts of a table are its headers, as Word asks for it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for before in about.xpath("w:tblLook"):
        about.remove(before)
    look = OxmlElement("w:tblLook")
    for name, mark in marks.items():
        look.set(qn(f"w:{name}"), mark)
    # the order of the elements is Word's: only these two may follow
    later = about.xpath("w:tblCaption | w:tblDescription")
    later[0].addprevious(look) if later else about.append(look)


def _share_out(table: Any) -> None:
    """Share a table's width out by what its columns hold: equal ones break a long name in two.

    Word itself may widen a column for its longest word; other programs take what stands here.
    """
    from docx.oxml.ns import qn

    grid = table.tblGrid.gridCol_lst
    rows = [["".join(cell.xpath(".//w:t/text()")) for cell in row.tc_lst] for row in table.tr_lst]
    widths = [column.get(qn("w:w")) for column in grid]
    if None in widths or any(len(row) != len(grid) for row in rows):
        return
    rooms = _rooms(list(zip(*rows, strict=True)))
    whole = sum(map(int, widths))
    for column, room in zip(grid, rooms, strict=True):
        column.set(qn("w:w"), str(round(whole * room / sum(rooms))))


def _rooms(columns: Sequence[Sequence[str]]) -> list[float]:
    """Return how wide each column should be, in characters: first what no word breaks in.

    What a line has left goes to the columns whose cells are longer than that.
    """
    short = SHORT_CELL if len(columns) < MANY_COLUMNS else 0
    needs = [
        max(_unbroken(head, short) * HEAD_ROOM, *(_unbroken(c, short) * CELL_ROOM for c in cells))
        + 2
        for head, *cells in columns
    ]
    wishes = [
        max(min(max(map(len, column)), LONGEST_CELL) - need, 0)
        for column, need in zip(columns, needs, strict=True)
    ]
    line = SMALL_LINE if len(columns) >= WIDEST_TABLE else LINE
    spare = min(max(line - sum(needs), 0) / (sum(wishes) or 1), 1)
    return [need + wish * spare for need, wish in zip(needs, wishes, strict=True)]


def _make_small(table: Any) -> None:
    """Set a table of many columns in small letters: in larger ones its words would break."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in table.xpath(".//w:r"):
        size = OxmlElement("w:sz")
        size.set(qn("w:val"), SMALL)
        run.get_or_add_rPr().append(size)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), NARROW_MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table.tblPr.xpath("w:tblLook")[0].addprevious(margins)


def _unbroken(text: str, short: int) -> int:
    """Return how many characters should stand in one line: a short cell's, else a word's."""
    words = [text] if len(text) <= short else text.split()
    return max(map(len, words))


def _head_sheets(document: "Document", header: str, footer: str) -> None:
    """Write the header, and the footer with the sheet's number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section = document.sections[0]
    section.header.paragraphs[0].text = header
    line = section.footer.paragraphs[0]
    line.text = f"{footer} Page "
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    line._p.append(number)


def _property(text: str) -> str:
    """Return a text as Word takes it for a property: 255 characters at most."""
    return text if len(text) <= LONGEST_PROPERTY else text[: LONGEST_PROPERTY - 1] + "…"


def _set_properties(document: "Document", title: str, author: str, as_at: datetime) -> None:
    about = document.core_properties
    about.title, about.author = _property(title), _property(author)
    about.language = LANGUAGE
    about.last_modified_by, about.revision = author, 1
    # Word keeps its dates without a zone, in UTC
    about.created = about.modified = as_at.replace(tzinfo=None)


def _drop_custom_properties(document: "Document") -> None:
    """Leave out what a renderer copied there from the page's settings: no reader asked for it."""
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/custom-properties"):
            del package.rels[name]


def _same_bytes(content: bytes) -> bytes:
    """Return the same archive with its entries sorted and dated alike."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda n: (n != FIRST, n)):
            entry = zipfile.ZipInfo(name, FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
