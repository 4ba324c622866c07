"""What changed between two builds, in words: headings, one sentence a change, whose it is."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from jsna.fact_schema import SMALL
from jsna.facts.changes import REBASED_SHARE
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_value
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator

HEADINGS: Final = {
    "new-period": "New periods",
    "new-row": "Other figures that were not there before",
    "vanished": "Figures that are gone",
    "value-given": "Figures given that were missing",
    "value-withdrawn": "Figures withdrawn",
    "revised": "Values revised",
    "interval": "Intervals redrawn, values unchanged",
    "status": "Status changed, values unchanged",
    "denominator": "Denominators counted anew",
    "verdict": "Published verdicts changed",
    "trend": "Published trends changed",
    "our-verdict": "Verdicts by the interval changed for the same figures",
    "newest-verdict": "Newest period judged otherwise than the newest one before",
    "new-indicator": "Indicators that are new in the catalogue",
    "vanished-indicator": "Indicators taken out of the catalogue",
    "renamed": "Indicators renamed",
    "redefined": "Indicators described otherwise",
    "overdue": "Indicators past their next release",
}
"""Kind of change -> its heading, in the order of facts.changes.KINDS."""

RULES: Final = (
    "A value is revised when it differs by more than the rounding of the less precise of the two.",
    f"A denominator was counted anew when it moved by more than {REBASED_SHARE:.0%} for the same"
    " period, as after a census.",
    "A verdict that changes is not evidence of change: England moves too. Where a verdict"
    " changed, it is said whether the area's own figure did.",
)

NOT_AGAIN: Final = "not printed: the council's own file no longer says it"
"""Before: two states of the council's own figures together could give a small count away."""

OWN, INSIDE, WIDE, OTHERS = "the area", "its small areas", "England and regions", "others"
SCOPES: Final = (OWN, INSIDE, WIDE, OTHERS)


def scope_of(changes: pd.DataFrame, area: Area) -> pd.Series:
    """Return whose each change is, one of SCOPES; an indicator as such is the area's.

    Args:
        changes: facts.changes.CHANGE_COLUMNS.
        area: The reader's; facts hold no other area's small areas.
    """
    scope = pd.Series(OTHERS, index=changes.index, dtype="str")
    scope = scope.mask(changes["area_type"].isin(["england", "region"]), WIDE)
    scope = scope.mask(changes["area_type"].isin(SMALL), INSIDE)
    return scope.mask(changes["area_code"].isin([area.code, ""]), OWN)


def measure_words(row: Mapping[Any, Any], indicators: Mapping[str, Indicator]) -> str:
    """Return what a change is about: title, sex and age, group, edition."""
    indicator = indicators.get(row["indicator_id"])
    title = indicator.title if indicator else f"Indicator {row['indicator_id']}"
    group = f"{row['breakdown']}: {row['breakdown_value']}" if row["breakdown"] else ""
    edition = f"{row['edition']} edition" if row["edition"] else ""
    stratum = stratum_words(row["sex"], row["age"], title)
    return ", ".join(part for part in (title, stratum, group, edition) if part)


def before_after(row: Mapping[Any, Any], indicators: Mapping[str, Indicator]) -> tuple[str, str]:
    """Return the two states of a change as printed, "none" for neither.

    Numbers carry their unit; where rounding would hide the difference they stand as they are.
    """
    indicator = indicators.get(row["indicator_id"])
    pair = tuple(str(row[side]) for side in ("before", "after"))
    if row["kind"] in ("denominator", "interval") or indicator is None:
        return _words(pair[0]), _words(pair[1])
    printed = tuple(_printed(text, indicator) for text in pair)
    shown = pair if printed[0] == printed[1] else printed
    return _words(shown[0]), _words(shown[1])


def change_sentence(
    row: Mapping[Any, Any], indicators: Mapping[str, Indicator], place: str = ""
) -> str:
    """Return one change as a sentence.

    Args:
        row: A row of changes.
        indicators: The catalogue.
        place: Name of the area; "" leaves it out.
    """
    measure = measure_words(row, indicators)
    if row["kind"] == "overdue":
        return f"{measure}: the next release was due on {row['before']}."
    where = [measure, place, period_words(row["period_label"])]
    subject = ", ".join(part for part in where if part)
    if row["kind"] in ("renamed", "redefined"):
        subject = f"{subject} ({row['what']})"
    before, after = before_after(row, indicators)
    said = f"{subject}: {before} before, {after} now"
    return f"{said}{_value_too(row)}."


def value_words(row: Mapping[Any, Any]) -> str:
    """Return whether the value changed with a verdict: "changed", "unchanged", or the test."""
    told = {"yes": "changed", "no": "unchanged"}
    return told.get(str(row["value_changed"]), str(row["value_changed"]))


def _value_too(row: Mapping[Any, Any]) -> str:
    words = value_words(row)
    if not words:
        return ""
    if row["kind"] == "newest-verdict":
        return f"; its own figures: {words}"
    return f"; the value is {words}"


def _printed(text: str, indicator: Indicator) -> str:
    try:
        return format_value(float(text), indicator.unit, indicator.decimals)
    except ValueError:
        return text


def _words(text: str) -> str:
    return text.replace("not-available", "not available") or "none"
