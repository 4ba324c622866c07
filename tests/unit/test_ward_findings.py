"""One outcome for each ward and comparator: flagged, similar, too imprecise, or why not tested."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import england, fact, facts_of, indicator

from jsna.analysis import ward_findings as module
from jsna.analysis.ward_findings import newest_wards, ward_findings, with_every_ward

FEW, MANY = 15.0, 70.0


def share(**changes):
    given = {
        "polarity": "low-is-good", "unit": "%", "multiplier": 100, "value_type": "proportion",
        "matters": 2, "levels": ["england", "unitary", "ward"],
    }  # fmt: skip
    return indicator(**given | changes)


def ward(number, count=40.0, people=1000.0, **changes):
    row = fact(
        f"E0500000{number}", area_type="ward", sex="Persons", value=100 * count / people,
        count=count, denominator=people, lower=np.nan, upper=np.nan,
    )  # fmt: skip
    return row | changes


def hidden(number, status="suppressed"):
    return ward(number, value=np.nan, status=status)


def wards(*rows):
    return facts_of(*rows)


def six():
    """Four wards as England, one with many more, one with many fewer."""
    counts = [40.0, 40.0, MANY, 40.0, FEW, 40.0]
    return wards(*(ward(n, count) for n, count in enumerate(counts)))


def found(frame, item=None, level=4.0, **stratum):
    theirs = facts_of(england(level, **{"sex": "Persons"} | stratum))
    return ward_findings(frame, theirs, item or share())


def outcomes(frame, side="england"):
    return frame[f"outcome_{side}"].tolist()


@pytest.mark.parametrize(
    ("polarity", "high", "low"),
    [("low-is-good", "worse", "better"), ("high-is-good", "better", "worse"),
     ("none", "higher", "lower")],
)  # fmt: skip
def test_a_flag_is_worded_by_polarity(polarity, high, low):
    result = found(six(), share(polarity=polarity))
    expected = ["similar", "similar", high, "similar", low, "similar"]
    assert outcomes(result) == expected
    assert outcomes(result, "rest") == expected
    assert set(result["reason_england"]) | set(result["reason_rest"]) == {""}


def test_without_a_flag_the_width_of_the_interval_decides():
    # 40 of 1000 is 4.0% [2.9, 5.4]: 1.4 on its wider side
    narrow, wide = found(six(), share(matters=1.5)), found(six(), share(matters=1.3))
    assert outcomes(narrow).count("similar") == 4
    assert outcomes(wide).count("too imprecise to judge") == 4
    assert outcomes(wide, "rest").count("too imprecise to judge") == 4
    assert wide["reason_england"][0].startswith("the interval is wider than the difference")
    # a flag is a verdict however wide the interval
    assert [outcomes(wide)[n] for n in (2, 4)] == ["worse", "better"]


def test_intervals_that_nobody_published_come_from_the_counts():
    result = found(six())
    assert set(result["interval_from"]) == {"counts"}
    # Wilson's limits of 40 of 1000, as a pocket calculator gives them
    assert result[["lower_95", "upper_95"]].iloc[0].round(2).tolist() == [2.95, 5.4]
    given = found(wards(*(ward(n, lower_95=3.0, upper_95=5.0) for n in range(3))))
    assert set(given["interval_from"]) == {"published"}
    assert set(given["lower_95"]) == {3.0}


def test_p_says_where_it_comes_from():
    result = found(six())
    assert set(result["p_from"]) == {"score test (Wilson's interval)"}
    assert set(result["p_rest_from"]) == {"test of two proportions"}
    rate = found(six(), share(value_type="rate"))
    assert set(rate["p_from"]) == {"exact Poisson"}
    assert set(rate["p_rest_from"]) == {"exact test of two Poisson rates"}


def test_without_england_each_ward_is_still_held_against_the_rest():
    none = ward_findings(six(), facts_of(), share())
    assert set(outcomes(none)) == {"not comparable"}
    assert set(none["reason_england"]) == {"the file used holds no value for England"}
    assert set(none["p_from"]) == {""}
    assert outcomes(none, "rest")[2] == "worse"


@pytest.mark.parametrize(
    ("stratum", "reason"),
    [({"sex": "Male"}, "England has no value for the same sex and age"),
     ({"period": "2019-01-01/P3Y"}, "England has no value for the same period"),
     ({"edition": "2"}, "England has no value of the same edition")],
)  # fmt: skip
def test_like_is_compared_with_like(stratum, reason):
    result = found(six(), **stratum)
    assert set(outcomes(result)) == {"not comparable"}
    assert set(result["reason_england"]) == {reason}


@pytest.mark.parametrize(
    ("status", "reason"),
    [("suppressed", "the source suppressed the value"),
     ("not-available", "the file used holds no value")],
)  # fmt: skip
def test_a_hidden_ward_leaves_no_rest_for_anybody(status, reason):
    # the count stands in the row although the value is hidden: it must not be used
    frame = wards(*(six().to_dict("records")), hidden(6, status))
    result = found(frame)
    assert result["reason_england"].tolist()[6] == reason
    assert result["reason_rest"].tolist() == [module.HIDDEN] * 6 + [reason]
    assert set(outcomes(result, "rest")) == {"not comparable"}
    assert result["rest"].isna().all() and np.isnan(result["count"][6])
    assert outcomes(result)[2] == "worse" and set(result["family"]) == {6}


def test_a_ward_that_the_source_does_not_list_leaves_no_rest_either():
    frame = with_every_ward(six(), [f"E0500000{n}" for n in range(7)])
    assert frame["area_code"].tolist()[-1] == "E05000006" and len(frame) == 7
    assert np.isnan(frame["value"].iloc[-1]) and frame["status"].iloc[-1] == "not-available"
    assert set(outcomes(found(frame), "rest")) == {"not comparable"}
    assert (
        with_every_ward(six(), ["E05000000"]) is not None and len(with_every_ward(six(), [])) == 6
    )


@pytest.mark.parametrize("value_type", ["standardised-rate", "mean", "other"])
def test_what_cannot_be_added_up_is_tested_by_its_interval_alone(value_type):
    rows = [ward(n, lower_95=3.5, upper_95=4.5) for n in range(3)]
    rows.append(ward(3, 70.0, lower_95=6.0, upper_95=8.0))
    result = found(wards(*rows), share(value_type=value_type, matters=1))
    assert outcomes(result) == ["similar", "similar", "similar", "worse"]
    assert set(result["p_from"]) == {"the published interval"}
    assert set(result["reason_rest"]) == {module.NOT_ADDED}
    bare = found(six(), share(value_type=value_type))
    assert set(bare["reason_england"]) == {module.NOTHING_TO_TEST}


def test_counts_without_denominators_are_not_tested():
    rows = [ward(n, denominator=np.nan) for n in range(3)]
    result = found(wards(*rows))
    assert set(result["reason_england"]) == {module.NOTHING_TO_TEST}
    assert set(result["reason_rest"]) == {module.NO_COUNTS}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"value_type": "count"}, module.COUNTS),
     ({"comparison_method": "none"}, "this indicator is not meant to be compared")],
)  # fmt: skip
def test_what_is_not_to_be_compared_is_not(changes, reason):
    rows = [ward(n, 70.0, lower_95=6.0, upper_95=8.0) for n in range(3)]
    result = found(wards(*rows), share(**changes))
    assert set(result["reason_england"]) == set(result["reason_rest"]) == {reason}
    assert set(outcomes(result)) == {"not comparable"}


def test_an_authority_of_one_ward_has_no_rest():
    result = found(wards(ward(0, 70.0)))
    assert result["reason_rest"].tolist() == [module.ALONE]
    assert outcomes(result) == ["worse"]


def test_the_newest_period_is_the_one_that_ends_last_among_wards():
    old, new = {"period": "2019-01-01/P3Y"}, {"period": "2022-01-01/P3Y"}
    frame = facts_of(
        ward(1, **new), ward(0, **new), ward(0, **old), ward(0, period="2023-01-01/P1Y"),
        ward(2, period="2025-01-01/P3Y", value=np.nan), england(period="2028-01-01/P3Y"),
    )  # fmt: skip
    rows = newest_wards(frame, "1", "Persons", "")
    assert rows["area_code"].tolist() == ["E05000000", "E05000001"]
    assert set(rows["period"]) == {"2022-01-01/P3Y"}
    assert newest_wards(frame.iloc[-1:], "1", "Persons", "").empty


def test_no_row_is_changed_in_place():
    frame = six()
    before = frame.copy()
    found(frame)
    pd.testing.assert_frame_equal(frame, before)
