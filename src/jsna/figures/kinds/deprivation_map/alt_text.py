"""The alt text of a map, of classes in order or of clusters."""

from collections.abc import Sequence

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import LONGEST, alt_sentence
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.narrative.english import listed


def map_alt(data: pd.DataFrame, about: About, options: MapOptions) -> str:
    """Return how many areas are in the first and the last class, or of each kind of cluster."""
    start = f"Map of {about.place}: {about.measure}, {len(data)} {options.areas}"
    counts = [int((data["value"] == i).sum()) for i, _ in enumerate(options.classes, start=1)]
    missing = int(data["value"].isna().sum())
    if options.look == "clusters":
        return alt_sentence(start, _clusters([*counts, missing], options))
    return alt_sentence(start, [_both_ends(len(start), counts, missing, options)])


def _both_ends(taken: int, counts: Sequence[int], missing: int, options: MapOptions) -> str:
    first, last = (plain_class(options.classes[place]) for place in (0, -1))
    least = f" and {counts[-1]} in the {last}"
    most = f"; {counts[0]} in the {first}"
    without = f", {missing} without data" if missing else ""
    where = f", most often in {listed(options.places)}," if options.places else ""
    told = f"{most}{where}{least}{without}"
    return told if taken + len(told) < LONGEST else most + least + without


def _clusters(counts: Sequence[int], options: MapOptions) -> list[str]:
    names = (*options.classes, "without data")
    found = [f"{n} {words}" for words, n in zip(names, counts, strict=True) if n]
    most = f" (most in {listed(options.places)})" if options.places else ""
    return [f"; {found[0]}{most}", *(f", {words}" for words in found[1:])] if found else []


def plain_class(words: str) -> str:
    """Return the words of a class without its number: "most deprived fifth"."""
    return words.lstrip("0123456789 ") or words
