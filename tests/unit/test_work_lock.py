"""One process at a time: the second waits and is told; one that was killed holds nothing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.snapshots import work_lock
from jsna.snapshots.work_lock import at_work

HOLD = """import sys, time
from pathlib import Path
from jsna.snapshots.work_lock import at_work
with at_work(Path(sys.argv[1]), "x", print, shared=sys.argv[2] == "shared"):
    print("held", flush=True)
    time.sleep(float(sys.argv[3]))
"""


def holder(file: Path, how: str, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(file), how, str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    file, told = tmp_path / "deep" / "pack", list[str]()
    first = holder(file, "alone", 0.8)
    began = time.monotonic()
    with at_work(file, "the pack of a and b", told.append):
        assert time.monotonic() - began > 0.3
    assert told == [
        f"Another jsna (process {first.pid}) is at work on the pack of a and b; this one waits"
        " for it."
    ]
    assert first.wait() == 0


def test_a_process_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    first = holder(tmp_path / "pack", "alone", 60)
    first.kill()
    first.wait()
    told: list[str] = []
    with at_work(tmp_path / "pack", "the pack", told.append):
        assert told == []


def test_those_that_only_read_share_and_the_one_that_writes_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, told = holder(tmp_path / "area", "shared", 60), list[str]()
    with at_work(tmp_path / "area", "the data", told.append, shared=True):
        assert told == []
    monkeypatch.setattr(work_lock, "LONGEST_WAIT", 0.3)
    with (
        pytest.raises(UserFileError, match="at work on the data for over an hour"),
        at_work(tmp_path / "area", "the data", told.append),
    ):
        pass
    assert len(told) == 1
    first.kill()
    first.wait()


def test_a_command_made_of_others_does_not_wait_for_itself(tmp_path: Path) -> None:
    told: list[str] = []
    with (
        at_work(tmp_path / "pack", "x", told.append),
        at_work(tmp_path / "pack", "x", told.append),
    ):
        assert told == []
    with at_work(tmp_path / "pack", "x", told.append):
        assert told == []
