"""Small spreadsheets in the open document format, for the tests of sources."""

import io
import zipfile
from xml.sax.saxutils import escape

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
HEADER = [
    "Indicator ID", "Indicator Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator",
]  # fmt: skip


def ods(sheets: dict[str, list[list]]) -> bytes:
    """Return a spreadsheet with these rows; numbers are numbers, the rest is text."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content {NAMES}>{body}</office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", MANIFEST, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def ward_row(
    code: str = "E05900001", value=12.5, kind: str = "Electoral Wards (2021)", **more
) -> list:
    """Return a row under HEADER."""
    cells = {
        "Indicator ID": 93105, "Indicator Name": "Reception: obesity", "Area Code": code,
        "Area Name": "A Ward", "Area Type": kind, "Sex": "Persons", "Age": "4-5 yrs",
        "Time period": "2018/19 - 20/21", "Value": value, "Lower CI 95.0 limit": 10.0,
        "Upper CI 95.0 limit": 15.0, "Count": 25, "Denominator": 200,
    }  # fmt: skip
    return [{**cells, **more}[name] for name in HEADER]


def local_health(*rows: list, title: str = "Local Health: child health") -> bytes:
    """Return a spreadsheet as it is taken for granted: a cover, then figures below a title."""
    cover = [[title], ["Published by the department"]]
    return ods({"Cover": cover, "Data": [[title], [], HEADER, *(rows or (ward_row(),))]})


def _row(cells: list) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if value in ("", None):
        return "<table:table-cell/>"
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )
