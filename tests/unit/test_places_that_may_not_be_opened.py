"""A folder or file that the system doesn't let the user open: what it is, and what to do."""

import errno
import os

import pytest

from jsna.commands.disk_error import disk_error
from jsna.errors import SourceError
from jsna.fetching.folder_files import files_of


@pytest.fixture
def shut(monkeypatch):
    """Whoever runs the tests may open everything: the system is asked in their place."""
    names: set[str] = set()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path.name not in names and may(path, mode))
    return names


def test_folders_that_may_not_be_opened_are_told_together(tmp_path, shut):
    for name in ("a/one", "b", ".git"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a" / "file.csv").write_text("x")
    shut |= {"one", "b", ".git"}
    with pytest.raises(SourceError) as caught:
        list(files_of(tmp_path))
    told = [problem.file for problem in caught.value.problems]
    assert told == [str(tmp_path / "a/one"), str(tmp_path / "b")]  # what is hidden is left alone
    assert "may not be opened" in str(caught.value) and "right to read it" in str(caught.value)


def test_a_folder_that_is_named_and_may_not_be_opened_is_not_empty(tmp_path, shut):
    shut.add(tmp_path.name)
    with pytest.raises(SourceError, match="may not be opened"):
        list(files_of(tmp_path))


def test_files_of_folders_that_may_be_opened_are_given_in_order(tmp_path):
    for name in ("b/2.csv", "a.csv", ".git/x", "b/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for _, name in files_of(tmp_path)] == ["a.csv", "b/2.csv"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_who_may_not_is_sent_to_the_owner_and_who_has_no_room_is_not(number):
    said = str(disk_error(PermissionError(number, "x", "/a/folder")))
    assert said.startswith("/a/folder may not be") and "Ask whoever it belongs to" in said
    assert "Free the place" in str(disk_error(OSError(errno.ENOSPC, "x", "/a")))
