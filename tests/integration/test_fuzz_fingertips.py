"""Real Fingertips rows, damaged at random: the right facts or a clear error, never wrong facts.

What is right is known without the parser: the plain `csv` module and `float` read the same bytes.
"""

import csv
import io
import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from geo_files import snapshot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_facts import indicator

from jsna.errors import SourceError
from jsna.http.body import check_content
from jsna.http.client import Answer
from jsna.sources.csv_text import decode
from jsna.sources.fingertips.live import check_answer
from jsna.sources.fingertips.source import Fingertips
from jsna.sources.fingertips.table import COLUMNS

BOUNDED = settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
FILES = (
    "91547_smoking_qof_all_areatypes.csv", "90988_chd_admissions_utla_2022_23.csv",
    "93861_air_pollution_mortality_new_method.csv", "suicide_profile_all_regions_countyUA.csv",
    "DERIVED_fingertips_layout_els_with_CI.csv",
)  # fmt: skip
ROWS = 30
SPELLED_SEVERAL_WAYS = (5, 22)  # Area Name, and the comparison with a parent
NUMBERS = {"value": 12, "lower_95": 13, "upper_95": 14, "lower_998": 15, "upper_998": 16,
           "count": 17, "denominator": 18}  # fmt: skip
VALUE_CELLS = ["", "-", "1,480", "1480.5", "abc", "1e3", "nan", "inf", "-7", "12%", "1,48", "0",
               " 5 ", "<b>-</b>", "1.2.3", "٣"]  # fmt: skip
MARKS = {"", "-", "\u2013", "*", "**", "c", "s", "x", "z", "u", ":", "nan", "na", "n/a",
         "none", "null", *(f"[{letter}]" for letter in "csxzu"), "(c)"}  # fmt: skip
"""What stands for a hidden or missing number."""
TEXT_CELLS = ["", "Persons", "x,y", 'with "quotes"', "two\nlines", "  doubled  spaces ",
              "E08000018", "E92000001", "2019", "2019/20", "2017 - 19", "Not a period",
              "\ufeff", "£€"]  # fmt: skip


class Samples(dict[str, list[list[str]]]):
    """Rows by file; hypothesis prints its arguments, and these would fill the screen."""

    def __repr__(self) -> str:
        return "samples"


@pytest.fixture(scope="module")
def samples(real_data) -> Samples:
    """The header and some rows of each real file: the first ones, and some from its middle."""
    found = Samples()
    for name in FILES:
        path: Path = real_data / "downloads" / "fingertips" / name
        rows = list(csv.reader(io.StringIO(decode(path.read_bytes()), newline="")))
        middle = len(rows) // 2
        found[name] = [rows[0], *rows[1 : ROWS // 2], *rows[middle : middle + ROWS // 2]]
    return found


def as_bytes(rows: list[list[str]], *, newline: str = "\r\n", quoted: bool = False) -> bytes:
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator=newline, quoting=quoting).writerows(rows)
    return text.getvalue().encode()


def parse(content: bytes) -> tuple[pd.DataFrame, int]:
    """Return the facts and how many rows were refused, as a fetch would have them."""
    check_content(content, "csv", "a url")
    source = Fingertips()
    ids = {row[0].strip() for row in plain(content)[1:] if row} - {""}
    known = source.for_indicators(
        [indicator(id=n, year_type="financial", source={"source": "fingertips", "id": n})
         for n in sorted(ids) if n.isdigit()]
    )  # fmt: skip
    if not known.recognise("a file", content):
        raise SourceError("not recognised")
    (parsed,) = known.parse(snapshot(content), content)
    return parsed.facts, len(parsed.refused)


def plain(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(decode(content), newline="")))


def number(text: str) -> float:
    """Return what a cell says, by rules of our own: NaN for nothing, an error for nonsense."""
    text = "".join(text.split("<b>")).replace("</b>", "").strip()
    if text.lower() in MARKS or not text.strip("."):
        return math.nan
    parts = text.lstrip("-").split(".")[0].split(",")
    grouped = len(parts) > 1 and 1 <= len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:])
    value = float(text.replace(",", "") if grouped else text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def said(content: bytes) -> Counter:
    """Return what the rows of a file say, each by its place, time, people and value."""
    found: Counter = Counter()
    for row in plain(content)[1:]:
        cells = [cell.strip() for cell in row]
        try:
            value = number(cells[NUMBERS["value"]])
            count = number(cells[NUMBERS["count"]])
        except (ValueError, IndexError):
            continue
        key = (cells[0], cells[4], cells[7], cells[8], cells[11], cells[10])
        found[(*key, *(None if math.isnan(v) else v for v in (value, count)))] += 1
    return found


def facts_said(facts: pd.DataFrame) -> Counter:
    columns = ["indicator_id", "area_code", "sex", "age", "period_label", "breakdown_value"]
    hidden = facts["status"] == "suppressed"
    rows = facts.loc[~hidden, [*columns, "value", "count"]].astype(object)
    rows = rows.where(rows.notna(), None)
    return Counter(rows.itertuples(index=False, name=None))


def check(content: bytes, stated: bytes | None = None) -> None:
    """Hold the facts to what the bytes (or `stated`) say; an error for a reader is fine too."""
    try:
        facts, _ = parse(content)
    except SourceError as error:
        assert all(len(p.what) > 10 for p in error.problems) or "recognised" in str(error)
        return
    invented = facts_said(facts) - said(stated or content)
    assert not invented, f"facts that no row states: {list(invented)[:3]}"
    for low, high in (("lower_95", "upper_95"), ("lower_998", "upper_998")):
        assert not (facts[low] > facts[high]).any()
    assert facts.loc[facts["status"] == "suppressed", ["value", "count"]].isna().all(axis=None)
    assert (facts[["indicator_id", "area_code", "sex", "age", "period"]] != "").all(axis=None)


@pytest.mark.parametrize("name", FILES)
@BOUNDED
@given(data=st.data())
def test_cells_that_were_changed(samples, name, data) -> None:
    rows = [list(row) for row in samples[name]]
    for _ in range(data.draw(st.integers(1, 5))):
        row = data.draw(st.integers(1, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]) - 1))
        cells = VALUE_CELLS if column in NUMBERS.values() else TEXT_CELLS
        rows[row][column] = data.draw(st.sampled_from(cells) | st.text(max_size=12))
    newline = data.draw(st.sampled_from(["\r\n", "\n"]))
    check(as_bytes(rows, newline=newline, quoted=data.draw(st.booleans())))


@pytest.mark.parametrize("name", FILES)
@BOUNDED
@given(data=st.data())
def test_columns_that_were_moved_renamed_added_or_lost(samples, name, data) -> None:
    rows = [list(row) for row in samples[name]]
    width = len(rows[0])
    what = data.draw(st.sampled_from(["swap", "rename", "add", "lose", "lose cells"]))
    one, two = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, width - 1))
    if what == "swap":
        for row in rows:
            row[one], row[two] = row[two], row[one]
    elif what == "rename":
        rows[0][one] = data.draw(st.sampled_from([*COLUMNS, "Figure", ""]))
    elif what == "add":
        for row in rows:
            row.insert(one, "x")
    elif what == "lose":
        for row in rows:
            del row[one]
    else:
        del rows[data.draw(st.integers(1, len(rows) - 1))][one]
    moved = as_bytes(rows)
    known = samples[name][0]
    wrong = {
        "swap": known[one] != known[two],
        # of a file that lost its last column nothing stands in its place
        "rename": rows[0][one:][:1] != [known[one]] and one not in SPELLED_SEVERAL_WAYS,
        "add": False,  # a column that somebody joined is not read
        "lose": one < 26,  # older files end there
        "lose cells": False,  # a row that is short is told, unless it is blank at its end
    }
    if wrong[what]:
        with pytest.raises(SourceError):
            parse(moved)
    else:
        check(moved, as_bytes(samples[name]) if what == "add" else None)


@pytest.mark.parametrize("name", FILES)
@BOUNDED
@given(data=st.data())
def test_bytes_that_were_cut_doubled_or_damaged(samples, name, data) -> None:
    content = as_bytes(samples[name])
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    what = data.draw(st.sampled_from(["cut off", "cut out", "double", "damage", "web page"]))
    if what == "cut off":
        content = content[:start]
    elif what == "cut out":
        content = content[:start] + content[end:]
    elif what == "double":
        content = content[:end] + content[start:]
    elif what == "damage":
        content = content[:start] + data.draw(st.binary(min_size=1, max_size=8)) + content[start:]
    else:
        content = content[:start] + b"<html><body>502 Bad Gateway</body></html>"
    check(content)


@pytest.mark.parametrize("name", FILES)
def test_unchanged_rows_are_all_there(samples, name) -> None:
    content = as_bytes(samples[name])
    facts, refused = parse(content)
    assert len(facts) + refused == len(samples[name]) - 1
    assert len(facts) > 10
    missing = said(content) - facts_said(facts)
    assert sum(missing.values()) <= refused + (facts["status"] == "suppressed").sum()


def test_another_indicators_rows_are_never_taken_for_it(samples) -> None:
    content = as_bytes(samples[FILES[0]])
    with pytest.raises(SourceError, match="1 was asked for, 91547 was answered"):
        check_answer(Answer(content, "https://x", "text/csv", 200), "1")
