"""The preview of the demonstration: a save is on the page soon, and its end leaves nothing.

In every run test_preview.py holds what is cheap: who is told when a page changes, what a page is
made of again, what ends it.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from conftest import BuiltPack

COMMAND = [sys.executable, "-m", "jsna.cli"]
FIRST_PAGE_SECONDS = 5.0
SAVE_SECONDS = 2.0
READY_SECONDS = 300.0
"""Processor time of the preview, so that what else the machine does fails no test."""


@dataclass(frozen=True)
class Preview:
    """A preview at work.

    Attributes:
        address: Of its first page.
        process: Its process.
        scratch: Where it may keep what it makes.
    """

    address: str
    process: "subprocess.Popen[str]"
    scratch: Path

    def page(self) -> str:
        """Return the page as it is now."""
        with urllib.request.urlopen(self.address, timeout=READY_SECONDS) as answer:
            return str(answer.read().decode())

    def spent(self) -> float:
        """Return the processor seconds that it has taken."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)


@pytest.fixture
def root(project_root: Path, tmp_path: Path) -> Path:
    """A checkout whose strategies may be written."""
    root = tmp_path / "checkout"
    (root / "reports").mkdir(parents=True)
    for name in ("config", "data", "docs", "notebooks", "reports/template"):
        (root / name).symlink_to(project_root / name)
    shutil.copytree(project_root / "reports/strategies", root / "reports/strategies")
    return root


@pytest.fixture
def preview(demo_pack: BuiltPack, root: Path, tmp_path: Path) -> Iterator[Preview]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    known = {"JSNA_HOME": str(root), "JSNA_WORK": str(demo_pack.work), "TMPDIR": str(scratch)}
    words = ["preview", demo_pack.area, demo_pack.strategy, "--no-browser"]
    process = subprocess.Popen(
        [*COMMAND, *words], env={**os.environ, **known}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    yield Preview(found[0], process, scratch)
    process.kill()
    process.wait()


@pytest.mark.slow
def test_a_save_is_on_the_page_within_two_seconds_and_the_end_leaves_nothing(
    preview: Preview, demo_pack: BuiltPack, root: Path
) -> None:
    assert "not for publication" in preview.page()
    assert preview.spent() < FIRST_PAGE_SECONDS
    wait_until_ready(preview)
    file = root / "reports/strategies" / demo_pack.strategy / "commentary/overview.md"
    words = file.read_text("utf-8")
    taken = []
    for name in ("Zebra", "Okapi", "Quagga"):
        before = preview.spent()
        file.write_text(f"{words}\n{name} is what was saved.\n", "utf-8")
        until = time.monotonic() + READY_SECONDS
        while name not in preview.page():
            assert time.monotonic() < until
            time.sleep(0.05)
        taken.append(preview.spent() - before)
    assert max(taken) < SAVE_SECONDS, "the first save too"
    assert list(preview.scratch.iterdir()) != []
    preview.process.send_signal(signal.SIGTERM)
    assert preview.process.wait(60) == 0
    assert list(preview.scratch.iterdir()) == []


def wait_until_ready(preview: Preview) -> None:
    """Wait until the page is ready for its first save: nothing is worked out any more."""
    until, before = time.monotonic() + READY_SECONDS, -1.0
    time.sleep(5)
    while preview.spent() - before > 0.05:
        assert time.monotonic() < until
        before = preview.spent()
        time.sleep(3)
