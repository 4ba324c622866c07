"""The Quarto renderer, for those who have it: one `quarto render` of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jsna.errors import Problem, ToolMissing
from jsna.pack.render_embedded import font_folder

if TYPE_CHECKING:
    from jsna.pack.rendered_page import Page

COMMAND: Final = "JSNA_QUARTO"
OUTPUT: Final = "_site"
STANDARD: Final = "pdf-standard:"
QUARTO_NAMES: Final = {"docx": "docx", "pdf": "typst"}
FRONT_MATTER: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NO_FORMAT: Final = re.compile(r"\A---\n(?:(?!---\n).*\n)*?format:\n(?! )")
ONE_PAGE: Final = re.compile(r"^\[ *\d+/\d+\] (\S+)$", re.MULTILINE)
"""What Quarto prints before it renders a page of a project: "[ 3/51] index.qmd"."""
COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
ERROR: Final = "ERROR:"
NO_PICTURE: Final = "Could not fetch resource"
"""What Pandoc, inside Quarto, warns of where it puts words in a picture's place."""


def find_quarto() -> str | None:
    """Return the quarto command, from JSNA_QUARTO or the PATH; None if there is none."""
    return os.environ.get(COMMAND) or shutil.which("quarto")


def version() -> str:
    """Return the name and version of Quarto.

    Raises:
        ToolMissing: there is no quarto command.
    """
    return f"Quarto {_run(['--version']).split()[0]}"


def render(project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> str:
    """Write the files of `pages` into `site`; return what Quarto printed, warnings and all.

    Quarto works in a copy of the project, so that it leaves nothing in it. It is never told
    formats (`--to`), which would make every page in each of them: a page says its own.

    Raises:
        ToolMissing: there is no quarto command.
        RuntimeError: Quarto refused the project, or found no picture; its own words are told.
    """
    wanted = {page.format for page in pages}
    with tempfile.TemporaryDirectory(prefix="jsna-quarto-") as scratch:
        copy = Path(scratch) / "project"
        shutil.copytree(project, copy)
        _leave_out(copy, [name for own, name in QUARTO_NAMES.items() if own not in wanted])
        printed = _render_project(copy, as_at)
        for page in pages:
            made = copy / OUTPUT / page.file
            if not made.is_file():
                raise RuntimeError(f"Quarto did not write {page.file}")
            shutil.copyfile(made, site / page.file)
    return printed


def _leave_out(project: Path, formats: Sequence[str]) -> None:
    """Take these formats out of what each page says of itself, and pages without any other away.

    A page that says no format would be made in Quarto's own.
    """
    if not formats:
        return
    line = re.compile(rf"^ +(?:{'|'.join(formats)}):.*\n", re.MULTILINE)
    for page in project.glob("*.qmd"):
        text = page.read_text("utf-8")
        less = FRONT_MATTER.sub(lambda head: line.sub("", head[0]), text, count=1)
        if NO_FORMAT.search(less):
            page.unlink()
        else:
            page.write_text(less, "utf-8", newline="\n")


def _render_project(project: Path, as_at: datetime) -> str:
    """Render with PDF/UA-1, or without where a page does not allow it, as the embedded way does."""
    try:
        printed = _run(["render"], project, as_at)
    except RuntimeError as error:
        if "PDF/UA" not in str(error):
            raise
        settings = project / "_quarto.yml"
        lines = settings.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.strip().startswith(STANDARD)]
        settings.write_text("".join(kept), "utf-8", newline="\n")
        printed = _run(["render"], project, as_at)
    if missing := _missing_pictures(printed):
        raise RuntimeError(" ".join(missing))
    return printed


def _run(arguments: list[str], folder: Path | None = None, as_at: datetime | None = None) -> str:
    command = find_quarto()
    if command is None:
        raise ToolMissing(
            Problem(
                "the Quarto renderer was asked for, but there is no quarto command.",
                next_step="Install it (conda-forge: quarto; or quarto.org), name it in"
                f" {COMMAND}, or leave out --renderer quarto.",
            )
        )
    environment = dict(os.environ, TYPST_FONT_PATHS=str(font_folder()))
    if as_at:
        environment["SOURCE_DATE_EPOCH"] = str(int(as_at.timestamp()))
    run = subprocess.run(
        [command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    printed = COLOURS.sub("", run.stdout + run.stderr)
    for name in (str(folder.resolve()), str(folder)) if folder else ():
        printed = printed.replace(name, "project")
    if run.returncode:
        raise RuntimeError(_fault(printed))
    return printed


def _fault(printed: str) -> str:
    """Return what Quarto says of the page that it stopped at: what it said before is no fault."""
    page, words = _said_of_pages(printed)[-1]
    _, mark, told = words.partition(ERROR)
    return _told(page, told if mark else words)


def _missing_pictures(printed: str) -> list[str]:
    return [
        _told(page, line)
        for page, words in _said_of_pages(printed)
        for line in words.splitlines()
        if NO_PICTURE in line
    ]


def _said_of_pages(printed: str) -> list[tuple[str, str]]:
    """Return page -> what Quarto printed while it made it; what it said before any has page ""."""
    before, *pages = ONE_PAGE.split(printed)
    return [("", before), *zip(pages[::2], pages[1::2], strict=True)]


def _told(page: str, words: str) -> str:
    said = " ".join(words.split())
    return f"{page}: Quarto says: {said}" if page else f"Quarto says: {said}"
