"""`jsna preview`: a page in the browser that follows each save of settings, words and catalogue."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_port
from jsna.commands.ended_by_signals import ended_by_signals
from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from pathlib import Path

    from jsna.commands.console import Console
    from jsna.preview.shown_pages import ShownPages
    from jsna.settings.project import Project

NAME = "preview"
HELP = "show pages in the browser as their files are saved; nothing is published"
DEBOUNCE = 100
"""Milliseconds in which one save's changes are gathered."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument("strategy", help="a folder of reports/strategies")
    parser.add_argument("--page", default="index", help="first page (default: the overview)")
    parser.add_argument(
        "--port", type=a_port, default=0, help="of this machine (default: a free one)"
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def run(args: Namespace, console: Console) -> int:
    """Serve pages until Ctrl-C; return the exit code."""
    import shutil
    import tempfile
    from pathlib import Path

    from jsna.facts.build_key import check_built
    from jsna.settings.project import open_project

    project = open_project().of(args.area, args.strategy)
    check_built(project)
    with ended_by_signals():
        scratch = tempfile.TemporaryDirectory(prefix="jsna-preview-", ignore_cleanup_errors=True)
        with scratch as folder:
            _serve(project, Path(folder), args, console)
        # a page that was being made may have written once more
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _serve(project: Project, folder: Path, args: Namespace, console: Console) -> None:
    import threading

    from jsna.preview.pages import PageMaker
    from jsna.preview.server import LOOPBACK, start_server
    from jsna.preview.shown_pages import ShownPages

    pages = ShownPages(PageMaker.of(project, folder))
    try:
        server = start_server(pages, args.port)
    except OSError as error:
        what = f"port {args.port} can't be had: {error.strerror or error}."
        raise UserFileError(Problem(what, next_step="Leave --port out for a free one.")) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{LOOPBACK}:{server.server_port}/{args.page}.html"
    console.answer(f"Preview - not for publication: {address}")
    console.say("Save a file and the page follows. Ctrl-C ends it; nothing of it is kept.")
    try:
        if not args.no_browser:
            _open_browser(address)
        _follow(pages, console)
    except KeyboardInterrupt:
        console.say("The preview has ended.")
    finally:
        pages.end()
        server.shutdown()
        server.server_close()


def _open_browser(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _follow(pages: ShownPages, console: Console) -> None:
    """Make pages again as files are saved, until interrupted."""
    from pathlib import Path
    from time import monotonic

    from watchfiles import watch

    from jsna.preview.watch import meaning_of, watched_folders

    project = pages.maker.project
    for changes in watch(*watched_folders(project), debounce=DEBOUNCE, step=DEBOUNCE // 2):
        found = meaning_of((Path(file) for _, file in changes), project)
        if not found:
            continue
        began = monotonic()
        changed = pages.read_again(settings="settings" in found, facts="facts" in found)
        told = ", ".join(changed) or "no page that is looked at"
        console.say(f"Changed: {told} ({monotonic() - began:.1f} s).")
