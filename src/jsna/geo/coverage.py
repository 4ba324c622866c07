"""How much of an area its look-up and its outlines hold, by the register of authorities."""

import pandas as pd

from jsna.register.authorities import districts_of
from jsna.settings.area import Area


def districts_not_held(area: Area, lookup: pd.DataFrame) -> list[str]:
    """Return the names of a county's districts of which a look-up has no LSOA, in order.

    Only those in force; an area that is no county has none.

    Args:
        area: Whose look-up.
        lookup: One row per LSOA; district_code where districts are known.
    """
    held = set(lookup["district_code"]) if "district_code" in lookup else set()
    districts = [one for code in area.codes for one in districts_of(code) if not one.ends]
    return sorted(one.name for one in districts if one.code not in held)
