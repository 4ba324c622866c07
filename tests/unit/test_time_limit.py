"""How long a notebook may take, on a machine that is busy with something else."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from jsna.pack import time_limit
from jsna.pack.time_limit import TimeLimit, processor_seconds

SECONDS = 0.4


def given(monkeypatch: pytest.MonkeyPatch, *looks: float) -> TimeLimit:
    """Return a limit whose notebook has had so much of the processor, look by look."""
    told: Iterator[float] = iter(looks)
    monkeypatch.setattr(time_limit, "processor_seconds", lambda folder: next(told))
    return TimeLimit(SECONDS, "a folder")


def test_one_that_waits_for_nothing_is_ended_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = given(monkeypatch, 0.1, 0.1)
    assert limit.wait(threading.Event()) == pytest.approx(SECONDS)


def test_one_that_had_the_processor_for_as_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = given(monkeypatch, 0.36, 0.4)
    assert limit.wait(threading.Event()) == pytest.approx(SECONDS)


def test_one_that_had_little_of_the_processor_goes_on_while_it_gets_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit = given(monkeypatch, 0.1, 0.12, 0.14, 0.16, 0.16)
    assert limit.wait(threading.Event()) == pytest.approx(SECONDS * 1.3)


def test_one_that_is_answered_is_never_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    answered.set()
    assert given(monkeypatch).wait(answered) == 0


def test_the_processor_time_is_that_of_what_works_in_the_folder(tmp_path: Path) -> None:
    work = "sum(range(3_000_000)); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", work], cwd=tmp_path,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        assert processor_seconds(str(tmp_path)) > 0
        assert processor_seconds(str(tmp_path / "another")) == 0
        process.communicate(b"\n")
    assert processor_seconds(str(tmp_path)) == 0


def test_where_processes_can_not_be_seen_the_clock_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unseen(_: object, recursive: bool) -> list[psutil.Process]:
        raise psutil.AccessDenied(1)

    monkeypatch.setattr(psutil.Process, "children", unseen)
    assert TimeLimit(SECONDS, str(tmp_path)).wait(threading.Event()) == pytest.approx(SECONDS)
