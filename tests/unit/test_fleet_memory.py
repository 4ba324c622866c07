"""A worker's memory: counted with all that it started, and bounded."""

import os
import subprocess
import sys
import time

import psutil

from jsna.fleet.memory import BEYOND_LIMIT, Usage, bounded, default_limit, tree_bytes

MEBIBYTE = 1 << 20
GREEDY = """
import subprocess, sys, time
from jsna.fleet.memory import Usage, bounded
child = "import sys, time; held = b'x' * (96 << 20); print(flush=True); time.sleep(60)"
with bounded(int(sys.argv[1]), Usage(), every=0.05):
    held = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
    print(held.pid, flush=True)
    time.sleep(20)
"""


def test_memory_is_an_even_share_of_the_machines() -> None:
    assert default_limit(2) == psutil.virtual_memory().total // 2


def test_a_worker_and_its_chapters_end_where_they_exceed_the_limit() -> None:
    own = tree_bytes(psutil.Process())
    limit = 100 * MEBIBYTE
    assert own > 0
    process = subprocess.Popen(
        [sys.executable, "-c", GREEDY, str(limit)], stdout=subprocess.PIPE, text=True
    )
    assert process.wait(timeout=30) == BEYOND_LIMIT
    told = process.stdout.read().split() if process.stdout else []
    assert told
    for pid in map(int, told):
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie"


def test_without_a_limit_the_peak_is_noted() -> None:
    usage = Usage()
    with bounded(0, usage, every=0.01):
        time.sleep(0.05)
    assert MEBIBYTE < usage.peak <= 2 * tree_bytes(psutil.Process(os.getpid()))
