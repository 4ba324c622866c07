import csv

import pytest
from fingertips_files import API_COLUMNS, WEBSITE_COLUMNS, fingertips_csv, row
from geo_files import WEB_PAGE, area, snapshot
from invented_facts import indicator

from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS, FACT_KEY, PUBLISHED_COLUMNS, fact_schema
from jsna.facts.assemble import assemble_facts
from jsna.sources.cell_numbers import COMMA, MISTAKES, NO_NUMBER
from jsna.sources.fingertips.source import SOURCE, Fingertips


def parse(content: bytes, source: Fingertips = SOURCE):
    parsed = source.parse(snapshot(content), content)[0]
    assert list(parsed.facts) == list(FACT_COLUMNS)
    assert list(parsed.published) == list(PUBLISHED_COLUMNS)
    fact_schema().validate(parsed.facts.drop_duplicates(list(FACT_KEY)))
    return parsed


def fact(content: bytes, source: Fingertips = SOURCE):
    return parse(content, source).facts.iloc[0]


def test_a_row_becomes_a_fact():
    found = fact(fingertips_csv(row()))
    assert found["indicator_id"] == "1"
    assert (found["area_code"], found["area_type"]) == ("E06900001", "unitary")
    assert (found["period"], found["period_label"]) == ("2019-01-01/P1Y", "2019")
    assert (found["value"], found["lower_95"], found["upper_95"]) == (10.5, 9.5, 11.5)
    assert (found["count"], found["denominator"]) == (105, 1000)
    assert (found["status"], found["note"], found["breakdown"]) == ("final", "", "")


def test_a_blank_is_missing_and_never_zero():
    found = parse(fingertips_csv(row(value="", lower="", upper="", count=""), row(value="0")))
    assert found.facts["value"].isna().tolist() == [True, False]
    assert found.facts["value"].iloc[1] == 0
    assert found.facts["status"].tolist() == ["not-available", "final"]


@pytest.mark.parametrize(
    ("value", "note", "status"),
    [
        ("", "Value suppressed for disclosure control due to small count", "suppressed"),
        ("", "Value cannot be calculated as number of cases is too small", "suppressed"),
        ("", "Value missing in source data", "not-available"),
        ("1", "Provisional figures", "provisional"),
        ("1", "Aggregated from all known lower geography values", "final"),
        ("1", "Other areas are suppressed", "final"),
    ],
)
def test_the_status_is_told_by_value_and_note(value, note, status):
    found = fact(fingertips_csv(row(value=value, value_note=note)))
    assert (found["status"], found["note"]) == (status, note)


def test_nothing_that_gives_back_a_suppressed_value_is_kept():
    note = "Value suppressed for disclosure control due to small count"
    found = fact(fingertips_csv(row(value="", value_note=note, lower_998="1", upper_998="2")))
    assert (
        found[["lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"]]
        .isna()
        .all()
    )


def test_a_value_not_presented_takes_its_limits_with_it():
    found = fact(fingertips_csv(row(value="", value_note="Not presented", count="7")))
    assert found[["lower_95", "upper_95"]].isna().all()
    assert found["count"] == 7


def test_the_websites_spelling():
    content = fingertips_csv(
        row(count="1,480", value_note='<span class="x">* Should be treated with caution</span>'),
        row(area_code="E06900002", count='<div class="no-data">-</div>', value="-"),
        columns=WEBSITE_COLUMNS, quoting=csv.QUOTE_ALL, bom=True,
    )  # fmt: skip
    assert SOURCE.recognise("Trends.csv", content) == "A measure (Fingertips 1)"
    facts = parse(content).facts
    assert facts["count"].iloc[0] == 1480
    assert facts["note"].iloc[0] == "Should be treated with caution"
    assert facts[["count", "value"]].iloc[1].isna().all()


def test_the_older_form_has_one_column_fewer_and_may_lack_the_last_field():
    content = fingertips_csv(row(), columns=API_COLUMNS[:26])
    assert fact(content)["value"] == 10.5
    short = b"\r\n".join(
        line.removesuffix(b",") if i else line for i, line in enumerate(content.split(b"\r\n"))
    )
    assert short != content
    assert fact(short)["value"] == 10.5


def test_column_23_may_be_called_not_used_and_says_nothing_then():
    columns = [*API_COLUMNS[:22], "Column not used", *API_COLUMNS[23:]]
    published = parse(fingertips_csv(row(parent="Worse"), columns=columns)).published
    assert published["comparator"].tolist() == ["england"]
    named = [*API_COLUMNS[:22], "Compared to CCGs (from Apr 2021) value or percentiles"]
    labels = parse(fingertips_csv(row(parent="Worse"), columns=[*named, *API_COLUMNS[23:]]))
    assert labels.published["comparator"].tolist() == ["england", "parent"]


def test_line_breaks_inside_quotes_and_the_line_of_a_refused_row():
    content = fingertips_csv(row(indicator_name="A\nmeasure"), row(indicator_id=""), row(age=""))
    refused = parse(content).refused
    assert refused["line"].tolist() == [4, 5]
    assert refused["reason"].tolist() == ["no indicator id", "no age"]
    plain = parse(fingertips_csv(row(), row(indicator_id="", sex="", age=""))).refused
    assert plain.to_numpy().tolist() == [[3, "no indicator id, sex, age"]]


def test_england_by_decile_is_a_breakdown():
    kind = "LSOA11 deprivation deciles within area (IMD  trend)\n"
    england = {"area_code": "E92000001", "area_type": "England"}
    content = fingertips_csv(
        row(**england), row(**england, category_type=kind, category="Most deprived decile"),
        row(**england, category="A category of no type"),
    )  # fmt: skip
    facts = parse(content).facts
    assert facts["breakdown"].tolist() == [
        "",
        "LSOA11 deprivation deciles within area (IMD trend)",
        "Category without a type",
    ]
    assert facts["breakdown_value"].tolist()[1] == "Most deprived decile"


@pytest.mark.parametrize(
    ("code", "written", "area_type", "year"),
    [
        ("E92000001", "Nation", "england", ""), ("E92000001", "Country", "england", ""),
        ("E12000003", "Regions (statistical)", "region", ""),
        ("E06000017", "County & UA (4/19-3/20)", "unitary", ""),
        ("E08000018", "UA", "unitary", ""), ("E09000001", "District & UA", "unitary", ""),
        ("E07000028", "Local Authority District", "district", ""),
        ("E10000014", "County or Unitary Authority", "county", ""),
        ("E10000020", "Middle Super Output Area", "county", ""),
        ("E05001020", "Electoral Wards (2024)", "ward", "2024"),
        ("E02001577", "MSOA", "msoa", ""), ("E01007688", "LSOA", "lsoa", ""),
        ("E38000141", "CCG", "other", ""), ("E45000010", "PHE Centre", "other", ""),
        ("A84006", "GPs", "other", ""), ("nE54000009", "ICBs", "other", ""),
    ],
)  # fmt: skip
def test_area_types_go_by_the_code(code, written, area_type, year):
    found = fact(fingertips_csv(row(area_code=code, area_type=written)))
    assert (found["area_type"], found["geography_year"]) == (area_type, year)


def test_published_labels_by_comparator():
    content = fingertips_csv(
        row(england="Higher 99.8", parent="Similar", compared_to_goal="Red",
            recent_trend="Decreasing and getting better"),
        row(area_code="E06900002", england="Not compared", parent="", recent_trend=""),
        row(area_code="E12900001", parent_code="E92000001", england="Better", parent="Better"),
    )  # fmt: skip
    published = parse(content).published
    labels = published.set_index(["area_code", "comparator"])["label"].to_dict()
    assert labels == {
        ("E06900001", "england"): "Higher 99.8", ("E06900001", "parent"): "Similar",
        ("E06900001", "goal"): "Red",
        ("E06900001", "recent-trend"): "Decreasing and getting better",
        ("E12900001", "england"): "Better",
    }  # fmt: skip


def test_the_catalogue_says_whether_a_year_is_financial_and_which_indicators_are_read():
    content = fingertips_csv(
        row(time_period="2017/18"), row(indicator_id="2", time_period="2017/18"),
        row(indicator_id="3"), row(indicator_id="", time_period="2017/18"),
    )  # fmt: skip
    catalogue = [
        indicator(id="1", year_type="academic"),
        indicator(id="own-name", year_type="financial", source={"source": "fingertips", "id": "2"}),
        indicator(id="3", source={"source": "another", "id": "3"}),
    ]
    parsed = parse(content, SOURCE.for_indicators(catalogue))
    assert dict(zip(parsed.facts["indicator_id"], parsed.facts["period"], strict=True)) == {
        "1": "2017-09-01/P1Y", "own-name": "2017-04-01/P1Y"}  # fmt: skip
    assert parsed.refused["reason"].tolist() == ["no indicator id"]
    unknown = parse(content)
    assert unknown.facts["indicator_id"].tolist() == ["3"]
    assert unknown.refused["reason"].str.contains("financial or academic").sum() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": "many"}, f"Value {MISTAKES[NO_NUMBER]}"),
        ({"count": "1,48"}, f"Count {MISTAKES[COMMA]}"),
        ({"value": "inf"}, f"Value {MISTAKES[NO_NUMBER]}"),
        ({"lower": "12"}, "a lower limit is above its upper limit"),
        ({"time_period": "now"}, 'the period "now" has no known form'),
        ({"area_code": ""}, "no area code"),
    ],
)
def test_a_row_with_a_mistake_is_refused_alone(changes, reason):
    parsed = parse(fingertips_csv(row(), row(**changes)))
    assert len(parsed.facts) == 1
    assert parsed.refused.to_numpy().tolist() == [[3, reason]]


@pytest.mark.parametrize(
    ("mark", "status"),
    [("*", "suppressed"), ("c", "suppressed"), ("[c]", "suppressed"), ("<5", "suppressed"),
     ("x", "not-available"), ("z", "not-available"), ("..", "not-available"),
     ("NA", "not-available")],
)  # fmt: skip
def test_a_mark_in_the_value_s_place_is_a_status_and_no_refused_row(mark, status):
    parsed = parse(fingertips_csv(row(), row(area_code="E06900002", value=mark)))
    assert parsed.refused.empty
    fact = parsed.facts.iloc[1]
    assert fact["status"] == status and fact[["value", "lower_95", "upper_95"]].isna().all()
    if status == "suppressed":
        assert fact[["count", "denominator"]].isna().all()


@pytest.mark.parametrize(
    "spell",
    [lambda n: n.replace(" ", ""), lambda n: n.replace(" ", "_"), lambda n: n.replace(" ", "."),
     str.lower, lambda n: n.replace(" ", "_").upper()],
)  # fmt: skip
@pytest.mark.parametrize("numbered", [False, True])
def test_columns_that_a_program_renamed_are_fingertips_own(spell, numbered):
    lines = fingertips_csv(row(), row(area_code="E06900002")).decode().splitlines()
    head = ",".join(spell(name) for name in lines[0].split(","))
    if numbered:
        head, lines = f",{head}", [f"{n},{line}" for n, line in enumerate(lines)]
    content = "\n".join([head, *lines[1:], ""]).encode()
    assert SOURCE.recognise("x.csv", content) == "A measure (Fingertips 1)"
    assert parse(content).facts["value"].tolist() == [10.5, 10.5]


def test_a_column_that_somebody_joined_is_not_read():
    lines = fingertips_csv(row()).decode().splitlines()
    content = "\n".join([f"{lines[0]},Polarity", f"{lines[1]},RAG", ""]).encode()
    assert parse(content).facts["value"].tolist() == [10.5]


def test_rows_of_one_key_with_two_values_are_all_refused():
    parsed = parse(fingertips_csv(row(), row(value=11), row(area_code="E06900002"), row()))
    assert parsed.facts["area_code"].tolist() == ["E06900002"]
    assert parsed.refused["line"].tolist() == [2, 3, 5]
    assert parsed.refused["reason"].str.contains("with another value").all()


@pytest.mark.parametrize("where", ["every line", "one row"])
def test_blank_columns_and_rows_are_none(where):
    lines = fingertips_csv(row(), row(area_code="E06900002")).decode().splitlines()
    blank = "," * (len(API_COLUMNS) - 1)
    lines = [lines[0], blank, lines[1], blank, lines[2] + ",,"]
    content = ("\n".join(f"{line},," if where == "every line" else line for line in lines)).encode()
    parsed = parse(content)
    assert list(parsed.facts["area_code"]) == ["E06900001", "E06900002"]
    assert parsed.refused.empty


def test_a_row_of_totals_is_no_indicator_of_a_files_title():
    content = fingertips_csv(row()) + b"Total" + b"," * 12 + b"10.5" + b"," * 14 + b"\r\n"
    assert SOURCE.recognise("a.csv", content) == "A measure (Fingertips 1)"


def test_a_header_alone_holds_nothing():
    content = fingertips_csv()
    assert SOURCE.recognise("x.csv", content) == "Fingertips export of 0 indicators"
    assert parse(content).facts.empty
    assert parse(content.strip()).facts.empty


def test_files_that_are_not_fingertips_are_left_to_others():
    others = [
        WEB_PAGE,
        b"",
        b"a,b\n1,2\n",
        b"Indicator ID,Value\n1,2\n",
        b"PK\x03\x04",
        b"\xff\xfe",
    ]
    assert [SOURCE.recognise("x.csv", content) for content in others] == [None] * len(others)


@pytest.mark.parametrize("column", ["Value", "Area Code", "Time period", "Value note"])
def test_a_missing_column_names_file_line_and_column(column):
    columns = [c for c in API_COLUMNS if c != column]
    content = fingertips_csv(row(), columns=columns)
    with pytest.raises(SourceError) as error:
        SOURCE.recognise("smoking.csv", content)
    assert f"smoking.csv, line 1: missing column: {column}." in str(error.value)
    assert "27 columns" in str(error.value)


def test_columns_in_another_order_are_refused():
    columns = [*API_COLUMNS[:12], *API_COLUMNS[13:15], API_COLUMNS[12], *API_COLUMNS[15:]]
    with pytest.raises(
        SourceError, match=r'column "Lower CI 95.0 limit" stands where "Value" should'
    ):
        SOURCE.recognise("x.csv", fingertips_csv(row(), columns=columns))


def test_a_file_that_breaks_off_in_a_row():
    content = fingertips_csv(row(), row())
    with pytest.raises(SourceError, match="line 3: the file breaks off: its last row has 20"):
        parse(_cut_to_fields(content, 20))


def _cut_to_fields(content: bytes, fields: int) -> bytes:
    lines = content.rstrip(b"\r\n").split(b"\r\n")
    return b"\r\n".join([*lines[:-1], b",".join(lines[-1].split(b",")[:fields])])


def test_a_file_that_breaks_off_inside_quotes():
    content = fingertips_csv(row(), row(indicator_name="A measure, per head"))
    cut = content[: content.rindex(b"per head")]
    with pytest.raises(SourceError, match="line 3: the file breaks off inside quotation marks"):
        parse(cut)


def test_a_row_with_too_many_fields_is_told_by_its_line():
    content = fingertips_csv(row(indicator_name="A\nmeasure"), row(), row())
    lines = content.split(b"\r\n")
    lines[2] += b",,x"
    with pytest.raises(SourceError, match="line 4: this row has 29 fields, the header 27"):
        parse(b"\r\n".join(lines))


def test_a_web_page_is_no_csv():
    with pytest.raises(SourceError, match="web page"):
        parse(WEB_PAGE)


def test_requests_are_one_for_an_indicator_and_one_for_a_hundred_definitions():
    many = [indicator(id=str(n), source={"source": "fingertips", "id": str(n)}) for n in range(150)]
    other = indicator(source={"source": "another", "id": "x"})
    requests = SOURCE.requests([*many, other], area())
    assert len({r.url for r in requests}) == len(requests) == 152
    assert [r.url.count(",") + 1 for r in requests[150:]] == [100, 50]
    assert requests[0].tiers == ("upper-tier", "lower-tier")
    district = area("E07900001", "district")
    assert SOURCE.requests(many[:1], district)[0].tiers == ("lower-tier", "upper-tier")


def test_a_placeholder_is_not_asked_for():
    source = {"source": "fingertips", "id": "900001", "confidence": "placeholder"}
    assert SOURCE.requests([indicator(source=source)], area()) == []


def test_a_stray_carriage_return_in_a_header_is_no_traceback():
    from jsna.sources.csv_file import header

    assert header(b"Indicator ID,Indi\rcator Name\n1,2\n") == ["Indicator ID", "Indi"]
    assert header(b'"a\rb","c\n') == ["a\rb", "c"]


def test_a_row_that_stands_twice_is_read_once_and_not_refused():
    parsed = parse(fingertips_csv(row(), row(), row(value="")))
    assert parsed.refused.empty
    assert len(parsed.facts) == 2, "the row with a value, and the one without"
    facts, told, _ = assemble_facts(parsed.facts, {snapshot(b"").sha256: "2026"})
    assert facts["value"].tolist() == [10.5]
    assert set(told["kind"]) == {"duplicate"}
