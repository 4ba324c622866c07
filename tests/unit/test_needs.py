"""Needs that no priority cites: the tests, false discovery, the order, the page and the command."""

import dataclasses
import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator, labels_of

from jsna.analysis.needs import (
    CHANGE,
    GAP,
    LEVEL,
    MOVED,
    TREND,
    Found,
    facing_p,
    find_needs,
    moved_tests,
)
from jsna.chapter.inequality import DeprivationGap
from jsna.chapter.need_tests import need_tests
from jsna.chapter.needs_not_covered import (
    better_priorities,
    better_words,
    csv_table,
    finding,
    headline,
    in_neither,
    needs,
    strengths,
)
from jsna.cli import main
from jsna.narrative.need_words import moved_row, old_words, source_words
from jsna.narrative.statement import Comparator
from jsna.settings.indicator import Stratum

MALES = (Stratum(sex="Male", age="All ages"),)


def made_tests(*rows: dict) -> pd.DataFrame:
    given = {"kind": LEVEL, "p": 0.001, "shown": True, "by_source": False, "bad": True,
             "size": 1.0, "old": False}  # fmt: skip
    return pd.DataFrame([given | row for row in rows])


def said(*rows: dict) -> list[str]:
    return find_needs(made_tests(*rows))["found"].sort_index().tolist()


def test_p_is_under_five_per_cent_exactly_where_the_interval_leaves_the_other_value_out():
    value, other = pd.Series([10.0] * 4), pd.Series([8.9, 9.1, 13.1, 12.9])
    limits = pd.DataFrame({"lower_95": [9.0] * 4, "upper_95": [13.0] * 4})
    assert (facing_p(value, other, limits) < 0.05).tolist() == [True, False, True, False]


def test_an_interval_without_width_tells_for_certain_and_a_missing_one_nothing():
    limits = pd.DataFrame({"lower_95": [10.0, np.nan], "upper_95": [10.0, np.nan]})
    p = facing_p(pd.Series([10.0, 10.0]), pd.Series([9.0, 9.0]), limits)
    assert p[0] == 0 and np.isnan(p[1])


def test_of_many_tests_those_that_chance_gives_are_not_listed():
    many = [{"p": 0.5, "shown": False}] * 8
    assert said({"p": 0.001}, {"p": 0.04}, *many)[:2] == [Found.NEED, Found.NOT_FLAGGED]
    assert said({"p": 0.04}) == [Found.NEED]
    # another kind of test is another family
    other = [{"p": 0.5, "shown": False, "kind": MOVED}] * 8
    assert said({"p": 0.04}, *other)[0] == Found.NEED


def test_a_verdict_of_the_source_is_in_no_family_and_apart():
    source = {"p": np.nan, "by_source": True}
    found = find_needs(made_tests({"p": 0.04}, source, source | {"bad": False}))
    assert found["found"].sort_index().tolist() == [
        Found.NEED, Found.NEED_BY_SOURCE, Found.STRENGTH_BY_SOURCE,
    ]  # fmt: skip
    assert found["family"].tolist() == [1, 1, 1]


def test_what_could_not_be_tested_is_not_said_to_show_nothing():
    untested = {"p": np.nan, "shown": False, "kind": MOVED}
    assert said(untested, untested | {"by_source": True}, {"p": 0.5, "shown": False}) == [
        Found.NOT_TESTED, Found.NOTHING, Found.NOTHING,
    ]  # fmt: skip


def test_a_better_level_is_a_strength_and_a_better_movement_nothing_that_was_asked():
    assert said({"bad": False}, {"bad": False, "kind": MOVED}) == [Found.STRENGTH, Found.NOTHING]


def test_old_figures_stand_last_and_the_furthest_first():
    found = find_needs(
        made_tests({"size": 9.0, "old": True}, {"size": 1.2}, {"size": np.nan}, {"size": 4.5})
    )
    assert found.index.tolist() == [3, 1, 2, 0]


def series(values, place=0, polarity="low-is-good", first=2020, width=1.0, **more):
    rows = [
        {"period": f"{first + i}-01-01/P1Y", "value": v, "lower_95": v - width,
         "upper_95": v + width, "count": 500.0, "denominator": 1000.0}
        for i, v in enumerate(values)
    ]  # fmt: skip
    about = {
        "indicator_id": "1", "area_code": "E06000099", "edition": "", "sex": "Male",
        "age": "All ages", "breakdown": "", "breakdown_value": "", "snapshot_ids": "aa",
        "place": place, "polarity": polarity, "matters": 2.0, "value_type": "rate",
    }  # fmt: skip
    return pd.DataFrame([row | about | more for row in rows])


NO_TREND = pd.Series(dtype="str")


def test_movement_is_the_recent_trend_where_there_is_one_else_the_tested_change():
    rows = pd.concat([
        series([50.0, 52.0, 54.0, 56.0, 58.0]),
        series([50.0, 60.0], place=1),
        series([50.0, 50.1], place=2),
        series([50.0], place=3),
        series([50.0, 60.0], place=4, polarity="high-is-good"),
    ], ignore_index=True)  # fmt: skip
    found = moved_tests(rows, NO_TREND)
    assert found["by"].to_dict() == {0: TREND, 1: CHANGE, 2: CHANGE, 4: CHANGE}
    assert found["shown"].to_dict() == {0: True, 1: True, 2: False, 4: True}
    assert found["bad"].to_dict() == {0: True, 1: True, 2: False, 4: False}
    assert found["size"].to_dict() == pytest.approx({0: 4.0, 1: 5.0, 2: 0.05, 4: 5.0})
    assert (found["p"] < 0.05).to_dict() == {0: True, 1: True, 2: False, 4: True}


def test_a_trend_that_one_outlier_decides_is_none():
    found = moved_tests(series([50.0, 40.0, 42.0, 41.0, 43.0], width=0.2), NO_TREND)
    assert found[["p", "shown"]].to_numpy().tolist() == [[1.0, False]]


def test_a_trend_of_the_source_stands_for_none_of_ours_only():
    bare = series([50.0, 60.0]).assign(lower_95=np.nan, upper_95=np.nan, count=np.nan)
    label = pd.Series({0: "Increasing and getting worse"})
    found = moved_tests(bare, label).iloc[0]
    assert (found["by_source"], found["shown"], found["bad"]) == (True, True, True)
    same = moved_tests(bare, pd.Series({0: "No significant change"})).iloc[0]
    assert (same["by_source"], same["shown"]) == (True, False)
    cannot = moved_tests(bare, pd.Series({0: "Cannot be calculated"})).iloc[0]
    assert (cannot["by_source"], cannot["shown"]) == (False, False)
    ours = moved_tests(series([60.0, 50.0]), label).iloc[0]
    assert (ours["by_source"], ours["bad"]) == (False, False)


# -- the page and the command ------------------------------------------------------------------


def catalogue():
    names = {"1": "Cited", "2": "Worse", "3": "Better <b>", "4": "Neither way", "5": "By source",
             "6": "On request", "7": "Old and worse"}  # fmt: skip
    more = {"4": {"polarity": "none"}, "6": {"on_request": True}}
    return [
        indicator(id=id, title=name, strata=MALES, value_type="rate", **more.get(id, {}))
        for id, name in names.items()
    ]


OLD = {"period": "2012-01-01/P1Y", "period_label": "2012"}


@pytest.fixture
def told(tmp_path):
    low, high = {"value": 50.0, "lower": 49.0, "upper": 51.0}, {"value": 70.0, "lower": 69.0,
                                                                "upper": 71.0}  # fmt: skip
    bare = {"value": 50.0, "lower": np.nan, "upper": np.nan}
    kinds = {"1": low, "2": low, "3": high, "4": low, "5": bare, "6": low}
    rows = [row for id, one in kinds.items()
            for row in (fact(indicator_id=id, **one), england(indicator_id=id))]  # fmt: skip
    rows += [fact(indicator_id="7", value=40.0, lower=39.0, upper=41.0, **OLD),
             england(indicator_id="7", **OLD)]  # fmt: skip
    made = evidence(facts_of(*rows), catalogue(), {}, tmp_path)
    first = made.project.strategy.priorities[0].model_copy(update={"indicators": ("1",)})
    better = first.model_copy(update={"id": "second", "number": 2, "title": "Second",
                                      "indicators": ("3",)})  # fmt: skip
    strategy = made.project.strategy.model_copy(update={"priorities": (first,)})
    project = dataclasses.replace(made.project, chosen_strategy=strategy)
    published = labels_of("Worse", indicator_id="5")
    store = dataclasses.replace(made.store, published=published)
    (tmp_path / "figures").mkdir()
    return dataclasses.replace(made, project=project, store=store), better


def test_only_what_no_priority_cites_is_looked_at(told):
    found = need_tests(told[0])
    assert [m.key[0] for m in found.measures] == ["2", "3", "4", "5", "7"]
    assert found.catalogue == 6
    level = found.tests[found.tests["kind"] == LEVEL]
    by_id = {found.measures[row["measure"]].key[0]: row["found"] for _, row in level.iterrows()}
    assert by_id == {"2": Found.NEED, "3": Found.STRENGTH, "5": Found.NEED_BY_SOURCE,
                     "7": Found.NEED}  # fmt: skip
    assert headline(found) == (
        "2 of the 6 measures in the catalogue with a figure are worse than England and no priority"
        " cites them; the widest is Worse, males. 1 of them rests on old figures. 1 more is worse"
        " by the source's verdict."
    )


def test_what_the_source_alone_judges_worse_is_counted_beside_what_tests_have_shown():
    assert source_words(0, 0, True) == ""
    assert source_words(4, 3, True) == (
        "4 more are worse by the source's verdict, 3 of them on old figures."
    )
    assert source_words(1, 1, False) == "1 is worse by the source's verdict, on an old figure."
    assert old_words(1, 1) == "It rests on an old figure."


def test_the_page_lists_needs_with_their_figures_old_ones_last_and_nothing_as_markup(told, page):
    made, _ = told
    first = finding(made, page)
    assert first.startswith("**2 of the 6 measures")
    assert "Worse, males, in Anytown stood at 50.0 years (95% interval 49.0 to 51.0)" in first
    listed = needs(made, page)
    assert listed.index(">Worse, males<") < listed.index(">Old and worse, males<")
    assert "2012 (old)" in listed and "Neither way" not in listed
    apart = listed.split("by the source&#x27;s verdict")[-1]
    assert "By source, males" in apart and "none, the source&#x27;s verdict" in apart
    assert "Better &lt;b&gt;, males" in strengths(made, page)
    assert "In 1 of them neither way is good" in in_neither(made, page)
    rows = pd.read_csv(page.folder / "figures" / "area.needs-not-covered.csv", dtype=str)
    assert set(rows["indicator"]) == {"2", "3", "5", "7"}
    first = rows[rows["indicator"] == "2"].iloc[0]
    assert first[["value", "lower_95", "upper_95"]].tolist() == ["50.0", "49.0", "51.0"]
    assert first[["value_of", "against", "against_value"]].tolist() == [
        "Anytown", "England", "62.0",
    ]  # fmt: skip


def test_the_file_has_of_a_gap_and_of_a_movement_the_figures_that_were_tested(told):
    found = need_tests(told[0])
    said = dataclasses.replace(
        found.measures[0].statement, value=40.0, lower=38.0, upper=42.0,
        comparator=Comparator("", "", value=55.0),
    )  # fmt: skip
    gap = object.__new__(DeprivationGap)
    vars(gap).update(statement=said, gradient=SimpleNamespace(groups=10))
    moved = {"since": "2012", "earlier": 60.0, "newest": 50.0, "to": "2013"}
    newest = moved | {"to": said.period_label}
    one = (
        found.tests.iloc[[0, 0, 0]]
        .reset_index(drop=True)
        .assign(of=[gap, moved, newest], kind=[GAP, MOVED, MOVED], by_source=[False, False, True])
    )
    rows = csv_table(dataclasses.replace(found, tests=one))
    columns = ["value_of", "period", "value", "lower_95", "against", "against_value"]
    of_gap, of_movement, by_source = rows[columns].astype("object").to_numpy().tolist()
    assert of_gap == ["most deprived tenth", said.period_label, 40.0, 38.0,
                      "least deprived tenth", 55.0]  # fmt: skip
    # the newest figure's limits are not those of an earlier one
    assert of_movement[:3] == ["Anytown", "2013", 50.0] and pd.isna(of_movement[3])
    assert of_movement[4:] == ["2012", 60.0]
    assert by_source[3:5] == [49.0, "the source's own trend"] and pd.isna(by_source[5])


def test_a_figure_that_moved_has_its_own_interval_and_no_newer_one_s(told):
    said = need_tests(told[0]).measures[0].statement
    moved = {"by": CHANGE, "word": "decreased", "since": "2012", "earlier": 60.0, "newest": 50.0}
    test = {"by_source": False, "size": 1.0, "adjusted": 0.01, "old": False}
    rows = [
        moved_row(moved | {"to": label}, said, catalogue()[1], test)["Figure"]
        for label in (said.period_label, "2013")
    ]
    assert rows == ["fell to 50.0 years (95% interval 49.0 to 51.0)", "fell to 50.0 years"]


def test_where_nothing_could_be_tested_no_nought_is_told(tmp_path, page):
    bare = {"lower": np.nan, "upper": np.nan}
    years = [fact(indicator_id="2", **bare, period=f"{year}-01-01/P1Y") for year in (2012, 2022)]
    given = [indicator(id=id, strata=MALES) for id in ("1", "2")]
    made = evidence(facts_of(*years), given, {}, tmp_path)
    first = made.project.strategy.priorities[0].model_copy(update={"indicators": ("1",)})
    strategy = made.project.strategy.model_copy(update={"priorities": (first,)})
    made = dataclasses.replace(
        made, project=dataclasses.replace(made.project, chosen_strategy=strategy)
    )
    (tmp_path / "figures").mkdir()
    found = need_tests(made)
    assert found.tests[["kind", "found"]].to_numpy().tolist() == [[MOVED, Found.NOT_TESTED]]
    assert "none that no priority cites could be tested" in headline(found)
    assert needs(made, page).count("Nothing was tested.") == 3
    assert "Of 1 more nothing could be tested." in in_neither(made, page)
    told = finding(made, page)
    assert told.count(">none tested<") == 4 and told.count(">no verdict<") == 2


def test_a_priority_of_which_every_measure_is_better_is_named(told, page):
    made, better = told
    assert "No priority has only measures" in better_priorities(made, page)
    strategy = made.strategy.model_copy(
        update={"priorities": (*made.project.strategy.priorities, better)}
    )
    both = dataclasses.replace(
        made, project=dataclasses.replace(made.project, chosen_strategy=strategy)
    )
    assert "is better than England in: 2 Second (1 measure)." in better_priorities(both, page)


def test_how_few_and_how_old_figures_such_a_priority_rests_on_is_said():
    row = {"Priority": "6 Last", "With a figure": 1, "Old among them": 1, "Without a figure": 4}
    assert better_words(row) == "6 Last (1 measure, an old one, 4 without a figure)"
    assert "(3 measures, 2 of them old," in better_words(
        row | {"With a figure": 3, "Old among them": 2}
    )


def test_where_everything_is_cited_nothing_is_found(tmp_path, page):
    made = evidence(facts_of(fact(), england()), [indicator()], {}, tmp_path)
    (tmp_path / "figures").mkdir(exist_ok=True)
    assert "none that no priority cites was shown" in finding(made, page)
    assert needs(made, page).count("Nothing was tested.") == 3
    assert "No measure that no priority cites" in strengths(made, page)
    # a file without a row could not even say that it is invented
    assert not list((tmp_path / "figures").glob("*.csv"))
    assert "CSV" not in finding(made, page)


@pytest.fixture
def command(told, monkeypatch):
    class Checkout:
        def of(self, area: str, strategy: str):
            return told[0].project

    monkeypatch.setattr("jsna.settings.project.open_project", Checkout)
    monkeypatch.setattr("jsna.chapter.opening.open_evidence", lambda project: told[0])
    return lambda *words: main(["needs", "anytown", "plan", *words])


def test_the_command_prints_the_finding_first_then_needs_and_strengths(command, capsys):
    assert command() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 of the 6 measures")
    assert [line.split()[0] for line in lines[1:5]] == ["worse", "worse", "worse", "better"]
    assert "adjusted p none, the source's verdict" in lines[3]
    assert lines[-1] == "Priorities with only better measures: none."


def test_a_script_gets_every_test(command, capsys):
    assert command("--json") == 0
    told = json.loads(capsys.readouterr().out)
    found = {row["indicator"]: row["found"] for row in told["tests"]}
    assert found["2"] == "need" and found["5"] == "need by the source's verdict"
    assert next(row["p"] for row in told["tests"] if row["indicator"] == "5") is None
