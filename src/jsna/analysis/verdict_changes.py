"""Verdicts against a comparator that differ between two states of an area's facts.

A verdict flips without the value: England moves, an interval is redrawn. Each row says whether
the value changed; for a new period a test on the area's own figures says it, never the flip.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from jsna.analysis.change import NOT_TESTED, change_since_last
from jsna.analysis.comparator_judgement import judge_frame
from jsna.fact_schema import ENGLAND, FACT_KEY
from jsna.facts.changes import CHANGE_COLUMNS, VALUE_KINDS, compare_states, in_order
from jsna.facts.previous import State, catalogue_said
from jsna.facts.select import newest_period, series
from jsna.settings.indicator import Indicator

KEY: Final = list(FACT_KEY)


def all_changes(
    before: State, after: State, indicators: Mapping[str, Indicator], area_code: str
) -> pd.DataFrame:
    """Return every change between two states, verdicts included; facts.changes.CHANGE_COLUMNS.

    Releases are held against the day of the later state's files, never the clock's.
    """
    now = replace(after, catalogue=catalogue_said(indicators.values()))
    changes = compare_states(before, now, indicators, after.as_at)
    revised = changes[changes["kind"].isin(VALUE_KINDS)]
    return in_order([changes, verdict_changes(before, after, indicators, area_code, revised)])


def verdict_changes(
    before: State,
    after: State,
    indicators: Mapping[str, Indicator],
    area_code: str,
    revised: pd.DataFrame,
) -> pd.DataFrame:
    """Return the outcomes against England that differ; facts.changes.CHANGE_COLUMNS.

    Kind our-verdict is the same fact judged otherwise, value_changed yes or no. Kind
    newest-verdict is an indicator's newest period judged otherwise than the newest one before;
    value_changed then holds what the test of the area's own figures says (analysis/change.py).

    Args:
        before: The earlier state.
        after: The later one.
        indicators: The catalogue.
        area_code: The area.
        revised: Changes of values, with the columns of FACT_KEY.
    """
    was, now = (_judged(state, indicators, area_code) for state in (before, after))
    return in_order([_same_fact(was, now, revised), _newest(was, now, indicators.values())])


def _judged(state: State, indicators: Mapping[str, Indicator], area_code: str) -> pd.DataFrame:
    facts = state.facts[state.facts["area_code"].isin([area_code, ENGLAND])]
    facts = facts[facts["breakdown"] == ""]
    return judge_frame(facts, state.published, indicators, [area_code], ENGLAND)


def _same_fact(was: pd.DataFrame, now: pd.DataFrame, revised: pd.DataFrame) -> pd.DataFrame:
    both = now.merge(was[[*KEY, "outcome"]], on=KEY, suffixes=("", "_old"))
    both = both[both["outcome"] != both["outcome_old"]]
    known = pd.MultiIndex.from_frame(revised[KEY])
    changed = pd.Series(pd.MultiIndex.from_frame(both[KEY]).isin(known), index=both.index)
    told = both.assign(
        kind="our-verdict", what="against England", before=both["outcome_old"],
        after=both["outcome"], value_changed=changed.map({True: "yes", False: "no"}),
    )  # fmt: skip
    return told[list(CHANGE_COLUMNS)]


def _newest(was: pd.DataFrame, now: pd.DataFrame, indicators: Iterable[Indicator]) -> pd.DataFrame:
    moving = _with_other_periods(was, now)
    ends = [
        (_newest_row(was, indicator, number), _newest_row(now, indicator, number))
        for indicator in indicators
        if indicator.id in moving
        for number in range(len(indicator.strata))
    ]
    pairs = [(old, new) for old, new in ends if len(old) and len(new)]
    if not pairs:
        return in_order([])
    old, new = (pd.concat(rows, ignore_index=True) for rows in zip(*pairs, strict=True))
    tested = _tests(now, new)
    told = new.assign(
        kind="newest-verdict", what="against England",
        before=old["outcome"] + " (" + old["period_label"] + ")",
        after=new["outcome"] + " (" + new["period_label"] + ")", value_changed=tested,
    )  # fmt: skip
    moved = (old["period"] != new["period"]) & (old["outcome"] != new["outcome"])
    return told.loc[moved, list(CHANGE_COLUMNS)]


def _with_other_periods(was: pd.DataFrame, now: pd.DataFrame) -> set[str]:
    """Return the indicators of which one state has a value in a period that the other lacks."""
    keys = [
        frame.loc[frame["value"].notna(), ["indicator_id", "period"]].drop_duplicates()
        for frame in (was, now)
    ]
    both = keys[0].merge(keys[1], how="outer", indicator="_in")
    return set(both.loc[both["_in"] != "both", "indicator_id"])


def _newest_row(judged: pd.DataFrame, indicator: Indicator, number: int) -> pd.DataFrame:
    stratum = indicator.strata[number]
    rows = series(judged, indicator.id, judged["area_code"].unique(), stratum.sex, stratum.age)
    return rows[rows["period"] == newest_period(rows)]


def _tests(now: pd.DataFrame, newest: pd.DataFrame) -> pd.Series:
    tested = change_since_last(now)
    words = tested["change"].where(
        tested["change"] != NOT_TESTED, NOT_TESTED + ": " + tested["reason"]
    )
    by_key = now[KEY].assign(words=words)
    return newest[KEY].merge(by_key, on=KEY, how="left")["words"].fillna(NOT_TESTED)
