"""`jsna fetch AREA` against every service on this machine: resumed, locked, the same as by hand."""

import csv
import hashlib
import io
import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jsna.cli import main
from jsna.commands.console import Console
from jsna.commands.fetch import fetch_area, fetch_network
from jsna.errors import SourceError, UserFileError
from jsna.fetching.live_lock import open_fetch
from jsna.http.client import Http
from jsna.http.errors import RateLimited, ServiceDown
from jsna.http.policy import HttpPolicy
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import open_project
from jsna.snapshots.lock import read_lock
from loopback.all_services import SOURCES, AllServices, all_services, as_files
from loopback.fingertips import DATA
from loopback.refresh import RECEIVED
from loopback.server import Asked, Handler, Reply

QUICK = HttpPolicy(attempts=2, backoff_seconds=0.01)
FEW = ("90362", "90366", "93721", "20101", "90319", "22401")
ONE = ("fingertips",)
QUIET = Console(quiet=True)
SECONDS = 300


@pytest.fixture(scope="module")
def services(project_root, real_data, tmp_path_factory) -> Iterator[AllServices]:
    settings = load_settings(Paths(project_root, tmp_path_factory.mktemp("settings")))
    services = all_services(settings, real_data / "downloads", FEW)
    with services.server:
        yield services


@pytest.fixture
def here(services, project_root, tmp_path, monkeypatch) -> Paths:
    """A checkout with nothing built, whose services are those on this machine."""
    return checkout_at(tmp_path / "work", services, project_root, monkeypatch)


def checkout_at(work: Path, services: AllServices, root: Path, patch: pytest.MonkeyPatch) -> Paths:
    for name, value in services.environment.items():
        patch.setenv(name, value)
    patch.setenv("JSNA_HOME", str(root))
    patch.setenv("JSNA_WORK", str(work))
    services.server.asked.clear()
    return Paths(root, work)


def fetch(area: str = "rutland", **more):
    return fetch_network(
        open_project().of(area),
        QUIET,
        **{"only": SOURCES, "clock": lambda: RECEIVED, "policy": QUICK, **more},
    )


@dataclass(frozen=True)
class WholeFetch:
    """Rutland fetched from every source, with a key, and built: once for the tests that look at it.

    Attributes:
        work: Where; to be copied before anything is written.
        fetched: What the fetch gave.
        asked: What was asked of the services for it.
        told: All that it and the build printed and logged.
    """

    work: Path
    fetched: Any
    asked: list[Asked]
    told: str


SECRET = "0xfeedfacecafebeef"
NOMIS = "/api/v01/dataset/NM_2006_1.data.csv"


@pytest.fixture(scope="module")
def whole(services, project_root, tmp_path_factory) -> WholeFetch:
    work, said, log = tmp_path_factory.mktemp("whole"), io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), log.level
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
            checkout_at(work, services, project_root, patch)
            patch.setenv("NOMIS_API_KEY", SECRET)
            services.server.fail(NOMIS, [Reply(f"no: uid={SECRET}".encode(), 500)])
            fetched = fetch()
            assert main(["build", "rutland", "--quiet"]) == 0
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
    return WholeFetch(work, fetched, [*services.server.asked], said.getvalue())


@pytest.fixture
def after_whole(here, whole) -> Paths:
    """The same checkout after the whole fetch."""
    shutil.copytree(whole.work, here.work, dirs_exist_ok=True)
    return here


@pytest.fixture(scope="module")
def broken_off(services, project_root, tmp_path_factory) -> tuple[Path, str]:
    """Where a fetch was broken off by one indicator's failure, and what was told of it."""
    work = tmp_path_factory.mktemp("broken-off")
    with (
        pytest.MonkeyPatch.context() as patch,
        answering(services, "20101", Reply(b"", 503)),
        pytest.raises(ServiceDown) as error,
    ):
        checkout_at(work, services, project_root, patch)
        fetch(only=ONE)
    return work, str(error.value)


@pytest.fixture
def after_failure(here, broken_off) -> Paths:
    """The same checkout after that failure."""
    shutil.copytree(broken_off[0], here.work, dirs_exist_ok=True)
    return here


def tables(paths: Paths, area: str) -> dict[str, str]:
    """Return the name and hash of each file of an area's facts, and of its lock."""
    files = [*sorted(paths.facts(area).iterdir()), paths.lock(area)]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def verify_store(paths: Paths) -> int:
    """Return how many snapshots are kept; each has the bytes that its name says."""
    kept = [f for f in paths.snapshots.glob("??/*") if f.is_dir()]
    for folder in kept:
        content = (folder / "content").read_bytes()
        assert hashlib.sha256(content).hexdigest() == folder.name
        assert (folder / "snapshot.yml").is_file()
    return len(kept)


# -- the same facts, by whichever way ----------------------------------------------------------


@pytest.mark.slow
def test_a_folder_of_the_same_files_gives_the_same_facts(here, project_root, tmp_path, monkeypatch):
    fetched = fetch("rotherham")
    assert not fetched.failed and len(fetched.used) > len(FEW)
    assert main(["build", "rotherham", "--quiet"]) == 0
    entries = read_lock(here.lock("rotherham"))
    as_files(here.snapshots, tmp_path / "downloads", [entry.sha256 for entry in entries])
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "by-hand"))
    by_hand = Paths(project_root, tmp_path / "by-hand")
    taken = fetch_area(open_project().of("rotherham"), [tmp_path / "downloads"], QUIET, RECEIVED)
    assert taken.skipped == ()
    assert main(["build", "rotherham", "--quiet"]) == 0
    assert tables(by_hand, "rotherham") == tables(here, "rotherham")


def test_the_lock_is_enough_and_needs_no_network(after_whole, services, monkeypatch, capsys):
    here = after_whole
    before = tables(here, "rutland")

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(Http, "get", no_network)
    shutil.rmtree(here.facts("rutland"))
    assert main(["fetch", "rutland", "--locked"]) == 0
    assert main(["build", "rutland", "--quiet"]) == 0
    assert tables(here, "rutland") == before
    assert services.server.asked == []
    lost = read_lock(here.lock("rutland"))[0]
    shutil.rmtree(here.snapshots / lost.sha256[:2] / lost.sha256)
    assert main(["fetch", "rutland", "--locked"]) == 3
    told = capsys.readouterr().err
    assert f"not on this machine: {lost.title} ({lost.sha256[:12]}" in told
    assert "1 files of the lock are missing" in told


def test_every_source_is_asked_and_none_more_than_four_at_once(whole, services):
    fetched = whole.fetched
    assert {request.source for request, _ in fetched.used} == set(SOURCES)
    assert services.server.most_at_once <= 4 * 3  # three hosts share one server here
    data = [a.query["indicator_ids"] for a in whole.asked if a.path == DATA]
    assert sorted(data) == sorted(set(data)) and set(data) <= set(FEW)
    told = {request.title for request, reason in fetched.skipped if "no indicator" in reason}
    assert told and len(told) == len(fetched.skipped)


# -- what fails, and what is kept then ---------------------------------------------------------


@contextmanager
def answering(services: AllServices, number: str, reply: Reply | Handler) -> Iterator[None]:
    """Answer for one indicator with something else."""
    real = services.server.routes[DATA]

    def answer(asked: Asked) -> Reply:
        if asked.query["indicator_ids"] != number:
            return real(asked)
        return reply(asked) if callable(reply) else reply

    services.server.routes[DATA] = answer
    try:
        yield
    finally:
        services.server.routes[DATA] = real


def test_what_was_answered_is_not_asked_for_again(after_failure, broken_off, services):
    here = after_failure
    assert re.search(r"1 of \d+ requests failed, and the lock of rutland is", broken_off[1])
    assert not here.lock("rutland").exists()
    assert here.journal("rutland").is_file()
    kept = verify_store(here)
    fetched = fetch(only=ONE)
    again = [a.query["indicator_ids"] for a in services.server.asked if a.path == DATA]
    assert again == ["20101"]
    assert fetched.resumed == len(fetched.used) - 1
    assert verify_store(here) == kept + 1
    assert not here.journal("rutland").exists()


def test_what_was_answered_yesterday_is_asked_for_again(after_failure):
    later = RECEIVED + timedelta(hours=25)
    assert fetch(only=ONE, clock=lambda: later).resumed == 0


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(after_failure):
    journal = after_failure.journal("rutland")
    journal.write_bytes(journal.read_bytes()[:-30])
    fetched = fetch(only=ONE)
    assert fetched.resumed == len(fetched.used) - 2


def test_a_fetch_may_go_on_without_what_failed(here, services):
    with answering(services, "20101", Reply(b"", 429)):
        fetched = fetch(only=ONE, partial=True)
    assert len(fetched.failed) == 1 and isinstance(fetched.failed[0][1], RateLimited)
    assert len(read_lock(here.lock("rutland"))) == len({s.sha256 for s in fetched.snapshots})


def test_sources_that_are_not_asked_stay_as_they_were(after_whole):
    here = after_whole
    before = read_lock(here.lock("rutland"))
    fetched = fetch(only=ONE)
    assert {request.source for request, _ in fetched.used} == {"fingertips"}
    assert read_lock(here.lock("rutland")) == before
    with pytest.raises(UserFileError, match="no source that can be asked over the network: ons"):
        fetch(only=["ons"])


def test_suppressed_values_are_told(here, services):
    real = services.server.routes[DATA]

    def hidden(asked: Asked) -> Reply:
        lines = real(asked).body.decode().split("\r\n")
        return Reply("\r\n".join(map(_suppressed, lines)).encode())

    with answering(services, "20101", hidden):
        fetched = fetch(only=ONE)
    notes = {request.title: note for request, note in fetched.notes if "20101" in request.title}
    assert list(notes.values()) == ["every value of Rutland is suppressed"]


def _suppressed(line: str) -> str:
    if ",E06000017," not in line:
        return line
    (row,) = csv.reader([line])
    row[12:20] = [""] * 7 + ["Value suppressed for disclosure control due to small count"]
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()


def test_the_command_says_what_it_does(here, services, capsys):
    assert main(["fetch", "rutland", "--only", "fingertips"]) == 0
    out = capsys.readouterr().out
    assert "requests answered" in out and "0 failed" in out
    assert "Fingertips has no indicator" in out
    with answering(services, "20101", Reply(b"Sorry", 404)):
        assert main(["fetch", "rutland", "--only", "fingertips"]) == 3
    told = capsys.readouterr().err
    assert "there is nothing at this address (404)" in told and "Traceback" not in told


def test_a_connection_that_opens_while_others_are_cut_off_is_cut_off_too(
    here, services, monkeypatch
):
    real, cuts = Http.stop, []

    def stop(self: Http) -> None:
        cuts.append(time.monotonic())
        if len(cuts) > 1:  # the first cut comes just before the connection is there
            real(self)

    def tell(title: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Http, "stop", stop)
    started = open_fetch(open_project().of("rutland"), lambda: RECEIVED, QUICK, ONE)
    with (
        answering(services, "20101", Reply(b"", before_headers=60.0)),
        pytest.raises(KeyboardInterrupt),
    ):
        started.run(tell)
    assert len(cuts) > 1
    assert time.monotonic() - cuts[0] < 30


def test_an_invented_area_is_not_asked_for(here, services):
    with pytest.raises(UserFileError, match="exampleshire is invented"):
        fetch("exampleshire")
    assert services.server.asked == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c_ends_a_fetch_at_once_and_keeps_what_was_complete(here, services):
    slow = Reply(b"", before_headers=60.0)
    with answering(services, "20101", slow):
        process = subprocess.Popen(
            [sys.executable, "-m", "jsna.cli", "fetch", "rutland", "--only", "fingertips"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        journal, until = here.journal("rutland"), time.monotonic() + SECONDS
        while time.monotonic() < until and not journal.is_file():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, told = process.communicate(timeout=SECONDS)
        assert time.monotonic() - began < 40  # of the 60 that the service takes
    assert process.returncode == 130
    assert b"What was complete is kept" in told and b"Traceback" not in told
    assert verify_store(here) >= 1
    assert fetch(only=ONE, clock=None).resumed >= 1


# -- secrets -----------------------------------------------------------------------------------


def test_a_key_is_sent_and_stands_nowhere(
    after_whole, whole, services, monkeypatch, caplog, capsys
):
    monkeypatch.setenv("NOMIS_API_KEY", SECRET)
    services.server.fail(NOMIS, [Reply(f"no: uid={SECRET}".encode(), 400)])
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError) as error:
        fetch(only=["ons-population-projections"])
    assert any(asked.query.get("uid") == SECRET for asked in whole.asked)
    assert any(asked.query.get("uid") == SECRET for asked in services.server.asked)
    assert "urllib3" in whole.told and "urllib3" in caplog.text  # it did write addresses to the log
    told = capsys.readouterr()
    for text in (whole.told, caplog.text, str(error.value), repr(error.value), told.out, told.err):
        assert SECRET not in text
    written = [f for f in after_whole.work.rglob("*") if f.is_file()]
    assert len(written) > 20
    assert [f for f in written if SECRET.encode() in f.read_bytes()] == []


# -- killed, and two at once -------------------------------------------------------------------


def start(paths: Paths, *areas: str) -> subprocess.Popen[bytes]:
    tests = Path(__file__).resolve().parents[1]
    environment = os.environ | {"JSNA_WORK": str(paths.work), "PYTHONPATH": str(tests)}
    return subprocess.Popen(
        [sys.executable, "-m", "loopback.refresh", ",".join(KILLED), *areas],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen[bytes]) -> None:
    _, told = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, told.decode()


KILLED = ("fingertips", "ons-boundaries", "ons-lookups")  # the quick ones: a run is made often
AREAS = ("rotherham", "rutland")


@pytest.fixture(scope="module")
def undisturbed(services, project_root, tmp_path_factory) -> tuple[dict[str, dict], float]:
    """What both areas come to when nothing happens, and how long it takes."""
    paths = Paths(project_root, tmp_path_factory.mktemp("undisturbed"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in services.environment.items():
            patch.setenv(name, value)
        patch.setenv("JSNA_HOME", str(project_root))
        began = time.monotonic()
        finish(start(paths, *AREAS))
        seconds = time.monotonic() - began
    return {area: tables(paths, area) for area in AREAS}, seconds


def killed_and_run_again(paths: Paths, after: float) -> None:
    process = start(paths, *AREAS)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=SECONDS)
    verify_store(paths)  # nothing that is kept is a part of something
    finish(start(paths, *AREAS))
    assert not paths.journal("rotherham").exists() and not paths.journal("rutland").exists()


def moments(seed: int, number: int, seconds: float) -> list[float]:
    """Return moments spread over the whole run, each at random in its own part of it."""
    part, rng = seconds / number, random.Random(seed)
    return [part * (n + rng.random()) for n in range(number)]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_refresh_comes_to_the_same(here, undisturbed):
    expected, seconds = undisturbed
    killed_and_run_again(here, moments(20261121, 3, seconds)[1])
    assert {area: tables(here, area) for area in AREAS} == expected


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("number", range(20))
def test_twenty_killed_refreshes_come_to_the_same(here, undisturbed, number):
    expected, seconds = undisturbed
    killed_and_run_again(here, moments(7, 20, seconds)[number])
    assert {area: tables(here, area) for area in AREAS} == expected


@pytest.mark.slow
def test_two_fetches_at_once_do_each_other_no_harm(here, undisturbed):
    expected, _ = undisturbed
    both = [start(here, "rutland"), start(here, "rutland")]
    for process in both:
        finish(process)
    assert tables(here, "rutland") == expected["rutland"]
    verify_store(here)
    assert not here.journal("rutland").exists()
