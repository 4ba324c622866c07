"""Fetch and build on a handful of invented files: the commands, and what goes wrong."""

import json
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from jsna.cli import main
from jsna.errors import UserFileError
from jsna.facts.store import open_facts
from jsna.geo.store import open_geography
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.verified_folder import write_digests

ROWS = [
    # indicator, area code, name, type, year, value, lower, upper
    ("E92000001", "England", "England", "2021/22", "20", "19", "21"),
    ("E92000001", "England", "England", "2022/23", "21", "20", "22"),
    ("E06900001", "A Place", "UA", "2021/22", "25", "22", "28"),
    ("E06900001", "A Place", "UA", "2022/23", "", "", ""),
    ("E07900002", "Elsewhere", "District", "2021/22", "15", "14", "16"),
    ("E05900000", "Ward 0", "Electoral Wards (2024)", "2021/22", "30", "25", "35"),
    ("E05999999", "A ward elsewhere", "Electoral Wards (2024)", "2021/22", "30", "25", "35"),
    ("A81001", "A practice", "GPs", "2021/22", "30", "25", "35"),
]


@pytest.fixture
def paths(project_root, tmp_path, monkeypatch) -> Paths:
    """A small checkout of its own: one area, the project's sources, two indicators."""
    root = tmp_path / "checkout"
    for folder in ("config/areas", "data/catalogue/indicators/theme", "geo", "reports/strategies"):
        (root / folder).mkdir(parents=True)
    _yaml(root / "config/areas/a-place.yml", _area())
    for name, year_type in (("91", "financial"), ("92", "academic")):
        _yaml(root / f"data/catalogue/indicators/theme/{name}.yml", _indicator(name, year_type))
    _yaml(root / "data/catalogue/themes.yml", [{"id": "theme", "title": "Theme"}])
    for folder in ("data/catalogue/sources",):
        (root / folder).mkdir()
        for file in (project_root / folder).glob("*.yml"):
            (root / folder / file.name).write_bytes(file.read_bytes())
    monkeypatch.setenv("JSNA_HOME", str(root))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "work"))
    return Paths(root, tmp_path / "work")


def _yaml(path: Path, data) -> None:
    YAML(typ="safe").dump(data, path)


def _area() -> dict:
    return {
        "name": "A Place", "code": "E06900001", "kind": "unitary authority",
        "region": {"code": "E12900001", "name": "A region"}, "contact": {"team": "A team"},
    }  # fmt: skip


def _indicator(name: str, year_type: str) -> dict:
    return {
        "title": "T", "short_title": "T", "measures": "M.", "unit": "%", "decimals": 1,
        "multiplier": 100, "polarity": "low-is-good", "value_type": "proportion",
        "year_type": year_type, "interval_method": "wilson", "matters": 1, "theme": "theme",
        "comparison_method": "single-overlapping-interval", "allowed_range": [0, 100],
        "source": {"source": "fingertips", "id": name}, "levels": ["england", "unitary", "ward"],
    }  # fmt: skip


@pytest.fixture
def downloads(tmp_path, samples) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    lines = [
        samples.row(
            indicator_id="91", area_code=code, area_name=name, area_type=kind, time_period=year,
            value=value, lower=lower, upper=upper,
        )
        for code, name, kind, year, value, lower, upper in ROWS
    ]  # fmt: skip
    (folder / "91.csv").write_bytes(samples.fingertips_csv(*lines, lines[2]))
    for name in ("ons-lookups", "ons-boundaries", "ons-population-projections"):
        file, content = samples.SAMPLES[name]
        (folder / file).write_bytes(content)
    (folder / "readme.txt").write_bytes(b"Not data.")
    return folder


@pytest.fixture
def samples(project_root, monkeypatch):
    """The builders of small files that the unit tests use."""
    monkeypatch.syspath_prepend(str(project_root / "tests" / "unit"))
    import fingertips_files
    import source_samples

    source_samples.row, source_samples.fingertips_csv = (
        fingertips_files.row, fingertips_files.fingertips_csv,
    )  # fmt: skip
    return source_samples


def refresh(downloads: Path) -> None:
    assert main(["fetch", "a-place", "--from", str(downloads), "--quiet"]) == 0
    assert main(["build", "a-place", "--quiet"]) == 0


def test_fetch_tells_what_became_of_each_file(paths, downloads, capsys):
    assert main(["fetch", "a-place", "--from", str(downloads), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [f["file"] for f in told["used"]] == ["91.csv", "lookup.csv", "lsoa.geojson",
                                                 "projections.csv"]  # fmt: skip
    assert [f["file"] for f in told["skipped"]] == ["readme.txt"]
    assert paths.lock("a-place").is_file()


def test_what_is_built(paths, downloads):
    refresh(downloads)
    area = load_settings(paths).area("a-place")
    store = open_facts(paths, area)
    facts = store.facts[store.facts["indicator_id"] == "91"]
    assert facts["area_code"].unique().tolist() == [
        "E05900000", "E06900001", "E07900002", "E92000001"]  # fmt: skip
    assert facts["period"].unique().tolist() == ["2021-04-01/P1Y", "2022-04-01/P1Y"]
    told = store.quality.groupby("kind")["detail"].agg(list).to_dict()
    assert "duplicate" not in told, "a row that stands twice in a file is read once"
    assert told["gap"] == [
        "Persons, All ages: no figure in 1 period that England has: 2022/23",
        "no figure in any file that was fetched",
    ]
    assert set(store.published["label"]) == {"Worse"}
    assert open_geography(paths, area).lookup["lsoa_code"].tolist() == ["E01900001", "E01900002"]


def test_the_catalogue_decides_and_a_change_of_it_builds_again(paths, downloads, capsys):
    refresh(downloads)
    assert main(["build", "a-place", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is True
    file = paths.catalogue / "indicators/theme/91.yml"
    _yaml(file, _indicator("91", "academic"))
    assert main(["build", "a-place", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is False
    facts = open_facts(paths, load_settings(paths).area("a-place")).facts
    ours = facts[facts["indicator_id"] == "91"]
    assert ours["period"].unique().tolist() == ["2021-09-01/P1Y", "2022-09-01/P1Y"]


def test_damaged_facts_are_built_anew_and_so_are_sound_ones_when_asked(paths, downloads, capsys):
    refresh(downloads)
    file = paths.facts("a-place") / "facts.parquet"
    whole = file.read_bytes()
    assert main(["build", "a-place", "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] is False
    file.write_bytes(whole[:-100])
    assert main(["diff", "a-place"]) == 2
    assert "jsna build a-place --force" in capsys.readouterr().err
    assert main(["build", "a-place"]) == 0
    told = capsys.readouterr()
    assert "facts.parquet of these facts was changed or damaged" in told.err
    assert "built" in told.out
    assert file.read_bytes() == whole


def test_tables_of_another_version_ask_to_be_built_again(paths, downloads):
    refresh(downloads)
    area = load_settings(paths).area("a-place")
    file = paths.facts("a-place") / "quality.parquet"
    pd.read_parquet(file).drop(columns="rows").to_parquet(file)
    write_digests(file.parent)
    with pytest.raises(UserFileError, match=r"another version of jsna. Run `jsna build a-place`"):
        open_facts(paths, area)


def test_a_second_fetch_of_the_same_files_gives_the_same_lock(paths, downloads):
    refresh(downloads)
    lock = paths.lock("a-place").read_bytes()
    refresh(downloads)
    assert paths.lock("a-place").read_bytes() == lock


def test_the_councils_own_files_are_taken_too(paths, downloads, samples):
    paths.local_data.mkdir(parents=True)
    (paths.local_data / "own.csv").write_text(
        "indicator_id,area_code,period,value\n92,E06900001,2022-09-01/P1Y,12.5\n"
    )
    refresh(downloads)
    facts = open_facts(paths, load_settings(paths).area("a-place")).facts
    assert facts.loc[facts["indicator_id"] == "92", "value"].tolist() == [12.5]


def test_nothing_is_kept_below_the_levels_of_the_catalogue(paths, downloads):
    """What must not be shown of wards is not in the facts, whoever counted it; this is told."""
    settings = _indicator("92", "calendar") | {
        "title": "Suicide rate", "levels": ["england", "unitary"],
    }  # fmt: skip
    _yaml(paths.catalogue / "indicators/theme/92.yml", settings)
    paths.local_data.mkdir(parents=True)
    (paths.local_data / "own.csv").write_text(
        "indicator_id,area_code,period,value\n92,E06900001,2022-01-01/P1Y,12.5\n"
        "92,E05900000,2022-01-01/P1Y,31.0\n92,E01900001,2022-01-01/P1Y,33.0\n"
    )
    refresh(downloads)
    store = open_facts(paths, load_settings(paths).area("a-place"))
    assert store.facts.loc[store.facts["indicator_id"] == "92", "area_type"].tolist() == ["unitary"]
    told = store.quality[store.quality["indicator_id"] == "92"]
    told = told.loc[told["kind"] == "refused", "detail"].str.partition(":")[0].tolist()
    assert told == ["1 rows of LSOAs", "1 rows of wards"]


def test_a_build_that_fails_leaves_the_old_facts(paths, downloads, capsys, samples):
    refresh(downloads)
    before = {p.name: p.read_bytes() for p in paths.facts("a-place").iterdir()}
    other = samples.lsoas().replace(b"LSOA21", b"LSOA11")
    (downloads / "lsoa.geojson").write_bytes(other)
    assert main(["fetch", "a-place", "--from", str(downloads), "--replace", "--quiet"]) == 0
    assert main(["build", "a-place", "--quiet"]) == 3
    assert "of one year" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in paths.facts("a-place").iterdir()} == before
    assert [p.name for p in paths.facts("a-place").parent.iterdir() if p.name[0] == "."] == []


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        # it asks every service, and again, before it gives up
        pytest.param(["fetch", "a-place"], 3, "--list", marks=pytest.mark.slow),
        (["fetch", "a-plaice", "--from", "."], 2, "Did you mean 'a-place'"),
        (["fetch", "a-place", "--from", "nowhere"], 3, "no such folder"),
        (["fetch", "a-place", "--locked"], 2, "nothing was fetched"),
        (["build", "a-place"], 2, "nothing was fetched"),
    ],
)
def test_what_goes_wrong_is_told_with_what_to_do(paths, capsys, command, code, words):
    assert main(command) == code
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert not paths.lock("a-place").exists()


def test_the_list_of_what_to_download(paths, capsys):
    assert main(["fetch", "a-place", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["downloads"]
    assert any("indicator_ids=91,92" in row["url"] for row in rows)
    assert {"ons-boundaries", "ons-lookups"} <= {row["source"] for row in rows}


def _correct(paths: Paths, expect: float) -> None:
    paths.corrections.own.mkdir(exist_ok=True)
    _yaml(paths.corrections / "swapped.yml", {
        "source": "fingertips", "indicator": "91", "area_code": "E06900001",
        "period": "2021-04-01/P1Y", "expect": expect, "corrected": 26.5, "reason": "Swapped.",
        "told": "The data team", "told_on": "2026-01-05", "status": "reported",
    })  # fmt: skip


def test_a_correction_is_applied_and_told_and_another_expectation_stops_the_build(
    paths, downloads, capsys
):
    refresh(downloads)
    _correct(paths, expect=25)
    assert main(["build", "a-place", "--quiet"]) == 0
    store = open_facts(paths, load_settings(paths).area("a-place"))
    assert store.facts.query("area_code == 'E06900001'")["value"].tolist()[0] == 26.5
    assert (store.quality["kind"] == "correction").sum() == 1
    before = {p.name: p.read_bytes() for p in paths.facts("a-place").glob("*.parquet")}
    _correct(paths, expect=24)
    assert main(["build", "a-place", "--quiet"]) == 2
    assert "data/corrections/swapped.yml, line " in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in paths.facts("a-place").glob("*.parquet")} == before


def _newer(downloads: Path, samples) -> None:
    """The same file with the last year filled in, as a later release has it."""
    text = (downloads / "91.csv").read_bytes()
    line = samples.row(
        indicator_id="91", area_code="E06900001", area_name="A Place", area_type="UA",
        time_period="2023/24", value="27", lower="24", upper="30",
    )  # fmt: skip
    row = samples.fingertips_csv(line).splitlines(keepends=True)[-1]
    (downloads / "91.csv").write_bytes(text.rstrip(b"\r\n") + b"\r\n" + row)


def test_what_a_build_replaces_is_kept_and_a_build_of_the_same_files_keeps_the_same(
    paths, downloads, samples
):
    from jsna.facts.previous import PREVIOUS, read_state
    from jsna.snapshots.digest import folder_digest

    refresh(downloads)
    folder = paths.facts("a-place")
    assert read_state(folder / PREVIOUS) is None
    before = (folder / "facts.parquet").read_bytes()
    _newer(downloads, samples)
    refresh(downloads)
    assert (folder / PREVIOUS / "facts.parquet").read_bytes() == before
    whole = folder_digest(folder, "*")
    folder.with_suffix(".json").unlink()
    assert main(["build", "a-place", "--quiet"]) == 0
    assert folder_digest(folder, "*") == whole


def test_facts_that_a_kill_left_under_another_name_are_taken_back(paths, downloads, samples):
    from jsna.facts.previous import PREVIOUS

    refresh(downloads)
    folder = paths.facts("a-place")
    before = (folder / "facts.parquet").read_bytes()
    folder.rename(folder.with_name(".a-place.retired"))
    folder.with_suffix(".json").unlink()
    _newer(downloads, samples)
    refresh(downloads)
    assert (folder / PREVIOUS / "facts.parquet").read_bytes() == before
    assert [p.name for p in folder.parent.iterdir() if p.name[0] == "."] == []
