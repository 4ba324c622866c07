"""What the newest figure of an own measure tells: variation, target, trajectory, and what is due.

Variation and target are told apart, as NHS England's Making Data Count has it: whether a measure
changes by more than common cause says nothing of whether it reaches its target, and limits say
whether a target is reached always, never, or by chance. See docs/methods.md#own-measures.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from jsna.analysis.control_chart import (
    SIGMAS,
    ChartRule,
    Numbers,
    chart_of,
    freedom,
    limit_columns,
    phases,
)
from jsna.analysis.control_rules import RUN, signal_columns
from jsna.settings.measure_period import interval_at, month_number
from jsna.settings.own_measures import OwnMeasure, interval_after

IMPROVING, WORSENING = "improving", "worsening"
HIGHER, LOWER = "higher", "lower"
COMMON, TOO_FEW, NO_DATA = "common cause", "too few", "no data"
HIT, MISS, CHANCE = "will hit", "will miss", "hit or miss"
NO_TARGET, NOT_TOLD = "no target", "not told"
ON_PLAN, OFF_PLAN, OFF_BY_CHANCE, NO_PLAN = (
    "on trajectory", "off trajectory", "off trajectory, within chance", "no trajectory",
)  # fmt: skip
ABOVE: Final = 0.025
"""Of series in control, how many lie further apart than what is told."""
SIDE: Final = {"high-is-good": 1, "low-is-good": -1, "none": 0}
"""Polarity -> the direction that is good."""


@dataclass(frozen=True, eq=False)
class JudgedMeasure:
    """One measure with its chart and what is told of its newest figure.

    Attributes:
        chart: As `control_rules.with_signals`, with planned (by the trajectory; NaN without);
            no rows without any figure.
        kind: Of the chart: xmr, p or u.
        newest: The row of the newest period with a value; None without one.
        variation: IMPROVING, WORSENING, HIGHER or LOWER (without polarity), COMMON, TOO_FEW for
            limits, or NO_DATA.
        rule: The rule that the newest point breaks; "".
        assurance: HIT, MISS, CHANCE, NO_TARGET, or NOT_TOLD: without limits or polarity, of a
            target whose period is over, and where the newest figure is outside limits that it
            contradicts.
        plan: ON_PLAN, OFF_PLAN, OFF_BY_CHANCE or NO_PLAN.
        planned: What the trajectory has for the newest period; NaN without.
        missed: Whether the newest value lies on the wrong side of the target.
        misses: Whether it will miss its target if nothing changes, or its newest figure misses one
            that it was to meet (without a day, or of its period or before) and chance is not
            known to explain it.
        due: The day by which the next figure should be there; None without any figure.
        overdue: Whether that day is past.
        old: Whether it is past, or would be if the strategy's term did not end before.
        hidden: How many periods are hidden.
    """

    measure: OwnMeasure
    chart: pd.DataFrame
    kind: str
    newest: pd.Series | None
    variation: str
    rule: str
    assurance: str
    plan: str
    planned: float
    missed: bool
    misses: bool
    due: date | None
    overdue: bool
    old: bool
    hidden: int

    @cached_property
    def last_signal(self) -> pd.Series | None:
        """The newest point among the last `RUN` that breaks a rule; None without one.

        A point before a known step broke a rule of limits that no longer hold.
        """
        known = self.chart[self.chart["value"].notna()].tail(RUN)
        known = known[known["phase"] == known["phase"].max()]
        broken = known[known["rule"] != ""]
        return broken.iloc[-1] if len(broken) else None

    @cached_property
    def newer_hidden(self) -> bool:
        """Whether a period after the newest figure is hidden."""
        later = self.chart if self.newest is None else self.chart.loc[self.newest.name :]
        return bool((later["status"] == "suppressed").any())

    @cached_property
    def base(self) -> int:
        """How many values set the limits of the newest figure."""
        if self.newest is None:
            return 0
        return int(
            (self.chart["in_baseline"] & (self.chart["phase"] == self.newest["phase"])).sum()
        )

    @cached_property
    def apart(self) -> float:
        """How many times as far apart as by chance figures lie whose limits are those of chance.

        NaN where chance alone can explain it (97.5 of 100 series in control).
        """
        if self.newest is None or np.isnan(self.newest["centre"]):
            return np.nan
        told, free = float(self.newest["dispersion"]), freedom(self.base)
        return told if told > np.sqrt(special.chdtri(free, ABOVE) / free) else np.nan

    @property
    def is_worse(self) -> bool:
        """Whether it worsens and is not where it should be."""
        bad = self.missed or self.assurance == MISS or self.plan == OFF_PLAN
        return self.variation == WORSENING and bad


def judge_measure(
    measure: OwnMeasure, rows: pd.DataFrame, as_at: date, until: date = date.max
) -> JudgedMeasure:
    """Return what a measure's figures tell.

    Args:
        measure: As it is described.
        rows: Its figures as they may be shown: period (ISO), value, count, denominator, status.
        as_at: The day by which figures are overdue.
        until: The last day of the strategy: of periods that begin later no figure is due.
    """
    series = whole_series(rows, measure)
    value, people = (series[name].to_numpy("float64") for name in ("value", "denominator"))
    known = np.flatnonzero(~np.isnan(value))
    parts = len(known) > 0 and not np.isnan(people[known]).any()
    kind = chart_of(measure.kind, has_parts=parts, xmr=measure.chart == "xmr")
    chart = _charted(series, value, people, measure, _rule(measure, kind))
    newest = chart.iloc[known[-1]] if len(known) else None
    planned = float(newest["planned"]) if newest is not None else np.nan
    # a row without a figure is no figure that came in; a hidden one is
    states = series["status"].tolist()
    come = [n for n, state in enumerate(states) if state != "not-available"]
    after = interval_after(series["period"].iloc[come[-1]]) if come else ""
    day = due_day(after, measure) if after else date.max
    assurance, missed = _assurance(newest, measure, as_at), _missed(newest, measure)
    by_itself = missed and assurance == NOT_TOLD and _was_to_be_met(newest, measure)
    due = day if after and after[:10] <= until.isoformat() else None
    return JudgedMeasure(
        measure, chart, kind, newest, _variation(newest, measure),
        "" if newest is None else str(newest["rule"]), assurance,
        _plan(newest, measure), planned, missed,
        assurance == MISS or by_itself, due,
        due is not None and due < as_at, day < as_at, states.count("suppressed"),
    )  # fmt: skip


def whole_series(rows: pd.DataFrame, measure: OwnMeasure) -> pd.DataFrame:
    """Return figures in the order of time, with a row for each period between that has none."""
    periods = rows["period"].tolist()
    if len(set(periods)) < len(periods) or periods != sorted(periods):
        rows = rows.sort_values("period").drop_duplicates("period")
        periods = rows["period"].tolist()
    if not periods:
        kinds = {"period": "str", "value": "float64", "denominator": "float64"}
        return rows.reset_index(drop=True).astype(kinds)
    first, last = month_number(periods[0]), month_number(periods[-1])
    step = month_number(interval_after(periods[0])) - first
    every = [interval_at(m, measure.frequency) for m in range(first, last + 1, step)]
    if periods == every:
        whole = rows[["period", *rows.columns.drop("period")]].reset_index(drop=True)
    else:
        # a series that changes its rhythm (calendar years, then financial ones) keeps all it has
        index = pd.Index(sorted({*every, *periods}), name="period")
        whole = rows.set_index("period").reindex(index).reset_index()
    if not whole["status"].isna().any():
        return whole
    return whole.assign(status=whole["status"].fillna("not-available"))


def due_day(period: str, measure: OwnMeasure) -> date:
    """Return the day by which the figure of a period should be there."""
    after = interval_after(period)
    return date(int(after[:4]), int(after[5:7]), 1) + timedelta(days=measure.due_after - 1)


def _charted(
    series: pd.DataFrame, value: Numbers, people: Numbers, measure: OwnMeasure, rule: ChartRule
) -> pd.DataFrame:
    """Return a series as `with_signals` of `with_limits` does, with planned."""
    periods = series["period"].tolist()
    phase = phases(np.array(periods, dtype="object"), rule.steps)
    limits = limit_columns(np.array(periods, dtype="object"), value, people, phase, rule)
    planned = measure.planned
    made = {
        "phase": phase,
        **limits,
        **signal_columns({"value": value, **limits}, phase),
        "planned": np.array([planned.get(period, np.nan) for period in periods], dtype="float64"),
    }
    # one frame of all of it: of 500 measures each further step costs a second
    return pd.concat([series, pd.DataFrame(made, index=series.index)], axis="columns")


def _rule(measure: OwnMeasure, kind: str) -> ChartRule:
    span = measure.baseline
    return ChartRule(
        chart=kind,  # type: ignore[arg-type]
        multiplier=measure.multiplier,
        baseline=(measure.interval(span.first), measure.interval(span.last)) if span else None,
        steps=tuple(measure.interval(step.since) for step in measure.steps),
        highest=100.0 if measure.kind == "share" else None,
    )


def _variation(newest: pd.Series | None, measure: OwnMeasure) -> str:
    if newest is None:
        return NO_DATA
    if np.isnan(newest["centre"]):
        return TOO_FEW
    signal, good = int(newest["signal"]), SIDE[measure.polarity]
    if not signal:
        return COMMON
    if not good:
        return HIGHER if signal > 0 else LOWER
    return IMPROVING if signal == good else WORSENING


def _assurance(newest: pd.Series | None, measure: OwnMeasure, as_at: date) -> str:
    if measure.target is None:
        return NO_TARGET
    good = SIDE[measure.polarity]
    if newest is None or not good or np.isnan(newest["centre"]):
        return NOT_TOLD
    if _is_over(newest["period"], measure, as_at):
        return NOT_TOLD
    missed = _missed(newest, measure)
    worst, best = (newest["lower"], newest["upper"])[::good]
    if good * (worst - measure.target) >= 0:
        return NOT_TOLD if missed else HIT
    if good * (best - measure.target) < 0:
        return MISS if missed else NOT_TOLD
    return CHANCE


def _is_over(newest: str, measure: OwnMeasure, as_at: date) -> bool:
    """Return whether the target's period has its figure, or should have had it."""
    if not measure.target_by:
        return False
    by = measure.interval(measure.target_by)
    return _is_reached(newest, measure) or due_day(by, measure) < as_at


def _is_reached(newest: str, measure: OwnMeasure) -> bool:
    """Return whether there is a figure of the target's period, or of one after it."""
    return month_number(newest) >= month_number(measure.interval(measure.target_by))


def _was_to_be_met(newest: pd.Series | None, measure: OwnMeasure) -> bool:
    """Return whether a target was to be met by the newest figure's period."""
    if newest is None:
        return False
    return not measure.target_by or _is_reached(newest["period"], measure)


def _missed(newest: pd.Series | None, measure: OwnMeasure) -> bool:
    good = SIDE[measure.polarity]
    if newest is None or measure.target is None or not good:
        return False
    return bool(good * (newest["value"] - measure.target) < 0)


def _plan(newest: pd.Series | None, measure: OwnMeasure) -> str:
    good = SIDE[measure.polarity]
    if newest is None or np.isnan(newest["planned"]) or not good:
        return NO_PLAN
    short = good * (newest["planned"] - newest["value"])
    if short <= 0:
        return ON_PLAN
    room = SIGMAS * newest["sigma"]
    return OFF_BY_CHANCE if short <= room else OFF_PLAN
