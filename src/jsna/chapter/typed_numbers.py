"""Numbers that somebody typed by hand in the council's own words, held against the facts.

A typed number does not change when the facts do. Those with a decimal point or a per cent sign are
held against the figures of the indicator that the paragraph is about; years and small counts of
things ("three wards", "2 clinics") say nothing of an indicator.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.chapter.area_number import AreaNumber
from jsna.chapter.evidence import Evidence
from jsna.fact_schema import ENGLAND
from jsna.narrative.commentary_blocks import Block
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_number

TYPED: Final = re.compile(
    r"(?<![\w.,/])-?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?=\s?%|\s+per\s?cent\b))(?![\w/]|\.\d)"
)


@dataclass(frozen=True)
class TypedNumber:
    """A number as somebody typed it, and the line of the body, from 0."""

    text: str
    line: int

    @property
    def value(self) -> float:
        """The number."""
        return float(self.text.replace(",", ""))

    @property
    def decimals(self) -> int:
        """How many digits stand behind its point."""
        return len(self.text.partition(".")[2])


def typed_numbers(block: Block) -> list[TypedNumber]:
    """Return the numbers typed in a paragraph that could be an indicator's, in order."""
    return [
        TypedNumber(match[1], piece.line + piece.text.count("\n", 0, match.start()))
        for piece in block.pieces()
        if piece.kind == "text"
        for match in TYPED.finditer(piece.text)
    ]


def typed_fault(evidence: Evidence, typed: TypedNumber, numbers: Iterable[AreaNumber]) -> str:
    """Return what is wrong with a typed number, as a sentence; "" where it is a newest figure.

    Args:
        evidence: The area's.
        typed: The number.
        numbers: The numbers that the paragraph is about, one at least.
    """
    every = list(numbers)
    if any(_is_newest(number, typed) for number in every):
        return ""
    for number in every:
        for label in _earlier(evidence, number, typed):
            return (
                f"{typed.text} is the figure of {period_words(label)} of {number.measure};"
                f" the newest is {number.value} of {number.period}."
            )
    newest = "; ".join(f"{n.measure}: {n.value} of {n.period}" for n in every)
    return f"{typed.text} is not among the figures of what stands beside it ({newest})."


def _is_newest(number: AreaNumber, typed: TypedNumber) -> bool:
    said = number.told.statement
    theirs = said.comparator.value if said.comparator else None
    return any(_same(one, typed) for one in (said.value, said.lower, said.upper, theirs))


def _earlier(evidence: Evidence, number: AreaNumber, typed: TypedNumber) -> list[str]:
    """The periods, newest first, in which the area or England had the number."""
    said, facts = number.told.statement, evidence.facts_of(number.told.indicator.id)
    own = facts[facts["area_code"].isin([evidence.area.code, ENGLAND]) & (facts["breakdown"] == "")]
    own = own[(own["sex"] == said.sex) & (own["age"] == said.age) & own["value"].notna()]
    same = own["value"].map(lambda value: _same(value, typed)).astype(bool)
    found: pd.Series = own[same].sort_values("period", ascending=False)["period_label"]
    return [str(label) for label in found.unique()]


def _same(value: float | None, typed: TypedNumber) -> bool:
    if value is None or pd.isna(value):
        return False
    return format_number(value, typed.decimals) == format_number(typed.value, typed.decimals)
