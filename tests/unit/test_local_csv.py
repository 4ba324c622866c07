import pytest
from geo_files import WEB_PAGE, snapshot

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.council.local_csv import COLUMNS, SEXES, SOURCE, template
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
    assert facts.loc[0, ["value", "lower_95", "upper_95", "count"]].tolist() == [
        12.5,
        11,
        14.1,
        250,
    ]


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
        ({"area_code": "Rutland"}, "area_code"),
        ({"period": "2024/25"}, "period"),
        ({"sex": "men"}, "sex"),
        ({"status": "ok"}, "status"),
        ({"value": "n/a"}, "not a number"),
        ({"value": "3", "status": "suppressed"}, "hidden"),
        ({"value": "", "count": "3", "status": "suppressed"}, "hidden"),
        ({"value": "", "status": "final"}, "no value"),
        ({"lower_95": "3", "upper_95": "2"}, "lower_95"),
        ({"denominator": "-1"}, "below 0"),
        ({}, "row above"),
    ],
)
def test_a_row_with_a_mistake_is_refused_alone_with_its_line(row, reason):
    parsed = parse(csv({}, row))
    assert len(parsed.facts) == 1
    assert parsed.refused["line"].tolist() == [3]
    assert reason in parsed.refused["reason"].item()


def test_every_mistake_is_told_when_no_row_is_left():
    with pytest.raises(SourceError) as caught:
        parse(csv({"sex": "men"}, {"period": "soon"}))
    assert [problem.line for problem in caught.value.problems] == [2, 3]


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


def test_a_large_count_is_no_nhs_number():
    assert parse(csv({"count": "9434765918", "note": "in S60"})).facts["count"].item() > 9e9


def test_an_unknown_or_missing_column():
    with pytest.raises(SourceError, match="Did you mean lower_95"):
        SOURCE.recognise("own.csv", csv({}, columns=(*COLUMNS, "lower95")))
    with pytest.raises(SourceError, match="missing column: period"):
        SOURCE.recognise("own.csv", csv({}, columns=("indicator_id", "area_code", "value")))


@pytest.mark.parametrize("content", [WEB_PAGE, b"", b"a,b\n1,2\n"])
def test_anything_else_is_not_recognised(content):
    assert SOURCE.recognise("own.csv", content) is None
