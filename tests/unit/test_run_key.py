"""The run key changes with everything a chapter depends on, and with nothing else."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.facts.build_key import Built, note_path, write_built
from jsna.pack import run_key
from jsna.pack.plan import Plan, Run, make_plan
from jsna.pack.run_key import RunKeys
from jsna.settings.commentary import commentary_folder
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.verified_folder import write_digests


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setattr(run_key, "PACKAGE", tmp_path / "package")
    files = {
        "package/chapter.py": "x = 1",
        "package/figures/web_map_parts/page.css": "p {}",
        "notebooks/priority_summary.ipynb": "{}",
        "notebooks/area_profile.ipynb": "{}",
        "reports/template/page.html": "<p>",
        "data/facts/exampleshire/facts.parquet": "facts",
        "data/locks/exampleshire.lock": "snapshots",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    paths = Paths(tmp_path, tmp_path)
    write_digests(paths.facts("exampleshire"))
    write_built(paths, "exampleshire", Built("key", (), 1, 0))
    return paths


@pytest.fixture
def plan(settings: Settings, paths: Paths) -> Plan:
    strategy = settings.strategies_of("exampleshire")[0]
    return make_plan(Project(paths, settings).of("exampleshire", strategy.slug))


def priority_run(plan: Plan) -> Run:
    return next(run for run in plan.runs if run.notebook == "priority_summary")


def key(plan: Plan, run: Run | None = None) -> str:
    return RunKeys(plan).key(run or priority_run(plan))


def changed(plan: Plan, **parts: object) -> Plan:
    """The plan of a project in which something else was chosen or set."""
    return replace(plan, project=replace(plan.project, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "package/chapter.py",
        "package/figures/web_map_parts/page.css",
        "notebooks/priority_summary.ipynb",
        "reports/template/page.html",
        "data/facts/exampleshire/facts.parquet",
        "data/facts/exampleshire/outlines-ward.parquet",
        "data/locks/exampleshire.lock",
    ],
)
def test_the_key_changes_with_each_file(
    plan: Plan, settings: Settings, paths: Paths, name: str
) -> None:
    before = key(plan)
    (paths.root / name).write_text("changed")
    write_digests(paths.facts("exampleshire"))
    assert key(plan) != before


def test_the_key_changes_with_area_indicator_and_source_settings(
    plan: Plan, settings: Settings, paths: Paths
) -> None:
    before = key(plan)
    renamed = plan.area.model_copy(update={"name": "Elsewhere"})
    assert key(changed(plan, chosen_area=renamed)) != before
    used = next(p for p in plan.strategy.priorities if p.id == priority_run(plan).priority)
    indicator = settings.indicators[used.indicators[0]].model_copy(update={"decimals": 3})
    other = changed(
        plan,
        settings=replace(settings, indicators={**settings.indicators, indicator.id: indicator}),
    )
    assert key(other) != before


def test_the_key_changes_with_an_indicator_of_numbers_affected(
    plan: Plan, settings: Settings, paths: Paths
) -> None:
    (id,) = plan.strategy.numbers_affected
    renamed = settings.indicators[id].model_copy(update={"title": "Another title"})
    other = changed(
        plan, settings=replace(settings, indicators={**settings.indicators, id: renamed})
    )
    assert key(other) != key(plan)


def test_another_priority_and_unused_indicators_change_only_their_own_keys(
    plan: Plan, settings: Settings, paths: Paths
) -> None:
    run = priority_run(plan)
    priorities = tuple(
        p if p.id == run.priority else p.model_copy(update={"aim": "Another aim"})
        for p in plan.strategy.priorities
    )
    strategy = plan.strategy.model_copy(update={"priorities": priorities})
    other = changed(plan, chosen_strategy=strategy)
    assert key(other, run) == key(plan, run)
    overview = plan.runs[0]
    assert key(other, overview) != key(plan, overview)
    (paths.root / "notebooks/area_profile.ipynb").write_text("changed")
    assert key(other, run) == key(plan, run)


def test_the_chapters_of_wards_and_about_the_data_depend_on_every_indicator(
    plan: Plan, settings: Settings, paths: Paths
) -> None:
    named = {id for priority in plan.strategy.priorities for id in priority.indicators}
    other = next(i for id, i in settings.indicators.items() if id not in named)
    renamed = {**settings.indicators, other.id: other.model_copy(update={"title": "Another"})}
    other = changed(plan, settings=replace(settings, indicators=renamed))
    for name in ("what_changed", "data_quality", "ward_inequalities"):
        (paths.root / f"notebooks/{name}.ipynb").write_text("{}")
    for run in (*plan.runs[-2:], plan.runs[3]):
        assert key(other, run) != key(plan, run)
    assert key(other) == key(plan)


def write_words(plan: Plan, name: str, text: str) -> None:
    file = commentary_folder(plan.project.paths, plan.strategy.slug) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def keys(plan: Plan, paths: Paths) -> dict[str, str]:
    for name in {run.notebook for run in plan.runs}:
        (paths.notebooks / f"{name}.ipynb").write_text("{}")
    return {run.id: key(plan, run) for run in plan.runs}


def approval(name: str) -> str:
    said = {"measure": "M", "period": "", "label": "", "value": "1", "outcome": "worse"}
    return json.dumps({name: {"a": {"20101": said}}})


@pytest.mark.parametrize(
    ("name", "repeated"),
    [
        ("overview.md", "overview"),
        ("everyday-health.md", "everyday-health"),
        ("92443.md", "everyday-health"),
        ("ward-E05900003.md", "ward-inequalities ward-profiles"),
        ("nothing-known.md", ""),
        ("848-and-more.md", ""),
    ],
)
def test_the_councils_words_repeat_what_shows_them_and_nothing_else(
    plan: Plan, paths: Paths, name: str, repeated: str
) -> None:
    found = [keys(plan, paths)]
    for file, text in ((name, "Words."), (name, "Others."), ("approved.json", approval(name[:-3]))):
        write_words(plan, file, text)
        found.append(keys(plan, paths))
    for before, after in pairwise(found):
        assert [id for id in before if before[id] != after[id]] == repeated.split()


def test_an_indicator_that_the_words_quote_is_one_that_their_run_depends_on(
    plan: Plan, settings: Settings, paths: Paths
) -> None:
    run = next(run for run in plan.runs if run.id == "everyday-health")
    renamed = settings.indicators["20101"].model_copy(update={"title": "Another"})
    catalogue = {**settings.indicators, "20101": renamed}
    other = changed(plan, settings=replace(settings, indicators=catalogue))
    assert key(other, run) == key(plan, run)
    write_words(plan, "everyday-health.md", "Born light: {{20101.value }}.")
    assert key(other, run) != key(plan, run)


def test_without_facts_there_is_no_key(plan: Plan, settings: Settings, paths: Paths) -> None:
    note_path(paths, "exampleshire").unlink()
    with pytest.raises(UserFileError, match="jsna build exampleshire"):
        key(plan)
