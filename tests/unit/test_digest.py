from datetime import date

import pytest

from jsna.snapshots.digest import data_digest, folder_digest, sha256


def test_sha256_is_the_published_one():
    # FIPS 180-2, appendix B.1
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_order_of_keys_does_not_count_and_that_of_lists_does():
    assert data_digest({"a": 1, "b": [1, 2]}) == data_digest({"b": [1, 2], "a": 1})
    assert data_digest([1, 2]) != data_digest([2, 1])


@pytest.mark.parametrize("other", ["1", [1], {"a": 1}, date(2026, 1, 2), None, "\u00e9"])
def test_other_data_have_another_digest(other):
    assert data_digest(other) == data_digest(other)
    assert data_digest(other) != data_digest(1)


def test_parts_cannot_run_into_each_other():
    assert data_digest(["a\nb", "c"]) != data_digest(["a", "b\nc"])


def test_a_folder_is_told_by_the_names_and_bytes_of_its_files(tmp_path):
    file = tmp_path / "deep" / "one.py"
    file.parent.mkdir()
    file.write_bytes(b"1")
    before = folder_digest(tmp_path, "*.py")
    (tmp_path / "note.txt").write_bytes(b"not asked for")
    assert folder_digest(tmp_path, "*.py") == before
    file.rename(tmp_path / "deep" / "two.py")
    renamed = folder_digest(tmp_path, "*.py")
    (tmp_path / "deep" / "two.py").write_bytes(b"2")
    assert len({before, renamed, folder_digest(tmp_path, "*.py")}) == 3
