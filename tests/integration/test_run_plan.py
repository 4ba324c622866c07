"""The run: fresh kernels, failures that stay with their chapter, and nothing run twice."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from jsna.errors import UserFileError
from jsna.facts.build_key import Built, note_path, write_built
from jsna.pack import run_key, warm_kernels, worker_pool
from jsna.pack.availability import read_record
from jsna.pack.plan import Plan, Run
from jsna.pack.run import run_plan
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.snapshots.verified_folder import write_digests

AREA = Area.model_validate(
    {
        "slug": "testshire",
        "name": "Testshire",
        "code": "E06999999",
        "kind": "unitary authority",
        "region": {"code": "E12999999", "name": "Testland"},
        "contact": {"team": "Public health"},
        "synthetic": True,
    }
)
STRATEGY = Strategy.model_validate(
    {
        "slug": "testshire-plan",
        "title": "A plan",
        "short_title": "Plan",
        "area": "testshire",
        "start": "2020-01-01",
        "end": "2025-01-01",
        "document": {"title": "A plan"},
        "priorities": [
            {"id": "first", "number": 1, "title": "First", "aim": "An aim"},
            {"id": "second", "number": 2, "title": "Second", "aim": "An aim"},
        ],
    }
)
SETTINGS = Settings({"testshire": AREA}, {}, {}, {}, {"testshire-plan": STRATEGY})

SHOW = """import os
from pathlib import Path
from IPython.display import Markdown, display
folder = Path(os.environ["JSNA_RUN_FOLDER"])
(folder / "figures").mkdir()
(folder / "figures" / f"{priority}.svg").write_text("<svg/>")
display(Markdown(f"Priority {priority} of {area}"))
print(folder)
"""
FAIL = """from pathlib import Path
import os
Path(os.environ["JSNA_RUN_FOLDER"], "half.svg").write_text("<svg/>")
from jsna.errors import UserFileError
raise UserFileError("there is nothing to show here.")
"""
DIE = """import os, signal
from pathlib import Path
with open(Path(os.environ["JSNA_WORK"], "deaths.txt"), "a") as deaths:
    deaths.write("x")
os.kill(os.getpid(), signal.SIGKILL)
"""
HANG = "import time\ntime.sleep(600)\n"


def write_notebook(path: Path, code: str) -> None:
    parameters = 'area = ""\nstrategy = ""\npriority = ""'
    sources = [(parameters, ["parameters"]), (code, [])]
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{number}",
            "metadata": {"tags": tags} if tags else {},
            "outputs": [],
            "source": source,
        }
        for number, (source, tags) in enumerate(sources)
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), "utf-8")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    # the real sources may be edited while the tests run; a test of the key covers them
    monkeypatch.setattr(run_key, "PACKAGE", tmp_path / "package")
    # braces and a space: papermill alone would take them for a template
    root = tmp_path / "a {folder} of ours"
    for folder in ("notebooks", "data/facts/testshire", "data/locks"):
        (root / folder).mkdir(parents=True)
    (root / "data/facts/testshire/facts.parquet").write_bytes(b"facts")
    write_notebook(root / "notebooks" / "show.ipynb", SHOW)
    paths = Paths(root, root)
    write_digests(paths.facts("testshire"))
    write_built(paths, "testshire", Built("key", (), 1, 0))
    return paths


def plan_of(paths: Paths, **notebooks: str) -> Plan:
    runs = [
        Run(id, id, notebook, {"area": "testshire", "strategy": "testshire-plan", "priority": id})
        for id, notebook in notebooks.items()
    ]
    return Plan(Project(paths, SETTINGS, AREA, STRATEGY), tuple(runs))


def run(plan: Plan, **options: object) -> dict[str, str]:
    # tests/integration/test_forked_kernels.py has the others
    options = {"cold_kernels": True, **options}
    results = run_plan(plan, workers=2, **options)  # type: ignore[arg-type]
    assert [r.run.id for r in results] == [r.id for r in plan.runs]
    return {r.run.id: r.status for r in results}


def test_a_plan_is_executed_then_unchanged_then_repeated_for_what_changed(paths: Paths) -> None:
    plan = plan_of(paths, first="show", second="show")
    assert run(plan) == {"first": "done", "second": "done"}
    home = paths.runs("testshire", "testshire-plan")
    text = (home / "first" / "chapter.ipynb").read_text("utf-8")
    assert "Priority first of testshire" in text
    assert "of ours" not in text, "a path of this machine stands in the executed notebook"
    assert (home / "first" / "figures" / "first.svg").is_file()
    assert "of ours" in read_record(home / "first")["details"]

    assert run(plan) == {"first": "unchanged", "second": "unchanged"}

    (home / "second" / "figures" / "second.svg").write_text("<svg>tampered</svg>")
    assert run(plan) == {"first": "unchanged", "second": "done"}

    (paths.facts("testshire") / "facts.parquet").write_bytes(b"newer facts")
    with pytest.raises(UserFileError, match=r"facts.parquet .*changed or damaged.*--force"):
        run(plan)
    write_digests(paths.facts("testshire"))
    assert run(plan, cold_kernels=False) == {"first": "done", "second": "done"}
    assert (home / "first" / "chapter.ipynb").read_text("utf-8") == text, "not reproducible"


class NoWorker:
    """A worker that fails each job at once and starts no process."""

    def __init__(self, *_: object) -> None:
        self.end = self.close_pipes = lambda: None

    def ask(self, job: dict[str, object]) -> dict[str, object]:
        return {"status": "failed", "reason": "no worker", "details": ""}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every kernel starts cold")
@pytest.mark.parametrize(
    ("notebooks", "cold", "parents"),
    [
        ({"first": "show", "second": "show"}, False, [("testshire", "testshire-plan")]),
        ({"first": "show", "second": "show"}, True, []),
        ({"first": "show"}, False, []),
    ],
    ids=["warm", "--cold-kernels", "a single run"],
)
def test_a_parent_of_kernels_is_started_unless_cold_ones_are_asked_for(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, notebooks, cold, parents
) -> None:
    started = []

    class Parent:
        def __init__(self, environment: object, scratch: object, evidence: object) -> None:
            started.append(evidence)
            self.close = lambda: None

    monkeypatch.setattr(warm_kernels, "WarmKernels", Parent)
    monkeypatch.setattr(worker_pool, "_Worker", NoWorker)
    assert set(run(plan_of(paths, **notebooks), cold_kernels=cold).values()) == {"failed"}
    assert started == parents


@pytest.mark.parametrize(
    "code",
    [
        "raise OSError(28, 'No space left on device', 'figures/a.svg')",
        # what is told apart by its words alone: tests/unit/test_disk_space.py
        pytest.param("raise OSError(122, 'Disk quota exceeded')", marks=pytest.mark.slow),
        pytest.param("raise RuntimeError('database or disk is full')", marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_ends_the_run_and_leaves_good_chapters(paths: Paths, code: str) -> None:
    plan = plan_of(paths, first="show")
    assert run(plan) == {"first": "done"}
    folder = paths.runs("testshire", "testshire-plan") / "first"
    before = {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    write_notebook(paths.notebooks / "show.ipynb", code)
    with pytest.raises(UserFileError, match="first could not be written: the disk is full"):
        run(plan)
    assert {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()} == before
    assert [f.name for f in folder.parent.iterdir()] == ["first"], "something half-written stays"


def test_a_chapter_that_fails_keeps_its_reason_and_spares_the_rest(paths: Paths) -> None:
    write_notebook(paths.notebooks / "fail.ipynb", FAIL)
    plan = plan_of(paths, first="fail", second="show")
    assert run(plan) == {"first": "failed", "second": "done"}
    folder = paths.runs("testshire", "testshire-plan") / "first"
    record = read_record(folder)
    assert record["reason"] == "there is nothing to show here."
    assert "UserFileError" in record["details"]
    assert [f.name for f in folder.iterdir()] == ["run.json"], "half a chapter was kept"
    # a failure is never taken for an unchanged run
    assert run(plan) == {"first": "failed", "second": "unchanged"}


@pytest.mark.skipif(os.name == "nt", reason="kills itself by a signal")
def test_a_dead_kernel_is_tried_once_more_and_named(paths: Paths) -> None:
    write_notebook(paths.notebooks / "die.ipynb", DIE)
    plan = plan_of(paths, first="die", second="show")
    assert run(plan, cold_kernels=False) == {"first": "failed", "second": "done"}
    assert (paths.work / "deaths.txt").read_text() == "xx"
    record = read_record(paths.runs("testshire", "testshire-plan") / "first")
    assert record["reason"] == "its kernel died"


@pytest.mark.slow
def test_a_chapter_that_hangs_is_ended(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "TIME_LIMIT", 12)
    write_notebook(paths.notebooks / "hang.ipynb", HANG)
    before = {p.pid for p in psutil.process_iter()}
    plan = plan_of(paths, first="hang", second="show")
    assert run(plan) == {"first": "failed", "second": "done"}
    record = read_record(paths.runs("testshire", "testshire-plan") / "first")
    assert record["reason"] == "it was ended after 12 seconds"
    ours = [p for p in psutil.Process().children(recursive=True) if p.pid not in before]
    assert not [p for p in ours if is_alive(p)]


def test_an_unknown_parameter_is_refused_before_a_kernel_starts(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_pool(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(worker_pool, "WorkerPool", no_pool)
    good = plan_of(paths, first="show")
    bad = replace(good.runs[0], parameters={"aera": "testshire", "strategy": "", "priority": ""})
    with pytest.raises(UserFileError) as caught:
        run(replace(good, runs=(bad,)))
    assert "no parameter 'aera'" in str(caught.value)
    assert "Did you mean 'area'?" in str(caught.value)
    assert "'area' is not given" in str(caught.value)


def test_without_facts_the_run_says_what_to_do(paths: Paths) -> None:
    note_path(paths, "testshire").unlink()
    with pytest.raises(UserFileError, match="jsna build testshire"):
        run(plan_of(paths, first="show"))


def test_chapters_that_left_the_plan_are_removed(paths: Paths) -> None:
    run(plan_of(paths, first="show", second="show"))
    run(plan_of(paths, second="show"))
    home = paths.runs("testshire", "testshire-plan")
    assert [f.name for f in home.iterdir()] == ["second"]


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize(
    "end", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)]
)
def test_an_interrupted_run_leaves_no_process_and_nothing_half_written(
    paths: Paths, end: signal.Signals
) -> None:
    write_notebook(
        paths.notebooks / "hang.ipynb",
        "import os, time\nopen(os.environ['JSNA_WORK'] + '/started.txt', 'w').close()\n" + HANG,
    )
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import test_run_plan as t; from pathlib import Path\n"
        f"paths = t.Paths(Path({str(paths.root)!r}), Path({str(paths.work)!r}))\n"
        "t.run(t.plan_of(paths, first='hang', second='show'), cold_kernels=False)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    try:
        wait_until((paths.work / "started.txt").exists)
        family = psutil.Process(parent.pid).children(recursive=True)
        assert len(family) >= 2, "a worker and its kernel should be at work"
        parent.send_signal(end)
        parent.wait(120)  # a loaded machine is slow, and a hang is for ever
        wait_until(lambda: not any(is_alive(p) for p in family))
    finally:
        parent.kill()
    home = paths.runs("testshire", "testshire-plan")
    assert not (home / "first").exists()
    write_notebook(paths.notebooks / "hang.ipynb", SHOW)
    statuses = run(plan_of(paths, first="hang", second="show"))
    assert statuses["first"] == "done"
    assert sorted(f.name for f in home.iterdir()) == ["first", "second"]


def is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_until(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
