"""What a draft says twice: clauses of one measure, with their one number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from jsna.review.numbers import Number, numbers_in
from jsna.review.sentences import Sentence
from jsna.review.words import stem, stems
from jsna.review.years import periods_in

GOAL_WORDS: Final = frozenset(
    stem(word)
    for word in [
        "goal",
        "target",
        "aim",
        "ambitions",
        "objective",
        "reduce",
        "raise",
        "increase",
        "decrease",
        "improve",
        "cut",
        "lower",
        "achieve",
        "reach",
        "want",
        "plan",
        "bring",
        "lift",
        "rise",
        "fall",
        "grow",
        "total",
        "overall",
        "number",
        "currently",
    ]
)
ENOUGH: Final = 2


@dataclass(frozen=True)
class Stated:
    """One number of one measure: where, its periods, and the stems of what it is about."""

    clause: Sentence
    number: Number
    periods: tuple[str, ...]
    about: frozenset[str]


def stated_in(sentence: Sentence) -> Iterator[Stated]:
    """Yield the clauses of a sentence that have one number, with their own period or its one."""
    whole = tuple(periods_in(sentence.text))
    for clause in sentence.clauses():
        numbers = list(numbers_in(clause.text))
        about = stems(clause.text) - GOAL_WORDS
        if len(numbers) == 1 and len(about) >= ENOUGH:
            yield Stated(clause, numbers[0], tuple(periods_in(clause.text)) or whole, about)


def said_twice(stated: Iterable[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield earlier and later of two clauses of one measure, wherever the words are the same."""
    seen: dict[tuple[frozenset[str], str], list[Stated]] = {}
    for one in stated:
        same = seen.setdefault((one.about, one.number.unit), [])
        yield from ((earlier, one) for earlier in same[:1])
        same.append(one)
