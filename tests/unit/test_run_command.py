"""What `jsna run` and `jsna plan` tell, and with which exit code they end."""

import json
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.pack import run as pack_run
from jsna.pack.plan import Plan
from jsna.pack.run import RunResult
from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths

REASON = "the data hold no projection."


def results_with(failing: int) -> object:
    def run_plan(plan: Plan, *_: object, **__: object) -> list[RunResult]:
        return [
            RunResult(run, "failed", REASON, 1.0, Path(run.id))
            if number < failing
            else RunResult(run, "done", "", 1.0, Path(run.id))
            for number, run in enumerate(plan.runs)
        ]

    return run_plan


@pytest.fixture(scope="module")
def strategy() -> str:
    return load_settings(find_paths()).strategies_of("exampleshire")[0].slug


def test_a_failed_chapter_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], strategy: str
) -> None:
    monkeypatch.setattr(pack_run, "run_plan", results_with(1))
    assert main(["run", "exampleshire", strategy]) == 0
    said = capsys.readouterr().out
    assert "1 not available" in said
    assert f"Warning: chapter overview is not available: {REASON}" in said


def test_when_every_chapter_fails_the_command_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], strategy: str
) -> None:
    monkeypatch.setattr(pack_run, "run_plan", results_with(99))
    assert main(["run", "exampleshire", strategy]) == 4
    assert "no chapter of the pack could be made" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--cold-kernels"]])
def test_cold_kernels_are_for_whoever_asks(
    monkeypatch: pytest.MonkeyPatch, strategy: str, words: list[str]
) -> None:
    asked: list[object] = []

    def run_plan(plan: Plan, *_: object, **options: object) -> list[RunResult]:
        asked.append(options["cold_kernels"])
        return [RunResult(run, "done", "", 1.0, Path(run.id)) for run in plan.runs]

    monkeypatch.setattr(pack_run, "run_plan", run_plan)
    assert main(["run", "exampleshire", strategy, *words]) == 0
    assert asked == [bool(words)]


def test_the_plan_serves_people_and_scripts(
    capsys: pytest.CaptureFixture[str], strategy: str
) -> None:
    assert main(["plan", "exampleshire", strategy]) == 0
    assert "overview" in capsys.readouterr().out
    assert main(["plan", "exampleshire", strategy, "--json"]) == 0
    runs = json.loads(capsys.readouterr().out)["runs"]
    assert runs[0]["parameters"] == {"area": "exampleshire", "strategy": strategy, "priority": ""}
    assert main(["plan", "exampleshir", strategy]) == 2
    assert "Did you mean 'exampleshire'?" in capsys.readouterr().err
