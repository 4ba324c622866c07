"""`jsna verify`: work out a file's published comparisons and trends again, label by label."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.commands.arguments import a_path

if TYPE_CHECKING:
    import pandas as pd

    from jsna.commands.console import Console

NAME = "verify"
HELP = "work out the comparisons and trends that a file was published with, and compare"
DISAGREE = 4
SHOWN = 200


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=a_path, help="a Fingertips CSV, or a list of published labels")


def run(args: Namespace, console: Console) -> int:
    """Print by label how many agree, and which rows do not; return 0 if all do, else 4."""
    answers = verify(args.file)
    for kind, rows in answers.groupby("kind", sort=False):
        _say(str(kind), rows, console)
    judged = answers[answers["why"] == ""]
    agree = int(judged["agrees"].sum())
    console.result(labels=len(judged), agree=agree, differ=_plain(judged[~judged["agrees"]]))
    if not console.as_json:
        # the result itself: --quiet leaves out only what stands above it
        console.answer(f"{agree:d} of {len(judged):d} labels agree")
    return 0 if agree == len(judged) else DISAGREE


def verify(file: Path) -> pd.DataFrame:
    """Return one row per published label of a file, with ours.

    Columns: kind ("Compared with England", "Compared with the parent area" or "Recent trend"),
    line, indicator_id, area_code, sex, age, period_label, published, ours, agrees, why ("" if
    worked out), rule, polarity.

    Raises:
        UserFileError: there is no such file.
        SourceError: the file is broken, or in no layout that is known.
    """
    import pandas as pd

    from jsna.analysis.agreement import CONTROL, recompute_comparisons, recompute_trends
    from jsna.settings.project import open_project
    from jsna.settings.user_file import read_user_file
    from jsna.sources.fingertips.label_files import read_labels
    from jsna.sources.guarded import guarded_read

    indicators = open_project().settings.indicators.values()
    content = read_user_file(file)
    labels = guarded_read(lambda: read_labels(content, file.name, indicators), file.name)
    by_interval = "single-overlapping-interval"
    known = {i.source.id for i in indicators if i.comparison_method == by_interval}
    compared = recompute_comparisons(labels.comparisons, frozenset(known))
    beside_parent = recompute_comparisons(labels.parents, frozenset(known))
    controlled = compared.loc[compared["rule"] == CONTROL].index
    by_counts = frozenset(labels.comparisons.loc[controlled, "indicator_id"])
    trends = recompute_trends(labels.points, by_counts).assign(rule="recent trend")
    parts = [
        rows.loc[found.index].drop(columns="polarity").join(found).assign(kind=kind)
        for kind, rows, found in (
            (COMPARED, labels.comparisons, compared),
            (WITH_PARENT, labels.parents, beside_parent),
            (TREND, labels.points, trends),
        )
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


COMPARED, TREND = "Compared with England", "Recent trend"
WITH_PARENT = "Compared with the parent area"
COLUMNS = [
    "kind", "line", "indicator_id", "area_code", "sex", "age", "breakdown_value", "period_label",
    "published", "ours", "agrees", "why", "rule", "polarity",
]  # fmt: skip


def _say(kind: str, rows: pd.DataFrame, console: Console) -> None:
    judged = rows[rows["why"] == ""]
    console.say(f"{kind}: {judged['agrees'].sum():,} of {len(judged):,} agree")
    for label, each in judged.groupby("published"):
        console.say(f"  {label}: {each['agrees'].sum():,} of {len(each):,}")
    differ = judged[~judged["agrees"]]
    for row in _plain(differ)[:SHOWN]:
        console.say(f"  line {row.pop('line')}: " + ", ".join(filter(None, row.values())))
    if len(differ) > SHOWN:
        console.say(f"  and {len(differ) - SHOWN:,} more rows that differ (all with --json)")
    _say_how(rows, console)


def _say_how(rows: pd.DataFrame, console: Console) -> None:
    """Tell what was read out of the file itself, and what could not be worked out."""
    unusual = rows[~rows["rule"].isin(["single overlapping interval, 95%", "recent trend"])]
    for rule, each in unusual.groupby("rule"):
        console.say(f"  by {rule}: indicator {_listed(each['indicator_id'])}")
    for why, each in rows[rows["why"] != ""].groupby("why"):
        many = f"{len(each):,} label{'' if len(each) == 1 else 's'} could not be worked out"
        console.say(f"  {many} ({why}): indicator {_listed(each['indicator_id'])}")


def _listed(ids: pd.Series) -> str:
    return ", ".join(sorted(ids.unique()))


def _plain(rows: pd.DataFrame) -> list[dict[str, str]]:
    shown = rows.drop(columns=["kind", "agrees", "why", "rule", "polarity"]).astype("str")
    shown["published"] = 'published "' + shown["published"] + '"'
    shown["ours"] = 'ours "' + shown["ours"] + '"'
    return [{str(k): str(v) for k, v in row.items()} for row in shown.to_dict("records")]
