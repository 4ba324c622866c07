"""What a worker does: one area's build, and one area's chapters.

Where the worker shares the command's disk, all goes by its paths. Where it does not, it says which
files it lacks (`Lacking`), works in a place of its own, and hands back what it made by content.
"""

import os
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from jsna.errors import JsnaError, Problem, UserFileError
from jsna.fleet import content
from jsna.fleet.memory import Usage, bounded
from jsna.fleet.order import Built, Failure, Lacking, Order, Outcome, Stages
from jsna.fleet.same_code import code_state
from jsna.settings.paths import Paths
from jsna.settings.project import Project, project_at

TOKEN: Final = ".command"
"""The file of the fleet's folder by which a worker knows the command's disk."""
LONGEST_LINE: Final = 300
Told = TypeVar("Told")


def build(order: Order, stages: Stages) -> Built | Lacking:
    """Fetch and build one area's facts."""
    began, processor = time.monotonic(), _processor_seconds()
    found = _place(order)
    if isinstance(found, Lacking):
        return found
    own = order.content is not None and found != order.paths

    def work() -> Built:
        project = _project(found, order)
        if not own:
            stages.fetch(project, order.wishes)
        stages.build(project, order.wishes)
        wishes = order.wishes
        files = (
            content.read_results(found, order.area, wishes.strategy, pack=False) if own else None
        )
        return Built(files=files)

    with bounded(limit_of(order), Usage()):
        built = _told(work, Built)
    spent = _processor_seconds() - processor
    return Built(built.failure, time.monotonic() - began, spent, built.files)


def chapters(order: Order, stages: Stages, built: Built | Lacking) -> Outcome | Lacking:
    """Run one area's chapters and lay out and check its pack, after its build."""
    if isinstance(built, Lacking):
        return built
    if built.failure:
        return Outcome(None, built.failure, built.seconds, built.processor_seconds)
    began, processor, usage = time.monotonic(), _processor_seconds(), Usage()
    found = _place(order, built.files or {})
    if isinstance(found, Lacking):
        return found
    own = order.content is not None and found != order.paths

    def work() -> Outcome:
        made = stages.chapters(_project(found, order), order.wishes)
        strategy = order.wishes.strategy
        files = content.read_results(found, order.area, strategy, pack=True) if own else None
        return Outcome(made, files=files)

    with bounded(limit_of(order), usage):
        done = _told(work, lambda failure: Outcome(failure=failure))
    seconds = built.seconds + time.monotonic() - began
    spent = built.processor_seconds + _processor_seconds() - processor
    return Outcome(done.made, done.failure, seconds, spent, usage.peak, done.files)


def lacks(order: Order) -> tuple[str, ...]:
    """Return which files of an order's content this worker lacks."""
    return content.lacking(_own_root(order.paths), order.content or {})


def keep(order: Order, files: Mapping[str, bytes]) -> None:
    """Keep files of an order's content on this worker's own disk."""
    content.keep(_own_root(order.paths), files)


def limit_of(order: Order) -> int:
    """Return the bytes that this worker may take with its chapters; 0 is no bound.

    What the command said; else what the worker was started with, of which Dask itself counts no
    chapter.
    """
    from dask.distributed import get_worker

    if order.memory:
        return order.memory
    try:
        return int(get_worker().memory_manager.memory_limit or 0)
    except ValueError:  # no worker's process
        return 0


def shares_disk(paths: Paths, token: str) -> bool:
    """Whether this process sees the command's own folder.

    A worker that was started with a JSNA_WORK of its own works there, whatever else it sees.
    """
    named = os.environ.get("JSNA_WORK", "").strip()
    if named and Path(named).resolve() != paths.work:
        return False
    try:
        return (paths.fleet / TOKEN).read_text("utf-8") == token
    except OSError:
        return False


def _place(order: Order, built: Mapping[str, bytes] | None = None) -> Paths | Lacking:
    """Return the folders to work in, or what they lack.

    Args:
        order: The work.
        built: What another worker built before, which goes on top.
    """
    if shares_disk(order.paths, order.token):
        if built:
            content.take_results(order.paths, order.area, order.wishes.strategy, built)
        return order.paths
    root = _own_root(order.paths)
    if order.content is None:
        return Lacking(_address(), None)
    # what another worker built stands for what the command had before
    needed = {name: digest for name, digest in order.content.items() if name not in (built or {})}
    if missing := content.lacking(root, needed):
        return Lacking(_address(), missing)
    if built is None:
        content.remove_others(root, order.content, order.area, order.wishes.strategy)
    paths = content.paths_at(root)
    if built:
        content.take_results(paths, order.area, order.wishes.strategy, built)
    return paths


def _own_root(paths: Paths) -> Path:
    """Return where a worker without the command's disk keeps what it is sent."""
    named = os.environ.get("JSNA_WORK", "").strip()
    if named:
        return Path(named).resolve()
    from dask.distributed import get_worker

    return Path(get_worker().local_directory) / "jsna"


def _address() -> str:
    from dask.distributed import get_worker

    return str(get_worker().address)


def _project(paths: Paths, order: Order) -> Project:
    if order.code != code_state():
        what = "this worker has another version of the package, or of a library, than the command"
        step = "Install the same on both."
        raise UserFileError(Problem(f"{what}: its pages would be others.", next_step=step))
    return project_at(paths).of(order.area, order.wishes.strategy)


def _told(work: Callable[[], Told], failed: Callable[[Failure], Told]) -> Told:
    """Return what work gives; its failure is told and stops no other area."""
    try:
        return work()
    except JsnaError as error:
        told = "\n".join(str(problem) for problem in error.problems)
        return failed(Failure(_line(told), error.exit_code, told))
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        return failed(Failure(_line(told), JsnaError.exit_code, traceback.format_exc()))


def _line(text: str) -> str:
    first = (text.strip().splitlines() or ["no reason was given"])[0]
    return first if len(first) <= LONGEST_LINE else f"{first[:LONGEST_LINE]} ..."


def _processor_seconds() -> float:
    """Return the processor time of this process and of children that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
