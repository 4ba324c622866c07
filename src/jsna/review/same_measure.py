"""What a draft says twice: clauses of one measure, with their one number."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from jsna.review.numbers import Number, numbers_in
from jsna.review.sentences import Sentence
from jsna.review.words import stem, stems
from jsna.review.years import periods_in

EMPTY_WORDS: Final = frozenset(
    stem(word)
    for word in [
        *(
            "figure",
            "table",
            "chart",
            "map",
            "value",
            "other",
            "beside",
            "source",
            "page",
            "result",
        ),
        *("same", "year", "period", "increase", "decrease", "rise", "fall", "compare", "report"),
    ]
)
"""Words that say nothing of what is measured."""
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
SEX: Final = re.compile(r"\b(?:males?|females?|men|women|boys|girls)\b")
ENOUGH: Final = 2


@dataclass(frozen=True)
class Stated:
    """One number of one measure: where, its periods, and the stems of what it is about.

    `sex` has the words for men and women of the whole sentence: a list names them once.
    """

    clause: Sentence
    number: Number
    periods: tuple[str, ...]
    about: frozenset[str]
    sex: frozenset[str] = frozenset()


def stated_in(sentence: Sentence) -> Iterator[Stated]:
    """Yield the clauses of a sentence that have one number, with their own period or its one."""
    sex = frozenset(SEX.findall(sentence.text.lower()))
    whole = tuple(periods_in(sentence.text))
    for clause in sentence.clauses():
        numbers = list(numbers_in(clause.text))
        about = stems(clause.text) - GOAL_WORDS
        if len(numbers) == 1 and len(about) >= ENOUGH:
            yield Stated(clause, numbers[0], tuple(periods_in(clause.text)) or whole, about, sex)


def said_twice(stated: Iterable[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield earlier and later of two clauses of one measure, wherever the words are the same."""
    seen: dict[tuple[frozenset[str], str, frozenset[str]], list[Stated]] = {}
    for one in stated:
        same = seen.setdefault((one.about, one.number.unit, one.sex), [])
        yield from ((earlier, one) for earlier in same[:1])
        same.append(one)
