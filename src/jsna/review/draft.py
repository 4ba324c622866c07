"""A draft as it was read: numbered passages, with their places, links and notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Link:
    """An address in a passage: where its words stand, in signs from the passage's first."""

    address: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A mark that points to a note or a reference ("5" of a raised 5, of [5] or of [^5])."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, cell or note.

    Attributes:
        number: Counted from 1 through the draft.
        text: Its words in one line; markup is left out.
        starts: Offset in `text` and line of the file, for each line that it stands on; a Word
            file has no lines.
        page: Of a PDF, from 1; else 0.
        note: The key of the note or reference that it gives; "" for all others.
        heading: Whether it is one, as far as the file says.
        links: Addresses in it.
        marks: Its references to notes.
    """

    number: int
    text: str
    starts: tuple[tuple[int, int], ...] = ()
    page: int = 0
    note: str = ""
    heading: bool = False
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the line of the file that a sign of the text stands on; 0 without lines."""
        return next((line for start, line in reversed(self.starts) if start <= offset), 0)


@dataclass(frozen=True)
class Draft:
    """A draft as it was read.

    Attributes:
        file: As the user named it.
        passages: In reading order; the notes of a Word file follow its body.
        said: What a reader of the review has to know of how it was read, as sentences.
    """

    file: str
    passages: tuple[Passage, ...]
    said: tuple[str, ...] = ()

    @cached_property
    def notes(self) -> dict[str, Passage]:
        """The notes and references: key -> passage; of two with one key the first."""
        found: dict[str, Passage] = {}
        for passage in self.passages:
            if passage.note:
                found.setdefault(passage.note, passage)
        return found

    @cached_property
    def text(self) -> tuple[Passage, ...]:
        """The passages that are no notes."""
        return tuple(passage for passage in self.passages if not passage.note)

    def marks_of(self, key: str) -> Iterator[tuple[Passage, Mark]]:
        """Yield where the text points to a note."""
        for passage in self.text:
            yield from ((passage, mark) for mark in passage.marks if mark.key == key)

    def place(self, passage: Passage, offset: int = 0) -> str:
        """Return where a sign stands: "line 12", "page 3, paragraph 41" or "paragraph 12"."""
        if line := passage.line_at(offset):
            return f"line {line}"
        page = f"page {passage.page}, " if passage.page else ""
        return f"{page}paragraph {passage.number}"
