"""Why a file that no source reads is left alone, told from its name's beginning and its bytes."""

import re
from io import BytesIO
from pathlib import PurePath
from typing import Final
from zipfile import ZipFile, is_zipfile

from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.http.web_page import is_web_page
from jsna.sources.csv_file import header

OPENED_BY: Final = "~$"
"""Begins the name of the file by which an office program marks a workbook as open."""
NOT_WHOLE: Final = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp")
"""End the names of files that a browser, or another program, is not done with."""
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
JSON: Final = re.compile(rb"\{[\"}]|\[[\[{\"\]\d-]")
GEOPACKAGE: Final = b"SQLite format 3\0"
AS_GEOJSON: Final = "outlines are read as GeoJSON, one FeatureCollection in longitude and latitude"
WEB_PAGE: Final = "it is a web page, not data: the download failed or asked for a sign-in"
OLD: Final = "it is a workbook of the old kind (.xls) that is not read: save the sheet as CSV"
OLD_XML: Final = (
    b"urn:schemas-microsoft-com:office:spreadsheet",
    "it is a spreadsheet saved as XML, whatever its name ends in: save the sheet as CSV",
)
OF_PROGRAMS: Final = {
    b"PAR1": "it is a parquet file: save the table as CSV",
    b"RDX": "it is a file of R: save the table as CSV",
    b"<stata_dta>": "it is a file of Stata: save the table as CSV",
    b"$FL": "it is a file of SPSS: save the table as CSV",
    b"%PDF": "it is a PDF: a table in it has to be downloaded as CSV",
    b"L\0\0\0\x01\x14\x02\0": "it is a shortcut, and not the file itself: copy that here",
    b"[InternetShortcut]": "it is a link to a page, and no data: open it, and download the file",
    b"7z\xbc\xaf": "it is an archive (7z): unpack it into the folder",
    b"Rar!": "it is an archive (rar): unpack it into the folder",
}
"""How files of other programs begin, and why they are left alone."""
HEADER_ALONE: Final = "it has a header and no rows"
EMPTY_END: Final = b"\0" * 64
BROKEN_END: Final = "it ends in nothing but zeros, as after a crash: download it again"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
LOCKED: Final = "it is locked with a password: save it without one"
PACKED: Final = "it is compressed (gzip): unpack it into the folder"
UNKNOWN_DOCUMENT: Final = (
    "it is a document or workbook of a kind that is not read: a table in it may be as CSV"
)
OF_HIDDEN_SHEETS: Final = (
    "no sheet that it shows is of a kind that is read, and hidden ones are not looked at: show the"
    " sheet if its table is wanted"
)
HIDDEN_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*\bstate\s*=\s*[\"'](?:very)?hidden", re.I)
IN_ONE_CELL: Final = (
    "each of its lines stands in one pair of quotation marks, so that it has one column: download"
    " it again, and do not open it before it is fetched"
)
OF_A_SYSTEM: Final = ("desktop.ini", "thumbs.db", "ehthumbs.db")
"""Files that an operating system leaves in folders, in small letters."""
TEMPORARY: Final = "it is a temporary file of a program that has the workbook open"
UNFINISHED: Final = "it is a download that was not finished: download it again"


def why_temporary(name: str) -> str:
    """Return why a file is none of its own: another one is open, or not whole yet; else ""."""
    plain = PurePath(name).name
    if plain.startswith(OPENED_BY):
        return TEMPORARY
    if plain.lower() in OF_A_SYSTEM:
        return "it is a file of the operating system, and no data"
    return UNFINISHED if plain.lower().endswith(NOT_WHOLE) else ""


def why_not_read(content: bytes) -> str:
    """Return the reason, in words that follow the file's name."""
    if why := _by_beginning(content):
        return why
    names = header(content)
    if len(names) == 1 and content.count(b",") > 1 and "," in names[0]:
        return IN_ONE_CELL
    if {"area_code", "value"} <= set(names):
        return "it is not the council template (`jsna local --template`): no column indicator_id"
    if len(names) > 1:
        return f"it is a table of a kind that is not read: {', '.join(names)[:80]}"
    return "it is none of the kinds of file that are read"


def _by_beginning(content: bytes) -> str:
    """Return why a file is not read that is plainly no table; "" if it may be one."""
    if content.startswith(b"PK"):
        return _unknown_archive(content)
    if made_by := [why for mark, why in OF_PROGRAMS.items() if content.startswith(mark)]:
        return made_by[0]
    start = b"".join(content[:1024].removeprefix(b"\xef\xbb\xbf").split())
    reasons = (
        (content.startswith(b"\x1f\x8b"), PACKED),
        (content.startswith(OLD_WORKBOOK) and ENCRYPTED in content, LOCKED),
        (OLD_XML[0] in content[:1024], OLD_XML[1]),
        (b"<kml" in content[:1024], f"it is a KML file: {AS_GEOJSON}"),
        (is_web_page(content) or b"Snapshot-Content-Location:" in content[:1024], WEB_PAGE),
        (content.startswith(OLD_WORKBOOK), OLD),
        (content.startswith(GEOPACKAGE), f"it is a GeoPackage or another database: {AS_GEOJSON}"),
        (bool(JSON.match(start)), f"it is JSON of a kind that is not read: {AS_GEOJSON}"),
        # databases and workbooks may end so too
        (content.endswith(EMPTY_END), BROKEN_END),
    )
    return next((why for found, why in reasons if found), "")


def _unknown_archive(content: bytes) -> str:
    """Return why a workbook or another zip archive is skipped."""
    if not is_zipfile(BytesIO(content)):
        return "it is a workbook or an archive that breaks off: download it again"
    try:
        names = ZipFile(BytesIO(content)).namelist()
    except BROKEN_ARCHIVE:
        return "it is a workbook or an archive that can't be opened: download it again"
    if "[Content_Types].xml" in names:
        return OF_HIDDEN_SHEETS if _hides_sheets(content) else UNKNOWN_DOCUMENT
    if any(name.lower().endswith(".shp") for name in names):
        return f"it holds a shapefile: {AS_GEOJSON}"
    return "it is a zip archive: unpack it into the folder"


def _hides_sheets(content: bytes) -> bool:
    """Return whether a workbook says of a sheet that it is hidden."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            return bool(HIDDEN_SHEET.search(parts.read("xl/workbook.xml")))
    except (KeyError, *BROKEN_ARCHIVE):
        return False
