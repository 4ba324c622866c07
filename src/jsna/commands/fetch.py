"""`jsna fetch`: take the files that an area's facts need, and pin them in its lock."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path, some_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jsna.commands.console import Console
    from jsna.fetching.hand_downloads import FolderFetch
    from jsna.fetching.live_fetch import LiveFetch
    from jsna.http.policy import HttpPolicy
    from jsna.settings.project import Project

NAME = "fetch"
HELP = "take the files that an area's facts need, and pin them in its lock"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("area", help="a file of config/areas, without .yml")
    parser.add_argument(
        "--from", dest="folders", type=a_path, metavar="DIR", action="append", default=[],
        help="folder of downloaded files (may be repeated: the folders are read as one)",
    )  # fmt: skip
    parser.add_argument(
        "--locked", action="store_true", help="only the files of the lock, to the byte"
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help="pin what was answered even if some requests failed (without it nothing is pinned)",
    )
    parser.add_argument(
        "--only",
        type=some_words,
        action="append",
        default=[],
        metavar="SOURCE",
        help="ask only this source over the network, and leave the others' files as they are"
        " (may be repeated)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="with --from: keep the folder's files alone, and drop what else the area had",
    )
    parser.add_argument(
        "--list", action="store_true", dest="list_only", help="print what to download by hand"
    )
    parser.add_argument(
        "--html", type=a_path, metavar="FILE", help="with --list: write it as a page with links"
    )


def run(args: Namespace, console: Console) -> int:
    """Fetch, verify the lock, or list; return the exit code."""
    from jsna.settings.project import open_project

    project = open_project().of(args.area)
    if args.list_only:
        list_downloads(project, console, args.html)
    elif args.locked:
        fetch_locked(project, args.folders, console)
    elif args.folders:
        fetch_area(project, args.folders, console, replace=args.replace)
    else:
        fetch_network(project, console, partial=args.partial, only=args.only)
    return 0


def fetch_area(
    project: Project,
    folders: Sequence[Path],
    console: Console,
    now: datetime | None = None,
    *,
    replace: bool = False,
) -> FolderFetch:
    """Take what the area needs from folders (and from data/local), and write its lock.

    Args:
        project: Whose facts.
        folders: Where the downloaded files are.
        console: Where to report.
        now: When they were received, UTC; the clock's time unless given.
        replace: Whether what the area had and the folder does not hold is dropped.

    Raises:
        SourceError: nothing needed was found, or a file is plainly a source's and broken.
    """
    from datetime import UTC, datetime

    from jsna.commands.one_at_a_time import area_alone
    from jsna.fetching.folder_files import count_files
    from jsna.fetching.hand_downloads import fetch_and_pin
    from jsna.fetching.own_places import own_places

    folders = [*folders, *own_places(project.paths, project.settings, project.area)]
    with (
        area_alone(project, console),
        console.progress(count_files(folders), "Files") as bar,
    ):

        def tell(name: str) -> None:
            bar.set_postfix_str(name)
            bar.update(1)

        return fetch_and_pin(
            project,
            folders,
            now or datetime.now(UTC),
            tell,
            announce=lambda fetched: _report(fetched, console, replace=replace),
            replace_all=replace,
        )


def fetch_network(
    project: Project,
    console: Console,
    *,
    partial: bool = False,
    only: Sequence[str] = (),
    clock: Callable[[], datetime] | None = None,
    policy: HttpPolicy | None = None,
) -> LiveFetch:
    """Ask every source for what the area's strategies need, and write the area's lock.

    Args:
        project: Whose facts.
        console: Where to report.
        partial: Whether to write the lock although some requests failed.
        only: Sources to ask; all of them if none is named.
        clock: Gives the time, UTC.
        policy: Time-outs and attempts.

    Raises:
        UserFileError: an invented area, or an unknown source.
        SourceError: some requests failed; what was answered is kept for the next attempt.
    """
    from datetime import UTC, datetime

    from jsna.commands.one_at_a_time import area_alone
    from jsna.fetching.live_lock import open_fetch, pin, unfinished

    now = clock or (lambda: datetime.now(UTC))
    with area_alone(project, console):
        fetch = open_fetch(project, now, policy, only)
        with console.progress(len(fetch.requests), "Requests") as bar:

            def tell(title: str) -> None:
                bar.set_postfix_str(title[:40])
                bar.update(1)

            fetched = fetch.run(tell)
        _report_live(fetched, console)
        if fetched.failed and not partial:
            raise unfinished(fetched, project.area.slug)
        for note in pin(fetch, fetched, project.paths):
            console.say(f"  note     {note}")
    return fetched


def _report_live(fetched: LiveFetch, console: Console) -> None:
    for request, reason in fetched.skipped:
        console.say(f"  skipped  {request.title}: {reason}")
    for request, note in fetched.notes:
        console.say(f"  note     {request.title}: {note}")
    for request, error in fetched.failed:
        console.say(f"  failed   {request.title}: {error.problems[0].what}")
    resumed = f" ({fetched.resumed} before this was interrupted)" if fetched.resumed else ""
    console.say(
        f"{len(fetched.used)} requests answered{resumed}, {len(fetched.skipped)} not published,"
        f" {len(fetched.failed)} failed."
    )
    console.result(
        used=[{"title": r.title, "sha256": [s.sha256 for s in kept]} for r, kept in fetched.used],
        resumed=fetched.resumed,
        skipped=[{"title": r.title, "reason": reason} for r, reason in fetched.skipped],
        notes=[{"title": r.title, "note": note} for r, note in fetched.notes],
        failed=[{"title": r.title, "error": str(e.problems[0])} for r, e in fetched.failed],
    )


def fetch_locked(project: Project, folders: Sequence[Path], console: Console) -> None:
    """Make sure that every file of the lock is here, to the byte; take it from a folder if not.

    Raises:
        UserFileError: the area has no lock.
        SourceError: a file is missing and not in the folder, or was changed on disk.
    """
    from jsna.commands.one_at_a_time import area_alone
    from jsna.fetching.locked_files import take_locked
    from jsna.snapshots.lock import read_lock
    from jsna.snapshots.store import SnapshotStore

    with area_alone(project, console):
        entries, store = read_lock(project.lock), SnapshotStore(project.paths.snapshots)
        taken = take_locked(entries, folders, project.area, project.settings, store)
    console.say(
        f"All {len(entries)} files of the lock are here and unchanged ({taken} were taken)."
    )
    console.result(locked=len(entries), taken=taken)


def list_downloads(project: Project, console: Console, html: Path | None = None) -> None:
    """Print the addresses of what to download by hand, what the area's strategies use first.

    Args:
        project: Whose files.
        console: Where to print.
        html: A file to write the same into, as a page with links.

    Raises:
        OSError: the file can't be written.
    """
    from jsna.fetching.download_page import download_page
    from jsna.fetching.to_download import downloads
    from jsna.fetching.what_files_cost import with_cost
    from jsna.snapshots.write_file import write_whole

    area = project.area
    rows = with_cost(downloads(area, project.settings), area, project.settings)
    if html is not None:
        write_whole(html, download_page(rows, area.name, area.slug).encode())
        console.say(f"A page with {len(rows)} links: {html}")
        console.result(downloads=rows, page=str(html))
        return
    first, others = ([row for row in rows if row["used"] is used] for used in (True, False))
    slug = project.area.slug
    console.say(f"{len(first)} that the strategies of {slug} use:")
    _say_downloads(first, console)
    if others:
        console.say(f"\n{len(others)} that other indicators of the catalogue would need:")
        _say_downloads(others, console)
    console.say(
        "\nPut the files in one folder, under these names or any, then:"
        f" jsna fetch {slug} --from FOLDER"
    )
    console.result(downloads=rows)


def _say_downloads(rows: Sequence[dict[str, object]], console: Console) -> None:
    publisher = ""
    for row in rows:
        if row["of"] != publisher:
            publisher = str(row["of"])
            console.say(f"\n{publisher}")
        page = "a page, to choose it on: " if row["page"] else ""
        told = ", as ".join(str(row[key]) for key in ("kind", "save_as") if row[key])
        kind = f"\n    {told}" if told else ""
        pages = row["pages"] if isinstance(row["pages"], list) else []
        cost = f"\n    without it, less on: {'; '.join(pages)}" if pages else ""
        console.say(f"  {row['title']}\n    {page}{row['url']}{kind}{cost}")


def _report(fetched: FolderFetch, console: Console, *, replace: bool) -> None:
    from jsna.narrative.english import counted

    # first what wants a person's eye: sixty lines of files would push it off the screen
    for note in fetched.notes:
        console.say(f"  note     {note}")
    for path, snapshot in fetched.used:
        console.say(f"  used     {path.name}: {snapshot.title}")
    for path, reason in fetched.skipped:
        console.say(f"  skipped  {path.name}: {reason}")
    kept, before = "dropped " if replace else "kept    ", fetched.before
    for entry in before.kept:
        why = "" if replace else ", which the area had and the folder does not hold"
        console.say(f"  {kept} {entry.title}{why}")
    for entry in before.superseded:
        console.say(f"  replaced {entry.title}: newer files hold all of it")
    for entry in before.withdrawn:
        console.say(
            f"  dropped  {entry.title}: this version of the council's own file is not there"
        )
    for entry in before.lost:
        console.say(f"  lost     {entry.title}: it is not on this machine or can't be read")
    notes = f" {counted(len(fetched.notes), 'note')} above all." if fetched.notes else ""
    console.say(
        f"{len(fetched.used)} files used, {len(fetched.skipped)} skipped."
        f"{_kept(fetched, replace=replace)}{notes}"
    )
    console.result(
        used=[{"file": p.name, "title": s.title, "sha256": s.sha256} for p, s in fetched.used],
        skipped=[{"file": p.name, "reason": reason} for p, reason in fetched.skipped],
        notes=[str(note) for note in fetched.notes],
        kept=[entry.title for entry in before.kept if not replace],
        dropped=[entry.title for entry in before.kept if replace],
        superseded=[entry.title for entry in before.superseded],
        withdrawn=[entry.title for entry in before.withdrawn],
        lost=[entry.title for entry in before.lost],
    )


def _kept(fetched: FolderFetch, *, replace: bool) -> str:
    number = len(fetched.before.kept)
    if not number:
        return ""
    if replace:
        return f" {number} that the area had are dropped."
    return f" {number} that the area had are kept: `--replace` drops them."
