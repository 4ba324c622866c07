"""The words of key messages: a tested change, none at all, the places and people worst off."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED
from jsna.analysis.movement import Change
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.narrative.age_of_data import age_sentence
from jsna.narrative.deprivation_words import share_of_residents
from jsna.narrative.english import capitalised, counted, listed
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_interval, format_value
from jsna.narrative.sentences import WORKED_OUT, interval_words, subject
from jsna.narrative.statement import Statement
from jsna.narrative.trend_words import judged_words
from jsna.narrative.ward_words import WardScanWords, flagged_words
from jsna.settings.indicator import Indicator

VERBS = {INCREASED: "rose", DECREASED: "fell"}


def change_message(statement: Statement, change: Change, indicator: Indicator) -> str:
    """Return a tested change as one sentence, with both figures and their periods.

    "Smoking in adults in Anytown fell from 14.2% (2019 to 2021) to 12.1% (2022 to 2024), a
    significant change for the better." One more tells of a figure that is old, or the last of its
    series.
    """
    verdict = judged_words(change.change, indicator)
    told = f"{subject(statement)} {_moved(change, indicator)}, a significant change{verdict}."
    return f"{told} {age_sentence(statement.data_age, statement.period_label)}".rstrip()


def change_in_short(change: Change, indicator: Indicator) -> str:
    """Return a tested change as the end of a sentence: "fell from 14.2% (2019) to 12.1% (2022)"."""
    verdict = judged_words(change.change, indicator)
    judged = f",{verdict}" if verdict else ""
    return f"{_moved(change, indicator)}{judged}"


def _moved(change: Change, indicator: Indicator) -> str:
    earlier, newest = (
        f"{format_value(value, indicator.unit, indicator.decimals)} ({period_words(label)})"
        for label, value in ((change.since, change.earlier), (change.to, change.newest))
    )
    return f"{VERBS[change.change]} from {earlier} to {newest}"


def no_change_message(tested: int, untested: int) -> str:
    """Return that no tested change is there to tell, and how many measures could be tested."""
    if not tested:
        return (
            "The one measure could not be tested for a change."
            if untested == 1
            else f"None of {untested} measures could be tested for a change."
        )
    own = "does not differ significantly from an earlier figure of its own"
    if tested > 1:
        own = "do not differ significantly from earlier figures of their own"
    told = ["No change was shown by a test.", f"{counted(tested, 'measure')} {own}."]
    if untested:
        told.append(f"For {counted(untested, 'measure')} no change could be tested.")
    return " ".join(told)


def no_change_in_short(tested: int, untested: int) -> str:
    """Return the same for a card: "none shown for 3 measures tested; 4 could not be tested"."""
    if not tested:
        return "none could be tested"
    left = f"; {untested} could not be tested" if untested else ""
    return f"none shown for {counted(tested, 'measure')} tested{left}"


def no_level_message(measures: int) -> str:
    """Return that no measure differs from England."""
    return f"None of {counted(measures, 'measure')} with figures was shown to differ from England."


def wards_message(words: WardScanWords, rows: pd.DataFrame) -> str:
    """Return how many wards differ from the rest of the area, and which of the worse ones most.

    Args:
        words: Of the scan.
        rows: The worse wards to name, furthest from the rest first: area_name, value, lower_95,
            upper_95, interval_from, and rest (what all other wards have together, which
            differs from ward to ward).
    """
    named = [
        f"{row['area_name']} ({_ward_against_rest(row, words.indicator)}"
        f"{'' if place else ' in all other wards'})"
        for place, row in enumerate(rows.to_dict("records"))
    ]
    counts = (rows["interval_from"] == FROM_COUNTS).any()
    counted_here = f" The intervals were {WORKED_OUT}." if counts else ""
    said = (
        f"{words.indicator.title}, {period_words(words.period_label)}:"
        f" {flagged_words(words.sides[1])}, with false discovery held to 5%. Worse and"
        f" furthest from it: {listed(named)}.{counted_here} {words.old_figures}"
    )
    return said.rstrip()


def _ward_against_rest(row: Mapping[Any, Any], indicator: Indicator) -> str:
    """A ward's value, its 95% interval where there is one, and what all other wards have."""
    value, rest = (
        format_value(row[name], indicator.unit, indicator.decimals) for name in ("value", "rest")
    )
    limits = (row["lower_95"], row["upper_95"])
    interval = format_interval(*limits, indicator.unit, indicator.decimals)
    return f"{value}, {interval}, against {rest}" if interval else f"{value} against {rest}"


def places_message(area_name: str, edition: str, share: float, wards: Sequence[str]) -> str:
    """Return the share of residents in the most deprived fifth, and the wards with most of it.

    "Nobody" where the share is nought. Not that those hold most of it: three wards seldom do.

    Args:
        area_name: The area.
        edition: Of the index.
        share: Of residents, in per cent.
        wards: Those with most neighbourhoods of the fifth, the most first; none without any.
    """
    if share == 0:
        fifth = "England's most deprived fifth of neighbourhoods"
        return f"Nobody in {area_name} lives in {fifth} ({edition} index)."
    which = "The ward" if len(wards) == 1 else "The wards"
    verb = "is" if len(wards) == 1 else "are"
    where = f" {which} with most such neighbourhoods {verb} {listed(list(wards))}." if wards else ""
    few = capitalised(share_of_residents(share))
    return (
        f"{few} of the residents of {area_name} live in England's most deprived fifth of"
        f" neighbourhoods ({edition} index).{where}"
    )


def published_gap_message(statement: Statement, apart: str) -> str:
    """Return the gap inside an area that a source publishes as a number of its own.

    Args:
        statement: Of the measure whose value is the gap.
        apart: What lies apart: "life expectancy".
    """
    gap = format_value(statement.value, statement.unit, statement.decimals)
    limits = interval_words(statement)
    given = f" ({limits})" if limits else ""
    group = stratum_words(statement.sex, statement.age, apart)
    what = f"{apart}, {group}," if group else apart
    told = [
        f"The most deprived parts of {statement.area_name} are {gap}{given} behind the least"
        f" deprived in {what} in {period_words(statement.period_label)}.",
        _not_shown(statement, limits),
        age_sentence(statement.data_age, statement.period_label),
    ]
    return " ".join(part for part in told if part)


def _not_shown(statement: Statement, limits: str) -> str:
    """Why a published gap is no finding; "" where its interval leaves out that there is none."""
    if not limits:
        return "The file used holds no interval, so this is not tested."
    lower, upper = statement.lower, statement.upper
    if lower is None or upper is None or lower > 0:
        return ""
    if upper < 0:  # of a gap above 0: the file says two things
        return "The interval in the file lies below 0 throughout, so no gap is shown."
    return "The interval takes in 0, so no gap is shown."


def nothing_inside(area_name: str, by_deprivation: int, by_ward: int | None) -> str:
    """Return that no gap inside the area was shown, and what was looked at for one.

    Args:
        area_name: The area.
        by_deprivation: How many measures have values for the area's own deprivation groups.
        by_ward: How many have figures of its wards; None where wards could not be placed.
    """
    wards = (
        "Its wards could not be looked at: no look-up of them is held"
        if by_ward is None
        else f"{counted(by_ward, 'measure has', 'measures have')} figures for its wards"
        if by_ward
        else "None has figures for its wards"
    )
    groups = counted(by_deprivation, "measure has", "measures have")
    start = f"{groups} values" if by_deprivation else "No measure has values"
    return (
        f"No test has shown the most deprived neighbourhoods of {area_name}, or any of its wards,"
        f" to be worse off on this priority. {start} for its deprivation groups. {wards}. Other"
        " groups of people were not looked at here."
    )
