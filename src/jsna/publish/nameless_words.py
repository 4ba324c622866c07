"""Whether words that name no other area give away a hidden figure of the pack's own.

The pages of own measures name a measure and a period; that the area itself is meant goes without
saying. So a number beside a period of which every figure is hidden is one too many.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd

from jsna.publish.may_be_shown import HIDDEN, MayBeShown
from jsna.publish.passages import Passage

MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
DATE: Final = re.compile(
    rf"\brelease \d{{4}}\.\d+\b|\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?: \d{{4}})?\b"
    r"|\b\d{4}-\d\d(?:-\d\d)?(?:/P\d+[DMY])?\b"
)
"""A release, a day, or a period as files write it: no figure, and no period of one."""
YEAR: Final = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?:/\d\d)?(?: Q[1-4])?(?![\w,]|\.\d)")
OTHERWISE: Final = re.compile(
    r"\blimits?\b|\bcentre\b|\btarget\b|\btrajectory\b|\b(?:plan|planned)\b|\bdue\b|\breview|\bline\b"
    r"|\bprojection\b|\bends at\b|\binterval\b|\bchance\b|\bowner\b|\bpriority\b|_95\b",
    re.IGNORECASE,
)
"""Of what a number is that is no figure itself."""
LINES: Final = re.compile(r"\b(?:phase|centre|lower|upper|sigma)\b", re.IGNORECASE)
"""Columns of a control chart's lines, which go on beside a figure that is hidden."""
FIGURE: Final = re.compile(
    r"\b(?:newest|value|actual|figure|result|count|number|latest|numerator|denominator)s?\b",
    re.IGNORECASE,
)
CLAUSE: Final = re.compile(r"[;.](?=\s|$)")
NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
COUNTED: Final = re.compile(
    r"\b\d[\d,]* of \d[\d,]*\b"
    r"|\b\d+ (?:\w+ )?(?:periods?|years?|months?|quarters?|measures?|actions?|points?|more)\b"
)
BEFORE: Final = re.compile(r"(\d[\d,.]*)%?(?:\s+[\w-]+){0,5}\s+(?:in|of|for|at|during)\s+$")
NOBODY: Final = re.compile(r"(?!)")
AFTER: Final = 60
"""Characters after a period in which a number is one of it."""
BESIDE: Final = 25
"""Characters after a title in which a number is that of the measure."""


@dataclass(frozen=True)
class Nameless:
    """What of one measure may stand in words that name no area.

    Attributes:
        labels: Period as it is written -> whether all its figures are hidden.
        known: The numbers that are shown or stated, as printed.
        titles: By what the measure is known, in small letters.
        people: The unit of a count of people; "" of another measure.
        unit: In small letters.
    """

    labels: dict[str, bool]
    known: frozenset[str]
    titles: frozenset[str]
    people: str
    unit: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is shown."""
        return all(self.labels.values())

    def gives_cell(self, passage: Passage) -> bool:
        """Return whether a cell of a table gives a hidden figure."""
        if is_beside(passage, self._own) or not self._unknown(DATE.sub(" ", passage.text)):
            return False
        near = " ".join((passage.column, passage.row, passage.text))
        # the caption may say from when to when the whole table is
        for words in (near, "\n".join(passage.beside), passage.about):
            said = DATE.sub(" ", words)
            named = [label for label in self.labels if _says(said, label)]
            if named:
                break
        if named:
            return all(self.labels[label] for label in named)
        return self.is_hidden and bool(FIGURE.search(passage.column))

    def gives_text(self, text: str, most: int, others: "re.Pattern[str]" = NOBODY) -> bool:
        """Return whether a text gives a hidden figure, or a count up to `most` as one of people.

        Args:
            text: One or more sentences.
            most: The highest count that is small.
            others: Finds the names of other areas: a clause with one is of that.
        """
        plain = COUNTED.sub(" ", DATE.sub(" ", text))
        clauses = [one for one in CLAUSE.split(plain) if NUMBER.search(one)]
        return any(self._clause_gives(one, most) for one in clauses if not others.search(one))

    def _clause_gives(self, clause: str, most: int) -> bool:
        if self.people and not self._is_of_others(clause):
            for found in re.finditer(rf"(?<![\w.,])(\d+) {re.escape(self.people)}\b", clause):
                if 0 < int(found[1]) <= most and found[1] not in self.known:
                    return True
        for before, hidden, after in self._by_period(clause):
            tail = BEFORE.search(before)
            if hidden and self._unknown(after + (f" {tail[1]}" if tail else "")):
                return not self._is_of_others(before + after)
        return self.is_hidden and any(
            self._unknown(clause[place : place + BESIDE]) for place in self._after_title(clause)
        )

    def _by_period(self, clause: str) -> Iterator[tuple[str, bool, str]]:
        """Yield the words before each period of a clause, whether it is hidden, those after it."""
        every = "|".join(re.escape(label) for label in sorted(self.labels, key=len, reverse=True))
        # from one to another is no period of a figure
        clause = re.sub(rf"(?<!\w)(?:{every}) (?:to|\u2013) (?:{every})(?!\w)", " ", clause)
        found = list(re.finditer(rf"(?<!\w)(?:{every})(?!\w)", clause))
        for n, one in enumerate(found):
            before = clause[found[n - 1].end() if n else 0 : one.start()]
            after = clause[one.end() : found[n + 1].start() if n + 1 < len(found) else None]
            yield before, self.labels[one[0]], after[:AFTER]

    def _after_title(self, clause: str) -> Iterator[int]:
        lower = clause.lower()
        for title in self.titles:
            if (place := lower.find(title)) >= 0:
                yield place + len(title)

    @property
    def _own(self) -> frozenset[str]:
        return self.titles | {self.unit}

    def _is_of_others(self, words: str) -> bool:
        return bool(OTHERWISE.search(without(words, self._own)))

    def _unknown(self, words: str) -> set[str]:
        told = words.strip()
        numbers = NUMBER.findall(told if NUMBER.fullmatch(told) else YEAR.sub(" ", told))
        return {n.replace(",", "").rstrip(".") for n in numbers} - self.known


def is_beside(passage: Passage, own: frozenset[str]) -> bool:
    """Return whether a cell of a table on measures holds what is no figure: a limit, a plan.

    Args:
        passage: The cell.
        own: The measure's titles and its unit, in small letters: "Planned admissions" is no plan.
    """
    column, row = (without(words, own) for words in (passage.column, passage.row))
    return any(OTHERWISE.search(w) for w in (column, row)) or bool(LINES.search(column))


def without(words: str, own: frozenset[str]) -> str:
    """Return words without a measure's own titles and unit."""
    return _any_of(own).sub(" ", words)


def nameless_of(shown: MayBeShown, measure: str) -> Nameless | None:
    """Return what of a measure may stand without an area's name; None if nothing is hidden of it.

    Args:
        shown: What may be shown.
        measure: One of the measures that `shown.stated` tells of.
    """
    if measure not in shown.stated or measure not in shown.by_indicator:
        return None
    rows = shown.by_indicator[measure]
    rows = rows[rows["area_code"].isin(shown.own)]
    hidden = rows["status"].isin(HIDDEN) & rows["value"].isna()
    if not (rows["status"] == HIDDEN[0]).any():
        return None
    by_label = hidden.groupby(rows["period_label"]).all()
    labels = {str(label): bool(gone) for label, gone in by_label.items() if label}
    stated = shown.stated[measure]
    known = stated.numbers | _printed(rows)
    words = shown.words[measure]
    return Nameless(labels, frozenset(known), words, stated.people, stated.unit)


def _printed(rows: pd.DataFrame) -> set[str]:
    numbers = pd.concat([rows[name] for name in ("value", "count", "denominator")]).dropna()
    told = {f"{number:.{digits}f}" for number in numbers.unique() for digits in range(4)}
    return told | {f"{number:g}" for number in numbers.unique()}


@lru_cache(maxsize=256)
def _any_of(words: Collection[str]) -> "re.Pattern[str]":
    every = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True) if one)
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE) if every else NOBODY


def _says(words: str, label: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words) is not None
