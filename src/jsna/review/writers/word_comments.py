"""The same Word file with a comment at each finding; the original is never written to."""

import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from jsna.narrative.one_line import one_line
from jsna.review.finding import Finding
from jsna.review.readers.word import open_word, targets
from jsna.review.readers.word_paragraphs import (
    T,
    WordParagraph,
    WordRun,
    word_paragraph,
    word_paragraphs,
)
from jsna.review.review import Review
from jsna.review.writers.rows import shortened, skipped

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR: Final = "jsna review"
INITIALS: Final = "JR"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
PROPERTIES: Final = "rPr"


def commented(review: Review, content: bytes) -> bytes:
    """Return the bytes of the draft's Word file with its findings as comments.

    A finding in a note stands where the text points to the note: Word has no comments in notes.
    What else a reader of the review has to know stands at the first words, as one comment.

    Args:
        review: Of this very file.
        content: The file's bytes.
    """
    document = open_word(review.draft.file, content)
    outside = targets(document.part)
    body = word_paragraphs(document.element.body, outside)
    placed = list(_placed(review, len(body)))
    # the last first: a run that is parted for one leaves the places before it as they were
    for finding, number, start, end in reversed(placed):
        paragraph = word_paragraph(body[number - 1].element, outside)
        _comment(document, _words(finding), _runs(paragraph, start, end))
    told = [*review.draft.said, *skipped(review)]
    if left := len(review.findings) - len(placed):
        told.append(f"No comment holds {left} of the findings: no text points to their notes.")
    if told and body:
        first = word_paragraph(body[0].element, outside)
        _comment(document, one_line(" ".join(told)), _runs(first, 0, 0))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _placed(review: Review, paragraphs: int) -> Iterator[tuple[Finding, int, int, int]]:
    """Yield each finding with the number of its paragraph of the body, and its place in it."""
    found = []
    for one in review.findings:
        number, start, end = one.passage.number, one.start, one.end
        if number > paragraphs:
            points = next(review.draft.marks_of(one.passage.note), None)
            if points is None:
                continue
            number, start, end = points[0].number, points[1].start, points[1].end
        found.append((one, number, start, end))
    yield from sorted(found, key=lambda placed: placed[1:3])


def _words(finding: Finding) -> str:
    said = one_line(f"{finding.what} {finding.mend}")
    text = f"{str(finding.severity).capitalize()} ({finding.kind}). {said}"
    quoted = f'\n"{shortened(finding.words)}"' if finding.words else ""
    return text + quoted


def _comment(document: "Document", words: str, runs: list[Any]) -> None:
    from docx.text.run import Run

    document.add_comment(
        [Run(run, document) for run in runs], words, author=AUTHOR, initials=INITIALS
    )


def _runs(paragraph: WordParagraph, start: int, end: int) -> list[Any]:
    """Return the elements of the runs that hold these signs, parted where that can be done."""
    with_words = [run for run in paragraph.runs if run.start < run.end]
    held = [run for run in with_words if run.start < end and start < run.end]
    if not held:
        before = [run for run in with_words if run.end <= start]
        return [(before or with_words)[-1 if before else 0].element]
    elements = [run.element for run in held]
    elements[-1] = _part(held[-1], end)[0]
    first_is_last = len(held) == 1
    first = WordRun(
        elements[0], held[0].start, min(end, held[0].end) if first_is_last else held[0].end
    )
    elements[0] = _part(first, start)[1]
    return elements


def _part(run: WordRun, at: int) -> tuple[Any, Any]:
    """Return a run's parts before and after a sign; the run itself twice where it has but one."""
    texts = [child for child in run.element if not child.tag.endswith(PROPERTIES)]
    plain = len(texts) == 1 and texts[0].tag == T
    if not plain or not run.start < at < run.end:
        return run.element, run.element
    after = copy.deepcopy(run.element)
    run.element.addnext(after)
    words = texts[0].text
    for element, kept in ((run.element, words[: at - run.start]), (after, words[at - run.start :])):
        text = next(child for child in element if child.tag == T)
        text.text = kept
        text.set(SPACE, "preserve")
    return run.element, after
