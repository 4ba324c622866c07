"""Why each row of one indicator of a council's own file is hidden, earlier releases considered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from jsna.disclosure.attack import extreme
from jsna.disclosure.control import NOT_PROTECTED, SMALL, Hidden, hide, is_small
from jsna.disclosure.counts import small_by_interval
from jsna.disclosure.earlier import CELL, with_earlier
from jsna.disclosure.kept_file import rounded_to_base
from jsna.disclosure.parts import Least
from jsna.disclosure.shown import shown_table
from jsna.errors import Problem
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure
from jsna.sources.council.local_csv import WITHOUT_VALUE

MISSING: Final = "not-available"
ROUNDS: Final = 10
MOST_NAMED: Final = 5
NEXT: Final = (
    "It is hidden here all the same: withdraw the release that shows it. If that was never"
    " published, say `shown: false` for it in data/locks."
)


@dataclass(frozen=True, eq=False)
class TableWhy:
    """Why the rows of one indicator are hidden.

    Attributes:
        why: As `suppress`, one per row.
        few: Whether a row's denominator is hidden too.
        given_away: One for each count that earlier releases leave unprotected.
    """

    why: pd.Series
    few: pd.Series
    given_away: tuple[Problem, ...]


def table_why(
    table: pd.DataFrame,
    rule: Disclosure,
    indicators: Mapping[str, Indicator],
    least: Least | None,
    earlier: Sequence[pd.DataFrame] = (),
) -> TableWhy:
    """Return why each row of one indicator is hidden, and whether its denominator is too.

    Args:
        table: Rows of one indicator: CELL in the one spelling of each label, what
            `counts.with_counts` adds, base, slack, home, file and line. Rows that are one cell
            have the same numbers.
        rule: What is small.
        indicators: The catalogue.
        least: Code of an area -> the least areas it is made of.
        earlier: Of each earlier release, the newest first, its rows of the same indicator.
    """
    cells = table.drop_duplicates(CELL)
    without = cells["status"].isin(WITHOUT_VALUE)
    people = _people(cells)
    people = people[people["count"].notna()].assign(hidden=False)
    before = _told([_people(old) for old in earlier])
    both = with_earlier(people, before, rule, least)
    few = over_breakdowns(both, rule, least).why.reindex(cells.index, fill_value="") != ""
    hidden = (
        without
        | small_by_interval(
            cells.assign(known_count=cells["known_count"].where(cells["counted"])), rule, indicators
        )
        | few
    )
    cells = cells.assign(count=cells["known_count"], hidden=hidden, limit=_limit(cells, few))
    # what has no count can only be hidden for itself
    counted = cells["count"].notna() | without
    before = released(earlier)
    both = with_earlier(cells[counted], before, rule, least)
    found = over_breakdowns(both, rule, least)
    why = found.why.reindex(cells.index, fill_value="")
    why = why.mask((why == "") & hidden, SMALL).mask(cells["status"] == MISSING, "")
    away = _given_away(both, found, before, rule, least)
    return TableWhy(_to_rows(why, table), _to_rows(few, table), tuple(away))


def _limit(cells: pd.DataFrame, few: pd.Series) -> pd.Series:
    """Return what a count can't exceed: its denominator as it is shown."""
    people = rounded_to_base(cells["denominator"], cells["base"]) + cells["base"] // 2
    return people.where(~few & ~(people < cells["known_count"]))


def _to_rows(of_cells: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return what was found of each cell for every row that is this cell."""
    first = table.groupby(CELL).ngroup()
    found = pd.Series(of_cells.to_numpy(), first[of_cells.index])
    return pd.Series(found[first].to_numpy(), table.index)


def over_breakdowns(cells: pd.DataFrame, rule: Disclosure, least: Least | None) -> Hidden:
    """Return what is hidden, each breakdown being another way to divide the headline.

    Each with the headline first, then all together: what is nobody's row two of them may give.
    """
    why = pd.Series("", cells.index, dtype="str")
    kinds = sorted(set(cells["breakdown"]) - {""}) or [""]
    unprotected = pd.Index([])
    for _ in range(ROUNDS):
        before = why.copy()
        for kind in kinds:
            own = cells[cells["breakdown"].isin(["", kind])]
            own = own.assign(hidden=own["hidden"] | (why[own.index] != ""))
            found = hide(own, rule, least)
            unprotected = unprotected.union(found.unprotected)
            why[own.index] = _added(why[own.index], found.why)
        if len(kinds) == 1 or why.equals(before):
            break
    if len(kinds) > 1:
        found = hide(cells.assign(hidden=cells["hidden"] | (why != "")), rule, least)
        why, unprotected = _added(why, found.why), unprotected.union(found.unprotected)
    return Hidden(why, unprotected)


def _added(why: pd.Series, found: pd.Series) -> pd.Series:
    # hidden for another breakdown's sake, it stays what it was unless nothing protects it
    return found.where((why == "") | (found == NOT_PROTECTED), why)


def _people(table: pd.DataFrame) -> pd.DataFrame:
    """Return the denominators as counts of people, hidden where they went with a hidden count."""
    hidden = table["status"].isin(WITHOUT_VALUE) & table["denominator"].isna()
    people = table.assign(
        count=table["denominator"],
        denominator=np.nan,
        limit=np.nan,
        hidden=hidden,
        slack=0,
        digit=0,
    )
    return people if people["count"].notna().any() else people.head(0)


def released(earlier: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the cells of each earlier release, with count and hidden, as `with_earlier` asks."""
    return _told([
        old.assign(
            count=old["known_count"], hidden=old["status"].isin(WITHOUT_VALUE),
            limit=old["denominator"] + old["base"] // 2,
        )
        for old in earlier
    ])  # fmt: skip


def _told(releases: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return of each release the cells that it shows or hides, each once."""
    told = [old[old["count"].notna() | old["hidden"]] for old in releases]
    once = [old.sort_values("hidden", kind="stable").drop_duplicates(CELL) for old in told]
    return [old for old in once if not old.empty]


def _given_away(
    cells: pd.DataFrame,
    found: Hidden,
    earlier: Sequence[pd.DataFrame],
    rule: Disclosure,
    least: Least | None,
) -> Iterator[Problem]:
    """Yield, for each cell that is not protected, where it stands and what gives it away."""
    if not earlier:
        return
    told = pd.concat([old[~old["hidden"]] for old in earlier]).drop_duplicates(CELL)
    small = is_small(cells["count"], rule) & cells["fixed"]
    for at in found.why.index[found.why == NOT_PROTECTED]:
        row = cells.loc[[at]]
        holders = row if small[at] else _holders(cells, found.why, at, rule, least)
        places = holders[CELL].merge(told, on=CELL)[["file", "line"]].head(MOST_NAMED)
        lines = {file: ", ".join(map(str, own["line"])) for file, own in places.groupby("file")}
        named = [f"{file}, line {own}" for file, own in lines.items()]
        what = (
            f"this count can't be protected any more: {'; '.join(named) or 'earlier releases'} "
            + ("shows it." if small[at] else "and what is shown with it give it away.")
        )
        yield Problem(what, row["file"].item(), int(row["line"].item()), next_step=NEXT)
    # what is told above gives away what is told here too
    for at in found.unprotected if not (found.why == NOT_PROTECTED).any() else ():
        row = cells.loc[at]
        what = "a small count that is not in the file, a part of this one, can't be protected."
        yield Problem(what, row["file"], int(row["line"]), next_step=NEXT)


def _holders(
    cells: pd.DataFrame, why: pd.Series, at: Any, rule: Disclosure, least: Least | None
) -> pd.DataFrame:
    """Return the cells that earlier releases show and that hold a count in its narrow range."""
    kinds = [cells["breakdown"][at]] if cells["breakdown"][at] else sorted(set(cells["breakdown"]))
    own = cells[cells["breakdown"].isin(["", kinds[-1]])]
    hidden = (own["hidden"] | (why[own.index] != "")) & ~own["fixed"]
    shown = shown_table(own.assign(hidden=hidden), rule, least)
    place = int(own.index.get_loc(at))
    holding = np.union1d(*(extreme(shown, place, sign).binding for sign in (1.0, -1.0)))
    held = own.iloc[holding]
    return held[held["fixed"]]
