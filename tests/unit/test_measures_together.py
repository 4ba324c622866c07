"""A pair of measures that a strategy asks for stands as a scatter of all authorities."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter.evidence import Evidence
from jsna.chapter.measures_together import beside_each_other, together_figure
from jsna.chapter.page import Page
from jsna.figures import palette
from jsna.figures.ink import Dots, drawing
from jsna.figures.kinds.scatter.ink import draw
from jsna.figures.layout import WIDE
from jsna.settings.framework import MeasuresTogether

OWN = "E06000099"
OTHERS = [f"E060000{number:02d}" for number in range(1, 13)]
"""Unitary authorities of the register, beside the invented one."""


def council(folder: Path, authorities: list[str]) -> Evidence:
    """Two measures whose orders of authorities are opposed; the own area is in the middle."""
    places = [OWN, *authorities]
    rows = [england(indicator_id=id) for id in ("fed", "decay")]
    for number, code in enumerate(places):
        more = 40.0 + number if code != OWN else 46.5
        rows += [fact(code, more, indicator_id="fed"), fact(code, 90 - more, indicator_id="decay")]
    both = [
        indicator(id=id, title=f"Share {id}", short_title=f"Share {id}", unit="%",
                  source={"source": "fingertips", "id": id}, strata=[{"sex": "Male"}])
        for id in ("fed", "decay", "none")
    ]  # fmt: skip
    made = evidence(facts_of(*rows), both, {}, folder, True)
    return made


def asked(of: Evidence, *ids: str) -> Evidence:
    pair = MeasuresTogether(indicators=ids)
    priority = of.chosen_priority.model_copy(update={"together": (pair,)})
    return of.of_priority(priority)


def test_nothing_stands_where_the_strategy_asks_for_no_pair(tmp_path: Path, page: Page) -> None:
    assert beside_each_other(council(tmp_path, OTHERS), page) == ""


def test_the_pair_is_drawn_with_its_correlation_and_the_own_area_named(
    tmp_path: Path, page: Page
) -> None:
    found = asked(council(tmp_path, OTHERS), "fed", "decay")
    spec = together_figure(found, *found.with_data)
    assert spec is not None and spec.id == "first.fed-decay.scatter"
    assert spec.options.own == OWN and spec.options.rho == pytest.approx(-1)
    assert spec.headline.startswith("Upper-tier authorities higher on share fed, males")
    assert "tend to be lower on share decay, males" in spec.headline
    text = beside_each_other(found, replace(page, said=found.said))
    assert "does not say that one brings" in text
    assert text.splitlines()[-1] == (
        "Anytown: share fed, males, 46.5% (95% interval 59.0% to 61.0%) in 2022 to 2024, England"
        " 62.0%; share decay, males, 43.5% (95% interval 59.0% to 61.0%) in 2022 to 2024, England"
        " 62.0%."
    )


def test_the_own_area_is_the_one_dot_of_its_colour_and_is_named(tmp_path: Path) -> None:
    found = asked(council(tmp_path, OTHERS), "fed", "decay")
    spec = together_figure(found, *found.with_data)
    assert spec is not None
    middle = spec.data.sort_values("value").iloc[5]
    with drawing():
        sheet = draw(replace(spec, options=replace(spec.options, own=middle["area_code"])), WIDE)
    dots = {mark.colour: len(mark.points) for mark in sheet.marks if isinstance(mark, Dots)}
    assert (dots[palette.AREA], dots[palette.OTHER_EDGE]) == (1, 12)
    assert middle["area_name"] in {getattr(mark, "text", "") for mark in sheet.marks}


def test_too_few_authorities_or_no_figure_are_told(tmp_path: Path, page: Page) -> None:
    few = asked(council(tmp_path, OTHERS[:5]), "fed", "decay")
    assert "Fewer than 10 authorities have both: Share fed, males" in beside_each_other(few, page)
    bare = asked(council(tmp_path, OTHERS), "fed", "none")
    assert "No figure at hand: Share none." in beside_each_other(bare, page)
