"""Hands areas to workers, takes what they made, and notes each that is done."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import JsnaError, UserFileError
from jsna.fleet import content, task
from jsna.fleet.crew import Crew, at_hand, no_scheduler
from jsna.fleet.done import AreaKeys, find_done, note_done
from jsna.fleet.members import Member
from jsna.fleet.order import Failure, Lacking, Order, Outcome, Stages, Wishes
from jsna.fleet.same_code import code_state
from jsna.fleet.status import Row, failed_row, not_reached, row_of
from jsna.fleet.supply import Supply
from jsna.settings.project import Project
from jsna.snapshots.write_file import write_whole

if TYPE_CHECKING:
    from dask.distributed import Client, Future

ENDED: Final = (
    "its worker ended {times} times while at work on it: it needs more memory than the limit, or"
    " was killed"
)


@dataclass(frozen=True)
class Fleet:
    """One command's work.

    Attributes:
        project: No area chosen.
        members: The areas.
        wishes: What is wanted of each.
        stages: The steps of one area.
        crew: Who does them.
        asked_on: The day, where the network is asked.
        force: Whether areas that are done are done again.
    """

    project: Project
    members: Sequence[Member]
    wishes: Wishes
    stages: Stages
    crew: Crew
    asked_on: str = ""
    force: bool = False


Asked = tuple[Member, Order, Lacking]
"""What a worker without the command's disk lacks for an area."""
Report = Callable[[Row, int], object]
"""Called with each row as it comes, and how many are still to come."""


def run_fleet(fleet: Fleet, rows: dict[str, Row], report: Report) -> None:
    """Fill one row per area, those that need nothing first, the others as they end.

    Args:
        fleet: What to do.
        rows: Filled by slug: whoever interrupts this has what was reached.
        report: Called with each.

    Raises:
        SourceError: the scheduler is gone; what was complete is kept.
    """
    paths, strategy = fleet.project.paths, fleet.wishes.strategy
    keys = AreaKeys(fleet.project, fleet.wishes, fleet.asked_on)
    for member in fleet.members:
        rows[member.slug] = not_reached(member, paths, strategy)
    todo = list(fleet.members)
    if not fleet.force:
        for member in fleet.members:
            if (done := _standing(keys, member)) is not None:
                rows[member.slug] = done
                todo.remove(member)
                report(done, len(todo))
    if todo:
        with at_hand(fleet.crew) as client:
            try:
                _Work(fleet, client, keys, rows, report).do(todo)
            except (Exception, asyncio.CancelledError) as error:
                # whatever a call gives when the scheduler has gone, that is the reason
                if client.status == "running" or isinstance(error, JsnaError):
                    raise
                raise no_scheduler(fleet.crew.scheduler) from error


def _standing(keys: AreaKeys, member: Member) -> Row | None:
    try:
        key = keys.key(member.slug)
    except JsnaError:
        return None  # its work tells what is wrong with it
    paths = keys.project.paths
    row = find_done(paths, keys.wishes.strategy, member.slug, key)
    if row is None:
        return None
    return replace(row, status="unchanged", seconds=None, processor_seconds=None, peak_mib=None)


@dataclass
class _Work:
    """The areas under way."""

    fleet: Fleet
    client: "Client"
    keys: AreaKeys
    rows: dict[str, Row]
    report: Report
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    left: int = 0
    inputs: dict[str, str] = field(default_factory=dict)

    def do(self, todo: Sequence[Member]) -> None:
        from dask.distributed import as_completed

        write_whole(self.fleet.project.paths.fleet / task.TOKEN, self.token.encode())
        self.left = len(todo)
        ahead: dict[Any, tuple[Member, Order]] = {}
        ended = as_completed(loop=self.client.loop, with_results=False)

        def give(asked: Asked) -> None:
            member, order, lacking = asked
            order = self._supply(lacking, order)
            again = self._submit(order, 0, lacking.worker)
            ahead[again.key] = (member, order)
            ended.add(again)

        supply = Supply(give)
        for number, member in enumerate(todo):
            order = self._order(member)
            future = self._submit(order, number)
            ahead[future.key] = (member, order)
            ended.add(future)
            del future
        while self.left:
            for future in ended:
                member, order = ahead.pop(future.key)
                found = self._result(future)
                if isinstance(found, Lacking):
                    supply.ask((member, order, found))
                else:
                    self._settle(member, found)
                del future
                self._supplied(supply)
            self._supplied(supply, wait=True)

    def _supplied(self, supply: "Supply[Asked]", *, wait: bool = False) -> None:
        """Settle the areas whose files can't be had."""
        for (member, _, _), why in supply.come_back(wait=wait):
            if isinstance(why, JsnaError):
                failure = Failure(str(why.problems[0]), why.exit_code)
                self._settle(member, Outcome(failure=failure))
            elif why is not None:
                raise why

    def _order(self, member: Member) -> Order:
        fleet = self.fleet
        place = fleet.project.paths
        with suppress(JsnaError):  # its work tells what is wrong with it
            self.inputs[member.slug] = self.keys.inputs(member.slug)
        return Order(member.slug, fleet.wishes, place, self.token, code_state(), fleet.crew.limit)

    def _submit(self, order: Order, number: int, worker: str = "") -> "Future[Any]":
        """Hand over an area's build and its chapters; return what will come of the second."""
        stages, once = self.fleet.stages, secrets.token_hex(4)
        at: dict[str, Any] = {"priority": -number}
        if worker:
            at |= {"workers": [worker], "allow_other_workers": True}
        name = f"{order.area}-{once}"
        built = self.client.submit(task.build, order, stages, key=f"build-{name}", **at)
        return self.client.submit(task.chapters, order, stages, built, key=f"chapters-{name}", **at)

    def _result(self, future: "Future[Any]") -> Outcome | Lacking:
        """Return what came of an area; that its worker was ended is a failure of its own.

        Raises:
            SourceError: the scheduler is gone.
        """
        from dask.distributed import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise no_scheduler(self.fleet.crew.scheduler)
        error = future.exception()
        if error is not None and self.client.status != "running":
            raise no_scheduler(self.fleet.crew.scheduler)
        if error is None:
            found: Outcome | Lacking = future.result()
            return found
        if isinstance(error, KilledWorker):
            # an existing scheduler has a number of its own
            why = ENDED.format(times=error.allowed_failures + 1)
            return Outcome(failure=Failure(why, UserFileError.exit_code))
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        return Outcome(failure=Failure(why, JsnaError.exit_code, repr(error)))

    def _supply(self, lacking: Lacking, order: Order) -> Order:
        """Send a worker without this disk what it lacks; return the order that names it all.

        Raises:
            JsnaError: the area's files can't be fetched.
        """
        project = self.fleet.project.of(order.area, order.wishes.strategy)
        if order.content is None:
            self.fleet.stages.fetch(project, order.wishes)
        files = content.content_of(project)
        order = replace(order, content=content.digests_of(files))
        at = {"workers": [lacking.worker], "pure": False}
        missing = self.client.submit(task.lacks, order, **at).result()
        small = replace(order, content=None)
        for message in content.chunks({name: files[name] for name in missing}):
            self.client.submit(task.keep, small, message, **at).result()
        return order

    def _settle(self, member: Member, outcome: Outcome) -> None:
        """Take what was made, note it, and report the row."""
        fleet, strategy = self.fleet, self.fleet.wishes.strategy
        paths = fleet.project.paths
        try:
            if outcome.files:
                content.take_results(paths, member.slug, strategy, outcome.files)
            row = row_of(member, outcome, paths, strategy)
            if row.status != "failed":
                note_done(paths, strategy, row, self._key(member.slug))
        except JsnaError as error:
            failure = Failure(str(error.problems[0]), error.exit_code)
            row = failed_row(member, failure, paths, strategy)
        except OSError as error:  # this area's files alone
            failure = Failure(f"{type(error).__name__}: {error}", UserFileError.exit_code)
            row = failed_row(member, failure, paths, strategy)
        self.left -= 1
        self.rows[member.slug] = row
        self.report(row, self.left)

    def _key(self, area: str) -> str:
        """Return the key of what an area was made of: as its files were before its work began."""
        return self.keys.key(area, self.inputs.get(area, ""))


@dataclass
class Progress:
    """How far a fleet is, and when it may end.

    Attributes:
        began: Seconds on a clock that only goes on.
        clock: That clock.
    """

    began: float
    clock: Callable[[], float] = time.monotonic
    worked: int = 0

    def line(self, row: Row, left: int, now: datetime) -> str:
        """Return what is told when an area has ended."""
        took = "" if row.seconds is None else f" in {row.seconds:.0f} s"
        self.worked += row.seconds is not None
        why = f": {row.why.rstrip('.')}" if row.why else ""
        told = f"{row.name}: {row.status}{took}{why}."
        if not left:
            return told
        rest = f" {left} to go"
        if not self.worked:
            return f"{told}{rest}."
        end = now + timedelta(seconds=(self.clock() - self.began) / self.worked * left)
        day = f"{end:%H:%M}" if end.date() == now.date() else f"{end:%H:%M on %d %B}"
        return f"{told}{rest}, expected end {day}."


def by_slug(members: Sequence[Member], rows: Mapping[str, Row]) -> list[Row]:
    """Return the rows in the order of the members."""
    return [rows[member.slug] for member in members]
