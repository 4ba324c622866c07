"""What a chapter reads it notes itself: every view, and every file that it opens."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from jsna.errors import UserFileError
from jsna.facts.noted_store import noted_store
from jsna.facts.parts import indicator_digests, read_parts, write_parts
from jsna.facts.read_digests import ReadDigests
from jsna.facts.reads import NotedMapping, NotedSequence, Reads, noted_project, take_reads, unnoted
from jsna.facts.store import TABLES, FactStore
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project


@pytest.fixture
def project(settings: Settings, paths: Paths) -> Project:
    strategy = settings.strategies_of("exampleshire")[0].slug
    return Project(paths, settings).of("exampleshire", strategy)


@pytest.fixture
def reads(project: Project) -> Reads:
    return Reads(ReadDigests(project))


def test_settings_note_each_entry_that_is_read_and_the_list(project: Project, reads: Reads) -> None:
    noted = noted_project(project, reads)
    assert reads.found == {}
    assert noted.settings.indicators["20101"] is project.settings.indicators["20101"]
    assert "no-such" not in noted.settings.indicators
    assert noted.settings.indicators.get("no-such") is None
    assert set(reads.found) == {"indicator:20101", "indicator:no-such"}
    assert len(noted.settings.themes) == len(project.settings.themes)
    assert [*noted.settings.sources.values()] == [*project.settings.sources.values()]
    every = {f"source:{id}" for id in project.settings.sources}
    assert {"list:themes", "list:sources", *every} < set(reads.found)


def test_a_source_that_is_not_there_is_told_as_ever(project: Project, reads: Reads) -> None:
    noted = noted_project(project, reads)
    with pytest.raises(UserFileError, match="does not describe the source"):
        noted.settings.sources["no-such"]
    assert noted.settings.sources.get("no-such") is None


def test_a_strategy_notes_each_field_and_priority(project: Project, reads: Reads) -> None:
    strategy = noted_project(project, reads).strategy
    assert isinstance(strategy, type(project.strategy))
    assert (strategy.slug, strategy.title) == (project.strategy.slug, project.strategy.title)
    assert set(reads.found) == {"strategy:title"}
    first = next(iter(strategy.priorities))
    assert set(reads.found) == {"strategy:title", "priorities:", f"priority:{first.id}"}
    assert strategy.indicator_ids == project.strategy.indicator_ids
    assert strategy.counted_stages == project.strategy.counted_stages
    assert {f"priority:{p.id}" for p in project.strategy.priorities} < set(reads.found)
    assert {"strategy:numbers_affected", "strategy:life_stages"} < set(reads.found)
    assert strategy.priorities[:2] == project.strategy.priorities[:2]


def test_a_table_that_is_read_whole_is_noted(reads: Reads) -> None:
    frames = {name: pd.DataFrame({"name": [name]}) for name in TABLES}
    store = noted_store(FactStore(**frames, snapshot_ids=("a",)), reads)
    assert unnoted(store).facts is frames["facts"]
    assert reads.found == {}
    assert [getattr(store, name) is frame for name, frame in frames.items()] == [True] * 6
    assert set(reads.found) == {f"table:{name}" for name in TABLES}
    assert store.snapshot_ids == ("a",)
    assert "lock:" in reads.found


def test_views_show_what_they_hold(reads: Reads) -> None:
    mapping = NotedMapping({"a": 1, "b": 2}, reads, "theme", "list:themes")
    assert dict(mapping) == {"a": 1, "b": 2}
    items = NotedSequence([1, 2, 3], reads, "priorities:", lambda n: f"priority:{n}")
    assert [*items] == [1, 2, 3]
    assert items[1:] == [2, 3]
    assert 3 in items


def test_what_was_read_is_written_and_taken_once(reads: Reads, tmp_path: Path) -> None:
    assert take_reads(tmp_path) is None
    reads.note("indicator:20101")
    reads.write(tmp_path)
    assert take_reads(tmp_path) == reads.found
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "reads.json").write_text("[half")
    assert take_reads(tmp_path) is None


LISTEN = """
import os, sys
from dataclasses import replace
from pathlib import Path
from jsna.facts.read_digests import ReadDigests
from jsna.facts.reads import Reads, note_opened_files
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
root = Path(sys.argv[1])
strategy = Strategy.model_construct(slug="plan")
project = Project(Paths(root, root), Settings({}, {}, {}, {}, {}), None, strategy)
reads = Reads(ReadDigests(project))
note_opened_files(reads, root / "data/runs/own")
(root / "data/a.csv").read_text()
open(os.fsencode(root / "config/b.yml")).close()
list((root / "geo").glob("*"))
try: open(root / "data/gone.csv")
except OSError: pass
(root / "data/runs/own/figure.svg").write_text("x")
(root / "data/facts/digests.json").read_text()
(root / "reports/strategies/plan/commentary/overview.md").read_text()
(root / "src/code.py").read_text()
print("\\n".join(sorted(reads.found)))
print(sum(value == "absent" for value in reads.found.values()))
"""


def test_every_file_of_the_project_that_is_opened_or_listed_is_noted(tmp_path: Path) -> None:
    for name in ("data/a.csv", "config/b.yml", "geo/c.csv", "data/facts/digests.json",
                 "reports/strategies/plan/commentary/overview.md", "src/code.py",
                 "data/runs/own/old.svg"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    # a hook stays for the life of a process
    command = [sys.executable, "-c", LISTEN, str(tmp_path)]
    heard = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert heard.splitlines() == [
        "file:work/config/b.yml", "file:work/data/a.csv", "file:work/data/gone.csv",
        "folder:work/geo", "1",
    ]  # fmt: skip


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {"indicator_id": ["a", "a", "b"], "area_code": ["x", "y", "x"], "value": [1.0, None, 3.0]}
    )


def test_each_indicators_rows_have_a_digest_of_their_own(tmp_path: Path) -> None:
    before = indicator_digests(rows())
    assert set(before) == {"a", "b"}
    assert indicator_digests(rows().iloc[[2, 0, 1]]) == before
    for column, place, value in (("value", 1, 0.0), ("value", 0, 1.0000001), ("area_code", 0, "z")):
        changed = rows()
        changed.loc[place, column] = value
        after = indicator_digests(changed)
        assert after["a"] != before["a"], (column, place)
        assert after["b"] == before["b"]
    assert indicator_digests(rows().iloc[[1, 0, 2]])["a"] != before["a"]
    write_parts(tmp_path, {"facts": rows()})
    assert read_parts(tmp_path) == {"facts": before}
    (tmp_path / "parts.json").write_text('{"facts": 1}')
    assert read_parts(tmp_path) == {}


def test_what_is_not_read_changes_no_digest(project: Project, reads: Reads) -> None:
    reads.note("indicator:20101")
    renamed = project.settings.indicators["848"].model_copy(update={"title": "Another"})
    settings = replace(project.settings, indicators={**project.settings.indicators, "848": renamed})
    now = ReadDigests(replace(project, settings=settings))
    assert {read: now.of(read) for read in reads.found} == reads.found
