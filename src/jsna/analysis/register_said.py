"""What words of progress say: that something is slow or done, and not that it is yet to be."""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

DENIED: Final = r"not|never|no|nor|neither|without|avoid(?:s|ed|ing)?|\w+n['\u2019]t|cannot"
"""Before a word they say the contrary of it."""
OPEN: Final = (
    rf"{DENIED}|to|will|shall|should|must|may|might|can|could|would|be|being|yet|until|once|when"
    r"|unless|if|before|after|nearly|almost|partly|partially|part|half|most|mostly|some|but|however"
    r"|although|remain(?:s|ing)?|still|next|due|expected|aim(?:s|ed|ing)?|plans?|planned|phase|stage"
    r"|step|incomplete|outstanding|awaiting|delay(?:s|ed)?|\d+\s?(?:%|per\s?cent|of)"
)
"""Words beside "complete" of which all is not."""
BETWEEN: Final = r"(?:[^\w.;!?]+\w+){0,2}?[^\w.;!?]+"
"""Up to two words of the same sentence."""
BESIDE_A_DATE: Final = r"[\s\W]*(?:(?:now|all|fully|is|was|been|has|have|and|on)\b[\s\W]*)*"


def slow_word(text: pd.Series, words: Iterable[str]) -> pd.Series:
    """Return the first of some words that each text says and does not deny, "" without one.

    "Not delayed", "has not been delayed" and "without delay" say that nothing is slow.
    """
    some = _any_of(words)
    denied = rf"(?i)\b(?:{DENIED})\b{BETWEEN}(?:{some})\b"
    return _first(text.str.replace(denied, " ", regex=True), some)


def done_word(text: pd.Series, words: Iterable[str]) -> pd.Series:
    """Return the first of some words by which each text says that all is done, "" without one.

    A text that also says what is not, or not yet, does not: "the audit is completed, the report is
    still to come".
    """
    some = _any_of(words)
    open_ = text.str.contains(rf"(?i)\b(?:{OPEN})\b|\d\s?%", regex=True)
    return _first(text, some).where(~open_, "")


def says_done_beside_a_date(text: pd.Series, words: Iterable[str]) -> pd.Series:
    """Return whether a cell that may hold a date says, beside it, that the thing is done.

    Nothing else may stand there: "31.12.17, completed" says it, "to be completed by 31.12.17" and
    "31.12.17 (half complete)" do not.
    """
    some = _any_of(words)
    return text.str.fullmatch(rf"(?i){BESIDE_A_DATE}(?:{some})\b{BESIDE_A_DATE}")


def _first(text: pd.Series, some: str) -> pd.Series:
    found = text.str.extract(rf"(?i)\b({some})\b", expand=False)
    return found.fillna("").astype("object")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words; none matches without words."""
    return "|".join(re.escape(word) for word in words) or "(?!)"
