"""Where the rows of a register stand: at their points, or somewhere in the ward that they name.

A point is held against the area's outlines: one outside, or in another ward than its row names, is
a mistake with its line, and is not drawn.
"""

from typing import Final

import pandas as pd

from jsna.analysis.register_findings import Rule, found, together
from jsna.analysis.register_published import repeated, shown_column
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.geo.points import areas_of_points, far_from_areas
from jsna.settings.register_kind import OnMap

ELSEWHERE: Final = "The point lies in another ward than the row names."
DRAWN: Final = ("text", "choice", "number")
"""Types of columns that are shown as they were written, unless something in them is hidden."""
COLUMNS: Final = ["name", "what", "ward", "ward_code", "latitude", "longitude"]


def places_of(
    table: RegisterTable, on_map: OnMap, linked: Linked, wards: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows that can be drawn, as they may be shown, on the rows' own index.

    Args:
        table: The register.
        on_map: Its columns that say where.
        linked: What its links may name.
        wards: One row per ward, geography: code, name and geometry.

    Returns:
        name; what (its value in the column of that name, "" without one); ward and ward_code, of
        the row or of its point; latitude and longitude, missing where only the ward is known.
    """
    points, named = points_of(table, on_map), _wards_named(table, on_map, wards)
    inside = areas_of_points(points, wards)
    code = named.where(named != "", inside)
    what = shown_column(table, table.kind.column(on_map.what), linked) if on_map.what else ""
    names = wards.set_index("code")["name"]
    frame = points.assign(
        name=shown_column(table, table.kind.column(table.kind.names_row), linked),
        what=what,
        ward_code=code,
        ward=code.map(names),
    )
    wrong = _outside(points, inside) | far_from_areas(points, named, wards)
    kept = (code != "") & ~wrong & (frame["name"] != "") & _may_be_drawn(table, on_map, linked)
    return frame.loc[kept, COLUMNS]


def place_findings(
    table: RegisterTable, on_map: OnMap, wards: pd.DataFrame, area_name: str
) -> pd.DataFrame:
    """Return the linter's findings on places: points outside, other wards, wards that are none.

    Args:
        table: The register.
        on_map: Its columns that say where.
        wards: As `places_of`.
        area_name: The area whose wards they are.
    """
    points, named = points_of(table, on_map), _wards_named(table, on_map, wards)
    inside = areas_of_points(points, wards)
    outside = _outside(points, inside)
    latitude, longitude = (repeated(table, id) if id else "" for id in on_map.point)
    told = "The point " + latitude + ", " + longitude
    names = wards.set_index("code")["name"]
    elsewhere = far_from_areas(points, named, wards) & ~outside
    column, written = table.kind.column(on_map.ward), table.text(on_map.ward)
    unknown = (written != "") & (named == "") & ~table.placeholders(on_map.ward)
    where = told + " lies in " + inside.map(names).astype("object")
    where += ", and the row names " + named.map(names).astype("object") + "."
    known = pd.concat([table.text(id) == repeated(table, id) for id in on_map.columns], axis=1)
    return together(
        [
            found(table, on_map.latitude, Rule.MISPLACED, outside,
                  told + f" lies outside {area_name}. Latitude is the one of about 50 to 56."),
            found(table, on_map.latitude, Rule.MISPLACED, elsewhere,
                  where.where(known.all(axis="columns"), ELSEWHERE)),
            # what stands there is not repeated: a finding may be published
            found(table, column.id, Rule.NOTHING, unknown,
                  f"{column.title} names no ward of {area_name}."),
        ]
    )  # fmt: skip


def points_of(table: RegisterTable, on_map: OnMap) -> pd.DataFrame:
    """Return latitude and longitude of each row in degrees; missing where not both are numbers."""
    numbers = {
        name: table.numbers(id) if id else pd.Series(float("nan"), index=table.rows.index)
        for name, id in (("latitude", on_map.latitude), ("longitude", on_map.longitude))
    }
    points = pd.DataFrame(numbers)
    return points.where(points.notna().all(axis="columns"))


def _outside(points: pd.DataFrame, inside: pd.Series) -> pd.Series:
    return points["latitude"].notna() & (inside == "")


def _wards_named(table: RegisterTable, on_map: OnMap, wards: pd.DataFrame) -> pd.Series:
    """The code of the ward that each row names by its name or code; "" where it names none."""
    known = dict(zip(wards["name"].str.casefold(), wards["code"], strict=True))
    known |= {code.casefold(): code for code in wards["code"]}
    return table.text(on_map.ward).str.casefold().map(known).fillna("").astype("object")


def _may_be_drawn(table: RegisterTable, on_map: OnMap, linked: Linked) -> pd.Series:
    """Whether all that says where a row stands may be shown, and what it is called."""
    columns = [table.kind.column(id) for id in (*on_map.columns, table.kind.names_row)]
    hidden = [
        shown_column(table, column, linked).str.casefold() != table.text(column.id).str.casefold()
        for column in columns
        if column.type in DRAWN
    ]
    return ~pd.concat(hidden, axis=1).any(axis="columns")
