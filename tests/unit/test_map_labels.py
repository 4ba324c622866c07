"""Names on a map: inside their outlines or in the key, each once, none on another."""

from itertools import combinations

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from jsna.figures.kinds.deprivation_map.labels import MOST, Label, place_labels
from jsna.figures.kinds.ward_map.groups import groups_of_wards
from jsna.figures.layout import LINE
from jsna.figures.lettering import text_width

SIZE = 11.0


def squares(side: float, columns: int, rows: int, corner: float = 10) -> geopandas.GeoSeries:
    cells = [(c, r) for r in range(rows) for c in range(columns)]
    return geopandas.GeoSeries(
        [shapely.box(corner + c * side, corner + r * side, corner + (c + 1) * side,
                     corner + (r + 1) * side) for c, r in cells]
    )  # fmt: skip


def box_of(label: Label) -> shapely.Geometry:
    width = max(text_width(line, SIZE) for line in label.lines)
    height = len(label.lines) * SIZE * LINE
    left, top = label.x - width / 2, label.y - height / 2
    return shapely.box(left, top, left + width, top + height)


def told(labels) -> list[str]:
    """Every name on the map, and every name in the key."""
    on_map = [" ".join(label.lines) for label in labels.written]
    return [name for name in on_map if not name.isdigit()] + list(labels.key)


def test_names_that_fit_stand_inside_their_outline_and_need_no_key() -> None:
    shapes = squares(120, 3, 2)
    names = ["Ash", "Elm and Oak", "Upper Thornbury St Mary", "Ivy", "Yew", "Fir"]
    labels = place_labels(names, shapes, SIZE, (400, 300))
    assert labels.key == () and len(labels.written) == 6
    for label, shape in zip(labels.written, shapes, strict=True):
        assert shape.contains(box_of(label)) and label.place is None
    assert labels.written[2].lines == ("Upper Thornbury", "St Mary")


@pytest.mark.parametrize("side", [9, 14, 22, 40])
def test_each_name_is_told_once_and_no_label_lies_on_another(side: float) -> None:
    names = [f"A rather long name {place}" for place in range(30)]
    labels = place_labels(names, squares(side, 6, 5), SIZE, (20 + 6 * side, 20 + 5 * side))
    assert sorted(told(labels)) == sorted(names)
    boxes = [box_of(label) for label in labels.written]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    sheet = shapely.box(0, 0, 20 + 6 * side, 20 + 5 * side)
    assert all(sheet.contains(box) for box in boxes)
    numbers = [int(label.lines[0]) for label in labels.written if label.lines[0].isdigit()]
    assert len(set(numbers)) == len(numbers) and set(numbers) <= set(range(1, 31))


def test_a_number_beside_its_place_has_a_line_to_it() -> None:
    shapes = squares(6, 2, 1, corner=60)
    labels = place_labels(["First place", "Second place"], shapes, SIZE, (130, 130))
    assert labels.key == ("First place", "Second place")
    beside = [label for label in labels.written if label.place]
    assert beside
    assert shapes.iloc[1].contains(shapely.Point(beside[-1].place))


def test_a_place_of_several_parts_and_holes_has_one_label() -> None:
    ring = shapely.difference(shapely.box(10, 10, 150, 150), shapely.box(30, 30, 130, 130))
    parts = shapely.union(shapely.box(200, 10, 300, 60), shapely.box(200, 100, 220, 110))
    labels = place_labels(["Ring", "Parts"], geopandas.GeoSeries([ring, parts]), SIZE, (320, 160))
    assert sorted(told(labels)) == ["Parts", "Ring"]


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_no_place_and_too_many_have_no_label(count: int) -> None:
    labels = place_labels(["x"] * count, squares(5, max(count, 1), 1).head(count), SIZE, (900, 50))
    assert labels.written == labels.key == ()


# -- groups of wards ---------------------------------------------------------------------------


def test_groups_hold_about_as_many_and_say_from_where_to_where() -> None:
    groups, words = groups_of_wards(pd.Series(np.arange(10.0)), "%", 1, highest_first=True)
    assert groups.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert words == ("8.0 to 9.0%", "6.0 to 7.0%", "4.0 to 5.0%", "2.0 to 3.0%", "0.0 to 1.0%")
    other, _ = groups_of_wards(pd.Series(np.arange(10.0)), "%", 1, highest_first=False)
    assert other.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_values_that_print_alike_are_in_one_group_and_none_is_in_none() -> None:
    values = pd.Series([1.01, 1.02, 1.04, 1.03, float("nan"), 7.0])
    groups, words = groups_of_wards(values, "years", 1, highest_first=True)
    assert groups.tolist()[:4] == [2, 2, 2, 2] and groups[5] == 1 and np.isnan(groups[4])
    assert words == ("7.0 years", "1.0 years")


def test_one_value_is_one_group() -> None:
    groups, words = groups_of_wards(pd.Series([3.0, 3.0]), "", 0, highest_first=True)
    assert groups.tolist() == [1, 1] and words == ("3",)
