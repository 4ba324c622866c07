"""The parent of warm kernels: loads what every chapter needs once, then forks a kernel a run.

Started by `warm_kernels.py` with an open socket, an area and a strategy, and the word "judged"
where its kernels are many: then it tests each measure once for all. It has one thread, so that no
lock of another thread can be held at the moment of a fork, and nothing that a kernel does is seen
by the next one: each is a process of its own, which shares memory with this one only until either
writes to it.

A worker connects to the socket and sends one line (connection_file, cwd, env); it is answered one
line with the kernel's pid and, when the kernel has ended, one with its exit code. Where a worker
goes away, its kernel is ended; where whoever started this process goes away, all are.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from jsna.errors import JsnaError

HEAVY: Final = (
    "geopandas", "matplotlib.backends.backend_agg", "matplotlib.textpath", "PIL.PngImagePlugin",
    "ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.interactiveshell", "scipy.stats",
    "jsna.figures.bundle", "jsna.figures.markdown", "jsna.figures.table", "folium",
    "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.logger",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "code", "faulthandler", "pdb",
    "sqlite3", "tornado.platform.asyncio",
)  # fmt: skip
"""What chapters import as they go, besides the sections themselves, and kernels as they start."""
DEBUGGER: Final = "debugpy"
"""Nobody steps through a pack's chapters: loading it was half of a kernel's start."""
JUDGED: Final = "judged"
DIE_WITH_PARENT: Final = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""


@dataclass
class _Kernel:
    """A kernel at work and the worker that asked for it."""

    pid: int
    asked_by: socket.socket


class KernelParent:
    """Waits for orders, forks, and tells of each end."""

    def __init__(self, listening: socket.socket) -> None:
        self._own_pid = os.getpid()
        self._listening = listening
        self._kernels: dict[int, _Kernel] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, waker = socket.socketpair()
        waker.setblocking(False)
        self._waker = waker
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._selector.register(sys.stdin, selectors.EVENT_READ, self._end)
        self._selector.register(listening, selectors.EVENT_READ, self._accept)
        self._selector.register(self._woken, selectors.EVENT_READ, self._tell_ends)

    def serve(self) -> NoReturn:
        """Do what is asked until standard input closes."""
        while True:
            for key, _ in self._selector.select():
                key.data(key.fileobj)

    def _accept(self, listening: socket.socket) -> None:
        asking, _ = listening.accept()
        self._selector.register(asking, selectors.EVENT_READ, self._hear)

    def _hear(self, asking: socket.socket) -> None:
        """Fork a kernel as the worker asks; end it when the worker is gone."""
        line = _line(asking)
        if line:
            pid = self._fork(json.loads(line))
            self._kernels[pid] = _Kernel(pid, asking)
            _tell(asking, {"pid": pid})
            return
        self._selector.unregister(asking)
        for kernel in self._kernels.values():
            if kernel.asked_by is asking:
                _kill(kernel.pid)
        asking.close()

    def _tell_ends(self, woken: socket.socket) -> None:
        """Take each kernel that has ended, and tell the worker that waits for it."""
        woken.recv(4096)
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                kernel = self._kernels.pop(pid)
                _tell(kernel.asked_by, {"exit": os.waitstatus_to_exitcode(status)})

    def _end(self, _: Any) -> None:
        if not os.read(0, 4096):
            for pid in self._kernels:
                _kill(pid)
            os._exit(0)

    def _fork(self, order: dict[str, Any]) -> int:
        """Return the pid of a new kernel, once it leads a session of its own."""
        ready, tell_ready = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(ready)
            self._become_kernel(order, tell_ready)
        os.close(tell_ready)
        os.read(ready, 1)
        os.close(ready)
        return pid

    def _become_kernel(self, order: dict[str, Any], tell_ready: int) -> NoReturn:
        # whatever happens, this copy of the parent may never go on as the parent
        code = 1
        try:
            os.setsid()
            _die_with(self._own_pid)
            self._let_go()
            os.close(tell_ready)
            _take_environment(order["env"], order["cwd"])
            code = _run_kernel(order["connection_file"])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _let_go(self) -> None:
        """Close what belongs to the parent, and give signals their usual meaning."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        held = [key.fileobj for key in self._selector.get_map().values()]
        self._selector.close()
        for one in (*held, self._waker):
            if isinstance(one, socket.socket):
                one.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)


def main() -> None:
    """Load what chapters need and serve; what can't be loaded is each kernel's own to tell."""
    number, area, strategy, *more = sys.argv[1:]
    listening = socket.socket(fileno=int(number))
    _load(area, strategy, judged=JUDGED in more)
    KernelParent(listening).serve()


def _load(area: str, strategy: str, *, judged: bool = False) -> None:
    import jsna.chapter
    from jsna.chapter.opening import prepare_evidence

    for section in pkgutil.iter_modules(jsna.chapter.__path__, "jsna.chapter."):
        importlib.import_module(section.name)
    sys.modules[DEBUGGER] = None  # type: ignore[assignment]  # as if it were not installed
    for module in HEAVY:
        importlib.import_module(module)
    _keep_text_plain()
    _find_own_addresses()
    with suppress(JsnaError, OSError):
        prepare_evidence(area, strategy, judged=judged)
    # what is here stays: a kernel's collector need not write to its pages
    gc.collect()
    gc.freeze()


def _keep_text_plain() -> None:
    """Hold columns of text as Python's own strings, not Arrow's, in the kernels.

    Chapters cut and join thousands of short tables, for which Arrow's take twice as long; what
    comes out is the same.
    """
    import pandas as pd

    pd.set_option("mode.string_storage", "python")


def _find_own_addresses() -> None:
    """Ask the system for this machine's addresses, which each kernel would ask for again."""
    from jupyter_client.localinterfaces import localhost

    localhost()


def _take_environment(environment: dict[str, str], folder: str) -> None:
    import numpy as np

    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    # `random` does so by itself after a fork; numpy's old generator does not
    np.random.seed()  # noqa: NPY002


def _run_kernel(connection_file: str) -> int:
    from ipykernel.kernelapp import IPKernelApp

    # a run's cells are in its notebook, and the history of a kernel's own is thrown away with it
    sys.argv = ["ipykernel_launcher", "-f", connection_file, "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance(argv=sys.argv[1:])
    return 0


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that was asked for
        os._exit(1)


def _kill(pid: int) -> None:
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def _line(asking: socket.socket) -> bytes:
    """Return the one line that a worker sends, or nothing when it has gone."""
    parts: list[bytes] = []
    while not parts or not parts[-1].endswith(b"\n"):
        try:
            part = asking.recv(65536)
        except OSError:
            part = b""
        if not part:
            return b""
        parts.append(part)
    return b"".join(parts)


def _tell(asking: socket.socket, words: dict[str, int]) -> None:
    with suppress(OSError):
        asking.sendall(json.dumps(words).encode() + b"\n")


if __name__ == "__main__":
    main()
