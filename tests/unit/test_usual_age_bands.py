"""Age bands that nobody asked for cost only themselves where ages come in fives."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import fact, indicator

from jsna.analysis.age_bands import makeable
from jsna.chapter.page import Page
from jsna.chapter.population import age_bands
from jsna.chapter.population_growth import growth_over_strategy
from jsna.chapter.projection import USUAL_BANDS, bands_of
from jsna.settings.strategy import AgeBand, LifeStage

FIVES = [*(f"{start}-{start + 4}" for start in range(0, 90, 5)), "90+"]
SINGLES = [*(str(age) for age in range(90)), "90+"]


def projected(ages, year=2018):
    rows = [
        fact(value=10.0, indicator_id="projected-population", sex="Persons", age=age,
             edition="2018-based", period=f"{year}-06-30/P1D", period_label=f"mid-{year}")
        for age in [*ages, "All ages"]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def made(tmp_path, ages):
    facts = pd.concat([projected(ages), projected(ages, 2028)], ignore_index=True)
    return evidence(facts, [indicator(id="projected-population")], {}, tmp_path)


def test_of_five_year_ages_the_usual_bands_are_made_that_can_be():
    assert [band.label for band in makeable(projected(FIVES), USUAL_BANDS)] == [
        "65 to 84", "85 and over",
    ]  # fmt: skip
    assert makeable(projected(SINGLES), USUAL_BANDS) == list(USUAL_BANDS)
    assert makeable(projected([]), USUAL_BANDS) == []


def test_the_page_says_that_they_are_the_usual_ones_and_which_are_left_out(tmp_path):
    text = age_bands(made(tmp_path, FIVES), Page(tmp_path, in_pack=True))
    assert (
        "The strategy names no age bands, so the usual ones are shown; 0 to 15 and 16 to 64 are"
        " left out, since the ages that are published cannot make them."
    ) in text
    assert "65 to 84" in text


def test_where_all_can_be_made_nothing_is_said(tmp_path):
    bands, said = bands_of(made(tmp_path, SINGLES), "2018-based")
    assert (list(bands), said) == (list(USUAL_BANDS), "")


@pytest.mark.parametrize("ages", [FIVES, SINGLES])
def test_bands_that_a_strategy_names_are_never_left_out_in_silence(tmp_path, ages):
    own = (AgeBand(label="Under 16", start=0, to=15),)
    one = made(tmp_path, ages)
    strategy = one.strategy.model_copy(update={"age_bands": own})
    one = replace(one, project=replace(one.project, chosen_strategy=strategy))
    assert bands_of(one, "2018-based") == (own, "")


def test_a_life_stage_that_the_ages_cannot_make_costs_only_itself(tmp_path):
    one = made(tmp_path, FIVES)
    stages = [
        LifeStage(id=f"s{start}", title=title, ages="", start=start, to=to)
        for title, start, to in (("Youngest", 0, 3), ("Oldest", 65, None))
    ]
    update = {"life_stages": tuple(stages), "start": date(2018, 1, 1), "end": date(2028, 1, 1)}
    strategy = one.strategy.model_copy(update=update)
    one = replace(one, project=replace(one.project, chosen_strategy=strategy))
    text = growth_over_strategy(one, Page(tmp_path, in_pack=True))
    assert "Oldest" in text
    assert (
        "Not counted: Youngest (0 to 3), since the ages that are published cannot make it."
        in " ".join(text.replace("\\", "").split())
    ), text


def test_the_core_assessment_can_be_made_of_ages_in_fives(tmp_path, settings):
    """Single years are published by council: a county or one of many has files in fives."""
    one = made(tmp_path, FIVES)
    core = replace(one.project, chosen_strategy=settings.strategies["core"])
    assert "85 and over" in age_bands(replace(one, project=core), Page(tmp_path, in_pack=True))
    bands, said = bands_of(replace(made(tmp_path, SINGLES), project=core), "2018-based")
    assert (list(bands), said) == (list(USUAL_BANDS), "")
