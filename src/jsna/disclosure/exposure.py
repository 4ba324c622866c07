"""What published rows give away: small counts that are shown, or hidden and can be worked out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from jsna.disclosure.attack import attack
from jsna.disclosure.control import is_small
from jsna.disclosure.counts import small_by_interval, with_counts
from jsna.disclosure.earlier import CELL, with_earlier
from jsna.disclosure.earlier_releases import EarlierFile
from jsna.disclosure.homes import with_homes
from jsna.disclosure.local_cells import released
from jsna.disclosure.parts import Least
from jsna.disclosure.rules import named, rules_of
from jsna.disclosure.table import SEVERAL, breakdowns
from jsna.disclosure.too_near import groups_told_before, too_near
from jsna.disclosure.unlisted import smallest_around
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure, SourceSettings
from jsna.sources.council.local_csv import WITHOUT_VALUE


def exposed(
    rows: pd.DataFrame,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
    least: Least | None = None,
    earlier: Sequence[EarlierFile] = (),
) -> list[str]:
    """Return one sentence for each row that is small and shown, or hidden and can be worked out.

    Args:
        rows: As `local_csv.LocalRows.rows`, of any number of files; `file` says of which each is,
            one file unless given.
        about: Whose rules decide.
        indicators: The catalogue.
        least: Code of an area -> the least areas it is made of.
        earlier: What was shown before, the newest first.
    """
    rules, least = rules_of(about), least or {}
    rows = rows if "file" in rows else rows.assign(file="")
    rows = with_counts(with_homes(rows, least), indicators)
    rows = rows.assign(called=_names(rows), **{name: rows[f"cell_{name}"] for name in CELL})
    faults: list[str] = []
    for indicator, table in rows.groupby("indicator_id"):
        before = [release for old in earlier for release in old.releases(str(indicator), least)]
        names = [*table["disclosure_rule"], *(n for old in before for n in old["disclosure_rule"])]
        rule = named(names, rules)
        faults += [
            f"{row.called}: a small count is shown" for row in _small(table, rule, indicators)
        ]
        for cells in _tables(table, rule, least, before):
            faults += [
                f"{row.called}: what is hidden can be worked out, or nearly"
                for row in _worked_out(cells, rule, least)
            ]
            faults += [
                f"{called}: a small count inside it, of whom no row tells, can be worked out, or"
                " nearly"
                for called in _between_rows(cells, rule, least)
            ]
    return list(dict.fromkeys(faults))


def _small(
    table: pd.DataFrame, rule: Disclosure, indicators: Mapping[str, Indicator]
) -> Iterator[Any]:
    """Yield the rows that show a small count, or the complement or denominator of one."""
    without = table["status"].isin(WITHOUT_VALUE)
    counts = table["known_count"].where(table["counted"])
    small = is_small(counts, rule)
    # of two rounded numbers the difference is known to within a base
    exact = table["rounded_to"] <= 1
    small |= is_small(table["denominator"] - counts, rule) & exact
    small |= small_by_interval(table.assign(known_count=counts), rule, indicators)
    # a row that has no number says of how many people all the same
    small = (small & ~without) | is_small(table["denominator"], rule)
    yield from table[small].itertuples()


def _tables(
    table: pd.DataFrame, rule: Disclosure, least: Least, earlier: Sequence[pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    """Yield the cells of an indicator with what was shown before, by breakdown and together."""
    hidden = table["status"].isin(WITHOUT_VALUE)
    base = table["rounded_to"].astype("int64")
    cells = table.assign(
        count=table["known_count"].mask(hidden), hidden=hidden, base=base,
    )  # fmt: skip
    cells["limit"] = (cells["denominator"] + base.where(base > 1, rule.round_to) // 2).where(
        lambda most: ~(most < cells["count"])
    )
    # what is shown anywhere is known, whatever another file hides
    cells = cells[hidden | cells["count"].notna()].sort_values("hidden", kind="stable")
    cells = with_earlier(cells.drop_duplicates(CELL), released(earlier), rule, least)
    kinds = breakdowns(cells)
    for kind in kinds or [""]:
        yield cells[cells["breakdown"].isin(["", kind])]
    if len(kinds) >= SEVERAL:
        yield cells


def _worked_out(cells: pd.DataFrame, rule: Disclosure, least: Least) -> Iterator[Any]:
    """Yield the hidden rows whose range is too narrow."""
    found = attack(cells, rule, least, exact=False)
    risky = cells.loc[found.index[~found["protected"]]]
    yield from risky[~risky["known"]].itertuples()


def _between_rows(cells: pd.DataFrame, rule: Disclosure, least: Least) -> Iterator[str]:
    """Yield what to call the smallest row around each group that is told too nearly."""
    for near in too_near(cells, rule, least):
        before = groups_told_before(cells, near, rule, least)
        for group in near.groups:
            if group not in before:
                around = smallest_around(cells, group, rule, least, near.supposed.loose)
                yield str(cells.loc[around, "called"])


def _names(rows: pd.DataFrame) -> pd.Series:
    """Return what to call each row, for people."""
    value = rows["breakdown_value"]
    names = rows["indicator_id"] + ", " + rows["area_code"] + ", " + rows["period"]
    names += ", " + rows["sex"] + ", " + rows["age"]
    return names.where(value == "", names + ", " + value)
