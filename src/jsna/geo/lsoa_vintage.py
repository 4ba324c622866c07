"""LSOAs of two censuses are not the same areas, even where their codes are equal.

Some were split or merged, some codes stayed with a changed outline. So figures on the LSOAs of
one census never meet a look-up of another.
"""

import pandas as pd

from jsna.errors import SourceError


def check_lsoa_year(rows: pd.DataFrame, lsoa_year: str) -> None:
    """Raise SourceError if rows on LSOAs are of another census than `lsoa_year`, or of two.

    Args:
        rows: With `geography_year`; a blank is not said and not checked.
        lsoa_year: Year of the LSOAs that they are joined to.
    """
    if "geography_year" not in rows:
        return
    others = sorted(set(rows["geography_year"]) - {"", lsoa_year})
    if others:
        raise SourceError(
            f"these figures are on LSOAs of {', '.join(others)}, the look-up is on those of"
            f" {lsoa_year}: equal codes do not make them the same areas. Take an edition on the"
            " same LSOAs."
        )
