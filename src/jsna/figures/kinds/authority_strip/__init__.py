"""Authority strip: every authority of a tier as one block where its value lies, the area in colour.

It shows where an area stands among all, and how far apart they are, which a rank does not. Light
enough to stand beside each indicator of a page.
"""

from collections.abc import Collection
from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.authority_strip.alt_text import authority_strip_alt
from jsna.figures.kinds.authority_strip.headline import authority_strip_headline
from jsna.figures.kinds.authority_strip.ink import draw
from jsna.figures.kinds.authority_strip.options import AuthorityStripOptions
from jsna.figures.kinds.authority_strip.table import authority_strip_cells
from jsna.figures.spec import Spec
from jsna.narrative.english import counted
from jsna.narrative.rank_words import NAMED

FEWEST: Final = 8
"""Of fewer authorities each has a name and a bar: ranked bars show them."""
KIND: Final = FigureKind(
    id="authority-strip",
    words="all authorities",
    page="authority-strip.md",
    columns=("area_code", "area_name", "period_label", "value", "status"),
    options=AuthorityStripOptions,
    alt=authority_strip_alt,
    table=authority_strip_cells,
    headline=authority_strip_headline,
    draw=draw,
)


def authority_strip_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    area: str,
    tier: str,
    comparator: tuple[str, float | None] = ("", None),
    group: tuple[str, Collection[str]] = ("", ()),
) -> Spec[AuthorityStripOptions]:
    """Return the spec of a strip of authorities.

    Args:
        frame: One row per authority of the tier, with at least `KIND.columns`, such as
            `analysis.tier.authorities_of` gives, with or without a value; one period for all.
        about: The figure's words and source.
        area: Code of the area in colour.
        tier: Of which areas, in words, as `narrative.rank_words.tier_words` gives them.
        comparator: Name and value of what is drawn as a line, England's; without a value none.
        group: Name and codes of authorities to be drawn darker, a region's or the neighbours.

    Raises:
        ValueError: a column is missing, an area stands twice, two periods, fewer than eight
            values, or the area has none.
    """
    require_columns(frame, KIND.columns)
    data = _ordered(frame[list(KIND.columns)], group)
    _check(data, about, area)
    name, level = comparator if comparator[1] is not None else ("", None)
    options = AuthorityStripOptions(area, name, level, group[0], tier, about.unit, about.decimals)
    return KIND.spec(about, data, options, units={"value": about.unit}, notes=_reading(data))


def _ordered(frame: pd.DataFrame, group: tuple[str, Collection[str]]) -> pd.DataFrame:
    name, codes = group
    inside = frame["area_code"].isin(list(codes))
    marked = frame.assign(group=pd.Series(name, index=frame.index).where(inside, ""))
    ordered = marked.sort_values(["value", "area_name", "area_code"], na_position="last")
    return ordered.reset_index(drop=True)


def _check(data: pd.DataFrame, about: About, area: str) -> None:
    if data["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    if (data["period_label"] != data["period_label"].iloc[0]).any():
        raise ValueError(f"{about.id}: a strip needs one period for all")
    if data["value"].notna().sum() < FEWEST:
        raise ValueError(f"{about.id}: fewer than {FEWEST} areas have a value")
    if data.loc[data["area_code"] == area, "value"].notna().sum() != 1:
        raise ValueError(f"{about.id}: the area has no value to show among the others")


def _reading(data: pd.DataFrame) -> list[str]:
    notes = ["Each block is one authority, drawn where its value lies; intervals are not drawn."]
    without = data.loc[data["value"].isna(), "area_name"].tolist()
    if without:
        named = f": {', '.join(sorted(without))}" if len(without) <= NAMED else ""
        who = counted(len(without), "authority", "authorities")
        notes.append(f"{who} without a value {'is' if len(without) == 1 else 'are'} not drawn"
                     f"{named}.")  # fmt: skip
    return notes
