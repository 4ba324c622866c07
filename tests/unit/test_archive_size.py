"""An archive's stated sizes are not believed: what is really in it is bounded."""

import io
import zipfile

import pytest

from jsna.http import archive_size
from jsna.http.archive_size import why_too_large

ZEROS = 1 << 20


def packed(method: int = zipfile.ZIP_DEFLATED, content: bytes = b"\0" * ZEROS) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("data.csv", content)
    return buffer.getvalue()


def saying(archive: bytes, size: int) -> bytes:
    """Return an archive whose list states another size of its one member."""
    at = archive.rindex(b"PK\x01\x02") + 24
    return archive[:at] + size.to_bytes(4, "little") + archive[at + 4 :]


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_size, "SUSPECT_BYTES", 1 << 12)
    monkeypatch.setattr(archive_size, "PIECE", 1 << 14)


def test_a_member_that_says_less_than_it_holds_is_told():
    archive = saying(packed(), 10)
    assert zipfile.ZipFile(io.BytesIO(archive)).infolist()[0].file_size == 10
    assert why_too_large(archive) == "it holds data.csv, which unpacks to more than it says"


def test_an_archive_that_is_as_it_says_passes_or_is_too_large():
    words = bytes(range(256)) * 40
    assert why_too_large(packed(content=words)) == ""
    assert "which no file that is read does" in why_too_large(packed())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_not_read(method):
    archive = packed(method, b"a,b\n")
    assert why_too_large(archive) == "it holds data.csv, packed in a way that is not read"


@pytest.mark.parametrize("damage", [b"PK", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_left_to_its_reader(damage):
    assert why_too_large(damage) == ""
    assert why_too_large(packed()[: ZEROS // 2000]) == ""


def sheet(*cells: str) -> bytes:
    rows = "".join(f'<row><c r="{cell}"><v>1</v></c></row>' for cell in cells)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{rows}</worksheet>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("A1", "B2"), ""), (("A1", "H33755"), ""), (("A1", "XFD1"), ""), (("A1", "A1048576"), ""),
        (("A1", "XFD1048576"), "17,179,869,184 cells"), (("XFD1", "A1048576"), "17,179,869,184"),
        (("A1", "CV1048576"), "104,857,600 cells"),
    ],
)  # fmt: skip
def test_a_stray_cell_far_from_the_table_is_told_and_makes_no_room(cells, told, monkeypatch):
    """A reader makes room for every cell between: the program was ended by the system."""
    monkeypatch.setattr("jsna.http.sheet_size.PIECE", 7)
    why = why_too_large(sheet(*cells))
    assert (told in why and "Delete the rows" in why) if told else why == ""
