import pandas as pd
import pytest
from geo_files import WEB_PAGE, snapshot

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.council.group_labels import SEXES, age_name, read_age, read_days
from jsna.sources.council.local_csv import COLUMNS, SOURCE, read_rows, template
from jsna.sources.council.personal_data import identifying_columns


def csv(*rows: dict[str, str], columns=COLUMNS) -> bytes:
    good = {
        "indicator_id": "beds",
        "area_code": "E06900001",
        "period": "2024-04-01/P1Y",
        "value": "1",
    }
    lines = [",".join(columns)]
    lines += [",".join((good | row).get(column, "") for column in columns) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def parse(content):
    return SOURCE.parse(snapshot(content, "own.csv"), content)[0]


def test_the_template_is_read():
    content = template().encode()
    assert "own.csv" in (SOURCE.recognise("own.csv", content) or "")
    facts = parse(content).facts
    fact_schema().validate(facts)
    assert facts.loc[0, ["value", "count", "denominator"]].tolist() == [12.5, 250, 2000]


def test_required_columns_alone_are_enough_and_blanks_are_filled_in():
    columns = ("indicator_id", "area_code", "period", "value")
    fact = parse(csv({}, columns=columns)).facts.loc[0]
    assert (fact["sex"], fact["age"], fact["status"]) == ("Persons", "All ages", "final")


def test_a_blank_value_is_missing_and_never_zero():
    facts = parse(csv({"value": ""}, {"value": "", "status": "suppressed", "sex": "Male"})).facts
    assert facts["value"].isna().all()
    assert facts["status"].tolist() == ["not-available", "suppressed"]
    fact_schema().validate(facts)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"indicator_id": "Beds!"}, "indicator_id"),
        ({"area_code": "Rutland"}, "area_code 'Rutland'"),
        ({"area_code": "E00000001"}, "area_code 'E00000001'"),
        ({"period": "2024/25"}, "period '2024/25'"),
        ({"period": "2024-02-30/P1Y"}, "period"),
        ({"period": "2024-13-01/P1Y"}, "period"),
        ({"sex": "mne"}, "sex 'mne' is not known. It is one of Persons"),
        ({"age": "old"}, "age 'old' is not known"),
        ({"age": "75-70"}, "age"),
        ({"age": "over 65"}, "age"),
        ({"status": "ok"}, "status 'ok'"),
        ({"value": "n.a!"}, "not a number"),
        ({"value": '"4,5"'}, "write 4.5, not 4,5"),
        ({"value": "12", "count": '"7873,3"'}, "write 4.5, not 4,5"),
        ({"value": "3", "status": "suppressed"}, "hidden"),
        ({"value": "", "count": "3", "status": "suppressed"}, "hidden"),
        ({"value": "", "status": "final"}, "no value"),
        ({"lower_95": "3", "upper_95": "2"}, "lower_95"),
        ({"denominator": "-1"}, "below 0"),
        ({"count": "2.5"}, "not whole"),
        ({"rounded_to": "5", "count": "12"}, "does not divide"),
        ({}, "stand in line 2"),
        ({"value": "2"}, "the same figure stands in line 2 with other numbers"),
        ({"age": "All Ages", "value": "2"}, "the same figure stands in line 2"),
        ({"breakdown": "Part", "breakdown_value": "Total", "value": "2"}, "the same figure"),
    ],
)
def test_one_row_that_cannot_be_read_refuses_the_file_with_its_line(row, reason):
    with pytest.raises(SourceError) as caught:
        parse(csv({}, row))
    first, last = caught.value.problems
    assert (first.file, first.line) == ("own.csv", 3)
    assert reason in first.what
    assert "Nothing of this file is kept" in last.what


def test_every_mistake_is_told_and_no_more_than_can_be_read():
    with pytest.raises(SourceError) as caught:
        parse(csv({}, {"sex": "mne"}, {"period": "soon"}))
    assert [problem.line for problem in caught.value.problems] == [3, 4, 0]
    with pytest.raises(SourceError, match=r"10 more rows can't be read either\."):
        parse(csv(*[{"sex": "mne", "age": str(age)} for age in range(30)]))


@pytest.mark.parametrize(
    "mark",
    ["*", "<8", "< 5", "c", "[c]", "s", "suppressed", "1 to 7", "1-7", "1\u20137", "\u22647"],
)
@pytest.mark.parametrize("column", ["value", "count", "denominator"])
def test_a_mark_of_suppression_hides_the_row(mark, column):
    fact = parse(csv({"value": "12", "count": "30", "denominator": "250", column: mark})).facts.loc[
        0
    ]
    assert fact["status"] == "suppressed"
    assert fact[["value", "count"]].isna().all()
    assert fact["denominator"] == 250 or column == "denominator"


@pytest.mark.parametrize("mark", ["", "x", "z", "..", ":", "n/a", "NA", "-"])
def test_a_mark_of_absence_is_no_value(mark):
    fact = parse(csv({"value": mark})).facts.loc[0]
    assert fact["status"] == "not-available"
    assert pd.isna(fact["value"])


def test_thousands_have_marks_only_before_three_digits():
    assert parse(csv({"value": '"7,873"', "count": '"1,234,567"'})).facts["value"].item() == 7873


@pytest.mark.parametrize(
    ("written", "ages"),
    [("0-17", "0-17"), ("0\u201317", "0-17"), ("0 to 17", "0-17"), ("Under 18", "0-17"),
     ("<18 yrs", "0-17"), ("aged 0 to 17 years", "0-17"), ("18+", "18+"), ("18 and over", "18+"),
     ("18 years or older", "18+"), ("17", "17-17"), ("All Ages", "All ages"), ("", "All ages"),
     ("total", "All ages"), ("Reception", "Reception"), ("Year 6", "Year 6"), ("year 14", None),
     ("18 to", None), ("eighteen", None)],
)  # fmt: skip
def test_an_age_has_one_spelling(written, ages):
    found = read_age(written)
    assert (age_name(found) if found else None) == ages


def test_sexes_and_periods_have_the_spelling_of_facts():
    facts = parse(csv({"sex": "Men", "period": "2024"})).facts
    assert facts[["sex", "period"]].loc[0].tolist() == ["Male", "2024-01-01/P1Y"]


def test_a_year_is_as_long_as_its_days():
    year, days = (read_days(f"2024-04-01/{length}") for length in ("P1Y", "P365D"))
    assert year == days == read_days("2024-04-01/P12M")
    assert read_days("2024-04-01/P0D") is None


def test_the_total_of_a_breakdown_is_the_headline():
    same = [{}, {"breakdown": "Part", "breakdown_value": "Total"}]
    cells = read_rows(csv(*same), "own.csv").rows
    assert cells["cell_breakdown"].tolist() == cells["cell_breakdown_value"].tolist() == ["", ""]


@pytest.mark.parametrize(
    "column",
    ["name", "Surname", "Patient name", "Date of Birth", "DOB", "NHS number", "nhs_no",
     "Postcode", "post code", "Address line 1"],
)  # fmt: skip
def test_a_column_that_could_identify_a_person_refuses_the_file(column):
    content = csv({column: "x"}, columns=(*COLUMNS, column))
    with pytest.raises(SourceError, match="could identify a person"):
        SOURCE.recognise("own.csv", content)
    with pytest.raises(SourceError, match="could identify a person"):
        parse(content)


def test_the_columns_of_facts_identify_nobody():
    assert identifying_columns(list(COLUMNS)) == []


@pytest.mark.parametrize(
    "note",
    ["9434765919", "see 943 476 5919", "lives at S60 1AE", "s60 1ae", "S60  1AE", "S601AE",
     "born 12/03/1956", "DOB: 1956-03-12", "d.o.b. 12.3.1956", "Date of birth 12-03-1956"],
)  # fmt: skip
def test_a_cell_that_could_identify_a_person_refuses_the_file(note):
    with pytest.raises(SourceError, match=r"line 3: 1 rows hold"):
        parse(csv({}, {"sex": "Male", "note": note}))


@pytest.mark.parametrize("column", ["age", "breakdown_value", "area_name"])
def test_a_day_that_describes_people_is_a_date_of_birth(column):
    with pytest.raises(SourceError, match="date of birth"):
        parse(csv({}, {"age": "65+", column: "12/03/1956"}))


def test_the_day_of_an_extract_identifies_nobody():
    notes = ("Extracted on 01/04/2024", "Born in 2023 to 2024", "in S60 1", "E06999999")
    rows = [{"note": note, "sex": sex} for note, sex in zip(notes, SEXES, strict=True)]
    assert len(parse(csv(*rows)).facts) == len(notes)


@pytest.mark.parametrize(
    "note", ["Q1 2nd release", "W1 2nd release", "E1 1st of the month", "Q2 3rd and 4th weeks"]
)
def test_words_of_a_note_are_no_postcode(note):
    assert len(parse(csv({"note": note})).facts) == 1


def test_a_line_below_the_council_s_table_is_told_and_nothing_is_kept():
    with pytest.raises(SourceError, match="below the table stands a line that is no row"):
        parse(csv({}) + b"Source: the council's own records\n")


def test_a_line_below_the_table_is_told_without_its_numbers():
    with pytest.raises(SourceError, match="Source: # of the council's own") as caught:
        parse(csv({}) + b"Source: 3 of the council's own records\n")
    assert "3" not in caught.value.problems[0].what.removeprefix("below the table")


def test_columns_and_rows_without_a_cell_are_left_out():
    lines = csv({}, {"sex": "Male"}).decode().splitlines()
    content = "\n".join(
        [f"{lines[0]},,", f"{lines[1]},,", "," * (len(COLUMNS) + 1), f"{lines[2]},,", ""]
    ).encode()
    assert "own.csv" in (SOURCE.recognise("own.csv", content) or "")
    assert len(parse(content).facts) == 2


def test_a_large_count_is_no_nhs_number():
    assert parse(csv({"count": "9434765918", "note": "in S60"})).facts["count"].item() > 9e9


def test_a_column_in_a_databases_spelling_is_the_same_column():
    with pytest.raises(SourceError, match="unknown column: lower95"):
        SOURCE.recognise("own.csv", csv({}, columns=(*COLUMNS, "lower95")))


def test_an_unknown_or_missing_column():
    with pytest.raises(SourceError, match="Did you mean 'lower_95'"):
        SOURCE.recognise("own.csv", csv({}, columns=(*COLUMNS, "lower_96")))
    with pytest.raises(SourceError, match="missing column: period"):
        SOURCE.recognise("own.csv", csv({}, columns=("indicator_id", "area_code", "value")))


@pytest.mark.parametrize("content", [WEB_PAGE, b"", b"a,b\n1,2\n"])
def test_anything_else_is_not_recognised(content):
    assert SOURCE.recognise("own.csv", content) is None
