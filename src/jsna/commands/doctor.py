"""`jsna doctor`: what this machine has, what it lacks, and what each lack costs."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsna.errors import CheckFailed, JsnaError, Problem, SourceError, ToolMissing

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.http.client import Http
    from jsna.http.policy import HttpPolicy
    from jsna.settings.source import Layer

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
    """Add the command's arguments."""
    parser.add_argument(
        "--layers",
        action="store_true",
        help="ask the map service whether it still has the layers that the catalogue names",
    )


def run(args: Namespace, console: Console) -> int:
    """Print every finding; raise ToolMissing (exit 5) if something needed is not there."""
    if args.layers:
        check_layers(console)
        return 0
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
    from jsna.settings.project import open_project

    try:
        project = open_project()
    except JsnaError as error:
        yield Finding("settings", False, True, str(error))
        return
    settings = project.settings
    counts = f"{len(settings.areas)} areas, {len(settings.indicators)} indicators"
    yield Finding("settings", True, True, f"{counts}, {len(settings.strategies)} strategies")
    folder = project.paths.work
    writable = os.access(folder if folder.exists() else folder.parent, os.W_OK)
    yield Finding(
        "output folder",
        writable,
        True,
        f"{folder} {'can' if writable else 'can not'} be written to",
    )


def check_layers(console: Console, policy: HttpPolicy | None = None) -> None:
    """Print for every layer of the catalogue whether the map service still has it.

    Raises:
        CheckFailed: some are gone, or are of another kind or vintage than the catalogue says.
    """
    from jsna.fetching.live_fetch import base_urls
    from jsna.fetching.registry import all_sources
    from jsna.http.client import Http
    from jsna.settings.project import open_project

    about = open_project().settings.sources
    http = Http(policy=policy, base_urls=base_urls(all_sources(about=about)))
    layers = [layer for source in about.values() for layer in source.layers]
    problems = {layer.name: _problem_of(http, layer) for layer in layers}
    for name, problem in problems.items():
        console.say(f"{'GONE   ' if problem else 'ok     '}  {name}")
    console.result(layers={name: str(problem or "") for name, problem in problems.items()})
    if wrong := [problem for problem in problems.values() if problem]:
        step = "Mend their names in data/catalogue/sources, boundaries and look-ups together."
        raise CheckFailed(*wrong, step)


def _problem_of(http: Http, layer: Layer) -> Problem | None:
    from jsna.sources.geography.layers import check_layer

    try:
        check_layer(http, layer)
    except SourceError as error:
        return error.problems[0]
    return None
