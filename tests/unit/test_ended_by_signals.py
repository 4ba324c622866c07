"""What ends a process from outside: the block is left as by Ctrl-C, and tidying up is whole."""

import os
import signal
import time
from pathlib import Path

import pytest

from jsna.commands.ended_by_signals import ended_by_signals


def nothing(*_: object) -> None:
    """A handler of the test's own: who runs the tests may have told them to outlive a terminal."""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_what_ends_a_process_leaves_no_folder_behind(name: str, tmp_path: Path) -> None:
    ending = getattr(signal, name)
    folder = tmp_path / "scratch"
    before = signal.signal(ending, nothing)
    try:
        with pytest.raises(KeyboardInterrupt), ended_by_signals():
            try:
                folder.mkdir()
                os.kill(os.getpid(), ending)
                time.sleep(1)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)  # tidying up is not interrupted
                folder.rmdir()
        assert signal.getsignal(ending) is nothing
    finally:
        signal.signal(ending, before)
    assert not folder.exists()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no terminal that hangs up")
def test_what_was_told_to_outlive_its_terminal_does() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    reached = []
    try:
        with pytest.raises(KeyboardInterrupt), ended_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
            reached.append("after the terminal")
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
            reached.append("after the end")
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert reached == ["after the terminal"]
