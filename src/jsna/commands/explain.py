"""`jsna explain`: where the numbers of a figure come from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.pack.find_figure import FoundFigure
    from jsna.settings.paths import Paths
    from jsna.snapshots.snapshot import Snapshot

NAME = "explain"
HELP = "say where the numbers of a figure come from"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_figure_arguments(parser)


def add_figure_arguments(parser: ArgumentParser) -> None:
    """Add what explain and cite share."""
    parser.add_argument("figure", help='its id, as under "Cite this figure"')
    parser.add_argument("area", nargs="?", default="", help="if several packs have the figure")
    parser.add_argument("strategy", nargs="?", default="")


def run(args: Namespace, console: Console) -> int:
    """Print a figure's headline, values, sources and method; return the exit code."""
    from jsna.pack.find_figure import find_figure
    from jsna.settings.project import open_project

    paths = open_project().paths
    figure = find_figure(paths, args.figure, args.area, args.strategy)
    snapshots = _snapshots(figure, paths)
    for line in [*_said(figure), "", *_table(figure), "", *_origins(snapshots), *_method(figure)]:
        console.say(line)
    console.result(
        **figure.about,
        area=figure.area,
        strategy=figure.strategy,
        values=figure.table(),
        snapshots=[vars(snapshot) for snapshot in snapshots],
    )
    return 0


def _snapshots(figure: FoundFigure, paths: Paths) -> list[Snapshot]:
    from jsna.snapshots.store import SnapshotStore

    store = SnapshotStore(paths.snapshots)
    return [store.describe(id) for id in figure.about["snapshot_ids"]]


def _said(figure: FoundFigure) -> list[str]:
    about = figure.about
    lines = ["SYNTHETIC: invented data, not real statistics."] if about["synthetic"] else []
    return [*lines, about["headline"], about["subtitle"], about["sentence"]]


def _table(figure: FoundFigure) -> list[str]:
    """The values in columns as wide as their widest cell."""
    rows = figure.table()
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _origins(snapshots: list[Snapshot]) -> list[str]:
    lines = []
    for snapshot in snapshots:
        lines += [
            f"Snapshot {snapshot.short_id}: {snapshot.title}",
            f"  published by {snapshot.publisher}; {snapshot.licence}",
            f"  from {snapshot.url}",
            f"  received {snapshot.retrieved:%d %B %Y, %H:%M} UTC; sha256 {snapshot.sha256}",
        ]
    return lines


def _method(figure: FoundFigure) -> list[str]:
    about = figure.about
    rule = [f"Rule: {about['rule']}"] if about["rule"] else []
    return [f"Source: {about['source']}", *rule, f"Method: docs/methods.md#{about['method']}"]
