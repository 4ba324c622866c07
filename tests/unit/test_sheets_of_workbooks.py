"""A workbook with a hidden sheet, or with two sheets of one table: never the old one unsaid."""

import io

import pytest
from geo_files import snapshot
from invented_facts import indicator
from openpyxl import load_workbook
from source_samples import LAYOUTS, SAMPLES

from jsna.errors import SourceError
from jsna.fetching.registry import all_sources, recognise
from jsna.fetching.why_not_read import why_not_read
from jsna.sources.contract import NotMine

OF_SHEETS = {
    "ons-lookups": LAYOUTS["look-up in a workbook"][1],
    "ons-nearest-neighbours": LAYOUTS["neighbours in a workbook"][1],
    "ons-population-estimates": LAYOUTS["estimates in a workbook"][1],
    "indices-of-deprivation": SAMPLES["indices-of-deprivation"][1],
    "dfe-statistical-neighbours": SAMPLES["dfe-statistical-neighbours"][1],
}
OLDER = {"E05900000": "E05900007", "E06900022": "E06900077", 100: 200, 1: 2, 901: 905}
"""What an older copy of a table has in place of some cells."""


@pytest.fixture(scope="module")
def sources():
    return all_sources([indicator()])


def beside_an_older_one(content: bytes, *, hidden: bool) -> bytes:
    """The workbook with an older copy of its last sheet before it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[book.sheetnames[-1]]
    older = book.create_sheet(f"{sheet.title} (old)", 0)
    for row in sheet.iter_rows(values_only=True):
        words = any(cell in ("Code", "LA num") for cell in row)
        older.append(row if words else [OLDER.get(cell, cell) for cell in row])
    older.sheet_state = "hidden" if hidden else "visible"
    book.active = len(book.sheetnames) - 1
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def rows_of(sources, content: bytes) -> str:
    found = recognise(sources, "a.xlsx", content)
    assert not isinstance(found, NotMine), found.because
    (parsed,) = found[0].parse(snapshot(content, found[1]), content)
    table = parsed.facts if hasattr(parsed, "facts") else parsed.rows
    return table.drop(columns="snapshot_ids", errors="ignore").to_csv()


@pytest.mark.parametrize("source", OF_SHEETS)
def test_a_hidden_sheet_is_not_read(sources, source):
    content = OF_SHEETS[source]
    hidden = beside_an_older_one(content, hidden=True)
    assert rows_of(sources, hidden) == rows_of(sources, content)


@pytest.mark.parametrize("source", OF_SHEETS)
def test_two_sheets_of_one_table_are_told(sources, source):
    with pytest.raises(SourceError, match=r"two sheets hold such a table|has two values for one"):
        rows_of(sources, beside_an_older_one(OF_SHEETS[source], hidden=False))


@pytest.mark.parametrize("state", ["hidden", "veryHidden", "visible"])
def test_a_workbook_whose_only_table_is_hidden_is_told_as_that(sources, state):
    book = load_workbook(io.BytesIO(OF_SHEETS["ons-nearest-neighbours"]))
    book.create_sheet("Notes")
    for sheet in book.worksheets[:-1]:
        sheet.sheet_state = state
    book.active = len(book.worksheets) - 1
    held = io.BytesIO()
    book.save(held)
    found = recognise(sources, "a.xlsx", held.getvalue())
    assert isinstance(found, NotMine) == (state != "visible")
    hides = "hidden ones are not looked at: show the sheet"
    assert (hides in why_not_read(held.getvalue())) == (state != "visible")


def test_a_workbook_with_a_damaged_end_is_told_as_one_that_cannot_be_opened(sources):
    whole = OF_SHEETS["ons-nearest-neighbours"]
    for place in range(len(whole) - 22, len(whole)):
        damaged = whole[:place] + b"\0" + whole[place:]
        found = recognise(sources, "a.xlsx", damaged)
        assert not isinstance(found, NotMine) or why_not_read(damaged)
