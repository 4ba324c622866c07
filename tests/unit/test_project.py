"""A project: names are resolved once, and what was not chosen is never made up."""

from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.settings.project import Project, open_project


def test_it_knows_the_folders_of_its_area_and_strategy(checkout: Project) -> None:
    slug = checkout.settings.strategies_of("exampleshire")[0].slug
    project = checkout.of("exampleshire", slug)
    work = checkout.paths.work
    assert (project.area.slug, project.strategy.slug) == ("exampleshire", slug)
    assert project.lock == work / "data/locks/exampleshire.lock"
    assert project.facts_folder == work / "data/facts/exampleshire"
    assert project.runs_folder == work / "data/runs/exampleshire" / slug
    assert project.pack_folder == work / "reports/packs/exampleshire" / slug


def test_an_unknown_name_gets_the_nearest_match(checkout: Project) -> None:
    with pytest.raises(UserFileError, match="Did you mean 'exampleshire'"):
        checkout.of("exampleshir")
    slug = checkout.settings.strategies_of("exampleshire")[0].slug
    with pytest.raises(UserFileError, match=f"Did you mean '{slug}'"):
        checkout.of("exampleshire", slug[:-1])


def test_the_strategy_of_another_area_is_refused(checkout: Project) -> None:
    other = checkout.settings.strategies_of("otherborough")[0].slug
    with pytest.raises(UserFileError, match="not of exampleshire"):
        checkout.of("exampleshire", other)


def test_what_was_not_chosen_is_a_fault_of_the_code(checkout: Project) -> None:
    for part in ("area", "strategy", "lock", "pack_folder"):
        with pytest.raises(LookupError, match="was chosen"):
            getattr(checkout, part)
    with pytest.raises(LookupError, match="no strategy was chosen"):
        assert checkout.of("exampleshire").runs_folder


def test_outside_a_checkout_there_is_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JSNA_HOME", str(tmp_path))
    with pytest.raises(UserFileError, match="not inside a workspace"):
        open_project()
