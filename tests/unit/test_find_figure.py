"""explain and cite find a figure by its id, wherever it was built."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from jsna.cli import main
from jsna.commands.explain import was_looked_at
from jsna.errors import UserFileError
from jsna.pack.find_figure import find_figure
from jsna.settings.paths import Paths
from jsna.settings.source import SourceSettings
from jsna.snapshots.digest import sha256
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore

ID = "early-help.20101.trend"
SOURCE = SourceSettings(
    id="fingertips",
    title="Fingertips public health data",
    publisher="A publisher",
    licence="OGL-UK-3.0",
    attribution="Source: a publisher.",
)


def write(paths: Paths, area: str, strategy: str, headline: str, pack: bool = False) -> None:
    run = paths.runs(area, strategy) / "early-help"
    folder = (paths.pack(area, strategy) / "site" if pack else run) / "figures"
    folder.mkdir(parents=True)
    snapshot = SnapshotStore(paths.snapshots).add(
        b"bytes",
        Received(
            source=SOURCE,
            title="A file",
            url="https://example.org/file.csv",
            retrieved=datetime(2026, 1, 15, tzinfo=UTC),
            media_type="text/csv",
            origin=Origin.HAND,
            synthetic=False,
        ),
    )
    about = {
        "id": ID,
        "headline": headline,
        "subtitle": "Low birth weight, 2024",
        "sentence": "Low birth weight stood at 5.5% in 2024.",
        "citation": f"Evidence pack, figure {ID}.",
        "source": "Fingertips, indicator 20101.",
        "snapshot_ids": [snapshot.sha256],
        "rule": "single-overlapping-interval",
        "method": "single-overlapping-interval",
        "synthetic": False,
    }
    (folder / f"{ID}.json").write_text(json.dumps(about), "utf-8")
    (folder / f"{ID}.csv").write_text("area_name,value (%)\nMidshire,5.5\n", "utf-8-sig")


def test_a_run_is_newer_than_a_pack(paths: Paths) -> None:
    write(paths, "midshire", "plan", "From the pack", pack=True)
    assert find_figure(paths, ID).about["headline"] == "From the pack"
    write(paths, "midshire", "plan", "From the run")
    found = find_figure(paths, ID)
    assert (found.area, found.strategy) == ("midshire", "plan")
    assert found.about["headline"] == "From the run"
    assert found.table() == [["area_name", "value (%)"], ["Midshire", "5.5"]]


def test_an_unknown_figure_gets_the_nearest_match(paths: Paths) -> None:
    with pytest.raises(UserFileError, match="no figure was built here yet"):
        find_figure(paths, ID)
    write(paths, "midshire", "plan", "A headline")
    with pytest.raises(UserFileError, match=f"Did you mean '{ID}'"):
        find_figure(paths, ID.replace("20101", "2010"))


def test_two_packs_with_the_figure_must_be_told_apart(paths: Paths) -> None:
    write(paths, "midshire", "plan", "Ours")
    write(paths, "farshire", "plan", "Theirs")
    with pytest.raises(UserFileError, match="farshire plan, midshire plan"):
        find_figure(paths, ID)
    assert find_figure(paths, ID, "farshire").about["headline"] == "Theirs"


def test_what_a_killed_run_left_behind_is_no_figure(paths: Paths) -> None:
    write(paths, "midshire", "plan", "Half a chapter")
    runs = paths.runs("midshire", "plan")
    (runs / "early-help").rename(runs / ".unfinished-4711-early-help")
    with pytest.raises(UserFileError, match="no figure was built here yet"):
        find_figure(paths, ID)


def test_a_snapshot_that_is_gone_is_told_by_its_hash(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths, "midshire", "plan", "A headline")
    shutil.rmtree(paths.snapshots)
    assert main(["explain", ID]) == 0
    said = capsys.readouterr().out
    assert "Snapshot 277089d91c0b: not described here" in said
    assert "not among this machine's snapshots" in said


def test_explain_says_where_the_numbers_come_from(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths, "midshire", "plan", "A headline")
    assert main(["explain", ID]) == 0
    said = capsys.readouterr().out
    for word in (
        "A headline",
        "Midshire",
        "https://example.org/file.csv",
        "date not recorded",
        "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9",
        "Rule: single-overlapping-interval",
        "docs/methods.md#single-overlapping-interval",
    ):
        assert word in said
    assert main(["explain", "nothing.like.it"]) == 2


def test_explain_and_cite_serve_scripts(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    write(paths, "midshire", "plan", "A headline")
    assert main(["explain", ID, "midshire", "plan", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["values"][1] == ["Midshire", "5.5"]
    assert told["snapshots"][0]["publisher"] == "A publisher"
    assert main(["cite", ID]) == 0
    quoted, _, citation = capsys.readouterr().out.strip().partition("\n\n")
    assert quoted == "Low birth weight stood at 5.5% in 2024."
    assert citation == f"Evidence pack, figure {ID}."


@pytest.mark.parametrize("changed", ["", "csv", "json", "manifest"])
def test_a_figure_of_a_run_was_looked_at_as_long_as_it_is_its_packs(
    tmp_path, project_root, monkeypatch, changed
):
    """A run of later values or words stands in no pack that the gate has passed."""
    monkeypatch.setenv("JSNA_HOME", str(project_root))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    paths = Paths(project_root, tmp_path)
    write(paths, "midshire", "plan", "A headline")
    figure = find_figure(paths, ID)
    files = {f"figures/{ID}.{end}": figure.folder / f"{ID}.{end}" for end in ("csv", "json")}
    told = {
        "files": {name: sha256(file.read_bytes()) for name, file in files.items()},
        "looked_at": {} if changed == "manifest" else {"files": "passed"},
    }
    manifest = paths.pack("midshire", "plan") / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps(told), "utf-8")
    if f"figures/{ID}.{changed}" in files:
        files[f"figures/{ID}.{changed}"].write_text("{}", "utf-8")
    assert was_looked_at(figure) == (changed == "")
