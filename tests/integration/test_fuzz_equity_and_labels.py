"""The equity audit's files and files of published labels, damaged: read right, or told.

No row is lost without a word, no number or label comes of it that no cell states, and what is
worked out of what was read ends in no traceback.
"""

import csv
import io
from math import ceil

import pandas as pd
import pytest
from fingertips_files import fingertips_csv, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_facts import indicator

from damaged_tables import (
    WAYS,
    changed_cells,
    changed_columns,
    changed_rows,
    examples,
    numbers_in,
)
from jsna.analysis.agreement import recompute_comparisons, recompute_trends
from jsna.analysis.equity_audit import equity_audit
from jsna.errors import JsnaError
from jsna.narrative.equity_words import equity_sentences
from jsna.sources.council.equity_csv import NUMBERS, equity_template, read_equity_csv
from jsna.sources.council.equity_users_csv import read_users_csv
from jsna.sources.fingertips.label_files import COMPARISONS, TRENDS, read_labels
from jsna.sources.guarded import guarded_read

FEW = settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
MANY = settings(FEW, max_examples=examples(10_000), derandomize=False, database=None)
KEEP_COMMAS = (changed_cells, changed_columns, changed_rows)
"""Ways after which the plain `csv` module still tells which rows a file has."""
YEARS = range(2015, 2020)


def csv_of(columns, *rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode()


WIDTH = equity_template().splitlines()[0].count(",")
UNCOUNTED = b",School nursing in all schools" + b"," * (WIDTH - 1) + b"\n"
SERVICES = equity_template().encode() + UNCOUNTED
USERS = csv_of(
    ("service", "place", "users"),
    ("Stop smoking", "E01000001", "12"), ("Stop smoking", "E01000002", "1,480"),
    ("Stop smoking", "not known", "7"), ("Pharmacy", "AB1 2", "30"), ("Pharmacy", "AB1 3", "0"),
)  # fmt: skip
LABELS = {
    "fingertips": fingertips_csv(
        row(recent_trend="Increasing"), row(area_code="E92000001", england=""),
        row(time_period="2018", value="9.5", lower="9", upper="10"),
    ),
    "comparisons": csv_of(
        COMPARISONS,
        ("90362", "E06000001", "Male", "2015 - 17", "56.3", "54", "58.6", "63.3", "Worse",
         "high is good"),
        ("90362", "E06000005", "Male", "2015 - 17", "61.5", "59.1", "63.9", "63.3", "Similar",
         "high is good"),
    ),
    "trends": csv_of(
        TRENDS,
        *(("241", "A82007", "Persons", "17+ yrs", "Proportion", "No judgement", str(year),
           f"7.{year}", "7.0", "8.2", "600.0", "7884.0", "No significant change")
          for year in YEARS),
    ),
}  # fmt: skip


def taken(read, content: bytes):
    """Return what a reader gives, or None if it says what is wrong with the file."""
    try:
        return guarded_read(lambda: read(content, "a file.csv"), "a file.csv")
    except JsnaError as error:
        assert error.problems and all(len(p.what) > 10 for p in error.problems)
        # the guard around every reader is for what nobody thought of: here that is a fault
        assert not any("not in a shape that is read" in p.what for p in error.problems), error
        return None


def rows_in(content: bytes, least: int = 1) -> int:
    """Return how many rows of a CSV with commas have so many cells, its header left out."""
    rows = csv.reader(io.StringIO(content.decode("utf-8", "surrogatepass"), newline=""))
    return sum(sum(bool(cell.strip()) for cell in cells) >= least for cells in rows) - 1


def check_stated(read: pd.DataFrame, numbers, content: bytes) -> None:
    """Fail if a number was read that no cell states."""
    stated = numbers_in(content) | numbers_in(content.replace(b"%", b""))
    found = {float(v) for name in numbers for v in read[name].dropna()}
    assert not found - stated, f"numbers that no cell states: {sorted(found - stated)[:3]}"


def draw_one(data: st.DataObject, content: bytes) -> tuple[bytes, bool]:
    """Return a damaged file, and whether its rows can still be counted."""
    way = data.draw(st.sampled_from(WAYS))
    return way(data, content), way in KEEP_COMMAS


def one_of_services(data: st.DataObject) -> None:
    content, counted = draw_one(data, SERVICES)
    services = taken(read_equity_csv, content)
    if services is None:
        return
    assert not counted or len(services) == rows_in(content)
    check_stated(services, NUMBERS, content)
    audit = equity_audit(services)
    for _, one in audit.join(services.drop(columns=list(set(services) & set(audit)))).iterrows():
        said = equity_sentences(one)
        assert said and not any(" nan" in sentence for sentence in said), said


def one_of_users(data: st.DataObject) -> None:
    content, counted = draw_one(data, USERS)
    users = taken(read_users_csv, content)
    if users is None:
        return
    assert not counted or len(users) == rows_in(content)
    check_stated(users, ["users"], content)


def one_of_labels(data: st.DataObject, layout: str) -> None:
    content, counted = draw_one(data, LABELS[layout])
    known = [indicator(id="1", source={"source": "fingertips", "id": "1"})]
    labels = taken(lambda c, name: read_labels(c, name, known), content)
    if labels is None:
        return
    if counted and layout != "fingertips":  # its rows without a label are not asked about
        # one cell below a table is a line of words, and no label
        assert len(labels.comparisons) + len(labels.points) == rows_in(content, least=2)
    for rows in (labels.comparisons, labels.parents, labels.points):
        check_stated(rows, {"value", "lower_95", "upper_95", "benchmark"} & set(rows), content)
        # what is no UTF-8 is read as Windows-1252, in which a stray byte is a letter or a sign
        text = "".join(content.decode(c, "ignore") for c in ("utf-8", "utf-16", "cp1252"))
        assert all(label.strip() in text for label in rows["published"])
    recompute_comparisons(labels.comparisons)
    recompute_comparisons(labels.parents)
    recompute_trends(labels.points)


@FEW
@given(data=st.data())
def test_damaged_services_are_audited_as_written_or_told(data) -> None:
    one_of_services(data)


@FEW
@given(data=st.data())
def test_damaged_users_are_read_as_written_or_told(data) -> None:
    one_of_users(data)


@pytest.mark.parametrize("layout", LABELS)
@FEW
@given(data=st.data())
def test_damaged_labels_are_read_as_written_or_told(layout, data) -> None:
    one_of_labels(data, layout)


@pytest.mark.slow
@MANY
@given(data=st.data())
def test_many_damaged_services(data) -> None:
    one_of_services(data)


@pytest.mark.slow
@MANY
@given(data=st.data())
def test_many_damaged_users(data) -> None:
    one_of_users(data)


@pytest.mark.slow
@pytest.mark.parametrize("layout", LABELS)
@settings(MANY, max_examples=ceil(MANY.max_examples / len(LABELS)))
@given(data=st.data())
def test_many_files_of_damaged_labels(layout, data) -> None:
    one_of_labels(data, layout)


@pytest.mark.parametrize("layout", ["comparisons", "trends"])
def test_words_alone_on_a_line_are_no_row(layout) -> None:
    """Above the rows too, where they are no source line below the table."""
    head, rows = LABELS[layout].split(b"\n", 1)
    read = read_labels(head + b'\n"Source: ONS, 2024"\r\n' + rows, "l.csv", [])
    whole = read_labels(LABELS[layout], "l.csv", [])
    assert len(read.comparisons) == len(whole.comparisons)
    assert len(read.points) == len(whole.points)
    lines = pd.concat([read.comparisons["line"], read.points["line"]])
    assert lines.min() == 3  # as they stand in the file


def test_whole_files_are_read() -> None:
    assert len(read_equity_csv(SERVICES, "s.csv")) == 4
    assert len(read_users_csv(USERS, "u.csv")) == 5
    found = {name: read_labels(content, "l.csv", []) for name, content in LABELS.items()}
    assert len(found["fingertips"].comparisons) == 2 and len(found["trends"].points) == len(YEARS)
    assert found["comparisons"].comparisons["published"].tolist() == ["Worse", "Similar"]
