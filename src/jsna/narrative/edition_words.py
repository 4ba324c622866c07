"""Words on editions of the Indices of Deprivation side by side: what may be said of movement."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.deprivation_editions import IRREGULAR, MERGED, SPLIT, UNCHANGED
from jsna.narrative.english import counted, listed, possessive, sentence
from jsna.narrative.numbers import format_number

NOT_SAID: Final = (
    "Each edition ranks England's neighbourhoods of its own year, so only a place's standing among"
    " the others can be followed. Whether a place became more or less deprived can't be said: one"
    " that left the tenth may have been passed by others. Scores are never compared between"
    " editions, whose data, methods and boundaries differ."
)
MOST_NAMED: Final = 5


def stayed_headline(stayed: int, ever: int, followed: int, editions: Sequence[str]) -> str:
    """Return how many neighbourhoods were in the most deprived tenth in every edition.

    Args:
        stayed: How many.
        ever: How many were there in any edition.
        followed: Out of how many that could be followed through all of them.
        editions: Their years, the oldest first.
    """
    years = list(editions)
    of = "of the one neighbourhood" if followed == 1 else f"of the {followed:,} neighbourhoods"
    tenth = "in England's most deprived tenth in"
    if not ever:
        when = " or ".join([", ".join(years[:-1]), years[-1]])
        return f"None {of} that can be followed was {tenth} {when}"
    every = f"{'each of ' * (len(years) > 2)}{listed(years)}"
    verb = "were" if stayed > 1 else "was"
    return f"{f'{stayed:,}' if stayed else 'None'} {of} that can be followed {verb} {tenth} {every}"


def followed_sentences(area_name: str, places: pd.DataFrame, own: int) -> list[str]:
    """Return how many neighbourhoods can be followed from one census to the next, and which not.

    Args:
        area_name: The area.
        places: As `deprivation_editions.standings` takes them, with `lsoa_name`.
        own: How many neighbourhoods the area has, of the newer census.
    """
    earlier = places["former_year"].iloc[0]
    kinds = {kind: rows for kind, rows in places.groupby("kind")}
    same = len(kinds.get(UNCHANGED, ()))
    kept = (
        f"{same:,} {'is as it was' if same == 1 else 'are as they were'} in {earlier}"
        if same
        else ""
    )
    said = [kept, _redrawn(kinds, SPLIT), _redrawn(kinds, MERGED)]
    told = listed([words for words in said if words]) or "none can be followed"
    followed = (
        " What was split or merged is followed whole, and is in the tenth where all of it is."
    )
    whole = followed if any(said[1:]) else ""
    first = f"Of {possessive(area_name)} {counted(own, 'neighbourhood')} {told}.{whole}"
    return [first, *_not_followed(places, own)]


def _redrawn(kinds: dict[str, pd.DataFrame], kind: str) -> str:
    if kind not in kinds:
        return ""
    old, new = (kinds[kind][name].nunique() for name in ("former_lsoa_code", "lsoa_code"))
    how = "splitting" if kind == SPLIT else "merging"
    return f"{new} {'was' if new == 1 else 'were'} made by {how} {old}"


def _not_followed(places: pd.DataFrame, own: int) -> list[str]:
    lost = places[places["kind"] == IRREGULAR].drop_duplicates("lsoa_code")
    absent = own - places["lsoa_code"].nunique()
    told = []
    if len(lost):
        names = lost["lsoa_name"].head(MOST_NAMED).tolist()
        more = [f"{len(lost) - MOST_NAMED} more"] if len(lost) > MOST_NAMED else []
        told.append(
            f"Not followed, as the outline nests in none of the census before: {len(lost)}"
            f" ({listed([*names, *more])})."
        )
    if absent > 0:
        what = f"Not followed, as the look-up of changes lacks {'it' if absent == 1 else 'them'}"
        told.append(f"{what}: {counted(absent, 'neighbourhood')}.")
    return told


def no_look_up(earlier: str, newer: str) -> str:
    """Return that no neighbourhood is followed, since no file tells what became of it."""
    return sentence(
        f"No neighbourhood is followed: these editions are on LSOAs of {earlier} and of {newer},"
        " and the files used hold no look-up of what changed between them"
    )


def too_few(editions: int) -> str:
    """Return that nothing can be followed through so few editions."""
    held = "one edition" if editions else "no edition"
    return f"The files used hold {held} of the index: it takes two to follow anything."


def standing_words(best: float, worst: float) -> str:
    """Return where a place stood: "2.3", or "2.3 to 8.9" of several LSOAs, in per cent."""
    if pd.isna(best) or pd.isna(worst):
        return "not available"
    low, high = _per_cent(best), _per_cent(worst)
    return low if low == high else f"{low} to {high}"


def _per_cent(share: float) -> str:
    """A share that only rounds to nought is no nought: the first of all is one of them."""
    return f"less than {format_number(0.1, 1)}" if share < 0.05 else format_number(share, 1)
