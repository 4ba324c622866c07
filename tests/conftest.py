"""What every test shares: its kind from its folder, no network, the place of the real data."""

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import pytest_socket

from invented_councils import invented_work
from jsna.chapter.page import Page
from jsna.geo.code_changes import code_changes
from jsna.pack import render_embedded
from jsna.publish import axe
from jsna.settings.load import Settings, load_settings
from jsna.settings.parsed_before import parsed_once
from jsna.settings.paths import Paths, find_paths
from jsna.settings.project import Project, open_project
from jsna.snapshots.work_lock import at_work
from miniature_pack import Miniature, let_commands_open, make_miniature, set_chapter
from rendered_once import RENDER_ANEW, rendered_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KINDS = {"unit", "contract", "golden", "notebooks", "integration", "browser", "docs"}
ROOT = Path(__file__).resolve().parents[1]
ONE_OF_MANY = "PYTEST_XDIST_WORKER"
"""Whether this process is one of several that run the tests, by a name of its environment."""
REAL_DATA = Path(os.environ.get("JSNA_TEST_DATA", ROOT.parent / "shared" / "data"))


def pytest_configure(config: pytest.Config) -> None:
    """Take Ctrl-C: in the background of a shell it is ignored, and then by every child too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each test the one kind of its folder; a test elsewhere is an error."""
    for item in items:
        kind = Path(item.path).relative_to(ROOT / "tests").parts[0]
        if kind not in KINDS:
            raise pytest.UsageError(f"{item.path}: tests stand in one of {sorted(KINDS)}.")
        item.add_marker(getattr(pytest.mark, kind))
        item.add_marker(pytest.mark.xdist_group(_group(item)))
        if "real_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.needs_data)
        if item.get_closest_marker("needs_quarto") and not find_quarto():
            item.add_marker(pytest.mark.skip(reason="needs_quarto: no quarto command found"))


LONG_ID = 60


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name what is given as bytes, or at length, by its argument: an archive's bytes hold the time,
    so that two processes would not collect the same tests."""
    return argname if isinstance(val, bytes) or len(str(val)) > LONG_ID else None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one process more than cores: one always waits, for a kernel, a browser or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect rubbish seldom: what 5,000 tests and their libraries hold was looked through for it
    again and again, an eighth of the processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def _group(item: pytest.Item) -> str:
    """Return what has to run in one process: a file's tests, or all that read the one pack.

    A test that says itself with whom it runs keeps to that.
    """
    own = item.get_closest_marker("xdist_group")
    if own is not None:
        return str(own.args[0])
    uses_pack = "demo_pack" in getattr(item, "fixturenames", ())
    return "demo_pack" if uses_pack else str(item.path)


def pytest_runtest_setup() -> None:
    """Refuse every connection that is not to this machine."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "localhost", "::1"], allow_unix_socket=True)


def find_quarto() -> str | None:
    """Return the quarto command, from JSNA_QUARTO or the PATH."""
    return os.environ.get("JSNA_QUARTO") or shutil.which("quarto")


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public data; tests that need it are skipped by name without it."""
    if not REAL_DATA.is_dir():
        pytest.skip("needs_data: no real data (set JSNA_TEST_DATA to its folder)")
    return REAL_DATA


@pytest.fixture(scope="session")
def for_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the processes of one run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if ONE_OF_MANY in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def settings_parsed_once(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Parse each text of settings once in this process, whatever folder a test works in."""
    kept = tmp_path_factory.mktemp("parsed") / "yaml.json"
    if ONE_OF_MANY in os.environ:
        shutil.copyfile(request.getfixturevalue("settings_texts"), kept)
    with parsed_once(kept):
        yield


@pytest.fixture(scope="session")
def settings_texts(for_all_processes: Path) -> Path:
    """What the texts of the project's own settings hold, parsed once in a run; to be copied.

    Parsing them takes two seconds of each process that begins with an empty folder.
    """
    paths = Paths(ROOT, for_all_processes / "settings")
    paths.work.mkdir(exist_ok=True)
    with at_work(paths.work / "lock", "the settings", print):
        if not paths.parsed_yaml.is_file():
            paths.parsed_yaml.parent.mkdir(parents=True, exist_ok=True)
            # in a context where nothing is parsed yet, so that everything is kept there
            Context().run(load_settings, paths)
    return paths.parsed_yaml


def know_settings(work: Path, texts: Path) -> None:
    """Let the commands that work in a folder find the texts of the project's settings parsed."""
    file = Paths(ROOT, work).parsed_yaml
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(texts, file)


@pytest.fixture(scope="session", autouse=True)
def pages_rendered_once(for_all_processes: Path) -> Iterator[None]:
    """Render each page once, in whatever test and process it is asked for."""
    kept = for_all_processes / "rendered"
    with rendered_once(kept), pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAKE_QUARTO_KEPT", str(kept))
        yield


@pytest.fixture
def rendered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no page that an earlier test had."""
    monkeypatch.setattr(render_embedded, "render", RENDER_ANEW)


@pytest.fixture(scope="session")
def settings(project_root: Path) -> Settings:
    """The project's own settings."""
    return load_settings(Paths(project_root, project_root))


@pytest.fixture(scope="session")
def checkout() -> Project:
    """The project's own settings and folders, no area chosen."""
    return open_project()


@pytest.fixture(scope="session")
def changes() -> pd.DataFrame:
    """The project's own table of codes that changed."""
    return code_changes()


@pytest.fixture
def paths(project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The project's settings, with nothing built; the commands find it too."""
    monkeypatch.setenv("JSNA_HOME", str(project_root))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    return find_paths()


@pytest.fixture(scope="module")
def file_paths(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """The same, for what the tests of one file build once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSNA_HOME", str(project_root))
        patch.setenv("JSNA_WORK", str(tmp_path_factory.mktemp("work")))
        yield find_paths()


@pytest.fixture(scope="module")
def invented_paths(
    file_paths: Paths, for_all_processes: Path, settings: Settings, settings_texts: Path
) -> Paths:
    """The same, with the downloads and facts of both invented councils."""
    made = invented_work(for_all_processes / "invented", file_paths.root, settings)
    shutil.copytree(made, file_paths.work, dirs_exist_ok=True)
    know_settings(file_paths.work, settings_texts)
    return file_paths


@pytest.fixture(scope="module")
def text_as_in_kernels() -> Iterator[None]:
    """Hold text as the kernels of a pack do, in which chapters take half the time."""
    with pd.option_context("mode.string_storage", "python"):
        yield


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The page of a pack, for a section to show itself on."""
    return Page(tmp_path, in_pack=True)


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    """The miniature pack with every chapter whole; the commands work on it."""
    pack = make_miniature(tmp_path)
    set_chapter(pack, "old-age", "## A finding\n\nText.\n")
    let_commands_open(pack, monkeypatch)
    return pack


@dataclass(frozen=True)
class BuiltPack:
    """A pack that the command line built: where it worked, whose it is, what it printed."""

    work: Path
    area: str
    strategy: str
    printed: str

    @property
    def pack(self) -> Path:
        """The pack's folder: site, project, manifest."""
        return self.work / "reports" / "packs" / self.area / self.strategy

    @property
    def site(self) -> Path:
        """The site's folder."""
        return self.pack / "site"

    @property
    def runs(self) -> Path:
        """The executed chapters."""
        return self.work / "data" / "runs" / self.area / self.strategy


def run_jsna(work: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the command line with its built files in `work`."""
    known = {**os.environ, "JSNA_HOME": str(ROOT), "JSNA_WORK": str(work), **env}
    command = [sys.executable, "-m", "jsna.cli", *words]
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """The one browser of a file's tests, those that go through axe included.

    Two can't be driven from one process, and each start costs as much as many pages. Every page
    that it opens has a context of its own.
    """
    with axe.open_browser() as browser, pytest.MonkeyPatch.context() as patch:
        patch.setattr(axe, "open_browser", lambda: nullcontext(browser))
        yield browser


@pytest.fixture(scope="session")
def demo_pack(tmp_path_factory: pytest.TempPathFactory, settings_texts: Path) -> BuiltPack:
    """The demonstration pack, built once for all the tests that read it."""
    work = tmp_path_factory.mktemp("demo")
    know_settings(work, settings_texts)
    done = run_jsna(work, "demo", "--renderer", "embedded")
    assert done.returncode == 0, done.stderr
    return BuiltPack(work, "exampleshire", "exampleshire-hws", done.stdout)
