"""In which authority an area lies that no look-up places: the one that stands in its file."""

import pandas as pd

from jsna.disclosure.parts import Least, authorities_of, homes_of


def with_homes(rows: pd.DataFrame, least: Least) -> pd.DataFrame:
    """Return rows with `home`: of an area that no look-up places, its file's one authority."""
    tops = authorities_of(rows["area_code"])
    found = pd.Series("", rows.index, dtype="str")
    for _, own in rows.groupby("file"):
        codes = set(own["area_code"])
        # a file without an authority is of the only one that the others have
        places = homes_of(codes if authorities_of(codes) else codes.union(tops), least)
        found[own.index] = [places.get(code, "") for code in own["area_code"]]
    return rows.assign(home=found)
