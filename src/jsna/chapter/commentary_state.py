"""How each file of the council's own words stands: what has to be read again, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from jsna.chapter.area_number import AreaNumber
from jsna.chapter.evidence import Evidence
from jsna.chapter.live_numbers import number_named, number_of
from jsna.chapter.numbers_behind import changes_since, numbers_behind, stale_words
from jsna.chapter.typed_numbers import typed_fault, typed_numbers
from jsna.narrative.approvals import Paragraphs
from jsna.narrative.commentary_blocks import Block, parts_of
from jsna.settings.commentary import CommentaryFile

STALE = "the figures have changed"
EDITED = "not approved as it stands"
TYPED = "a number typed by hand"
DUE = "to be read again"


@dataclass(frozen=True)
class Finding:
    """One thing of a file that somebody should look at.

    Attributes:
        kind: STALE, EDITED, TYPED or DUE.
        line: Of the file.
        told: What it is, as a sentence.
    """

    kind: str
    line: int
    told: str


@dataclass(frozen=True)
class FileState:
    """How one file stands."""

    file: CommentaryFile
    findings: tuple[Finding, ...]


def state_of(evidence: Evidence, file: CommentaryFile, approved: Paragraphs) -> FileState:
    """Return how a file stands against the facts.

    Args:
        evidence: The area's.
        file: The file, its names checked.
        approved: What it was approved against.
    """
    blocks = [block for part in parts_of(file.body) for block in part.blocks]
    found = [*_due(evidence, file)]
    for block in blocks:
        found += _of_block(evidence, file, block, approved)
    return FileState(file, tuple(found))


def approved_now(evidence: Evidence, file: CommentaryFile) -> Paragraphs:
    """Return the numbers behind each paragraph of a file as they are: it was just read."""
    blocks = [block for part in parts_of(file.body) for block in part.blocks]
    return {block.digest: numbers_behind(evidence, file, block) for block in blocks}


def _due(evidence: Evidence, file: CommentaryFile) -> Iterator[Finding]:
    day = file.front.review_by
    if day < evidence.as_at:
        yield Finding(DUE, 1, f"It was to be read again by {day.day} {day:%B %Y}.")


def _of_block(
    evidence: Evidence, file: CommentaryFile, block: Block, approved: Paragraphs
) -> Iterator[Finding]:
    line = file.first_line + block.line
    if file.approved and block.digest not in approved:
        told = "These words are not those that were approved, or never were: read and approve them."
        yield Finding(EDITED, line, told)
    elif file.approved and (words := stale_words(changes_since(evidence, approved[block.digest]))):
        yield Finding(STALE, line, words)
    numbers = _beside(evidence, file, block)
    for typed in typed_numbers(block) if numbers else ():
        if told := typed_fault(evidence, typed, numbers):
            yield Finding(TYPED, file.first_line + typed.line, told)


def _beside(evidence: Evidence, file: CommentaryFile, block: Block) -> list[AreaNumber]:
    """The numbers that a paragraph is about: its live ones, and those of its file's indicator."""
    names = [piece.text for piece in block.pieces() if piece.kind == "live"]
    found = [number_named(evidence, name)[0] for name in names]
    if file.kind == "indicator":
        found.append(number_of(evidence, file.about, ()))
    return [number for number in dict.fromkeys(found) if isinstance(number, AreaNumber)]
