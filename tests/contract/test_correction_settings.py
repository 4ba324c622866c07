"""The files of data/corrections: every fault is told with its file and line."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from jsna.errors import UserFileError
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths

GOOD = {
    "source": "fingertips", "indicator": "90362", "area_code": "E06999999",
    "period": "2022-01-01/P3Y", "sex": "Male", "field": "value", "expect": 60, "corrected": 62.5,
    "reason": "Swapped.", "told": "The data team", "told_on": "2026-01-05", "status": "reported",
}  # fmt: skip
LINES = {key: number for number, key in enumerate(GOOD, start=1)}


@pytest.fixture
def paths(project_root: Path, tmp_path: Path) -> Paths:
    """The project's own settings, with a folder of corrections to write to."""
    (tmp_path / "config").mkdir()
    (tmp_path / "data" / "corrections").mkdir(parents=True)
    (tmp_path / "config" / "areas").symlink_to(project_root / "config" / "areas")
    (tmp_path / "data" / "catalogue").symlink_to(project_root / "data" / "catalogue")
    return Paths(tmp_path, tmp_path)


def write(paths: Paths, **changes: object) -> None:
    yaml = YAML()
    with (paths.corrections / "swapped.yml").open("w") as file:
        yaml.dump({k: v for k, v in (GOOD | changes).items() if v != "left out"}, file)


def test_a_good_one_is_read(paths):
    write(paths)
    (correction,) = load_settings(paths).corrections.values()
    assert (correction.id, correction.expect, correction.corrected) == ("swapped", 60, 62.5)
    assert (correction.age, correction.edition) == ("All ages", "")
    write(paths, corrected=None)
    assert load_settings(paths).corrections["swapped"].corrected is None


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"source": "fingertip"}, "source", "Did you mean 'fingertips'"),
        ({"indicator": "90363"}, "indicator", "there is no indicator"),
        ({"area_code": "Rutland"}, "area_code", "a letter and eight digits"),
        ({"period": "2022 - 24"}, "period", "first day and its length"),
        ({"sex": "men"}, "sex", "Persons"),
        ({"field": "values"}, "field", "Did you mean 'value'"),
        ({"expect": "sixty"}, "expect", "number"),
        ({"corrected": 60}, "corrected", "nothing is corrected"),
        ({"status": "done"}, "status", "reported"),
        ({"told_on": "January"}, "told_on", "date"),
        ({"reason": " "}, "reason", "reason"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(paths, changes, key, words):
    write(paths, **changes)
    with pytest.raises(UserFileError) as caught:
        load_settings(paths)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("data/corrections/swapped.yml", LINES[key])
    assert words in str(problem)


@pytest.mark.parametrize("key", ["expect", "corrected", "reason", "told", "told_on", "status"])
def test_nothing_of_it_may_be_left_out(paths, key):
    write(paths, **{key: "left out"})
    with pytest.raises(UserFileError, match=f"the key '{key}' is missing"):
        load_settings(paths)


def test_an_unknown_key_is_told(paths):
    write(paths, correct=62)
    with pytest.raises(UserFileError, match=r"unknown key 'correct'.*Did you mean 'corrected'"):
        load_settings(paths)


def test_the_project_ships_none(project_root):
    assert not load_settings(Paths(project_root, project_root)).corrections
