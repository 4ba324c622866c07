"""The council's own words on a page: what a strategy's `commentary/*.md` say, with live numbers.

What is printed is of `narrative/commentary_blocks.py`: few kinds of blocks, all else text. A file
that is not approved is left out, unless the strategy asks for drafts, which are then marked.
"""

from datetime import date
from functools import partial
from typing import Final

from jsna.chapter.commentary_check import HEADLINE, check_parts, references_known
from jsna.chapter.evidence import Evidence
from jsna.chapter.live_numbers import UnknownNumber, number_named
from jsna.chapter.numbers_behind import changes_since, stale_words
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import block, sections
from jsna.errors import UserFileError
from jsna.narrative.approvals import Paragraphs, read_approvals
from jsna.narrative.commentary_blocks import Block, Part, block_markdown, heading_markdown, parts_of
from jsna.narrative.commentary_inline import Piece
from jsna.narrative.markdown import escape_markdown
from jsna.settings.commentary import OVERVIEW, CommentaryFile, approvals_folder, read_commentary
from jsna.settings.yaml_file import Problems

CLASS: Final = "council-words"
TITLE: Final = "In the council's own words"
SENTENCE: Final = "sentence"
LINKED: Final = ("value", "england", "interval", "rank")
"""Numbers; a period or a verdict beside them needs no second link to the same figure."""


@section()
def overview(evidence: Evidence, page: Page) -> str:
    """Return what the council says of the area as a whole."""
    return words_about(evidence, "overview")


@section()
def priority(evidence: Evidence, page: Page) -> str:
    """Return what the council says of the chapter's priority."""
    return words_about(evidence, evidence.chosen_priority.id)


@section()
def wards(evidence: Evidence, page: Page) -> str:
    """Return what the council says of its wards; nothing on a priority's page."""
    if evidence.priority is not None:
        return ""
    evidence.note("wards-with-words:")
    named = [file.name for file in commentary_of(evidence) if file.kind == "ward"]
    files = [file for name in named if (file := _shown(evidence, name))]
    parts = [
        sections(
            f"### {escape_markdown(evidence.names.get(file.about, file.about))}",
            _file_words(evidence, file, 4),
        )
        for file in files
    ]
    return sections(f"## {TITLE}", *parts) if parts else ""


def words_about(evidence: Evidence, name: str, level: int = 2) -> str:
    """Return what the council says of something under a heading; "" where it says nothing.

    Args:
        evidence: Of the page's chapter.
        name: "overview", a priority's or an indicator's id, or `ward-<code>`.
        level: Of the heading; parts stand one below it.

    Raises:
        UserFileError: with a problem for each thing that is wrong in the files that are shown.
    """
    file = _shown(evidence, name)
    if file is None:
        return ""
    words = _file_words(evidence, file, level + 1)
    return sections(f"{'#' * level} {TITLE}", words) if words else ""


def own_headline(evidence: Evidence) -> str:
    """Return the headline that the council has approved for the overview, as Markdown; else "".

    Below it stands whose words it is and, where its figures have changed since, that they have.
    """
    file = _shown(evidence, OVERVIEW)
    if file is None or not file.approved:
        return ""
    parts = [part for part in parts_of(file.body) if part.heading == HEADLINE and part.blocks]
    check_parts(evidence, file, parts)
    words = sections(*(_block(evidence, file, one) for part in parts for one in part.blocks))
    return sections(words, _head(evidence, file)) if words else ""


def commentary_of(evidence: Evidence) -> tuple[CommentaryFile, ...]:
    """Return every file of the strategy's commentary.

    Raises:
        UserFileError: with a problem for each thing that is wrong in a file's name or head.
    """
    return evidence.once(_read)


def forget_words(evidence: Evidence) -> None:
    """Let the files of the commentary be read again when they are next shown."""
    for made in (_read, _approvals, references_known):
        evidence.forget(made)
    if evidence.noted:
        evidence.noted.forget("words", "approved", "wards-with-words")


def _read(evidence: Evidence) -> tuple[CommentaryFile, ...]:
    # only which names there are is read here; what a file says is noted where it is shown
    evidence.note("priorities:")
    evidence.note("list:indicators")
    project = evidence.as_loaded
    paths, settings = project.paths, project.settings
    problems = Problems(paths.root)
    files = read_commentary(paths, project.strategy, list(settings.indicators), problems)
    if problems.found:
        raise UserFileError(*problems.found)
    return tuple(files)


def _shown(evidence: Evidence, name: str) -> CommentaryFile | None:
    """The file of a name, if there is one that pages show."""
    evidence.note(f"words:{name}")
    evidence.note(f"approved:{name}")
    file = next((file for file in commentary_of(evidence) if file.name == name), None)
    if file is None or file.approved:
        return file
    return file if evidence.strategy.commentary.drafts == "marked" else None


def _file_words(evidence: Evidence, file: CommentaryFile, level: int) -> str:
    """A file's parts below who wrote it; "" without any words."""
    parts = [part for part in parts_of(file.body) if part.blocks and part.heading != HEADLINE]
    check_parts(evidence, file, parts)
    if not parts:
        return ""
    written = [_part(evidence, file, part, level) for part in parts]
    return block(CLASS, _head(evidence, file), "", sections(*written, _quoted(evidence, parts)))


def _head(evidence: Evidence, file: CommentaryFile) -> str:
    front = file.front
    who = f"**{escape_markdown(front.author)}, {_day(front.date)}.**"
    overdue = evidence.is_past(front.review_by)
    due = f"Was to be read again by {_day(front.review_by)}." if overdue else ""
    draft = "" if file.approved else "**Draft, not approved.**"
    return " ".join(part for part in (draft, who, due) if part)


def _part(evidence: Evidence, file: CommentaryFile, part: Part, level: int) -> str:
    heading = heading_markdown(part.heading, level) if part.heading else ""
    return sections(heading, *(_block(evidence, file, one) for one in part.blocks))


def _block(evidence: Evidence, file: CommentaryFile, one: Block) -> str:
    words = block_markdown(one, partial(_live, evidence, file))
    stale = escape_markdown(_stale(evidence, file, one)) if file.approved else ""
    return sections(words, block("stale", stale) if stale else "")


def _stale(evidence: Evidence, file: CommentaryFile, one: Block) -> str:
    remembered = evidence.once(_approvals).get(file.name, {}).get(one.digest, {})
    return stale_words(changes_since(evidence, remembered))


def _approvals(evidence: Evidence) -> dict[str, Paragraphs]:
    project = evidence.project
    return read_approvals(approvals_folder(project.paths, project.strategy.slug))


def _live(evidence: Evidence, file: CommentaryFile, piece: Piece) -> str:
    """A number as a link to the figure or page that shows it; a sentence has it behind it."""
    try:
        number, field = number_named(evidence, piece.text)
    except UnknownNumber as error:
        raise UserFileError(error.told(file, piece.line)) from None
    words = escape_markdown(str(getattr(number, field)))
    if field == SENTENCE:
        return f"{words} ([figure: {escape_markdown(number.measure)}]({number.target}))"
    linked = field in LINKED and any(sign.isdigit() for sign in words)
    return f"[{words}]({number.target})" if linked else words


def _quoted(evidence: Evidence, parts: list[Part]) -> str:
    """Each number that some parts quote, with its period and source, as a link to its figure."""
    pieces = [p for part in parts for one in part.blocks for p in one.pieces() if p.kind == "live"]
    numbers = dict.fromkeys(number_named(evidence, piece.text)[0] for piece in pieces)
    if not numbers:
        return ""
    told = "; ".join(
        f"[{escape_markdown(number.measure)}]({number.target}), {escape_markdown(number.period)}"
        f" ({escape_markdown(number.source)})"
        for number in numbers
    )
    return block("source", f"Numbers quoted: {told}.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
