"""`jsna commentary`: how the council's own words stand against the facts, new drafts, approval."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    from jsna.chapter.commentary_state import FileState
    from jsna.chapter.evidence import Evidence
    from jsna.commands.console import Console
    from jsna.settings.commentary import CommentaryFile
    from jsna.settings.project import Project

NAME = "commentary"
HELP = "say which of the council's own words have to be read again, begin new ones, approve them"
NEW = "new"
FORM = "Write: jsna commentary [new] AREA STRATEGY [NAME ...]."
NONE = "There are no words of the council yet. `jsna commentary new {area} {strategy}` begins them."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="[new] AREA STRATEGY [NAME ...]",
        help="the area and its strategy; after `new`, also what to write about: overview, ids of"
        " priorities and indicators, ward-<code> (default: the overview and every priority)",
    )
    parser.add_argument(
        "--approve",
        action="store_true",
        help="remember the figures that the files with `status: approved` were read beside; with"
        " NAMES only theirs",
    )


def run(args: Namespace, console: Console) -> int:
    """List, begin or approve the commentary of a strategy; return the exit code.

    Raises:
        UserFileError: an unknown name, or with one problem for each thing that is wrong in any
            file of the commentary.
    """
    from jsna.settings.project import open_project

    new = args.words[0] == NEW and len(args.words) > 2
    words = args.words[1:] if new else args.words
    if len(words) < 2 or (new and args.approve):
        raise UserFileError(Problem("an area and a strategy are needed.", allowed=FORM))
    project = open_project().of(words[0], words[1])
    if new:
        return _begin(project, words[2:], console)
    return _tell(project, words[2:], console, approve=args.approve)


def _begin(project: Project, names: list[str], console: Console) -> int:
    from datetime import date

    from jsna.chapter.commentary_draft import write_drafts

    written, kept = write_drafts(project, names, date.today())
    for file in written:
        console.say(f"Written: {_below(project, file)}")
    for file in kept:
        console.say(f"Kept as it is: {_below(project, file)}")
    console.result(written=[str(file) for file in written], kept=[str(file) for file in kept])
    return 0


def _tell(project: Project, names: list[str], console: Console, *, approve: bool) -> int:
    from jsna.chapter.commentary import commentary_of
    from jsna.chapter.commentary_check import check_files
    from jsna.chapter.opening import open_evidence

    evidence = open_evidence(project)
    files = _named(commentary_of(evidence), names)
    check_files(evidence, files)
    if approve:
        _approve(evidence, files, console)
    states = _states(evidence, files)
    if not files:
        where = {"area": project.area.slug, "strategy": project.strategy.slug}
        console.say(NONE.format(**where))
    _table(states, console)
    console.result(
        area=project.area.slug, strategy=project.strategy.slug, files=[_said(s) for s in states]
    )
    return 0


def _named(files: tuple[CommentaryFile, ...], names: list[str]) -> list[CommentaryFile]:
    from jsna.settings.unknown_name import did_you_mean

    known = {file.name: file for file in files}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserFileError(
            *(
                Problem(f"there is no file {name}.md.", next_step=did_you_mean(name, known))
                for name in unknown
            )
        )
    return [known[name] for name in names] if names else list(files)


def _approve(evidence: Evidence, files: list[CommentaryFile], console: Console) -> None:
    from jsna.chapter.commentary_state import approved_now
    from jsna.narrative.approvals import read_approvals, write_approvals
    from jsna.settings.commentary import approvals_folder, commentary_folder, commentary_paths

    project = evidence.project
    folder = commentary_folder(project.paths, project.strategy.slug)
    known = approvals_folder(project.paths, project.strategy.slug)
    there = {path.stem for path in commentary_paths(project.paths, project.strategy.slug)}
    kept = {name: said for name, said in read_approvals(known).items() if name in there}
    approved = {file.name: approved_now(evidence, file) for file in files if file.approved}
    if not approved:
        step = "Set `status: approved` in the head of a file that may be printed."
        raise UserFileError(Problem("no file here is marked as approved.", next_step=step))
    write_approvals(folder, kept | approved)
    console.say(f"Approved beside the figures of today: {', '.join(sorted(approved))}.\n")


def _states(evidence: Evidence, files: list[CommentaryFile]) -> list[FileState]:
    from jsna.chapter.commentary_state import state_of
    from jsna.narrative.approvals import read_approvals
    from jsna.settings.commentary import approvals_folder

    project = evidence.project
    approvals = read_approvals(approvals_folder(project.paths, project.strategy.slug))
    return [state_of(evidence, file, approvals.get(file.name, {})) for file in files]


def _table(states: list[FileState], console: Console) -> None:
    """One line a file, and below it one line for each thing that should be looked at."""
    width = max((len(state.file.name) for state in states), default=0)
    for state in states:
        front = state.file.front
        kinds = ", ".join(dict.fromkeys(found.kind for found in state.findings)) or "as approved"
        kinds = kinds if state.findings or state.file.approved else "not printed until approved"
        console.say(
            f"{state.file.name:<{width}}  {front.status:<8}  {front.date}  read again by"
            f" {front.review_by}  {kinds}"
        )
        for found in state.findings:
            console.say(f"{'':<{width}}  line {found.line}: {found.told}")


def _said(state: FileState) -> dict[str, object]:
    front = state.file.front
    return {
        "file": state.file.shown,
        "name": state.file.name,
        "about": state.file.kind,
        "author": front.author,
        "date": front.date,
        "status": front.status,
        "review_by": front.review_by,
        "findings": [vars(found) for found in state.findings],
    }


def _below(project: Project, file: object) -> str:
    return str(file).removeprefix(f"{project.paths.root}/")
