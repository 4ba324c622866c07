"""The parent of a pool's kernels, while the pool is open, and the kernel that asks for it."""

import json
import socket
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, Final

from jsna.pack.worker import end_children

PROVISIONER: Final = "jsna-forked"
ONE_THREAD: Final = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Arrow's allocator starts a thread of its own, and a fork takes no thread along."""
KINDS_OF_KERNEL: Final = "jupyter_client.kernel_provisioners"


class WarmKernels:
    """The process that forks kernels for one area and strategy; `close` ends it and them."""

    def __init__(self, environment: dict[str, str], scratch: Path, evidence: tuple[str, ...]):
        place = scratch / "kernels.socket"
        _write_specification(scratch / "jupyter", place)
        with (scratch / "kernel-parent.log").open("ab") as log:
            self._process = _start(place, evidence, environment, log)

    def close(self) -> None:
        """End it and every kernel of its."""
        end_children(self._process.pid)
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()


def warm_kernels(
    environment: dict[str, str], scratch: Path, evidence: tuple[str, ...] | None
) -> WarmKernels | None:
    """Return the parent of an area's and a strategy's kernels; None where each starts cold.

    Args:
        environment: Of the kernels.
        scratch: A folder for what is written while they run.
        evidence: Area and strategy, and "judged" for many kernels; None asks for cold ones.
    """
    if not evidence or not kernels_can_be_warm():
        return None
    try:
        return WarmKernels(environment, scratch, evidence)
    except OSError:  # the name of a socket has room for a hundred letters, a folder's for more
        return None


def kernels_can_be_warm() -> bool:
    """Whether this system forks safely, and this installation says how to.

    Other systems than Linux either have no fork, or libraries that do not survive one.
    """
    named = entry_points(group=KINDS_OF_KERNEL, name=PROVISIONER)
    return sys.platform == "linux" and bool(named)


def _write_specification(folder: Path, place: Path) -> None:
    from ipykernel.kernelspec import get_kernel_dict

    specification = get_kernel_dict()
    specification["argv"] = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    asks = {"provisioner_name": PROVISIONER, "config": {"place": str(place)}}
    specification["metadata"] = {**specification.get("metadata", {}), "kernel_provisioner": asks}
    home = folder / "kernels" / PROVISIONER
    home.mkdir(parents=True)
    (home / "kernel.json").write_text(json.dumps(specification), "utf-8")


def _start(
    place: Path, evidence: tuple[str, ...], environment: dict[str, str], log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    # a worker may ask before the parent has loaded: its order waits on the open socket
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        listening.listen()
        number = listening.fileno()
        # -P: as a cold kernel, it finds no module in the folder that it was started from
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "jsna.pack.kernel_parent", str(number), *evidence],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment | ONE_THREAD,
            start_new_session=True,
            pass_fds=(number,),
        )
