"""The alt text of a control chart."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.control_chart.options import ControlOptions
from jsna.narrative.english import counted, mid_sentence
from jsna.narrative.numbers import format_value


def control_alt(data: pd.DataFrame, about: About, options: ControlOptions) -> str:
    """Return where the line starts and ends, its limits, the target, and how many signals."""
    known = data[data["value"].notna()]
    first, last = known.iloc[0], known.iloc[-1]
    start = f"Control chart: {mid_sentence(about.measure)} in {about.place} "
    if len(known) > 1:
        start += f"starts at {_at(first, about)} and ends at {_at(last, about)}"
    else:
        start += f"is {_at(last, about)}, the only period with a value"
    return alt_sentence(start, [_limits(last, about, options), _target(about, options),
                                _signals(known, options)])  # fmt: skip


def _at(row: pd.Series, about: About) -> str:
    return f"{format_value(row['value'], about.unit, about.decimals)} in {row['period_label']}"


def _limits(last: pd.Series, about: About, options: ControlOptions) -> str:
    if not options.has_limits:
        return ", with too few figures for limits"
    if pd.isna(last["centre"]):
        return ", with too few figures since its last step for limits"
    low, high = (format_value(last[n], about.unit, about.decimals) for n in ("lower", "upper"))
    return f", within limits of {low} and {high}" if _inside(last) else (
        f", outside its limits of {low} and {high}"
    )  # fmt: skip


def _inside(last: pd.Series) -> bool:
    return bool(last["lower"] <= last["value"] <= last["upper"])


def _target(about: About, options: ControlOptions) -> str:
    if options.target is None:
        return ""
    return f", beside a target of {format_value(options.target, about.unit, about.decimals)}"


def _signals(known: pd.DataFrame, options: ControlOptions) -> str:
    if not options.has_limits:
        return ""
    number = int((known["signal"] != "").sum())
    return f", {counted(number, 'point')} marked as special cause" if number else (
        ", no point marked as special cause"
    )  # fmt: skip
