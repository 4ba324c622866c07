"""The parent's side of the workers: hands out jobs, keeps the time, ends what hangs."""

import json
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Any, Final

from jsna.pack.kernel_environment import kernel_environment
from jsna.pack.time_limit import TimeLimit
from jsna.pack.warm_kernels import PROVISIONER, warm_kernels
from jsna.pack.worker import DEAD, FAILED, end_children
from jsna.settings.paths import Paths

TIME_LIMIT: Final = 600.0
"""Seconds that one notebook may take: see `time_limit.py` for those that wait for the processor."""


class WorkerPool:
    """As many worker processes as asked for, each executing one job at a time.

    Use it with `contextlib.closing`: no worker or kernel outlives it.

    Args:
        workers: How many.
        paths: The checkout, and where built files go.
        time_limit: Seconds that a notebook may take; 0 means TIME_LIMIT.
        evidence: Area and strategy whose evidence is loaded once, and each kernel forked with it
            at hand, and with every measure tested where a third word is "judged"; None starts
            each kernel cold, as does a system without a safe fork.
    """

    def __init__(
        self,
        workers: int,
        paths: Paths,
        time_limit: float = 0,
        evidence: tuple[str, ...] | None = None,
    ) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="jsna-kernels-")
        scratch = Path(self._scratch.name)
        environment = kernel_environment(paths, scratch)
        self._warm = warm_kernels(environment, scratch, evidence)
        logs = [Path(self._scratch.name, f"worker-{n}.log") for n in range(workers)]
        self._idle = [_Worker(environment, log, time_limit or TIME_LIMIT) for log in logs]
        self._all = tuple(self._idle)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="jsna-worker")

    def close(self) -> None:
        """End the workers and their kernels, in the middle of a job if need be."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.end()
        if self._warm:
            self._warm.close()
        self._threads.shutdown(wait=True)
        for worker in self._all:
            worker.close_pipes()
        self._scratch.cleanup()

    def submit(self, job: dict[str, Any]) -> "Future[dict[str, Any]]":
        """Return the future answer (see `worker.execute`); a dead kernel is tried once more."""
        job = job | {"kernel": PROVISIONER} if self._warm else job
        return self._threads.submit(self._execute, job)

    def _execute(self, job: dict[str, Any]) -> dict[str, Any]:
        # list.pop and append are atomic, and there are as many threads as workers
        worker = self._idle.pop()
        started = monotonic()
        try:
            answer = worker.ask(job)
            if answer["status"] == DEAD:
                answer = worker.ask(job)
            return answer | {"seconds": round(monotonic() - started, 2)}
        finally:
            self._idle.append(worker)


class _Worker:
    """One worker process; started again when it died or was ended."""

    def __init__(self, environment: dict[str, str], log: Path, time_limit: float) -> None:
        self._environment = environment
        self._log = log
        self._time_limit = time_limit
        self._closed = False
        self._starting = threading.Lock()
        self._start()

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        if self._process.poll() is not None:
            self._start()
        answered, ended_after = threading.Event(), list[float]()
        limit = TimeLimit(self._time_limit, job["run_folder"])
        watch = threading.Thread(
            target=self._end_late, args=(limit, answered, ended_after), daemon=True
        )
        watch.start()
        try:
            answer = self._exchange(json.dumps(job))
        finally:
            answered.set()
            watch.join()
        if ended_after:
            reason = f"it was ended after {ended_after[0]:.0f} seconds"
            return {"status": FAILED, "reason": reason, "details": ""}
        log = self._log.read_text("utf-8", errors="replace")[-4000:]
        return answer or {"status": DEAD, "reason": "its worker died", "details": log}

    def end(self) -> None:
        """End the process and its kernel for good."""
        with self._starting:
            self._closed = True
            self._kill()

    def close_pipes(self) -> None:
        """Close both pipes, once nobody reads them."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe and pipe.close()

    def _exchange(self, line: str) -> dict[str, Any] | None:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except (OSError, ValueError):
            return None
        if not answer:
            self._process.wait()
            return None
        found: dict[str, Any] = json.loads(answer)
        return found

    def _end_late(
        self, limit: TimeLimit, answered: threading.Event, ended_after: list[float]
    ) -> None:
        if waited := limit.wait(answered):
            ended_after.append(waited)
            self._kill()

    def _kill(self) -> None:
        end_children(self._process.pid)
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        with self._starting, self._log.open("ab") as log:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._process = _start_worker(self._environment, log)


def _start_worker(environment: dict[str, str], log: IO[bytes]) -> "subprocess.Popen[str]":
    # Ctrl-C is the parent's to handle: it ends the workers and their kernels in order
    own_group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    return subprocess.Popen(
        [sys.executable, "-m", "jsna.pack.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env=environment,
        encoding="utf-8",
        start_new_session=True,
        creationflags=own_group,
    )
