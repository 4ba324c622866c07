"""The day that a file states of itself: used where it is said in words, and nowhere else."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook
from source_samples import nomis_website

from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore, snapshot_from
from jsna.sources.own_date import own_date

NOMIS = nomis_website()


def workbook(*cells: str, second: str = "") -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for cell in cells:
        book.active.append([cell])
    if second:
        book.create_sheet("Another data set").append([second])
    book.save(buffer)
    return buffer.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2024, 7, 3, 0, 0, 0)), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (NOMIS, "taken from Nomis on 3 July 2024"),
        (NOMIS.decode().encode("utf-16"), "taken from Nomis on 3 July 2024"),
        (workbook("Cover", "Publication date: 15 July 2024"), "published on 15 July 2024"),
        (
            workbook("Release date 1 May 2025.", "Release date: 1 May 2025"),
            "published on 1 May 2025",
        ),
        (workbook("Published on 30 October 2025"), "published on 30 October 2025"),
    ],
    ids=["Nomis", "Nomis in UTF-16", "cover", "twice the same", "published on"],
)
def test_a_day_in_words_is_told_with_what_it_is(content, told):
    assert own_date(content) == told


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\xff", b"PK", b"PK\x03\x04" + b"\x00" * 40,
        NOMIS.replace(b"3 July", b"31 June"), NOMIS.replace(b"July", b"Jully"),
        NOMIS.replace(b"from Nomis on", b"made on"),
        b'"a","b"\n"Release date: 3 July 2024","1"\n',
        workbook("Estimates of mid-2023, 15 July 2024"),
        workbook("Next release date: 15 July 2025"),
        workbook("Release date: 15 July 2024", "Publication date: 16 July 2024"),
        workbook("Release date: to be announced"),
        workbook("Cover", second="Published 28 June 2022"),
        zipped("estimates.csv", b"age,value\n1,2\n"),
        zipped("xl/sharedStrings.xml", b"<t>Release date: 15 July</t>"),
    ],
    ids=[str(place) for place in range(15)],  # a workbook holds the time that it was made
)  # fmt: skip
def test_what_is_not_said_is_not_guessed(content):
    assert own_date(content) == ""


def test_a_file_that_was_supplied_by_hand_tells_its_own_day(tmp_path):
    source = SourceSettings.model_validate(
        {"id": "nomis", "title": "Estimates", "publisher": "A publisher", "licence": "OGL-UK-3.0",
         "attribution": "Source: a publisher.", "homepage": "https://x"}
    )  # fmt: skip
    when = datetime(2026, 1, 15, tzinfo=UTC)
    received = Received(source, "Estimates", "a.csv", when, "text/csv", Origin.HAND, False)
    store = SnapshotStore(tmp_path)
    silent = store.add(b"a,b\n", received)
    assert silent.receipt == "supplied by hand, date not recorded"
    dated = store.add(NOMIS, replace(received, own_date=own_date(NOMIS)))
    assert store.describe(dated.sha256) == dated
    told = "supplied by hand; by its own words taken from Nomis on 3 July 2024"
    assert dated.receipt == told
    # over the network it is known when the file was received
    assert replace(dated, origin=Origin.NETWORK).receipt == "15 January 2026"


def test_a_description_from_before_has_no_day_and_a_damaged_one_is_refused():
    plain = {
        "sha256": "a" * 64, "source": "nomis", "title": "A", "publisher": "P", "url": "a.csv",
        "retrieved": "2026-01-15T00:00:00+00:00", "licence": "OGL-UK-3.0", "attribution": "S.",
        "size": 1, "media_type": "text/csv", "origin": "hand",
    }  # fmt: skip
    assert snapshot_from(plain).own_date == ""
    with pytest.raises(TypeError):
        snapshot_from(plain | {"own_date": 3})
