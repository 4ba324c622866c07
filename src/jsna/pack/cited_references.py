"""The references that a pack's pages cite: the strategy's own, and the pack's figures."""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.narrative.commentary_blocks import parts_of
from jsna.narrative.commentary_inline import cited
from jsna.pack.assemble import Chapter
from jsna.pack.figure_references import BIB, CSL, as_bib, as_csl_json, figure_references
from jsna.pack.pack_facts import PackFacts
from jsna.settings.commentary import CommentaryFile, problem_in, read_commentary
from jsna.settings.project import Project
from jsna.settings.references import FILE, is_figure_key, references_file
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import Problems

STYLE: Final = "references.csl"
CITATION: Final = re.compile(r"\[@\{")
"""How `commentary_inline` writes a citation; an @ anywhere else in a chapter is escaped."""
LIST: Final = "## References\n\n::: {#refs}\n:::"


def copy_references(
    folder: Path, chapters: Iterable[Chapter], pack: PackFacts, project: Project
) -> None:
    """Write the figures of a pack as references beside its pages, and copy the strategy's own.

    Args:
        folder: The pack's project.
        chapters: In the order of the pages.
        pack: Whose figures they are.
        project: Of which area and strategy.

    Raises:
        UserFileError: with one problem for each citation of a figure that the pack does not have.
    """
    files = [file for chapter in chapters for file in chapter.figures]
    figures = figure_references(files, pack, project.settings.indicators)
    _check(project, {figure.key for figure in figures})
    (folder / BIB).write_text(as_bib(figures, pack), "utf-8", newline="\n")
    (folder / CSL).write_text(as_csl_json(figures, pack), "utf-8", newline="\n")
    own = references_file(project.paths, project.strategy.slug)
    if own.is_file():
        shutil.copyfile(own, folder / FILE)


def metadata_of_references(folder: Path) -> dict[str, Any]:
    """Return what `filters/citations.lua` is told: the files of references and their style."""
    files = [name for name in (FILE, CSL) if (folder / name).is_file()]
    return {"pack-bibliography": files, "pack-citation-style": STYLE}


def with_references(body: str) -> str:
    """Return a page's body, with the place of its list of references if it cites any."""
    return f"{body}\n\n{LIST}" if CITATION.search(body) else body


def _check(project: Project, keys: set[str]) -> None:
    strategy, settings = project.strategy, project.settings
    indicators = list(settings.indicators)
    # whatever else is wrong was told before the chapters were run
    files = read_commentary(project.paths, strategy, indicators, Problems(project.paths.root))
    found = [p for file in files for p in _unknown(file, keys, project.area.slug)]
    if found:
        raise UserFileError(*found)


def _unknown(file: CommentaryFile, keys: set[str], area: str) -> Iterator[Problem]:
    blocks = [block for part in parts_of(file.body) for block in part.blocks]
    for piece in [p for block in blocks for p in block.pieces() if p.kind == "cite"]:
        for one in cited(piece):
            if is_figure_key(one.key, area) and one.key not in keys:
                what = f"this pack has no figure {one.key!r}."
                allowed = "Its figures' keys stand in figures.bib of the pack."
                yield problem_in(file, what, piece.line, allowed, did_you_mean(one.key, keys))
