"""`jsna doctor`: what this machine has, what it lacks, and what each lack costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsna.errors import CheckFailed, JsnaError, Problem, SourceError, ToolMissing, UserFileError

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.http.client import Http
    from jsna.http.policy import HttpPolicy
    from jsna.settings.paths import Paths
    from jsna.settings.source import Layer

NAME = "doctor"
HELP = "say what this machine has and lacks"

LOSSES = {
    "papermill": "no notebook can be run",
    "geopandas": "no boundaries can be read and no map can be drawn",
    "folium": "no map can be shown on a page of its own",
    "matplotlib": "no figure can be drawn",
    "shapely": "no boundary can be read and no map drawn",
    "pandera": "no facts can be validated",
    "pypandoc-binary": "the embedded renderer can't lay out pages",
    "typst": "the embedded renderer can't make PDF files",
    "python-docx": "no Word file can be finished",
    "fingertips-py": "nothing can be fetched from Fingertips",
    "esda": "no clusters can be found on a map",
    "dask": "many areas can't be built at once (`jsna fleet`)",
}
"""Declared dependency -> what can't be done without it; the others are needed by every step."""
QUARTO = "JSNA_QUARTO"
PATIENCE = 20
"""Seconds that Quarto may take to tell its version."""
BROWSER_LOSS = "`jsna check --axe`, accessibility in a browser, can't run"


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
    findings = [*_python(), *_packages(), *_programs(), *_project()]
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


def _packages() -> Iterator[Finding]:
    """One finding for each package that the project declares it needs."""
    from importlib.metadata import PackageNotFoundError, version

    for name in _declared():
        try:
            yield Finding(name, True, True, version(name))
        except PackageNotFoundError:
            loss = LOSSES.get(name, "nothing works without it")
            detail = f"not installed: {loss}. Install again as README.md says."
            yield Finding(name, False, True, detail)


def _declared() -> list[str]:
    """The names of the packages that an installation needs, extras left out."""
    import re
    from importlib.metadata import requires

    needed = [line for line in requires("jsna") or [] if "extra ==" not in line]
    names = (re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in needed)
    return sorted(re.sub(r"[-_.]+", "-", name).lower() for name in names)


def _programs() -> Iterator[Finding]:
    yield _quarto()
    yield _browser()
    git = shutil.which("git")
    yield Finding("git", bool(git), False, git or "not found: the manifest can't name the commit")


def _quarto() -> Finding:
    named = os.environ.get(QUARTO, "")
    path = shutil.which(named or "quarto")
    if named and not path:
        detail = f"{QUARTO} names {named}, which can't be run: mend it, or unset it"
        return Finding("quarto", False, False, detail)
    if not path:
        loss = "not found: packs are laid out by the embedded renderer instead"
        return Finding("quarto", False, False, loss)
    return _quarto_version(path)


def _quarto_version(path: str) -> Finding:
    """Ask Quarto for its version: one that can't tell it can't lay out a pack either."""
    try:
        told = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("quarto", False, False, f"{path} does not tell its version: {error}")
    version = told.stdout.strip()
    if told.returncode or not version:
        why = told.stderr.strip() or f"it ended with {told.returncode}"
        return Finding("quarto", False, False, f"{path} does not tell its version: {why}")
    return Finding("quarto", True, False, f"{version} ({path})")


def _browser() -> Finding:
    """What the accessibility check in a browser needs: a browser, and the test extra."""
    from importlib.util import find_spec

    from jsna.publish.axe import BROWSER, find_browser

    browser = find_browser()
    tools = [name for name in ("playwright", "axe_playwright_python") if not find_spec(name)]
    lacking = [] if browser else [f"no browser was found (set {BROWSER} to one)"]
    lacking += [f"{name} is not installed (pip install .[test])" for name in tools]
    detail = f"{' and '.join(lacking)}: {BROWSER_LOSS}" if lacking else str(browser)
    return Finding("browser", not lacking, False, detail)


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
    for slug, faulty in settings.faulty.items():
        told = " ".join(str(UserFileError(problem)) for problem in faulty.problems)
        yield Finding("strategy", False, False, f"{slug}: {told}")
    yield from _overrides(project.paths)
    folder = project.paths.work
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    writable = os.access(nearest, os.W_OK)
    yield Finding(
        "output folder",
        writable,
        True,
        f"{folder} {'can' if writable else 'can not'} be written to",
    )


def _overrides(paths: Paths) -> Iterator[Finding]:
    """Yield each file that the workspace has instead of the package's, and whether that changed."""
    from jsna.settings.workspace import overridden, read_workspace
    from jsna.snapshots.digest import sha256

    noted = read_workspace(paths).overrides
    for name, (own, packaged) in overridden(paths).items():
        now = sha256(packaged.read_bytes())
        if sha256(own.read_bytes()) == now:
            detail = "the same as the package's: it can be removed"
        elif name not in noted:
            detail = "yours; how the package's was when you copied it is not known"
        elif noted[name] == now:
            detail = "yours; the package's is as it was when you copied it"
        else:
            detail = f"yours; the package's HAS CHANGED since: compare it with {packaged}"
        yield Finding(f"own {name}", True, False, detail)


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
