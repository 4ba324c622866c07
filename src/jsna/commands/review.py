"""`jsna review`: what is broken, unsupported or out of date in a strategy's draft."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from jsna.commands.console import Console
    from jsna.errors import UserFileError
    from jsna.review.check import Known
    from jsna.review.draft import Draft
    from jsna.review.review import Review
    from jsna.settings.project import Project

NAME = "review"
HELP = "read a strategy's draft and tell, by line or paragraph, what would mislead its readers"
IS_SERIOUS = 4
WORD = (".docx",)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("draft", nargs="?", type=a_path, help="a .docx, .md, .txt or .pdf file")
    parser.add_argument("--area", help="whose strategy it is")
    parser.add_argument(
        "--to", type=a_path, metavar="FILE", help="write the same Word file with comments"
    )
    parser.add_argument("--html", type=a_path, metavar="FILE", help="write a page")
    parser.add_argument("--sarif", type=a_path, metavar="FILE", help="write SARIF, for editors")
    parser.add_argument(
        "--until", type=_a_year, default=0, metavar="YEAR", help="the strategy's last year"
    )
    parser.add_argument(
        "--list-checks", action="store_true", help="print what is looked for, and by which rule"
    )


def run(args: Namespace, console: Console) -> int:
    """Print what was found; return 4 if anything is serious, else 0.

    Raises:
        UserFileError: a register of claims has mistakes; what else was found is told before.
    """
    if args.list_checks:
        return _list_checks(console)
    from jsna.review.readers.read_draft import read_draft
    from jsna.review.review import review
    from jsna.settings.project import open_project

    _check_arguments(args)
    project = open_project().of(args.area)
    draft = read_draft(args.draft)
    claims, mistakes = _claims(project, draft)
    found = review(draft, _known(project, draft, args.until, claims, mistakes))
    _say(found, console)
    _write(found, args, console)
    if mistakes:
        raise mistakes
    return IS_SERIOUS if found.is_serious else 0


def _a_year(text: str) -> int:
    if len(text) != 4 or not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is not a year of four digits")
    return int(text)


def _check_arguments(args: Namespace) -> None:
    """Refuse what can't be meant, before anything is read."""
    from jsna.errors import Problem, UserFileError

    example = "Example: jsna review draft.docx --area my-area."
    if args.draft is None or not args.area:
        what = "a draft and --area are needed."
        raise UserFileError(Problem(what, next_step=example))
    written = [path for path in (args.to, args.html, args.sarif) if path]
    if args.to and {args.draft.suffix.lower(), args.to.suffix.lower()} != set(WORD):
        what = "--to writes a Word file's comments: both have to be .docx files."
        raise UserFileError(Problem(what, next_step="Use --html for the other forms."))
    names = [path.resolve() for path in (args.draft, *written)]
    if len(set(names)) < len(names):
        what = "a file is named twice: the draft is never written to."
        raise UserFileError(Problem(what, next_step="Give each output a name of its own."))


def _known(
    project: Project,
    draft: Draft,
    until: int,
    claims: pd.DataFrame | None,
    mistakes: UserFileError | None,
) -> Known:
    from jsna.review.check import Known
    from jsna.review.pack_figures import cites, pack_figures

    slug = project.area.slug
    facts, why = _facts(project)
    mistake = str(mistakes.problems[0]) if mistakes else ""
    figures = pack_figures(project.paths, project.area) if cites(draft, slug) else {}
    no_pack = f"no pack of {slug} is built yet. Run `jsna refresh {slug} --all`."
    return Known(
        area=project.area,
        indicators=project.settings.indicators,
        sources=project.settings.sources,
        facts=facts,
        snapshots=_snapshots(project) if facts is not None else {},
        figures=figures,
        claims=claims,
        until=until,
        why={"facts": why, "figures": no_pack, "claims": mistake},
    )


def _facts(project: Project) -> tuple[pd.DataFrame | None, str]:
    """Return the area's facts; None and why where none were ever built.

    Raises:
        UserFileError: they were, and are not as they were built, or of other files than the lock's.
    """
    from jsna.errors import UserFileError
    from jsna.facts.store import open_facts

    try:
        return open_facts(project.paths, project.area).facts, ""
    except UserFileError as error:
        # who has built them counts on their being held against the draft
        if project.facts_folder.exists():
            raise
        return None, str(error)


def _claims(project: Project, draft: Draft) -> tuple[pd.DataFrame | None, UserFileError | None]:
    """Return what the registers of claims say of the draft; None and the mistakes of one."""
    from jsna.errors import UserFileError
    from jsna.review.registered_claims import registered_claims

    try:
        return registered_claims(project, draft), None
    except UserFileError as error:
        return None, error


def _snapshots(project: Project) -> dict[str, str]:
    """Return the source of each snapshot that facts were built from; none without a lock."""
    from jsna.snapshots.lock import read_lock

    lock = project.paths.lock(project.area.slug)
    return {one.sha256: one.source for one in read_lock(lock)} if lock.is_file() else {}


def _say(found: Review, console: Console) -> None:
    from jsna.review.writers.rows import counted, rows, skipped

    table = list(rows(found))
    widths = [max((len(row[name]) for row in table), default=0) for name in SHOWN]
    for row in table:
        cells = zip(SHOWN, widths, strict=True)
        first = "  ".join(f"{row[name]:<{width}}" for name, width in cells)
        console.say(f"{first}  {row['words']}\n    {row['what']} {row['mend']}")
    notes = [*found.draft.said, *skipped(found)]
    for line in notes:
        console.say(line)
    console.say(counted(found))
    console.result(
        findings=table,
        said=list(found.draft.said),
        not_checked=found.skipped,
        serious=found.is_serious,
    )


def _write(found: Review, args: Namespace, console: Console) -> None:
    from jsna.review.writers.page import review_page
    from jsna.review.writers.sarif import review_sarif
    from jsna.review.writers.word_comments import commented
    from jsna.settings.user_file import read_user_file
    from jsna.snapshots.write_file import write_whole

    made: list[tuple[Path, bytes]] = []
    if args.html:
        made.append((args.html, review_page(found).encode()))
    if args.sarif:
        made.append((args.sarif, review_sarif(found).encode()))
    if args.to:
        made.append((args.to, commented(found, read_user_file(args.draft))))
    for path, content in made:
        write_whole(path, content)
        console.say(f"Written: {path}")


def _list_checks(console: Console) -> int:
    from jsna.review.review import all_checks

    for check in all_checks():
        console.say(f"{check.id} ({check.severity}): {check.rule}")
    console.result(checks=[{"id": c.id, "rule": c.rule} for c in all_checks()])
    return 0


SHOWN = ("place", "severity", "kind")
