"""Outlines of added councils: each small area has one, whole, wherever chance put it."""

import numpy as np
import pandas as pd
import pytest
import shapely

from jsna.demo.boundary_files import dissolve, outlines
from jsna.demo.country import ELSEWHERE
from jsna.demo.small_areas import _places

A_METRE = 1e-5
CASES = {
    "rounding folds a cell": 394,
    "rounding folds another": 719,
    "a place lies at sea": 79,
    "nothing is odd": 1,
}


@pytest.mark.parametrize("seed", CASES.values(), ids=CASES)
def test_each_small_area_has_a_whole_outline_and_they_join(seed: int) -> None:
    places = _places(np.random.default_rng(seed), ELSEWHERE.small_areas)
    small_areas = pd.DataFrame({"slug": "anytown", "x": places[:, 0], "y": places[:, 1]})

    drawn = outlines(small_areas).geometry.to_numpy()

    assert shapely.is_valid(drawn).all()
    assert not shapely.is_empty(drawn).any()
    assert set(shapely.get_type_id(drawn)) <= {3, 6}  # polygons
    (council,) = dissolve(outlines(small_areas), ["slug"]).geometry
    # they do not overlap by more than a metre's width along their edges
    overlap = shapely.area(drawn).sum() - council.area
    assert abs(overlap) < A_METRE * shapely.length(drawn).sum()


def test_a_place_at_sea_lies_in_its_own_small_area() -> None:
    places = _places(np.random.default_rng(79), ELSEWHERE.small_areas)
    small_areas = pd.DataFrame({"slug": "anytown", "x": places[:, 0], "y": places[:, 1]})
    longitude, latitude = ELSEWHERE.centre
    scale = ELSEWHERE.radius * np.array([1 / np.cos(np.radians(latitude)), 1.0])

    drawn = outlines(small_areas).geometry.to_numpy()

    assert shapely.contains(drawn, shapely.points(places * scale + (longitude, latitude))).all()
