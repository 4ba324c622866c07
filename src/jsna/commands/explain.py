"""`jsna explain`: where the numbers of a figure come from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path
from jsna.errors import Problem, UserFileError
from jsna.snapshots.json_text import parse_json

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.pack.figure_origins import FigureOrigins
    from jsna.pack.find_figure import FoundFigure
    from jsna.snapshots.store import SnapshotStore

NAME = "explain"
HELP = "say where the numbers of a figure come from"
OWN = "local-csv"
WHY_NOT = (
    "these are the council's own figures, and the disclosure gate has not passed this figure."
    " `jsna render` has it looked at."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_figure_arguments(parser)


def add_figure_arguments(parser: ArgumentParser) -> None:
    """Add what explain and cite share."""
    parser.add_argument("figure", help='its id, as under "Cite this figure"')
    parser.add_argument("area", nargs="?", default="", help="if several packs have the figure")
    parser.add_argument("strategy", nargs="?", default="")
    parser.add_argument(
        "--pack", type=a_path, help="a pack's folder or its site (default: the one around you)"
    )


def run(args: Namespace, console: Console) -> int:
    """Print a figure's headline, values, sources and method; return the exit code."""
    from jsna.pack.figure_origins import origins_of

    figure, store = asked_figure(args)
    origins = origins_of(figure, store)
    if any(one.source == OWN for one in origins.snapshots) and not was_looked_at(figure):
        console.not_for_publication(WHY_NOT)
    for line in [*_said(figure), "", *_table(figure), "", *_origins(origins), *_method(figure)]:
        console.say(line)
    console.result(
        **figure.about,
        area=figure.area,
        strategy=figure.strategy,
        values=figure.table(),
        snapshots=[vars(snapshot) for snapshot in origins.snapshots],
        snapshots_not_here=list(origins.not_here),
    )
    return 0


def was_looked_at(figure: FoundFigure) -> bool:
    """Return whether these very values and words stand in a pack that the gate passed."""
    from jsna.pack.find_figure import FIGURES
    from jsna.pack.manifest import FILE
    from jsna.settings.paths import find_paths
    from jsna.snapshots.digest import sha256

    # a figure of a run is the same as its pack's until the chapter runs again
    place = figure.manifest or find_paths().pack(figure.area, figure.strategy) / FILE
    try:
        manifest = parse_json(place.read_text("utf-8"))
        passed = manifest["files"]
        same = all(
            passed.get(f"{FIGURES}/{file.name}") == sha256(file.read_bytes())
            for file in (figure.values_file, figure.words_file)
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return bool(manifest.get("looked_at")) and same


def asked_figure(args: Namespace) -> tuple[FoundFigure, SnapshotStore | None]:
    """Return the figure that the arguments name, and this machine's snapshots.

    The pack of --pack is looked into, else the one around the current folder, else all that is
    built in the checkout. A pack that was handed over needs no checkout; then there is no store.

    Raises:
        UserFileError: --pack is no pack, or the figure is not found.
    """
    from jsna.pack.find_figure import find_figure, find_figure_of_site
    from jsna.settings.paths import find_paths
    from jsna.snapshots.store import SnapshotStore

    if site := _named_site(args):
        return find_figure_of_site(site, args.figure), None
    paths = find_paths()
    figure = find_figure(paths, args.figure, args.area, args.strategy)
    return figure, SnapshotStore(paths.snapshots)


def _named_site(args: Namespace) -> Path | None:
    """The site of --pack, or of the pack around the current folder if no area is named."""
    from jsna.pack.find_figure import site_around, site_of

    if not args.pack:
        return None if args.area else site_around(Path.cwd())
    if args.area:
        step = "Leave the area and the strategy out."
        raise UserFileError(Problem("--pack names the pack already.", next_step=step))
    if not args.pack.is_dir():
        raise UserFileError(Problem(f"--pack: {args.pack} is not a folder."))
    if site := site_of(args.pack):
        return site
    raise UserFileError(
        Problem(
            f"--pack: {args.pack} holds no pack.",
            allowed="A pack's folder has site/ in it; a site has index.html and figures/.",
        )
    )


def _said(figure: FoundFigure) -> list[str]:
    about = figure.about
    lines = ["SYNTHETIC: invented data, not real statistics."] if about["synthetic"] else []
    return [*lines, about["headline"], about["subtitle"], about["sentence"]]


def _table(figure: FoundFigure) -> list[str]:
    """The values in columns as wide as their widest cell."""
    rows = figure.table()
    if not rows:
        file = figure.values_file
        return [f"The values are not here: {file.parent.name}/{file.name} is missing."]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _origins(origins: FigureOrigins) -> list[str]:
    lines = []
    for snapshot in origins.snapshots:
        lines += [
            f"Snapshot {snapshot.short_id}: {snapshot.title}",
            f"  published by {snapshot.publisher}; {snapshot.licence}",
            f"  from {snapshot.whence}",
            f"  received: {snapshot.receipt}; sha256 {snapshot.sha256}",
        ]
    lines += [f"Snapshot {id[:12]}: not described here; sha256 {id}" for id in origins.not_here]
    return [*lines, origins.why] if origins.why else lines


def _method(figure: FoundFigure) -> list[str]:
    about = figure.about
    rule = [f"Rule: {about['rule']}"] if about["rule"] else []
    page = "methods.html" if figure.site else "docs/methods.md"
    return [f"Source: {about['source']}", *rule, f"Method: {page}#{about['method']}"]
