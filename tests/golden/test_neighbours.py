"""Neighbours: open sets read from their files, matched to the tier, put together as they may be."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.aggregation import combined, refusal
from jsna.analysis.neighbours import MEDIAN, SUMMED, neighbour_value
from jsna.analysis.tier import LOWER, UPPER
from jsna.errors import SourceError, UserFileError
from jsna.facts.neighbour_sets import UPPER_TIER, NeighbourSet, neighbours_of, with_codes
from jsna.register.register import national_register
from jsna.settings.indicator import Indicator
from jsna.sources.geography.similar_areas import SOURCE as SIMILAR
from jsna.sources.geography.statistical_neighbours import SOURCE as STATISTICAL

PERIOD = "2023-01-01/P1Y"


class Titled:
    title = "a file"


def a_set(codes):
    return NeighbourSet("own", "the council's own list", tuple(codes), {}, ())


def an_indicator(value_type="proportion", indicator_id="1"):
    return Indicator(
        id=indicator_id, title="A measure", short_title="A measure", measures="Something.",
        unit="%", decimals=1, multiplier=100, polarity="low-is-good", value_type=value_type,
        year_type="calendar", interval_method="wilson",
        comparison_method="single-overlapping-interval", matters=2, theme="best-start",
        source={"source": "fingertips", "id": "1"}, levels=("england", "unitary"),
        allowed_range=(0, 100),
    )  # fmt: skip


@pytest.fixture(scope="module")
def similar(real_data):
    content = (real_data / "lookups" / "ons_els_similar_areas.json").read_bytes()
    assert SIMILAR.recognise("anything", content) == "ONS similar areas"
    return {item.set_id: item for item in SIMILAR.parse(Titled(), content)}


@pytest.fixture(scope="module")
def healthy_years(real_data):
    file = real_data / "downloads" / "fingertips" / "DERIVED_fingertips_layout_els_with_CI.csv"
    rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
    rows = rows[(rows["Indicator ID"] == "90362") & (rows["Sex"] == "Male")]
    rows = rows[rows["Time period"] == rows["Time period"].max()]
    codes = rows["Area Code"]
    kinds = codes.str[:3].map(
        {"E06": "unitary", "E08": "unitary", "E09": "unitary", "E10": "county"}
    )
    return pd.DataFrame(
        {
            "area_code": codes, "area_type": kinds, "period": PERIOD,
            "value": rows["Value"].astype(float), "count": np.nan, "denominator": np.nan,
        }
    ).dropna(subset=["area_type"])  # fmt: skip


def codes_of(sets, area_code, changes):
    return neighbours_of(sets, area_code, changes)["neighbour_code"].tolist()


@pytest.mark.parametrize(
    ("area", "with_value", "verdict"), [("E08000018", 18, True), ("E06000017", 5, False)]
)
def test_a_set_of_districts_loses_most_for_an_upper_tier_measure(
    similar, healthy_years, changes, area, with_value, verdict
):
    codes = codes_of(similar["ons-global"].rows, area, changes)
    assert len(codes) == 20
    chosen = a_set(codes)
    found = neighbour_value(healthy_years, chosen, an_indicator("other"), PERIOD, UPPER, changes)
    assert (found.n, found.of, found.verdict_allowed) == (with_value, 20, verdict)
    assert found.method == MEDIAN and found.lower_95 is None
    assert len(found.dropped) == 20 - with_value and (found.dropped["reason"] != "").all()
    assert (found.reason == "") == verdict
    told = set(found.dropped["reason"])
    assert told & {"not in England", f"not one of the {UPPER}"}


def test_a_neighbour_is_found_under_its_former_code(similar, healthy_years, changes):
    codes = codes_of(similar["ons-global"].rows, "E08000018", changes)
    older = healthy_years.replace({"area_code": {"E08000038": "E08000016"}})
    found = {
        name: neighbour_value(older, a_set(codes), an_indicator("other"), PERIOD, UPPER, table).n
        for name, table in (("as printed", changes.head(0)), ("with the changes", changes))
    }
    assert found == {"as printed": 17, "with the changes": 18}


def test_the_department_s_neighbours_get_their_codes_by_name(real_data, changes):
    content = (
        real_data / "lookups" / "dfe_children_statistical_neighbours_may2025.xlsx"
    ).read_bytes()
    assert STATISTICAL.recognise("anything", content)
    (item,) = STATISTICAL.parse(Titled(), content)
    mine = item.rows[item.rows["area_name"] == "Rotherham"].sort_values("place")
    assert len(mine) == 10 and mine["neighbour_name"].iloc[0] == "Barnsley"
    coded, without = with_codes(item.rows, national_register().codes_by_name(UPPER_TIER))
    codes = codes_of(coded, "E08000018", changes)
    assert len(codes) == 10 and codes[0] == "E08000038"
    # every name is some authority's but those that the department marks as former ones
    assert without == ("Dorset (Pre LG)", "Poole (Pre LG)")
    assert coded["area_code"].nunique() >= 150


def test_a_broken_file_is_told():
    with pytest.raises(SourceError, match="not whole JSON"):
        SIMILAR.recognise("similar.json", b'{"E06900001": {"global": ["E069')
    assert SIMILAR.recognise("other.json", b'{"type": "FeatureCollection"}') is None
    with pytest.raises(SourceError, match="cannot be opened"):
        STATISTICAL.parse(Titled(), b"PK not a workbook")


def peers(n=10, **columns):
    codes = [f"E0600{k:04d}" for k in range(1, n + 1)]
    count = np.arange(10.0, 10 + n)
    frame = {
        "area_code": codes, "area_type": "unitary", "period": PERIOD, "count": count,
        "denominator": 200.0, "value": count / 2,
    }  # fmt: skip
    return pd.DataFrame(frame | columns)


def together(frame, changes, indicator=None, codes=None, tier=LOWER):
    codes = codes or list(frame["area_code"])
    return neighbour_value(frame, a_set(codes), indicator or an_indicator(), PERIOD, tier, changes)


def test_counts_are_summed_where_all_have_them_else_the_median(changes):
    people = np.arange(100.0, 1100, 100)
    shares = 100 * np.arange(10.0, 20) / people
    summed = together(peers(denominator=people, value=shares), changes)
    assert summed.method == SUMMED and summed.n == 10
    assert summed.value == pytest.approx(100 * 145 / 5500)
    assert summed.lower_95 < summed.value < summed.upper_95
    frame = peers()
    frame.loc[2, "count"] = np.nan
    median = together(frame, changes)
    assert median.method == MEDIAN and median.value == pytest.approx(7.25)
    assert median.lower_95 is None and median.n == 10
    standardised = together(peers(), changes, an_indicator("standardised-rate"))
    assert standardised.method == MEDIAN


def test_fewer_than_eight_give_no_verdict_and_who_drops_out_is_named(changes):
    frame = peers(9)
    frame.loc[:1, "value"] = np.nan
    frame.loc[2, "period"] = "2019-01-01/P1Y"
    codes = [*frame["area_code"], "E07000026", "W06000001"]
    found = together(frame, changes, codes=codes, tier=UPPER)
    assert (found.n, found.of, found.verdict_allowed) == (6, 11, False)
    assert found.reason == "only 6 of 11 have a value"
    reasons = found.dropped.set_index("area_code")["reason"]
    assert reasons["E06000001"] == "no value in this period"
    assert reasons["E06000003"] == "the file used holds no value for it"
    assert reasons["W06000001"] == "not in England"
    assert reasons.filter(like="E07").iloc[0] == f"not one of the {UPPER}"
    nobody = together(frame.head(2), changes)
    assert nobody.value is None and nobody.n == 0 and not nobody.verdict_allowed


def test_an_area_is_not_its_own_neighbour(changes):
    sets = pd.DataFrame(
        {"area_code": "E08000016", "neighbour_code": ["E08000038", "E06000001"], "place": [1, 2]}
    )
    assert codes_of(sets, "E08000038", changes) == ["E06000001"]


@pytest.mark.parametrize("value_type", ["proportion", "rate"])
def test_the_parts_put_together_are_the_whole(value_type):
    frame = peers(6, whole=["A", "A", "A", "B", "B", "B"], status="final")
    two = combined(frame, ["whole"], "1", value_type, 100)
    one = combined(frame.assign(whole="all"), ["whole"], "1", value_type, 100)
    again = combined(two.assign(whole="all", status="final"), ["whole"], "1", value_type, 100)
    assert again["value"].iloc[0] == pytest.approx(one["value"].iloc[0])
    assert two["value"].tolist() == pytest.approx([100 * 33 / 600, 100 * 42 / 600])
    hidden = frame.assign(count=frame["count"].where(frame.index != 4))
    hidden = hidden.assign(status=np.where(frame.index == 4, "suppressed", "final"))
    told = combined(hidden, ["whole"], "1", value_type, 100)
    assert told["status"].tolist() == ["calculated", "suppressed"]
    assert np.isnan(told["value"].iloc[1])


def test_counts_add_up():
    frame = peers(4, whole=["A", "A", "B", "B"])
    assert combined(frame, ["whole"], "1", "count")["value"].tolist() == [10.5, 12.5]


@pytest.mark.parametrize(
    ("indicator_id", "value_type"),
    [
        ("1", "standardised-rate"),
        ("90366", "other"),  # life expectancy
        ("1", "mean"),
        ("imd-decile", "count"),
        ("imd-rank", "other"),
    ],
)
def test_what_does_not_add_up_is_refused(indicator_id, value_type):
    assert refusal(indicator_id, value_type)
    with pytest.raises(UserFileError, match="cannot be worked out for a group of areas"):
        combined(peers(4, whole="A"), ["whole"], indicator_id, value_type)


def test_a_rate_without_counts_is_refused():
    bare = peers(4, whole="A", count=np.nan, denominator=np.nan)
    with pytest.raises(UserFileError, match="no counts and denominators"):
        combined(bare, ["whole"], "1", "rate")
