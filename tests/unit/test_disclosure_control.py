import numpy as np
import pandas as pd
import pytest
from random_tables import AUTHORITY

from jsna.disclosure import control
from jsna.disclosure.attack import attack
from jsna.disclosure.control import (
    NOT_PROTECTED,
    SMALL,
    WITH_OTHERS,
    is_small,
    pooling,
    rounded,
    suppress,
)
from jsna.settings.source import Disclosure

RULE = Disclosure(lowest_count=1, highest_count=7, round_to=1)
YEAR = "2024-01-01/P1Y"


def table(counts: dict[str, float], **columns) -> pd.DataFrame:
    base = {"sex": "Persons", "age": "All ages", "period": YEAR} | columns
    return pd.DataFrame({"area_code": list(counts), **base, "count": list(counts.values())})


def ward(number: int) -> str:
    return f"E05{number:06d}"


def wards(*counts: float, total: float | None = None) -> pd.DataFrame:
    named = {ward(i): float(count) for i, count in enumerate(counts)}
    return table(named | {AUTHORITY: float(sum(counts)) if total is None else total})


def hide(cells: pd.DataFrame, *codes: str) -> pd.DataFrame:
    return cells.assign(hidden=cells["area_code"].isin(codes))


def ranges(cells: pd.DataFrame, rule=RULE, least=None) -> list[tuple[float, float]]:
    found = attack(cells, rule, least)
    return list(zip(found["lowest"], found["highest"], strict=True))


def assert_protected(cells: pd.DataFrame, why: pd.Series, rule=RULE) -> None:
    shown = cells.assign(hidden=why != "", count=rounded(cells["count"], rule))
    assert attack(shown, rule)["protected"].all()


def test_the_attack_finds_a_single_hidden_ward_by_subtraction():
    cells = hide(wards(3, 20, 40), ward(0))
    assert ranges(cells) == [(3, 3)]
    assert not attack(cells, RULE)["protected"].any()


def test_two_hidden_wards_have_their_sum_between_them():
    assert ranges(hide(wards(3, 20, 40), ward(0), ward(1))) == [(0, 23), (0, 23)]
    assert (
        attack(hide(wards(3, 2, 40), ward(0), ward(1)), RULE)["protected"].tolist() == [False] * 2
    )


def test_without_the_total_nothing_limits_a_count():
    assert ranges(hide(wards(3, 20), ward(0), AUTHORITY)) == [(0, np.inf), (20, np.inf)]


def test_the_attack_knows_that_persons_are_males_and_females():
    cells = pd.concat([table({ward(0): n}, sex=s) for s, n in
                       (("Male", 3.0), ("Female", 20.0), ("Persons", 23.0))],
                      ignore_index=True)  # fmt: skip
    assert ranges(cells.assign(hidden=cells["sex"] == "Male")) == [(3, 3)]


def test_the_attack_takes_ages_apart():
    parts = {"0-17": 3.0, "18-64": 30.0, "65+": 40.0, "18+": 70.0, "All ages": 73.0}
    cells = pd.concat([table({ward(0): n}, age=age) for age, n in parts.items()], ignore_index=True)
    hidden = cells.assign(hidden=cells["age"].isin(["0-17", "18-64", "65+"]))
    assert ranges(hidden) == [(3, 3), (0, 70), (0, 70)]


def test_the_attack_subtracts_rolling_periods():
    pooled = {"2020-01-01/P3Y": 30.0, "2021-01-01/P3Y": 33.0, "2020-01-01/P4Y": 36.0,
              "2020-01-01/P1Y": 3.0}  # fmt: skip
    cells = pd.concat([table({ward(0): n}, period=p) for p, n in pooled.items()], ignore_index=True)
    assert ranges(cells.assign(hidden=cells["period"] == "2020-01-01/P1Y")) == [(3, 3)]


def test_the_attack_subtracts_a_custom_area_from_its_ward():
    least = {ward(0): frozenset("abc"), "custom": frozenset("ab"), "lsoa-c": frozenset("c")}
    cells = hide(table({ward(0): 50.0, "custom": 46.0, "lsoa-c": 4.0}), "lsoa-c")
    assert ranges(cells, least=least) == [(4, 4)]
    assert ranges(cells) == [(0, np.inf)]


def test_wards_and_lsoas_fill_the_authority_without_a_look_up():
    cells = wards(10, 20)
    lsoas = table({"E01000001": 4.0, "E01000002": 26.0})
    both = pd.concat([cells, lsoas], ignore_index=True)
    assert ranges(hide(both, "E01000001", AUTHORITY)) == [(30, 30), (4, 4)]


def test_rounded_counts_are_known_to_half_the_base():
    rule = RULE.model_copy(update={"round_to": 5})
    assert ranges(hide(wards(3, 20, total=25), ward(0)), rule) == [(1, 9)]
    assert rounded(pd.Series([8.0, 12.0, 13.0, np.nan]), rule).tolist()[:3] == [10, 10, 15]


def test_a_total_that_wards_do_not_fill_has_a_rest():
    cells = pd.concat([wards(9, 40, total=60.0), wards(3, 30, total=44.0).assign(sex="Male")],
                      ignore_index=True)  # fmt: skip
    hidden = cells.assign(hidden=cells["count"] == 3)
    # 11 of the authority are of no ward, at most 9 of the ward are male
    assert ranges(hidden) == [(3, 9)]


def test_a_single_small_ward_takes_another_one_with_it():
    cells = wards(3, 20, 40, 9)
    why = suppress(cells, RULE)
    assert why[0] == SMALL
    assert why.tolist().count(WITH_OTHERS) == 1
    assert_protected(cells, why)


def test_a_zero_is_no_person_and_is_shown_unless_the_rule_hides_it():
    cells = wards(0, 20, 40)
    assert (suppress(cells, RULE) == "").all()
    strict = suppress(cells, Disclosure(lowest_count=0, highest_count=4, round_to=1))
    assert strict[0] == SMALL
    assert_protected(cells, strict, Disclosure(lowest_count=0, highest_count=4, round_to=1))


def test_zeros_alone_do_not_protect_a_small_count():
    cells = wards(3, 0, 0, 0)
    why = suppress(cells, RULE)
    assert why.tolist()[0] == why.tolist()[-1] == SMALL
    assert_protected(cells, why)


def test_the_complement_is_hidden_as_the_count_is():
    cells = wards(46, 200, 300).assign(denominator=[50.0, 900.0, 900.0, 1850.0])
    why = suppress(cells, RULE)
    assert why[0] == SMALL
    assert_protected(cells.assign(limit=cells["denominator"]), why)


def test_a_denominator_that_is_shown_narrows_the_range():
    cells = hide(wards(3, 20, 40), ward(0), ward(1)).assign(limit=[5.0, 900.0, 900.0, 900.0])
    assert ranges(cells) == [(0, 5), (18, 23)]


def test_a_count_that_is_hidden_already_is_protected_too():
    cells = wards(30, 20, 40).assign(hidden=[True, False, False, False])
    unknown = cells.assign(count=cells["count"].where(~cells["hidden"]))
    why = suppress(unknown, RULE)
    assert why.tolist().count(WITH_OTHERS) == 1
    assert_protected(cells, why)


def test_what_an_earlier_release_shows_cannot_be_hidden_again():
    cells = wards(3, 20, 40).assign(fixed=[False, True, True, True])
    assert suppress(cells, RULE).tolist() == [NOT_PROTECTED, "", "", ""]
    some = wards(3, 20, 40).assign(fixed=[False, True, False, True])
    assert suppress(some, RULE).tolist() == [SMALL, "", WITH_OTHERS, ""]


def test_counts_that_contradict_each_other_are_hidden_until_they_do_not():
    cells = pd.concat([table({ward(0): n}, age=age) for age, n in
                       (("0-17", 30.0), ("0-64", 20.0), ("18-64", 3.0), ("65+", 9.0))],
                      ignore_index=True)  # fmt: skip
    why = suppress(cells, RULE)
    assert SMALL in why.tolist()
    assert_protected(cells, why)


def test_small_counts_are_those_of_the_rule():
    assert is_small(pd.Series([0, 1, 7, 8, np.nan]), RULE).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_pooling_names_the_fewest_years_that_are_not_small():
    counts = [3.0, 3.0, 3.0, 4.0]
    cells = pd.concat([table({ward(0): n, ward(1): 50.0}, period=f"{2020 + i}-01-01/P1Y")
                       for i, n in enumerate(counts)])  # fmt: skip
    found = pooling(cells, RULE)
    assert found["area_code"].tolist() == [ward(0)]
    assert found[["years", "available"]].iloc[0].tolist() == [3, 4]
    few = pooling(cells[cells["period"] < "2022"], RULE).iloc[0]
    assert np.isnan(few["years"])


def series(periods: list[str], counts: list[float], denominator: float = np.nan) -> pd.DataFrame:
    return (
        table({AUTHORITY: 0.0})
        .drop(columns=["period", "count"])
        .merge(
            pd.DataFrame({"period": periods, "count": counts, "denominator": denominator}),
            how="cross",
        )
    )


MONTHS = [f"2024-{month:02d}-01/P1M" for month in range(1, 9)]
LARGE = [40.0, 22, 9, 31, 17, 55, 12, 64]


def seen_whole(cells: pd.DataFrame, rule: Disclosure, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the cells are attacked, all of them; what is hidden is the same either way."""
    asked: list[pd.DataFrame] = []
    with monkeypatch.context() as patch:
        looks = control.shown_table
        patch.setattr(
            control, "shown_table", lambda f, *a, **k: asked.append(f) or looks(f, *a, **k)
        )
        why = suppress(cells, rule)
        attacked = bool(asked)
        patch.setattr(control, "tell_nothing_of_each_other", lambda _: False)
        pd.testing.assert_series_equal(why, suppress(cells, rule))
        assert asked
    return attacked


@pytest.mark.parametrize("round_to", [1, 5])
def test_a_series_without_a_small_count_is_shown_without_an_attack(round_to, monkeypatch):
    rule = Disclosure(lowest_count=1, highest_count=7, round_to=round_to)
    now = series(MONTHS, LARGE).assign(releases=1, vintage=0, fixed=False, base=round_to)
    before = now.assign(releases=[2, *[3] * 7], fixed=True)
    for cells in (series(MONTHS, LARGE), series(MONTHS, LARGE, 100), now, before):
        assert not seen_whole(cells, rule, monkeypatch)


@pytest.mark.parametrize(
    "cells",
    [
        series(MONTHS, [3.0, *LARGE[1:]]),
        series(MONTHS, LARGE, 65),  # one person was without
        series([*MONTHS, "2024-01-01/P1Y"], [*LARGE, 255]),  # which tells of four months
        series(["2021-01-01/P3Y", "2022-01-01/P3Y"], [20, 21]),
        series(MONTHS, LARGE).assign(sex=["Male", *["Persons"] * 7]),
        series(MONTHS, LARGE).assign(hid_before=[True, *[False] * 7]),
        series(MONTHS, LARGE).assign(vintage=[*[0] * 7, 1], releases=[*[3] * 7, 2], fixed=True),
    ],
)
def test_a_series_that_may_tell_more_is_attacked(cells, monkeypatch):
    assert seen_whole(cells, RULE, monkeypatch)
