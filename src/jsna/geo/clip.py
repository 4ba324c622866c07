"""Cut boundaries and look-ups of a country down to one area."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from jsna.geo.best_fit import share_in_ward
from jsna.geo.coverage import districts_not_held
from jsna.geo.further_lookups import board_crosswalk, lsoa_changes
from jsna.geo.geography import NOT_IN_LOOKUP, OUTLINE_COLUMNS, Geography
from jsna.geo.joined_files import joined_lookup, joined_outlines, points_of
from jsna.geo.members import (
    AUTHORITIES,
    own_codes,
    rows_of_area,
    ward_lookups,
    wards_of_area,
    with_districts,
    with_larger_areas,
    with_lsoa_names,
    with_msoas,
)
from jsna.geo.sectors import own_sectors
from jsna.geo.vintage import Boundary, Lookup, best_boundaries, matching_lookup
from jsna.settings.area import Area
from jsna.sources.contract import ParsedBoundaries

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

NO_LOOKUP = "no look-up from LSOA to ward has this area."
DETAILED = 4
"""How many times as many points as the authority's outline its LSOAs' has if it is finer."""
LOOKUP_COLUMNS = ("lsoa_code", "lsoa_name", "ward_code", "ward_name", "share_in_ward")


def clip_geography(
    area: Area, boundaries: Sequence[Boundary], lookups: Sequence[Lookup]
) -> Geography:
    """Return the area's own outline, LSOAs, wards and MSOAs, and its rows of the look-up.

    Of several vintages the newest is taken that boundaries and look-up share; files of one
    vintage, such as one for each district, are joined. What is not there
    is said in `missing`; codes without a partner are listed in `unmatched`.

    Raises:
        SourceError: boundaries and look-ups are there, but not of one vintage.
    """
    codes = own_codes(area, lookups)
    ours = [one for one in lookups if not rows_of_area(one[1].rows, codes).empty]
    chosen = matching_lookup(ours, boundaries)
    clipped = _Clip(area, codes, boundaries, ours, chosen)
    clipped.small_areas()
    clipped.own_outline()
    found = own_sectors(area, lookups, clipped.lookup["lsoa_code"])
    return replace(
        clipped.geography(), sectors=found.rows, sector_method=found.method, sector_ids=found.ids,
        lsoa_changes=lsoa_changes(lookups, clipped.lookup, clipped.vintages),
        board_crosswalk=board_crosswalk(area, lookups),
    )  # fmt: skip


class _Clip:
    """The pieces of a Geography while they are gathered."""

    def __init__(
        self,
        area: Area,
        codes: frozenset[str],
        boundaries: Sequence[Boundary],
        lookups: Sequence[Lookup],
        chosen: Lookup | None,
    ) -> None:
        self.area, self.codes, self.boundaries, self.lookups = area, codes, boundaries, lookups
        self.tables: dict[str, GeoDataFrame] = {}
        self.missing: dict[str, str] = {}
        self.unmatched: dict[str, tuple[str, ...]] = {}
        self.used: set[str] = set()
        self.ward_names: dict[str, str] = {}
        self.lookup = pd.DataFrame({name: pd.Series(dtype="str") for name in LOOKUP_COLUMNS})
        self.vintages = dict(chosen[1].vintages) if chosen else {}
        self.method = chosen[1].method if chosen else ""
        if chosen:
            rows, ids = joined_lookup(chosen, lookups, codes)
            rows = with_lsoa_names(rows, self._named_lsoas())
            larger = ward_lookups(self.vintages["ward"], lookups)
            self.used |= {*ids, *(snapshot.sha256 for snapshot, _ in larger)}
            self.lookup = with_larger_areas(rows, larger)
            self._unmatched(NOT_IN_LOOKUP, districts_not_held(area, self.lookup))

    def _named_lsoas(self) -> list[pd.DataFrame]:
        """Return code and name of the look-up's LSOAs, as other files have them."""
        year = self.vintages["lsoa"]
        listed = [one.rows[["lsoa_code", "lsoa_name"]] for _, one in self.lookups
                  if one.vintages.get("lsoa") == year]  # fmt: skip
        drawn = [one.outlines[["code", "name"]] for _, one in self.boundaries
                 if (one.area_type, one.vintage) == ("lsoa", year)]  # fmt: skip
        return [*listed, *(pd.DataFrame(frame) for frame in drawn)]

    def small_areas(self) -> None:
        if self.lookup.empty:
            self.missing |= dict.fromkeys(("lsoa", "ward", "msoa"), NO_LOOKUP)
            return
        wards = wards_of_area(self.vintages["ward"], self.codes, self.lookups)
        self._name_wards(wards)
        self._draw("lsoa", self.lookup["lsoa_code"], self.lookup["ward_code"])
        self._draw("ward", wards["ward_code"], pd.Series(self.area.code, wards.index))
        self._draw_msoas()
        shares = share_in_ward(self.lookup, self.tables.get("lsoa"), self.tables.get("ward"))
        self.lookup = self.lookup.assign(share_in_ward=shares)
        empty = sorted(set(wards["ward_code"]) - set(self.lookup["ward_code"]))
        self._unmatched("wards without an LSOA", empty)

    def _name_wards(self, wards: pd.DataFrame) -> None:
        """Give wards of one name their district, in the look-up; `geography` does in the rest."""
        named = with_districts(wards, wards.set_index("ward_code")["district_name"])
        self.ward_names = dict(zip(wards["ward_code"], named, strict=True))
        names = self.lookup["ward_code"].map(self.ward_names)
        self.lookup = self.lookup.assign(ward_name=names.fillna(self.lookup["ward_name"]))

    def _draw(self, kind: str, codes: pd.Series, parents: pd.Series) -> None:
        wanted = set(codes)
        parent = dict(zip(codes, parents, strict=True))
        rows = self._outlines(kind, wanted)
        if rows is None:
            return
        if kind == "ward":
            rows = rows.assign(name=rows["code"].map(self.ward_names).fillna(rows["name"]))
        self.tables[kind] = _tidy(rows.assign(parent_code=rows["code"].map(parent)))
        self._unmatched(f"{kind} without an outline", sorted(wanted - set(rows["code"])))

    def _draw_msoas(self) -> None:
        names = set(self.lookup["lsoa_name"].str.replace(r"[A-Z]$", "", regex=True))
        rows = self._outlines("msoa", names, column="name")
        if rows is None:
            return
        self.vintages["msoa"] = self.vintages["lsoa"]
        self.lookup = with_msoas(self.lookup, rows)
        self.tables["msoa"] = _tidy(rows.assign(parent_code=self.area.code))

    def _outlines(
        self, kind: str, wanted: Collection[str], column: str = "code"
    ) -> "GeoDataFrame | None":
        vintage = self.vintages["lsoa" if kind == "msoa" else kind]
        rows, ids = joined_outlines(self.boundaries, kind, vintage, wanted, column)
        self.used |= set(ids)
        if rows is None:
            self.missing[kind] = f"no file of those of {vintage} that was fetched has this area's."
        return rows

    def own_outline(self) -> None:
        kinds = AUTHORITIES if self.area.tier != "county" else AUTHORITIES[::-1]
        for kind in kinds:
            if best := self._newest(kind, self.area.codes):
                rows = best.outlines[best.outlines["code"].isin(self.area.codes)].tail(1)
                if self._coarser_than_lsoas(rows):
                    break
                self.vintages["area"] = best.vintage
                own = {"code": self.area.code, "name": self.area.name}
                self.tables["area"] = _tidy(rows.assign(**own, parent_code=self.area.region.code))
                return
        if "lsoa" in self.tables:
            self.tables["area"] = _joined(self.tables["lsoa"], self.area)
            self.vintages["area"] = self.vintages["lsoa"]
        else:
            self.missing["area"] = "no file that was fetched has it."

    def _coarser_than_lsoas(self, outline: "GeoDataFrame") -> bool:
        """Return whether an authority's outline would not meet those of its LSOAs.

        Those nest in the authority, so that theirs, joined, is its outline in more detail.
        """
        if "lsoa" not in self.tables or any("lsoa without" in words for words in self.unmatched):
            return False
        joined = _joined(self.tables["lsoa"], self.area)
        return points_of(joined) > DETAILED * points_of(outline)

    def _newest(self, kind: str, wanted: Collection[str]) -> ParsedBoundaries | None:
        def fit(parsed: ParsedBoundaries) -> int:
            return int(parsed.outlines["code"].isin(list(wanted)).sum())

        def points(parsed: ParsedBoundaries) -> int:
            return points_of(parsed.outlines[parsed.outlines["code"].isin(list(wanted))])

        best = best_boundaries(self.boundaries, kind, "", fit, points)
        if best is None:
            return None
        self.used.add(best[0].sha256)
        return best[1]

    def _unmatched(self, words: str, codes: Sequence[str]) -> None:
        if codes:
            self.unmatched[words] = tuple(codes)

    def geography(self) -> Geography:
        lookup = self.lookup.sort_values("lsoa_code", ignore_index=True)
        drawn = {kind: tuple(outlines["code"]) for kind, outlines in self.tables.items()}
        return Geography(
            self.area.code, self.tables, lookup, self.vintages, self.method,
            tuple(sorted(self.used)), self.missing, self.unmatched, drawn,
        )  # fmt: skip


def _tidy(rows: "GeoDataFrame") -> "GeoDataFrame":
    rows = rows if "note" in rows else rows.assign(note="")
    return rows[list(OUTLINE_COLUMNS)].sort_values("code", ignore_index=True)


def _joined(lsoas: "GeoDataFrame", area: Area) -> "GeoDataFrame":
    """Return the authority's outline, made of its LSOAs': one row."""
    whole = lsoas[["geometry"]].dissolve()
    return _tidy(
        whole.assign(
            code=area.code, name=area.name, parent_code=area.region.code,
            note="drawn from its LSOAs",
        )
    )  # fmt: skip
