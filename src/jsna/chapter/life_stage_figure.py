"""The figure of people by life stage: the strategy's own stages, now and as projected."""

from dataclasses import replace
from typing import Final

from jsna.analysis.age_bands import makeable
from jsna.analysis.population import band_change, projection_years
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.population_figures import about_population
from jsna.chapter.projection import newest_edition, population_facts
from jsna.figures.kinds.life_stages import life_stages_spec
from jsna.figures.kinds.life_stages.headline import life_stages_headline

FEWEST: Final = 2
"""One stage needs no picture."""


def life_stage_figure(evidence: Evidence, page: Page) -> str:
    """Return the figure over the whole projection; "" where fewer than two can be counted."""
    edition, facts = newest_edition(evidence), population_facts(evidence)
    stages = makeable(facts[facts["edition"] == edition], evidence.strategy.counted_stages)
    if len(stages) < FEWEST:
        return ""
    years = projection_years(facts, evidence.area.code, edition)
    rows = band_change(facts, evidence.area.code, edition, years, stages)
    first_age = {stage.label: stage.start for stage in stages}
    frame = rows.assign(stage=rows["band"], value=rows["end"], status="final")
    frame = frame.assign(first_age=frame["stage"].map(first_age)).dropna(subset=["start", "value"])
    if len(frame) < FEWEST:
        return ""
    first, last = (f"mid-{year}" for year in years)
    about = replace(
        about_population(evidence, edition, "life-stages"),
        headline=life_stages_headline(frame.reset_index(drop=True), first, last, edition),
        subtitle=f"Residents by life stage, {evidence.area.name}, {first} and projected {last}",
        measure="Residents by life stage",
    )
    spec = life_stages_spec(frame, about, years=years, edition=edition)
    spec = replace(spec, sentence=f"{about.headline}.")
    return page.figure(spec, evidence.cite(spec))
