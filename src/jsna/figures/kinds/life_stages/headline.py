"""The headline of life stages: which is projected to change most, in per cent."""

import pandas as pd

from jsna.narrative.numbers import format_number


def life_stages_headline(rows: pd.DataFrame, first: str, last: str, edition: str) -> str:
    """Return "Later life (65 and over) is projected to grow most, by 28.3%, ...".

    Args:
        rows: One row per stage: stage, start and value.
        first: The first year, as printed.
        last: The last.
        edition: Of the projection, which the sentence names: a projection is no finding.
    """
    percent = percents(rows)
    place = percent.abs().idxmax()
    verb = "grow" if percent[place] > 0 else "shrink"
    size = format_number(abs(float(percent[place])), 1)
    years = f"{first} to {last} ({edition})"
    if size == format_number(0, 1):
        return f"No life stage is projected to grow or shrink, {years}"
    return f"{rows.loc[place, 'stage']}: projected to {verb} most, by {size}%, {years}"


def percents(rows: pd.DataFrame) -> pd.Series:
    """Return the change of each stage in per cent of its first year; nought from nobody."""
    return (100 * (rows["value"] - rows["start"]) / rows["start"]).where(rows["start"] > 0, 0.0)
