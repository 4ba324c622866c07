"""Corrections: the number is put right, told, and refused once the source was mended."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, fact, facts_of, labels_of

from jsna.errors import UserFileError
from jsna.fact_schema import fact_schema
from jsna.facts.corrections import apply_corrections, without_corrected
from jsna.settings.correction import Correction
from jsna.settings.paths import Paths

A, B = "a" * 64, "b" * 64
SOURCES = {A: "fingertips", B: "local-csv"}
WRITTEN = """source: fingertips
indicator: "1"
area_code: E06000099
period: 2022-01-01/P3Y
sex: Male
field: value
expect: 60
corrected: 62.5
"""


def correction(**changes) -> Correction:
    given = {
        "id": "swapped", "source": "fingertips", "indicator": "1", "area_code": AREA,
        "period": "2022-01-01/P3Y", "sex": "Male", "expect": 60, "corrected": 62.5,
        "reason": "Two digits are swapped.", "told": "The data team", "told_on": "2026-01-05",
        "status": "reported",
    }  # fmt: skip
    return Correction.model_validate(given | changes)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(tmp_path, tmp_path)
    paths.corrections.own.mkdir(parents=True)
    (paths.corrections / "swapped.yml").write_text(WRITTEN)
    return paths


def apply(rows: pd.DataFrame, paths: Paths | None, *corrections: Correction):
    return apply_corrections(rows, corrections, SOURCES, {AREA}, paths)


def test_only_that_number_of_that_fact_of_that_source_is_corrected(paths):
    rows = facts_of(
        fact(), fact(sex="Female"), fact("E06000001"), fact(period="2019-01-01/P3Y"),
        fact(snapshot_ids=B), fact(age="65+"), fact(breakdown="Ward", breakdown_value="x"),
    )  # fmt: skip
    given = rows.copy()
    corrected, quality = apply(rows, paths, correction())
    assert corrected["value"].tolist() == [62.5, 60, 60, 60, 60, 60, 60]
    pd.testing.assert_frame_equal(rows, given)
    assert corrected["note"].tolist() == [
        "Corrected here (value): Two digits are swapped.", *[""] * 6]  # fmt: skip
    assert quality["kind"].tolist() == ["correction"]
    assert quality["snapshot_id"].tolist() == [A]
    assert quality["detail"].item() == (
        "2022 - 24, Male, All ages: value 60 corrected to 62.5. Two digits are swapped."
        " Told: The data team, 5 January 2026; reported."
    )


def test_the_same_row_twice_in_a_file_is_corrected_twice_and_told_once(paths):
    corrected, quality = apply(facts_of(fact(), fact()), paths, correction())
    assert corrected["value"].tolist() == [62.5, 62.5]
    assert len(quality) == 1


@pytest.mark.parametrize(
    ("holds", "expect", "corrected", "fits"),
    [
        (60.04, 60.0, 62.5, True), (60.4, 60, 62.5, True), (60.6, 60, 62.5, False),
        (62.5, 60, 62.5, False), (17.3, 17, 17.3, False), (17.0, 17, 17.3, True),
        (np.nan, None, 12.5, True), (12.5, None, 12.5, False), (np.nan, 60, 61, False),
        (60.0, 60, None, True), (61.0, 60, None, False),
    ],
)  # fmt: skip
def test_the_guard(paths, holds, expect, corrected, fits):
    row = fact(value=holds, status="not-available" if np.isnan(holds) else "final")
    given = correction(expect=expect, corrected=corrected)
    if fits:
        value = apply(facts_of(row), paths, given)[0]["value"].item()
        assert value == corrected or (corrected is None and np.isnan(value))
        return
    with pytest.raises(UserFileError) as caught:
        apply(facts_of(row), paths, given)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("data/corrections/swapped.yml", 7)
    assert "remove this correction" in str(problem)


def test_a_newer_file_without_the_error_is_enough_to_stop(paths):
    with pytest.raises(UserFileError, match=r"no longer holds 60: it has 62\.5 now"):
        apply(facts_of(fact(), fact(value=62.5)), paths, correction())


def test_a_period_that_is_gone_is_told_with_its_line(paths):
    with pytest.raises(UserFileError, match=r"swapped\.yml, line 4: the source no longer holds a"):
        apply(facts_of(fact(period="2023-01-01/P3Y")), paths, correction())


def test_what_the_files_do_not_hold_at_all_is_passed_over_and_told_for_the_own_area(paths):
    rows = facts_of(fact("E06000001"))
    for code, told in ((AREA, 1), ("E05000001", 0)):
        same, quality = apply(rows, paths, correction(area_code=code))
        pd.testing.assert_frame_equal(same, rows)
        assert len(quality) == told


def test_a_figure_of_one_age_is_looked_for_only_where_the_ages_of_people_are_kept(paths):
    people = {"indicator_id": "projected-population", "area_code": AREA}
    given = correction(indicator="projected-population", age="0-4")
    total = fact(**people)
    same, quality = apply(facts_of(total), paths, given)
    assert same["value"].tolist() == [60]
    assert quality["detail"].str.startswith("not used").tolist() == [True]
    right, _ = apply(facts_of(total, fact(age="0-4", **people)), paths, given)
    assert right["value"].tolist() == [60, 62.5]
    with pytest.raises(UserFileError, match="no longer holds a figure"):
        apply(facts_of(total, fact(age="5-9", **people)), paths, given)


def test_an_earlier_set_of_files_is_not_held_to_it(paths):
    rows = facts_of(fact(value=55.0))
    same, quality = apply(rows, None, correction())
    assert same["value"].tolist() == [55.0]
    assert quality.empty


def test_status_follows_a_value_taken_out_or_put_in(paths):
    gone = apply(facts_of(fact()), paths, correction(corrected=None))[0]
    assert gone["status"].tolist() == ["not-available"]
    blank = fact(value=np.nan, lower=np.nan, upper=np.nan, status="suppressed")
    there = apply(facts_of(blank), paths, correction(expect=None))[0]
    assert there["status"].tolist() == ["final"]
    for facts in (gone, there):
        fact_schema().validate(facts)


def test_every_correction_that_no_longer_fits_is_told_at_once(paths):
    with pytest.raises(UserFileError) as caught:
        apply(facts_of(fact(value=1.0)), paths, correction(), correction(id="other", expect=3))
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("changes", "left"),
    [({}, 1), ({"field": "upper_95", "corrected": 62}, 1), ({"field": "count"}, 2),
     ({"sex": "Female"}, 2), ({"source": "local-csv"}, 2)],
)  # fmt: skip
def test_a_source_said_nothing_of_a_value_that_was_corrected_here(changes, left):
    labels = labels_of("Worse").assign(snapshot_id=A)
    labels = pd.concat([labels, labels.assign(period="2019-01-01/P3Y")], ignore_index=True)
    kept = without_corrected(labels, [correction(**changes)], SOURCES)
    assert len(kept) == left and "2019-01-01/P3Y" in set(kept["period"])
