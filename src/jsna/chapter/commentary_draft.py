"""New files of the council's own words: headings, and the question that each should answer."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from jsna.chapter.commentary_check import HEADLINE
from jsna.errors import Problem, UserFileError
from jsna.settings.commentary import NAMES, OVERVIEW, commentary_folder, commentary_paths, kind_of
from jsna.settings.project import Project
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.write_file import write_whole

REVIEWED_AFTER: Final = timedelta(days=365)
AUTHOR: Final = "Public health team"
QUESTIONS: Final = {
    HEADLINE: "In one or two sentences: what should everybody know who reads nothing else?",
    "Why this matters": "What does it do to people's lives here, and to whom most?",
    "What is being done": "Which services and plans are there, who runs them, since when?",
    "What works": "What has been shown to help, and where? Cite it: [@key], from references.bib.",
    "What people tell us": "What did residents say, how many were asked, when and by whom?",
    "What we recommend": "Who should do what, by when, and how would anybody know that it helped?",
}
OTHERWISE: Final = "What should a reader know under this heading?"


def write_drafts(
    project: Project, names: Sequence[str], day: date
) -> tuple[list[Path], list[Path]]:
    """Write a draft for each name that has no file yet; return the new files and those kept.

    Args:
        project: Of which area and strategy.
        names: overview, ids of priorities and indicators, `ward-<code>`; none means the overview
            and every priority.
        day: Today, for the head of the files.

    Raises:
        UserFileError: a name that the strategy has nothing for; nothing is written.
    """
    strategy = project.strategy
    every = list(names) or [OVERVIEW, *(p.id for p in strategy.priorities)]
    _check(project, every)
    folder = commentary_folder(project.paths, strategy.slug)
    there = {file.stem: file for file in commentary_paths(project.paths, strategy.slug)}
    kept = [there[name] for name in dict.fromkeys(every) if name in there]
    new = [folder / f"{name}.md" for name in dict.fromkeys(every) if name not in there]
    for file in new:
        write_whole(file, _draft(project, file.stem, day).encode())
    return new, kept


def _check(project: Project, names: Sequence[str]) -> None:
    indicators = project.settings.indicators
    known = [OVERVIEW, *(p.id for p in project.strategy.priorities), *indicators]
    problems = [
        Problem(
            f"{project.strategy.slug} has nothing that is called {name!r}.",
            allowed=NAMES,
            next_step=did_you_mean(name, known),
        )
        for name in names
        if kind_of(name, project.strategy, indicators) is None
    ]
    if problems:
        raise UserFileError(*problems)


def _draft(project: Project, name: str, day: date) -> str:
    headings = list(project.strategy.commentary.headings)
    headings = [HEADLINE, *headings] if name == OVERVIEW else headings
    head = [
        "---",
        f"author: {AUTHOR}",
        f"date: {day.isoformat()}",
        "status: draft",
        f"review_by: {(day + REVIEWED_AFTER).isoformat()}",
        "---",
    ]
    parts = [f"\n## {words}\n\n<!-- {QUESTIONS.get(words, OTHERWISE)} -->" for words in headings]
    return "\n".join([*head, *parts]) + "\n"
