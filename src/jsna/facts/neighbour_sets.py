"""An area's neighbours by every set at hand, and the one set that its settings ask for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.fact_schema import AUTHORITY_TYPES
from jsna.facts.assemble import empty_quality, quality_rows
from jsna.geo.code_changes import code_changes, code_map
from jsna.register.names import plain_name
from jsna.register.register import Register
from jsna.settings.area import Area
from jsna.sources.contract import ParsedNeighbours

OWN_SET: Final = "own"
OWN_TITLE: Final = "the council's own list"
SET_COLUMNS: Final = (
    "set_id", "title", "neighbour_code", "neighbour_name", "place", "snapshot_id",
)  # fmt: skip
UPPER_TIER: Final = ("county", "unitary")
"""The tier of the sets that give names without codes."""

PublishedSet = tuple[str, ParsedNeighbours]
"""A snapshot's id and one set that it holds."""


@dataclass(frozen=True)
class NeighbourSet:
    """The neighbours that an area is compared with.

    Attributes:
        set_id: As `neighbour_set` in the area's settings.
        title: The set, in words; "" where no file holds it.
        codes: Of the neighbours, the most alike first; none where no file holds the set.
        names: Code -> name; codes without a known name are left out.
        snapshot_ids: The files that the set came from; none for the council's own list.
    """

    set_id: str
    title: str
    codes: tuple[str, ...]
    names: dict[str, str]
    snapshot_ids: tuple[str, ...]


def neighbour_sets(
    published: Sequence[PublishedSet], area: Area, names: pd.DataFrame, register: Register
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the area's own rows of every set, and a row of quality for each name without code.

    Args:
        published: The sets of the files, oldest file first: of two with one set the newer counts.
        area: Whose neighbours; its own list is a set too.
        names: Columns area_code, area_type, area_name: every authority that a source names.
        register: The authorities, by which names get their codes and codes are followed.

    Returns:
        SET_COLUMNS, by set and place, under the codes that the area's facts use; and
        QUALITY_COLUMNS.
    """
    changes, codes = code_changes(register), register.codes_by_name(UPPER_TIER)
    rows, told = [_own_list(area)], [empty_quality()]
    for snapshot_id, item in {item.set_id: (id, item) for id, item in published}.values():
        whole, without = with_codes(_with_own_name(item.rows, area), codes)
        mine = neighbours_of(whole, area.code, changes, prefer=(area.code, *area.neighbours))
        rows.append(mine.assign(set_id=item.set_id, title=item.title, snapshot_id=snapshot_id))
        told.append(_without_code(without, item, area, snapshot_id))
    table = pd.concat(rows, ignore_index=True)
    known_name = table["neighbour_code"].map(_names_of(names, register))
    known_name = known_name.fillna(table["neighbour_name"])
    table = table.assign(neighbour_name=known_name.astype("str"))[list(SET_COLUMNS)]
    ordered = table.sort_values(["set_id", "place"], ignore_index=True)
    return ordered, pd.concat(told, ignore_index=True)


def chosen_set(table: pd.DataFrame, area: Area) -> NeighbourSet:
    """Return the set that an area's settings ask for; without codes if no file holds it."""
    wanted = area.set_of_neighbours
    rows = table[table["set_id"] == wanted].sort_values("place")
    named = rows[rows["neighbour_name"] != ""]
    return NeighbourSet(
        set_id=wanted,
        title="" if rows.empty else str(rows["title"].iloc[0]),
        codes=tuple(rows["neighbour_code"]),
        names=dict(zip(named["neighbour_code"], named["neighbour_name"], strict=True)),
        snapshot_ids=tuple(sorted(set(rows["snapshot_id"]) - {""})),
    )


def neighbours_of(
    sets: pd.DataFrame, area_code: str, changes: pd.DataFrame, prefer: Iterable[str] = ()
) -> pd.DataFrame:
    """Return an area's rows of one set, nearest first, each neighbour once and never itself.

    Args:
        sets: Rows of one set: area_code, neighbour_code, place (1 the nearest).
        area_code: Whose; any code that the place has or had.
        changes: The table of code changes.
        prefer: Codes to keep although newer ones exist (`code_changes.code_map`).
    """
    codes = code_map(changes, tuple(prefer))
    own = codes.get(area_code, area_code)
    rows = sets[sets["area_code"].replace(codes) == own].sort_values("place")
    rows = rows.assign(neighbour_code=rows["neighbour_code"].replace(codes))
    return rows[rows["neighbour_code"] != own].drop_duplicates("neighbour_code")


def with_codes(
    sets: pd.DataFrame, codes_by_name: Mapping[str, str]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a set that gives names with their codes, and the names that have none, sorted.

    Args:
        sets: Rows of one set: area_name, neighbour_name and more.
        codes_by_name: As `Register.codes_by_name` gives it: names are compared without case,
            punctuation and the words of a style ("City of ...", "... Borough").
    """
    codes = {
        f"{side}_code": sets[f"{side}_code"].where(
            sets[f"{side}_code"] != "",
            sets[f"{side}_name"].map(_codes_of(sets[f"{side}_name"], codes_by_name)).fillna(""),
        )
        for side in ("area", "neighbour")
    }
    coded = sets.assign(**codes)
    missing = coded.loc[coded["neighbour_code"] == "", "neighbour_name"]
    whole = (coded["area_code"] != "") & (coded["neighbour_code"] != "")
    return coded[whole].reset_index(drop=True), tuple(sorted(missing.unique()))


def _codes_of(names: pd.Series, codes_by_name: Mapping[str, str]) -> dict[str, str | None]:
    """Name -> code, None where none is known; each name is made plain once."""
    return {name: codes_by_name.get(plain_name(name)) for name in names.unique()}


def _names_of(names: pd.DataFrame, register: Register) -> dict[str, str]:
    """Code -> name, as the facts have it, else as the register has it."""
    named = names[names["area_type"].isin(AUTHORITY_TYPES)].drop_duplicates("area_code")
    registered = dict(zip(register.rows["code"], register.rows["name"], strict=True))
    return registered | dict(zip(named["area_code"], named["area_name"], strict=True))


def _own_list(area: Area) -> pd.DataFrame:
    columns = {
        "set_id": OWN_SET, "title": OWN_TITLE, "neighbour_code": list(area.neighbours),
        "neighbour_name": "", "place": range(1, len(area.neighbours) + 1), "snapshot_id": "",
    }  # fmt: skip
    text = dict.fromkeys([name for name in SET_COLUMNS if name != "place"], "str")
    return pd.DataFrame(columns, columns=list(SET_COLUMNS)).astype(text | {"place": "int64"})


def _with_own_name(rows: pd.DataFrame, area: Area) -> pd.DataFrame:
    """The area's own rows are known by its name in the settings, whatever other names there are."""
    by_name = (rows["area_code"] == "") & (rows["area_name"] == area.name)
    return rows.assign(area_code=rows["area_code"].mask(by_name, area.code))


def _without_code(
    names: Sequence[str], item: ParsedNeighbours, area: Area, snapshot_id: str
) -> pd.DataFrame:
    """A row for each name that is one of the area's neighbours: nobody asked for the others."""
    ours = item.rows["area_name"].eq(area.name) | item.rows["area_code"].eq(area.code)
    mine = sorted(set(names) & set(item.rows.loc[ours, "neighbour_name"]))
    told = pd.DataFrame({"indicator_id": [""] * len(mine), "area_code": area.code})
    detail = pd.Series(
        [f"{item.title}: no authority is known by the name {name}" for name in mine], dtype="str"
    )
    return quality_rows("neighbour", told, detail, snapshot_id)
