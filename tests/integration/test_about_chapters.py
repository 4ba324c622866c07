"""The chapters about the data: what changed, and the data's quality, of an invented council."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from test_chapters import show

from jsna.facts.parquet import parquet_bytes, read_parquet
from jsna.facts.previous import PREVIOUS, write_origin
from jsna.pack.plan import Run, make_plan
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import read_lock
from jsna.snapshots.verified_folder import write_digests

SLUG = "otherborough"


pytestmark = pytest.mark.usefixtures("text_as_in_kernels")


@pytest.fixture(scope="module")
def built(invented_paths: Paths) -> Paths:
    return invented_paths


@pytest.fixture
def runs(file_paths: Paths, settings: Settings) -> dict[str, Run]:
    plan = make_plan(Project(file_paths, settings).of(SLUG, settings.strategies_of(SLUG)[0].slug))
    assert [run.page for run in plan.runs[-2:]] == ["what-changed", "data-quality"]
    return {run.id: run for run in plan.runs}


@pytest.fixture
def earlier(built: Paths, settings: Settings) -> Iterator[pd.DataFrame]:
    """Facts that the build is said to have replaced: one value other, one period not there."""
    folder = built.facts(SLUG)
    previous = folder / PREVIOUS
    previous.mkdir()
    for name in ("published", "definitions"):
        shutil.copy(folder / f"{name}.parquet", previous)
    facts = read_parquet(folder / "facts.parquet")
    code = settings.area(SLUG).code
    own = facts[(facts["area_code"] == code) & facts["value"].notna() & facts["lower_95"].notna()]
    changed = own.iloc[[0]]
    facts.loc[changed.index, "value"] += 20
    last = own[own["indicator_id"] != changed["indicator_id"].item()].iloc[[-1]]
    (previous / "facts.parquet").write_bytes(parquet_bytes(facts.drop(last.index)))
    entries = read_lock(built.lock(SLUG))[1:]
    write_origin(previous, SLUG, entries, settings.indicators.values())
    write_digests(previous)
    yield pd.concat([changed, last])
    shutil.rmtree(previous)


def page_of(run: Run, paths: Paths, folder: Path) -> str:
    text = "\n\n".join(show(run, paths, folder))
    assert "{.not-available}" not in text
    assert not re.search(r"\bnan\b|\bNone\b|<td></td>|\[x\]", text)
    return text


def test_the_first_build_says_that_there_is_none_before(built, runs, tmp_path):
    text = page_of(runs["what-changed"], built, tmp_path)
    assert "There is no earlier build to compare with" in text
    assert "## Releases" in text
    assert "## Figures" not in text
    assert not (tmp_path / "figures").exists()


def test_what_changed(built, runs, tmp_path, earlier, settings):
    text = page_of(runs["what-changed"], built, tmp_path)
    assert "### Values revised" in text
    assert re.search("### (New periods|Other figures that were not there)", text)
    assert "Nothing of this kind changed." in text
    told = pd.read_csv(tmp_path / "figures" / "area.what-changed.csv", dtype="str")
    assert set(told["synthetic"]) == {"SYNTHETIC"}
    revised = told[told["kind"] == "revised"]
    assert revised["indicator_id"].tolist() == [earlier.iloc[0]["indicator_id"]]
    assert float(revised["before"].item()) == pytest.approx(float(revised["after"].item()) + 20)


@pytest.mark.slow
def test_the_same_facts_and_previous_facts_give_the_same_chapter(built, runs, tmp_path, earlier):
    for id in ("what-changed", "data-quality"):
        one, other = tmp_path / f"{id}-1", tmp_path / f"{id}-2"
        assert page_of(runs[id], built, one) == page_of(runs[id], built, other)
        files = [sorted((f / "figures").iterdir()) for f in (one, other)]
        assert [f.read_bytes() for f in files[0]] == [f.read_bytes() for f in files[1]]


def test_data_quality(built, runs, tmp_path, settings):
    text = page_of(runs["data-quality"], built, tmp_path)
    for heading in ("Missing figures", "Provisional and out of date", "Figures that do not agree",
                    "Corrections", "Rows that were not used"):  # fmt: skip
        assert f"## {heading}" in text
    notes = pd.read_csv(tmp_path / "figures" / "area.data-quality.csv", dtype="str")
    assert {"Gaps", "Duplicates dropped"} <= set(notes["Topic"])
    dropped = notes[notes["Topic"] == "Duplicates dropped"]
    assert len(dropped) < 30
    assert dropped["Figures or rows"].astype("int64").sum() > len(dropped)
    assert settings.area(SLUG).name in set(notes["Area"])
    assert "No figure was corrected." in text


def test_opened_alone_the_chapters_are_plain_markdown(built, runs, earlier):
    for id in ("what-changed", "data-quality"):
        text = "\n".join(show(runs[id], built, None))
        assert ":::" not in text
        assert "<table>" in text
