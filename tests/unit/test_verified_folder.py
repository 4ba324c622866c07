"""What was built is what is read: a flipped bit, an edited or cut-off file is told."""

import random
import shutil
from pathlib import Path

import pytest
from geo_files import area
from invented_facts import fact, facts_of
from test_geography import best_fit, lsoas, ward_list, wards

from jsna.errors import UserFileError
from jsna.facts.parquet import parquet_bytes, read_parquet
from jsna.geo.store import read_geography, write_geography
from jsna.snapshots.verified_folder import (
    DIGESTS,
    changed_files,
    read_verified,
    write_digests,
)

FLIPS = 150


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts") / "a-place"
    write_geography(folder, area(), [lsoas(), wards()], [best_fit(), ward_list()])
    rows = facts_of(*(fact(area_code=f"E0600{n:04}", value=n / 7) for n in range(400)))
    (folder / "facts.parquet").write_bytes(parquet_bytes(rows))
    write_digests(folder)
    return folder


def test_of_150_flipped_bits_none_is_read_as_other_values(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a-place"
    shutil.copytree(built, folder)
    file = folder / "facts.parquet"
    whole = file.read_bytes()
    rng = random.Random(20261128)
    for place in rng.sample(range(len(whole) * 8), FLIPS):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        file.write_bytes(flipped)
        with pytest.raises(UserFileError, match=r"facts.parquet.*jsna build a-place --force"):
            read_parquet(file)
        assert changed_files(folder) == ["facts.parquet"]
    file.write_bytes(whole)
    assert len(read_parquet(file)) == 400
    assert changed_files(folder) == []


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_half_a_table_is_a_message(built: Path, tmp_path: Path, part: float) -> None:
    folder = tmp_path / "a-place"
    shutil.copytree(built, folder)
    file = folder / "facts.parquet"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(UserFileError, match=r"changed or damaged.*--force"):
        read_parquet(file)


@pytest.mark.parametrize(
    "name", ["geography.json", "lookup.parquet", "outlines-lsoa.parquet", "outlines-ward.parquet"]
)
def test_a_changed_geography_is_not_read(built: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a-place"
    shutil.copytree(built, folder)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 4
    (folder / name).write_bytes(content)
    with pytest.raises(UserFileError, match=rf"{name}.*jsna build a-place --force"):
        read_geography(folder, "a-place").outlines("ward")


@pytest.mark.parametrize("damage", [b"", b"[1]", b"{", b"[" * 100_000, None], ids=range(5))
def test_without_its_hashes_nothing_of_a_folder_is_read(
    built: Path, tmp_path: Path, damage: bytes | None
) -> None:
    folder = tmp_path / "a-place"
    shutil.copytree(built, folder)
    (folder / DIGESTS).unlink() if damage is None else (folder / DIGESTS).write_bytes(damage)
    with pytest.raises(UserFileError, match="earlier version"):
        read_verified(folder / "facts.parquet", "Build again.")
    assert changed_files(folder) == [DIGESTS]


def test_files_that_are_gone_or_came_later_are_named(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a-place"
    shutil.copytree(built, folder)
    (folder / "facts.parquet").unlink()
    (folder / "mine.csv").write_text("x")
    assert changed_files(folder) == ["facts.parquet", "mine.csv"]
    with pytest.raises(UserFileError, match="gone"):
        read_verified(folder / "facts.parquet", "Build again.")
