"""The evidence workbook as an OpenDocument spreadsheet (.ods), which gptables does not write.

The same sheets as the Excel file: each with its title, what is said of it, and one table that is
marked up as one (a database range, and header rows that are repeated on paper).
"""

import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from jsna.tables.workbook import CONTENTS, COVER, NOTES, ONE_TABLE, Workbook

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
LINKS: Final = (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
NAMES: Final = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{where}:1.0"'
        for name, where in {
            "office": "office",
            "table": "table",
            "text": "text",
            "style": "style",
            "meta": "meta",
            "look": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "config": "config",
        }.items()
    )
    + LINKS
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
STYLES: Final = (
    '<style:default-style style:family="table-cell"><style:text-properties look:font-size="12pt"'
    ' style:font-name="Arial" look:language="en" look:country="GB"/></style:default-style>'
    '<style:style style:name="Title" style:family="table-cell"><style:text-properties'
    ' look:font-size="16pt" look:font-weight="bold"/></style:style>'
    '<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties'
    ' look:wrap-option="wrap" look:border-bottom="0.06pt solid #000000"/>'
    '<style:text-properties look:font-weight="bold"/></style:style>'
    '<style:style style:name="Words" style:family="table-cell"><style:table-cell-properties'
    ' look:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="Line" style:family="table-cell"><style:table-cell-properties'
    ' look:wrap-option="no-wrap"/></style:style>'
)
"""`Line` is what stands above a table: within its narrow first column it would be many lines."""
UPRIGHT: Final = 17.0
ACROSS: Final = 25.7
"""Width of A4 paper between its margins, centimetres."""
MOST_SHRUNK: Final = 2
"""How many times wider than the paper a table may be to be made to fit; else it is too small."""
FITTED: Final = ' style:scale-to-X="1" style:scale-to-Y="0"'
PAPERS: Final = {
    name: f'look:page-width="{width}cm" look:page-height="{height}cm" look:margin="2cm"'
    f' style:print-orientation="{direction}"{fitted}'
    for name, width, height, direction, fitted in (
        ("upright", 21, 29.7, "portrait", FITTED),
        ("across", 29.7, 21, "landscape", FITTED),
        ("wide", 29.7, 21, "landscape", ""),
    )
}
"""Kind of paper -> its properties: a table fits the width of one sheet, save a very wide one."""
ROOM: Final = "".join(
    f'<style:{place}-style><style:header-footer-properties look:min-height="0.8cm"/>'
    f"</style:{place}-style>"
    for place in ("header", "footer")
)
AROUND: Final = (
    "<style:header><text:p><text:sheet-name>Sheet</text:sheet-name></text:p></style:header>"
    "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
)
"""On each printed page: the name of its sheet, and its number."""
NARROWEST: Final = 10
WIDEST: Final = 60
"""Characters of a column; longer text is wrapped."""
CENTIMETRES: Final = 0.24
"""Width of a character of 12 point Arial."""
COVER_WIDTH: Final = 54
"""Characters of 12 point Arial that a line of the cover surely holds."""
LINE_HEIGHT: Final = 0.55
"""Centimetres."""
FIXED_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Laid:
    """A sheet as it is written: its name, the lines above the table, the table, its links."""

    name: str
    lines: Sequence[str]
    frame: pd.DataFrame | None = None
    linked: bool = False


def open_document_bytes(book: Workbook) -> bytes:
    """Return a workbook as an .ods file, the same bytes for the same content."""
    laid = list(_laid_out(book))
    widths = sorted({width for sheet in laid for width in _widths(sheet)})
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.2f}cm"/>'
        "</style:style>"
        for width in widths
    )
    columns += _row_heights(laid[0]) + "".join(map(_table_style, PAPERS))
    ranges = "".join(_range(sheet) for sheet in laid if sheet.frame is not None)
    content = (
        f'{HEAD}<office:document-content {NAMES} office:version="1.3">'
        f"<office:automatic-styles>{columns}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(map(_sheet, laid))}"
        f"<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    styles = (
        f'{HEAD}<office:document-styles {NAMES} office:version="1.3">'
        f"<office:styles>{STYLES}</office:styles>"
        f"<office:automatic-styles>{''.join(map(_paper, PAPERS))}</office:automatic-styles>"
        f"<office:master-styles>{''.join(map(_master, PAPERS))}</office:master-styles>"
        "</office:document-styles>"
    )
    files = {"content.xml": content, "styles.xml": styles, "meta.xml": _meta(book)}
    return _packed(files | {"settings.xml": _settings(laid)})


def _laid_out(book: Workbook) -> Iterator[_Laid]:
    yield _Laid(COVER, [book.title, *book.intro, *book.about, *book.contact])
    listed = [NOTES, *book.labels()]
    titles = ["Notes", *book.titles()]
    contents = pd.DataFrame({"Sheet name": listed, "Table description": titles})
    yield _Laid(CONTENTS, ["Table of contents", ONE_TABLE], contents, linked=True)
    yield _Laid(NOTES, ["Notes", "This worksheet contains one table."], book.all_notes)
    for label, title, sheet in zip(book.labels(), book.titles(), book.sheets, strict=True):
        lines = [title, *sheet.about, ONE_TABLE, sheet.source]
        yield _Laid(label, [line for line in lines if line], sheet.frame)


def _sheet(sheet: _Laid) -> str:
    title, *more = sheet.lines
    style = "Words" if sheet.frame is None else "Line"
    heights = [f"h{lines}" for lines in _line_counts(sheet)]
    above = [_row([_cell(title, "Title")], *heights[:1])]
    for place, line in enumerate(more, 1):
        above.append(_row([_cell(line, style)], *heights[place : place + 1]))
    columns = "".join(
        f'<table:table-column table:style-name="w{width}" table:default-cell-style-name="Words"/>'
        for width in _widths(sheet)
    )
    table = "" if sheet.frame is None else _table(sheet.frame, linked=sheet.linked)
    inside = f"{columns}{''.join(above)}{table}"
    name = f'table:name={quoteattr(sheet.name)} table:style-name="{_paper_of(sheet)}"'
    return f"<table:table {name}>{inside}</table:table>"


def _paper_of(sheet: _Laid) -> str:
    """Return the paper of a sheet: across where its table, or a line above it, is wide."""
    if sheet.frame is None:
        return "upright"
    longest = max(len(line) for line in sheet.lines)
    wide = max(sum(_widths(sheet)), longest) * CENTIMETRES
    if wide <= UPRIGHT * 1.2:
        return "upright"
    return "across" if wide <= ACROSS * MOST_SHRUNK else "wide"


def _paper(name: str) -> str:
    inside = f"<style:page-layout-properties {PAPERS[name]}/>{ROOM}"
    return f'<style:page-layout style:name="on-{name}">{inside}</style:page-layout>'


def _master(name: str) -> str:
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="on-{name}">{AROUND}'
        "</style:master-page>"
    )


def _table_style(name: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table" style:master-page-name="{name}">'
        '<style:table-properties table:display="true"/></style:style>'
    )


def _line_counts(sheet: _Laid) -> list[int]:
    """Return how many lines each line of the cover takes; none for a sheet with a table."""
    if sheet.frame is not None:
        return []
    return [math.ceil(len(line) / COVER_WIDTH) or 1 for line in sheet.lines]


def _row_heights(cover: _Laid) -> str:
    """Return the heights of the cover's rows: not every program finds them itself."""
    return "".join(
        f'<style:style style:name="h{lines}" style:family="table-row"><style:table-row-properties'
        f' style:row-height="{(lines + 0.4) * LINE_HEIGHT:.2f}cm"'
        ' style:use-optimal-row-height="false"/></style:style>'
        for lines in sorted(set(_line_counts(cover)))
    )


def _table(frame: pd.DataFrame, *, linked: bool) -> str:
    head = _row([_cell(str(name), "Head") for name in frame.columns])
    first, *others = [frame[name].tolist() for name in frame.columns]
    names = [_link(str(name)) if linked else _cell(name, "Words") for name in first]
    cells = [names, *([_cell(cell, "Words") for cell in column] for column in others)]
    rows = "".join(_row(row) for row in zip(*cells, strict=True))
    return f"<table:table-header-rows>{head}</table:table-header-rows>{rows}"


def _row(cells: Iterable[str], height: str = "") -> str:
    look = f' table:style-name="{height}"' if height else ""
    return f"<table:table-row{look}>{''.join(cells)}</table:table-row>"


def _cell(value: object, style: str = "") -> str:
    look = f' table:style-name="{style}"' if style else ""
    if isinstance(value, int | float):
        kind, words = f'office:value-type="float" office:value="{value!r}"', repr(value)
    else:
        kind, words = 'office:value-type="string"', escape(str(value))
    return f"<table:table-cell{look} {kind}><text:p>{words}</text:p></table:table-cell>"


def _link(name: str) -> str:
    target = quoteattr(f"#'{name}'.A1")
    words = f'<text:a xlink:type="simple" xlink:href={target}>{escape(name)}</text:a>'
    start = '<table:table-cell office:value-type="string"'
    return f"{start}><text:p>{words}</text:p></table:table-cell>"


def _range(sheet: _Laid) -> str:
    """Return the mark of a sheet's table: where it stands, and that its first row is its head."""
    frame = sheet.frame
    if frame is None:
        return ""
    top = len(sheet.lines) + 1
    last = f"{_letters(len(frame.columns))}{top + len(frame)}"
    where = quoteattr(f"'{sheet.name}'.A{top}:'{sheet.name}'.{last}")
    name = quoteattr(sheet.name.lower().replace(" ", "_"))
    return (
        f"<table:database-range table:name={name} table:target-range-address={where}"
        ' table:contains-header="true"/>'
    )


def _letters(number: int) -> str:
    """Return a column's letters: 1 -> A, 27 -> AA."""
    before, place = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + place)


def _widths(sheet: _Laid) -> list[int]:
    if sheet.frame is None:
        return [WIDEST]
    longest = [
        max(len(str(cell)) for cell in (name, *sheet.frame[name])) for name in sheet.frame.columns
    ]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]


def _meta(book: Workbook) -> str:
    day = book.as_at.strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f'{HEAD}<office:document-meta {NAMES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title><dc:language>en-GB</dc:language>"
        f"<dc:creator>{escape(book.contact[0])}</dc:creator><dc:date>{day}</dc:date>"
        f"<meta:creation-date>{day}</meta:creation-date></office:meta></office:document-meta>"
    )


def _settings(laid: Iterable[_Laid]) -> str:
    """Return the view of each sheet: the row of heads, and what stands above it, stay in sight."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        f"{_item('VerticalSplitMode', 'short', 2)}"
        f"{_item('VerticalSplitPosition', 'int', len(sheet.lines) + 1)}"
        f"{_item('PositionBottom', 'int', len(sheet.lines) + 1)}"
        f"{_item('ActiveSplitRange', 'short', 2)}</config:config-item-map-entry>"
        for sheet in laid
        if sheet.frame is not None
    )
    return (
        f'{HEAD}<office:document-settings {NAMES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{frozen}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _item(name: str, kind: str, value: int) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
        "</config:config-item>"
    )


def _packed(files: dict[str, str]) -> bytes:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in files
    )
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest'
        f':1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{MEDIA_TYPE}"/>{entries}</manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # the first entry, as it is, tells other programs what the file is
        archive.writestr(zipfile.ZipInfo("mimetype", FIXED_ZIP_DATE), MEDIA_TYPE)
        for name, text in {**files, "META-INF/manifest.xml": manifest}.items():
            entry = zipfile.ZipInfo(name, FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()
