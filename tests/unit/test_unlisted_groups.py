"""People of whom no row tells stay as unknown as a hidden count."""

import numpy as np
import pandas as pd
import pytest

from jsna.disclosure.control import hide, suppress
from jsna.disclosure.exposure import exposed
from jsna.disclosure.local_disclosure import least_areas, protect_local
from jsna.disclosure.shown import STRICT
from jsna.disclosure.too_near import groups_told_before, too_near
from jsna.disclosure.unlisted import smallest_around, unlisted_groups
from jsna.settings.source import Disclosure, SourceSettings
from jsna.sources.council.local_csv import read_rows

FIVES = Disclosure(lowest_count=1, highest_count=7, round_to=5)
ZEROS = Disclosure(lowest_count=0, highest_count=7, round_to=5)
WARDS = {"E02000001": frozenset({"E01000001", "E01000002"})}


def cells(*rows: tuple, **more) -> pd.DataFrame:
    """One row per (area, sex, age, count)."""
    frame = pd.DataFrame(rows, columns=["area_code", "sex", "age", "count"])
    return frame.assign(period="2024-01-01/P1Y", hidden=False, **more)


def near(frame: pd.DataFrame, rule: Disclosure) -> list:
    return [group for found in too_near(frame, rule, WARDS) for group in found.groups]


def test_the_rest_of_a_shown_ten_is_told_too_nearly():
    """10 in the MSOA and 10 in one of its two LSOAs: at most 4 in the other."""
    frame = cells(
        ("E02000001", "Persons", "All ages", 10), ("E01000001", "Persons", "All ages", 10)
    )
    (group,) = near(frame, FIVES)
    assert group[0] == {"E01000002"}
    why = suppress(frame, FIVES, WARDS)
    assert (why != "").any()
    assert near(frame.assign(hidden=why != ""), FIVES) == []


def test_periods_add_up_where_an_area_is_not_filled():
    """200 and 300 of a region's 900: who is missing there is not missing from a year's quarters."""
    year = "2024-04-01/P1Y"
    counts = [("E12000001", year, 900), ("E06000001", year, 200), ("E06000002", year, 300),
              ("E06000001", "2024-04-01/P9M", 40), ("E06000001", "2024-07-01/P9M", 198),
              ("E06000001", "2024-07-01/P3M", 20), ("E06000001", "2024-10-01/P3M", 18),
              ("E06000001", "2025-01-01/P3M", 160)]  # fmt: skip
    frame = cells(*((area, "Persons", "All ages", n) for area, _, n in counts))
    frame["period"] = [period for _, period, _ in counts]
    rounded_frame = frame.assign(count=[900, 200, 300, 40, 200, 20, 20, 160])
    assert {frozenset(group[0]) for group in near(rounded_frame, FIVES)} == {
        frozenset({"E06000001"})
    }
    why = suppress(frame, FIVES)
    assert near(rounded_frame.assign(hidden=why != ""), FIVES) == []


def test_what_many_are_shown_of_is_no_small_group():
    """15 in all and 10 in the one LSOA, which the other's women could not be 10 of."""
    frame = cells(
        ("E02000001", "Persons", "All ages", 15), ("E01000001", "Persons", "All ages", 10)
    )
    groups = unlisted_groups(frame, FIVES, WARDS)
    assert [group[0] for group in groups] == [{"E01000002"}]


def test_a_range_that_leaves_small_numbers_out_is_no_secret():
    frame = cells(
        ("E02000001", "Persons", "All ages", 60), ("E01000001", "Persons", "All ages", 20)
    )
    assert near(frame, FIVES) == []
    assert (suppress(frame, FIVES, WARDS) == "").all()


def test_zero_is_told_only_where_the_rule_hides_it():
    """10 in all and 10 in the one LSOA, not rounded: nobody in the other."""
    frame = cells(
        ("E02000001", "Persons", "All ages", 10), ("E01000001", "Persons", "All ages", 10)
    )
    told = near(frame.assign(base=1), FIVES.model_copy(update={"round_to": 1}))
    assert told == []
    assert len(near(frame.assign(base=1), ZEROS.model_copy(update={"round_to": 1}))) == 1


def test_a_breakdown_that_leaves_people_out_hides_them():
    """153 people, of whom 130 and 21 are of the two groups: the other 2 belong to neither."""
    frame = pd.concat([
        cells(("E06000001", "Persons", "All ages", count)).assign(breakdown_value=value)
        for value, count in {"": 153, "a": 130, "b": 21}.items()
    ], ignore_index=True)  # fmt: skip
    rule = FIVES.model_copy(update={"round_to": 1})
    assert (suppress(frame, rule) != "").any()
    whole = frame.assign(count=[151, 130, 21])
    assert (suppress(whole, rule) == "").all()


def test_what_an_earlier_release_tells_is_said_not_hidden_for():
    frame = cells(
        ("E02000001", "Persons", "All ages", 10), ("E01000001", "Persons", "All ages", 10),
        fixed=True, base=5, releases=3, vintage=0, known=True, hid_before=False, limit=np.inf,
    )  # fmt: skip
    (found,) = too_near(frame, FIVES, WARDS)
    assert groups_told_before(frame, found, FIVES, WARDS) == set(found.groups) != set()
    assert (hide(frame, FIVES, WARDS).why == "").all()


def test_the_row_around_a_group_is_the_smallest():
    frame = cells(
        ("E02000001", "Persons", "All ages", 500),
        ("E02000001", "Female", "All ages", 10),
        ("E01000001", "Female", "All ages", 10),
    )
    group = near(frame, FIVES)[0]
    assert smallest_around(frame, group, FIVES, WARDS, STRICT) == 1


ABOUT = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Own.",
    disclosure=FIVES,
)  # fmt: skip
HEADER = "indicator_id,area_code,period,value,count,denominator,rounded_to\n"
TOLD = "falls,{code},2024-01-01/P1Y,{share},{count},500,{base}\n"


def text(base: int) -> bytes:
    rows = {"E02000001": 10, "E01000001": 10}
    lines = [TOLD.format(code=c, share=n / 5, count=n, base=base) for c, n in rows.items()]
    return (HEADER + "".join(lines)).encode()


def test_the_gate_finds_it_in_what_is_published():
    rows = read_rows(text(5), "own.csv").rows
    (told,) = exposed(rows, ABOUT, {}, WARDS)
    assert told.startswith("falls, E02000001")
    assert "no row tells" in told


def test_a_file_that_was_hidden_passes_the_gate():
    kept = protect_local(text(1), "own.csv", ABOUT, {}, WARDS).content
    assert exposed(read_rows(kept, "own.csv").rows, ABOUT, {}, WARDS) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_county_is_made_of_the_lsoas_of_its_wards(order):
    """Wards by LSOA in one look-up, the county by ward in another: one and the same people."""
    by_lsoa = pd.DataFrame({
        "lsoa_code": ["E01000001", "E01000002"], "ward_code": ["E05000001", "E05000002"],
        "district_code": "E07000001",
    })  # fmt: skip
    by_ward = pd.DataFrame({"ward_code": ["E05000001", "E05000002"], "county_code": "E10000001"})
    tables = [by_lsoa, by_ward]
    least = least_areas([tables[i] for i in order])
    assert least["E10000001"] == {"E01000001", "E01000002"} == least["E07000001"]
