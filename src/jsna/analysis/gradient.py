"""Which deprivation gradient a file's category describes, and that two kinds are never mixed.

A gradient over a council's own neighbourhoods, one over England's neighbourhoods and one over
England's councils answer three questions; the words of the category type tell which it is. See
docs/methods.md#deprivation-gaps.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from jsna.errors import Problem, UserFileError

Scope = Literal["within the area", "neighbourhoods of England", "authorities of England"]

_SIZES: Final = {"quintile": 5, "decile": 10}
_WORDS: Final = re.compile(
    r"^(?P<unit>.+?) deprivation (?P<size>quintile|decile)s (?P<where>within area|in England)"
    r"\s*(?:\((?P<edition>.*)\))?$",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(r"^(LSOA|MSOA)", re.IGNORECASE)
_NUMBER_WORDS: Final = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True)
class Gradient:
    """What a category type says of its groups.

    Attributes:
        unit: What is grouped: "LSOA11", "County & UA" ...
        groups: How many: 5 or 10.
        scope: Whose gradient it is.
        edition: The index and geography in the source's words, "" if it gives none.
    """

    unit: str
    groups: int
    scope: Scope
    edition: str


def gradient_of(category_type: str) -> Gradient | None:
    """Return the gradient that a Fingertips category type names; None for other categories.

    "LSOA11 deprivation deciles within area (IMD trend)" is a gradient within the area, "LSOA11
    deprivation quintiles in England (IMD2019)" one over England's neighbourhoods, "County & UA
    deprivation deciles in England (IMD2019, 4/21 geography)" one between authorities.
    """
    found = _WORDS.match(" ".join(category_type.strip().strip('"').split()))
    if found is None:
        return None
    small = bool(_SMALL.match(found["unit"]))
    scope: Scope = "authorities of England"
    if found["where"].lower() == "within area":
        scope = "within the area"
    elif small:
        scope = "neighbourhoods of England"
    return Gradient(found["unit"], _SIZES[found["size"].lower()], scope, found["edition"] or "")


def one_gradient(frame: pd.DataFrame) -> Gradient:
    """Return the one gradient of all rows.

    Args:
        frame: Facts with `breakdown` (the category type).

    Raises:
        UserFileError: no gradient, or several of different unit, size, scope or edition: a gap
            within an area and one between areas are different things.
    """
    types = sorted(frame["breakdown"].unique())
    found = {gradient_of(name) for name in types}
    if len(found) == 1 and (one := next(iter(found))) is not None:
        return one
    raise UserFileError(
        Problem(
            f"these are not the groups of one deprivation gradient: {'; '.join(types) or 'none'}.",
            allowed="One category type: within an area, or between areas, never both.",
            next_step="Choose the rows of one category type.",
        )
    )


def with_quantile(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with `quantile`, 1 the most deprived; NaN where the words give none.

    Args:
        frame: Facts of one gradient, with `breakdown` and `breakdown_value` in the words of the
            Fingertips files: "Most deprived decile (IMD2019)", "Third more deprived decile",
            "Average deprived quintile" ...

    Raises:
        UserFileError: as `one_gradient`.
    """
    groups = one_gradient(frame).groups
    named = _quantile_words(groups)
    words = frame["breakdown_value"].str.lower().str.replace(r"\s*\(.*\)$", "", regex=True)
    return frame.assign(quantile=words.str.strip().map(named))


def _quantile_words(groups: int) -> dict[str, int]:
    """What sources call each group: "third more ..." from one end, "third less ..." the other."""
    size = "quintile" if groups == 5 else "decile"
    words = {f"most deprived {size}": 1, f"least deprived {size}": groups}
    if groups == 5:
        words[f"average deprived {size}"] = 3
    for place, number in enumerate(_NUMBER_WORDS[: groups // 2], start=1):
        words |= {f"{number} {more} deprived {size}": place for more in ("most", "more")}
        words |= {
            f"{number} {less} deprived {size}": groups + 1 - place for less in ("least", "less")
        }
    return words
