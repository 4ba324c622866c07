"""Whose gradient it is, in plain words: the groups, their ends, and what they do not say."""

import re
from typing import Final

from jsna.analysis.gradient import Gradient
from jsna.narrative.english import possessive

PARTS: Final = {5: "fifth", 10: "tenth"}
COUNCILS: Final = {
    "county & ua": "upper-tier councils", "district & ua": "lower-tier councils",
}  # fmt: skip
MOST, LEAST = "most", "least"


def end_words(gradient: Gradient, area_name: str, end: str) -> str:
    """Return one end as a place: "the most deprived tenth of England's upper-tier councils"."""
    return f"the {end} deprived {PARTS[gradient.groups]} of {whole_words(gradient, area_name)}"


def whole_words(gradient: Gradient, area_name: str) -> str:
    """Return what is grouped: "Anytown's neighbourhoods", "England's upper-tier councils"."""
    if gradient.scope == "authorities of England":
        return f"England's {COUNCILS.get(gradient.unit.lower(), 'councils')}"
    whose = area_name if gradient.scope == "within the area" else "England"
    return f"{possessive(whose)} neighbourhoods"


def headline_words(gradient: Gradient, area_name: str) -> str:
    """Return what is grouped, as short as a headline needs it: "Anytown", "England's councils"."""
    if gradient.scope == "within the area":
        return area_name
    between = "councils" if gradient.scope == "authorities of England" else "neighbourhoods"
    return f"England's {between}"


def group_words(gradient: Gradient) -> str:
    """Return the groups in plain words: "tenths by the index of 2019"; whose, the page says."""
    year = re.search(r"IMD ?(\d{4})", gradient.edition)
    by = f"the index of {year[1]}" if year else "the index of deprivation"
    return f"{PARTS[gradient.groups]}s by {by}"


def group_label(quantile: int, groups: int) -> str:
    """Return a group's name in a table: "1 (most deprived)", "2", "10 (least deprived)"."""
    ends = {1: " (most deprived)", groups: " (least deprived)"}
    return f"{quantile}{ends.get(quantile, '')}"


def scope_sentence(gradient: Gradient, area_name: str) -> str:
    """Return whose gradient it is, and what it does not say."""
    if gradient.scope == "within the area":
        return (
            f"This is the gradient between {possessive(area_name)} own neighbourhoods, in groups"
            f" of {area_name} alone: its most deprived {PARTS[gradient.groups]} is not England's."
        )
    between = headline_words(gradient, area_name).split()[-1]
    return (
        f"This is England's gradient between {between}; it does not say how unequal"
        f" {area_name} is inside."
    )
