"""Headlines are findings: values on both sides, a tested change in front, and never a bare rank."""

import dataclasses

import pytest
from invented_facts import AREA, fact, facts_of
from test_words import like

from jsna.analysis.movement import Change, Movement
from jsna.analysis.outcome import Basis, Outcome
from jsna.analysis.standing import Standing, standing
from jsna.fact_schema import ENGLAND
from jsna.narrative.finding_headline import finding_headline, shown_change

FELL = Change("decreased", "2016 - 18", "2022 - 24", 72.2, 64.8, "")
SHORT = "Healthy life expectancy"
START = "Healthy life expectancy, males, 2022 to 2024: 64.8 years in Rutland"


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"outcome": Outcome.WORSE}, ", worse than England's 61.3"),
        ({"outcome": Outcome.SIMILAR}, ", similar to England's 61.3"),
        (
            {"outcome": Outcome.WORSE, "basis": Basis.SOURCE},
            ", worse than England's 61.3 (the source's verdict)",
        ),
        ({}, ", too imprecise to judge against England's 61.3"),
        ({"outcome": Outcome.NOT_TESTED}, " against England's 61.3, difference not tested"),
        (
            {"outcome": Outcome.NOT_COMPARABLE, "reason": "England has no value"},
            "; England has no value",
        ),
    ],
)
def test_a_level_stands_beside_englands_with_both_values(changes, end):
    assert finding_headline(like(**changes), SHORT) == START + end


def test_the_unit_of_a_share_stands_on_both_sides():
    share = like(unit="%", outcome=Outcome.WORSE)
    assert finding_headline(share, SHORT).endswith("64.8% in Rutland, worse than England's 61.3%")


def test_a_shown_change_leads_and_outranks_a_verdict_that_could_not_be_given():
    assert finding_headline(like(), SHORT, FELL, Standing("above", 12, False)) == (
        "Healthy life expectancy, males, fell in Rutland from 72.2 years (2016 to 2018) to 64.8"
        " years (2022 to 2024), more than chance; too imprecise to judge against England's 61.3"
    )
    rose = dataclasses.replace(FELL, change="increased")
    said = finding_headline(like(outcome=Outcome.WORSE, sex="Persons"), SHORT, rose)
    assert said.startswith(
        "Healthy life expectancy rose in Rutland from 72.2 years (2016 to 2018) to 64.8 years"
    )
    assert said.endswith("more than chance; worse than England's 61.3")


@pytest.mark.parametrize("word", ["no significant change", "not tested"])
def test_change_without_a_test_that_shows_it_leads_nothing(word):
    untold = dataclasses.replace(FELL, change=word)
    moved = Movement("", "", "", "", "", since_last=untold, since_start=None)
    assert shown_change(moved) is None and shown_change(None) is None
    both = dataclasses.replace(moved, since_start=FELL)
    assert shown_change(both) is FELL


def test_a_side_that_was_never_left_is_told_with_its_number_of_years():
    said = finding_headline(like(outcome=Outcome.WORSE), SHORT, None, Standing("below", 14, True))
    assert said.endswith("worse than England's 61.3; below it in all 14 years")
    alone = like(outcome=Outcome.NOT_COMPARABLE, reason="England has no value")
    assert "in all" not in finding_headline(alone, SHORT, None, Standing("below", 14, True))


def series(own: list[float], other: list[float], period: str = "20{}-01-01/P1Y"):
    rows = []
    for number, pair in enumerate(zip(own, other, strict=True)):
        when = period.format(10 + number)
        rows += [fact(code, value, period=when) for code, value in zip((AREA, ENGLAND), pair)]  # noqa: B905
    return facts_of(*rows)


def test_a_standing_needs_every_period_that_both_have_and_three_at_least():
    assert standing(series([3, 3, 3], [1, 1, 1]), AREA, ENGLAND) == Standing("above", 3, True)
    pooled = series([1, 1, 1], [3, 3, 3], "20{}-01-01/P3Y")
    assert standing(pooled, AREA, ENGLAND) == Standing("below", 3, False)
    assert standing(series([3, 3], [1, 1]), AREA, ENGLAND) is None
    assert standing(series([3, 1, 3], [1, 1, 1]), AREA, ENGLAND) is None
    lacking = series([3, 3, 3], [1, 1, float("nan")])
    assert standing(lacking, AREA, ENGLAND) is None
    assert standing(lacking, AREA, "E12000099") is None
