"""What a file holds, by place: an area reads its own rows, and not those of a country.

Of facts the rows of England, regions and authorities are the same for every area, and are put in
order once for all (`facts/shared_rows.py`); what one area takes besides are the rows of its small
areas, and the population by age of itself and of what it is compared with.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, Final

import pandas as pd

from jsna.fact_schema import SMALL, WIDE
from jsna.fetching.among import among
from jsna.sources.contract import Parsed, ParsedBoundaries, ParsedFacts

PROJECTED: Final = "projected-population"
POPULATION: Final = (PROJECTED, "estimated-population")
"""Every age of every authority would be a million rows: others keep their totals only."""
ALL_AGES: Final = "All ages"
CODE_OF_WIDE: Final = r"E(?:06|07|08|09|10|12|92)"
PLACES: Final = "places"
WARDS: Final = "wards"
OWN: Final = "own"
OWN_PUBLISHED: Final = "own_published"
BY_PLACE: Final = (PLACES, WARDS, OWN, OWN_PUBLISHED)
ROW: Final = "_row"
"""Where a row stood in its file: of two that are alike the first counts."""
ROWS_OF_A_GROUP: Final = 8192

Read = Callable[..., pd.DataFrame]
"""Returns a table by its name, of the places with some codes alone where it is given them."""


def shared(rows: pd.DataFrame) -> pd.Series:
    """Return which rows of facts, or of published labels, every area keeps.

    Those of England, the regions and every authority; of population those of all ages.
    """
    total = ~rows["indicator_id"].isin(POPULATION) | (rows["age"] == ALL_AGES)
    return rows["area_type"].isin(WIDE) & total


def has_shared(item: ParsedFacts) -> bool:
    """Return whether a file holds rows that every area keeps."""
    return bool(shared(item.facts).any() or shared(item.published).any())


@dataclass(frozen=True, eq=False)
class FactsByPlace:
    """Facts of one file, as far as they are asked for.

    Attributes:
        read: Reads its tables: those of `ParsedFacts`, and BY_PLACE.
        has_shared: Whether some of its rows are `shared`.
        has_projected: Whether some are of projected population.
    """

    read: Read
    has_shared: bool
    has_projected: bool
    kind: str = "facts"

    @cached_property
    def names(self) -> pd.DataFrame:
        """As `ParsedFacts.names`."""
        return self.read("names")

    @cached_property
    def refused(self) -> pd.DataFrame:
        """As `ParsedFacts.refused`."""
        return self.read("refused")

    @cached_property
    def places(self) -> pd.DataFrame:
        """area_code and area_type of every place that a fact is of, and how many facts."""
        return self.read(PLACES)

    @cached_property
    def wards(self) -> pd.DataFrame:
        """area_code and geography_year of every ward with facts of the catalogue's indicators."""
        return self.read(WARDS)

    def own(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the facts of places with these codes that are not `shared`, in the file's order.

        With them come the facts of all ages of such places where they are of population. Other
        indicators than the catalogue's are left out.
        """
        return self.read(OWN, codes)

    def own_published(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the same of the published labels."""
        return self.read(OWN_PUBLISHED, codes)

    def whole(self) -> ParsedFacts:
        """Return all that the file holds."""
        facts, published = self.read("facts"), self.read("published")
        return ParsedFacts(facts, published, self.refused, self.names)


@dataclass(frozen=True, eq=False)
class OutlinesByPlace:
    """Outlines of one file, as far as they are asked for.

    Attributes:
        read: Reads them, all or those with some codes or names, or without their geometry.
        about: The file's boundaries without a row.
    """

    read: Read
    about: Mapping[str, Any]
    kind: str = "boundaries"

    @cached_property
    def index(self) -> ParsedBoundaries:
        """The boundaries with code, name and parent_code alone."""
        return ParsedBoundaries(outlines=self.read("index"), **self.about)

    def of(self, codes: Collection[str], names: Collection[str] = ()) -> ParsedBoundaries:
        """Return the boundaries with the outlines of these codes or names alone."""
        rows = self.index.outlines
        ours = among(rows["code"], codes) | among(rows["name"], names)
        found = self.read("outlines", ours.to_numpy().nonzero()[0])
        return ParsedBoundaries(outlines=found, **self.about)

    def whole(self) -> ParsedBoundaries:
        """Return all that the file holds."""
        return ParsedBoundaries(outlines=self.read("outlines"), **self.about)


PartByPlace = FactsByPlace | OutlinesByPlace | Parsed


def tables_by_place(item: ParsedFacts, indicators: Collection[str]) -> dict[str, pd.DataFrame]:
    """Return the tables BY_PLACE of some facts: those of OWN by place, with their ROW.

    Args:
        item: All that a file holds.
        indicators: The catalogue's.
    """
    facts = item.facts
    wards = facts[(facts["area_type"] == "ward") & facts["indicator_id"].isin(list(indicators))]
    places = facts.groupby(["area_code", "area_type"], sort=False, dropna=False).size()
    return {
        PLACES: places.reset_index(name="facts"),
        WARDS: wards[["area_code", "geography_year"]].drop_duplicates(ignore_index=True),
        OWN: _own(facts, indicators),
        OWN_PUBLISHED: _own(item.published, indicators),
    }


def _own(rows: pd.DataFrame, indicators: Collection[str]) -> pd.DataFrame:
    people = rows["area_type"].isin(WIDE) & rows["indicator_id"].isin(POPULATION)
    known = rows["area_type"].isin([*WIDE, *SMALL])
    odd = ~known & rows["area_code"].str.match(CODE_OF_WIDE)
    own = rows["area_type"].isin(SMALL) | people | odd
    kept = rows[own & rows["indicator_id"].isin(list(indicators))]
    kept = kept.assign(**{ROW: kept.index})
    return kept.sort_values("area_code", kind="stable", ignore_index=True)


def of_codes(rows: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return the rows of a table of OWN that are of these places, in the file's order."""
    ours = rows[among(rows["area_code"], codes)]
    return ours.sort_values(ROW, ignore_index=True).drop(columns=ROW)


def write_by_place(rows: pd.DataFrame) -> bytes:
    """Return a table of OWN as parquet of which a few places can be read without the rest."""
    import pyarrow as pa
    from pyarrow import parquet

    table, buffer = pa.Table.from_pandas(rows, preserve_index=False), BytesIO()
    parquet.write_table(table, buffer, compression="zstd", row_group_size=ROWS_OF_A_GROUP)
    return buffer.getvalue()


def read_by_place(content: bytes, codes: Collection[str]) -> pd.DataFrame:
    """Return `of_codes` of what `write_by_place` wrote."""
    import pyarrow as pa
    from pyarrow import compute, parquet

    file = parquet.ParquetFile(BytesIO(content), pre_buffer=False)
    groups = _groups(file, sorted(codes))
    table = file.read_row_groups(groups, use_threads=False)
    wanted = pa.array(sorted(codes), type=table.schema.field("area_code").type)
    ours = table.filter(compute.is_in(table["area_code"], value_set=wanted))
    found: pd.DataFrame = ours.to_pandas(use_threads=False)
    return found.sort_values(ROW, ignore_index=True).drop(columns=ROW)


def _groups(file: Any, codes: list[str]) -> list[int]:
    """Return the row groups in which one of these codes may stand."""
    from bisect import bisect_left

    column = file.schema_arrow.names.index("area_code")
    about = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
    found = []
    for number, group in enumerate(about):
        told = group.column(column).statistics
        place = bisect_left(codes, told.min) if told and told.has_min_max else 0
        if not (told and told.has_min_max) or (place < len(codes) and codes[place] <= told.max):
            found.append(number)
    return found


def at_hand(item: Parsed, indicators: Collection[str]) -> PartByPlace:
    """Return what a file holds, by place, of what was just read and is not kept."""
    if isinstance(item, ParsedFacts):
        by_place = tables_by_place(item, indicators)

        def table(name: str, codes: Collection[str] | None = None) -> pd.DataFrame:
            rows = by_place[name] if name in by_place else getattr(item, name)
            return rows if codes is None else of_codes(rows, codes)

        projected = bool(item.facts["indicator_id"].eq(PROJECTED).any())
        return FactsByPlace(table, has_shared(item), projected)
    if isinstance(item, ParsedBoundaries):

        def outlines(name: str, rows: Any = None) -> pd.DataFrame:
            if name == "index":
                return pd.DataFrame(item.outlines.drop(columns="geometry"))
            return item.outlines if rows is None else item.outlines.iloc[rows]

        return OutlinesByPlace(outlines, about_boundaries(item))
    return item


def about_boundaries(item: ParsedBoundaries) -> dict[str, Any]:
    """Return what boundaries tell besides their outlines."""
    return {
        "area_type": item.area_type, "vintage": item.vintage,
        "without_outline": item.without_outline,
    }  # fmt: skip
