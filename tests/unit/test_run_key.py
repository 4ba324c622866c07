"""The run key: how a run is made, and by content all that it read; nothing else repeats it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.facts.build_key import Built, note_path, write_built
from jsna.facts.parts import PARTS
from jsna.facts.read_digests import EVERYTHING
from jsna.pack import run_key
from jsna.pack.plan import Plan, Run, make_plan
from jsna.pack.run_key import RunKeys
from jsna.settings.commentary import commentary_folder
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.digest import sha256
from jsna.snapshots.lock import LockEntry, write_lock
from jsna.snapshots.verified_folder import write_digests

SHA = "a" * 64
DAY = datetime(2026, 1, 15, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setattr(run_key, "PACKAGE", tmp_path / "package")
    files = {
        "package/chapter.py": "x = 1",
        "package/register/authorities.csv": "code",
        "package/figures/web_map_parts/page.css": "p {}",
        "notebooks/priority_summary.ipynb": "{}",
        "notebooks/area_profile.ipynb": "{}",
        "reports/template/page.html": "<p>",
        "data/facts/exampleshire/facts.parquet": "facts",
        f"data/facts/exampleshire/{PARTS}": json.dumps({"facts": {"20101": "a", "848": "b"}}),
        f"data/snapshots/aa/{SHA}/snapshot.yml": "title: A file",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    paths = Paths(tmp_path, tmp_path)
    write_digests(paths.facts("exampleshire"))
    write_built(paths, "exampleshire", Built("key", (), 1, 0))
    write_lock(paths.lock("exampleshire"), "exampleshire", [LockEntry(SHA, "ons", "F", 1, DAY)])
    return paths


@pytest.fixture
def plan(settings: Settings, paths: Paths) -> Plan:
    strategy = settings.strategies_of("exampleshire")[0]
    return make_plan(Project(paths, settings).of("exampleshire", strategy.slug))


def priority_run(plan: Plan) -> Run:
    return next(run for run in plan.runs if run.notebook == "priority_summary")


def key(plan: Plan, run: Run | None = None) -> str:
    return RunKeys(plan).key(run or priority_run(plan))


def record(plan: Plan, *reads: str) -> dict[str, object]:
    """The record of a run of now that read these things."""
    digests = RunKeys(plan).digests
    return {"key": key(plan), "read": {read: digests.of(read) for read in reads}}


def changed(plan: Plan, told: dict[str, object]) -> list[str]:
    return RunKeys(plan).changed(told, priority_run(plan))


def with_parts(plan: Plan, **parts: object) -> Plan:
    """The plan of a project in which something else was chosen or set."""
    return replace(plan, project=replace(plan.project, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    [
        "package/chapter.py",
        "package/register/authorities.csv",
        "package/figures/web_map_parts/page.css",
        "notebooks/priority_summary.ipynb",
    ],
)
def test_the_key_changes_with_all_that_a_run_is_made_with(plan: Plan, name: str) -> None:
    before, told = key(plan), record(plan, "facts:20101")
    (plan.project.paths.root / name).write_text("changed")
    assert key(plan) != before
    assert changed(plan, told) == ["how it is made"]


def test_the_key_changes_with_parameters_and_not_with_anothers_notebook(plan: Plan) -> None:
    run = priority_run(plan)
    other = replace(run, parameters={**run.parameters, "priority": "other"})
    assert key(plan, other) != key(plan, run)
    before = key(plan)
    (plan.project.paths.root / "notebooks/area_profile.ipynb").write_text("changed")
    assert key(plan) == before


@pytest.mark.parametrize("update", [{"neighbour_set": "dfe-children"}, {"name": "Elsewhere"}])
def test_the_areas_own_settings_repeat_every_run(plan: Plan, update: dict[str, str]) -> None:
    told, area = record(plan, "facts:20101"), plan.project.area
    assert changed(with_parts(plan, chosen_area=area.model_copy()), told) == []
    other = with_parts(plan, chosen_area=area.model_copy(update=update))
    assert changed(other, told) == ["how it is made"]


def test_without_digests_of_rows_the_whole_table_counts(plan: Plan) -> None:
    folder = plan.project.facts_folder
    (folder / PARTS).write_text("damaged")
    write_digests(folder)
    told = record(plan, "facts:20101")
    (folder / "facts.parquet").write_text("other facts")
    write_digests(folder)
    assert changed(plan, told) == ["facts:20101"]


def test_only_the_rows_that_were_read_count(plan: Plan) -> None:
    told = record(plan, "facts:20101", "facts:1")
    folder = plan.project.facts_folder
    (folder / "facts.parquet").write_text("other facts")
    for digests, repeated in [
        ({"20101": "a", "848": "revised"}, []),
        ({"20101": "revised", "848": "b"}, ["facts:20101"]),
        ({"20101": "a", "1": "came"}, ["facts:1"]),
        ({}, ["facts:20101"]),
    ]:
        (folder / PARTS).write_text(json.dumps({"facts": digests}))
        write_digests(folder)
        assert changed(plan, told) == repeated


def test_a_run_that_does_not_tell_what_it_read_depends_on_everything(plan: Plan) -> None:
    told = record(plan, EVERYTHING)
    assert changed(plan, told) == []
    for silent in ({"key": key(plan)}, {"key": key(plan), "read": {}}, {**told, "read": [1]}):
        assert changed(plan, silent) == [EVERYTHING]
    (plan.project.facts_folder / "outlines-ward.parquet").write_text("changed")
    write_digests(plan.project.facts_folder)
    assert changed(plan, told) == [EVERYTHING]


def test_a_kind_of_thing_that_is_not_known_is_never_taken_for_unchanged(plan: Plan) -> None:
    assert changed(plan, {"key": key(plan), "read": {"weather:today": "rain"}}) == ["weather:today"]


@pytest.mark.parametrize(
    ("read", "file"),
    [
        ("table:facts", "data/facts/exampleshire/facts.parquet"),
        (
            "file:work/data/facts/exampleshire/facts.parquet",
            "data/facts/exampleshire/facts.parquet",
        ),
        ("file:work/reports/template/page.html", "reports/template/page.html"),
        ("file:work/reports/template/gone.html", "reports/template/gone.html"),
        ("folder:work/reports/template", "reports/template/more.html"),
        ("tables:", "data/facts/exampleshire/outlines-msoa.parquet"),
        (f"snapshot:{SHA}", f"data/snapshots/aa/{SHA}/snapshot.yml"),
    ],
)
def test_a_file_that_was_read_counts_by_its_bytes(plan: Plan, read: str, file: str) -> None:
    told = record(plan, read)
    (plan.project.paths.root / file).write_text("other bytes")
    write_digests(plan.project.facts_folder)
    assert changed(plan, told) == [read]


def test_the_first_revision_repeats_only_what_reads_it_or_what_it_replaced(plan: Plan) -> None:
    facts = "work/data/facts/exampleshire"
    before = f"file:{facts}/previous/facts.lock"
    told = record(plan, "tables:", f"folder:{facts}", "facts:20101", before)
    folder = plan.project.facts_folder / "previous"
    folder.mkdir()
    (folder / "facts.lock").write_text("what was replaced")
    (folder / "facts.parquet").write_text("older facts")
    write_digests(plan.project.facts_folder)
    assert changed(plan, told) == [before]
    (plan.project.facts_folder / "outlines-ward.parquet").write_text("new outlines")
    write_digests(plan.project.facts_folder)
    assert changed(plan, told) == ["tables:", f"folder:{facts}", before]


def test_settings_count_one_by_one(plan: Plan, settings: Settings) -> None:
    told = record(plan, "indicator:20101", "list:indicators", "source:fingertips")
    for id, repeated in (("848", []), ("20101", ["indicator:20101"])):
        renamed = settings.indicators[id].model_copy(update={"title": "Another"})
        catalogue = {**settings.indicators, id: renamed}
        other = with_parts(plan, settings=replace(settings, indicators=catalogue))
        assert changed(other, told) == repeated
    fewer = {id: one for id, one in settings.indicators.items() if id != "848"}
    other = with_parts(plan, settings=replace(settings, indicators=fewer))
    assert changed(other, told) == ["list:indicators"]


def test_the_strategy_counts_field_by_field(plan: Plan) -> None:
    first, second, *rest = plan.strategy.priorities
    told = record(plan, f"priority:{first.id}", "strategy:title")
    for update, repeated in [
        ({"title": "Another"}, ["strategy:title"]),
        ({"short_title": "Another"}, []),
        ({"priorities": (first, second.model_copy(update={"aim": "Another"}), *rest)}, []),
        ({"priorities": (first.model_copy(update={"aim": "Another"}), second, *rest)},
         [f"priority:{first.id}"]),
        ({"priorities": (second, *rest)}, [f"priority:{first.id}"]),
    ]:  # fmt: skip
        strategy = plan.strategy.model_copy(update=update)
        assert changed(with_parts(plan, chosen_strategy=strategy), told) == repeated


def test_the_day_of_the_data_counts_as_far_as_it_was_asked(plan: Plan) -> None:
    lock = plan.project.lock
    month, past, day = (record(plan, read) for read in ("month:", "past:2026-01-20", "day:"))
    write_lock(lock, "exampleshire", [LockEntry(SHA, "ons", "F", 1, DAY.replace(day=18))])
    assert [changed(plan, told) for told in (month, past, day)] == [[], [], ["day:"]]
    write_lock(lock, "exampleshire", [LockEntry(SHA, "ons", "F", 1, DAY.replace(day=21))])
    assert [changed(plan, told) for told in (month, past)] == [[], ["past:2026-01-20"]]
    write_lock(lock, "exampleshire", [LockEntry(SHA, "ons", "F", 1, DAY.replace(month=2))])
    assert changed(plan, month) == ["month:"]


def test_the_councils_words_count_by_file(plan: Plan) -> None:
    folder = commentary_folder(plan.project.paths, plan.strategy.slug)
    folder.mkdir(parents=True)
    told = record(plan, "words:overview", "approved:overview", "wards-with-words:")
    for name, text, repeated in [
        ("848.md", "Words.", []),
        ("approved.json", json.dumps({"848": {}}), []),
        ("ward-E05900003.md", "Words.", ["wards-with-words:"]),
        ("overview.md", "Words.", ["words:overview"]),
        ("approved.json", json.dumps({"overview": {}}), ["approved:overview"]),
    ]:
        (folder / name).write_text(text)
        assert changed(plan, told) == repeated
        told = record(plan, *told["read"])  # type: ignore[misc]


def test_a_files_name_is_below_its_folder_and_of_the_project_alone(plan: Plan) -> None:
    digests, root = RunKeys(plan).digests, plan.project.paths.root
    assert digests.name_of(root / "config/areas/a.yml") == "work/config/areas/a.yml"
    assert digests.name_of(root / "src/jsna/cli.py") == ""
    assert digests.name_of(Path("/elsewhere/data/a.csv")) == ""
    assert digests.of("file:work/reports/template/page.html") == sha256(b"<p>")


def test_without_facts_there_is_no_key(plan: Plan, paths: Paths) -> None:
    note_path(paths, "exampleshire").unlink()
    with pytest.raises(UserFileError, match="jsna build exampleshire"):
        key(plan)
