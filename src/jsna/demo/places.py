"""The places that Fingertips files have rows for, and of which basic places each is the sum."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo.country import ENGLAND, Authority
from jsna.demo.fingertips_values import Basis
from jsna.settings.indicator import Indicator

NO_PARENT = ("", "")
TIER = {"UA": "unitary", "County": "county", "District": "district"}


@dataclass(frozen=True)
class Places:
    """Rows of a file.

    Attributes:
        frame: Columns code, name, type, level, parent_code, parent_name, parent_row (the row of
            the parent, -1 where there is none) and drawn (whether a council of the settings).
        sums: One row per place, one column per basic place.
        basis: The basic places.
    """

    frame: pd.DataFrame
    sums: np.ndarray
    basis: Basis

    def at_levels(self, indicator: Indicator) -> np.ndarray:
        """Return whether each place has rows of this indicator."""
        return np.asarray(self.frame["level"].isin(indicator.levels))


def authority_places(authorities: list[Authority], residents: pd.Series) -> Places:
    """Return England, the regions and every authority; the basic places have LSOAs."""
    basic = [a for a in authorities if a.small_areas]
    regions = list(dict.fromkeys(a.region for a in authorities))
    rows: list[tuple[str, ...]] = [(*ENGLAND, "England", "england", *NO_PARENT)]
    sums = [np.ones(len(basic))]
    for region in regions:
        rows.append((region[0], f"{region[1]} region", "Region", "region", *ENGLAND))
        sums.append(np.array([float(a.region == region) for a in basic]))
    for a in authorities:
        parent = (a.region[0], f"{a.region[1]} region")
        rows.append((a.code, a.name, a.area_type, TIER[a.area_type], *parent))
        sums.append(np.array([float(a.code in (b.code, b.county)) for b in basic]))
    basis = Basis(
        np.array([a.deprivation for a in basic]),
        residents.loc[[a.code for a in basic]].to_numpy(dtype="float64"),
        "authorities",
    )
    own = {a.code for a in authorities if a.slug}
    frame = _frame(rows)
    return Places(frame.assign(drawn=frame["code"].isin(own)), np.array(sums), basis)


def ward_places(small_areas: pd.DataFrame) -> Places:
    """Return the wards of the drawn councils, each a basic place of its own."""
    keys = ["ward_code", "ward_name", "district_code", "district_name"]
    drawn = small_areas[small_areas["slug"] != ""]
    wards = drawn.groupby(keys).agg({"deprivation": "mean", "residents": "sum"}).reset_index()
    kind = "Electoral Wards (2024)"
    rows = [(code, name, kind, "ward", *parent) for code, name, *parent in wards[keys].to_numpy()]
    residents = wards["residents"].to_numpy(dtype="float64")
    basis = Basis(wards["deprivation"].to_numpy(), residents, "wards")
    return Places(_frame(rows), np.eye(len(wards)), basis)


def _frame(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    columns = ["code", "name", "type", "level", "parent_code", "parent_name"]
    frame = pd.DataFrame(rows, columns=columns)
    row_of = pd.Series(frame.index, index=frame["code"])
    parent = frame["parent_code"].map(row_of).fillna(-1).astype("int64")
    return frame.assign(parent_row=parent, drawn=False)
