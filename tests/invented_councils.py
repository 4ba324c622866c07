"""The facts of the invented councils, built once in a run of the tests, then copied."""

import shutil
from pathlib import Path

import pandas as pd

from jsna.demo.write import RETRIEVED, write_demo_downloads
from jsna.facts.build import build_facts
from jsna.fetching.hand_downloads import fetch_and_pin
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.work_lock import at_work

COUNCILS = ("exampleshire", "otherborough")


def invented_work(folder: Path, root: Path, settings: Settings) -> Path:
    """Return a work folder with the downloads and facts of both; nobody may write in it.

    The first process that asks makes it, and those that ask meanwhile wait.
    """
    # as the commands do, whatever the test that comes first has chosen for its chapters
    storage = pd.option_context("mode.string_storage", "auto")
    with at_work(folder.with_suffix(".lock"), "the invented councils", print), storage:
        if not folder.is_dir():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            _build(Paths(root, half), settings)
            half.replace(folder)
    return folder


def _build(paths: Paths, settings: Settings) -> None:
    write_demo_downloads(paths.demo_downloads, settings)
    for slug in COUNCILS:
        project = Project(paths, settings).of(slug)
        fetch_and_pin(project, paths.demo_downloads, RETRIEVED)
        build_facts(project)
