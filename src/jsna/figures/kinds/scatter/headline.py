"""The headline of a scatter: whether the order of the areas is alike on both measures."""

from jsna.analysis.rank_correlation import RankCorrelation
from jsna.narrative.english import mid_sentence
from jsna.narrative.numbers import format_number


def scatter_headline(found: RankCorrelation | None, across: str, up: str, rows: str) -> str:
    """Return "Wards that are higher on A tend to be higher on B"; without an order that.

    Never a word of cause: it is about areas, and the two may have a third thing in common.

    Args:
        found: Of `analysis.rank_correlation`.
        across: One measure.
        up: The other.
        rows: What the areas are, in the plural.
    """
    one, other = mid_sentence(across), mid_sentence(up)
    if found is None:
        return f"Too few {rows} have both {one} and {other}"
    if not found.is_clear:
        return f"No clear order of {rows} that is common to {one} and {other}"
    way = "higher" if found.rho > 0 else "lower"
    return f"{rows[:1].upper()}{rows[1:]} higher on {one} tend to be {way} on {other}"


def correlation_words(rho: float, lower: float, upper: float, pairs: int) -> str:
    """Return "Spearman's correlation 0.72, 95% interval 0.45 to 0.87".

    "..., interval 0.31 to 0.91 (95% held over all 45 pairs tried)" for one that was picked.
    """
    printed, low, high = (format_number(number, 2) for number in (rho, lower, upper))
    if pairs == 1:
        return f"Spearman's correlation {printed}, 95% interval {low} to {high}"
    held = f"95% held over all {pairs} pairs tried"
    return f"Spearman's correlation {printed}, interval {low} to {high} ({held})"
