"""The demonstration's workbook: what was put in is read again, and the bytes never change."""

import io
import time
from datetime import datetime

import openpyxl
from python_calamine import CalamineWorkbook

from jsna.demo.workbook import workbook

SHEETS = {
    "Notes": [("SYNTHETIC: invented.",)],
    "IDACI & IDAOPI": [
        ("LSOA code (2021)", 'Rank <1 & "most">', "=1+1"),
        ("E01000001", 33755, "https://example.org"),
        ("007", 0, " spaced "),
    ],
}


def test_two_readers_find_what_was_put_in() -> None:
    content = workbook(SHEETS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {s.title: [tuple(r) for r in s.values] for s in book} == {
        "Notes": [("SYNTHETIC: invented.",)],
        "IDACI & IDAOPI": SHEETS["IDACI & IDAOPI"],
    }
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = calamine.get_sheet_by_name("IDACI & IDAOPI").to_python()
    assert [tuple(row) for row in rows] == SHEETS["IDACI & IDAOPI"]


def test_the_bytes_do_not_know_when_they_were_written() -> None:
    first = workbook(SHEETS)
    time.sleep(2.1)  # a ZIP file's times are even seconds
    assert workbook(SHEETS) == first
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book.properties.created == book.properties.modified == datetime(2025, 10, 30, 9, 30)
