"""Kernels forked from a parent: each as a cold one, nothing of the parent's or another's in it."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import KernelManager

from jsna.pack.forked_kernel import fork_kernel
from jsna.pack.kernel_environment import kernel_environment
from jsna.pack.warm_kernels import PROVISIONER, WarmKernels, kernels_can_be_warm, warm_kernels
from jsna.settings.paths import Paths

pytestmark = pytest.mark.skipif(not kernels_can_be_warm(), reason="no safe fork here")
PROBE = """
import io, json, os, random, sys, threading
import ipykernel.debugger
import numpy as np, pyarrow as pa, pyarrow.parquet as pq, pandas as pd
held = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")
        if os.path.exists(f"/proc/self/fd/{n}")]
rows = pa.table({"a": list(range(200_000))})
file = io.BytesIO()
pq.write_table(rows, file)
square = np.arange(90_000.0).reshape(300, 300) % 7
print(json.dumps({
    "random": [random.random(), float(np.random.rand())],
    "read": pq.read_table(io.BytesIO(file.getvalue()), use_threads=True)["a"].to_numpy()[-1].item(),
    "product": float((square @ square).sum()),
    "cwd": os.getcwd(), "environment": dict(os.environ), "path": sys.path[:1],
    "stdin": os.readlink("/proc/self/fd/0"), "held": held,
    "leader": os.getsid(0) == os.getpid(), "parent": os.getppid(), "pid": os.getpid(),
    "left": globals().get("left_behind", "nothing"),
    "seed": os.environ.get("PYTHONHASHSEED"), "hash": hash("wards"),
    "text": pd.Series(["wards"]).dtype.storage,
    "debugger": ipykernel.debugger._is_debugpy_available,
}))
left_behind = "of an earlier run"
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kernels")


@pytest.fixture(scope="module")
def environment(project_root: Path, scratch: Path) -> dict[str, str]:
    return kernel_environment(Paths(project_root, scratch), scratch)


@pytest.fixture(scope="module")
def warm(scratch: Path, environment: dict[str, str]) -> Iterator[psutil.Process]:
    """The parent of kernels, at work."""
    with parent_of_kernels(scratch, environment) as process:
        yield process


@contextmanager
def parent_of_kernels(scratch: Path, environment: dict[str, str]) -> Iterator[psutil.Process]:
    before = {child.pid for child in psutil.Process().children()}
    # no such area: the kernels are forked without evidence, and a chapter tells what is wrong
    with closing(WarmKernels(environment, scratch, ("nowhere", "nothing"))):
        (process,) = [c for c in psutil.Process().children() if c.pid not in before]
        yield process


@contextmanager
def kernel(name: str, environment: dict[str, str], folder: Path) -> Iterator[Callable[[str], str]]:
    """A kernel started as papermill's client does; call it with code to get what it printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", environment["JUPYTER_PATH"])
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
        manager = KernelManager(kernel_name=name)
        manager.start_kernel(env=environment, cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        yield lambda code: _printed(client, code)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _printed(client, code: str) -> str:
    parts: list[str] = []

    def hear(message) -> None:
        if message["msg_type"] == "stream":
            parts.append(message["content"]["text"])
        assert message["msg_type"] != "error", message["content"]["traceback"]

    client.execute_interactive(code, timeout=120, output_hook=hear)
    return "".join(parts)


def probe(name: str, environment: dict[str, str], folder: Path) -> dict:
    with kernel(name, environment, folder) as ask:
        return json.loads(ask(PROBE).splitlines()[-1])


def test_the_parent_forks_without_another_thread_that_could_hold_a_lock(warm, environment, scratch):
    probe(PROVISIONER, environment, scratch)
    assert warm.num_threads() == 1


def test_a_forked_kernel_is_as_a_cold_one(warm, environment, scratch):
    cold = probe("python3", environment, scratch)
    forked = probe(PROVISIONER, environment, scratch)
    same = ("read", "product", "cwd", "path", "leader", "left", "seed", "hash")
    assert {name: forked[name] for name in same} == {name: cold[name] for name in same}
    assert forked["read"] == 199_999
    assert not forked["debugger"]  # which takes as long to load as all else of a kernel
    assert forked["text"] == "python"  # no Arrow for each of a chapter's thousand short tables
    # a cold kernel asks by it whether its parent lives; the other its debugger sets
    own = {"JPY_PARENT_PID", "PYDEVD_USE_FRAME_EVAL"}
    assert {k for k in cold["environment"] if k not in own} == set(forked["environment"])
    assert not _open_in(warm) & set(forked["held"])
    assert forked["stdin"] == os.devnull
    assert forked["parent"] == warm.pid


@pytest.mark.parametrize("runs", [4, pytest.param(200, marks=pytest.mark.slow)])
def test_nothing_grows_and_nothing_is_passed_on(runs, warm, environment, scratch):
    probes = [probe(PROVISIONER, environment, scratch) for _ in range(2)]
    before = (warm.num_fds(), warm.num_threads(), len(warm.children()))
    probes += [probe(PROVISIONER, environment, scratch) for _ in range(runs)]
    _until(lambda: not warm.children())
    assert (warm.num_fds(), warm.num_threads()) == before[:2]
    assert {p["left"] for p in probes} == {"nothing"}
    assert not any(_open_in(warm) & set(p["held"]) for p in probes)
    for which in (0, 1):  # Python's generator and numpy's old one
        assert len({p["random"][which] for p in probes}) == len(probes)
    if runs > 100:
        assert warm.memory_info().rss < 1.02 * _memory_after(2, environment, scratch, warm)


def _open_in(process: psutil.Process) -> set[str]:
    """The sockets and pipes that a process holds."""
    numbers = Path(f"/proc/{process.pid}/fd").iterdir()
    held = {str(number.readlink()) for number in numbers}
    return {one for one in held if one.startswith(("socket:", "pipe:"))}


def _memory_after(runs, environment, scratch, warm) -> int:
    for _ in range(runs):
        probe(PROVISIONER, environment, scratch)
    return warm.memory_info().rss


def test_a_kernel_ends_with_the_worker_that_asked_for_it(warm, environment, scratch):
    forked = fork_kernel(str(scratch / "kernels.socket"), _order(environment, scratch))
    child = psutil.Process(forked.pid)
    assert forked.poll() is None
    forked._parent.close()
    _until(lambda: not child.is_running())
    assert warm.is_running()


def test_a_kernel_that_is_killed_is_told_to_whoever_waits(warm, environment, scratch):
    forked = fork_kernel(str(scratch / "kernels.socket"), _order(environment, scratch))
    forked.kill()
    assert forked.wait() == forked.poll() == -signal.SIGKILL
    assert not psutil.pid_exists(forked.pid)
    forked.terminate()  # too late, and no other process is met


def test_no_kernel_outlives_the_parent_whose_input_is_closed(environment, tmp_path):
    home = tmp_path / "k"
    home.mkdir()
    with parent_of_kernels(home, environment) as parent:
        forked = fork_kernel(str(home / "kernels.socket"), _order(environment, tmp_path))
        child = psutil.Process(forked.pid)
    _until(lambda: not child.is_running() and not parent.is_running())


def test_a_kernel_dies_with_its_parent_and_the_next_one_starts_cold(environment, tmp_path):
    home = tmp_path / "k"
    home.mkdir()
    own = kernel_environment(Paths(tmp_path, tmp_path), home)
    with parent_of_kernels(home, own) as parent:
        forked = fork_kernel(str(home / "kernels.socket"), _order(own, tmp_path))
        child = psutil.Process(forked.pid)
        parent.send_signal(signal.SIGKILL)
        _until(lambda: not child.is_running())
        assert forked.wait() == -signal.SIGKILL
        parent.wait()
        seen = probe(PROVISIONER, own, home)
    assert seen["parent"] == os.getpid()


def _order(environment: dict[str, str], folder: Path) -> dict:
    from jupyter_client.connect import write_connection_file

    file, _ = write_connection_file(str(folder / f"c{time.monotonic_ns()}.json"))
    return {"connection_file": file, "cwd": str(folder), "env": environment}


def _until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def test_in_a_folder_with_a_name_too_long_for_a_socket_kernels_start_cold(environment, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    assert warm_kernels(environment, deep, ("nowhere", "nothing")) is None


def test_only_linux_forks(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not kernels_can_be_warm()
