"""Figures of own measures: read line by line, as the council's own CSV, or refused with lines."""

import random

import pytest

from jsna.disclosure.local_disclosure import protect_local
from jsna.disclosure.measured import as_indicator
from jsna.errors import SourceError
from jsna.settings.measure_period import period_words, read_measure_period
from jsna.settings.own_measures import OwnMeasure
from jsna.settings.source import Disclosure, SourceSettings
from jsna.sources.council.local_csv import read_rows
from jsna.sources.council.measures_csv import (
    as_local_csv,
    is_measures_file,
    read_measures,
    template,
)

AREA = "E06999999"
SOURCE = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Ours",
    disclosure=Disclosure(),
)  # fmt: skip


def measure(id: str, kind: str, **given: object) -> OwnMeasure:
    known = {"title": id, "unit": "%", "polarity": "none", "frequency": "month"}
    return OwnMeasure.model_validate({"id": id, "kind": kind, **known, **given})


KNOWN = {
    one.id: one
    for one in (
        measure("quits", "share"),
        measure("visits", "count", unit="visits"),
        measure("falls", "rate", per=1000, frequency="quarter"),
        measure("waits", "mean", unit="days", frequency="year"),
        measure("sites", "count", counts="things"),
    )
}
HEAD = "measure,period,numerator,denominator,value,note\n"


def read(*rows: str):
    return read_measures((HEAD + "\n".join(rows)).encode(), "m.csv", KNOWN)


def kept(*rows: str):
    local = as_local_csv((HEAD + "\n".join(rows)).encode(), "m.csv", KNOWN, AREA)
    indicators = {id: as_indicator(one) for id, one in KNOWN.items()}
    content = protect_local(local, "m.csv", SOURCE, indicators).content
    return read_rows(content, "m.csv").rows


@pytest.mark.parametrize(
    ("text", "frequency", "interval"),
    [
        ("2025-04", "month", "2025-04-01/P1M"),
        ("Apr-25", "month", "2025-04-01/P1M"),
        ("April 2025", "month", "2025-04-01/P1M"),
        ("01/04/2025", "month", "2025-04-01/P1M"),
        ("2025/26 Q4", "quarter", "2026-01-01/P3M"),
        ("2025-26 Q1", "quarter", "2025-04-01/P3M"),
        ("2025 Q1", "quarter", "2025-01-01/P3M"),
        ("2025/26", "year", "2025-04-01/P1Y"),
        ("2025", "year", "2025-01-01/P1Y"),
        ("2025-04-01/P3M", "quarter", "2025-04-01/P3M"),
        ("2025-04-01/P3M", "month", None),
        ("2025-13", "month", None),
        ("2025/27", "year", None),
        ("02/04/2025", "month", None),
        ("Ma 2025", "month", None),
    ],
)
def test_a_period_is_read_as_people_write_it(text, frequency, interval):
    assert read_measure_period(text, frequency) == interval
    if interval:
        assert read_measure_period(period_words(interval), frequency) == interval


def test_values_are_worked_out_of_their_parts():
    rows = read(
        "quits,2025-04,40,80,,", "visits,2025-04,12,,,", "falls,2025/26 Q1,30,6000,5,",
        "waits,2025/26,,,61.5,", "waits,2024/25,1200,20,60.0,",
    )  # fmt: skip
    assert rows["value"].tolist() == [50, 12, 5, 61.5, 60]
    assert rows["period"].iloc[0] == "2025-04-01/P1M"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("quit,2025-04,4,8,,", "there is no measure 'quit'. Did you mean 'quits'?"),
        ("quits,2025/26 Q1,4,8,,", "the period '2025/26 Q1' is not known. A month"),
        ("quits,2025-04,nine,80,,", "numerator is not a number"),
        ("quits,2025-04,90,80,,", "the numerator of a share is above its denominator"),
        ("quits,2025-04,40,80,51,", "the value is not what numerator and denominator give"),
        ("quits,2025-04,40,,,", "there is a numerator and no denominator"),
        ("quits,2025-04,,,101,", "a share is not between 0 and 100"),
        ("visits,2025-04,12.5,,,", "a count of people is not whole"),
        ("visits,2025-04,-1,,,", "a number is below 0"),
        ("visits,2025-04,12,99,,", "a count has no denominator"),
        ("falls,2025/26 Q1,5,0,,", "the denominator is 0 and the numerator is not"),
        ('waits,2025/26,,,"61,5",', "value has a comma before its decimal part"),
    ],
)
def test_a_row_that_cannot_be_read_refuses_the_file_with_its_line(row, words):
    with pytest.raises(SourceError) as caught:
        read("quits,2025-03,40,80,,", "", row)
    first = caught.value.problems[0]
    assert words in first.what and first.line == 4, caught.value
    assert "Nothing of this file is kept" in caught.value.problems[-1].what


def test_a_period_that_stands_twice_is_told():
    with pytest.raises(SourceError, match="stand in a line above") as caught:
        read("quits,2025-04,40,80,,", "quits,Apr-25,40,80,,")
    assert caught.value.problems[0].line == 3


@pytest.mark.parametrize("column", ["nhs_number", "surname", "remarks"])
def test_a_column_that_is_not_known_refuses_the_file(column):
    content = f"measure,period,value,{column}\nwaits,2025/26,60,x\n".encode()
    with pytest.raises(SourceError, match=column):
        read_measures(content, "m.csv", KNOWN)


def test_a_small_count_is_hidden_and_others_are_rounded():
    rows = kept("visits,2025-04,12,,,", "visits,2025-05,3,,,", "visits,2025-06,0,,,")
    assert rows["status"].tolist() == ["final", "suppressed", "final"]
    assert rows["value"].fillna(-1).tolist() == [10, -1, 0]


def test_few_without_the_event_are_few_too():
    rows = kept("quits,2025-04,77,80,,", "quits,2025-05,41,80,,")
    assert rows["status"].tolist() == ["suppressed", "final"]
    assert rows["value"].iloc[1] == pytest.approx(50)


def test_a_mean_of_few_people_is_hidden():
    rows = kept("waits,2024/25,240,4,60,", "waits,2025/26,2400,40,60,")
    assert rows["status"].tolist() == ["suppressed", "final"]
    assert rows["denominator"].fillna(-1).tolist() == [-1, 40]


@pytest.mark.parametrize(("days", "people"), [(31, 9), (24, 11), (47, 14), (1234, 97), (9001, 103)])
def test_a_mean_does_not_tell_of_how_many_people_it_is(days, people):
    """Each number of people that is rounded to the same could have the mean that is shown."""
    row = kept(f"waits,2025/26,{days},{people},,").iloc[0]
    shown, near = row["value"], row["denominator"]
    digits = len(f"{shown:g}".partition(".")[2])
    could = [n for n in range(int(near) - 2, int(near) + 3)
             if abs(round(shown * n) / n - shown) <= 0.5 / 10**digits + 1e-9]  # fmt: skip
    assert len(could) == 5
    assert abs(shown - days / people) <= 0.5 / 10**digits + 1e-9


def test_a_note_with_the_days_behind_a_mean_goes():
    notes = kept("waits,2024/25,1234,40,,1234 days in all", "waits,2025/26,1240,40,,a note")["note"]
    assert [("1234" in note, "a note" in note) for note in notes] == [(False, False), (False, True)]


@pytest.mark.parametrize("mark", ["*", "<8", "[c]", "suppressed", "1 to 7"])
def test_a_mark_of_suppression_stays_hidden(mark):
    rows = kept(f"quits,2025-04,{mark},80,,", "quits,2025-05,41,80,,")
    assert rows["status"].tolist() == ["suppressed", "final"]


@pytest.mark.parametrize("mark", ["", "..", "n/a"])
def test_nothing_in_a_numbers_place_is_missing_and_never_0(mark):
    rows = kept(f"visits,2025-04,{mark},,,", "visits,2025-05,41,,,")
    assert rows["status"].tolist() == ["not-available", "final"]
    assert rows["value"].isna().tolist() == [True, False]


def test_things_are_not_people_and_no_count_of_them_is_kept():
    rows = kept("sites,2025-04,3,,,")
    assert rows["value"].tolist() == [3] and rows["count"].isna().all()


def test_lines_are_those_of_the_file_as_brought_in():
    local = as_local_csv(
        (HEAD + "visits,2025-04,12,,,\n\nvisits,2025-05,13,,,\n").encode(), "m.csv", KNOWN, AREA
    )
    assert local.decode().splitlines()[3].startswith("visits,E06999999,2025-05-01/P1M,13")


def test_the_template_is_read_once_it_is_filled():
    filled = template(KNOWN).replace(",,,,", ",,,*,")
    assert is_measures_file(filled.encode())
    assert len(read_measures(filled.encode(), "m.csv", KNOWN)) == len(KNOWN)


WHOLE = HEAD + "\n".join(
    [f"quits,2025-{m:02d},{40 + m},{90 + m},,a note" for m in range(1, 13)]
    + [f"falls,2024/25 Q{q},{q * 9},6000,," for q in range(1, 5)]
    + ["visits,Apr-25,12,,,", "waits,2025/26,,,61.5,", 'visits,May-25,"1,204",,,']
)  # fmt: skip
MARKS = ["", "*", "..", "-3", "1e400", "=1+1", "<script>", "9" * 40, "31.06.2017", "\u202e", "\0",
         '"', ",", ";", "\n", "4,5", "NaN", "quits", "2025-04", "2025/26 Q1", "Total"]  # fmt: skip


@pytest.mark.parametrize("files", [8, pytest.param(3000, marks=pytest.mark.slow)])
def test_a_damaged_file_is_read_or_refused_with_its_place(files):
    """Never another error, and never a period that is none."""
    rng = random.Random(14)
    refused = 0
    for _ in range(files):
        text = WHOLE
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(MARKS) + text[at + rng.randrange(6) :]
        try:
            rows = read_measures(text.encode(), "m.csv", KNOWN)
            as_local_csv(text.encode(), "m.csv", KNOWN, AREA)
        except SourceError as error:
            refused += 1
            assert all(problem.file == "m.csv" for problem in error.problems)
            continue
        assert rows["period"].str.fullmatch(r"\d{4}-\d{2}-01/P\d+[MY]").all()
        assert rows["measure"].isin(list(KNOWN)).all()
    assert 0 < refused < files


def test_other_files_are_none_of_measures():
    assert not is_measures_file(b"indicator_id,area_code,period,value\n")
    assert not is_measures_file(b"AREACD,Measure,Period,Value,Unit\n")


@pytest.mark.parametrize("head", ["Measure,Period,Value", "measure,period,value,remarks"])
def test_the_template_s_columns_are_known_as_people_spell_them(head):
    assert is_measures_file(f"{head}\n".encode())
