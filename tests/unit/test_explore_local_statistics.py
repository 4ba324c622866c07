"""The files of Explore Local Statistics: whose figures they are, which periods, which rows."""

import numpy as np
import pytest
from invented_facts import indicator
from source_samples import local_statistics

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.fetching.registry import all_sources
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import describe_content
from jsna.sources.contract import NotMine
from jsna.sources.explore_local_statistics import ExploreLocalStatistics

ID = "explore-local-statistics"
NAME = "People who whistle"


def source(year_type="calendar", unit="%", *, sex="Persons", age="18+ yrs", name=NAME):
    known = {"source": ID, "name": name, "sex": sex, "age": age}
    one = indicator(id="700", year_type=year_type, unit=unit, also_published=[known])
    return ExploreLocalStatistics().for_indicators([one])


@pytest.fixture(scope="module")
def received(project_root, tmp_path_factory):
    from datetime import UTC, datetime

    settings = load_settings(Paths(project_root, tmp_path_factory.mktemp("work")))
    return Received(
        source=settings.sources[ID], title="file.csv", url="", media_type="text/csv",
        retrieved=datetime(2026, 3, 2, tzinfo=UTC), origin=Origin.HAND, synthetic=False,
    )  # fmt: skip


@pytest.fixture
def read(received):
    def parse(content: bytes, by=None):
        by = by or source()
        (parsed,) = by.parse(describe_content(content, received), content)
        fact_schema().validate(parsed.facts)
        return parsed

    return parse


def one(**cells: str) -> bytes:
    return local_statistics({"Indicator": NAME, **cells})


# -- whose file it is --------------------------------------------------------------------------


def test_a_file_is_known_by_its_columns_and_its_measure_by_the_catalogue():
    assert source().recognise("x", one()) == f"Explore Local Statistics: {NAME}"
    assert source().recognise("x", one().replace(b"Value,", b"Observation,"))


def test_a_measure_that_the_catalogue_does_not_name_is_not_wanted_and_says_which():
    found = source(name="People who hum").recognise("x", one())
    assert isinstance(found, NotMine)
    assert NAME in found.because


@pytest.mark.parametrize(
    "lost", [b"Value,", b"AREACD", b"Upper Confidence Interval (95%)", b"Unit"]
)
def test_a_file_without_a_column_is_not_taken_for_one(lost):
    assert not source().recognise("x", one().replace(lost, b"Else," if lost[-1:] == b"," else b"Q"))


def test_a_file_that_breaks_off_is_an_error_where_it_is_wanted():
    content = one(Notes="Revised")
    with pytest.raises(SourceError):
        source().recognise("x", content[: content.rindex(b",") - 3])


# -- what becomes of its rows ------------------------------------------------------------------


def test_a_row_is_a_fact_with_the_catalogues_indicator_sex_and_age(read):
    (row,) = read(one()).facts.to_dict("records")
    told = [row[k] for k in ("indicator_id", "area_code", "area_type", "sex", "age", "period")]
    assert told == ["700", "E06900001", "unitary", "Persons", "18+ yrs", "2022-01-01/P1Y"]
    assert [row[k] for k in ("value", "lower_95", "upper_95")] == [12.9, 12.6, 13.1]
    assert (row["period_label"], row["status"], row["note"]) == ("2022", "final", "")
    assert np.isnan(row["count"]) and np.isnan(row["lower_998"])


def test_rows_of_other_measures_in_the_file_are_left_alone(read):
    content = local_statistics({"Indicator": NAME}, {"Indicator": "Another", "Period": "20x"})
    parsed = read(content)
    assert parsed.facts["indicator_id"].tolist() == ["700"]
    assert parsed.refused.empty


@pytest.mark.parametrize(
    ("written", "year_type", "interval", "label"),
    [("2022", "calendar", "2022-01-01/P1Y", "2022"),
     ("2011-01-01T00:00:00/P3Y", "calendar", "2011-01-01/P3Y", "2011 - 13"),
     ("2015-11-16T00:00:00/P1Y", "academic", "2015-09-01/P1Y", "2015/16"),
     ("2006-08-01T00:00:00/P1Y", "academic", "2006-09-01/P1Y", "2006/07"),
     ("2019-04-01/P1Y", "financial", "2019-04-01/P1Y", "2019/20"),
     ("1998-04-01T00:00:00/P3Y", "financial", "1998-04-01/P3Y", "1998/99 - 00/01")],
)  # fmt: skip
def test_periods_are_those_that_fingertips_uses(read, written, year_type, interval, label):
    facts = read(one(Period=written), source(year_type)).facts
    assert facts[["period", "period_label"]].to_numpy().tolist() == [[interval, label]]


@pytest.mark.parametrize(
    ("written", "year_type"),
    [("2022-11-16T00:00:00/P1Y", "calendar"), ("2022-01-01T00:00:00/P1Y", "academic"),
     ("2022-13-01/P1Y", "financial"), ("soon", "calendar"), ("2022-01-01/P0Y", "calendar"),
     ("2022-01-01/P1M", "calendar"), ("", "calendar")],
)  # fmt: skip
def test_a_period_that_is_none_of_the_catalogues_years_is_refused_with_its_line(
    read, written, year_type
):
    parsed = read(one(Period=written), source(year_type))
    assert parsed.facts.empty
    assert parsed.refused["line"].tolist() == [2]


@pytest.mark.parametrize(
    ("cells", "why"),
    [({"Value": "12,9"}, "comma"), ({"Value": "many"}, "not a number"),
     ({"Unit": "per 100,000"}, "another unit"), ({"AREACD": "Anyshire"}, "no code"),
     ({"Value": "14"}, "not between its limits"), ({"Value": "1"}, "not between its limits"),
     ({"Lower Confidence Interval (95%)": ""}, "one limit without the other"),
     ({"Lower Confidence Interval (95%)": "20"}, "not between its limits")],
)  # fmt: skip
def test_a_row_that_cannot_be_right_is_refused_with_its_line_and_reason(read, cells, why):
    content = local_statistics({"Indicator": NAME, "Period": "2021"}, {"Indicator": NAME, **cells})
    parsed = read(content)
    assert parsed.facts["period"].tolist() == ["2021-01-01/P1Y"]
    assert parsed.refused["line"].tolist() == [3]
    assert why in parsed.refused["reason"].iloc[0]


def test_years_that_the_own_source_revised_since_are_left_out_with_the_reason(read):
    known = {"source": ID, "name": NAME, "age": "18+ yrs", "until": "2021-12-31"}
    one = indicator(id="700", year_type="calendar", unit="%", also_published=[known])
    by = ExploreLocalStatistics().for_indicators([one])
    rows = [{"Indicator": NAME, "Period": str(year)} for year in (2020, 2021, 2022)]
    parsed = read(local_statistics(*rows), by)
    assert parsed.facts["period_label"].tolist() == ["2020", "2021"]
    assert parsed.refused["line"].tolist() == [4]
    assert "revised since" in parsed.refused["reason"].iloc[0]


def test_two_values_for_one_thing_are_both_refused(read):
    content = local_statistics({"Indicator": NAME}, {"Indicator": NAME, "Value": "13"})
    parsed = read(content)
    assert parsed.facts.empty
    assert parsed.refused["line"].tolist() == [2, 3]


def test_other_limits_of_one_value_are_two_values_too(read):
    limits = {"Upper Confidence Interval (95%)": "99"}
    parsed = read(local_statistics({"Indicator": NAME}, {"Indicator": NAME, **limits}))
    assert parsed.facts.empty


def test_a_row_that_stands_twice_is_read_once_and_a_blank_beside_a_value_not_at_all(read):
    blank = {"Indicator": NAME, "Value": ""}
    parsed = read(local_statistics(blank, {"Indicator": NAME}, {"Indicator": NAME}))
    assert len(parsed.facts) == 1
    assert parsed.facts["value"].notna().all()
    assert parsed.refused.empty


@pytest.mark.parametrize(
    ("mark", "status"),
    [("c", "suppressed"), ("x", "not-available"), ("u", "not-available"), ("", "not-available")],
)
def test_a_blank_value_is_missing_or_hidden_by_the_mark_beside_it_and_has_no_limits(
    read, mark, status
):
    (row,) = read(one(Value="", **{"Observation Status": mark})).facts.to_dict("records")
    assert row["status"] == status
    assert all(np.isnan(row[name]) for name in ("value", "lower_95", "upper_95"))
    assert row["note"] == ""


def test_words_about_a_value_are_its_note(read):
    cells = {"Observation Status": "Two places combined", "Notes": "Obsolete code"}
    assert read(one(**cells)).facts["note"].tolist() == ["Two places combined; Obsolete code"]


def test_years_of_life_are_the_catalogues_years(read):
    by = source(unit="years", sex="Female", age="All ages")
    facts = read(
        one(
            Unit="yrs",
            Value="63",
            **{"Lower Confidence Interval (95%)": "61", "Upper Confidence Interval (95%)": "65"},
        ),
        by,
    ).facts
    assert facts[["sex", "age", "value"]].to_numpy().tolist() == [["Female", "All ages", 63]]


# -- the real files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "key", "periods"),
    [("els_cigarette-smokers_2012-2022.csv", ("92443", "Persons", "18+ yrs", "2019"), 8),
     ("els_female-healthy-life-expectancy.csv", ("90362", "Female", "All ages", "2018 - 20"), 8),
     ("els_overweight-adults-aged-18-years-and-over.csv",
      ("93088", "Persons", "18+ yrs", "2021/22"), 7)],
)  # fmt: skip
def test_real_files_give_fingertips_keys(real_data, project_root, tmp_path, received, file, key,
                                         periods):  # fmt: skip
    settings = load_settings(Paths(project_root, tmp_path))
    by = all_sources(settings.indicators.values())[ID]
    content = (real_data / "more" / "intervals" / file).read_bytes()
    (parsed,) = by.parse(describe_content(content, received), content)
    facts = parsed.facts
    newest = facts[(facts["area_code"] == "E08000018") & (facts["period_label"] == key[3])]
    assert newest[["indicator_id", "sex", "age"]].to_numpy().tolist() == [list(key[:3])]
    assert newest[["value", "lower_95", "upper_95"]].notna().all(axis=None)
    revised = {"revised since by the indicator's own source (`until` in the catalogue)"}
    assert set(parsed.refused["reason"]) <= revised
    assert facts["period"].nunique() == periods
