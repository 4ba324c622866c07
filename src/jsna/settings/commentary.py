"""The council's own words: one Markdown file a page, indicator or ward, of a strategy's folder.

`reports/strategies/<strategy>/commentary/<name>.md` begins with who wrote it, when, and whether it
was approved (`FrontMatter`). Here files are found, read and held to their names; what their words
say is read in narrative/commentary_blocks.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Final, Literal

from jsna.errors import Problem, UserFileError
from jsna.settings.model import SettingsModel, Text
from jsna.settings.paths import Paths
from jsna.settings.strategy import Strategy
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_file import LARGEST_BYTES, Problems, read_front_matter, validate

FOLDER: Final = "commentary"
APPROVED: Final = "approved.json"
OVERVIEW: Final = "overview"
WARD: Final = re.compile(r"ward-(E05\d{6})")
FENCE: Final = "---"
NAMES: Final = (
    "A file is named overview.md, after a priority's or an indicator's id, or ward-<code>.md."
)
Kind = Literal["overview", "priority", "indicator", "ward"]


class FrontMatter(SettingsModel):
    """What the head of a file says.

    Attributes:
        author: The author's role, not a person's name.
        date: The day that it was written.
        status: Whether it may be printed: only what is approved is, unless the strategy asks.
        review_by: The day by which somebody has to read it again.
    """

    author: Text
    date: Day
    status: Literal["draft", "approved"]
    review_by: Day


@dataclass(frozen=True)
class CommentaryFile:
    """One file of the council's own words.

    Attributes:
        path: The file.
        shown: Its name as problems are told by: below the checkout.
        kind: What it is about.
        about: The id of the priority or indicator, the ward's code, or "".
        front: Its head.
        body: Its words, below the head.
        first_line: The line of the file that the body begins on.
    """

    path: Path
    shown: str
    kind: Kind
    about: str
    front: FrontMatter
    body: str
    first_line: int

    @property
    def name(self) -> str:
        """The file's name without `.md`."""
        return self.path.stem

    @property
    def approved(self) -> bool:
        """Whether its head says that it was approved."""
        return self.front.status == "approved"


def commentary_folder(paths: Paths, strategy: str) -> Path:
    """Return the folder that a strategy's commentary is written into, there or not."""
    return paths.strategies.own / strategy / FOLDER


def commentary_paths(paths: Paths, strategy: str) -> list[Path]:
    """Return the files of a strategy's commentary, by name; none without the folder."""
    return list(paths.strategies.files(f"{strategy}/{FOLDER}/*.md").values())


def approvals_folder(paths: Paths, strategy: str) -> Path:
    """Return the folder whose `approved.json` tells what the files were approved against."""
    return (paths.strategies / f"{strategy}/{FOLDER}/{APPROVED}").parent


def kind_of(name: str, strategy: Strategy, indicators: Iterable[str]) -> tuple[Kind, str] | None:
    """Return what a file of this name is about, and the id or code; None for no such name."""
    if name == OVERVIEW:
        return "overview", ""
    if name in {priority.id for priority in strategy.priorities}:
        return "priority", name
    if name in indicators:
        return "indicator", name
    ward = WARD.fullmatch(name)
    return ("ward", ward[1]) if ward else None


def read_commentary(
    paths: Paths, strategy: Strategy, indicators: Sequence[str], problems: Problems
) -> list[CommentaryFile]:
    """Return every file of a strategy's commentary that can be read; the others are told.

    Args:
        paths: The checkout's folders.
        strategy: Whose commentary it is.
        indicators: The ids of the catalogue.
        problems: Where problems are gathered.
    """
    files = commentary_paths(paths, strategy.slug)
    found = [_file(path, strategy, indicators, problems) for path in files]
    return [file for file in found if file is not None]


def _file(
    path: Path, strategy: Strategy, indicators: Sequence[str], problems: Problems
) -> CommentaryFile | None:
    kind = kind_of(path.stem, strategy, indicators)
    if kind is None:
        known = [OVERVIEW, *(p.id for p in strategy.priorities), *indicators]
        what = f"this file is about nothing that {strategy.slug} has."
        problems.add(what, path, allowed=NAMES, next_step=did_you_mean(path.stem, known))
        return None
    head = read_front_matter(path, problems)
    front = validate(head, head.data or {}, FrontMatter, problems) if head else None
    if front is None:
        return None
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
    except (UserFileError, UnicodeDecodeError):  # told above, unless it changed meanwhile
        return None
    lines = text.splitlines()
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), 0)
    body = "\n".join(lines[end + 1 :])
    inside = path.is_relative_to(problems.root)
    shown = path.relative_to(problems.root).as_posix() if inside else str(path)
    return CommentaryFile(path, shown, *kind, front, body, end + 2)


def problem_in(
    file: CommentaryFile, what: str, line: int, allowed: str = "", step: str = ""
) -> Problem:
    """Return a problem of a file's body.

    Args:
        file: The file.
        what: What is wrong, as a sentence.
        line: Of the body, from 0.
        allowed: What would be right.
        step: What to do next.
    """
    return Problem(what, file.shown, file.first_line + line, allowed, step)
