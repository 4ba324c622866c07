"""Many areas at once: the same bytes wherever the work is done, and whatever is killed."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from fleet_stages import SECONDS
from jsna.snapshots.digest import folder_digest

pytestmark = pytest.mark.slow

TESTS = Path(__file__).resolve().parents[1]
FEW = ["Barnsley", "rutland", "Norfolk"]
PATIENCE = 600.0


@pytest.fixture(scope="module")
def one_after_another(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work folder of a fleet that nobody disturbed, by one embedded worker."""
    work = tmp_path_factory.mktemp("undisturbed")
    ended = run_to_end(start(project_root, work, *FEW, "--workers", "1"))
    assert ended.code == 0, ended.told
    return work


class Ended:
    """What a command came to."""

    def __init__(self, code: int, told: str) -> None:
        self.code = code
        self.told = told


def start(
    root: Path, work: Path, *words: str, seconds: float = 0, stages: str = "CHEAP"
) -> "subprocess.Popen[str]":
    """Start a fleet as a process of its own."""
    return subprocess.Popen(
        [sys.executable, str(TESTS / "fleet_command.py"), stages, *words],
        env=environment(root, work, seconds),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def environment(root: Path, work: Path, seconds: float = 0) -> dict[str, str]:
    own = {"JSNA_HOME": str(root), "JSNA_WORK": str(work), SECONDS: str(seconds)}
    path = os.pathsep.join([str(TESTS), str(root / "src")])
    return {**os.environ, **own, "PYTHONPATH": path}


def run_to_end(process: "subprocess.Popen[str]") -> Ended:
    try:
        told, _ = process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:  # nobody is left at work after the test
            os.killpg(process.pid, signal.SIGKILL)
    return Ended(process.returncode, told)


def worked(*disks: Path) -> list[str]:
    """Each stage that began, on all disks."""
    files = [disk / "worked.txt" for disk in disks]
    return [line for file in files if file.is_file() for line in file.read_text().splitlines()]


def wait_for(happened: Callable[[], object], process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None and time.monotonic() < until, process.communicate()[0]
        time.sleep(0.05)


def packs(work: Path) -> str:
    """One digest of facts, chapters and packs."""
    runs = [f for f in sorted((work / "data" / "runs").iterdir()) if f.name[0] != "."]
    folders = [work / "data" / "facts", *runs, work / "reports" / "packs"]
    return " ".join(folder_digest(folder, "*") for folder in folders)


def statuses(work: Path) -> dict[str, str]:
    with (work / "reports/fleet/core/status.csv").open(encoding="utf-8-sig") as file:
        return {row["area"]: row["status"] for row in csv.DictReader(file)}


def nothing_half_written(work: Path) -> bool:
    names = [p.name for p in work.rglob("*")]
    return not [n for n in names if n.startswith(".unfinished-") or n.endswith(".part")]


def test_each_area_is_built_once_and_found_done_the_next_time(
    one_after_another: Path, project_root: Path
) -> None:
    work, before = one_after_another, worked(one_after_another)
    assert sorted(line.rsplit(" ", 1)[0] for line in before) == sorted(
        f"{what} {area}" for area in ("barnsley", "norfolk", "rutland")
        for what in ("build", "chapters")
    )  # fmt: skip
    ended = run_to_end(start(project_root, work, *FEW))
    assert ended.code == 0 and "3 unchanged" in ended.told
    assert worked(work) == before
    assert set(statuses(work).values()) == {"unchanged"}
    page = (work / "reports/fleet/core/index.html").read_text()
    assert "../../packs/norfolk/core/site/index.html" in page


def test_one_areas_failure_stops_no_other_and_gives_the_code(
    project_root: Path, tmp_path: Path
) -> None:
    words = ["Camden", "Barnsley", "City of London", "--workers", "1"]
    ended = run_to_end(start(project_root, tmp_path, *words))
    assert ended.code == 1  # a bug stands before a source's failure
    assert "Camden: the file is damaged." in ended.told
    assert re.search(r"FAILED .*: RuntimeError: what nobody thought of", ended.told)
    assert statuses(tmp_path)["barnsley"] == "built"
    again = run_to_end(start(project_root, tmp_path, "Camden", "Barnsley", "--json"))
    assert again.code == 3
    told = json.loads(again.told.splitlines()[-1])
    assert {row["area"]: row["status"] for row in told["areas"]} == {
        "barnsley": "unchanged",
        "camden": "failed",
    }


# -- killed at a moment -----------------------------------------------------------------------


def test_a_worker_that_is_killed_is_replaced(
    one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    for moment in ("build", "chapters"):
        work = tmp_path / moment
        work.mkdir()
        process = start(project_root, work, *FEW, "--workers", "2", seconds=1.0)
        wait_for(lambda w=work, m=moment: any(m in line for line in worked(w)), process)
        (line, *_) = [line for line in worked(work) if moment in line]
        os.kill(int(line.split()[-1]), signal.SIGKILL)
        ended = run_to_end(process)
        assert ended.code == 0, ended.told
        assert packs(work) == packs(one_after_another)
        assert nothing_half_written(work)


def family_of(process: "subprocess.Popen[str]") -> list[int]:
    """Every process that a fleet's command started, and what those did."""
    return [one.pid for one in psutil.Process(process.pid).children(recursive=True)]


def test_a_command_that_is_killed_leaves_nobody_at_work_and_is_resumed(
    one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    process = start(project_root, tmp_path, *FEW, "--workers", "1", seconds=1.0)
    noted = tmp_path / "data/fleet/done/core"
    wait_for(lambda: noted.is_dir() and any(noted.glob("*.json")), process)
    family = family_of(process)
    process.kill()
    process.communicate()
    assert family
    assert gone(family)
    before = worked(tmp_path)
    ended = run_to_end(start(project_root, tmp_path, *FEW, "--workers", "1"))
    assert ended.code == 0 and "unchanged" in ended.told, ended.told
    # what was done is not done again
    again = {line.split()[1] for line in worked(tmp_path)[len(before) :]}
    assert len(again) < 3
    assert packs(tmp_path) == packs(one_after_another)
    assert nothing_half_written(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="a service is stopped in another way on Windows")
def test_a_fleet_that_is_stopped_tells_how_far_it_came(project_root: Path, tmp_path: Path) -> None:
    words = [*FEW, "--workers", "1"]
    process = start(project_root, tmp_path, *words, seconds=1.0)
    wait_for(lambda: noted(tmp_path), process)
    family = family_of(process)
    process.terminate()
    ended = run_to_end(process)
    assert ended.code == 130
    assert "Interrupted. What was complete is kept" in ended.told
    assert "Traceback" not in ended.told
    assert gone(family)
    reached = statuses(tmp_path)
    assert set(reached.values()) == {"built", "not reached"}
    again = run_to_end(start(project_root, tmp_path, *words))
    assert again.code == 0
    assert {area for area, status in statuses(tmp_path).items() if status == "unchanged"} == {
        area for area, status in reached.items() if status == "built"
    }


def noted(work: Path) -> int:
    """How many areas are noted as done."""
    return len(list((work / "data/fleet/done/core").glob("*.json")))


def stages_began(work: Path) -> int:
    """How many stages have begun, wherever the workers work."""
    return len(worked(*disks_of(work)))


def begun(work: Path) -> int:
    """Whether the command has begun, as a number."""
    return int((work / "data/fleet").is_dir())


MOMENTS: list[tuple[Callable[[Path], int], int]] = [
    (begun, 1),
    *((stages_began, number) for number in range(1, 7)),
    *((noted, number) for number in range(1, 4)),
]
"""Ten moments of a fleet of three areas: it has begun, each stage begins, each area is noted."""


def disks_of(work: Path) -> tuple[Path, ...]:
    """Where the workers of a fleet note what they do: beside the command's disk, their own."""
    return work, work.parent / "two" / "work"


def at_moment(number: int, work: Path, process: "subprocess.Popen[str]") -> bool:
    """Wait for a moment; whether the fleet was still at work then."""
    count, least = MOMENTS[number]
    with suppress(AssertionError):
        wait_for(lambda: count(work) >= least, process)
    return process.poll() is None


def resumed(root: Path, work: Path, undisturbed: Path, *words: str) -> None:
    """Run the same command again: it ends well, and all is as if nobody had been killed."""
    ended = run_to_end(start(root, work, *FEW, *words))
    assert ended.code == 0, ended.told
    assert set(statuses(work).values()) <= {"built", "unchanged"}
    assert packs(work) == packs(undisturbed)
    assert nothing_half_written(work)


@pytest.mark.parametrize("moment", range(len(MOMENTS)))
def test_a_worker_that_is_killed_at_any_moment_costs_nothing_but_time(
    moment: int, one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    process = start(project_root, tmp_path, *FEW, "--workers", "2", seconds=0.3)
    if at_moment(moment, tmp_path, process):
        known = {int(line.split()[-1]) for line in worked(tmp_path)}
        family = family_of(process)
        for pid in [pid for pid in family if pid in known or not known][-1:]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    ended = run_to_end(process)
    assert ended.code == 0, ended.told
    resumed(project_root, tmp_path, one_after_another)
    assert set(statuses(tmp_path).values()) == {"unchanged"}, "the killed worker's area was lost"


@pytest.mark.parametrize("moment", range(len(MOMENTS)))
def test_a_command_that_is_killed_at_any_moment_is_resumed(
    moment: int, one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    process = start(project_root, tmp_path, *FEW, "--workers", "2", seconds=0.3)
    if at_moment(moment, tmp_path, process):
        family = family_of(process)
        done = noted(tmp_path)
        process.kill()
        process.communicate()
        assert gone(family), "somebody is still at work"
        before = worked(tmp_path)
        resumed(project_root, tmp_path, one_after_another)
        again = {line.split()[1] for line in worked(tmp_path)[len(before) :]}
        assert len(again) <= len(FEW) - done, "what was done is done again"


@pytest.mark.parametrize("moment", range(len(MOMENTS)))
def test_a_scheduler_that_is_killed_at_any_moment_is_told_and_the_fleet_resumed(
    moment: int, one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    disks, work = {"127.0.0.2": tmp_path / "two"}, tmp_path / "command"
    env = environment(project_root, tmp_path)
    with scheduler(tmp_path, env) as process, workers(tmp_path, project_root, disks):
        fleet = start(project_root, work, *FEW, "--scheduler", address(tmp_path))
        at_moment(moment, work, fleet)
        process.kill()
        ended = run_to_end(fleet)
    assert "Traceback" not in ended.told
    if ended.code:
        assert ended.code == 3 and "no scheduler answers at" in ended.told, ended.told
    with scheduler(tmp_path, env), workers(tmp_path, project_root, disks):
        resumed(project_root, work, one_after_another, "--scheduler", address(tmp_path))


def kernels(process: "subprocess.Popen[str]") -> list[int]:
    """Every process that a fleet's workers started for chapters."""
    found = []
    for one in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):
            words = " ".join(one.cmdline())
            found += [one.pid] if "jsna.pack." in words or "ipykernel" in words else []
    return found


def at_work_in_a_kernel(process: "subprocess.Popen[str]") -> bool:
    """Whether a worker, the parent of kernels and a kernel are all there."""
    return len(kernels(process)) >= 3


def gone(pids: list[int]) -> bool:
    until = time.monotonic() + 30
    while left := [pid for pid in pids if psutil.pid_exists(pid)]:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return not left


def test_no_kernel_outlives_its_worker_or_the_command(project_root: Path, tmp_path: Path) -> None:
    write_downloads(project_root, tmp_path)
    work = tmp_path / "work"
    words = ["exampleshire", "--workers", "1"]
    process = start(project_root, work, *words, stages="TWO_CHAPTERS")
    wait_for(lambda: at_work_in_a_kernel(process), process)
    held = kernels(process)
    os.kill(int(worked(work)[-1].split()[-1]), signal.SIGKILL)
    assert gone(held)
    # the worker that stands in for it goes on, until the command itself is killed
    wait_for(lambda: at_work_in_a_kernel(process), process)
    family = family_of(process)
    process.kill()
    process.communicate()
    assert gone(family)
    ended = run_to_end(start(project_root, work, *words, stages="TWO_CHAPTERS"))
    assert ended.code == 0 and statuses(work) == {"exampleshire": "built"}, ended.told
    assert nothing_half_written(work)


# -- a scheduler and workers that run already ---------------------------------------------------


@contextmanager
def scheduler(folder: Path, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    file = folder / "scheduler.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port",
         "0", "--no-dashboard", "--scheduler-file", str(file)],
        env=env, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not file.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait()
        file.unlink(missing_ok=True)


@contextmanager
def workers(folder: Path, root: Path, disks: dict[str, Path]) -> Iterator[None]:
    """Workers on loopback addresses, each with a disk of its own."""
    running = []
    for host, disk in disks.items():
        disk.mkdir(exist_ok=True)
        words = ["--scheduler-file", str(folder / "scheduler.json"), "--host", host]
        words += ["--nworkers", "1", "--nthreads", "1", "--no-dashboard"]
        words += ["--local-directory", str(disk / "dask")]
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_worker", *words],
                env=environment(root, disk), stderr=subprocess.DEVNULL, start_new_session=True,
            )
        )  # fmt: skip
    try:
        yield
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def address(folder: Path) -> str:
    return str(json.loads((folder / "scheduler.json").read_text())["address"])


@pytest.mark.parametrize("stages", ["CHEAP", "TWO_CHAPTERS"])
def test_workers_without_a_common_disk_make_the_same_bytes(
    stages: str, project_root: Path, tmp_path: Path
) -> None:
    areas = ["exampleshire", "otherborough"] if stages == "TWO_CHAPTERS" else FEW
    if stages == "TWO_CHAPTERS":
        write_downloads(project_root, tmp_path)
    embedded, command = tmp_path / "embedded", tmp_path / "command"
    ended = run_to_end(start(project_root, embedded, *areas, "--workers", "2", stages=stages))
    assert ended.code == 0, ended.told
    disks = {"127.0.0.2": tmp_path / "two", "127.0.0.3": tmp_path / "three"}
    env = environment(project_root, tmp_path)
    with scheduler(tmp_path, env), workers(tmp_path, project_root, disks):
        words = [*areas, "--scheduler", address(tmp_path)]
        ended = run_to_end(start(project_root, command, *words, stages=stages))
        assert ended.code == 0, ended.told
    assert packs(command) == packs(embedded)
    assert set(statuses(command).values()) == {"built"}
    # the work was done on the workers' disks, and nowhere else
    assert not (command / "worked.txt").exists()
    on_workers = worked(*(disk / "work" for disk in disks.values()))
    assert len(on_workers) == 2 * len(areas)


def write_downloads(root: Path, folder: Path) -> None:
    """Write what the invented councils' files are made of, for stages that build real facts."""
    from jsna.demo.write import write_demo_downloads
    from jsna.settings.paths import Paths
    from jsna.settings.project import project_at

    os.environ["JSNA_TEST_DOWNLOADS"] = str(folder / "downloads")
    settings = project_at(Paths(root, folder)).settings
    write_demo_downloads(folder / "downloads", settings)


def test_a_scheduler_that_is_killed_is_told_and_the_fleet_resumed(
    one_after_another: Path, project_root: Path, tmp_path: Path
) -> None:
    disks, work = {"127.0.0.2": tmp_path / "two"}, tmp_path / "command"
    env = environment(project_root, tmp_path)
    with scheduler(tmp_path, env) as process, workers(tmp_path, project_root, disks):
        words = ["--scheduler", address(tmp_path)]
        fleet = start(project_root, work, *FEW, *words)
        noted = work / "data/fleet/done/core"
        wait_for(lambda: noted.is_dir() and any(noted.glob("*.json")), fleet)
        process.kill()
        ended = run_to_end(fleet)
    if ended.code:  # the last area may have been done just then
        assert ended.code == 3
        assert "no scheduler answers at" in ended.told and "Traceback" not in ended.told
        assert "not reached" in statuses(work).values()
    env = environment(project_root, tmp_path)
    with scheduler(tmp_path, env), workers(tmp_path, project_root, disks):
        words = ["--scheduler", address(tmp_path)]
        ended = run_to_end(start(project_root, work, *FEW, *words))
    assert ended.code == 0, ended.told
    assert packs(work) == packs(one_after_another)
    assert nothing_half_written(work)


def test_no_scheduler_at_an_address_is_told(project_root: Path, tmp_path: Path) -> None:
    words = ["Barnsley", "--scheduler", "tcp://127.0.0.1:9"]
    ended = run_to_end(start(project_root, tmp_path, *words))
    assert ended.code == 3
    assert "no scheduler answers at tcp://127.0.0.1:9" in ended.told
    assert "Traceback" not in ended.told
