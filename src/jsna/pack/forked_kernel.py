"""A kernel that is forked from a parent with everything loaded, as jupyter_client starts kernels.

`jupyter_client` finds `ForkedKernel` by its entry point `jsna-forked`, which the kernel
specification that `worker_pool.py` writes names. Where the parent is gone, a kernel is started
cold, as ever.
"""

import json
import os
import select
import signal
import socket
from pathlib import Path
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

PROVISIONER: Final = "jsna-forked"
"""The name of the entry point, and of the kernel that asks for it."""
PATIENCE: Final = 120.0
"""Seconds that the parent may take: it may still be loading."""


class ForkedProcess:
    """A kernel forked by the parent, with the part of `subprocess.Popen` that is asked of it."""

    stdin = stdout = stderr = None

    def __init__(self, parent: socket.socket, pid: int) -> None:
        self._parent = parent
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        while self.returncode is None and select.select([self._parent], [], [], 0)[0]:
            self._hear()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        while self.returncode is None:
            self._parent.settimeout(None)
            self._hear()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and whatever it started."""
        if self.poll() is None:
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _hear(self) -> None:
        try:
            words = self._parent.recv(4096)
        except OSError:
            words = b""
        # where the parent has gone, its kernels went with it
        self.returncode = int(json.loads(words)["exit"]) if words else -signal.SIGKILL
        self._parent.close()


class ForkedKernel(LocalProvisioner):
    """Starts a kernel by asking the parent at `place`."""

    place = Unicode(help="the parent's socket").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Return how to reach a kernel forked just now; started cold where there is no parent."""
        order = {
            "connection_file": cmd[cmd.index("-f") + 1],
            "cwd": kwargs.get("cwd") or str(Path.cwd()),
            "env": kwargs.get("env") or dict(os.environ),
        }
        try:
            forked: Any = fork_kernel(self.place, order)
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked
        self.pid = self.pgid = forked.pid
        self.cwd = order["cwd"]
        return self.connection_info


def fork_kernel(place: str, order: dict[str, Any]) -> ForkedProcess:
    """Return the kernel that the parent at `place` forks.

    Raises:
        OSError: nobody is there, or it went away or did not answer in time.
    """
    parent = socket.socket(socket.AF_UNIX)
    parent.settimeout(PATIENCE)
    try:
        parent.connect(place)
        parent.sendall(json.dumps(order).encode() + b"\n")
        words = b""
        while not words.endswith(b"\n"):
            part = parent.recv(1)
            if not part:
                raise ConnectionResetError("the parent of kernels has gone")
            words += part
    except OSError:
        parent.close()
        raise
    return ForkedProcess(parent, int(json.loads(words)["pid"]))
