import pandas as pd
import pytest
from fingertips_files import fingertips_csv, row
from geo_files import WEB_PAGE, snapshot, workbook
from invented_facts import indicator
from ods_files import HEADER, local_health, ods, ward_row

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.geo.ward_vintage import wards_that_fit
from jsna.sources.fingertips.local_health_ods import SOURCE
from jsna.sources.fingertips.source import Fingertips

ACADEMIC = SOURCE.for_indicators(
    [indicator(id="93105", year_type="academic", source={"source": "fingertips", "id": "93105"})]
)


def parse(content: bytes, source=ACADEMIC):
    (parsed,) = source.parse(snapshot(content), content)
    fact_schema().validate(parsed.facts)
    return parsed


def test_a_sheet_is_found_by_its_columns_below_its_title():
    content = local_health()
    assert SOURCE.recognise("x", content) == "Local Health ward figures, wards of 2021"
    fact = parse(content).facts.iloc[0]
    assert (fact["indicator_id"], fact["area_code"], fact["area_type"]) == (
        "93105",
        "E05900001",
        "ward",
    )
    assert (fact["value"], fact["lower_95"], fact["upper_95"]) == (12.5, 10.0, 15.0)
    assert (fact["count"], fact["denominator"]) == (25, 200)
    assert (fact["period"], fact["geography_year"]) == ("2018-09-01/P3Y", "2021")


def test_the_same_rows_give_the_facts_that_the_service_gives():
    names = {
        "indicator_id": "93105", "area_code": "E05900001", "area_type": "Electoral Wards (2021)",
    }  # fmt: skip
    text = fingertips_csv(row(**names))
    service = Fingertips({"93105": "academic"}).parse(snapshot(text), text)[0].facts
    table = pd.read_csv(pd.io.common.BytesIO(text), dtype=str, keep_default_na=False)
    cells = [[table[name].iloc[0] for name in HEADER]]
    own = parse(ods({"Data": [HEADER, *cells]})).facts
    columns = ["indicator_id", "area_code", "period", "value", "lower_95", "count", "denominator",
               "geography_year", "sex", "age", "status"]  # fmt: skip
    pd.testing.assert_frame_equal(own[columns], service[columns])


@pytest.mark.parametrize(
    ("mark", "status"), [("[c]", "suppressed"), ("[x]", "not-available"), ("[z]", "not-available")]
)
def test_a_mark_is_a_missing_value_and_never_nought(mark, status):
    fact = parse(local_health(ward_row(value=mark, Count=mark))).facts.iloc[0]
    assert fact["status"] == status
    assert pd.isna(fact["value"]) and pd.isna(fact["count"])


def test_a_word_in_place_of_a_number_is_refused_with_its_sheet_and_line():
    refused = parse(local_health(ward_row(), ward_row("E05900002", value="twelve"))).refused
    assert refused["line"].tolist() == [5]
    assert refused["reason"].tolist() == [
        "Data: Value is not a number, and no mark of a hidden or missing one"
    ]


def test_a_cell_of_two_lines_leaves_the_lines_below_it_where_they_are():
    two = ward_row(**{"Area Name": "A ward\nof two lines"})
    parsed = parse(local_health(two, ward_row("E05900002", value="twelve")))
    assert parsed.refused["line"].tolist() == [5]
    assert "A ward of two lines" in set(parsed.names["area_name"])


def test_every_sheet_with_the_columns_is_read():
    content = ods(
        {"One": [HEADER, ward_row()], "Notes": [["x"]], "Two": [HEADER, ward_row("E05900002")]}
    )
    assert set(parse(content).facts["area_code"]) == {"E05900001", "E05900002"}


# -- the year of the wards ----------------------------------------------------------------------


def test_the_year_may_stand_in_the_title():
    content = local_health(ward_row(kind="Ward"), title="Local Health: electoral wards (2021)")
    assert parse(content).facts["geography_year"].tolist() == ["2021"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([ward_row(kind="Ward")], "no year"),
        ([ward_row(), ward_row("E05900002", kind="Electoral Wards (2023)")], "2021 and 2023"),
    ],
)
def test_wards_of_no_year_or_of_two_are_refused(rows, found):
    for call in (SOURCE.recognise, lambda _, c: parse(c)):
        with pytest.raises(SourceError, match=found):
            call("x.ods", local_health(*rows))


def test_wards_that_are_no_more_are_left_out_and_named():
    facts = parse(local_health(ward_row(), ward_row("E05900002"))).facts
    fitting, left = wards_that_fit(facts, pd.Series(["E05900001", "E05900003"]), "2024")
    assert fitting["area_code"].tolist() == ["E05900001"]
    assert left["area_code"].tolist() == ["E05900002"]
    assert left["reason"].tolist() == ["a ward of 2021, which is none of 2024"]


# -- anything else is refused loudly ------------------------------------------------------------


def test_local_health_in_another_layout_is_refused_with_what_was_found():
    content = ods({"Cover": [["Local Health"]], "Data": [["Ward code", "Ward", "Obesity (%)"]]})
    for call in (SOURCE.recognise, lambda _, c: parse(c)):
        with pytest.raises(SourceError, match="Ward code, Ward, Obesity") as error:
            call("x.ods", content)
        assert "Indicator ID" in str(error.value)


def test_a_file_without_a_ward_is_refused():
    with pytest.raises(SourceError, match="none of its rows is of a ward"):
        SOURCE.recognise("x.ods", local_health(ward_row("E06900001")))


def test_another_spreadsheet_is_nobodys():
    assert SOURCE.recognise("budget.ods", ods({"A": [["x", "y"], [1, 2]]})) is None
    assert SOURCE.recognise("a.xlsx", workbook({"A": [HEADER, ward_row()]})) is None
    assert SOURCE.recognise("a.csv", b"a,b\n1,2\n") is None


def test_half_a_spreadsheet_and_a_web_page_are_errors():
    content = local_health()
    with pytest.raises(SourceError, match="not a whole spreadsheet"):
        SOURCE.recognise("a.ods", content[: len(content) // 2])
    with pytest.raises(SourceError, match="not a whole spreadsheet"):
        parse(WEB_PAGE)


@pytest.mark.parametrize("lost", ["Age", "Sex", "Time period", "Indicator Name"])
def test_a_sheet_that_lacks_a_column_is_told_and_not_left_out(lost):
    """Its rows were lost without a word where another sheet was whole."""
    place = HEADER.index(lost)
    short = [[*row[:place], *row[place + 1 :]] for row in (HEADER, ward_row())]
    content = ods({"A": [["Local Health"], HEADER, ward_row()], "B": [["Local Health"], *short]})
    with pytest.raises(SourceError, match=f"line 2: the sheet B lacks the column {lost}"):
        SOURCE.recognise("wards.ods", content)
