"""Which gap, change and level a page leads with: the wiring of one invented council's facts."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import overview
from jsna.chapter.all_indicators import widest_gap
from jsna.chapter.inequality import deprivation_gap, gap_figure
from jsna.chapter.key_messages import (
    biggest_concern,
    key_messages,
    leading_gap,
    worst_off,
    worst_wards,
)
from jsna.chapter.priority_card import priority_card
from jsna.chapter.ward_scans import ward_scans
from jsna.chapter.widest_gaps import widest_gaps
from jsna.chapter.written_headline import written_headline
from jsna.facts.neighbour_sets import SET_COLUMNS
from jsna.settings.strategy import Priority

WITHIN = "LSOA21 deprivation quintiles within area"
GROUPS = ("most deprived", "second most deprived", "average deprived", "second least deprived",
          "least deprived")  # fmt: skip
WARDS = {f"E0500{n:04d}": f"Ward {n:02d}" for n in range(8)}
OLD = {"period": "2012-01-01/P3Y", "period_label": "2012 - 14"}
SHARE = {"polarity": "low-is-good", "unit": "%", "multiplier": 100, "value_type": "proportion",
         "interval_method": "wilson", "strata": [{"sex": "Persons"}],
         "levels": ["england", "unitary", "ward"]}  # fmt: skip


def health(id: str, **changes):
    given = {"strata": [{"sex": "Male"}], "title": f"Health {id}", "short_title": f"Health {id}",
             "value_type": "other"}  # fmt: skip
    return indicator(id=id, **given | changes)


def own(id: str, value: float, **changes) -> list[dict]:
    rest = {"indicator_id": id, **changes}
    return [fact(value=value, lower=value - 1, upper=value + 1, **rest), england(62.0, **rest)]


def by_deprivation(id: str, gap: float, **changes) -> list[dict]:
    """The area's fifths: the most deprived so many years below the least."""
    return [
        fact(value=value, lower=value - 1, upper=value + 1, denominator=1000.0, indicator_id=id,
             breakdown=WITHIN, breakdown_value=f"{name.capitalize()} quintile", **changes)
        for name, value in zip(GROUPS, np.linspace(62 - gap, 62, 5), strict=True)
    ]  # fmt: skip


def council(folder, rows, indicators, *priorities):
    """Anytown with so many priorities, each of some indicators; one of all without any."""
    made = evidence(facts_of(*rows), indicators, WARDS, folder)
    if not priorities:
        return made.of_priority(made.strategy.priorities[0])
    each = tuple(
        Priority(id=f"p{n}", number=n, title=f"P {n}", aim="That it gets better.", indicators=ids)
        for n, ids in enumerate(priorities, 1)
    )
    strategy = made.strategy.model_copy(update={"priorities": each})
    return replace(made, project=replace(made.project, chosen_strategy=strategy))


@pytest.fixture
def gaps(tmp_path):
    """Gaps of 5, 12, 20 (of 2012 - 14, while the area's own is new), 8 and 6 years."""
    sizes = {"1": 5, "2": 12, "3": 20, "4": 8, "5": 6}
    rows = [row for id in sizes for row in own(id, 60.0)]
    rows += [
        row
        for id, size in sizes.items()
        for row in by_deprivation(id, size, **(OLD if id == "3" else {}))
    ]
    shared = ("1", "2")  # a second priority that has the widest too
    ids = (("1",), ("2",), ("3",), ("4",), ("5",), shared)
    return council(tmp_path, rows, [health(id) for id in sizes], *ids)


def test_the_three_widest_gaps_are_told_widest_first_each_once_and_old_ones_last(gaps):
    assert [priority.id for priority, _ in widest_gaps(gaps)] == ["p2", "p4", "p5"]
    fewer = gaps.strategy.model_copy(update={"priorities": gaps.strategy.priorities[1:3]})
    two = replace(gaps, project=replace(gaps.project, chosen_strategy=fewer))
    told = widest_gaps(two)
    assert [priority.id for priority, _ in told] == ["p2", "p3"]
    assert "newest figure by deprivation in the files used is of 2012" in told[1][1].text
    assert told[1][1].text.index("That is") < told[1][1].text.index("The newest figure by")
    assert "newest figure" not in told[0][1].text


def test_a_gap_is_told_with_both_ends_its_size_and_its_interval(gaps):
    said = worst_off(gaps.of_priority(gaps.strategy.priorities[1])).text
    assert said == (
        "Health 2, males, in the most deprived fifth of Anytown's neighbourhoods stood at 50.0"
        " years (95% interval 49.0 to 51.0) in 2022 to 2024, worse than the least deprived fifth's"
        " 62.0 years. That is 12.0 years lower (95% interval 10.6 to 13.4)."
    )


def test_an_old_gap_leads_nothing_while_there_is_a_newer_and_its_figure_says_so(tmp_path):
    rows = [*own("1", 60.0), *own("2", 60.0), *by_deprivation("1", 20, **OLD),
            *by_deprivation("2", 5)]  # fmt: skip
    here = council(tmp_path, rows, [health("1"), health("2")])
    assert leading_gap(here).measure.indicator.id == "2"
    old = deprivation_gap(here, here.with_data[0])
    assert old.statement.data_age.old and not here.with_data[0].statement.data_age.old
    assert gap_figure(old).headline.endswith(
        "(newest figure by deprivation in the files used is of 2012 to 2014)"
    )


def test_wards_are_named_furthest_from_the_rest_first_and_old_ones_say_so(tmp_path):
    counts = [40, 70, 40, 95, 40, 40, 80, 10]
    rows = [
        fact(code, n / 10, np.nan, np.nan, area_type="ward", count=float(n), denominator=1000.0,
             sex="Persons", **OLD)
        for code, n in zip(WARDS, counts, strict=True)
    ]  # fmt: skip
    rows += [fact(value=5.0, lower=4.0, upper=6.0, sex="Persons"), england(5.0, sex="Persons")]
    rows += [england(5.0, sex="Persons", **OLD)]
    here = council(tmp_path, rows, [health("1", **SHARE)])
    (scan,) = ward_scans(here)
    assert worst_wards(scan)["area_name"].tolist() == ["Ward 03", "Ward 06", "Ward 01"]
    said = key_messages(here)[2].text
    furthest = said.partition("Worse and furthest from it: ")[2]
    assert re.findall(r"Ward 0\d \([\d.]+%", furthest) == [
        "Ward 03 (9.5%", "Ward 06 (8.0%", "Ward 01 (7.0%"
    ]  # fmt: skip
    assert said.endswith("The newest figure of wards in the files used is of 2012 to 2014.")
    assert scan.words.headline().endswith(
        "(newest figure of wards in the files used is of 2012 to 2014)"
    )


def test_wards_that_no_test_can_take_are_shown_as_that_and_none_is_said_to_be_alike(tmp_path, page):
    rows = [
        fact(code, n / 10, np.nan, np.nan, area_type="ward", sex="Persons")
        for code, n in zip(WARDS, [40, 70, 40, 95, 40, 40, 80, 10], strict=True)
    ]  # fmt: skip
    rows += [fact(value=5.0, lower=4.0, upper=6.0, sex="Persons"), england(5.0, sex="Persons")]
    here = council(tmp_path, rows, [health("1", **SHARE)])
    text = overview.gaps_inside(here, page)
    assert text.startswith("No gap between the neighbourhoods or wards of Anytown could be tested")
    run = "- Not tested: the wards of Anytown run from 1.0% to 9.5% on health 1, 2022 to 2024."
    assert run in text and "Source: Public health data" in text
    # what is not meant to be compared is not put in order
    alone = council(tmp_path, rows, [health("1", comparison_method="none", **SHARE)])
    assert "Not tested" not in overview.gaps_inside(alone, page)


def test_wards_that_were_tested_against_england_alone_show_no_gap_inside(tmp_path, page):
    rows = [
        fact(code, n / 10, n / 10 - 1, n / 10 + 1, area_type="ward", sex="Persons")
        for code, n in zip(WARDS, [40, 70, 40, 95, 40, 40, 80, 15], strict=True)
    ]  # fmt: skip
    rows += [fact(value=5.0, lower=4.0, upper=6.0, sex="Persons"), england(5.0, sex="Persons")]
    here = council(tmp_path, rows, [health("1", **SHARE)])
    ((england_side, rest),) = (scan.words.sides for scan in ward_scans(here))
    assert england_side.tested and not rest.tested
    assert overview.gaps_inside(here, page).startswith("No gap between the neighbourhoods or wards")


PUBLISHED = {"gap_inside": "life expectancy", "comparison_method": "none", "matters": 2,
             "polarity": "low-is-good"}  # fmt: skip
NO_LIMITS = {"lower": np.nan, "upper": np.nan}


def test_a_gap_that_its_source_publishes_leads_where_no_test_has_shown_one(tmp_path, page):
    rows = [fact(value=9.0, **NO_LIMITS), fact(value=12.7, indicator_id="2", **NO_LIMITS)]
    here = council(tmp_path, rows, [health("1", **PUBLISHED), health("2", **PUBLISHED)])
    said = worst_off(here)
    assert said.text == (
        "The most deprived parts of Anytown are 12.7 years behind the least deprived in life"
        " expectancy, males, in 2022 to 2024. The file used holds no interval, so this is not"
        " tested."
    )
    assert said.statement is None and said.citation
    text = overview.gaps_inside(here, page)
    assert text.startswith("No gap between the neighbourhoods or wards of Anytown could be tested")
    assert said.text in text.replace("\\", "") and widest_gaps(here) == []
    # neither a gap too small to matter nor one for the least deprived
    for value in (1.9, -12.7):
        few = council(tmp_path, [fact(value=value, **NO_LIMITS)], [health("1", **PUBLISHED)])
        assert "behind the least deprived" not in worst_off(few).text


def test_a_published_gap_whose_interval_leaves_out_none_is_one_that_was_shown(tmp_path, page):
    rows = [fact(value=6.0, lower=4.0, upper=8.0), *own("2", 60.0), *by_deprivation("2", 8),
            fact(value=20.0, lower=-1.0, upper=41.0, indicator_id="3")]  # fmt: skip
    indicators = [health("1", **PUBLISHED), health("2"), health("3", **PUBLISHED)]
    here = council(tmp_path, rows, indicators, ("1", "3"), ("2",))
    told = widest_gaps(here)
    assert [priority.id for priority, _ in told] == ["p2", "p1"]
    assert "are 6.0 years (95% interval 4.0 to 8.0) behind the least deprived" in told[1][1].text
    assert "No gap" not in overview.gaps_inside(here, page)


@pytest.mark.parametrize(
    ("upper", "words"), [(41.0, "takes in 0"), (-0.5, "in the file lies below 0 throughout")]
)
def test_a_published_gap_whose_interval_takes_in_none_is_not_told_as_one(tmp_path, upper, words):
    rows = [fact(value=20.0, lower=-1.0, upper=upper)]
    here = council(tmp_path, rows, [health("1", **PUBLISHED)])
    assert worst_off(here).text.endswith(f"The interval {words}, so no gap is shown.")


def test_of_levels_equally_far_off_the_one_about_more_people_leads(tmp_path):
    few, many = (
        [
            fact(value=value, lower=value - 0.5, upper=value + 0.5, count=people * value / 100,
                 denominator=float(people), sex="Persons", indicator_id=id),
            england(10.0, sex="Persons", indicator_id=id),
        ]
        for id, value, people in (("1", 15.5, 2_000), ("2", 14.5, 200_000))
    )  # fmt: skip
    here = council(tmp_path, [*few, *many], [health(id, **SHARE) for id in "12"])
    # both are two differences that matter away: 110 people and 9,000
    assert biggest_concern(here).indicator.id == "2"


def test_a_tested_change_between_old_figures_does_not_lead_the_overview(tmp_path):
    before = {"period": "2009-01-01/P3Y", "period_label": "2009 - 11"}
    rows = [*own("1", 40.0, **OLD), *own("1", 70.0, **before), *own("2", 57.0)]
    here = council(tmp_path, rows, [health("1"), health("2")])
    assert "Health 2, males, in Anytown stood at 57.0" in written_headline(here)
    assert written_headline(here).startswith("Of 1 measure with current figures 1 is worse")
    old = "newest figure in the files used is of 2012 to 2014"
    change = next(line for line in priority_card(here).splitlines() if "Tested change" in line)
    assert "fell from 70.0" in change and old in change
    assert key_messages(here)[1].text.endswith(f"The {old}.")


def test_the_widest_gap_to_england_over_time_is_the_one_most_differences_away(tmp_path, page):
    """Furthest in what matters (4 of 1 against 6 of 4), of those that are not old."""
    years = [{"period": f"{y}-01-01/P1Y", "period_label": str(y)} for y in (2022, 2023, 2024)]
    ancient = [{"period": f"{y}-01-01/P1Y", "period_label": str(y)} for y in (2010, 2011, 2012)]
    rows = [row for year in years for row in (*own("1", 58.0, **year), *own("2", 56.0, **year))]
    rows += [row for year in ancient for row in own("3", 30.0, **year)]
    indicators = [health("1", matters=1), health("2", matters=4), health("3", matters=1)]
    made = council(tmp_path, rows, indicators)
    store = replace(made.store, neighbours=pd.DataFrame(columns=list(SET_COLUMNS)))
    told = widest_gap(replace(made, store=store, whole_area=None), page)
    assert "Anytown was lower than England in all 3 periods on health 1" in told
    assert "health 2" not in told.lower() and "health 3" not in told.lower()
    only_old = [row for year in ancient for row in own("3", 30.0, **year)]
    old = council(tmp_path, only_old, indicators[2:])
    assert widest_gap(replace(old, store=replace(old.store, neighbours=store.neighbours),
                              whole_area=None), page) == ""  # fmt: skip
