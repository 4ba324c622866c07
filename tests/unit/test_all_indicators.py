"""The page of all indicators: every measure once, beside what it is compared with, or why not."""

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.recent_trend import CANNOT
from jsna.chapter.all_indicators import how_to_read, table
from jsna.chapter.catalogue_rows import catalogue_rows
from jsna.fact_schema import ENGLAND
from jsna.facts.neighbour_sets import SET_COLUMNS
from jsna.publish.html_page import HtmlPage
from jsna.settings.indicator import Stratum, Theme

REGION = "E12000099"
BLANK = {"value": np.nan, "lower": np.nan, "upper": np.nan, "status": "suppressed"}
LEVEL = {"value": 40.0, "lower": 40.0, "upper": 40.0}
OLD = {"period": "2015-01-01/P1Y", "period_label": "2015"}
STRATA = (Stratum(sex="Male", age="All ages"),)


def catalogue():
    names = {"1": "Life <b>expectancy</b>", "2": "Waiting", "3": "Nothing known"}
    return [
        indicator(id=id, title=name, strata=STRATA, theme="best", value_type="rate")
        for id, name in names.items()
    ]


def rows():
    yearly = [
        {"period": f"{year}-01-01/P1Y", "period_label": str(year), "indicator_id": "2",
         "value": 50.0 + 5 * (year - 2020), "lower": 49.0 + 5 * (year - 2020),
         "upper": 51.0 + 5 * (year - 2020), "count": 500.0, "denominator": 1000.0}
        for year in range(2020, 2025)
    ]  # fmt: skip
    return [
        fact(**OLD), england(**OLD), fact(REGION, area_type="region", value=55.5, **OLD),
        # nearer in time, of another sex: never the region's value of this measure
        fact(REGION, area_type="region", value=99.0, sex="Female", **OLD),
        *(fact(**year) for year in yearly), fact(ENGLAND, **yearly[-1] | LEVEL),
        fact(indicator_id="3", **BLANK),
    ]  # fmt: skip


@pytest.fixture
def told(tmp_path):
    made = evidence(facts_of(*rows()), catalogue(), {}, tmp_path)
    themes = {"best": Theme(id="best", title="Best & first")}
    settings = dataclasses.replace(made.project.settings, themes=themes)
    names = pd.DataFrame({"area_code": [AREA], "area_type": ["unitary"], "area_name": ["Anytown"]})
    none = pd.DataFrame(columns=list(SET_COLUMNS))
    store = dataclasses.replace(made.store, neighbours=none, names=names)
    project = dataclasses.replace(made.project, settings=settings)
    return dataclasses.replace(made, project=project, store=store)


def cells(told, page):
    html = re.search(r"<table>.*</table>", table(told, page), re.DOTALL)[0]
    root = HtmlPage("a.html", html).root
    heads = [th.text for th in root.all("thead")[0].all("th")]
    body = [[cell.text for cell in tr.all("th", "td")] for tr in root.all("tbody")[0].all("tr")]
    return [dict(zip(heads, row, strict=True)) for row in body]


def test_every_measure_has_one_row_and_those_without_data_say_why_at_the_end(told, page):
    found = cells(told, page)
    assert [row["Measure"].split(" Best")[0] for row in found] == [
        "Life <b>expectancy</b>, males", "Waiting, males", "Nothing known, males",
    ]  # fmt: skip
    assert found[2]["Verdict"].startswith("No data: the source suppressed the value")
    assert set(list(found[2].values())[1:5]) == {"none"}
    assert "3 measures" in table(told, page) and "2 of them have data" in table(told, page)


def test_values_stand_beside_those_of_the_same_measure_and_period(told, page):
    first = cells(told, page)[0]
    assert (first["Value"], first["England"]) == ("60.0 years", "62.0 years")
    assert first["Marshlands"] == "55.5 years"
    assert first["Year"] == "2015 (old)"
    assert first["Measure"].endswith("Best & first; priority 1")


def test_the_last_figure_of_a_series_says_so_and_is_no_old_one(told, page):
    indicators = dict(told.settings.indicators)
    indicators["2"] = indicators["2"].model_copy(update={"discontinued": True})
    settings = dataclasses.replace(told.project.settings, indicators=indicators)
    told = dataclasses.replace(told, project=dataclasses.replace(told.project, settings=settings))
    assert cells(told, page)[1]["Year"] == "2024 (series ended)"
    assert 'data-pick="recent"' in table(told, page)


def test_a_trend_is_tested_over_years_and_told_in_words(told, page):
    old, rising = catalogue_rows(told)
    assert (old.trend, old.trend_of_source) == (CANNOT, False) and old.trend_reason
    assert rising.trend.startswith("Increasing")
    assert cells(told, page)[1]["Trend"] == rising.trend


def test_the_source_s_trend_is_shown_as_that_where_there_is_none_of_ours(told, page):
    published = labels_of("Decreasing", comparator="recent-trend", **OLD)
    told = dataclasses.replace(told, store=dataclasses.replace(told.store, published=published))
    assert cells(told, page)[0]["Trend"] == "Decreasing, the source's own trend"


def test_each_row_says_by_what_it_is_sorted_and_filtered(told, page):
    html = table(told, page)
    assert html.count('data-name="Theme"') == 3
    assert re.findall(r'<data value="(\d+)" data-pick="(old|recent)"', html) == [
        ("20151231", "old"), ("20241231", "recent"),
    ]  # fmt: skip
    assert 'data-pick="No data"' in html


def test_the_file_has_every_measure_too(told, page):
    table(told, page)
    made = pd.read_csv(page.folder / "figures" / "area.all-indicators.csv")
    assert made["indicator"].tolist() == [1, 2, 3]
    assert made["status"].tolist()[2] == "suppressed" and np.isnan(made["value"][2])


def test_the_page_says_what_its_columns_mean(told, page):
    assert "**Rank**" in how_to_read(told, page)


def test_a_catalogue_without_any_data_is_told(told, page):
    empty = dataclasses.replace(told.store, facts=told.store.facts.iloc[:0])
    told = dataclasses.replace(told, store=empty)
    assert "None of them have data for Anytown." in table(told, page)
    assert len(cells(told, page)) == 3


def test_what_is_on_request_stands_only_with_figures_or_where_the_strategy_names_it(told, page):
    project = told.project
    asked = {
        id: one.model_copy(update={"on_request": True})
        for id, one in project.settings.indicators.items()
    }
    settings = dataclasses.replace(project.settings, indicators=asked)
    for named, expected in (((), ["1", "2"]), (("3",), ["1", "2", "3"])):
        (first,) = project.strategy.priorities
        first = first.model_copy(update={"indicators": named})
        strategy = project.strategy.model_copy(update={"priorities": (first,)})
        made = dataclasses.replace(project, settings=settings, chosen_strategy=strategy)
        shown = dataclasses.replace(told, project=made)
        assert [measure.indicator.id for measure in shown.every_measure] == expected
        more = "1 more are shown where a strategy names them"
        assert (more in table(shown, page)) is (not named)
