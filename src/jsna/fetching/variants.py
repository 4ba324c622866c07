"""Two variants of one projection side by side: nothing in a file says which is which, so we ask.

ONS publishes each edition in several variants (of migration) whose files have the same columns and
no name of the variant in them. Whoever wants one says so in the area's file: `variant:`, a word of
the name of the file, or of the folder, that is to be used.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

import pandas as pd

from jsna.fetching.file_parts import PROJECTED, FactsByPlace, PartByPlace
from jsna.settings.area import Area

KEY: Final = ["edition", "area_code", "period", "sex", "age"]
ROUNDING: Final = 50
"""People by which sums of rounded ages differ at most between two files of one variant."""
SHARE: Final = 0.005


def projected_values(parsed: Iterable[PartByPlace], area: Area) -> pd.DataFrame:
    """Return the area's projected population in a file: KEY, period_label and value."""
    files = [item for item in parsed if isinstance(item, FactsByPlace) and item.has_projected]
    facts = [item.own([area.code]) for item in files]
    frames = [
        rows.loc[rows["area_code"] == area.code, [*KEY, "period_label", "value"]]
        for frame in facts
        if not (rows := frame[frame["indicator_id"] == PROJECTED]).empty
    ]
    return pd.concat(frames) if frames else pd.DataFrame()


def other_variants(files: Sequence[tuple[str, pd.DataFrame]], area: Area) -> dict[str, str]:
    """Return why each file of a variant is skipped that is not the area's.

    Args:
        files: Name below the folder, and `projected_values`.
        area: Its `variant` chooses; without it none of the files is taken.
    """
    found = [(name, frame) for name, frame in files if not frame.empty]
    reasons: dict[str, str] = {}
    for (one, left), (two, right) in combinations(found, 2):
        if words := _difference(left, right):
            for name, other in ((one, two), (two, one)):
                reasons.setdefault(name, _question(words, other, area))
    if not area.variant:
        return reasons
    chosen = {name for name in reasons if area.variant.lower() in name.lower()}
    other = (
        f"it is of another variant than {area.variant} (`variant` in config/areas/{area.slug}.yml)"
    )
    return dict.fromkeys(set(reasons) - chosen, other) if chosen else reasons


def _difference(left: pd.DataFrame, right: pd.DataFrame) -> str:
    """Return a value that two files state differently, in words; "" if there is none."""
    both = left.merge(right, on=[*KEY, "period_label"], suffixes=("", "_other"))
    apart = (both["value"] - both["value_other"]).abs()
    differs = both[(apart > ROUNDING) & (apart > SHARE * both["value"].abs())]
    if differs.empty:
        return ""
    row = differs.iloc[0]
    return (
        f"two variants of the {row['edition']} projections, which state {row['value']:,.0f} and"
        f" {row['value_other']:,.0f} for {row['area_code']}, {row['period_label']}, {row['sex']},"
        f" {row['age']}"
    )


def _question(words: str, other: str, area: Area) -> str:
    return (
        f"it and {other} are {words}: say which is to be used by `variant: WORD` in"
        f" config/areas/{area.slug}.yml, a word of the name of its file or folder"
    )
