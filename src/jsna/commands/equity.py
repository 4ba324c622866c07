"""`jsna equity`: are services used by the target areas as much as their share of people?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path, a_ratio, some_words
from jsna.commands.equity_target import DECILES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from jsna.commands.console import Console

NAME = "equity"
HELP = "set each service's share of users from target areas against their share of people"
WHY_NOT = "it is worked out from the file as it is, small numbers of users included."


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        type=a_path,
        metavar="file",
        help="a CSV, one row per service; with --keep also several, and users by group",
    )
    parser.add_argument(
        "--template",
        nargs="?",
        choices=("services", "groups"),
        const="services",
        help="print the CSV that is expected: of services, or of users by group",
    )
    parser.add_argument(
        "--keep",
        type=some_words,
        metavar="AREA",
        help="write what the area's packs show into data/local, without small counts",
    )
    parser.add_argument(
        "--period",
        type=some_words,
        metavar="WORDS",
        help="with --keep: when the users were counted, in words",
    )
    parser.add_argument(
        "--paper-rule",
        action="store_true",
        help="put an interval around the population's share too, as the published audit did",
    )
    parser.add_argument(
        "--target-ratio",
        type=a_ratio,
        metavar="N",
        help="users' share over expected share, set beforehand, for services without their own",
    )
    parser.add_argument(
        "--area", type=some_words, help="whose facts say who lives in the target areas"
    )
    parser.add_argument(
        "--target",
        type=some_words,
        metavar="NAME",
        help=f"the target areas: {', '.join(DECILES)} or one of the area's custom areas",
    )
    parser.add_argument(
        "--users",
        type=a_path,
        metavar="FILE",
        help="a CSV of users by where they live: service, place (LSOA or postcode sector), users",
    )


def run(args: Namespace, console: Console) -> int:
    """Print what is found for each service; return the exit code."""
    if args.template:
        return _template(console, args.template)
    if args.keep or args.period:
        return _keep(args, console)
    from jsna.analysis.equity_audit import equity_audit
    from jsna.disclosure.control import is_small
    from jsna.narrative.equity_words import equity_sentences
    from jsna.settings.source import Disclosure

    console.not_for_publication(WHY_NOT)
    services = _services(args, console)
    audit = equity_audit(services, paper_rule=args.paper_rule, target_ratio=args.target_ratio)
    joined = audit.join(services.drop(columns=[c for c in services if c in audit]))
    rest = joined["users"] - joined["users_from_target"]
    small = is_small(joined["users_from_target"], Disclosure()) | is_small(rest, Disclosure())
    said = [
        equity_sentences(row, small=bool(hide))
        for (_, row), hide in zip(joined.iterrows(), small, strict=True)
    ]
    _say(audit, said, console)
    console.result(services=audit.astype("object").where(audit.notna(), None).to_dict("records"))
    return 0


def _keep(args: Namespace, console: Console) -> int:
    """Write the audit of one return or several for an area's packs."""
    from jsna.commands.equity_keep import keep_audit
    from jsna.disclosure.equity_returns import as_groups, read_return
    from jsna.errors import Problem, UserFileError
    from jsna.settings.project import open_project

    if not (args.keep and args.period):
        what = "--keep and --period go together."
        raise UserFileError(
            Problem(what, next_step="Example: --keep my-area --period 'last financial year'.")
        )
    if args.paper_rule or args.target_ratio:
        what = "--paper-rule and --target-ratio have no place in a pack."
        step = "Give each service its ratio in the column target_ratio."
        raise UserFileError(Problem(what, next_step=step))
    project = open_project().of(args.keep)
    if args.area or args.target or args.users:
        returns = [as_groups(_services(args, console), str(args.users or args.files[0]))]
    else:
        returns = [_read(read_return, file) for file in args.files or [None]]
    return keep_audit(returns, project, args.period, console)


def _one_file(args: Namespace) -> Path | None:
    """The one file that is audited on the screen.

    Raises:
        UserFileError: there are several.
    """
    from jsna.errors import Problem, UserFileError

    if len(args.files) > 1:
        what = "several files were named."
        step = "One at a time, or put them together with --keep AREA."
        raise UserFileError(Problem(what, next_step=step))
    return args.files[0] if args.files else None


def _services(args: Namespace, console: Console) -> pd.DataFrame:
    """The services as written, or with users placed and people counted by an area's facts."""
    from jsna.commands.equity_target import audited, find_target
    from jsna.errors import Problem, UserFileError
    from jsna.settings.project import open_project
    from jsna.sources.council.equity_csv import read_equity_csv
    from jsna.sources.council.equity_users_csv import read_users_csv

    by_area = bool(args.area and args.target)
    if bool(args.area) != bool(args.target) or (args.users and not by_area):
        what = "--area and --target go together, and --users needs them."
        raise UserFileError(
            Problem(what, next_step="Example: --area my-area --target most-deprived-fifth.")
        )
    file = _one_file(args)
    if not by_area:
        return _read(read_equity_csv, file)
    services = None
    if file or not args.users:
        services = _read(read_equity_csv, file)
    target = find_target(open_project().of(args.area), args.target)
    users = _read(read_users_csv, args.users) if args.users else None
    if target.area.synthetic:
        console.say("SYNTHETIC: invented data.")
    console.say(
        f"Target areas: {target.words}, {len(target.lsoas)} of"
        f" {len(target.every_lsoa)} neighbourhoods (LSOAs) of {target.area.name}."
    )
    for line in target.sources:
        console.say(line)
    return audited(services, users, target)


def _say(audit: pd.DataFrame, said: list[list[str]], console: Console) -> None:
    from jsna.analysis.equity_audit import EQUAL, EQUITABLE, JUDGED, UNEQUAL, WORDS

    counts = audit["class"].value_counts()
    told = [f"{counts.get(name, 0)} {WORDS[name]}" for name in (EQUITABLE, EQUAL, UNEQUAL)]
    missing = int((audit["status"] != JUDGED).sum())
    many = "1 service" if len(audit) == 1 else f"{len(audit)} services"
    console.say(f"{many}: {', '.join(told)}, {missing} not judged.")
    for sentences in said:
        console.say("\n" + "\n  ".join(sentences))


def _template(console: Console, kind: str) -> int:
    from jsna.sources.council import equity_csv, equity_groups_csv

    of_groups = kind == "groups"
    text = equity_groups_csv.groups_template() if of_groups else equity_csv.equity_template()
    columns = equity_groups_csv.COLUMNS if of_groups else equity_csv.COLUMNS
    required = equity_groups_csv.REQUIRED if of_groups else equity_csv.REQUIRED
    console.say(text.rstrip("\n"))
    for column, meaning in columns.items():
        needed = " (needed)" if column in required else ""
        console.note(f"{column}{needed}: {meaning}")
    console.result(template=text, columns=columns)
    return 0


def _read(read: Callable[[bytes, str], pd.DataFrame], file: Path | None) -> pd.DataFrame:
    from jsna.errors import Problem, UserFileError
    from jsna.settings.user_file import read_user_file
    from jsna.sources.guarded import guarded_read

    if file is None:
        next_step = "`jsna equity --template` prints the CSV that is expected."
        raise UserFileError(Problem("no file was named.", next_step=next_step))
    content = read_user_file(file)
    return guarded_read(lambda: read(content, str(file)), str(file))
