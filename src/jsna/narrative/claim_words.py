"""What is said of a claim: the stated number, ours, the reason of its verdict, and the way on."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from jsna.analysis.claims import OLDER, WHY, Verdict, of_own_counts
from jsna.analysis.outcome import Basis
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.narrative.english import counted
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_interval, format_value
from jsna.narrative.sentences import WORKED_OUT
from jsna.settings.indicator import Indicator

Row = Mapping[Any, Any]
SHARE_DECIMALS: Final = 1
NO_PERIOD_STATED: Final = (
    "The claim states no period: it is held against {held}, the newest that had ended a year before"
    " it was written."
)
REASONS: Final = {
    "equal": "{file} gives the same: {now}.",
    "rounded": "{file} gives {now}: the number stated, once it is rounded as there.",
    "bound": "{file} gives {now}.",
    "tested": "{test}.",
    "moved": "{moved}.",
    "counts give it": "The document's own counts give it: {counts}.",
    "goal in force": "It is the catalogue's goal of that time.",
    "as published before": "The files that an earlier build was made from gave it; those at hand"
    " give {now}.",
    "inside the interval": "{file} gives {now}; what is stated lies within its 95% interval, as"
    " a later revision can leave it.",
    "near": "{file} gives {now}; the difference is no larger than a revision may"
    " make.",
    OLDER: "It fits what the file gives of {older}: {fits}. The newest figure at hand then, of"
    " {held}, does not fit: {now}.",
    "outside the interval": "{file} gives {now}; what is stated lies outside its 95% interval.",
    "far": "{file} gives {now}; the difference is larger than a revision may make.",
    "other side": "{test}.",
    "no difference": "{test}.",
    "a difference": "{test}.",
    "counts give another": "The document's own counts give another number: {counts}.",
    "other rank": "{file} gives rank {rank} of {of}.",
    "no change": "{moved}.",
    "other way": "{moved}.",
    "imprecise": "{test}: the figure can't tell.",
    "untested": "{test}: {compare_reason}.",
    "unlike": "{compare_reason}.",
    "no direction": "{test}. Neither side of it is good in itself, so that"
    " nothing says what is better.",
    "no series": "The files at hand hold no figure of this measure for this area, sex and age.",
    "no edition": "The files at hand hold another edition of it only.",
    "no period": "The files at hand hold no figure of this period{first}.",
    "no period then": "The files at hand hold no figure from before it was written{first}.",
    "no value": "The file gives no value for this area in this period.",
    "no earlier figure": "The files at hand hold no earlier figure to set it against.",
    "change untested": "{moved}: {change_reason}.",
    "no rank": "Too few areas have a value in this period for a rank.",
    "other list": "The document ranks {denominator} areas, the tier of that year has {of}.",
    "own target": "It is the strategy's own aim{goal}.",
}  # fmt: skip
LACKING: Final = {
    "local record": "It was counted by the council or a provider in its own records.",
    "national source": "It is of a kind that national sources publish; no indicator of the"
    " catalogue measures it.",
    "small area": "It is about a place for which no figure of the measure is at hand.",
    "no single measure": "It speaks of several things at once, or names no measure.",
    "no comparator": "It calls something high, low or good, and does not say than where or when.",
    "opinion": "It is a judgement or a report of what people said.",
    "plan": "It is an intention, a sum of money or a target of the document's own.",
}
"""Why a claim has no indicator -> the words for it."""
IN_GENERAL: Final = {
    "no series": "The files at hand hold no figure of the measure for the area, sex and age.",
    "no edition": "The files at hand hold another edition only.",
    "no period": "The files at hand hold no figure of the period.",
    "no value": "The file gives no value for the area in the period.",
    "imprecise": "The figure is too imprecise to tell.",
    "untested": "The difference could not be tested.",
    "unlike": "The two figures are not like each other.",
    "no direction": "Nothing says which side is better.",
    "no earlier figure": "The files at hand hold no earlier figure.",
    "change untested": "The change could not be tested.",
    "no rank": "Too few areas have a value for a rank.",
    "other list": "The document ranks another list of areas.",
    "own target": "It is the strategy's own aim.",
}
"""Why a claim can't be checked, without its figures: so that claims can be counted by it."""
ASKED: Final = {
    "local record": "A file of the council's own figures, and an indicator for it.",
    "national source": "A file of the catalogue for the measure, and its source.",
    "small area": "Figures of the measure for that place.",
    "no single measure": "One claim for each thing that it says, each with its measure.",
    "no comparator": "What it is held against: an area, a goal or an earlier year.",
    "opinion": "The survey or the minutes that it rests on.",
    "plan": "Nothing: it is followed up as a target or an action.",
    "no series": "Files of the measure that hold the area, sex and age.",
    "no edition": "Files of the edition that the document used.",
    "no period": "Files that reach back to the period.",
    "no value": "A file that gives a value.",
    "imprecise": "Several years taken together.",
    "untested": "A file with intervals, or with counts and denominators.",
    "unlike": "A comparison of like with like.",
    "no direction": "A claim of higher or lower.",
    "no earlier figure": "Files that reach back to the earlier period.",
    "change untested": "Two figures of one method, with intervals.",
    "no rank": "Files of all authorities in the period.",
    "other list": "The document's own list of areas.",
    "own target": "Nothing: it is followed up as a target.",
}
"""What would make a claim checkable."""


def claim_table(
    checked: pd.DataFrame, indicators: Mapping[str, Indicator], names: Mapping[str, str]
) -> pd.DataFrame:
    """Return one row per claim for readers, in the order of the verdicts, then of the document.

    Columns: Claim, Verdict, Why, Stated, Now published, Newest, What would make it checkable,
    Measure, Document, Line, Id.

    Args:
        checked: As `claim_check.check_claims` gives them, `received` (see `reason`), and data_age:
            that of the newest figure (`age_of_data.age_in_short`).
        indicators: The catalogue.
        names: Code -> name of the areas that claims are held against.
    """
    order = {str(verdict): place for place, verdict in enumerate(Verdict)}
    rows = checked.assign(order=checked["verdict"].map(order))
    rows = rows.sort_values(["order", "document", "line"], kind="stable")
    rows["against"] = rows["against"].map(dict(names) | {"goal": "the goal"}).fillna("")
    return pd.DataFrame([_cells(row, indicators) for row in rows.to_dict("records")])


def _cells(row: Row, indicators: Mapping[str, Indicator]) -> dict[str, str]:
    indicator = indicators.get(row["indicator_id"])
    age = f", {row['data_age']}" if row["data_age"] else ""
    return {
        "Claim": row["claim"],
        "Verdict": row["verdict"],
        "Why": reason(row, indicator),
        "Stated": _stated(row),
        "Now published": _at(row, indicator, "now", "held_label"),
        "Newest": _at(row, indicator, "newest", "newest_label", age),
        "What would make it checkable": _asked(row),
        "Measure": _measure(row, indicator),
        "Document": row["document"],
        "Line": str(row["line"]),
        "Id": row["claim_id"],
    }


def reason(row: Row, indicator: Indicator | None) -> str:
    """Return why a claim has its verdict, as sentences.

    Args:
        row: A row of `claim_check.check_claims`, with a name in `against`, and in `received` when
            the file was that the figure came from ("received 14 January 2026").
        indicator: Its indicator; None for a claim without one.
    """
    if row["why"] == "lacks":
        return LACKING.get(row["lacks"], "")
    told = REASONS[_key(row)].format(**_parts(row, indicator))
    told = told[:1].upper() + told[1:]
    unstated = row["period"] == "" and row["held_label"] and row["why"] != OLDER
    held = NO_PERIOD_STATED.format(held=period_words(row["held_label"])) if unstated else ""
    return f"{told} {held}".strip()


def _key(row: Row) -> str:
    if row["why"] == "no period" and row["period"] == "":
        return "no period then"
    moved = row["why"] == "tested" and row["kind"] == "change"
    return "moved" if moved else str(row["why"])


def short_reason(row: Row) -> str:
    """Return why a claim can't be checked, in words that other claims share."""
    return LACKING[row["lacks"]] if row["why"] == "lacks" else IN_GENERAL[row["why"]]


def _parts(row: Row, indicator: Indicator | None) -> dict[str, str]:
    goal = _number(row["goal"], indicator, row)
    return {
        "file": f"The file ({row['received']})" if row["received"] else "The file",
        "now": _now(row, indicator),
        **_older_parts(row, indicator),
        "test": _test(row, indicator),
        "counts": _counts(row),
        "rank": _whole(row["rank"]),
        "of": _whole(row["of"]),
        "denominator": _whole(row["denominator"]),
        "moved": _moved(row, indicator),
        "held": period_words(row["held_label"]),
        "first": f"; they begin with {period_words(row['first_label'])}"
        if row["first_label"]
        else "",
        "goal": f", where the catalogue's goal is {goal}" if goal else "",
        "compare_reason": row["compare_reason"],
        "change_reason": row["change_reason"],
    }


def _older_parts(row: Row, indicator: Indicator | None) -> dict[str, str]:
    """The older figure that a claim fits, told as its own would be."""
    if row["why"] != OLDER:
        return {}
    start = "older_"
    older = {name.removeprefix(start): row[name] for name in row if name.startswith(start)}
    return {
        "older": period_words(older["held_label"]),
        "fits": _now(dict(row) | older, indicator),
    }


def _now(row: Row, indicator: Indicator | None) -> str:
    if row["kind"] == "change":
        return _then_and_now(row, indicator, "{then}, then {now}")
    if row["kind"] == "rank":
        return f"rank {_whole(row['rank'])} of {_whole(row['of'])}"
    if row["kind"] == "comparison":
        return _test(row, indicator)
    return _with_limits(row, indicator, "now", ("lower_95", "upper_95"))


def _test(row: Row, indicator: Indicator | None) -> str:
    """The two values, the outcome and what it rests on, where that is not our own test.

    "83.1 years (95% interval 82.0 to 84.2) against 79.4 years in England: better".
    """
    own = _with_limits(row, indicator, "now", ("own_lower", "own_upper"), row["interval_from"])
    other = _number(row["comparator"], indicator, row)
    where = row["against"] if row["against"] == "the goal" else f"in {row['against']}"
    beside = f" against {other} {'as ' if where == 'the goal' else ''}{where}" if other else ""
    whose = Basis(row["basis"]).after_verdict
    return f"{own}{beside}: {row['outcome']}{f' ({whose})' if whose else ''}"


def _moved(row: Row, indicator: Indicator | None) -> str:
    """The two values, and what the test on them gave: "from 8.2% (2021) to 7.1% (2022): ..."."""
    told = _then_and_now(row, indicator, "from {then} to {now}")
    by_amount = row["unit"] == "%" and row["then"]
    return told if by_amount or row["everyone"] or not row["change"] else f"{told}: {row['change']}"


def _then_and_now(row: Row, indicator: Indicator | None, words: str) -> str:
    """Both values with their periods, and of a claim in per cent by how many they differ."""
    now = _at(row, indicator, "now", "held_label")
    if pd.isna(row["then"]) or pd.isna(row["now"]):
        return now
    told = words.format(then=_at(row, indicator, "then", "then_label"), now=now)
    if row["unit"] == "%" and row["then"]:
        by = 100 * (row["now"] - row["then"]) / row["then"]
        return f"{told}, {format_value(by, '%', SHARE_DECIMALS)}"
    return told


def _counts(row: Row) -> str:
    if pd.isna(row["count"]) or pd.isna(row["denominator"]):
        return ""
    share = of_own_counts(pd.DataFrame([row])).iloc[0]
    parts = f"{_whole(row['count'])} of {_whole(row['denominator'])}"
    return f"{parts} is {format_value(share, row['unit'], SHARE_DECIMALS)}"


def _number(value: float, indicator: Indicator | None, row: Row) -> str:
    if indicator is None or value is None or pd.isna(value):
        return ""
    if row["kind"] == "share":
        return format_value(value, "%", SHARE_DECIMALS)
    return format_value(value, indicator.unit, indicator.decimals)


def _whole(number: float) -> str:
    return "" if number is None or pd.isna(number) else f"{number:,.0f}"


def _stated(row: Row) -> str:
    direction = "" if row["kind"] == "rank" else row["direction"]
    if pd.isna(row["value"]):
        return direction
    unit = "" if row["kind"] == "rank" else row["unit"]
    number = f"{row['value']:,.10g}"
    number = f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()
    return f"{direction} {number}".strip()


def _at(row: Row, indicator: Indicator | None, name: str, label: str, age: str = "") -> str:
    """A value with its period and interval: "60.0 years (2022 to 2024; 95% interval 59 to 61)"."""
    value = _number(row[name], indicator, row)
    limits = {
        "now": ("lower_95", "upper_95"),
        **{each: (f"{each}_lower_95", f"{each}_upper_95") for each in ("newest", "then")},
    }
    beside = _limits(row, indicator, limits[name]) if name in limits else ""
    when = f"{period_words(row[label])}{age}{f'; {beside}' if beside else ''}"
    return f"{value} ({when})" if value else ""


def _with_limits(
    row: Row, indicator: Indicator | None, name: str, limits: tuple[str, str], of: str = ""
) -> str:
    """A value with its interval, and that it was worked out where it is `of` counts."""
    value, beside = _number(row[name], indicator, row), _limits(row, indicator, limits)
    how = f", {WORKED_OUT}" if of == FROM_COUNTS else ""
    return f"{value} ({beside}{how})" if value and beside else value


def _limits(row: Row, indicator: Indicator | None, names: tuple[str, str]) -> str:
    """A figure's 95% interval; "" without one, and for a share, which is of two figures."""
    if indicator is None or row["kind"] == "share":
        return ""
    lower, upper = (row[name] for name in names)
    return format_interval(lower, upper, indicator.unit, indicator.decimals)


def _asked(row: Row) -> str:
    if WHY[row["why"]] != Verdict.NOT_CHECKABLE:
        return ""
    return ASKED[row["lacks"] if row["why"] == "lacks" else row["why"]]


def _measure(row: Row, indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    who = stratum_words(row["sex"], row["age"], indicator.title)
    return f"{indicator.title}, {who}" if who else indicator.title


def in_short(checked: pd.DataFrame) -> str:
    """Return the finding of all claims: how many can be checked, and how they come out."""
    counts = checked["verdict"].value_counts()
    parts = [
        f"{counts[verdict]} {verdict}"
        for verdict in Verdict
        if verdict != Verdict.NOT_CHECKABLE and verdict in counts
    ]
    can = len(checked) - int(counts.get(Verdict.NOT_CHECKABLE, 0))
    told = f": {', '.join(parts)}" if parts else ""
    share = format_value(100 * can / len(checked), "%", 0) if len(checked) else "none"
    return f"Of {counted(len(checked), 'claim')} {can} ({share}) can be checked{told}."
