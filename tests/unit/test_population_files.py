from datetime import UTC, datetime

import pandas as pd
import pytest
from geo_files import WEB_PAGE, snapshot

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.contract import NotMine
from jsna.sources.population import ons_estimates, ons_projections
from jsna.sources.population.published_years import kind_of_years

KEYS = "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP"


def years(first: int, last: int) -> list[str]:
    return [str(year) for year in range(first, last + 1)]


def wide(rows: list[str], columns: str = "2022,2047") -> bytes:
    return "\n".join([f"{KEYS},{columns}", *rows, ""]).encode()


def parse(content: bytes) -> pd.DataFrame:
    facts = ons_projections.SOURCE.parse(snapshot(content), content)[0].facts
    fact_schema().validate(facts)
    return facts


def value(facts: pd.DataFrame, year: str, sex: str, age: str) -> float:
    row = facts.query("period_label == @year and sex == @sex and age == @age")
    return float(row["value"].item())


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (2014, 2039, "projection"), (2018, 2043, "projection"), (2022, 2047, "projection"),
        (2000, 2025, "estimates"), (2011, 2023, "estimates"), (2018, 2023, "estimates"),
        (2020, 2043, "unknown"), (2018, 2026, "unknown"), (2022, 2030, "unknown"),
        (2011, 2026, "unknown"), (2030, 2055, "unknown"),
    ],
)  # fmt: skip
def test_what_years_are_is_told_by_what_ons_made(first, last, kind):
    assert kind_of_years(years(first, last)) == kind


@pytest.mark.parametrize(("first", "last"), [(2020, 2043), (2018, 2026)])
def test_years_that_ons_did_not_make_are_asked_about_and_become_nothing(first, last):
    columns = years(first, last)
    content = wide([f"E06900001,A,Population,males,0,{','.join('1' for _ in columns)}"],
                   ",".join(columns))  # fmt: skip
    found = ons_projections.SOURCE.recognise("x.csv", content)
    assert isinstance(found, NotMine) and "download the whole file" in found.because.lower()
    assert ons_estimates.SOURCE.recognise("x.csv", content) is None
    with pytest.raises(SourceError, match="not the years of projections"):
        ons_projections.SOURCE.parse(snapshot(content), content)


@pytest.mark.parametrize(("last", "source"), [(2047, ons_projections), (2025, ons_estimates)])
def test_each_file_is_recognised_by_one_source(last, source):
    columns = years(last - 25, last)
    content = wide([f"E06900001,A,Population,males,0,{','.join(['1'] * 26)}"], ",".join(columns))
    modules = (ons_projections, ons_estimates)
    titles = {module: module.SOURCE.recognise("x.csv", content) for module in modules}
    assert [module for module, title in titles.items() if title] == [source]
    assert f"mid-{last}" in titles[source]


def test_the_title_says_which_ages_the_file_has():
    for age, words in (("0", "single years of age"), ("0-4", "age bands")):
        content = wide([f"E06900001,A,Population,males,{age},1,2"])
        assert words in ons_projections.SOURCE.recognise("x.csv", content)


def test_persons_and_all_ages_are_summed_only_where_they_are_not_published():
    rows = [
        "E06900001,A,Population,females,0-89,10,20",
        "E06900001,A,Population,females,90 and over,1,2",
        "E06900001,A,Population,males,0-89,11,21",
        "E06900001,A,Population,males,90 and over,3,4",
        "E06900001,A,Population,persons,90 and over,5,6",
    ]
    facts = parse(wide(rows))
    assert value(facts, "mid-2022", "Persons", "0-89") == 21
    assert value(facts, "mid-2022", "Persons", "90+") == 5  # as published, not 1 + 3
    assert value(facts, "mid-2047", "Female", "All ages") == 22
    assert value(facts, "mid-2047", "Persons", "All ages") == 41 + 6
    assert set(facts["edition"]) == {"2022-based"}
    assert set(facts["period"]) == {"2022-06-30/P1D", "2047-06-30/P1D"}


def test_one_sex_alone_is_never_called_persons():
    facts = parse(wide(["E06900001,A,Population,males,0,10,20"]))
    assert set(facts["sex"]) == {"Male"}


@pytest.mark.parametrize(
    "ages",
    [("0-4", "10-14", "15 and over"), ("5-9", "10 and over"), ("0-4", "5-9"), ("0", "0-4", "5+")],
)
def test_ages_that_leave_a_gap_or_overlap_are_not_added_up(ages):
    facts = parse(wide([f"E06900001,A,Population,males,{age},10,20" for age in ages]))
    assert "All ages" not in set(facts["age"])


def test_area_types_come_from_the_code_and_other_components_are_left_out():
    codes = {"E92000001": "england", "E12000001": "region", "E10000003": "county",
             "E06900001": "unitary", "E07000008": "district", "E47000001": "other"}  # fmt: skip
    rows = [f"{code},A,Population,males,0,1,2" for code in codes]
    facts = parse(wide([*rows, "E06900001,A,Births,males,0,1,2"]))
    assert dict(zip(facts["area_code"], facts["area_type"], strict=True)) == codes
    assert len(facts) == 2 * len(codes)


@pytest.mark.parametrize(
    ("mark", "status"),
    [("*", "suppressed"), ("c", "suppressed"), ("[c]", "suppressed"), ("x", "not-available"),
     ("z", "not-available"), ("..", "not-available"), (":", "not-available"),
     ("NA", "not-available")],
)  # fmt: skip
def test_a_mark_in_a_value_s_place_is_a_status_and_in_no_sum(mark, status):
    rows = [f"E06900001,A,Population,{sex},{age},{first},2"
            for sex, age, first in (("males", "0-89", mark), ("males", "90+", "5"),
                                    ("females", "0-89", "6"), ("females", "90+", "7"))]  # fmt: skip
    facts = parse(wide(rows))
    marked = facts[(facts["sex"] == "Male") & (facts["age"] == "0-89")].set_index("period_label")
    assert marked["status"].to_dict() == {"mid-2022": status, "mid-2047": "final"}
    assert pd.isna(marked["value"]["mid-2022"]) and marked["value"]["mid-2047"] == 2
    sums = facts[(facts["age"] == "All ages") & (facts["sex"] != "Female")]
    assert set(sums["period_label"]) == {"mid-2047"}


@pytest.mark.parametrize("number", ["7873,3", "4,5"])
def test_a_decimal_comma_is_told_and_never_a_thousand_mark(number):
    rows = [f'E06900001,A,Population,males,0,"{number}",2',
            'E06900001,A,Population,males,1,"1,480",2']  # fmt: skip
    with pytest.raises(SourceError, match=f"comma before its decimal part.*{number}"):
        parse(wide(rows))
    assert value(parse(wide(rows[1:])), "mid-2022", "Male", "1") == 1480


@pytest.mark.parametrize("age", ["05-Sep", "Oct-14", "05/09/2024", "2024-09-05", "5-Sep-24"])
def test_ages_that_a_spreadsheet_turned_into_dates_are_told(age):
    rows = ["E06900001,A,Population,males,0-4,1,2", f"E06900001,A,Population,males,{age},1,2"]
    with pytest.raises(SourceError, match=f'line 3.*turned ages into dates: "{age}"'):
        parse(wide(rows))


def test_babies_under_another_name_are_in_all_ages():
    rows = [f"E06900001,A,Population,males,{age},10,20" for age in ("Under 1", "1-89", "90+")]
    assert value(parse(wide(rows)), "mid-2022", "Male", "All ages") == 30


def test_a_word_that_is_no_age_is_told_and_makes_no_total():
    rows = [f"E06900001,A,Population,males,{age},10,20" for age in ("Babies", "1-89", "90+")]
    with pytest.raises(SourceError, match='"Babies" is no age'):
        parse(wide(rows))


def test_a_total_row_and_lines_below_the_table_are_no_areas():
    content = wide(["E06900001,A,Population,males,0,1,2", "Total,,Population,males,0,1,2"])
    content += b"\nSource: Office for National Statistics, 2024\n"
    parsed = ons_projections.SOURCE.parse(snapshot(content), content)[0]
    assert set(parsed.facts["area_code"]) == {"E06900001"}
    assert parsed.refused["line"].tolist() == [3, 4]


def test_a_column_that_is_not_expected_is_named_where_it_tells_rows_apart():
    rows = ["E06900001,A,Population,males,0,low,1,2", "E06900001,A,Population,males,0,high,3,4"]
    content = wide(rows, "VARIANT,2022,2047")
    with pytest.raises(SourceError, match=r"VARIANT \(low, high\), which is not read"):
        parse(content)


def test_rows_of_one_key_with_two_values_are_refused_and_with_one_are_one_row():
    twice = ["E06900001,A,Population,males,0,1,2"] * 2
    assert len(parse(wide(twice))) == 2
    with pytest.raises(SourceError, match="lines 2 and 3"):
        parse(wide([twice[0], "E06900001,A,Population,males,0,1,3"]))


def test_a_row_without_a_number_is_refused_with_its_line():
    content = wide(["E06900001,A,Population,males,0,,2", "E06900001,A,Population,males,1,1,2"])
    parsed = ons_projections.SOURCE.parse(snapshot(content), content)[0]
    assert parsed.refused["line"].tolist() == [2]
    assert len(parsed.facts) == 2


def test_an_unknown_sex_is_an_error_with_its_line():
    content = wide(["E06900001,A,Population,males,0,1,2", "E06900001,A,Population,other,0,1,2"])
    with pytest.raises(SourceError, match="line 3"):
        ons_projections.SOURCE.parse(snapshot(content), content)


def test_a_missing_column_is_named():
    content = wide(["E06900001,A,Population,males,0,1,2"]).replace(b"AGE_GROUP", b"AGES")
    with pytest.raises(SourceError, match="missing column: AGE_GROUP"):
        ons_projections.SOURCE.recognise("x.csv", content)


def test_a_file_cut_inside_a_row_is_an_error():
    content = wide(["E06900001,A,Population,males,0,1,2", "E06900001,A,Population,ma"])
    with pytest.raises(SourceError, match="breaks off"):
        ons_projections.SOURCE.recognise("x.csv", content)


def test_a_file_cut_between_rows_is_an_error():
    rows = [f"E0690000{n},A,Population,males,{age},1,2" for n in (1, 2, 3) for age in (0, 1)]
    content = wide(rows[:-1])
    with pytest.raises(SourceError, match=r"breaks off: E06900003 has 1 rows"):
        ons_projections.SOURCE.parse(snapshot(content), content)


def test_estimates_are_not_read_as_projections():
    content = wide(["E06900001,A,Population,males,0,1,2"], "2022,2023")
    with pytest.raises(SourceError, match="not the years of projections"):
        ons_projections.SOURCE.parse(snapshot(content), content)


def test_neither_the_clock_nor_the_day_of_receipt_decides():
    content = wide(["E06900001,A,Population,males,0,1,2"], "2022,2047")
    for year in (2001, 2060):
        day = snapshot(content, received=datetime(year, 1, 1, tzinfo=UTC))
        assert len(ons_projections.SOURCE.parse(day, content)[0].facts) == 2


@pytest.mark.parametrize("source", [ons_projections.SOURCE, ons_estimates.SOURCE])
@pytest.mark.parametrize("content", [WEB_PAGE, b"", b"a,b\n1,2\n", b"\0\1\2", b"PK\3\4"])
def test_anything_else_is_not_recognised(source, content):
    assert source.recognise("2022_SNPP.csv", content) is None


def test_a_web_page_given_to_parse_says_so():
    with pytest.raises(SourceError, match="web page"):
        ons_estimates.SOURCE.parse(snapshot(WEB_PAGE), WEB_PAGE)


def test_a_file_of_totals_alone_is_read():
    facts = parse(
        wide([f"E06900001,A,Population,{sex},All ages,1,2" for sex in ("males", "females")])
    )
    assert value(facts, "mid-2047", "Persons", "All ages") == 4


def test_a_table_of_nomis_with_years_yet_to_come_holds_no_estimates():
    head = "DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,GENDER_NAME,C_AGE_NAME,OBS_VALUE\n"
    rows = [f"{year},A,E06900001,Total,Age 0,10\n" for year in ("2023", "2031")]
    found = ons_estimates.SOURCE.recognise("f.csv", "".join([head, *rows]).encode())
    assert isinstance(found, NotMine) and "it goes to mid-2031" in found.because
    assert ons_estimates.SOURCE.recognise("f.csv", "".join([head, rows[0]]).encode())
