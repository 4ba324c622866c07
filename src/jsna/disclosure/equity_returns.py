"""What partners returned for an equity audit, put together and rid of small counts: what is kept.

Two kinds of return are understood: services with users from target areas (`equity_csv`), and users
by group (`equity_groups_csv`). People may stand in several returns, so that nothing is ever added
up over services, partners or dimensions.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.equity_counts import SERVICE, protect_groups
from jsna.disclosure.rules import strictest
from jsna.errors import Problem, UserFileError
from jsna.settings.source import Disclosure
from jsna.sources.council.equity_audit_csv import COLUMNS, HIDDEN, NOTHING, RULE, SHOWN
from jsna.sources.council.equity_csv import read_equity_csv
from jsna.sources.council.equity_groups_csv import not_known, read_groups_csv, returned_nothing
from jsna.sources.csv_file import header

PLACE, TARGET, ELSEWHERE = "place", "target areas", "elsewhere"
KEY: Final = ["partner", "service", "dimension", "group"]
DIMENSION: Final = KEY[:3]
FLAGS: Final = ("unpublished", "not_known", "hidden_before")
TEXT: Final = (
    "denominator", "age", "sex", "population_age", "population_sex", "catchment", "note",
)  # fmt: skip


def read_return(content: bytes, file: str) -> pd.DataFrame:
    """Return one partner's return as groups, of whichever kind it is: see `as_groups`.

    Raises:
        UserFileError: it can't be read or used, each mistake with its line.
    """
    if "group" in header(content):
        rows = read_groups_csv(content, file)
        return _whole(rows.assign(not_known=not_known(rows)), file)
    return as_groups(read_equity_csv(content, file), file)


def as_groups(services: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return services as two groups each: their users from the target areas, and all others.

    Args:
        services: As `equity_csv.read_equity_csv`.
        file: What to call it in an error.

    Returns:
        One row per group, or per service that returned nothing: the columns of
        `equity_groups_csv`, expected_share (percent), catchment, `unpublished` (the others),
        `not_known`, file and line.

    Raises:
        UserFileError: more users from the target areas than users or people, or nothing that says
            what share to expect, each with its line.
    """
    if problems := list(_not_usable(services, file)):
        raise UserFileError(*problems)
    counts = services["users_from_target"]
    people = services["population"] - services["target_population"]
    nothing = counts.isna() | services["users"].isna()
    near = services.assign(
        dimension=PLACE, group=TARGET, users=counts, population=services["target_population"],
        all_population=services["population"],
    )  # fmt: skip
    far = services.assign(
        dimension=PLACE, group=ELSEWHERE, users=services["users"] - counts, population=people,
        unpublished=True,
    )[~nothing]  # fmt: skip
    near.loc[nothing, ["dimension", "group", "users"]] = ["", "", np.nan]
    both = pd.concat([_whole(near, file), _whole(far, file)])
    return both.sort_values("line", kind="stable")


def kept_audit(
    returns: Sequence[pd.DataFrame],
    area_code: str,
    period: str,
    rule: Disclosure,
    before: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the audit as it may be kept: `equity_audit_csv.COLUMNS`, one row per group.

    Args:
        returns: From `read_return` or `as_groups`.
        area_code: Whose services.
        period: When the users were counted, in words.
        rule: What is small.
        before: An audit that was kept before: what it hid of the same period stays hidden.

    Raises:
        UserFileError: several returns of which one does not name its partner, or one service and
            dimension in two of them.
    """
    rows = pd.concat(returns, ignore_index=True)
    # partners write one dimension in capitals and without: the first spelling has it
    like = rows["dimension"].str.casefold()
    rows["dimension"] = rows["dimension"].groupby(like).transform("first")
    if problems := [*_nameless(returns), *_twice(rows)]:
        raise UserFileError(*problems)
    nothing = returned_nothing(rows)
    counted = rows[~nothing]
    counted = counted.assign(hidden_before=_hidden_before(counted, period, before))
    done = protect_groups(counted, rule).drop(columns=list(FLAGS))
    known = counted[~counted["not_known"]]
    people = known.groupby(DIMENSION)["population"].transform(lambda own: own.sum(skipna=False))
    whole = done["all_population"].fillna(people.reindex(done.index))
    told = done.assign(
        status=done["hidden"].map({True: HIDDEN, False: SHOWN}),
        all_population=whole,
    )
    silent = rows[nothing].assign(status=NOTHING, users=np.nan, all_users=np.nan)
    every = pd.concat([told, silent]).sort_index()
    every = every.assign(
        note=every["note"].mask(_may_tell(every, rule), ""),
        area_code=area_code, period=period, lowest_count=rule.lowest_count,
        highest_count=rule.highest_count, rounded_to=rule.round_to,
    )  # fmt: skip
    return every.reindex(columns=list(COLUMNS)).reset_index(drop=True)


def _may_tell(rows: pd.DataFrame, rule: Disclosure) -> pd.Series:
    """Return which notes hold a small number, or any beside a hidden count: it may be that one."""
    numbers = rows["note"].str.findall(r"\d+")
    least, most = rule.lowest_count, rule.highest_count
    small = numbers.map(lambda found: any(least <= int(n) <= most for n in found)).astype("bool")
    beside = (rows["status"] == HIDDEN).groupby([rows[k] for k in SERVICE]).transform("any")
    return small | beside & numbers.astype("bool")


def rule_held(kept: pd.DataFrame, asked: Disclosure) -> Disclosure:
    """Return the rule that a kept audit is held to: the one that its rows name, and no weaker one.

    Args:
        kept: Rows of `equity_audit_csv.COLUMNS`.
        asked: The rule of the settings: a file can't loosen it by naming another.
    """
    named = [
        Disclosure(lowest_count=int(low), highest_count=int(high), round_to=int(base))
        for low, high, base in kept[list(RULE)].drop_duplicates().itertuples(index=False)
    ]
    return strictest([*named, asked])


def _whole(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return rows with every column that the audit needs, and where each stands."""
    blank: dict[str, object] = {"partner": "", **dict.fromkeys(TEXT, "")}
    blank |= {"all_population": np.nan, "expected_share": np.nan, **dict.fromkeys(FLAGS, False)}
    made = rows.assign(**{name: value for name, value in blank.items() if name not in rows})
    return made.assign(file=file, line=rows.index + 2)


def _not_usable(services: pd.DataFrame, file: str) -> Iterator[Problem]:
    counts, users = services["users_from_target"], services["users"]
    share = services["expected_share"]
    stated = share.notna() | (services["target_population"] > 0) & (services["population"] > 0)
    tests = {
        "{service} has more users from the target areas than users.": (counts > users, ""),
        "{service} has more users from the target areas than people live there.": (
            counts > services["target_population"], "Of the ages and sex that it is for.",
        ),
        "{service} has neither populations nor an expected share.": (
            counts.notna() & ~stated, "target_population and population, or expected_share.",
        ),
    }  # fmt: skip
    for what, (wrong, allowed) in tests.items():
        for line in services.index[wrong]:
            told = what.format(service=services.loc[line, "service"])
            yield Problem(told, file, int(line) + 2, allowed)


def _nameless(returns: Sequence[pd.DataFrame]) -> Iterator[Problem]:
    """Yield the first row of each of several returns that does not say whose it is."""
    if len(returns) < 2:
        return
    for own in returns:
        for row in own[own["partner"] == ""].head(1).itertuples():
            what = "the row does not name its partner."
            allowed = "With several returns each row does, in the column partner."
            yield Problem(what, str(row.file), int(row.line), allowed)


def _twice(rows: pd.DataFrame) -> Iterator[Problem]:
    """Yield each service and dimension of one partner that stands in two files."""
    files = rows.groupby(DIMENSION)["file"]
    again = rows[
        (rows["file"] != files.transform("first")) & ~rows.duplicated([*DIMENSION, "file"])
    ]
    for row in again.itertuples():
        what = f"{row.service} of {row.partner} stands in another file too."
        yield Problem(what, str(row.file), int(row.line), "Each service once for a dimension.")


def _hidden_before(rows: pd.DataFrame, period: str, before: pd.DataFrame | None) -> pd.Series:
    if before is None:
        return pd.Series(False, rows.index)
    old = before[(before["period"] == period) & (before["status"] == HIDDEN)]
    return pd.Series(_by_name(rows).isin(_by_name(old)), rows.index)


def _by_name(rows: pd.DataFrame) -> pd.MultiIndex:
    """The groups, whatever capitals a partner gave them this time."""
    return pd.MultiIndex.from_frame(rows[KEY].apply(lambda names: names.str.casefold()))
