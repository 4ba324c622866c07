"""The Quarto renderer, for those who have it: one `quarto render` of the project."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from jsna.errors import Problem, ToolMissing
from jsna.pack.render_embedded import font_folder
from jsna.pack.rendered_page import Page

COMMAND: Final = "JSNA_QUARTO"
OUTPUT: Final = "_site"
STANDARD: Final = "pdf-standard:"
QUARTO_NAMES: Final = {"pdf": "typst"}


def find_quarto() -> str | None:
    """Return the quarto command, from JSNA_QUARTO or the PATH; None if there is none."""
    return os.environ.get(COMMAND) or shutil.which("quarto")


def version() -> str:
    """Return the name and version of Quarto.

    Raises:
        ToolMissing: there is no quarto command.
    """
    return f"Quarto {_run(['--version']).strip()}"


def render(project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> None:
    """Write the files of `pages` into `site`; the arguments are those of the embedded renderer.

    Quarto works in a copy of the project, so that it leaves nothing in it.

    Raises:
        ToolMissing: there is no quarto command.
        RuntimeError: Quarto refused the project; its own words are told.
    """
    formats = list(dict.fromkeys(page.format for page in pages))
    with tempfile.TemporaryDirectory(prefix="jsna-quarto-") as scratch:
        copy = Path(scratch) / "project"
        shutil.copytree(project, copy)
        wanted = ",".join(QUARTO_NAMES.get(format, format) for format in formats)
        _render_project(copy, wanted, as_at)
        for page in pages:
            made = copy / OUTPUT / page.file
            if not made.is_file():
                raise RuntimeError(f"Quarto did not write {page.file}")
            shutil.copyfile(made, site / page.file)


def _render_project(project: Path, formats: str, as_at: datetime) -> None:
    """Render with PDF/UA-1, or without where a page does not allow it, as the embedded way does."""
    command = ["render", "--to", formats]
    try:
        _run(command, project, as_at)
    except RuntimeError as error:
        if "PDF/UA" not in str(error):
            raise
        settings = project / "_quarto.yml"
        lines = settings.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.strip().startswith(STANDARD)]
        settings.write_text("".join(kept), "utf-8", newline="\n")
        _run(command, project, as_at)


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
    if run.returncode:
        raise RuntimeError(f"Quarto says: {(run.stderr or run.stdout).strip()}")
    return run.stdout
