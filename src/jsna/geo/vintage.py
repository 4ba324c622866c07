"""The vintage guard: boundaries and look-ups are used together only if they are of one year.

Wards are redrawn and recoded, so that wards of one year with a look-up of another leave areas
blank on a map without a word. Here that is an error that names both.
"""

from collections.abc import Callable, Sequence
from typing import Final

from jsna.errors import Problem, SourceError
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import ParsedBoundaries, ParsedLookup

MOST_POINTS: Final = 50_000
"""Of all outlines of a kind in one area; ONS's full resolution has many times as many."""
Boundary = tuple[Snapshot, ParsedBoundaries]
Lookup = tuple[Snapshot, ParsedLookup]


def matching_lookup(lookups: Sequence[Lookup], boundaries: Sequence[Boundary]) -> Lookup | None:
    """Return the newest LSOA-to-ward look-up whose vintages the boundaries have too.

    Where there are no boundaries of a kind, any vintage of it will do. None if there is no
    look-up from LSOA to ward.

    Raises:
        SourceError: ward or LSOA boundaries are there, and none of the look-up's year.
    """
    chosen = [one for one in lookups if {"lsoa", "ward"} <= set(one[1].vintages)]
    for kind in ("lsoa", "ward"):
        drawn = {b.vintage for _, b in boundaries if b.area_type == kind}
        fitting = [one for one in chosen if one[1].vintages[kind] in drawn]
        if chosen and drawn and not fitting:
            raise _mismatch(kind, chosen[0], [b for b in boundaries if b[1].area_type == kind])
        chosen = fitting if drawn else chosen
    return max(chosen, key=_newest, default=None)


def several_vintages(lookups: Sequence[Lookup], boundaries: Sequence[Boundary]) -> str:
    """Return which wards are used, and by what rule, where files of several years are there.

    Args:
        lookups: The area's rows of those that have it.
        boundaries: All that there are.

    Returns:
        A sentence; "" where there is nothing to choose between.

    Raises:
        SourceError: as `matching_lookup`.
    """
    years = {one.vintages["ward"] for _, one in lookups if {"lsoa", "ward"} <= set(one.vintages)}
    years |= {one.vintage for _, one in boundaries if one.area_type == "ward"}
    chosen = matching_lookup(lookups, boundaries)
    if chosen is None or len(years) < 2:
        return ""
    year = chosen[1].vintages["ward"]
    drawn = any(one.area_type == "ward" for _, one in boundaries)
    both = "both look-up and outlines are" if drawn else "a look-up is"
    return (
        f"wards of {' and of '.join(sorted(years))} are in the files: those of {year} are used, the"
        f" newest of which {both} there{_placed_otherwise(chosen, lookups)}"
    )


def _placed_otherwise(chosen: Lookup, lookups: Sequence[Lookup]) -> str:
    """Return how many LSOAs another look-up places in other wards of the same codes, in words.

    ONS gives a ward that is redrawn a new code, so that it is the look-up that differs.
    """
    rows, told = chosen[1].rows, ""
    for snapshot, other in lookups:
        if other is chosen[1] or not {"lsoa_code", "ward_code"} <= set(other.rows):
            continue
        both = rows.merge(other.rows, on="lsoa_code", suffixes=("", "_other"))
        same = both["ward_code"].isin(other.rows["ward_code"])
        apart = int((same & (both["ward_code"] != both["ward_code_other"])).sum())
        if apart:
            told += (
                f"; {snapshot.title} places {apart} of {len(both)} LSOAs in other wards, though"
                " both know these wards: look which is ONS's"
            )
    return told


def best_boundaries(
    boundaries: Sequence[Boundary],
    kind: str,
    vintage: str,
    fit: Callable[[ParsedBoundaries], int],
    points: Callable[[ParsedBoundaries], int],
) -> Boundary | None:
    """Return the boundaries of a kind and vintage that hold the most of the areas wanted.

    Of several that hold as many, the most detailed of those with no more than MOST_POINTS in all,
    so that outlines of different kinds of area, each taken so, meet.

    Args:
        boundaries: All that there are.
        kind: Area type.
        vintage: Year; blank takes the newest that has any of the areas.
        fit: How many of the wanted areas a file has.
        points: How many points their outlines have in a file.
    """
    found = [b for b in boundaries if b[1].area_type == kind and vintage in ("", b[1].vintage)]
    found = [b for b in found if fit(b[1])]
    most = max(((b[1].vintage, fit(b[1])) for b in found), default=("", 0))
    found = [b for b in found if (b[1].vintage, fit(b[1])) == most]
    return max(
        found, key=lambda b: (detail(points(b[1])), b[0].retrieved, b[0].sha256), default=None
    )


def detail(points: int) -> int:
    """Return how welcome outlines of so many points are: more are, up to what a page can hold."""
    return points if points <= MOST_POINTS else -points


def _newest(lookup: Lookup) -> tuple[str, str, str, str]:
    snapshot, parsed = lookup
    return (
        parsed.vintages["ward"],
        parsed.vintages["lsoa"],
        snapshot.retrieved.isoformat(),
        snapshot.sha256,
    )


def _mismatch(kind: str, lookup: Lookup, drawn: Sequence[Boundary]) -> SourceError:
    snapshot, parsed = lookup
    years = ", ".join(sorted({b.vintage for _, b in drawn}))
    files = ", ".join(sorted({s.title for s, _ in drawn}))
    wanted = parsed.vintages[kind]
    return SourceError(
        Problem(
            f"the {kind} boundaries are of {years} ({files}) and the look-up from LSOA to ward is"
            f" of {wanted} ({snapshot.title}).",
            allowed="Both must be of one year.",
            next_step=f"Fetch {kind} boundaries of {wanted}, or a look-up of {years}.",
        )
    )
