"""What is not meant to be compared has no rank and no other value beside it, on page or in file."""

import dataclasses
import re

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import AREA, england, fact, facts_of, indicator
from invented_register import a_register

from jsna.chapter.all_indicators import table
from jsna.chapter.catalogue_rows import catalogue_rows
from jsna.chapter.data_files import measures_table, values_table
from jsna.chapter.evidence import Evidence
from jsna.chapter.live_numbers import number_named
from jsna.chapter.measure_figures import measure_specs
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.summary_table import summary_table
from jsna.fact_schema import ENGLAND
from jsna.facts.neighbour_sets import SET_COLUMNS
from jsna.settings.indicator import Theme

REGION = "E12000099"
OTHERS = {f"E0600{n:04d}": 54.5 + n for n in range(1, 10)}
METHODS = {"single-overlapping-interval": True, "none": False}
WARDS = {f"E0500{n:04d}": f"Ward {n}" for n in range(1, 4)}


@pytest.fixture(params=list(METHODS))
def told(request, tmp_path, monkeypatch):
    """Anytown among ten authorities, England and its region, by one method of comparison."""
    earlier = {"period": "2019-01-01/P3Y", "period_label": "2019 - 21"}
    rows = [
        fact(), fact(**earlier), england(), england(**earlier),
        fact(REGION, 57.7, area_type="region"), fact(REGION, 57.7, area_type="region", **earlier),
        *(fact(code, value) for code, value in OTHERS.items()),
        *(fact(code, 61.0, area_type="ward") for code in WARDS),
    ]  # fmt: skip
    measured = indicator(
        strata=[{"sex": "Male", "age": "All ages"}], comparison_method=request.param,
        theme="best", levels=["england", "unitary", "ward"],
    )  # fmt: skip
    found = evidence(facts_of(*rows), [measured], WARDS, tmp_path, True)
    register = a_register(
        *((code, "unitary", f"Place {code[-1]}") for code in (AREA, *OTHERS)), region=REGION
    )
    monkeypatch.setattr(Evidence, "register", register)
    settings = dataclasses.replace(
        found.project.settings, themes={"best": Theme(id="best", title="Best")}
    )
    store = dataclasses.replace(found.store, neighbours=pd.DataFrame(columns=list(SET_COLUMNS)))
    return dataclasses.replace(
        found, store=store, project=dataclasses.replace(found.project, settings=settings)
    )


@pytest.fixture
def compared(request, told):
    return told.with_data[0].compared


def test_neither_ranked_nor_beside_another_area_among_all_indicators(told, compared, page):
    (row,) = catalogue_rows(told)
    assert (row.rank.rank == 5) is compared and (row.region == 57.7) is compared
    assert compared or row.rank.reason == "this indicator is not meant to be compared"
    html = table(told, page)
    assert ("62.0 years" in html, "57.7 years" in html, "of 10" in html) == (compared,) * 3
    file = pd.read_csv(page.folder / "figures" / "first.all-indicators.csv")
    assert file[["england", "region", "rank"]].notna().all(axis=None) == compared


def test_its_statement_and_live_numbers_hold_no_other_value(told, compared):
    said = told.with_data[0].statement
    assert said.comparator.value == (62.0 if compared else None)
    number = number_named(told, "1.value")[0]
    assert number.england == ("62.0 years" if compared else "not available")
    assert number.rank.startswith("5th of 10" if compared else "without a rank (this indicator is")


def test_the_data_files_have_its_own_values_alone(told, compared):
    (row,) = measures_table(told).to_dict("records")
    assert (row["england"] == 62.0, row["region"] == 57.7) == (compared, compared)
    others = {ENGLAND, REGION} if compared else set()
    assert set(values_table(told)["area_code"]) == {AREA, *WARDS} | others


def test_the_summary_and_the_figures_show_it_alone(told, compared):
    assert ("62.0" in summary_table(told)) is compared
    specs = measure_specs(told, told.with_data[0])
    assert [spec.kind for spec in specs] == (
        ["trend", "authority-strip"] if compared else ["trend"]
    )
    others = {ENGLAND, REGION} if compared else set()
    assert set(specs[0].data["area_code"]) == {AREA} | others
    assert ("Among all authorities (1st = best)" in summary_table(told)) and (
        ("5th of 10" in summary_table(told)) is compared
    )
    rows = measure_rows(told, told.with_data[0])
    assert rows.national_rank is rows.national_rank  # worked out once
    assert re.search(r"England", specs[0].alt) is None or compared


def test_a_rank_needs_no_value_of_england(told, compared):
    facts = told.store.facts
    without = dataclasses.replace(
        told, store=dataclasses.replace(told.store, facts=facts[facts["area_code"] != ENGLAND])
    )
    # England's value is what the place is drawn around, not what it is worked out from
    assert ("5th of 10" in summary_table(without)) is compared
