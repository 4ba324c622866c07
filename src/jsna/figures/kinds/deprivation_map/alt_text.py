"""The alt text of a map, of classes in order or of clusters."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.narrative.english import listed

LONGEST_MAP: Final = 300
"""Characters: a map's text names up to six places, which is what a reader can't see of it."""


def map_alt(data: pd.DataFrame, about: About, options: MapOptions) -> str:
    """Return how many areas are in the first and the last class and where; or each cluster."""
    start = f"Map of {about.place}: {about.measure}, {len(data)} {options.areas}"
    counts = [int((data["value"] == i).sum()) for i, _ in enumerate(options.classes, start=1)]
    missing = without_value(data)
    if options.look == "clusters":
        return alt_sentence(start, [*_clusters(counts, options), *(f", {m}" for m in missing)])
    return _both_ends(start, counts, missing, options)


def without_value(data: pd.DataFrame) -> list[str]:
    """Return "2 without data" and "1 suppressed", each only where there are any."""
    hidden = data["status"].eq("suppressed") & data["value"].isna()
    numbers = {"suppressed": int(hidden.sum()), "without data": int(data["value"].isna().sum())}
    numbers["without data"] -= numbers["suppressed"]
    return [f"{number} {words}" for words, number in numbers.items() if number]


def _both_ends(
    start: str, counts: Sequence[int], missing: Sequence[str], options: MapOptions
) -> str:
    first, last = (plain_class(options.classes[place]) for place in (0, -1))
    most, least = (
        f"; {counts[0] or 'none'} in the {first}",
        f" and {counts[-1] or 'none'} in the {last}",
    )
    without = "".join(f", {words}" for words in missing)
    told = f"{most}{_where(_next_class(counts, options), options.places)}"
    told += f"{least}{_where('', options.least)}{without}"
    if len(start) + len(told) < LONGEST_MAP:
        return f"{start}{told.rstrip(',')}."
    return f"{start}{most}{least}{without}."


def _next_class(counts: Sequence[int], options: MapOptions) -> str:
    """Return how many areas are in the first class that has any, if it is not the first."""
    place = next((place for place, count in enumerate(counts) if count), 0)
    words = plain_class(options.classes[place])
    return f" (the first class with any is {words}, with {counts[place]})" if place else ""


def _where(before: str, places: Sequence[str]) -> str:
    return f"{before}, most often in {listed(places)}," if places else before


def _clusters(counts: Sequence[int], options: MapOptions) -> list[str]:
    found = [f"{n} {words}" for words, n in zip(options.classes, counts, strict=True) if n]
    most = f" (most in {listed(options.places)})" if options.places else ""
    return [f"; {found[0]}{most}", *(f", {words}" for words in found[1:])] if found else []


def plain_class(words: str) -> str:
    """Return the words of a class without its number: "most deprived fifth"; "2" stays."""
    return words.lstrip("0123456789 ") or words
