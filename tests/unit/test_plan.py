"""The plan: stable order, one summary a priority, its further chapters after it."""

from dataclasses import replace

import pytest

from jsna.errors import UserFileError
from jsna.pack.plan import make_plan
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import find_paths


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(find_paths())


def test_every_strategy_gives_a_plan(settings: Settings) -> None:
    assert settings.strategies
    for strategy in settings.strategies.values():
        plan = make_plan(strategy.area, strategy.slug, settings)
        assert [run.id for run in plan.runs[:4]] == [
            "overview",
            "population-outlook",
            "deprivation-map",
            "ward-inequalities",
        ]
        summaries = [run.priority for run in plan.runs if run.notebook == "priority_summary"]
        assert summaries == [priority.id for priority in strategy.priorities]
        assert len({run.id for run in plan.runs}) == len(plan.runs)
        assert all(run.parameters["area"] == strategy.area for run in plan.runs)


def test_a_priority_brings_its_further_chapters_to_its_own_page(settings: Settings) -> None:
    strategy = settings.strategies_of("exampleshire")[0]
    chosen = strategy.priorities[0].model_copy(update={"chapters": ("deprivation_map",)})
    changed = strategy.model_copy(update={"priorities": (chosen, *strategy.priorities[1:])})
    settings = replace(settings, strategies={strategy.slug: changed})
    runs = make_plan("exampleshire", strategy.slug, settings).only(chosen.id)
    assert [run.notebook for run in runs] == ["priority_summary", "deprivation_map"]
    assert {run.page for run in runs} == {chosen.id}
    assert {run.priority for run in runs} == {chosen.id}


def test_an_unknown_priority_gets_the_nearest_match(settings: Settings) -> None:
    strategy = settings.strategies_of("exampleshire")[0]
    plan = make_plan("exampleshire", strategy.slug, settings)
    known = strategy.priorities[0].id
    with pytest.raises(UserFileError, match=f"Did you mean '{known}'"):
        plan.only(known[:-1])


def test_a_priority_may_not_take_the_name_of_another_page(settings: Settings) -> None:
    strategy = settings.strategies_of("exampleshire")[0]
    first = strategy.priorities[0].model_copy(update={"id": "deprivation-map"})
    changed = strategy.model_copy(update={"priorities": (first,)})
    settings = replace(settings, strategies={strategy.slug: changed})
    with pytest.raises(UserFileError, match="may not have the id 'deprivation-map'"):
        make_plan("exampleshire", strategy.slug, settings)


def test_the_strategy_of_another_area_is_refused(settings: Settings) -> None:
    other = settings.strategies_of("otherborough")[0].slug
    with pytest.raises(UserFileError, match="not of exampleshire"):
        make_plan("exampleshire", other, settings)
