"""Claims held against invented facts: each verdict by its rule, and what decides nothing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of
from invented_register import a_register

from jsna.analysis.claim_check import KnownFigures, check_claims
from jsna.analysis.claims import WHY, Verdict
from jsna.claims.claim import Claim
from jsna.fact_schema import ENGLAND
from jsna.facts.assemble import empty_published
from jsna.narrative.claim_words import claim_table

PERIOD = "2022-01-01/P3Y"
EARLIER = "2019-01-01/P3Y"
CODES = [f"E0600000{n}" for n in range(1, 10)]


def claim(kind="value", **changes) -> dict:
    given = {
        "claim_id": "a", "document": "a.txt", "line": 1, "claim": "Said", "kind": kind,
        "indicator_id": "1", "area_code": AREA, "sex": "Male", "period": PERIOD,
        "unit": "years", "written": date(2026, 1, 1),
    }  # fmt: skip
    return Claim.model_validate(given | changes).model_dump()


def number(value, precision=0.1, **changes) -> dict:
    return claim(value=value, precision=precision, **changes)


def compared(direction, **changes) -> dict:
    return claim("comparison", direction=direction, **({"against": ENGLAND} | changes))


def frame_of(*claims: dict) -> pd.DataFrame:
    frame = pd.DataFrame(list(claims))
    numbers = ["value", "precision", "count", "denominator"]
    return frame.astype(dict.fromkeys(numbers, "float64")).assign(
        written=pd.to_datetime(frame["written"]).astype("datetime64[s]")
    )


def checked(claims, *facts, earlier=(), published=None, **changes) -> pd.DataFrame:
    labels = empty_published() if published is None else published
    known = KnownFigures(
        facts_of(*facts), labels, {"1": indicator(**changes)},
        a_register(*((code, "unitary", code) for code in CODES)), facts_of(*earlier), {},
    )  # fmt: skip
    return check_claims(frame_of(*claims), known)


def whys(said: list[dict], *facts, **changes) -> list[str]:
    """The reasons of several claims, checked at once."""
    found = checked(said, *facts, **changes)
    assert list(found["verdict"]) == [WHY[word] for word in found["why"]]
    return list(found["why"])


def why(said: dict, *facts, **changes) -> str:
    return whys([said], *facts, **changes)[0]


def test_a_number_is_held_against_the_figure_as_it_was_printed():
    expected = {
        (60.0, 0.1): "equal",
        (60.04, 0.01): "equal",
        (60.0, 1): "rounded",
        (62.0, 4): "rounded",  # 60 to 64: half of the digit either way
        (60.3, 0.1): "inside the interval",
        (61.3, 0.1): "outside the interval",
    }
    said = [number(stated, precision) for stated, precision in expected]
    assert whys(said, fact(value=60.04)) == list(expected.values())


def test_halves_go_up():
    said = [number(60.1), number(60.0)]
    assert whys(said, fact(value=60.05)) == ["equal", "inside the interval"]


def test_without_an_interval_a_revision_may_have_moved_a_figure_by_five_per_cent():
    row = fact(value=40176, lower=np.nan, upper=np.nan)
    assert whys([number(39927, 1), number(38000, 1)], row) == ["near", "far"]


def test_what_an_earlier_build_held_is_superseded_however_far_it_is():
    row, before = fact(value=60), fact(value=70, lower=69, upper=71)
    found = checked([number(70)], row, earlier=[before]).iloc[0]
    assert (found["why"], found["verdict"]) == ("as published before", Verdict.SUPERSEDED)
    assert why(number(70), row) == "outside the interval"


def test_over_and_under_are_confirmed_by_a_figure_on_that_side():
    assert why(number(59, direction="over"), fact()) == "bound"
    assert why(number(59, direction="under"), fact(lower=59.5)) == "outside the interval"


def test_the_newest_figure_stands_beside_and_changes_no_verdict():
    rows = [fact(period=EARLIER, period_label="2019 - 21", value=55.0, lower=54, upper=56), fact()]
    found = checked([number(55.0, period=EARLIER)], *rows).iloc[0]
    assert found["verdict"] == Verdict.CONFIRMED
    assert (found["newest"], found["newest_label"]) == (60.0, "2022 - 24")


def test_what_the_files_do_not_hold_is_not_checkable():
    changes = [
        {"period": "2010-01-01/P3Y"}, {"sex": "Female"}, {"area_code": "E06000098"},
        {"edition": "2014-based"},
    ]  # fmt: skip
    found = checked([number(60.0, **change) for change in changes], fact())
    assert list(found["why"]) == ["no period", "no series", "no series", "no edition"]
    assert set(found["verdict"]) == {Verdict.NOT_CHECKABLE}


def test_a_value_that_the_source_does_not_give_is_never_zero():
    row = fact(value=np.nan, lower=np.nan, upper=np.nan, status="suppressed")
    assert why(number(0.0), row) == "no value"


def test_a_claim_without_period_is_held_against_what_was_at_hand_when_it_was_written():
    rows = [fact(period=EARLIER, value=55.0, lower=54, upper=56), fact()]
    early = {"period": "", "written": date(2024, 6, 1)}
    assert why(number(55.0, **early), *rows) == "equal"
    assert why(number(60.0, **early), *rows) == "outside the interval"
    assert why(number(60.0, period="", written=date(2018, 1, 1)), *rows) == "no period"


def test_a_claim_without_period_that_fits_an_older_figure_contradicts_nothing():
    rows = [fact(period=EARLIER, period_label="2019 - 21", value=55.0, lower=54, upper=56), fact()]
    found = checked([number(55.0, period="")], *rows).iloc[0]
    assert (found["why"], found["older_held_label"]) == ("older figure", "2019 - 21")
    assert found["verdict"] == Verdict.SUPERSEDED
    # with its period it does
    assert why(number(55.0), *rows) == "outside the interval"


def test_a_comparison_counts_by_the_outcome_of_its_period():
    said = [compared(word) for word in ("worse", "lower", "better", "higher", "similar")]
    sides = ["tested", "tested", "other side", "other side", "a difference"]
    assert whys(said, fact(), england()) == sides
    near = fact(value=61.8, lower=60.8, upper=62.8)
    found = whys([compared("worse"), compared("similar")], near, england())
    assert found == ["no difference", "tested"]


def test_what_is_too_imprecise_or_untested_decides_nothing():
    wide = fact(value=61.0, lower=50, upper=72)
    assert why(compared("worse"), wide, england()) == "imprecise"
    bare = fact(lower=np.nan, upper=np.nan)
    assert why(compared("worse"), bare, england(), interval_method="none") == "untested"
    assert why(compared("worse"), fact()) == "unlike"
    assert why(compared("worse"), fact(), england(), polarity="none") == "no direction"


def test_a_goal_of_its_time_counts_as_what_it_is():
    goals = [{"value": 65, "since": "2020-01-01", "source": "A ministry."}]
    said = [
        *(compared(word, against="goal") for word in ("worse", "better")),
        *(claim("target", value=value, precision=1) for value in (65, 66)),
    ]
    found = whys(said, fact(), goals=goals)
    assert found == ["tested", "other side", "goal in force", "own target"]


def test_a_change_counts_by_a_test_on_the_areas_own_values():
    said = [
        claim("change", direction="increase", since=EARLIER),
        claim("change", direction="decrease", since=EARLIER),
        # the last figure that shares no time stands where no earlier period is stated
        claim("change", direction="increase"),
    ]

    def before(then: float) -> dict:
        return fact(period=EARLIER, value=then, lower=then - 1, upper=then + 1)

    assert whys(said, before(55.0), fact()) == ["tested", "other way", "tested"]
    assert whys(said, before(59.5), fact()) == ["no change"] * 3


def test_a_change_is_not_read_from_figures_that_nothing_tests():
    bare = {"lower": np.nan, "upper": np.nan}
    rows = [fact(period=EARLIER, value=50.0, **bare), fact(**bare)]
    said = claim("change", direction="increase", since=EARLIER)
    assert why(said, *rows, interval_method="none") == "change untested"
    assert why(said, fact()) == "no earlier figure"
    # of everybody who was counted any difference is one
    counted = {"value_type": "count", "interval_method": "none"}
    assert why(said, *rows, **counted) == "tested"


def test_an_amount_of_change_is_held_against_the_difference():
    bare = {"lower": np.nan, "upper": np.nan}
    rows = [fact(period=EARLIER, value=40382, **bare), fact(value=42280, **bare)]

    def said(value, precision, unit) -> dict:
        return claim("change", value=value, precision=precision, unit=unit, since=EARLIER,
                     direction="increase")  # fmt: skip

    stated = [said(4.7, 0.1, "%"), said(5, 1, "%"), said(1890, 1, "years"), said(9, 1, "%")]
    assert whys(stated, *rows) == ["equal", "rounded", "near", "far"]


def test_no_revision_is_assumed_to_turn_a_change_round():
    bare = {"lower": np.nan, "upper": np.nan}
    rows = [fact(period=EARLIER, value=40100, **bare), fact(value=40000, **bare)]
    said = claim("change", value=0.6, precision=0.1, unit="%", direction="increase", since=EARLIER)
    assert why(said, *rows) == "other way"
    assert why(said | {"direction": "decrease"}, *rows) == "near"


def test_a_share_is_what_its_own_counts_give():
    rows = [
        (385, 855, 45, 1, "%"),
        (401, 49625, 808.1, 0.1, "per 100,000"),
        (7, 335, 2.8, 0.1, "%"),
    ]
    names = ("count", "denominator", "value", "precision", "unit")
    said = [claim("share", indicator_id="", **dict(zip(names, row, strict=True))) for row in rows]
    assert whys(said) == ["counts give it", "counts give it", "counts give another"]


def test_a_share_of_residents_is_worked_out_of_the_facts():
    people = {"lower": np.nan, "upper": np.nan}
    rows = [fact(value=1000, **people), fact(value=188, age="65+", **people)]
    said = claim("share", age="65+", value=18.8, precision=0.1, unit="%")
    found = checked([said], *rows).iloc[0]
    assert (found["why"], found["now"]) == ("equal", pytest.approx(18.8))


def test_a_rank_is_held_against_the_tier_of_its_year_alone():
    stated = {
        (4, 9, "lowest first"): "equal",
        (6, 9, "highest first"): "equal",
        # of years, high is good
        (6, 9, "best first"): "equal",
        (4, 9, "worst first"): "equal",
        (5, 9, "lowest first"): "inside the interval",
        (8, 9, "lowest first"): "other rank",
        # eight authorities are another list than the nine of the tier
        (4, 8, "lowest first"): "other list",
    }
    said = [
        claim("rank", area_code=CODES[3], value=place, denominator=among, direction=direction)
        for place, among, direction in stated
    ]
    rows = [fact(code, n, n - 1.2, n + 1.2) for n, code in enumerate(CODES, start=1)]
    assert whys(said, *rows) == list(stated.values())
    assert whys(said[:1], *rows[3:]) == ["no rank"]


def test_a_claim_that_nothing_measures_keeps_its_reason():
    said = claim("other", indicator_id="", lacks="opinion")
    assert why(said, fact()) == "lacks"


def test_claims_keep_their_order_and_none_is_lost():
    said = [number(v, claim_id=f"c-{n}") for n, v in enumerate([60.0, 12.0, 60.3])]
    found = checked(said, fact())
    assert list(found["claim_id"]) == ["c-0", "c-1", "c-2"]
    assert list(found["verdict"]) == ["confirmed", "contradicted", "superseded"]


def told(said: dict, *facts, data_age="", **changes) -> pd.Series:
    """What readers see of one claim."""
    rows = checked([said], *facts, **changes).assign(received="", data_age=data_age)
    return claim_table(rows, {"1": indicator()}, {ENGLAND: "England"}).iloc[0]


def test_a_figure_is_told_with_its_interval_and_its_period():
    said = told(compared("worse"), fact(), england())
    assert said["Why"].startswith("60.0 years (95% interval 59.0 to 61.0) against")
    assert said["Newest"] == "60.0 years (2022 to 2024; 95% interval 59.0 to 61.0)"
    earlier = fact(period=EARLIER, period_label="2019 - 21", value=55.0, lower=54, upper=56)
    moved = told(claim("change", direction="increase", since=EARLIER), earlier, fact())
    then = "From 55.0 years (2019 to 2021; 95% interval 54.0 to 56.0)"
    assert moved["Why"].startswith(f"{then} to 60.0 years (2022 to 2024;")
    fits = told(number(55.0, period=""), earlier, fact())["Why"]
    assert "of 2019 to 2021: 55.0 years (95% interval 54.0 to 56.0)" in fits


def test_an_interval_that_was_worked_out_says_so():
    counts = {"lower_95": np.nan, "upper_95": np.nan, "count": 300.0, "denominator": 500.0}
    of_counts = {"value_type": "proportion", "interval_method": "wilson", "multiplier": 100}
    said = told(compared("worse"), fact(**counts), england(70.0), **of_counts)
    assert ", worked out from count and denominator) against" in said["Why"]


def test_an_old_figure_is_said_to_be_old():
    assert "2022 to 2024, old;" in told(number(60.0), fact(), data_age="old")["Newest"]


def test_a_verdict_of_the_source_is_said_to_be_its():
    bare = {"lower": np.nan, "upper": np.nan}
    rows = [fact(**bare), fact(ENGLAND, value=62.0, **bare)]
    source = told(compared("worse"), *rows, published=labels_of("Worse"))["Why"]
    assert "worse (the source's verdict)" in source
    own = told(compared("worse"), fact(), england())["Why"]
    assert "in England: worse." in own and "verdict" not in own
