"""A draft as a Word file: body, tables and notes, tracked changes read as accepted."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem, UserFileError
from jsna.http.archive_size import why_too_large
from jsna.narrative.english import counted
from jsna.review.draft import Draft, Passage
from jsna.review.readers.inline import marks_in, note_of, plain_line
from jsna.review.readers.lines import sources_numbered
from jsna.review.readers.word_paragraphs import (
    ADDED,
    GONE,
    WORD,
    WordParagraph,
    note_marks,
    word_paragraphs,
)

if TYPE_CHECKING:
    from docx.document import Document

ENDINGS = (".docx", ".docm")
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
LARGEST_UNPACKED: Final = 1 << 30
DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    # parts that are XML, and of another kind than they should be
    *(AttributeError, LookupError, ValueError),
)
HEADINGS: Final = ("heading", "title")


def read(file: str, content: bytes) -> Draft:
    """Return the draft of a Word file.

    Raises:
        UserFileError: it is no Word file, is locked, or holds macros.
    """
    with _refusing(file):
        return _read(file, open_word(file, content))


def _read(file: str, document: "Document") -> Draft:
    order: dict[str, int] = {}
    body = [
        _passage(one, order)
        for one in word_paragraphs(document.element.body, targets(document.part))
    ]
    found = [*body, *_notes(document, order)]
    numbered = [replace(passage, number=n) for n, passage in enumerate(found, 1)]
    return Draft(file, tuple(sources_numbered(numbered)), tuple(_said(document)))


def open_word(file: str, content: bytes) -> "Document":
    """Return a Word file as python-docx has it; errors as `read`."""
    if why := _why_not(content):
        raise UserFileError(Problem(why[0], file, next_step=why[1]))
    from docx import Document

    with _refusing(file):
        return Document(io.BytesIO(content))


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Tell of a damaged file as one: its parts are unpacked and looked into only as it is read."""
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    damaged = (OpcError, LxmlError, *DAMAGED)
    try:
        yield
    except damaged as error:
        step = "Open it in Word and save it as .docx."
        problem = Problem("this is no Word file that can be read.", file, next_step=step)
        raise UserFileError(problem) from error


def targets(part: Any) -> dict[str, str]:
    """Return the address of each relation of a part that leads out of the file, by its id."""
    return {id: one.target_ref for id, one in part.rels.items() if one.is_external}


def _why_not(content: bytes) -> tuple[str, str] | None:
    """Return what keeps a file from being read and what to do; None where nothing does."""
    if content.startswith(b"%PDF"):
        return "this is a PDF, whatever its name says.", "Let its name end in .pdf."
    if content.startswith(OLD_OFFICE) and LOCKED in content:
        return "this file is locked by a password.", "Save it without one."
    if content.startswith(OLD_OFFICE):
        return "this is a file of an old Word (.doc).", "Save it as .docx."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            why = _why_not_parts(archive.infolist())
    except zipfile.BadZipFile:
        return "this is no Word file, or not a whole one.", "Save it again as .docx."
    # what the list says of its parts is not believed: whoever reads one unpacks all of it
    if not why and (larger := why_too_large(content)):
        return f"this file is not unpacked: {larger}.", "Save it again as .docx."
    return why


def _why_not_parts(parts: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    if any(one.filename.lower().endswith("vbaproject.bin") for one in parts):
        return "this file holds macros, which are not let in.", "Save it as .docx, without macros."
    if sum(one.file_size for one in parts) > LARGEST_UNPACKED:
        return "this file unpacks to more than 1 GiB.", "Take its pictures out."
    return None


def _passage(one: WordParagraph, order: dict[str, int], note: str = "") -> Passage:
    key, after = (note, 0) if note else note_of(one.text)
    typed = [] if note else marks_in(one.text, after)
    covered = {(link.start, link.end) for link in one.links}
    bare = [link for link in plain_line(one.text).links if (link.start, link.end) not in covered]
    heading = one.style.lower().startswith(HEADINGS)
    return Passage(
        0, one.text, note=key, heading=heading, links=(*one.links, *bare),
        marks=(*note_marks(one.notes, order), *typed),
    )  # fmt: skip


def _notes(document: "Document", order: dict[str, int]) -> Iterator[Passage]:
    from docx.oxml.parser import parse_xml

    for part in document.part.package.iter_parts():
        kind = str(part.partname).rpartition("/")[2].removesuffix("s.xml")
        if kind not in ("footnote", "endnote"):
            continue
        for note in parse_xml(part.blob).iter(f"{WORD}{kind}"):
            number = order.get(f"{kind} {note.get(f'{WORD}id')}")
            if number:
                for one in word_paragraphs(note, targets(part)):
                    yield _passage(one, {}, f"{kind} {number}")


def _said(document: "Document") -> Iterator[str]:
    body = document.element.body
    added, gone = (sum(1 for _ in body.iter(*tags)) for tags in (ADDED, GONE))
    if added or gone:
        yield (
            f"Tracked changes are read as accepted ({counted(added, 'insertion')},"
            f" {counted(gone, 'deletion')}):"
            " what they take out is not reviewed."
        )
