"""`jsna doctor`: what this machine has, what it lacks, and what each lack costs."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsna.errors import JsnaError, ToolMissing

if TYPE_CHECKING:
    from jsna.commands.console import Console

NAME = "doctor"
HELP = "say what this machine has and lacks"

MODULES = {
    "papermill": "no notebook can be run",
    "geopandas": "no map can be drawn",
    "matplotlib": "no figure can be drawn",
    "pandera": "no facts can be validated",
    "pypandoc": "the embedded renderer can't lay out pages",
    "typst": "the embedded renderer can't make PDF files",
    "docx": "Word files get no alt text",
    "fingertips_py": "nothing can be fetched from Fingertips",
}
PROGRAMS = {
    "quarto": "packs are laid out by the embedded renderer instead",
    "chromium": "the accessibility check of built pages (jsna check --axe) can't run",
    "git": "the manifest can't name the commit",
}
ENV_OF_PROGRAM = {"quarto": "JSNA_QUARTO", "chromium": "JSNA_CHROMIUM"}


@dataclass(frozen=True)
class Finding:
    """One thing looked for. `needed`: without it the project does not work."""

    name: str
    found: bool
    needed: bool
    detail: str


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments: none."""


def run(args: Namespace, console: Console) -> int:
    """Print every finding; raise ToolMissing (exit 5) if something needed is not there."""
    findings = [*_python(), *_modules(), *_programs(), *_project()]
    for finding in findings:
        mark = "ok     " if finding.found else ("MISSING" if finding.needed else "without")
        console.say(f"{mark}  {finding.name}: {finding.detail}")
    console.result(findings=[vars(f) for f in findings])
    lacking = [f for f in findings if f.needed and not f.found]
    if lacking:
        raise ToolMissing(f"Missing: {', '.join(f.name for f in lacking)}. See the lines above.")
    return 0


def _python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("Python", sys.version_info >= (3, 11), True, f"{version} (3.11 or newer needed)")


def _modules() -> Iterator[Finding]:
    from importlib.util import find_spec

    for name, loss in MODULES.items():
        found = find_spec(name) is not None
        detail = "installed" if found else f"not installed: {loss}. Run make pack once."
        yield Finding(name, found, True, detail)


def _programs() -> Iterator[Finding]:
    for name, loss in PROGRAMS.items():
        path = os.environ.get(ENV_OF_PROGRAM.get(name, ""), "") or shutil.which(name)
        yield Finding(name, bool(path), False, path or f"not found: {loss}")


def _project() -> Iterator[Finding]:
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths

    try:
        paths = find_paths()
        settings = load_settings(paths)
    except JsnaError as error:
        yield Finding("settings", False, True, str(error))
        return
    counts = f"{len(settings.areas)} areas, {len(settings.indicators)} indicators"
    yield Finding("settings", True, True, f"{counts}, {len(settings.strategies)} strategies")
    folder = paths.work
    writable = os.access(folder if folder.exists() else folder.parent, os.W_OK)
    yield Finding(
        "output folder",
        writable,
        True,
        f"{folder} {'can' if writable else 'can not'} be written to",
    )
