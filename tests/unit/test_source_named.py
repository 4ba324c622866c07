"""The source line of figures names the source of the files that they came from."""

from dataclasses import replace

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import fact, indicator

from jsna.chapter.overview import headline
from jsna.chapter.page import Page
from jsna.settings.area_of_register import the_authority


@pytest.fixture
def several(tmp_path):
    """Evidence of one indicator from its own source, from the council and from a look-up."""
    rows = [fact(indicator_id="123", snapshot_ids=id) for id in ("a1", "c1")]
    one = evidence(pd.DataFrame(rows), [indicator(id="123")], {}, tmp_path)
    known = one.settings.sources["fingertips"]
    sources = {
        id: known.model_copy(update={"id": id, "title": title})
        for id, title in (("local-csv", "The council's own figures"), ("places", "Look-ups"))
    }
    held = dict(one.snapshots)
    held["c1"] = replace(held["c1"], source="local-csv")
    held["b1"] = replace(held["c1"], source="places")
    settings = replace(one.settings, sources={**one.settings.sources, **sources})
    project = replace(one.project, settings=settings)
    return replace(one, project=project, snapshots=held)


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        ((), ["Public health data"]),
        (("a1",), ["Public health data"]),
        (("a1", "b1"), ["Public health data"]),
        (("c1",), ["The council's own figures"]),
        (("c1", "a1"), ["Public health data", "The council's own figures"]),
    ],
)
def test_a_source_line_names_the_files_own_source(several, ids, named):
    told = several.source_of("123", ids).replace(", indicator 1", "")
    assert told.split("; ") == named


def test_figures_in_the_layout_of_a_source_are_of_their_publisher(several):
    known = several.settings.indicators
    reference = known["123"].source.model_copy(update={"publisher": "The Mint"})
    one = known["123"].model_copy(update={"source": reference})
    settings = replace(several.settings, indicators={**known, "123": one})
    borrowed = replace(several, project=replace(several.project, settings=settings))
    assert borrowed.source_of("123") == "The Mint, in the layout of Public health data"


def test_a_london_borough_keeps_its_capital(several, tmp_path):
    area = several.area.model_copy(update={"kind": "london borough"})
    one = replace(several, project=replace(several.project, chosen_area=area))
    assert "is a London borough in" in headline(one, Page(tmp_path, in_pack=True))


def test_the_city_of_london_is_no_borough(several, tmp_path):
    kind = the_authority("City of London").kind
    area = several.area.model_copy(update={"kind": kind})
    one = replace(several, project=replace(several.project, chosen_area=area))
    assert "is a city corporation in" in headline(one, Page(tmp_path, in_pack=True))
