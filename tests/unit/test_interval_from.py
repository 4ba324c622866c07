"""Where an interval comes from is told wherever it is printed, whatever it is compared with."""

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator, labels_of

from jsna.analysis.comparator_judgement import judge_frame
from jsna.analysis.goal_judgement import judge_goals
from jsna.analysis.group_judgement import judge_groups
from jsna.analysis.neighbour_judgement import judge_neighbours
from jsna.analysis.neighbours import NeighbourValue
from jsna.chapter.all_indicators import _csv_row
from jsna.chapter.area_number import AreaNumber
from jsna.chapter.data_files import measures_table
from jsna.chapter.groups import within_the_area
from jsna.chapter.key_facts import key_facts
from jsna.chapter.ward_figures import ward_figure
from jsna.chapter.ward_number import WardNumber
from jsna.chapter.ward_scans import ward_scans
from jsna.fact_schema import ENGLAND
from jsna.narrative.sentences import finding
from jsna.settings.goal import Goal
from jsna.settings.indicator import Indicator

BARE = {"lower": np.nan, "upper": np.nan, "sex": "Persons"}
COUNTED = {"value": 40.0, "count": 400.0, "denominator": 1000.0, **BARE}
PUBLISHED = {"value": 40.0, "lower": 37.0, "upper": 43.0, "sex": "Persons"}
LONG = "worked out from count and denominator"


def share(**changes) -> Indicator:
    usual = {
        "value_type": "proportion", "unit": "%", "multiplier": 100, "interval_method": "wilson",
        "polarity": "low-is-good", "strata": [{"sex": "Persons"}],
        "levels": ["england", "unitary", "ward"],
    }  # fmt: skip
    return indicator(**usual | changes)


def council(tmp_path, *rows: dict, wards=None, **changes):
    found = evidence(facts_of(*rows), [share(**changes)], wards or {}, tmp_path, True)
    return found, found.chosen_measures[0]


@pytest.mark.parametrize(("own", "comes_from"), [(COUNTED, "counts"), (PUBLISHED, "published")])
def test_every_judgement_carries_it(own, comes_from):
    rows, one = facts_of(fact(**own)), share()
    none = NeighbourValue(None, None, None, "", 0, 0, pd.DataFrame(), False, "", "", "")
    goals = [Goal.model_validate({"value": 30, "since": "2020-01-01", "source": "A board"})]
    whole = facts_of(fact(**own), england(30.0, sex="Persons"))
    judged = (
        judge_frame(whole, labels_of(), {"1": one}, [rows["area_code"].iloc[0]], ENGLAND),
        judge_groups(rows, rows, one, "all"),
        judge_neighbours(rows, [none], [one], [""]),
        judge_goals(rows, goals, one, labels_of()),
    )
    assert [frame["interval_from"].tolist() for frame in judged] == [[comes_from]] * 4


def test_without_a_value_of_england_it_is_told_in_sentence_caption_card_and_files(tmp_path):
    key = {"place": 1, "words": "a share"}
    found, measure = council(tmp_path, fact(**COUNTED), key_fact=key)
    assert f", {LONG})" in finding(measure.statement)
    assert AreaNumber(found, measure).interval.endswith(LONG)
    told = [card.beside for card in key_facts(found) if card.what == "a share"]
    assert told and LONG in told[0]
    assert measures_table(found)["interval_from"].tolist() == ["counts"]
    assert _csv_row(measure)["interval_from"] == "counts"


def test_an_interval_of_the_file_is_not_said_to_be_worked_out(tmp_path):
    found, measure = council(tmp_path, fact(**PUBLISHED), england(30.0, sex="Persons"))
    assert "worked out" not in finding(measure.statement)
    assert "worked out" not in AreaNumber(found, measure).interval
    assert measures_table(found)["interval_from"].tolist() == ["published"]


def test_a_measure_without_an_interval_has_no_origin_of_one(tmp_path):
    found, _ = council(tmp_path, fact(value=40.0, **BARE))
    assert measures_table(found)["interval_from"].tolist() == [""]


def test_the_table_of_groups_tells_which_interval_was_worked_out(tmp_path):
    group = {"breakdown": "Sex of child", "breakdown_value": "Girls"}
    found, measure = council(
        tmp_path, fact(**PUBLISHED), fact(**COUNTED | group), england(30.0, sex="Persons")
    )
    text = within_the_area(found, measure)
    assert "37.0 to 43.1, worked out" in text and "Worked out: from count" in text


def test_a_ward_s_number_and_the_file_of_its_figure_tell_it(tmp_path):
    wards = {f"E0500{n:04d}": f"Ward {n}" for n in range(3)}
    rows = [fact(code, area_type="ward", **COUNTED) for code in wards]
    found, _ = council(tmp_path, *rows, england(30.0, sex="Persons"), wards=wards)
    (scan,) = ward_scans(found)
    assert WardNumber(found, scan, "E05000000").interval.endswith(LONG)
    own = ward_figure(found, scan).data  # too few for a funnel: ranked dots
    assert own.loc[own["area_code"] != ENGLAND, "interval_from"].tolist() == ["counts"] * 3
    published = [fact(code, area_type="ward", **PUBLISHED) for code in wards]
    found, _ = council(tmp_path, *published, england(30.0, sex="Persons"), wards=wards)
    assert "interval_from" not in ward_figure(found, ward_scans(found)[0]).data
