"""Why a file that no source reads is left alone, told from its name's beginning and its bytes."""

from io import BytesIO
from pathlib import PurePath
from typing import Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from jsna.http.web_page import is_web_page
from jsna.sources.csv_file import header

OPENED_BY: Final = "~$"
"""Begins the name of the file by which an office program marks a workbook as open."""
NOT_WHOLE: Final = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp")
"""End the names of files that a browser, or another program, is not done with."""
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
TEMPORARY: Final = "it is a temporary file of a program that has the workbook open"
UNFINISHED: Final = "it is a download that was not finished: download it again"


def why_temporary(name: str) -> str:
    """Return why a file is none of its own: another one is open, or not whole yet; else ""."""
    plain = PurePath(name).name
    if plain.startswith(OPENED_BY):
        return TEMPORARY
    return UNFINISHED if plain.lower().endswith(NOT_WHOLE) else ""


def why_not_read(content: bytes) -> str:
    """Return the reason, in words that follow the file's name."""
    if is_web_page(content):
        return "it is a web page, not data: the download failed or asked for a sign-in"
    if content.startswith(b"PK"):
        return _unknown_archive(content)
    if content.startswith(OLD_WORKBOOK):
        return "it is a workbook of the old kind (.xls) that is not read: save the sheet as CSV"
    names = header(content)
    if {"area_code", "value"} <= set(names):
        return "it is not the council template (`jsna local --template`): no column indicator_id"
    if len(names) > 1:
        return f"it is a table of a kind that is not read: {', '.join(names)[:80]}"
    return "it is none of the kinds of file that are read"


def _unknown_archive(content: bytes) -> str:
    """Return why a workbook or another zip archive is skipped."""
    if not is_zipfile(BytesIO(content)):
        return "it is a workbook or an archive that breaks off: download it again"
    try:
        names = ZipFile(BytesIO(content)).namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "it is a workbook or an archive that can't be opened: download it again"
    if "[Content_Types].xml" in names:
        return "it is a document or workbook of a kind that is not read"
    return "it is a zip archive: unpack it into the folder"
