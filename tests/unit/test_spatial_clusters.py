"""Moran's I over a chequered and a sloping map."""

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from jsna.analysis.spatial_clusters import clustering, local_clusters
from jsna.geo.adjacency import adjacent_areas
from jsna.sources.geography.crs import LONGITUDE_LATITUDE, NATIONAL_GRID

SIDE = 6


def grid():
    """Squares of a kilometre, somewhere on the National Grid."""
    corners = [(440_000 + 1000 * x, 390_000 + 1000 * y) for x in range(SIDE) for y in range(SIDE)]
    boxes = [shapely.box(x, y, x + 1000, y + 1000) for x, y in corners]
    codes = [f"E0{n:07d}" for n in range(SIDE * SIDE)]
    return geopandas.GeoDataFrame({"code": codes}, geometry=boxes, crs=NATIONAL_GRID)


def slope():
    codes = grid()["code"]
    return pd.Series(np.repeat(np.arange(SIDE), SIDE).astype(float), index=codes)


@pytest.fixture(scope="module")
def pairs():
    return adjacent_areas(grid())


def test_squares_of_a_grid_touch_their_eight_neighbours(pairs):
    counts = pairs.groupby("code").size()
    assert sorted(counts.unique()) == [3, 5, 8] and (counts == 3).sum() == 4
    backwards = pairs.rename(columns={"code": "neighbour", "neighbour": "code"})
    assert len(pairs.merge(backwards, on=["code", "neighbour"])) == len(pairs)


@pytest.mark.parametrize("across", [(1, 0), (0, 1)], ids=["east", "north"])
@pytest.mark.parametrize(("gap", "touch"), [(0, True), (9, True), (12, False)])
def test_a_gap_is_measured_in_metres_whatever_the_direction(across, gap, touch):
    east, north = (side * (1000 + gap) for side in across)
    boxes = [shapely.box(x, y, x + 1000, y + 1000)
             for x, y in ((440_000, 390_000), (440_000 + east, 390_000 + north))]  # fmt: skip
    shapes = geopandas.GeoDataFrame({"code": ["A", "B"]}, geometry=boxes, crs=NATIONAL_GRID)
    pairs = adjacent_areas(shapes.to_crs(LONGITUDE_LATITUDE))
    assert pairs.to_dict("records") == touch * [
        {"code": "A", "neighbour": "B"}, {"code": "B", "neighbour": "A"},
    ]  # fmt: skip


def test_shapes_without_a_coordinate_system_are_not_guessed_at():
    with pytest.raises(ValueError, match="naive geometries"):
        adjacent_areas(grid().set_crs(None, allow_override=True))


def test_like_beside_like_is_found_and_one_seed_gives_one_answer(pairs):
    found, again = (
        clustering(slope(), pairs, np.random.default_rng(1), permutations=999) for _ in range(2)
    )
    assert found == again
    assert found.i is not None and found.i > 0.6
    assert found.p == pytest.approx(2 / 1000) and found.permutations == 999
    assert found.expected == pytest.approx(-1 / 35) and found.areas == 36


def test_moran_s_i_by_its_definition(pairs):
    z = slope() - slope().mean()
    beside = pairs["neighbour"].map(z).groupby(pairs["code"]).mean()
    expected = float((z * beside).sum() / (z**2).sum())
    assert clustering(slope(), pairs, np.random.default_rng(), 99).i == pytest.approx(expected)


def test_values_that_lie_anyhow_are_no_cluster(pairs):
    values = pd.Series(np.random.default_rng(5).normal(size=36), index=grid()["code"])
    found = clustering(values, pairs, np.random.default_rng(2), permutations=999)
    assert found.p is not None and found.p > 0.05
    local = local_clusters(values, pairs, np.random.default_rng(2), permutations=999)
    assert (local["cluster"] == "no cluster").mean() > 0.9


def test_a_slope_has_a_high_and_a_low_end(pairs):
    first, second = (
        local_clusters(slope(), pairs, np.random.default_rng(3), permutations=1999)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)
    clusters = first.set_index("value")["cluster"]
    # the corners have three neighbours only: too few to tell
    assert clusters.loc[5.0].tolist().count("high among high") >= 4
    assert clusters.loc[0.0].tolist().count("low among low") >= 4
    assert set(clusters.loc[[2.0, 3.0]]) == {"no cluster"}
    assert (first["p"] >= 2 / 2000).all() and (first["adjusted"] >= first["p"] - 1e-12).all()


def test_what_has_no_value_or_no_neighbour_says_so(pairs):
    values = slope()
    values.iloc[7] = np.nan
    values.loc["E09999999"] = 3.0
    local = local_clusters(values, pairs, np.random.default_rng(3), 199).set_index("area_code")
    assert local.loc[values.index[7], "status"] == "no value"
    assert local.loc["E09999999", "status"] == "no neighbour with a value"
    assert local["status"].eq("calculated").sum() == 35


def test_too_few_or_equal_areas_have_a_reason(pairs):
    few = clustering(slope().head(6), pairs, np.random.default_rng(1))
    assert few.i is None and few.reason == "only 6 areas have a value and a neighbour"
    same = local_clusters(slope() * 0, pairs, np.random.default_rng(1))
    assert set(same["status"]) == {"all values are the same"} and same["p"].isna().all()
