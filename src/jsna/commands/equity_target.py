"""The target areas of an equity audit: an area's own facts say who lives there and who does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jsna.errors import Problem, UserFileError

if TYPE_CHECKING:
    import pandas as pd

    from jsna.geo.geography import Geography
    from jsna.settings.area import Area
    from jsna.settings.paths import Paths
    from jsna.settings.project import Project

DECILES: Final = {"most-deprived-tenth": 1, "most-deprived-fifth": 2}
"""Targets that every area has -> the last decile of the index that belongs to them."""


@dataclass(frozen=True, eq=False)
class Target:
    """The target areas of one authority.

    Attributes:
        words: What they are, for readers.
        lsoas: Their LSOAs.
        every_lsoa: Those of the whole area.
        sectors: The postcode sectors that they are made of, if they are.
        residents: Census residents of every LSOA of the area.
        census: The census, as published.
        sources: The lines that the licences of what was used ask for.
    """

    area: Area
    words: str
    lsoas: frozenset[str]
    every_lsoa: frozenset[str]
    sectors: frozenset[str]
    residents: pd.DataFrame
    census: str
    sources: tuple[str, ...]


def find_target(project: Project, name: str) -> Target:
    """Return the target areas by name: one of DECILES, or one of the area's custom areas.

    Raises:
        UserFileError: an unknown target, or facts that do not say who lives where.
    """
    import pandas as pd

    from jsna.analysis.deprivation import DECILE, RESIDENTS
    from jsna.facts.store import open_facts
    from jsna.geo.store import open_geography

    area, paths = project.area, project.paths
    geography, store = open_geography(paths, area), open_facts(paths, area)
    facts = store.facts[store.facts["indicator_id"].isin([DECILE, RESIDENTS])]
    year = geography.vintages.get("lsoa", "")
    facts = facts[(facts["area_type"] == "lsoa") & (facts["geography_year"] == year)]
    residents = facts[facts["indicator_id"] == RESIDENTS]
    if residents.empty:
        what = f"the facts of {area.slug} hold no residents by neighbourhood (LSOA)."
        step = "Fetch census residents by LSOA and age, then build the facts again."
        raise UserFileError(Problem(what, next_step=step))
    deciles = facts[facts["indicator_id"] == DECILE]
    words, lsoas, sectors, used = _members(name, area, geography, deciles)
    ids = pd.concat([residents, used])["snapshot_ids"].unique()
    return Target(
        area, words, lsoas, frozenset(residents["area_code"]), sectors, residents,
        str(residents["period_label"].iloc[0]), _sources(paths, ids),
    )  # fmt: skip


def audited(
    services: pd.DataFrame | None, users: pd.DataFrame | None, target: Target
) -> pd.DataFrame:
    """Return the services with users placed and populations counted, ready for the audit.

    Args:
        services: From `read_equity_csv`; None for those of `users` alone.
        users: From `read_users_csv`; None where the services bring their counts.
        target: Which areas.

    Raises:
        UserFileError: a service has counts in both files, or sectors that no target is made of.
    """
    import pandas as pd

    from jsna.analysis.target_areas import with_populations
    from jsna.sources.council.equity_csv import COLUMNS, NUMBERS

    blank = {name: float("nan") if name in NUMBERS else "" for name in COLUMNS}
    rows = pd.DataFrame(columns=list(COLUMNS)) if services is None else services
    if users is not None:
        placed = _placed(users, target)
        both = rows.loc[rows["users"].notna() & rows["service"].isin(placed["service"]), "service"]
        if len(both):
            what = f"{both.iloc[0]} has counts of users in both files."
            raise UserFileError(Problem(what, next_step="Leave one of the two blank."))
        known = rows.set_index("service")
        told = placed.set_index("service")
        rows = told.combine_first(known) if len(known) else told
        order = list(dict.fromkeys([*known.index, *told.index]))
        rows = rows.reindex(order).rename_axis("service").reset_index()
    for name in blank.keys() - set(rows.columns):
        rows[name] = blank[name]
    rows = rows.fillna({name: "" for name in COLUMNS if name not in NUMBERS})
    rows = rows.astype({name: "float64" for name in NUMBERS})
    return with_populations(rows, target.residents, target.lsoas, target.census)


def _members(
    name: str, area: Area, geography: Geography, deciles: pd.DataFrame
) -> tuple[str, frozenset[str], frozenset[str], pd.DataFrame]:
    """What the target is called, its LSOAs, its sectors, and the deciles that it was told by."""
    if name in DECILES:
        if deciles.empty:
            what = f"the facts of {area.slug} hold no index of deprivation by neighbourhood."
            raise UserFileError(Problem(what, next_step="Fetch it, then build the facts again."))
        edition = deciles["edition"].max()
        used = deciles[deciles["edition"] == edition]
        codes = used.loc[used["value"] <= DECILES[name], "area_code"]
        words = f"England's {name.replace('-', ' ')} of neighbourhoods ({edition} edition)"
        return words, frozenset(codes), frozenset(), used
    named = {one.name: one for one in area.custom_areas}
    if name not in named:
        from jsna.settings.unknown_name import did_you_mean

        known = [*DECILES, *named]
        what = f"{area.slug} has no target areas called {name!r}."
        allowed = f"There are: {', '.join(known)}."
        step = did_you_mean(name, known, "Name custom_areas in its file.")
        raise UserFileError(Problem(what, allowed=allowed, next_step=step))
    return name, _lsoas(named[name].name, area, geography), frozenset(named[name].sectors), (
        deciles.iloc[:0]
    )  # fmt: skip


def _lsoas(name: str, area: Area, geography: Geography) -> frozenset[str]:
    from jsna.analysis.custom_areas import NAME, of_both
    from jsna.geo.custom_areas import members

    rows = of_both(
        members(area, "lsoas"), members(area, "sectors"), geography.sectors, geography.lookup
    )
    codes = frozenset(rows.loc[rows[NAME] == name, "lsoa_code"])
    if not codes:
        what = f"{name} is made of postcode sectors, and no look-up says which LSOAs they hold."
        step = "Put the council's own look-up, or the postcode directory, among the files fetched."
        raise UserFileError(Problem(what, next_step=step))
    return codes


def _placed(users: pd.DataFrame, target: Target) -> pd.DataFrame:
    """The users of each service in the target and in the area, by LSOAs or by sectors."""
    import pandas as pd

    from jsna.analysis.target_areas import placed_users
    from jsna.sources.council.equity_csv import PARTIAL
    from jsna.sources.council.equity_users_csv import NOT_KNOWN

    by_sector = users["catchment"] == PARTIAL
    if by_sector.any() and not target.sectors:
        what = f"users by postcode sector can't be placed in {target.words}, made of LSOAs."
        step = "Count users by LSOA, or name target areas that are made of sectors."
        raise UserFileError(Problem(what, next_step=step))
    parts = []
    if by_sector.any():
        # a sector beyond the target may lie in the area or not: all that are known count for it
        known = frozenset(users.loc[by_sector, "place"]) - {NOT_KNOWN}
        parts.append(placed_users(users[by_sector], target.sectors, known))
    if not by_sector.all():
        parts.append(placed_users(users[~by_sector], target.lsoas, target.every_lsoa))
    placed = pd.concat(parts, ignore_index=True)
    catchment = users.drop_duplicates("service").set_index("service")["catchment"]
    return placed.assign(catchment=placed["service"].map(catchment))


def _sources(paths: Paths, ids: Iterable[str]) -> tuple[str, ...]:
    from jsna.snapshots.store import SnapshotStore

    store = SnapshotStore(paths.snapshots)
    found = sorted({one for text in ids for one in str(text).split()})
    return tuple(dict.fromkeys(store.describe(id).attribution for id in found))
