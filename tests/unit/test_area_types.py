"""Fingertips' kinds of area: told by their names, the newest by its date."""

import json

import pytest

from jsna.http.errors import FormatChanged
from jsna.sources.fingertips.area_types import AreaType, newest, read_area_types
from loopback.fingertips import AREA_TYPES


def read(rows: list[dict]) -> tuple[AreaType, ...]:
    return read_area_types(json.dumps(rows).encode(), "https://x")


@pytest.mark.parametrize(
    ("kind", "number"),
    [("upper-tier", 502), ("lower-tier", 501), ("region", 6), ("ward", 8), ("england", 15)],
)
def test_the_newest_of_each_kind_is_found(kind: str, number: int) -> None:
    found = newest(read(AREA_TYPES), kind)
    assert found is not None and found.number == number


def test_the_order_of_the_list_and_of_the_numbers_does_not_matter() -> None:
    older = {"Id": 9000, "Name": "Upper tier local authorities (4/21 - 3/23)", "Short": "x"}
    for rows in ([*AREA_TYPES, older], [older, *reversed(AREA_TYPES)]):
        found = newest(read(rows), "upper-tier")
        assert found is not None and found.number == 502


@pytest.mark.parametrize(
    ("name", "kind", "since"),
    [
        ("Upper tier local authorities (post 4/23)", "upper-tier", (2023, 4)),
        ("Counties & UAs (from Apr 2023)", "upper-tier", (2023, 4)),
        ("County & UA (4/19-3/20)", "upper-tier", (2019, 4)),
        ("Upper tier local authorities (pre 4/19)", "upper-tier", (0, 0)),
        ("Districts & UAs (2021/22-2022/23)", "lower-tier", (2021, 0)),
        ("District & UA (pre Apr 2019)", "lower-tier", (0, 0)),
        ("Government Office Region (E12)", "region", (0, 0)),
        ("NHS regions (from Apr 2024)", "", (2024, 4)),
        ("Middle Super Output Area", "msoa", (0, 0)),
        ("Electoral Wards (2024)", "ward", (2024, 0)),
        ("Integrated Care Boards", "", (0, 0)),
    ],
)
def test_names_say_kind_and_date(name: str, kind: str, since: tuple[int, int]) -> None:
    needed = [{"Id": n, "Name": t, "Short": ""} for n, t in
              enumerate(("Region", "Upper tier local authorities", "Districts & UAs"))]  # fmt: skip
    found = read([*needed, {"Id": 9, "Name": name, "Short": None}])[-1]
    assert (found.kind, found.since) == (kind, since)


def test_a_list_without_authorities_has_changed() -> None:
    with pytest.raises(FormatChanged, match="names no lower-tier authorities and no upper-tier"):
        read([{"Id": 6, "Name": "Region", "Short": ""}])
