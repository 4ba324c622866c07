"""Every reader on damaged files: right facts, a skip with its reason, or a clear error.

Each source's whole file (`source_samples.py`) is cut, doubled, re-encoded, re-separated, or has
cells, columns and lines changed, as spreadsheets, programs and downloads do. What comes of it may
be refused; a fact that comes of it is one that the file states. Another exception is a fault.
"""

import csv
import io
import re
from collections.abc import Callable

import pandas as pd
import pytest
from geo_files import area, snapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_facts import indicator
from source_samples import SAMPLES

from jsna.errors import SourceError
from jsna.fact_schema import FACT_KEY, fact_schema
from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.fetching.registry import all_sources, recognise
from jsna.fetching.why_not_read import why_not_read
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.one_value import two_values

GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
TEXT = sorted(
    name for name, (_, content) in SAMPLES.items() if not content.startswith((b"PK", b"{"))
)
FEW = settings(
    max_examples=6, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
MANY = settings(FEW, max_examples=770)
"""Of each of the 13 sources: 10,000 in all."""
CELLS = [
    "", "-", "*", "c", "[c]", "x", "z", "..", ":", "NA", "1,480", "7873,3", "4,5", "1e3", "1e999",
    "nan", "inf", "abc", "05-Sep", "Oct-14", "Total", "All ages", "2017-18", "2017/18", "٣", "0",
    "-7", "12%", "E08000018", "E92000001", "Persons", "=1+1", "x,y", 'a "b"', "two\nlines", " 5 ",
    "\0", "#REF!", "99999999999999999999", "Source: ONS", "\ufeff", "0-4", "90+", "Sheffield",
]  # fmt: skip
NAMES = [
    "",
    "VARIANT",
    "Sex (2 categories)",
    "value",
    "Value",
    "2019",
    "Unnamed: 0",
    "LAD24CD",
    "x",
]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]], separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def changed_cells(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, max(0, len(rows[row]) - 1)))
        if rows[row]:
            rows[row][column] = data.draw(st.sampled_from(CELLS if row else NAMES))
    return written(rows)


def changed_columns(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    width = len(rows[0])
    place, what = (
        data.draw(st.integers(0, width - 1)),
        data.draw(st.sampled_from(["lose", "add", "swap"])),
    )
    other = data.draw(st.integers(0, width - 1))
    for n, row in enumerate(r for r in rows if len(r) == width):
        if what == "lose":
            del row[place]
        elif what == "add":
            row.insert(place, str(n) if n else data.draw(st.sampled_from(NAMES)))
        else:
            row[place], row[other] = row[other], row[place]
    return written(rows)


def changed_rows(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    place = data.draw(st.integers(0, len(rows) - 1))
    added = data.draw(st.sampled_from([
        [], [""] * len(rows[0]), list(rows[place]), ["Total", *rows[place][1:]],
        ["Source: ONS, 2024"], ["Table 1"], rows[place][:2], [*rows[place], "more"],
    ]))  # fmt: skip
    rows.insert(data.draw(st.sampled_from([0, place, len(rows)])), added)
    return written(rows)


def another_program(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    spelled: list[Callable[[str], str]] = [
        str, str.lower, str.upper, lambda n: n.replace(" ", ""), lambda n: n.replace(" ", "_"),
        lambda n: f" {n} ",
    ]  # fmt: skip
    rows[0] = [data.draw(st.sampled_from(spelled))(name) for name in rows[0]]
    text = written(rows, data.draw(st.sampled_from(",;\t"))).decode("utf-8", "surrogatepass")
    return text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])))


def damaged_bytes(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    return data.draw(st.sampled_from([
        content[:start], content[:start] + content[end:], content[:end] + content[start:],
        content[:start] + data.draw(st.binary(min_size=1, max_size=8)) + content[end:],
        content[:start] + b"<html>502 Bad Gateway</html>", content + content,
    ]))  # fmt: skip


WAYS = [changed_cells, changed_columns, changed_rows, another_program, damaged_bytes]


@pytest.fixture(scope="module")
def sources():
    return all_sources([indicator()])


def check(sources, content: bytes, stated: set[float]) -> None:
    """Take a file as a fetch does; whatever it gives is true to the bytes or said to be wrong."""
    try:
        found = recognise(sources, "a file", content)
        if isinstance(found, NotMine):
            assert len(found.because or why_not_read(content)) > 5
            return
        parsed = found[0].parse(snapshot(content), content)
        own = own_codes(area(), parsed)
        assert all(isinstance(why_not_needed(item, area(), own), str) for item in parsed)
    except SourceError as error:
        assert error.problems and all(len(p.what) > 10 for p in error.problems)
        # the guard around every reader is for what nobody thought of: here that is a fault
        assert not any("not in a shape that is read" in p.what for p in error.problems), error
        return
    for item in parsed:
        if isinstance(item, ParsedFacts):
            # rows of one key may differ in what they fill in, never in what they state
            assert not two_values(item.facts, FACT_KEY, ["value"]).any()
            fact_schema().validate(item.facts.drop_duplicates(list(FACT_KEY)))
            assert list(item.refused) == ["line", "reason"]
            parts = item.facts[
                ~item.facts["age"].isin(["All ages"]) & (item.facts["sex"] != "Persons")
            ]
            invented = set(parts["value"].dropna()) - stated
            assert not invented, f"values that no cell states: {sorted(invented)[:3]}"


def numbers_in(content: bytes) -> set[float]:
    """Return every number that stands in the cells of a table, whatever separates them."""
    cells: set[str] = set()
    for codec in ("utf-16", "utf-8-sig", "utf-16-le", "cp1252"):
        lines = content.decode(codec, errors="ignore")
        for separator in ",;\t":
            try:
                rows = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
                cells |= {cell for row in rows for cell in row}
            except csv.Error:
                continue
    plain = {cell.strip() for cell in cells}
    grouped = {cell.replace(",", "") for cell in plain if GROUPED.fullmatch(cell)}
    return set(pd.to_numeric(pd.Series(sorted(plain | grouped)), errors="coerce").dropna())


def one(sources, data: st.DataObject, source_id: str) -> None:
    content = SAMPLES[source_id][1]
    ways = WAYS if source_id in TEXT else [damaged_bytes]
    broken = data.draw(st.sampled_from(ways))(data, content)
    check(sources, broken, numbers_in(broken) if source_id in TEXT else set())


@pytest.mark.parametrize("source_id", sorted(SAMPLES))
@FEW
@given(data=st.data())
def test_a_damaged_file_is_read_right_skipped_or_told(sources, source_id, data) -> None:
    one(sources, data, source_id)


@pytest.mark.slow
@pytest.mark.parametrize("source_id", sorted(SAMPLES))
@MANY
@given(data=st.data())
def test_ten_thousand_damaged_files(sources, source_id, data) -> None:
    one(sources, data, source_id)


@pytest.mark.parametrize("source_id", sorted(SAMPLES))
def test_a_whole_file_passes_the_same_check(sources, source_id) -> None:
    content = SAMPLES[source_id][1]
    check(sources, content, numbers_in(content))
