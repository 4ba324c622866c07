"""The class of each area of a map, and the two that have none: no data, and suppressed."""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.figures import palette
from jsna.figures.kinds.deprivation_map.marks import LOOKS, Look, Mark

if TYPE_CHECKING:
    from jsna.figures.kinds.deprivation_map.options import MapOptions

NO_DATA: Final = 0
SUPPRESSED: Final = -1
CLASS: Final = "class"
"""The column of a map whose `value` is a number; a map without it has the class as its value."""
MISSING: Final[dict[int, tuple[str, str, str, Mark]]] = {
    NO_DATA: ("no data", palette.NO_DATA, palette.NO_DATA_EDGE, "cross"),
    SUPPRESSED: ("suppressed", palette.SUPPRESSED, palette.SUPPRESSED_EDGE, "ring"),
}
"""Class of areas without a value -> its words, fill, edge and mark."""


def class_of(data: pd.DataFrame) -> pd.Series:
    """Return the class of each area, whole numbers from 1; NO_DATA or SUPPRESSED without a value.

    Args:
        data: Of a map: value, status, and CLASS where the value is a number.
    """
    classes = data[CLASS] if CLASS in data else data["value"]
    hidden = data["status"].eq("suppressed").map({True: SUPPRESSED, False: NO_DATA})
    return classes.where(data["value"].notna(), hidden).astype("int64")


def look_of(options: "MapOptions") -> Look:
    """Return the colours and marks of a map's classes, no more of them than there are classes."""
    look, number = LOOKS[options.look], len(options.classes)
    return Look(look.colours[:number], look.marks[:number], look.inks[:number])
