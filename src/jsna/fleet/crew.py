"""The workers: an embedded cluster of this machine, or an existing one. The one home of Dask."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jsna.errors import Problem, SourceError
from jsna.fleet.memory import default_limit

if TYPE_CHECKING:
    from dask.distributed import Client

ATTEMPTS: Final = 3
"""Times that an area is tried when its worker ends."""
PATIENCE: Final = "30s"
LOOPBACK: Final = "127.0.0.1"
"""Whatever listens for the command's own workers is reached from this machine alone."""
LOGGERS: Final = ("asyncio", "distributed", "tornado")
QUIET: Final = {
    "distributed.scheduler.allowed-failures": ATTEMPTS - 1,
    "distributed.comm.timeouts.connect": PATIENCE,
    "distributed.worker.profile.enabled": False,
    # what watches the event loops, of which nobody here looks at the record, takes a twentieth of
    # what the areas take
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
}


@dataclass(frozen=True)
class Crew:
    """Who does the work.

    Attributes:
        workers: How many processes of this machine.
        scheduler: Address of an existing one; "" means a cluster of the command's own.
        memory: Bytes that each may take with its chapters; 0 means an even share of the machine's.
    """

    workers: int
    scheduler: str = ""
    memory: int = 0

    @property
    def limit(self) -> int:
        """Bytes at which a worker is started again; 0 is what an existing one was started with."""
        if self.scheduler and not self.memory:
            return 0
        return self.memory or default_limit(self.workers)


@contextmanager
def at_hand(crew: Crew) -> "Iterator[Client]":
    """Give a client of the workers; those of the command's own end with the block.

    Raises:
        SourceError: no scheduler answers at the address.
    """
    import dask
    from dask.distributed import Client

    _silence()
    with dask.config.set(QUIET):
        if not crew.scheduler:
            with _embedded(crew) as client:
                yield client
            return
        try:
            client = Client(crew.scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise no_scheduler(crew.scheduler) from error
        with client:
            yield client


def _silence() -> None:
    """Keep what libraries log of lost connections from the user, who is told in a sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def _embedded(crew: Crew) -> "Iterator[Client]":
    from dask.distributed import Client, LocalCluster

    # a worker that ends is started again by its nanny; its memory is bounded by `memory.bounded`,
    # which counts what it started too
    with (
        tempfile.TemporaryDirectory(prefix="jsna-fleet-", ignore_cleanup_errors=True) as scratch,
        LocalCluster(
            n_workers=crew.workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address=f"{LOOPBACK}:0",
            worker_dashboard_address=f"{LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            host=LOOPBACK,
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def no_scheduler(address: str) -> SourceError:
    """Return the error for a scheduler that does not answer, or no longer."""
    return SourceError(
        Problem(
            f"no scheduler answers at {address or 'this machine'}.",
            next_step="What was complete is kept. Start the scheduler and its workers, and run the"
            " same command again.",
        )
    )
