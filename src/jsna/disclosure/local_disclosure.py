"""Take small counts out of a council's own files before anything of them is kept.

All rows of an indicator, in every file and edition, are one table, held to the strictest of the
rules that they name. What is kept has hidden rows without value, interval and count, every other
count and denominator rounded, and a note that does not say whether a count was small itself or
only hidden with others. A file that can't be read or placed whole is refused (`placement`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.breakdowns import overlapping_values
from jsna.disclosure.control import SMALL, pooling
from jsna.disclosure.counts import with_counts
from jsna.disclosure.earlier_releases import EarlierFile
from jsna.disclosure.homes import with_homes
from jsna.disclosure.kept_file import as_csv, kept_rows, rounded_to_base
from jsna.disclosure.local_cells import TableWhy, table_why
from jsna.disclosure.parts import Least
from jsna.disclosure.placement import placement_problems
from jsna.disclosure.rules import in_words, is_weaker, named, rules_of
from jsna.errors import Problem, SourceError
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure, SourceSettings
from jsna.sources.council.local_csv import (
    CELL,
    WITHOUT_VALUE,
    LocalRows,
    read_rows,
    repeated,
)
from jsna.sources.council.value_of_count import contradicted

SMALLER: Final = ("county", "district", "ward", "msoa")
AUTHORITIES: Final = ("county_code", "district_code")


@dataclass(frozen=True)
class OwnFile:
    """A council's own file as it was brought in: what to call it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ProtectedFile:
    """A file without small counts.

    Attributes:
        content: The bytes that may be kept; those received if nothing had to be changed.
        why: Why each row is hidden: "", "small", "with others" or "not protected".
        rows: The rows as facts name them, with what they held, and `known_count`.
        pooling: As `disclosure.control.pooling`, with indicator_id.
        given_away: One for each count that can't be protected any more, with its file and line:
            an earlier release gives it away, alone or with this one.
        unchecked: How many rows have neither count nor what gives one, so that nothing of them
            could be checked.
    """

    content: bytes
    why: pd.Series
    rows: pd.DataFrame
    pooling: pd.DataFrame
    given_away: tuple[Problem, ...] = ()
    unchecked: int = 0


def protect_local(
    content: bytes,
    file: str,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
    least: Least | None = None,
    earlier: Sequence[EarlierFile] = (),
) -> ProtectedFile:
    """Return one file of a council's own without small counts: see `protect_files`."""
    return protect_files([OwnFile(file, content)], about, indicators, least, earlier)[0]


def protect_files(
    files: Sequence[OwnFile],
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
    least: Least | None = None,
    earlier: Sequence[EarlierFile] = (),
) -> list[ProtectedFile]:
    """Return a council's own files without small counts and what would give them away.

    Args:
        files: The files of one release: what one shows, no other can hide.
        about: Whose rules decide.
        indicators: The catalogue: what a value means.
        least: Code of an area -> the least areas it is made of, where that is known.
        earlier: What was shown before, the newest first: what these files hide must not be found
            by who has both, nor what they hid.

    Raises:
        SourceError: a row can't be read, an area can't be placed, a figure stands twice, values
            of a breakdown overlap, or there is no such rule; with every file and line.
    """
    least, rules = least or {}, rules_of(about)
    read = _read(files)
    rows = _pooled(files, read, indicators, least)
    _check(rows, rules, indicators, least)
    tables = [
        _treated(table, rules, indicators, least, earlier)
        for _, table in rows.groupby("indicator_id", sort=False)
    ]
    done = pd.concat([table.rows for table in tables]).loc[rows.index]
    return [
        _protected(number, file, own, done, tables)
        for number, (file, own) in enumerate(zip(files, read, strict=True))
    ]


def least_areas(lookups: Iterable[pd.DataFrame]) -> dict[str, frozenset[str]]:
    """Return code of an area -> the least areas it is made of, from the rows of look-ups.

    Those are LSOAs, or wards where nothing places LSOAs, and of a region its authorities.
    """
    least: dict[str, frozenset[str]] = {}
    tables = list(lookups)
    for rows in tables:
        kinds = [f"{kind}_code" for kind in SMALLER] if "lsoa_code" in rows else []
        for column in (name for name in kinds if name in rows):
            least |= _members(rows, column, "lsoa_code")
        for column in (name for name in AUTHORITIES if {name, "region_code"} <= set(rows)):
            for region, own in _members(rows, "region_code", column).items():
                least[region] = least.get(region, frozenset()) | own
    for rows in tables:
        # a look-up of wards alone places those that no LSOAs do, by the LSOAs of their wards
        for column in (name for name in AUTHORITIES if {name, "ward_code"} <= set(rows)):
            least = _expanded(_members(rows, column, "ward_code"), least) | least
    return least


def _expanded(members: Mapping[str, frozenset[str]], least: Least) -> dict[str, frozenset[str]]:
    """Return members as the least areas that they are made of themselves."""
    return {
        code: frozenset[str]().union(*(least.get(part, frozenset([part])) for part in own))
        for code, own in members.items()
    }


def _members(rows: pd.DataFrame, column: str, of: str) -> dict[str, frozenset[str]]:
    groups = rows[(rows[column] != "") & (rows[of] != "")].groupby(column)[of]
    return {str(code): frozenset(own) for code, own in groups}


def told(file: ProtectedFile) -> Iterator[str]:
    """Yield what was hidden and what could be done, as sentences."""
    counts = file.why.value_counts()
    small = int(counts.get(SMALL, 0))
    others = int((file.why != "").sum()) - small
    yield f"{len(file.why)} rows: {small} hidden as small, {others} hidden with them."
    if file.unchecked:
        yield (
            f"{file.unchecked} rows have neither a count nor a denominator: whether they stand for"
            " a small number of people could not be checked."
        )
    for problem in file.given_away:
        yield str(problem)
    for row in file.pooling.itertuples():
        group = f"{row.indicator_id}, {row.area_code}, {row.sex}, {row.age}"
        if np.isnan(row.years):
            yield f"{group}: small even over all {row.available} years."
        else:
            yield f"{group}: no longer small when {row.years:g} years are pooled."


@dataclass(frozen=True, eq=False)
class _Treated:
    rows: pd.DataFrame
    pooling: pd.DataFrame
    given_away: tuple[Problem, ...]


def _read(files: Sequence[OwnFile]) -> list[LocalRows]:
    read: list[LocalRows] = []
    problems: list[Problem] = []
    for file in files:
        try:
            read.append(read_rows(file.content, file.name))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(*problems)
    return read


def _pooled(
    files: Sequence[OwnFile],
    read: Sequence[LocalRows],
    indicators: Mapping[str, Indicator],
    least: Least,
) -> pd.DataFrame:
    """Return the rows of all files, with where each stands and what it tells of a count."""
    frames = [
        own.rows.assign(file=file.name, number=number, line=own.rows.index + 2)
        for number, (file, own) in enumerate(zip(files, read, strict=True))
    ]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    rows = with_counts(with_homes(rows, least), indicators)
    return rows.assign(place=rows["file"] + ", line " + rows["line"].astype("str"))


def _check(
    rows: pd.DataFrame,
    rules: Mapping[str, Disclosure],
    indicators: Mapping[str, Indicator],
    least: Least,
) -> None:
    unknown = rows[~rows["disclosure_rule"].isin(list(rules))]
    names = ", ".join(name for name in rules if name) or "none"
    problems = [
        Problem(
            f"there is no rule {row.disclosure_rule}.", row.file, row.line, f"Known are: {names}."
        )
        for row in unknown.head(1).itertuples()
    ]
    for why in (repeated(rows), contradicted(rows, indicators)):
        problems += [
            Problem(f"{why[row.Index]}.", row.file, row.line)
            for row in rows[why != ""].itertuples()
        ]
    for _, table in rows.groupby("indicator_id", sort=False):
        problems += [*placement_problems(table, least), *overlapping_values(table)]
    if problems:
        raise SourceError(*problems)


def _treated(
    table: pd.DataFrame,
    rules: Mapping[str, Disclosure],
    indicators: Mapping[str, Indicator],
    least: Least,
    earlier: Sequence[EarlierFile],
) -> _Treated:
    """Return the rows of one indicator with what is hidden of them, and how."""
    indicator = str(table["indicator_id"].iloc[0])
    before = [release for old in earlier for release in old.releases(indicator, least)]
    names = [*table["disclosure_rule"], *(n for old in before for n in old["disclosure_rule"])]
    rule = named(names, rules)
    rounded = table["counted"] | ~table["implied"]
    cells = table.assign(
        **{name: table[f"cell_{name}"] for name in CELL},
        base=np.where(rounded, np.maximum(table["rounded_to"], rule.round_to), 1).astype("int64"),
    )
    found: list[TableWhy] = []
    for release in _releases(cells):
        found.append(table_why(release, rule, indicators, least, before))
        before = [_as_shown(release, found[-1]), *before]
    offer = pooling(table.assign(count=table["known_count"]), rule)
    rows = table.assign(
        why=pd.concat([one.why for one in found]), few=pd.concat([one.few for one in found]),
        base=cells["base"], rule=in_words(rule) if is_weaker(rule) else "",
        lowest=rule.lowest_count, highest=rule.highest_count,
    )  # fmt: skip
    away = tuple(problem for one in found for problem in one.given_away)
    return _Treated(rows, offer.assign(indicator_id=indicator), away)


def _releases(cells: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the cells of an indicator as one table, or as many as editions tell apart.

    Parts under one edition and totals under another are one table. Editions of the same cells,
    such as variants of a projection, are as releases of it: what one shows is known of the next.
    """
    if not cells.groupby(list(CELL))["edition"].nunique().gt(1).any():
        return [cells]
    return [own for _, own in cells.groupby("edition", sort=False)]


def _as_shown(cells: pd.DataFrame, found: TableWhy) -> pd.DataFrame:
    """Return the cells of a release as everybody sees them."""
    hidden = (found.why != "") | cells["status"].isin(WITHOUT_VALUE)
    near = {
        name: rounded_to_base(cells[name], cells["base"]) for name in ("known_count", "denominator")
    }
    return cells.assign(
        known_count=near["known_count"].mask(hidden),
        denominator=near["denominator"].mask(hidden & found.few),
        status=cells["status"].mask(hidden, "suppressed"),
    )


def _protected(
    number: int, file: OwnFile, own: LocalRows, done: pd.DataFrame, tables: Sequence[_Treated]
) -> ProtectedFile:
    rows = done[done["number"] == number].set_axis(own.rows.index, axis="index")
    changed = kept_rows(own.written, rows)
    kept = file.content if changed.equals(own.written) else as_csv(changed)
    mine = [table for table in tables if (table.rows["number"] == number).any()]
    offers = [table.pooling for table in mine]
    away = [p for table in mine for p in table.given_away if p.file == file.name]
    unchecked = rows["known_count"].isna() & rows["value"].notna() & ~rows["measure"]
    return ProtectedFile(
        kept, rows["why"], rows, pd.concat(offers) if offers else pd.DataFrame(),
        tuple(dict.fromkeys(away)), int(unchecked.sum()),
    )  # fmt: skip
