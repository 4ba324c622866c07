"""What the council's own words can get wrong: headings, names of numbers, references."""

from collections.abc import Iterable, Iterator
from typing import Final

from jsna.chapter.evidence import Evidence
from jsna.chapter.live_numbers import UnknownNumber, number_named
from jsna.errors import Problem, UserFileError
from jsna.narrative.commentary_blocks import Block, Part, parts_of
from jsna.narrative.commentary_inline import cited
from jsna.settings.commentary import CommentaryFile, problem_in
from jsna.settings.references import FILE, is_figure_key, read_references, references_file
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import Problems

HEADLINE: Final = "Headline"
"""The part of the overview that takes the place of the headline which a rule wrote."""


def check_files(evidence: Evidence, files: Iterable[CommentaryFile]) -> None:
    """Look at every part of some files.

    Raises:
        UserFileError: with one problem for each thing that is wrong, drafts included.
    """
    found = [problem for file in files for problem in _faults(evidence, file, parts_of(file.body))]
    found += evidence.once(references_known)[1]
    if found:
        raise UserFileError(*found)


def check_parts(evidence: Evidence, file: CommentaryFile, parts: Iterable[Part]) -> None:
    """Look at parts of one file, as `check_files` does."""
    if found := list(_faults(evidence, file, parts)):
        raise UserFileError(*found)


def _faults(evidence: Evidence, file: CommentaryFile, parts: Iterable[Part]) -> Iterator[Problem]:
    for part in parts:
        yield from _heading(evidence, file, part)
        for block in part.blocks:
            yield from _numbers(evidence, file, block)
            yield from _citations(evidence, file, block)


def _heading(evidence: Evidence, file: CommentaryFile, part: Part) -> Iterator[Problem]:
    known = list(evidence.strategy.commentary.headings)
    known += [HEADLINE] if file.kind == "overview" else []
    if part.heading and part.heading not in known:
        what = f"the heading {part.heading!r} is not one of this strategy's."
        allowed = f"Headings are: {', '.join(known)}."
        step = did_you_mean(
            part.heading, known, "Others go into strategy.yml: commentary.headings."
        )
        yield problem_in(file, what, part.line, allowed, step)


def _numbers(evidence: Evidence, file: CommentaryFile, block: Block) -> Iterator[Problem]:
    for piece in block.pieces():
        if piece.kind == "live":
            try:
                number_named(evidence, piece.text)
            except UnknownNumber as error:
                yield error.told(file, piece.line)


def _citations(evidence: Evidence, file: CommentaryFile, block: Block) -> Iterator[Problem]:
    known = evidence.once(references_known)[0]
    for piece in block.pieces():
        for one in cited(piece) if piece.kind == "cite" else ():
            if one.key not in known and not is_figure_key(one.key, evidence.area.slug):
                what = f"there is no reference {one.key!r}."
                allowed = f"References stand in {FILE} of the strategy; a figure's key in the pack."
                yield problem_in(file, what, piece.line, allowed, did_you_mean(one.key, known))


def references_known(evidence: Evidence) -> tuple[dict[str, int], list[Problem]]:
    """Return the references' keys with their lines, and what is wrong in their file."""
    project = evidence.project
    problems = Problems(project.paths.root)
    keys = read_references(references_file(project.paths, project.strategy.slug), problems)
    return keys, problems.found
