"""Sentences that set a goal: a value to be reached by a year."""

import re
from typing import Final

GOAL: Final = re.compile(
    r"\b(?:will|aims?|targets?|goals?|ambitions?|want|plan|commit\w*|to)\b[^.]*?"
    r"\b(?:reduce|raise|increase|improve|lower|cut|decrease|achieve|reach|bring|lift|be|raised|reduced"
    r"|increased|lowered|halve)\b[^.]*?\bto (?:at least |below |under |over |no more than "
    r"|less than"
    r" |more than )?\d[^.;]*?\bby\b(?: the end of| march| april| december| september| summer)?"
    r" (?:20)\d\d",
    re.IGNORECASE,
)


def is_goal(text: str) -> bool:
    """Return whether a sentence says what a measure is to be brought to by a year."""
    return bool(GOAL.search(text))
