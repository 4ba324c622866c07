"""What the annual report says of own measures: what is hidden has come in, no forecast is none."""

from types import SimpleNamespace

import numpy as np
import pytest
from test_measure_judgement import STEADY, judged

from jsna.chapter import annual_report, dashboard, exception_report
from jsna.chapter.own_measures import OwnFigures, rules_in_words
from jsna.chapter.said import Said
from jsna.fetching.shown_files import OWN_FILES
from jsna.narrative.own_measure_words import finding_sentence, limits_words, target_words
from jsna.settings.source import Disclosure


@pytest.fixture
def said(monkeypatch):
    """Return what a section of the annual report says of some measures."""

    def told(section, *every) -> str:
        monkeypatch.setattr(annual_report, "own_figures", lambda _: OwnFigures(every, {}))
        area = SimpleNamespace(name="Netherby")
        own = SimpleNamespace(annual_report=annual_report.AnnualReport(year="2025/26"))
        strategy = SimpleNamespace(own_measures=own, priorities=())
        return section(SimpleNamespace(strategy=strategy, area=area), None)

    return told


def test_hidden_figures_have_come_in_though_none_may_be_shown(said):
    hidden, silent = judged([np.nan], title="Falls"), judged([], title="Visits")
    told = said(annual_report.not_known, hidden, silent, judged(STEADY))
    assert "No figure may be shown of Falls." in told
    assert "No figure has come in of Visits." in told


def test_the_name_of_an_area_is_words_in_the_report_s_first_line(monkeypatch):
    monkeypatch.setattr(annual_report, "own_figures", lambda _: OwnFigures((), {}))
    own = SimpleNamespace(annual_report=annual_report.AnnualReport(year="2025/26"))
    strategy = SimpleNamespace(own_measures=own, priorities=())
    area = SimpleNamespace(name="<script>a=1</script>")
    told = annual_report.opening(SimpleNamespace(strategy=strategy, area=area), None)
    assert told.startswith("**&lt;script&gt;a=1&lt;/script&gt;, 2025/26.**")


def test_targets_without_a_forecast_are_counted_by_their_newest_figure(said):
    told = said(
        annual_report.opening,
        judged(STEADY, target=20), judged(STEADY[:3], target=20), judged(STEADY[:3], target=3),
    )  # fmt: skip
    assert "By their limits: 1 will hit the target." in told
    assert (
        "Without a forecast: 1 where the newest figure meets it and 1 where the newest figure does"
        " not meet it."
    ) in told


def test_no_list_of_the_annual_report_is_cut_without_a_word(said, monkeypatch):
    monkeypatch.setattr(annual_report, "MOST_LISTED", 1)
    assert "1 more" in said(annual_report.plain_measures, judged(STEADY), judged(STEADY))


def test_a_value_stands_with_its_limits_and_a_target_with_its_number():
    found = judged(STEADY, target=20, target_by="2027-03")
    assert limits_words(found) == "5 to 16" and limits_words(judged([9])) == "none"
    assert finding_sentence(found).startswith("Waits: 9 days in March 2026, limits 5 to 16,")
    assert target_words(found) == "20 days by March 2027: will hit the target"
    assert target_words(judged(STEADY)) == "no target"


def test_tables_with_days_do_not_name_an_area_whose_figures_may_all_be_hidden(monkeypatch):
    """The gate takes a number in a table of an area for one of the hidden figure of its row."""
    hidden = judged([np.nan], review="2026-03-31", target=9, target_by="2026-03")
    strategy = SimpleNamespace(short_title="Netherby strategy", priorities=())
    for page in (dashboard, exception_report):
        monkeypatch.setattr(page, "own_figures", lambda _: OwnFigures((hidden,), {}))
        monkeypatch.setattr(page, "table_block", lambda _, id, table: f"{table.caption}: {id}")
    told = [(hidden, ["Review is past"])]
    monkeypatch.setattr(exception_report, "exceptions", lambda _: told)
    monkeypatch.setattr(exception_report, "whole_as_csv", lambda *_: "")
    monkeypatch.setattr(exception_report, "titles_of", lambda _: {})
    for section in (dashboard.smart, exception_report.by_kind):
        said = section(SimpleNamespace(strategy=strategy), None)
        assert "own measures" in said and "Netherby" not in said


def test_many_measures_without_a_chart_fold_behind_those_with_one(monkeypatch):
    monkeypatch.setattr(dashboard, "_chart", lambda _, __, one: f"Chart of {one.measure.id}")
    evidence = SimpleNamespace(said=Said())
    few = [judged(STEADY, id=f"m{n}", title=f"Falls {n}") for n in range(9)]
    told = dashboard._each(evidence, None, few, {"m3"})
    assert told[3] == "Chart of m3" and told[0].startswith("Falls 0: 9 days")
    many = [*few, judged(STEADY, id="m9", title="Falls 9"), judged([], id="m10", title="Visits")]
    chart, folded = dashboard._each(evidence, None, many, {"m3"})
    assert chart == "Chart of m3"
    assert 'summary="What is found of 9 measures without a chart"' in folded
    assert folded.count("\n- Falls") == 9 and "Visits" not in folded


def of_rules(*measures: dict[str, str]) -> list[str]:
    """What is said of hidden counts where measures have these rules, one a measure."""
    rules = {"open": Disclosure(lowest_count=1, highest_count=4, round_to=1)}
    source = SimpleNamespace(disclosure=None, disclosure_rules=rules)
    described = [
        SimpleNamespace(**{"id": f"m{n}", "title": f"Measure {n}", "counts": "people",
                           "kind": "count", "disclosure_rule": ""} | one)
        for n, one in enumerate(measures)
    ]  # fmt: skip
    return rules_in_words(
        SimpleNamespace(
            project=SimpleNamespace(settings=SimpleNamespace(sources={OWN_FILES: source})),
            strategy=SimpleNamespace(own_measures=SimpleNamespace(measures=described)),
        ),
        {f"m{n}" for n in range(len(measures)) if n != 9},
    )


def test_the_usual_rule_is_said_only_where_a_measure_is_held_to_it():
    usual, open_ = {}, {"disclosure_rule": "open"}
    first, *others = of_rules(usual)
    assert first.startswith("Counts from 1 to 7 are hidden, others are rounded to 5.")
    assert others == []
    first, *others = of_rules(open_, open_, {"counts": "things"})
    assert "rounded" not in first
    assert others == [
        "Measure 0 and Measure 1: Counts from 1 to 4 are hidden, others are not rounded.",
        "Measure 2: things and not people are counted; nothing is hidden.",
    ]
    first, *others = of_rules(usual, open_)
    assert "Measures with another rule are named below." in first
    assert len(others) == 1


def test_how_far_means_are_rounded_is_said_of_means_of_people_alone():
    mean, of_things = {"kind": "mean"}, {"kind": "mean", "counts": "things"}
    assert not [line for line in of_rules({}, of_things) if "means are rounded" in line]
    (line,) = (line for line in of_rules(mean, {}, of_things, mean) if "means are rounded" in line)
    assert line.startswith("Measure 0 and Measure 3: means are rounded so far")


def test_a_page_says_nothing_of_a_measure_that_it_does_not_show():
    shown = [{}] * 9
    assert len(of_rules(*shown, {"disclosure_rule": "open"})) == 1
