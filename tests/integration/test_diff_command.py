"""`jsna diff`: against what the build replaced, a folder, a lock; and what it can't do."""

import json
import shutil

import pytest
from test_build_small import _indicator, _yaml, downloads, paths, refresh, samples  # noqa: F401

from jsna.cli import main


@pytest.fixture
def renewed(paths, downloads, samples, tmp_path):  # noqa: F811
    """Two builds: in the later one a new year, a value revised, another indicator's words."""
    refresh(downloads)
    shutil.copy(paths.lock("a-place"), tmp_path / "old.lock")
    text = (downloads / "91.csv").read_text("utf-8-sig")
    place = {"area_code": "E06900001", "area_name": "A Place", "area_type": "UA"}
    newer = samples.row(indicator_id="91", **place, time_period="2023/24", value="27", lower="24",
                        upper="30")  # fmt: skip
    row = samples.fingertips_csv(newer).decode("utf-8-sig").splitlines()[-1]
    changed = text.replace(",25,", ",24,")
    assert changed != text
    (downloads / "91.csv").write_text(changed.rstrip() + "\r\n" + row + "\r\n", "utf-8")
    title = _indicator("91", "financial") | {"title": "Another title"}
    _yaml(paths.catalogue / "indicators/theme/91.yml", title)
    refresh(downloads)
    return paths


def changes_of(capsys, *options: str) -> list[tuple[str, str, str]]:
    capsys.readouterr()
    assert main(["diff", "a-place", *options, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    return [(c["kind"], c["before"], c["after"]) for c in told["changes"]]


def test_the_first_build_has_nothing_to_compare_with(paths, downloads, capsys):  # noqa: F811
    refresh(downloads)
    assert main(["diff", "a-place"]) == 0
    assert "no earlier build of a-place" in capsys.readouterr().out
    assert changes_of(capsys) == []


def test_what_the_newest_build_replaced(renewed, capsys):
    found = changes_of(capsys)
    assert ("new-period", "", "27") in found
    assert ("revised", "25", "24") in found
    assert ("renamed", "T", "Another title") in found
    assert main(["diff", "a-place"]) == 0
    said = capsys.readouterr().out
    assert "Values revised: 1 the area" in said
    assert "Another title, 2021/22: 25.0% before, 24.0% now." in said


def test_a_rebuild_from_the_same_files_tells_the_same(renewed, capsys):
    found = changes_of(capsys)
    renewed.facts("a-place").with_suffix(".json").unlink()
    assert main(["build", "a-place", "--quiet"]) == 0
    assert changes_of(capsys) == found


def test_against_a_lock_and_a_folder(renewed, tmp_path, capsys):
    values = [c for c in changes_of(capsys) if c[0] in ("new-period", "revised")]
    lock, folder = tmp_path / "old.lock", renewed.facts("a-place") / "previous"
    for against in (lock, folder):
        found = changes_of(capsys, "--against", str(against))
        assert [c for c in found if c[0] in ("new-period", "revised")] == values
    assert changes_of(capsys, "--against", str(renewed.facts("a-place"))) == []


def test_what_can_not_be_compared(paths, downloads, tmp_path, capsys):  # noqa: F811
    assert main(["diff", "a-place"]) == 2
    assert "Run `jsna build a-place`" in capsys.readouterr().err
    refresh(downloads)
    assert main(["diff", "a-place", "--against", str(tmp_path)]) == 2
    assert "no folder of facts and no lock" in capsys.readouterr().err
    (tmp_path / "bad.lock").write_text("area: x\n")
    assert main(["diff", "a-place", "--against", str(tmp_path / "bad.lock")]) == 2
    assert "can't be read" in capsys.readouterr().err
    shutil.copy(paths.lock("a-place"), tmp_path / "lost.lock")
    shutil.rmtree(paths.snapshots)
    assert main(["diff", "a-place", "--against", str(tmp_path / "lost.lock")]) == 3
    assert "not on this machine" in capsys.readouterr().err
