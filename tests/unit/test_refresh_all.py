"""Every strategy of an area in one go: files and facts once, and one that stops stops no other."""

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from jsna.commands import build, refresh
from jsna.commands.console import Console
from jsna.commands.refresh import Files, Wishes
from jsna.commands.refresh_all import refresh_each
from jsna.errors import CheckFailed, Problem, SourceError, ToolMissing, UserFileError
from jsna.pack import manifest


@dataclass
class Done:
    """What was done, in order, and what each strategy's pack is to end with."""

    did: list[str]
    ends: dict[str, Exception]
    checks: dict[str, list[dict[str, object]]]
    made: dict[Path, list[dict[str, object]]]


@pytest.fixture
def done(monkeypatch, tmp_path):
    done = Done([], {}, {}, {})

    def make(project, files, wishes, console):
        assert not files.fetch  # taken once, before
        slug = project.strategy.slug
        done.did.append(slug)
        if slug in done.ends:
            raise done.ends[slug]
        done.made[project.pack_folder] = done.checks.get(slug, [{"name": "Links", "passed": True}])

    monkeypatch.setattr(refresh, "take_files", lambda *_: done.did.append("fetch"))
    monkeypatch.setattr(build, "build_area", lambda *_: done.did.append("build"))
    monkeypatch.setattr(refresh, "refresh", make)
    monkeypatch.setattr(manifest, "read_manifest", lambda folder: {"checks": done.made[folder]})
    return done


@pytest.fixture
def projects(tmp_path: Path):
    paths = SimpleNamespace(parsed_yaml=tmp_path / "parsed.json")
    return [
        SimpleNamespace(
            paths=paths, strategy=SimpleNamespace(slug=slug), pack_folder=tmp_path / slug
        )
        for slug in ("first", "second", "third")
    ]


def test_files_and_facts_once_then_every_pack(done, projects, capsys):
    done.checks["second"] = [{"name": "Links", "passed": False}, {"name": "Tables", "passed": True}]
    refresh_each(projects, Files(), Wishes(), Console())
    assert done.did == ["fetch", "build", "first", "second", "third"]
    told = capsys.readouterr().out.splitlines()
    assert told[-3:] == [
        "first: 1 of 1 checks passed",
        "second: 1 of 2 checks passed; failed: Links",
        "third: 1 of 1 checks passed",
    ]


@pytest.mark.parametrize("kind", [UserFileError, SourceError, CheckFailed])
def test_what_stops_one_pack_is_told_under_its_strategy_when_the_others_are_made(
    done, projects, kind, capsys
):
    done.ends["first"] = kind(Problem("it is wrong.", "a.md", 3))
    with pytest.raises(kind, match=r"a.md, line 3: first: it is wrong"):
        refresh_each(projects, Files(), Wishes(), Console())
    assert done.did[-2:] == ["second", "third"]
    assert "first: stopped, see below" in capsys.readouterr().out


def test_a_missing_tool_stops_all(done, projects):
    done.ends["first"] = ToolMissing("there is no renderer.")
    with pytest.raises(ToolMissing):
        refresh_each(projects, Files(), Wishes(), Console())
    assert done.did == ["fetch", "build", "first"]


def test_scripts_are_told_of_every_pack(done, projects, capsys):
    done.ends["third"] = CheckFailed("a small count.")
    console = Console(as_json=True)
    with pytest.raises(CheckFailed):
        refresh_each(projects, Files(fetch=False), Wishes(), console)
    console.finish()
    packs = json.loads(capsys.readouterr().out)["packs"]
    assert [(pack["strategy"], pack["made"]) for pack in packs] == [
        ("first", True), ("second", True), ("third", False),
    ]  # fmt: skip
    assert done.did[0] == "build"
