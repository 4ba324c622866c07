"""Which LSOAs the postcode sectors of an area's custom areas hold, from look-ups.

A council's own look-up comes before the postcode directory, whose counts of postcodes only stand
in for residents.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from jsna.geo.vintage import Lookup
from jsna.settings.area import Area
from jsna.sources.geography.sector_lookup import OWN

COLUMNS = ["sector", "lsoa_code", "share"]


@dataclass(frozen=True, eq=False)
class Sectors:
    """Rows of a look-up: sector, lsoa_code and, where it has it, share; its method and files."""

    rows: pd.DataFrame
    method: str
    ids: tuple[str, ...]


def own_sectors(area: Area, lookups: Sequence[Lookup], lsoas: pd.Series) -> Sectors:
    """Return the rows of the area's own LSOAs, and those of the sectors that it names.

    Args:
        area: Whose custom areas name sectors; without any there are no rows.
        lookups: All that there are.
        lsoas: Codes of the area's own LSOAs.

    Returns:
        Rows of the council's own look-up if there is one, else of the postcode directory (of
        all its files, each of a part of the country).
    """
    wanted = {sector for one in area.custom_areas for sector in one.sectors}
    having = [one for one in lookups if "sector" in one[1].rows] if wanted else []
    own = [one for one in having if one[1].method == OWN]
    # of a council's own the newest alone: an older one is what it replaced
    chosen = sorted(own or having, key=lambda one: (one[0].retrieved, one[0].sha256))
    chosen = chosen[-1:] if own else chosen
    if not chosen:
        return Sectors(pd.DataFrame(), "", ())
    rows = pd.concat([parsed.rows.filter(COLUMNS) for _, parsed in chosen])
    rows = rows[rows["lsoa_code"].isin(lsoas) | rows["sector"].isin(wanted)]
    rows = rows.drop_duplicates(["sector", "lsoa_code"]).sort_values(["sector", "lsoa_code"])
    ids = tuple(sorted(snapshot.sha256 for snapshot, _ in chosen))
    return Sectors(rows.reset_index(drop=True), chosen[-1][1].method, ids)
