"""Needs, strengths and gaps that no priority cites: as rows of a table, and in a sentence."""

import math
from collections.abc import Mapping
from typing import Any, Final

from jsna.analysis.change import INCREASED
from jsna.analysis.needs import TREND
from jsna.analysis.recent_trend import INCREASING
from jsna.narrative.english import counted
from jsna.narrative.gradient_words import PARTS
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.sentences import interval_words
from jsna.narrative.statement import Statement
from jsna.narrative.ward_words import p_words, ward_interval
from jsna.settings.indicator import Indicator

MEASURE, FIGURE, AGAINST = "Measure", "Figure", "Held against"
AWAY, P, YEAR = "Away", "Adjusted p", "Year"
NO_P: Final = "none, the source's verdict"
DECIMALS: Final = 1

RULE: Final = (
    "This page looks at each measure with a figure that no priority cites: none lists its"
    " indicator. What is shown on request only is left out. Three things are tested: the level, how"
    " it moved, and gaps inside the area. So many tests flag some by chance alone. Each kind of"
    " test keeps what passes a harder one (Benjamini and Hochberg): of all that it keeps, for"
    " better or worse, at most 5% is false on average. \u201cAdjusted p\u201d is what that test"
    " goes by: it must be 0.05 or less."
    " \u201cAway\u201d says how many differences that would matter lie between the two figures. The"
    " furthest come first, and old figures last. Where neither way is good, a measure is neither a"
    " need nor a strength. The source's own verdicts have no p, so they stand in lists of their"
    " own."
)


def measure_words(indicator: Indicator, sex: str, age: str) -> str:
    """Return a measure's title with its sex and age."""
    group = stratum_words(sex, age, indicator.title)
    return ", ".join(part for part in (indicator.title, group) if part)


def level_row(said: Statement, indicator: Indicator, test: Mapping[Any, Any]) -> dict[str, str]:
    """Return a level against England as a row of the lists."""
    value = format_value(said.value, said.unit, said.decimals)
    england = said.comparator.value if said.comparator else None
    return {
        MEASURE: measure_words(indicator, said.sex, said.age),
        FIGURE: _with(value, interval_words(said)),
        AGAINST: f"England {format_value(england, said.unit, said.decimals)}",
        **_beside(test, said.period_label),
    }


def moved_row(
    moved: Mapping[Any, Any], said: Statement, indicator: Indicator, test: Mapping[Any, Any]
) -> dict[str, str]:
    """Return how a measure moved as a row of the lists.

    Args:
        moved: A row of `needs.moved_tests`, periods as their labels.
        said: Of the measure's newest figure, for its interval.
        indicator: What is measured.
        test: A row of `needs.find_needs`.
    """
    newest, earlier = (
        format_value(moved[name], indicator.unit, indicator.decimals)
        for name in ("newest", "earlier")
    )
    by = "recent trend, five yearly figures" if moved["by"] == TREND else "test of two figures"
    rose = moved["word"] in (INCREASING, INCREASED)
    against = f"{earlier} in {period_words(moved['since'])} ({by})"
    if test["by_source"]:
        against = f"the source's own trend: {moved['source'].lower()}"
    direction = "" if test["by_source"] else f"{'rose' if rose else 'fell'} to "
    # a trend may end before the newest figure, whose interval is not its own
    interval = interval_words(said) if said.period_label == moved["to"] else ""
    return {
        MEASURE: measure_words(indicator, said.sex, said.age),
        FIGURE: _with(f"{direction}{newest}", interval),
        AGAINST: against,
        **_beside(test, moved["to"]),
    }


def gap_row(said: Statement, groups: int, measure: str, test: Mapping[Any, Any]) -> dict[str, str]:
    """Return a gap by deprivation inside the area as a row of the lists."""
    most, least = (
        format_value(value, said.unit, said.decimals)
        for value in (said.value, said.comparator.value if said.comparator else None)
    )
    part = PARTS[groups]
    return {
        MEASURE: measure,
        FIGURE: _with(f"most deprived {part} {most}", interval_words(said)),
        AGAINST: f"least deprived {part} {least}",
        **_beside(test, said.period_label),
    }


def ward_row(
    ward: Mapping[Any, Any], flagged: int, scan: tuple[str, str, Indicator], test: Mapping[Any, Any]
) -> dict[str, str]:
    """Return the wards of a measure as a row of the lists.

    Args:
        ward: The worse ward that lies furthest from the rest: area_name, value, rest and what
            `ward_interval` asks for.
        flagged: How many wards are worse than the rest.
        scan: The measure, its period's label and its indicator.
        test: A row of `needs.find_needs`.
    """
    measure, label, indicator = scan
    value, rest = (
        format_value(ward[name], indicator.unit, indicator.decimals) for name in ("value", "rest")
    )
    wards = counted(flagged, "ward is", "wards are")
    furthest = f"{wards} worse than the rest, furthest {ward['area_name']} {value}"
    return {
        MEASURE: measure,
        FIGURE: _with(furthest, ward_interval(ward, indicator)),
        AGAINST: f"all other wards {rest}",
        **_beside(test, label),
    }


def in_short(needs: int, catalogue: int, widest: str) -> str:
    """Return the finding: how many measures are worse than England and uncited.

    Args:
        needs: How many.
        catalogue: How many measures of the catalogue have a figure.
        widest: The measure that lies furthest away; "" without one.
    """
    whole = _whole(catalogue)
    if not needs:
        return (
            f"Of {whole}, none that no priority cites was shown by a test to be worse than England."
        )
    verb = "is" if needs == 1 else "are"
    cites = "it" if needs == 1 else "them"
    widest = f"; the widest is {widest}" if needs > 1 else f": {widest}"
    return f"{needs} of {whole} {verb} worse than England and no priority cites {cites}{widest}."


def none_tested(catalogue: int) -> str:
    """Return the finding where no level could be tested; arguments as `in_short`."""
    return f"Of {_whole(catalogue)}, none that no priority cites could be tested against England."


def old_words(needs: int, old: int) -> str:
    """Return how many of the needs just named rest on old figures; "" for none."""
    if not old:
        return ""
    if needs == 1:
        return "It rests on an old figure."
    return f"{old} of them {'rests' if old == 1 else 'rest'} on old figures."


def source_words(needs: int, old: int, more: bool) -> str:
    """Return how many measures are worse by the source's verdict alone; "" for none.

    Args:
        needs: How many.
        old: How many of them rest on old figures.
        more: Whether needs that a test has shown were told before.
    """
    if not needs:
        return ""
    verb = "is" if needs == 1 else "are"
    told = f"{needs}{' more' * more} {verb} worse by the source's verdict"
    if not old:
        return f"{told}."
    return f"{told}, {'on an old figure' if needs == 1 else f'{old} of them on old figures'}."


def _with(figure: str, interval: str) -> str:
    return f"{figure} ({interval})" if interval else figure


def _whole(catalogue: int) -> str:
    return f"the {counted(catalogue, 'measure')} in the catalogue with a figure"


def _beside(test: Mapping[Any, Any], label: str) -> dict[str, str]:
    away = test["size"]
    return {
        AWAY: "not known" if math.isnan(away) else format_number(away, DECIMALS),
        P: NO_P if test["by_source"] else p_words(test["adjusted"]),
        YEAR: f"{period_words(label)}{' (old)' if test['old'] else ''}",
    }
