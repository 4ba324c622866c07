from datetime import UTC, datetime

import pytest

from jsna.errors import UserFileError
from jsna.snapshots.lock import LockEntry, read_lock, write_lock

A = LockEntry("a" * 64, "z-source", "Ein Titel: ä, 'x'", 10, datetime(2026, 3, 2, 9, tzinfo=UTC))
B = LockEntry("b" * 64, "a-source", "B", 20, datetime(2026, 3, 1, 9, 0, 5, 123, tzinfo=UTC))


def test_a_lock_comes_back_as_it_was_written(tmp_path):
    path = tmp_path / "locks" / "a-place.lock"
    write_lock(path, "a-place", [A, B])
    assert read_lock(path) == (B, A)


def test_the_same_set_gives_the_same_bytes_in_any_order(tmp_path):
    one, two = tmp_path / "one.lock", tmp_path / "two.lock"
    write_lock(one, "a-place", [A, B])
    write_lock(two, "a-place", [B, A, A])
    assert one.read_bytes() == two.read_bytes()
    assert one.read_text("utf-8").startswith("area: a-place\nsnapshots:\n")
    assert [p.name for p in tmp_path.iterdir() if p.name not in ("one.lock", "two.lock")] == []


def test_without_a_lock_it_says_what_to_do(tmp_path):
    with pytest.raises(UserFileError, match="jsna fetch a-place --from DIR"):
        read_lock(tmp_path / "a-place.lock")


@pytest.mark.parametrize(
    "text",
    ["", "area: x", "snapshots: [1]", "snapshots: [{sha256: abc}]", "a: [", "snapshots: {a: 1}"],
)
def test_a_lock_that_was_damaged_is_told(tmp_path, text):
    path = tmp_path / "a-place.lock"
    path.write_text(text)
    with pytest.raises(UserFileError, match="can't be read"):
        read_lock(path)
