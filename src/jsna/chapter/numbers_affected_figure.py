"""The figure of numbers affected: one line over the projected years."""

import pandas as pd

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.projection import sources_of
from jsna.figures.about import About
from jsna.figures.kinds.trend_line import trend_spec
from jsna.narrative.outlook_words import (
    Affected,
    affected_headline,
    affected_sentence,
    rounding_note,
)

NO_INTERVAL = (
    "No interval is drawn: a projection comes in editions and variants, not with an interval."
)


def affected_figure(
    evidence: Evidence, page: Page, what: Affected, totals: pd.DataFrame, facts: pd.DataFrame
) -> str:
    """Return the figure of the rounded number in each projected year, with its table.

    Args:
        evidence: Whose chapter.
        page: Where the figure goes.
        what: What is counted, and under which condition.
        totals: year and affected, rounded, every year of the projection.
        facts: What the numbers were made from.
    """
    source, ids = sources_of(facts, evidence)
    year = totals["year"].astype("str")
    frame = pd.DataFrame(
        {
            "area_code": evidence.area.code,
            "area_name": evidence.area.name,
            "period": year + "-06-30/P1D",
            "period_label": "mid-" + year,
            "value": totals["affected"],
            "lower_95": float("nan"),
            "upper_95": float("nan"),
            "status": totals["affected"].notna().map({True: "final", False: "not-available"}),
        }
    )
    about = About(
        id=f"{evidence.topic}.{what.indicator.id}-affected.trend",
        headline=affected_headline(what, totals),
        subtitle=f"{what.caption}, mid-{year.iloc[0]} to mid-{year.iloc[-1]}",
        measure=what.measure,
        place=evidence.area.name,
        unit=what.noun,
        decimals=0,
        source=evidence.source_line(source, ids),
        snapshot_ids=ids,
        method="numbers-affected",
        notes=(NO_INTERVAL, rounding_note(what.step)),
        synthetic=evidence.area.synthetic,
        sentence=affected_sentence(what, totals),
    )
    spec = trend_spec(frame, about, area=evidence.area.code)
    return page.figure(spec, evidence.cite(spec))
