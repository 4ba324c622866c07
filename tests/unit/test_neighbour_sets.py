"""The build's table of neighbours: our own rows, codes followed, names given codes, one chosen."""

import pandas as pd
import pytest
from invented_register import a_register

from jsna.facts.neighbour_sets import SET_COLUMNS, chosen_set, neighbour_sets
from jsna.settings.area import Area
from jsna.sources.contract import NEIGHBOUR_COLUMNS, ParsedNeighbours

REGISTER = a_register(
    ("E08000016", "unitary", "Oakby", "2009-04-01", "2023-03-31", "E08000038", "same-place"),
    ("E08000038", "unitary", "Oakby", "2023-04-01"),
    ("E06000999", "unitary", "Elmby", "2009-04-01", "2023-03-31", "E06000998", "same-place"),
    ("E06000998", "unitary", "Elmby", "2023-04-01"),
    ("E07000901", "district", "Ashby", "2009-04-01", "2023-03-31", "E06000065", "merged"),
    ("E10000901", "county", "Ashby", "2009-04-01", "2023-03-31", "E06000065", "merged"),
    ("E06000065", "unitary", "Ashby", "2023-04-01"), ("E06000003", "unitary", "Fernby, City of"),
    ("E07000003", "district", "Thornby"),
)  # fmt: skip
NAMES = pd.DataFrame(
    [
        ("E08000038", "unitary", "Oakby"), ("E06000065", "unitary", "Ashby"),
        ("E10000901", "county", "Ashby"), ("E06000003", "unitary", "City of Fernby"),
        ("E07000003", "district", "Thornby"), ("E06000998", "unitary", "Elmby"),
        ("E05000003", "ward", "Oakby"),
    ],
    columns=["area_code", "area_type", "area_name"],
)  # fmt: skip


def area(**changes) -> Area:
    given = {
        "slug": "elmby", "name": "Elmby", "code": "E06000998", "kind": "unitary authority",
        "region": {"code": "E12000009", "name": "A region"}, "contact": {"team": "A team"},
    }  # fmt: skip
    return Area.model_validate(given | changes)


def a_set(*rows: tuple, set_id="ons-global", title="ONS similar areas") -> ParsedNeighbours:
    frame = pd.DataFrame(list(rows), columns=list(NEIGHBOUR_COLUMNS))
    return ParsedNeighbours(set_id, title, frame)


SIMILAR = a_set(
    ("E06000999", "", "E06000003", "", 2), ("E06000999", "", "E08000016", "", 1),
    ("E06000999", "", "W06000001", "", 3), ("E06000003", "", "E08000016", "", 1),
)  # fmt: skip
CHILDREN = a_set(
    ("", "Elmby", "", "Fernby", 1), ("", "Elmby", "", "Nowhereby", 3),
    ("", "Elmby", "", "Ashby", 2),
    ("", "Oakby", "", "Elsewhereby", 1), ("", "Oakby", "", "Fernby", 2),
    set_id="dfe-children", title="DfE statistical neighbours",
)  # fmt: skip


def build(*published: tuple[str, ParsedNeighbours], of: Area | None = None):
    return neighbour_sets(published, of or area(), NAMES, REGISTER)


def test_only_the_areas_own_rows_stay_in_order_and_codes_are_followed():
    table, told = build(("f1", SIMILAR))
    assert table.columns.tolist() == list(SET_COLUMNS)
    # listed under a former code of the area, the first neighbour under a former code of its own
    assert table["neighbour_code"].tolist() == ["E08000038", "E06000003", "W06000001"]
    assert table["neighbour_name"].tolist() == ["Oakby", "City of Fernby", ""]
    assert set(table["snapshot_id"]) == {"f1"} and told.empty


def test_names_get_codes_and_our_own_neighbour_without_one_is_told():
    table, told = build(("f1", SIMILAR), ("f2", CHILDREN))
    children = table[table["set_id"] == "dfe-children"]
    # the county that Ashby was is no more: its name is the new authority's alone
    assert children["neighbour_code"].tolist() == ["E06000003", "E06000065"]
    assert told["kind"].tolist() == ["neighbour"]
    assert told["detail"].tolist() == [
        "DfE statistical neighbours: no authority is known by the name Nowhereby"
    ]
    assert told[["area_code", "snapshot_id"]].to_numpy().tolist() == [["E06000998", "f2"]]


def test_of_two_files_of_one_set_the_newer_counts():
    newer = a_set(("E06000998", "", "E06000065", "", 1))
    table, _ = build(("f1", SIMILAR), ("f2", newer))
    assert table["neighbour_code"].tolist() == ["E06000065"]


def test_the_councils_own_list_is_a_set_and_keeps_its_codes():
    own = area(neighbours=("E08000016", "E06000003"))
    table, _ = build(("f1", SIMILAR), of=own)
    mine = table[table["set_id"] == "own"]
    assert mine["neighbour_code"].tolist() == ["E08000016", "E06000003"]
    # the facts keep the code that the settings use, so a published set has it too
    similar = table[table["set_id"] == "ons-global"]
    assert similar["neighbour_code"].tolist()[0] == "E08000016"


@pytest.mark.parametrize(
    ("settings", "expected", "codes"),
    [
        ({}, "ons-global", 3),
        ({"neighbours": ("E06000003",)}, "own", 1),
        ({"neighbours": ("E06000003",), "neighbour_set": "ons-global"}, "ons-global", 3),
        ({"neighbour_set": "dfe-children"}, "dfe-children", 2),
        ({"neighbour_set": "ons-economic"}, "ons-economic", 0),
    ],
)
def test_the_settings_choose_the_set_and_none_takes_its_place(settings, expected, codes):
    chosen = area(**settings)
    table, _ = build(("f1", SIMILAR), ("f2", CHILDREN), of=chosen)
    found = chosen_set(table, chosen)
    assert (found.set_id, len(found.codes)) == (expected, codes)
    assert (found.title == "") == (codes == 0)
    assert found.snapshot_ids == (() if expected == "own" or not codes else found.snapshot_ids)


def test_without_any_file_the_table_is_empty_and_has_its_columns():
    table, told = build()
    assert table.empty and told.empty and table.columns.tolist() == list(SET_COLUMNS)
