"""The map of a register's places: marks that share a spot, its page to point at, hostile names."""

import json
import re
from itertools import combinations

import numpy as np
import pytest
from invented_figures import about, grid_of_areas, place_map, places

from hostile_strings import HOSTILE
from jsna.figures.ink import drawing
from jsna.figures.kinds.deprivation_map.labels import is_free
from jsna.figures.kinds.place_map import KIND, place_map_spec
from jsna.figures.kinds.place_map.marks import PlaceMark, grouped
from jsna.figures.layout import NARROW, WIDE
from jsna.figures.spec import FigureSpec
from jsna.figures.table import figure_table
from jsna.figures.web_map_layers import map_of_one
from jsna.figures.web_map_page import web_map_page
from jsna.publish.html_page import HtmlPage
from jsna.publish.map_script import is_map_script


def page_of(spec: FigureSpec) -> HtmlPage:
    page = web_map_page(map_of_one(spec, figure_table(spec).html(), "Pack, figure 1."))
    return HtmlPage("figures/x.map.html", page.decode())


def spots(page: HtmlPage) -> list[dict]:
    found = re.search(r"geo_json_areas_add\((\{.*\})\);", page.source)
    assert found
    return json.loads(found[1])["features"]


def test_marks_that_would_lie_on_each_other_are_one_and_no_number_is_lost() -> None:
    rng = np.random.default_rng(1)
    at = rng.uniform(0, 200, (60, 2))
    marks = grouped([PlaceMark((n,), *xy, 13) for n, xy in enumerate(at, start=1)])
    assert 1 < len(marks) < 60
    assert sorted(n for mark in marks for n in mark.numbers) == list(range(1, 61))
    pairs = combinations([mark.edges for mark in marks], 2)
    assert all(is_free(one, [other]) for one, other in pairs)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
def test_every_place_has_its_number_on_the_map_and_its_name_in_the_key(layout) -> None:
    spec = place_map()
    with drawing():
        said = [words.text for words in KIND.draw(spec, layout).words()]
    assert {"1, 2", "7, 8", "3, 4", "5", "6", "9"} <= set(said)
    assert [w for w in said if re.match(r"\d+ Hub", w)] == [
        f"{row.number} {row.name}" for row in spec.data.itertuples(index=False)
    ]


def test_too_many_places_are_dots_and_the_table_names_them() -> None:
    spec = place_map(places(120))
    with drawing():
        said = {words.text for words in KIND.draw(spec, WIDE).words()}
    assert not any(re.match(r"\d+ Hub|Places by number", words) for words in said)
    assert {"at its point: 84", "somewhere in its ward: 36"} <= said
    assert len(figure_table(spec).frame) == 120


def test_the_page_has_a_spot_for_each_point_and_one_for_each_ward_without() -> None:
    page = page_of(place_map())
    (script,) = page.root.all("script")
    assert is_map_script(script.raw_text)
    told = [one["properties"] for one in spots(page)]
    assert len(told) == 6
    assert "Hub 0; Hub 1" in {one["name"] for one in told}
    said = {text for one in told for text in one["said"]}
    assert "1. Hub 0: advice; 2. Hub 1: group. Netherby 000A, at its point" in said
    assert "3. Hub 7: group; 4. Hub 8. Netherby 002A, somewhere in its ward" in said


def test_a_hostile_name_is_words_on_the_page_and_in_the_picture() -> None:
    frame = places(len(HOSTILE)).assign(name=HOSTILE, what=HOSTILE[::-1])
    page = page_of(place_map(frame))
    (script,) = page.root.all("script")
    assert is_map_script(script.raw_text)
    assert page.root.all("img") == [] and len(page.root.all("script")) == 1
    with drawing():
        assert b"<script" not in KIND.draw(place_map(frame), WIDE).svg("Places")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ward_code": "E05999999"}, "without an outline"),
        ({"latitude": 53.0, "longitude": np.nan}, "a latitude and a longitude"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        place_map(places().assign(**changes))


def test_outlines_of_another_coordinate_system_are_refused() -> None:
    shapes = grid_of_areas()[1].to_crs("EPSG:27700")
    with pytest.raises(ValueError, match="EPSG:4326"):
        place_map_spec(places(), shapes, about("area.register-hubs.map"), what="")
