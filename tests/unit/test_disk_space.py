"""What a run says when nothing more could be written, and what is another fault."""

from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.pack.disk_space import check_space


@pytest.mark.parametrize(
    ("reason", "details"),
    [
        ("[Errno 28] No space left on device: 'figures/a.svg'", ""),
        ("[Errno 122] Disk quota exceeded", ""),
        ("[Errno 30] a.svg", ""),
        ("its kernel died", "RuntimeError: database or disk is full"),
    ],
)
def test_a_full_disk_is_told_with_the_chapter(tmp_path: Path, reason: str, details: str) -> None:
    with pytest.raises(UserFileError, match="first could not be written: the disk is full"):
        check_space(tmp_path / "first", {"reason": reason, "details": details})


def test_another_fault_is_the_chapter_s_own(tmp_path: Path) -> None:
    answer = {"reason": "[Errno 2] no such file", "details": "28 of 122 wards"}
    assert check_space(tmp_path / "first", answer) is None
