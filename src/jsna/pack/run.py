"""Executes a plan: what changed, as many runs side by side as there are workers.

A run is executed in a folder beside its place and moved there when it is whole; one that is
interrupted leaves nothing, and the next `run_plan` picks it up.
"""

import json
import os
import shutil
from collections.abc import Callable, Generator
from concurrent.futures import as_completed
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from jsna.facts.read_digests import EVERYTHING
from jsna.facts.reads import take_reads
from jsna.pack.availability import RECORD, read_record, run_digests, why_not_available
from jsna.pack.disk_space import check_space
from jsna.pack.own_files import check_files, own_files
from jsna.pack.parameters import check_parameters
from jsna.pack.plan import Plan, Run
from jsna.pack.run_key import READ, RunKeys
from jsna.settings.paths import Paths
from jsna.snapshots.write_folder import (
    UNFINISHED,
    remove_unfinished,
    take_place,
    unfinished_folder,
)

Status = Literal["done", "unchanged", "failed"]
JUDGED: Final = "judged"
"""Asks the parent of the kernels to hold every measure against England once for all of them."""
MANY_RUNS: Final = 4
"""Judging the whole catalogue costs about as much as three pages' judging their own measures."""
CHECKED: Final = ".words-checked"
"""The ending of a note beside the runs: of which state the words were found without a mistake."""


@dataclass(frozen=True)
class RunResult:
    """What came of one run.

    Attributes:
        status: done, unchanged (its outputs are those of an earlier run) or failed.
        reason: Why its chapter is not available, for readers; "" if it is.
        seconds: Wall time of the execution; that of the earlier one if unchanged.
        folder: Where chapter.ipynb, figures/ and run.json are.
    """

    run: Run
    status: Status
    reason: str
    seconds: float
    folder: Path

    @property
    def available(self) -> bool:
        """Whether readers get its chapter (`availability.why_not_available`)."""
        return self.status != "failed"


def run_plan(
    plan: Plan,
    *,
    workers: int = 0,
    force: bool = False,
    only_priority: str = "",
    cold_kernels: bool = False,
    progress: Callable[[RunResult], object] | None = None,
) -> list[RunResult]:
    """Execute the runs of a plan whose key changed and return one result per run, in plan order.

    Args:
        plan: From `make_plan`.
        workers: Processes side by side; 0 means as many as there are cores.
        force: Execute unchanged runs too.
        only_priority: Id of the one priority to execute; "" means all.
        cold_kernels: Start each run's kernel from nothing instead of from a parent that has the
            imports and the area's facts at hand; the outputs are the same.
        progress: Called with each result as it comes.

    Raises:
        UserFileError: an unknown priority, a parameter that a notebook does not have or lacks, or
            a mistake in the council's own words, claims or registers or a baseline that is not as
            it was taken (before any kernel starts), or an area without facts.
    """
    runs, paths = plan.only(only_priority) if only_priority else plan.runs, plan.project.paths
    for run in runs:
        check_parameters(run, _notebook(run, paths))
    keys = RunKeys(plan)
    _check_own_files(plan, keys)
    home = plan.project.runs_folder
    home.mkdir(parents=True, exist_ok=True)
    remove_unfinished(home)
    results: dict[str, RunResult] = {}
    settled = _Manner(workers or os.cpu_count() or 1, force, cold_kernels)
    # closed at once when interrupted, so that no worker is left at work
    with closing(_results(runs, keys, home, settled)) as ended:
        for result in ended:
            results[result.run.id] = result
            if progress:
                progress(result)
    if not only_priority:
        _remove_others(home, {run.id for run in plan.runs})
    return [results[run.id] for run in runs]


@dataclass(frozen=True)
class _Manner:
    """How runs are executed: see `run_plan`."""

    workers: int
    force: bool
    cold_kernels: bool


def _check_own_files(plan: Plan, keys: RunKeys) -> None:
    """Tell every mistake in the council's own files before any kernel starts, all at once.

    Its words, its baseline, its claims and its registers. What was without one is so as long as
    nothing at all has changed.
    """
    checks = list(own_files(plan.project))
    if not checks:
        return
    home = plan.project.runs_folder
    checked = home.with_name(f".{home.name}{CHECKED}")
    state = f"{keys.shared} {keys.everything[EVERYTHING]}"
    if checked.is_file() and checked.read_text("utf-8") == state:
        return
    check_files(checks, plan.project)
    checked.parent.mkdir(parents=True, exist_ok=True)
    checked.write_text(state, "utf-8")


def _results(
    runs: tuple[Run, ...], keys: RunKeys, home: Path, manner: _Manner
) -> Generator[RunResult, None, None]:
    """Yield unchanged runs at once, the others as they end."""
    kept = {run.id: record for run in runs if (record := _unchanged(home / run.id, run, keys))}
    kept = {} if manner.force else kept
    for run in runs:
        if run.id in kept:
            yield RunResult(run, "unchanged", "", kept[run.id]["seconds"], home / run.id)
    changed = [run for run in runs if run.id not in kept]
    if changed:
        yield from _execute(changed, keys, home, manner)


def _execute(
    runs: list[Run], keys: RunKeys, home: Path, manner: _Manner
) -> Generator[RunResult, None, None]:
    # only now: an unchanged plan starts no worker
    from jsna.pack.worker_pool import WorkerPool

    project, paths = keys.plan.project, keys.plan.project.paths
    made_by = {run.id: keys.key(run) for run in runs}
    unless_told = keys.everything  # as it stands before anything is read
    # for a single run, loading once for all saves nothing
    many = len(runs) > 1 and not manner.cold_kernels
    judged = (JUDGED,) if len(runs) >= MANY_RUNS else ()
    evidence = (project.area.slug, project.strategy.slug, *judged) if many else None
    workers = min(manner.workers, len(runs))
    with closing(WorkerPool(workers, paths, evidence=evidence)) as pool:
        waiting = {}
        for run in runs:
            folder = unfinished_folder(home / run.id)
            job = {
                "notebook": _notebook(run, paths).read_text("utf-8"),
                "parameters": run.parameters,
                "run_folder": str(folder),
            }
            waiting[pool.submit(job)] = (run, folder)
        try:
            for future in as_completed(waiting):
                run, folder = waiting[future]
                told = {"key": made_by[run.id], READ: take_reads(folder) or unless_told}
                yield _keep(run, told, folder, home / run.id, future.result())
        finally:
            # a kernel that still writes would bring a removed folder back
            pool.close()
            for _, folder in waiting.values():
                shutil.rmtree(folder, ignore_errors=True)


def _keep(
    run: Run, told: dict[str, Any], folder: Path, place: Path, answer: dict[str, Any]
) -> RunResult:
    """Write the run's record and move its folder to its place.

    Raises:
        UserFileError: it failed for want of space, which is no fault of the chapter: what stands
            in its place stays.
    """
    done = answer["status"] == "done"
    if not done:
        check_space(place, answer)
    if not done:
        # no half of a chapter's figures may be taken for the whole
        shutil.rmtree(folder)
        folder.mkdir()
    record = {
        **told,
        "notebook": run.notebook,
        "parameters": run.parameters,
        "status": "done" if done else "failed",
        "reason": answer["reason"],
        "details": answer["details"],
        "seconds": answer["seconds"],
        "outputs": run_digests(folder),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / RECORD).write_text(text + "\n", "utf-8", newline="\n")
    take_place(folder, place)
    reason = why_not_available(place)
    return RunResult(run, "failed" if reason else "done", reason, answer["seconds"], place)


def _unchanged(folder: Path, run: Run, keys: RunKeys) -> dict[str, Any]:
    """Return the record of an earlier run that is whole and would be the same now, else {}."""
    record = read_record(folder)
    if keys.changed(record, run) or record["status"] != "done":
        return {}
    return record if record["outputs"] == run_digests(folder) else {}


def _remove_others(home: Path, ids: set[str]) -> None:
    """Remove chapters that the plan no longer has, so that no page can show them."""
    for folder in home.iterdir():
        if folder.name not in ids and not folder.name.startswith(UNFINISHED):
            shutil.rmtree(folder, ignore_errors=True)


def _notebook(run: Run, paths: Paths) -> Path:
    return paths.notebooks / f"{run.notebook}.ipynb"
