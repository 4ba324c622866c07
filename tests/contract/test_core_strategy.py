"""The core of a needs assessment has the whole catalogue, and a page for every theme of it."""

import pytest

from jsna.settings.load import AUTHORITIES
from jsna.settings.project import Project


@pytest.fixture(scope="module")
def core(settings):
    return settings.strategies["core"]


def test_every_indicator_of_an_authority_stands_under_one_priority(core, settings):
    listed = [id for priority in core.priorities for id in priority.indicators]
    whole_area = {"population", "deprivation"}  # pages of their own show them
    wanted = {
        id
        for id, indicator in settings.indicators.items()
        if indicator.theme not in whole_area
        and AUTHORITIES & set(indicator.levels)
        and not indicator.on_request
    }
    assert set(listed) == wanted
    assert sum(indicator.on_request for indicator in settings.indicators.values()) >= 30
    assert len(listed) == len(set(listed)) > 60


def test_every_life_stage_is_somebody_s(core):
    named = {stage for priority in core.priorities for stage in priority.life_stages}
    assert named == {stage.id for stage in core.life_stages}


def test_it_serves_any_area_and_comes_last(settings, checkout: Project):
    for slug, area in settings.areas.items():
        assert settings.strategy("core", slug).slug == "core"
        own = [one.slug for one in settings.strategies_of(slug)]
        assert own == ["core"] or "core" not in own, area.name


def test_it_is_never_expired(core):
    assert core.status_on(core.end.replace(year=core.end.year + 50)) == ""
