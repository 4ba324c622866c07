"""How many small areas an edition of the Indices of Deprivation ranked: what a rank is out of.

Nothing but the file of ranks says it, and it differs between editions; so it is counted there
and kept beside the ranks, as a fact of England.
"""

from typing import Final

import pandas as pd

from jsna.fact_schema import ENGLAND
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.fact_frame import fact_frame

RANKED: Final = "small-areas-ranked"


def ranked_places(
    ranks: pd.DataFrame, edition: str, lsoa_year: str, snapshot: Snapshot
) -> pd.DataFrame:
    """Return one fact of England: the number of LSOAs ranked; none from a part of the country.

    Args:
        ranks: One row per LSOA: numbers in columns that end in "-rank".
        edition: Of the Indices.
        lsoa_year: Census of the LSOAs.
        snapshot: Where the rows come from.

    Returns:
        FACT_COLUMNS; no row where there is no rank, or a lower one than there are rows.
    """
    columns = [name for name in ranks if str(name).endswith("-rank")]
    lowest = ranks[columns].max().max() if columns else float("nan")
    whole = len(ranks) > 0 and lowest <= len(ranks)
    rows = pd.DataFrame({"value": [float(len(ranks))] if whole else []}, dtype="float64")
    return fact_frame(
        rows, snapshot, indicator_id=RANKED, area_code=ENGLAND, area_type="england",
        geography_year=lsoa_year, edition=edition, sex="Persons", age="All ages",
        period=f"{edition}-01-01/P1Y", period_label=edition,
    )  # fmt: skip
