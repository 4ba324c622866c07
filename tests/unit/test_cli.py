"""The command line's frame: exit codes, messages without traceback, JSON, a disk that fails."""

import errno
import json
import os
import runpy
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from conftest import know_settings
from jsna import cli
from jsna.commands import doctor
from jsna.errors import (
    CheckFailed,
    JsnaError,
    Problem,
    SourceError,
    ToolMissing,
    UserFileError,
)


def _fails(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(args: Namespace, console: object) -> int:
        raise error

    monkeypatch.setattr(doctor, "run", run)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserFileError(Problem("it is wrong.", "a.yml", 3, "This is right.", "Do that.")), 2),
        (SourceError("the service is down."), 3),
        (CheckFailed("a check failed."), 4),
        (ToolMissing("a tool is missing."), 5),
    ],
)
def test_a_known_error_is_told_without_a_traceback(
    error: JsnaError,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _fails(monkeypatch, error)
    assert cli.main(["doctor"]) == code
    told = capsys.readouterr()
    assert told.err.strip() == str(error)
    assert "Traceback" not in told.err


def test_a_problem_is_told_with_place_rule_and_next_step() -> None:
    problem = Problem("it is wrong.", "a.yml", 3, "This is right.", "Do that.")
    assert str(problem) == "a.yml, line 3: it is wrong. This is right. Do that."
    assert str(Problem("it is wrong.")) == "it is wrong."


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_is_full_or_read_only_is_the_users_to_mend(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _fails(monkeypatch, OSError(number, "no", "out/pack"))
    assert cli.main(["doctor"]) == 2
    told = capsys.readouterr().err
    assert "out/pack" in told
    assert "JSNA_WORK" in told


@pytest.mark.parametrize(
    ("word", "hint"),
    [(".", True), ("nowhere", False), ("a" * 300, False)],
    ids=["folder", "none", "long"],
)
def test_a_folder_too_many_says_how_several_are_given(
    word: str, hint: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["fetch", "a-place", "--from", ".", word])
    assert ended.value.code == 2
    assert ("each has its own --from" in capsys.readouterr().err) == hint


def test_a_bug_is_not_dressed_as_the_users_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, OSError(errno.EBADF, "bad file"))
    with pytest.raises(OSError, match="bad file"):
        cli.main(["doctor"])


def test_an_interrupted_command_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _fails(monkeypatch, KeyboardInterrupt())
    assert cli.main(["doctor"]) == cli.INTERRUPTED
    assert "run the same command again" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["doctor"], ["doctor", "--json"]])
def test_a_reader_that_has_enough_is_no_error(
    words: list[str], tmp_path: Path, settings_texts: Path
) -> None:
    know_settings(tmp_path, settings_texts)
    command = [sys.executable, "-m", "jsna.cli", *words]
    env = {**os.environ, "JSNA_WORK": str(tmp_path)}
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, env=env)
    assert (done.returncode, done.stderr) == (0, "")


def test_another_pipe_that_breaks_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    _fails(monkeypatch, BrokenPipeError(errno.EPIPE, "a worker's"))
    with pytest.raises(BrokenPipeError, match="a worker's"):
        cli.main(["doctor"])


def test_json_is_one_object_on_standard_output_errors_included(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"]
    _fails(monkeypatch, SourceError("the service is down."))
    assert cli.main(["doctor", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told == {"error": ["the service is down."], "exit_code": 3}


def test_the_program_can_be_called_through_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["jsna", "explain", "no-such-figure", "--pack", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("jsna", run_name="__main__")
    assert ended.value.code == 2
    assert "nowhere" in capsys.readouterr().err
