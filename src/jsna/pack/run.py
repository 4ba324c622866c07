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
from typing import Any, Literal

from jsna.pack.availability import RECORD, read_record, run_digests, why_not_available
from jsna.pack.disk_space import check_space
from jsna.pack.parameters import check_parameters
from jsna.pack.plan import Plan, Run
from jsna.pack.run_key import RunKeys
from jsna.settings.commentary import commentary_paths
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.write_folder import (
    UNFINISHED,
    remove_unfinished,
    take_place,
    unfinished_folder,
)

Status = Literal["done", "unchanged", "failed"]


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
            a mistake in the council's own words (before any kernel starts), or an area without
            facts.
    """
    runs, paths = plan.only(only_priority) if only_priority else plan.runs, plan.project.paths
    for run in runs:
        check_parameters(run, _notebook(run, paths))
    _check_commentary(plan)
    keys = RunKeys(plan)
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


def _check_commentary(plan: Plan) -> None:
    """Tell every mistake in the council's own words at once, before any kernel starts."""
    if not commentary_paths(plan.project.paths, plan.strategy.slug):
        return
    # facts are read for it, which most plans do without
    from jsna.chapter.commentary import commentary_of
    from jsna.chapter.commentary_check import check_files
    from jsna.chapter.opening import open_evidence

    evidence = open_evidence(plan.project)
    check_files(evidence, commentary_of(evidence))


def _results(
    runs: tuple[Run, ...], keys: RunKeys, home: Path, manner: _Manner
) -> Generator[RunResult, None, None]:
    """Yield unchanged runs at once, the others as they end."""
    wanted = {run.id: keys.key(run) for run in runs}
    kept = {r.id: rec for r in runs if (rec := _unchanged(home / r.id, wanted))}
    kept = {} if manner.force else kept
    for run in runs:
        if run.id in kept:
            yield RunResult(run, "unchanged", "", kept[run.id]["seconds"], home / run.id)
    changed = [run for run in runs if run.id not in kept]
    if changed:
        yield from _execute(changed, wanted, keys.plan.project, manner)


def _execute(
    runs: list[Run], keys: dict[str, str], project: Project, manner: _Manner
) -> Generator[RunResult, None, None]:
    # only now: an unchanged plan starts no worker
    from jsna.pack.worker_pool import WorkerPool

    paths, home = project.paths, project.runs_folder
    # for a single run, loading once for all saves nothing
    many = len(runs) > 1 and not manner.cold_kernels
    evidence = (project.area.slug, project.strategy.slug) if many else None
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
                yield _keep(run, keys[run.id], folder, home / run.id, future.result())
        finally:
            # a kernel that still writes would bring a removed folder back
            pool.close()
            for _, folder in waiting.values():
                shutil.rmtree(folder, ignore_errors=True)


def _keep(run: Run, key: str, folder: Path, place: Path, answer: dict[str, Any]) -> RunResult:
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
        "key": key,
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


def _unchanged(folder: Path, wanted: dict[str, str]) -> dict[str, Any]:
    """Return the record of an earlier run that is whole and has the wanted key, else {}."""
    record = read_record(folder)
    if record.get("key") != wanted[folder.name] or record["status"] != "done":
        return {}
    return record if record["outputs"] == run_digests(folder) else {}


def _remove_others(home: Path, ids: set[str]) -> None:
    """Remove chapters that the plan no longer has, so that no page can show them."""
    for folder in home.iterdir():
        if folder.name not in ids and not folder.name.startswith(UNFINISHED):
            shutil.rmtree(folder, ignore_errors=True)


def _notebook(run: Run, paths: Paths) -> Path:
    return paths.notebooks / f"{run.notebook}.ipynb"
