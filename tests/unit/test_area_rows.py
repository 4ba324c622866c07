"""An area's rows by place are those of all rows together; what every area keeps is kept once."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from geo_files import area
from invented_facts import fact, facts_of, indicator
from pandas.testing import assert_frame_equal

from jsna.fact_schema import PUBLISHED_COLUMNS
from jsna.facts import shared_rows as shared_rows_module
from jsna.facts.area_rows import Rows, area_rows
from jsna.facts.assemble import QUALITY_COLUMNS
from jsna.facts.build import _all_rows, _cut
from jsna.facts.parts import row_hashes
from jsna.facts.shared_rows import FOLDER, SharedFiles, shared_rows
from jsna.fetching.file_parts import FactsByPlace, at_hand
from jsna.fetching.parsed_store import ParsedStore
from jsna.fetching.shown_files import OWN_FILES
from jsna.geo.code_changes import code_changes, code_map, with_codes
from jsna.register.authorities import SAME_PLACE
from jsna.settings.correction import Correction
from jsna.sources.contract import ParsedFacts

OURS = "E06900001"
OWN = frozenset({OURS, "E05900001", "E01900001"})
PLACES = {
    "E92000001": "england", "E12000001": "region", OURS: "unitary", "E06000002": "unitary",
    "E07000004": "district", "E05900001": "ward", "E05900002": "ward", "E01900001": "lsoa",
    "A81001": "other",
}  # fmt: skip
MEASURES = ("1", "2", "projected-population", "estimated-population", "not-in-the-catalogue")
LEVELS = ["england", "unitary", "ward"]
RNG = np.random.default_rng(12)


def catalogue() -> dict[str, Any]:
    every = [indicator(id=id, levels=LEVELS, allowed_range=(0, 90)) for id in MEASURES[:4]]
    return {one.id: one for one in every}


def snapshot(number: int, source: str = "fingertips") -> Any:
    return SimpleNamespace(
        sha256=f"{number}" * 64, source=source, title=f"file {number}", url="",
        retrieved=datetime(2026, 1, 1 + number, tzinfo=UTC),
    )  # fmt: skip


def a_file(number: int, rows: int = 150) -> ParsedFacts:
    """A file of one's own choice: places, ages and sexes that other files have too."""
    codes, measures = RNG.choice(list(PLACES), rows), RNG.choice(MEASURES, rows)
    value = RNG.choice([10.0, 10.04, 11.5, 50.25, 99.0, np.nan], rows)
    people = np.char.endswith(measures, "population")
    value = np.where(people, np.round(np.nan_to_num(value, nan=7)), value)
    # so that shared rows show how a file rounds: where its own rows do, all are taken together
    value = np.where(codes > "E06", value, np.round(value))
    drawn = {
        "indicator_id": measures,
        "age": RNG.choice(["All ages", "0-4"], rows),
        "sex": RNG.choice(["Male", "Female", "Persons"], rows),
        "note": RNG.choice(["", "a note"], rows),
        "area_type": [PLACES[code] for code in codes],
        "status": np.where(np.isnan(value), "not-available", "final"),
    }
    each = pd.DataFrame(drawn).to_dict("records")
    frame = facts_of(
        *(
            fact(code, v, v - 1, v + 1, snapshot_ids=f"{number}" * 64, **row)
            for code, v, row in zip(codes, value, each, strict=True)
        )
    )
    labels = frame.assign(comparator="england", label=RNG.choice(["better", "worse"], rows))
    labels = labels.rename(columns={"snapshot_ids": "snapshot_id"})[list(PUBLISHED_COLUMNS)]
    names = frame[["area_code", "area_type"]].drop_duplicates().assign(area_name="A Place")
    refused = pd.DataFrame({"line": pd.Series(dtype="int64"), "reason": pd.Series(dtype="str")})
    return ParsedFacts(frame, labels.astype("str"), refused, names)


def corrected() -> Correction:
    return Correction.model_validate(
        {"id": "a", "indicator": "1", "area_code": "E06000002", "period": "2022-01-01/P3Y",
         "sex": "Male", "age": "All ages", "field": "value", "expect": 10.0, "corrected": 12.0,
         "reason": "It was mistyped.", "source": "fingertips", "told": "the publisher",
         "told_on": "2026-01-01", "status": "reported"}
    )  # fmt: skip


class Files:
    """Some files of one area, both ways."""

    def __init__(self, tmp_path: Path, parsed: list[tuple[Any, ParsedFacts]], **changes) -> None:
        self.area, self.parsed = area(OURS), parsed
        self.indicators, self.paths = catalogue(), SimpleNamespace(root=tmp_path)
        self.store = ParsedStore(tmp_path, "key", frozenset(self.indicators))
        self.corrections = changes.get("corrections", [])

    @property
    def by_place(self) -> list[tuple[Any, FactsByPlace]]:
        return [(s, at_hand(item, set(self.indicators))) for s, item in self.parsed]

    @property
    def shared(self) -> SharedFiles:
        codes, changes = code_map(code_changes()), code_changes()
        files = [(s, i) for s, i in self.by_place if i.has_shared and s.source != OWN_FILES]
        return SharedFiles(
            files, self.indicators, self.corrections, frozenset(),
            partial(with_codes, codes=codes), changes[changes["kind"] != SAME_PLACE],
            sorted(codes.items()), self.paths,
        )  # fmt: skip

    def rows(self) -> Rows | None:
        return area_rows(self.area, OWN, self.by_place, self.shared, self.store)

    def all_rows(self) -> Rows:
        corrections = {one.id: one for one in self.corrections}
        settings = SimpleNamespace(indicators=self.indicators, corrections=corrections, sources={})
        project = SimpleNamespace(area=self.area, settings=settings, paths=self.paths)
        held = [(s, [_cut(item, self.area, settings)]) for s, item in self.parsed]
        return _all_rows(project, held, OWN, hold_corrections=True)


def assert_same(found: Rows | None, whole: Rows) -> None:
    assert found is not None
    assert_frame_equal(found.facts, whole.facts, check_exact=True)
    assert_frame_equal(found.published, whole.published, check_exact=True)
    told = [pd.concat(rows.told).sort_values(list(QUALITY_COLUMNS), ignore_index=True)
            for rows in (found, whole)]  # fmt: skip
    assert_frame_equal(*told)
    for table, hashes in found.hashes.items():
        assert (hashes == row_hashes(getattr(whole, table))).all()


def some_files() -> list[tuple[Any, ParsedFacts]]:
    return [(snapshot(n), a_file(n)) for n in range(3)]


@pytest.mark.parametrize("time", range(2))
def test_they_are_the_rows_of_all_files_together(tmp_path, time):
    files = Files(tmp_path, some_files())
    first, again = files.rows(), files.rows()
    assert_same(first, files.all_rows())
    assert_same(again, files.all_rows())
    assert len(first.told) and not first.facts.empty


def test_a_correction_of_another_s_figure_is_made_once_for_all(tmp_path):
    row = fact("E06000002", 10.0, 9, 11, snapshot_ids="0" * 64, area_type="unitary")
    one = a_file(0)
    one = ParsedFacts(facts_of(row), one.published, one.refused, one.names)
    files = Files(tmp_path, [(snapshot(0), one)], corrections=[corrected()])
    assert files.rows().facts["value"].tolist() == [12.0]
    assert_same(files.rows(), files.all_rows())


def test_what_every_area_keeps_is_put_in_order_once(tmp_path, monkeypatch):
    files = Files(tmp_path, [(snapshot(1), a_file(1, 40))])
    whole = files.rows()
    monkeypatch.setattr(shared_rows_module, "_made", None)
    assert_same(files.rows(), whole)
    (place,) = (tmp_path / "key" / FOLDER).iterdir()
    assert not {"E05900001", "E01900001", "A81001"} & set(
        pd.read_parquet(place / "facts.parquet")["area_code"]
    )


@pytest.mark.parametrize("damage", ["flipped", "no note"])
def test_what_was_kept_and_is_damaged_is_made_again(tmp_path, damage):
    files = Files(tmp_path, [(snapshot(1), a_file(1, 20))])
    whole = files.rows()
    (place,) = (tmp_path / "key" / FOLDER).iterdir()
    table = place / "facts.parquet"
    if damage == "flipped":
        raw = bytearray(table.read_bytes())
        raw[len(raw) // 2] ^= 1
        table.write_bytes(bytes(raw))
    else:
        (place / "shared.json").write_text("7")
    assert_same(files.rows(), whole)


def test_of_many_sets_of_files_the_latest_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_rows_module, "MOST", 1)
    for number in range(2):
        files = Files(tmp_path, [(snapshot(number), a_file(number, 5))])
        shared_rows(files.shared, files.store)
    (place,) = (tmp_path / "key" / FOLDER).iterdir()
    assert place.name == files.shared.key


def test_the_council_s_own_figures_are_never_kept_among_those_of_all(tmp_path):
    own = ParsedFacts(**{
        name: getattr(a_file(9), name) for name in ("facts", "published", "refused", "names")
    })  # fmt: skip
    files = Files(tmp_path, [(snapshot(1), a_file(1, 40)), (snapshot(9, OWN_FILES), own)])
    assert files.rows() is None, "shared measures of its own decide with the others"
    (place,) = (tmp_path / "key" / FOLDER).iterdir()
    assert "9" * 64 not in set(pd.read_parquet(place / "facts.parquet")["snapshot_ids"])


def test_what_one_s_own_rows_show_of_a_file_s_rounding_is_seen(tmp_path):
    def row(value, number, **changes):
        return fact(OURS, value, value, value, snapshot_ids=f"{number}" * 64, **changes)

    def held(number, *values):
        ward = {"area_type": "ward", "area_code": "E05900001"}
        rows = [row(values[0], number), row(values[1], number) | ward]
        one = a_file(number, 1)
        return snapshot(number), ParsedFacts(facts_of(*rows), one.published, one.refused, one.names)

    # both files round the wide figure to whole numbers, and only the ward's shows that one does not
    files = Files(tmp_path, [held(0, 10.0, 20.25), held(1, 10.4, 20.25)])
    assert files.rows() is None
