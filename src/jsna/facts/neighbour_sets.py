"""An area's neighbours by every set at hand, and the one set that its settings ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.fact_schema import AUTHORITY_TYPES
from jsna.facts.assemble import empty_quality, quality_rows
from jsna.geo.code_changes import SAME_PLACE, code_map
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
    published: Sequence[PublishedSet], area: Area, names: pd.DataFrame, changes: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the area's own rows of every set, and a row of quality for each name without code.

    Args:
        published: The sets of the files, oldest file first: of two with one set the newer counts.
        area: Whose neighbours; its own list is a set too.
        names: Columns area_code, area_type, area_name: every authority that a source names.
        changes: The table of code changes.

    Returns:
        SET_COLUMNS, by set and place, under the codes that the area's facts use; and
        QUALITY_COLUMNS.
    """
    named = names[names["area_type"].isin(AUTHORITY_TYPES)]
    gone = changes.loc[changes["kind"] != SAME_PLACE, "old_code"]
    known = named[named["area_type"].isin(UPPER_TIER) & ~named["area_code"].isin(gone)]
    rows, told = [_own_list(area)], [empty_quality()]
    for snapshot_id, item in {item.set_id: (id, item) for id, item in published}.values():
        whole, without = with_codes(_with_own_name(item.rows, area), known)
        mine = neighbours_of(whole, area.code, changes, prefer=(area.code, *area.neighbours))
        rows.append(mine.assign(set_id=item.set_id, title=item.title, snapshot_id=snapshot_id))
        told.append(_without_code(without, item, area, snapshot_id))
    table = pd.concat(rows, ignore_index=True)
    name_of = named.drop_duplicates("area_code").set_index("area_code")["area_name"]
    known_name = table["neighbour_code"].map(name_of).fillna(table["neighbour_name"])
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


def with_codes(sets: pd.DataFrame, names: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a set that gives names with their codes, and the names that have none, sorted.

    Args:
        sets: Rows of one set: area_name, neighbour_name and more.
        names: Columns area_code, area_type, area_name: authorities of the set's tier.

    Names are compared without case, punctuation and the words of a style ("City of ...", "...
    Borough"); a name that two authorities would share gets no code.
    """
    known = names.assign(key=_plain(names["area_name"])).drop_duplicates(["area_code"])
    known = known[~known["key"].duplicated(keep=False)]
    codes_of = dict(zip(known["key"], known["area_code"], strict=True))
    codes = {
        f"{side}_code": sets[f"{side}_code"].where(
            sets[f"{side}_code"] != "", _plain(sets[f"{side}_name"]).map(codes_of).fillna("")
        )
        for side in ("area", "neighbour")
    }
    coded = sets.assign(**codes)
    missing = coded.loc[coded["neighbour_code"] == "", "neighbour_name"]
    whole = (coded["area_code"] != "") & (coded["neighbour_code"] != "")
    return coded[whole].reset_index(drop=True), tuple(sorted(missing.unique()))


def _plain(names: pd.Series) -> pd.Series:
    words = names.str.lower().str.replace("&", " and ", regex=False)
    words = words.str.replace(r"[^a-z]+", " ", regex=True)
    style = r"\b(?:city|county|borough|council|royal|of|the|and|ua)\b"
    return words.str.replace(style, " ", regex=True).str.split().str.join(" ")


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
