"""The gate knows own measures as it knows the catalogue: by their titles, and what they count."""

from dataclasses import replace
from pathlib import Path

import pytest
from planted_packs import FALLS, STRATEGY, TITLE, PlantedPack, make_planted

from jsna.publish.disclosure import disclosure_faults
from jsna.settings.own_measures import OwnMeasures

ASH = "E05000001"


@pytest.fixture
def pack(tmp_path: Path, project_root: Path) -> PlantedPack:
    """A sound pack whose hidden figures are of a measure, which no catalogue describes."""
    made = make_planted(tmp_path, project_root)
    described = {
        "id": FALLS, "title": TITLE, "unit": "falls", "kind": "count", "polarity": "low-is-good",
        "frequency": "year",
    }  # fmt: skip
    own = OwnMeasures.model_validate({"measures": [described]})
    plan = made.settings.strategies[STRATEGY].with_own_measures(own)
    settings = replace(made.settings, indicators={}, strategies={STRATEGY: plan})
    return replace(made, settings=settings)


def faults(pack: PlantedPack) -> list[str]:
    return disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)


def test_a_sound_pack_of_measures_passes(pack: PlantedPack) -> None:
    assert faults(pack) == []


def test_a_hidden_count_in_a_charts_csv_is_found(pack: PlantedPack) -> None:
    pack.csv({(ASH, "2023"): "3"})
    assert any("a small count is shown" in one for one in faults(pack))


def test_the_number_of_a_quarter_or_of_a_period_s_length_excuses_no_small_count(
    pack: PlantedPack,
) -> None:
    """The kept periods are 2023-01-01/P1Y: its 1 stands for no number on a page."""
    pack.page("<p>There was 1 person.</p>")
    assert any("a small count" in one for one in faults(pack))


def test_a_hidden_figure_in_a_sentence_under_the_measures_title_is_found(
    pack: PlantedPack,
) -> None:
    pack.page("<p>In 2023 Ash Hill had 12.</p>")
    assert any("a number stands beside a hidden figure" in one for one in faults(pack))
    # the words are those of the measure: without its description nothing says what they are about
    nobodys = replace(pack, settings=replace(pack.settings, strategies={}))
    assert not any("beside a hidden figure" in one for one in faults(nobodys))


@pytest.mark.parametrize(("figure", "is_found"), [("not shown", False), ("12", True)])
def test_the_number_in_another_measures_title_is_no_figure(
    pack: PlantedPack, figure: str, is_found: bool
) -> None:
    plan = pack.settings.strategies[STRATEGY]
    other = plan.own_measures.measures[0].model_dump(mode="json", exclude_unset=True)
    both = [other, other | {"id": "waits", "title": "Waits over 18 weeks", "unit": "people"}]
    plan = plan.with_own_measures(OwnMeasures.model_validate({"measures": both}))
    two = replace(pack, settings=replace(pack.settings, strategies={STRATEGY: plan}))
    two.page(f"<p>In Ash Hill: Waits over 18 weeks, not shown, {TITLE}, 2023, {figure}.</p>")
    assert any("beside a hidden figure" in one for one in faults(two)) == is_found


@pytest.mark.parametrize(("figure", "is_found"), [("not shown", False), ("12", True)])
def test_the_year_of_a_target_is_no_figure(pack: PlantedPack, figure: str, is_found: bool) -> None:
    pack.page(f"<p>In Ash Hill: {TITLE}, 2023, {figure}, to be none by March 2031.</p>")
    assert any("beside a hidden figure" in one for one in faults(pack)) == is_found
