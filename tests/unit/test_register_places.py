"""Where rows of a register lie: points held against wards, and what is drawn and told of them."""

from datetime import date

import geopandas
import pandas as pd
import pytest
import shapely
from pydantic import ValidationError

from jsna.analysis.register_findings import Rule
from jsna.analysis.register_places import place_findings, places_of
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.geo.points import areas_of_points
from jsna.settings.register_kind import RegisterKind
from jsna.strategy_registers.places import names_places, with_places
from jsna.strategy_registers.register_file import register_table
from jsna.strategy_registers.registers import Registers

KIND = {
    "id": "sites", "title": "Sites", "about": "Where to go.", "one": "site", "names_row": "name",
    "on_map": {"ward": "ward", "latitude": "north", "longitude": "east", "what": "sort"},
    "columns": [
        {"id": "name", "title": "Name"},
        {"id": "sort", "title": "Sort", "type": "choice", "allowed": ["hall", "park"]},
        {"id": "ward", "title": "Ward"},
        {"id": "north", "title": "Latitude", "type": "number"},
        {"id": "east", "title": "Longitude", "type": "number"},
    ],
}  # fmt: skip
WARDS = geopandas.GeoDataFrame(
    {"code": ["E05000001", "E05000002"], "name": ["Ash Hill", "Birch"],
     "geometry": [shapely.box(-1, 53, -0.9, 53.1), shapely.box(-0.9, 53, -0.8, 53.1)]},
    crs="EPSG:4326",
)  # fmt: skip
HEAD = ("name", "sort", "ward", "north", "east")


def sites(*rows: tuple[str, ...], **changes: object) -> RegisterTable:
    """Rows stand on lines 2, 3, 4."""
    told = [(line, dict(zip(HEAD, row, strict=True))) for line, row in enumerate(rows, 2)]
    return register_table(RegisterKind.model_validate(KIND | changes), "sites.csv", told)


def placed(table: RegisterTable) -> pd.DataFrame:
    return places_of(table, table.kind.on_map, Linked(), WARDS)


def told(table: RegisterTable) -> list[tuple[int, str, str]]:
    frame = place_findings(table, table.kind.on_map, WARDS, "Anytown")
    return [(one["at"], Rule(one["rule"]).name, one["what"]) for one in frame.to_dict("records")]


def test_a_row_lies_at_its_point_or_in_the_ward_that_it_names_by_name_or_code() -> None:
    table = sites(
        ("Hall", "hall", "", "53.05", "-0.95"),
        ("Park", "park", "birch", "", ""),
        ("Pond", "", "e05000001", "", ""),
        ("Elsewhere", "", "", "", ""),
    )
    found = placed(table)
    assert found["name"].tolist() == ["Hall", "Park", "Pond"]
    assert found["ward"].tolist() == ["Ash Hill", "Birch", "Ash Hill"]
    assert found["latitude"].notna().tolist() == [True, False, False]
    assert found["what"].tolist() == ["hall", "park", ""]
    assert told(table) == []


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (("53.5", "-0.95"), "53.5, -0.95 lies outside Anytown"),
        (("-0.95", "53.05"), "-0.95, 53.05 lies outside Anytown"),  # the wrong way round
        (("999999999", "-0.95"), "lies outside Anytown"),
        (("95", "-0.95"), "lies outside Anytown"),
    ],
)
def test_a_point_outside_the_area_is_a_mistake_with_its_line_and_is_not_drawn(
    point: tuple[str, str], words: str
) -> None:
    table = sites(("Hall", "", "", "53.05", "-0.95"), ("Far", "", "Ash Hill", *point))
    [(line, rule, what)] = told(table)
    assert (line, rule) == (3, "MISPLACED")
    assert words in what
    assert placed(table)["name"].tolist() == ["Hall"]


def test_a_point_in_another_ward_than_its_row_names_is_a_mistake() -> None:
    table = sites(("Hall", "", "Birch", "53.05", "-0.95"))
    assert told(table) == [
        (2, "MISPLACED", "The point 53.05, -0.95 lies in Ash Hill, and the row names Birch.")
    ]
    assert placed(table).empty


def test_generalised_outlines_are_forgiven_and_no_more() -> None:
    # a thousandth of a degree to the east is 67 metres here
    near = sites(("Hall", "", "Birch", "53.05", "-0.901"), ("Quay", "", "", "53.05", "-0.798"))
    assert told(near) == []
    assert placed(near)["ward"].tolist() == ["Birch", "Birch"]
    far = sites(("Hall", "", "Birch", "53.05", "-0.905"), ("Quay", "", "", "53.05", "-0.795"))
    assert [line for line, _, _ in told(far)] == [2, 3]


def test_half_a_point_is_none_and_an_unknown_ward_is_told_without_its_words() -> None:
    table = sites(("Hall", "", "Ann Example's", "53.05", ""))
    assert told(table) == [(2, "NOTHING", "Ward names no ward of Anytown.")]
    assert placed(table).empty


def test_a_point_on_a_border_is_of_one_ward_whatever_their_order() -> None:
    points = pd.DataFrame({"latitude": [53.05], "longitude": [-0.9]})
    one, other = (areas_of_points(points, wards).tolist() for wards in (WARDS, WARDS[::-1]))
    assert one == other and one[0] in set(WARDS["code"])


def test_the_findings_of_a_strategy_have_those_on_places() -> None:
    table = sites(("Far", "", "", "50", "0"))
    registers = Registers((table,), Linked(), date(2026, 1, 15))
    assert names_places(registers) and registers.findings.empty
    held = with_places(registers, WARDS, "Anytown")
    assert held.findings["rule"].tolist() == [Rule.MISPLACED]
    plain = sites(("Far", "", "", "50", "0"), on_map=None)
    assert not names_places(Registers((plain,), Linked(), date(2026, 1, 15)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"on_map": {"ward": "ward", "latitude": "north"}}, "go together"),
        ({"on_map": {"ward": "where"}}, "there is none"),
        ({"on_map": {"ward": "ward", "latitude": "name", "longitude": "east"}}, "not number"),
        (
            {"columns": [*KIND["columns"][:2], KIND["columns"][2] | {"published": False},
                         *KIND["columns"][3:]]},
            "'ward', which is not published",
        ),
    ],
)  # fmt: skip
def test_a_kind_that_cannot_be_drawn_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        RegisterKind.model_validate(KIND | changes)


def test_what_may_not_be_shown_is_neither_drawn_nor_told() -> None:
    shown = [{"column": "north", "where": "sort", "holds": ["hall"]}]
    rows = (("Hall", "hall", "", "53.05", "-0.95"), ("Park", "park", "Birch", "53.05", "-0.95"),
            ("Far", "park", "", "50", "0"))  # fmt: skip
    table = sites(*rows, shown_where=shown)
    assert placed(table)["name"].tolist() == ["Hall"]
    assert [what for _, _, what in told(table)] == [
        "The point lies in another ward than the row names.",
        "The point (not repeated here), 0 lies outside Anytown. Latitude is the one of about 50 to"
        " 56.",
    ]
