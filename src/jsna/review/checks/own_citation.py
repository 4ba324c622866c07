"""Citations of the area's own figures, by their keys of `figures.bib`."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, CitedFigure, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.numbers import Number, numbers_in
from jsna.review.sentences import Sentence, sentences
from jsna.settings.unknown_name import did_you_mean

KEY: Final = r"@\{{?({}-(?:19|20)\d\d-[a-z0-9]+(?:-[a-z0-9]+)*)"


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield what each of our citations says now, or that there is no such figure."""
    key = re.compile(KEY.format(re.escape(known.area.slug)))
    figures = known.figures or {}
    for sentence in sentences(draft):
        for match in key.finditer(sentence.text):
            if match[1] not in figures:
                what = f"No pack of {known.area.name} has a figure {match[1]!r}."
                mend = (
                    did_you_mean(match[1], figures) or "Its key stands in figures.bib of the pack."
                )
                yield sentence.finding(CHECK.id, Severity.SERIOUS, what, mend, match)
            else:
                yield _now(sentence, match, figures[match[1]])


def _now(sentence: Sentence, match: re.Match[str], figure: CitedFigure) -> Finding:
    text = sentence.text.replace(match[0], " ")
    strange = [n for n in numbers_in(text) if (n.unit or n.decimals) and not _is_drawn(n, figure)]
    if not strange or not figure.values:
        what = f"The figure says now: {figure.said}"
        return sentence.finding(
            CHECK.id, Severity.NOTE, what, "Nothing, if that still fits.", match
        )
    said = text[strange[0].start : strange[0].end].strip()
    what = f"The figure that is cited does not have {said}. It says now: {figure.said}"
    return sentence.finding(
        CHECK.id, Severity.DOUBTFUL, what, "Quote the sentence as it is now.", match
    )


def _is_drawn(number: Number, figure: CitedFigure) -> bool:
    return any(abs(value - number.value) <= number.step / 2 + 1e-9 for value in figure.values)


CHECK = Check(
    "own-citation",
    "[@area-year-indicator], as figures.bib of a pack has it: a key that no pack of the area has"
    " (serious), a sentence with a number that the figure does not have (doubtful), else what the"
    " figure says now (note).",
    Severity.SERIOUS,
    find,
    needs="figures",
)
