"""The alt text of a population pyramid."""

import re

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.population_pyramid.options import PyramidOptions


def pyramid_alt(data: pd.DataFrame, about: About, options: PyramidOptions) -> str:
    """Return both series, the largest ages, and where the outline has relatively more people."""
    drawn = data[data["series"] == options.bars]
    by_age = drawn.groupby("age", sort=False)["value"].sum(min_count=1)
    start = f"Population pyramid of {about.place} by age and sex: bars show {options.bars}"
    clauses = [f", largest at ages {age_span(str(by_age.idxmax()))}"]
    if options.outline:
        outline = data[data["series"] == options.outline]
        other = outline.groupby("age", sort=False)["value"].sum(min_count=1)
        share = (other / other.sum() - by_age / by_age.sum()).dropna()
        clauses.append(f"; the line shows {options.outline}")
        clauses.append(f", with relatively more people at ages {age_span(str(share.idxmax()))}")
    if missing := int(drawn["value"].isna().sum()):
        clauses.insert(0, f", {missing} bands without a value")
    return alt_sentence(start, clauses)


def age_span(age: str) -> str:
    """Return an age band as words: `80 to 84`."""
    return re.sub(r"\s*-\s*", " to ", age)
