import os
from pathlib import Path

import pytest

from jsna.snapshots.write_folder import UNFINISHED, remove_unfinished, whole_folder

NO_PROCESS = 2**22 + 1
"""Above the largest id that the system gives to a process."""


def write(place: Path, text: str) -> None:
    with whole_folder(place) as new:
        (new / "page.txt").write_text(text, "utf-8")


def test_a_whole_folder_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(tmp_path):
    place = tmp_path / "deep" / "site"
    write(place, "old")
    (place / "extra.txt").write_text("gone with the old folder", "utf-8")
    write(place, "new")
    assert {p.name: p.read_text("utf-8") for p in place.iterdir()} == {"page.txt": "new"}
    assert [p.name for p in place.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_old_folder_and_no_part_of_the_new_one(tmp_path, error):
    write(tmp_path / "site", "old")
    with pytest.raises(error), whole_folder(tmp_path / "site") as new:
        (new / "page.txt").write_text("half", "utf-8")
        raise error
    assert (tmp_path / "site" / "page.txt").read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_kill_between_the_two_renames_costs_nothing(tmp_path):
    write(tmp_path / "site", "old")
    (tmp_path / "site").rename(tmp_path / ".site.retired")
    with pytest.raises(ValueError, match="stops"), whole_folder(tmp_path / "site"):
        raise ValueError("stops")
    assert (tmp_path / "site" / "page.txt").read_text("utf-8") == "old"


def test_what_a_killed_process_left_goes_but_not_what_another_is_writing(tmp_path):
    dead, parent = (tmp_path / f"{UNFINISHED}{n}-site" for n in (NO_PROCESS, os.getppid()))
    other = tmp_path / f"{UNFINISHED}{NO_PROCESS}-my-site"
    for folder in (dead, parent, other):
        folder.mkdir()
    write(tmp_path / "site", "new")
    assert {p.name for p in tmp_path.iterdir()} == {"site", parent.name, other.name}
    remove_unfinished(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"site", parent.name}
