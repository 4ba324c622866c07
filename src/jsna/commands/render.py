"""`jsna render`: lay the chapters of the last run out as a site, Word files and PDFs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from jsna.commands.arguments import some_words

if TYPE_CHECKING:
    from jsna.commands.console import Console
    from jsna.pack.rendered_pack import RenderedPack, RendererName
    from jsna.settings.project import Project

NAME = "render"
HELP = "lay a pack out as a site, Word files and PDFs, and put it in place if it may be shown"
FORMATS = ("html", "docx", "pdf")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument(
        "--to",
        type=some_words,
        default=",".join(FORMATS),
        help="formats, with commas (default: %(default)s)",
    )
    parser.add_argument(
        "--renderer",
        choices=("auto", "quarto", "embedded"),
        default="auto",
        help="auto takes Quarto where it is found (default: %(default)s)",
    )


def run(args: Namespace, console: Console) -> int:
    """Render the pack; return the exit code."""
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    render(project, console, formats=args.to.split(","), renderer=args.renderer)
    return 0


def render(
    project: Project,
    console: Console,
    *,
    formats: Iterable[str] = FORMATS,
    renderer: RendererName = "auto",
) -> RenderedPack:
    """Render the pack of an area and a strategy, say where it is and return it.

    Raises:
        UserFileError: an unknown format, or an area without a lock.
        ToolMissing: Quarto was asked for and is not installed.
        CheckFailed: the disclosure gate refuses the pack; the one before stays in its place.
    """
    from jsna.commands.one_at_a_time import pack_alone
    from jsna.pack.availability import told
    from jsna.pack.standing import PackState
    from jsna.publish.looked_at import DisclosureGate

    gate, wanted = DisclosureGate(project), tuple(formats)
    with pack_alone(project, console):
        # as it is before anything is read: what is saved meanwhile may have come too late
        state = PackState.now(project, wanted, renderer)
        pack = state.find_standing(gate)
        if pack is None:
            # what reads and lays out is heavy, and a pack that stands needs none of it
            from jsna.pack.render import render_pack

            pack = render_pack(project, formats=wanted, renderer=renderer, gate=gate)
            state.note(pack)
    for result in pack.failed:
        console.say(f"Warning: {told(result.run.id, result.reason)}")
    for warning in pack.warnings:
        console.say(f"Warning: the renderer says: {warning}")
    for file in pack.edited:
        console.say(
            f"Warning: {file} was changed after it was laid out, and is laid out anew: what pages"
            " say is changed in the strategy, the catalogue or reports/template."
        )
    how = "unchanged" if pack.unchanged else f"{pack.renderer}, {pack.seconds:.1f} s"
    console.say(f"{len(pack.files)} files ({how}). First page: {pack.first_page.as_uri()}")
    console.result(
        first_page=str(pack.first_page),
        files=list(pack.files),
        renderer=pack.renderer,
        unchanged=pack.unchanged,
        edited=list(pack.edited),
        not_available={r.run.id: r.reason for r in pack.failed},
        warnings=list(pack.warnings),
        render_seconds=round(pack.seconds, 2),
    )
    return pack
