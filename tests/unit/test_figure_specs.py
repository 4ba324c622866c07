from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_figures import (
    AREA,
    ENGLAND,
    choropleth,
    cluster_map,
    domains,
    funnel,
    funnel_wards,
    gradient,
    grid_of_areas,
    part_bars,
    pyramid,
    ranked_bars,
    residents,
    series,
    tenths,
    trend,
    ward_map,
    ward_values,
    wards,
)

from jsna.figures.kinds.trend_line.ink import days_of
from jsna.figures.table import figure_table

NAN = np.nan
EVERY_KIND = [
    trend, ranked_bars, pyramid, choropleth, funnel, part_bars, cluster_map, gradient,
]  # fmt: skip


def sentences(alt: str) -> int:
    return alt.count(". ") + alt.endswith(".")


@pytest.mark.parametrize("make", EVERY_KIND)
def test_alt_is_one_sentence_of_readable_length(make):
    alt = make().alt
    assert sentences(alt) == 1
    assert 80 <= len(alt) <= 221
    assert "nan" not in alt.lower()


@pytest.mark.parametrize("make", EVERY_KIND)
def test_what_is_told_of_a_figure_reaches_its_spec(make):
    spec = make(notes=("A caveat.",), synthetic=True, sentence="A finding.", rule="overlap")
    assert spec.notes[0] == "A caveat."
    assert spec.synthetic and spec.sentence == "A finding." and spec.rule == "overlap"
    assert spec.snapshot_ids == ("a" * 64,)


def test_alt_of_a_trend():
    assert trend().alt == (
        "Line chart: waiting time, persons, in Netherby starts at 10.0 days in 2019 and ends at "
        "13.0 days in 2023, above England's line in all 5 periods that both have."
    )


def test_alt_of_a_trend_counts_the_periods_without_a_value():
    alt = trend(series(values=(1, NAN, 3, NAN, 5))).alt
    assert "with no value for 2 of 5 periods" in alt


def test_alt_of_one_point():
    frame = pd.concat([series(values=(4,)), series(ENGLAND, "England", (3,))])
    assert trend(frame).alt.endswith("the only period with a value, beside England's 3.0 days.")


def test_alt_of_ranked_bars():
    assert ranked_bars(unit="%").alt == (
        "Bar chart: waiting time, persons in 6 areas, 2023, from Ward 0 (8.0%) to Ward 5 (30.0%), "
        "with Ward 2 (16.8%); a line marks England (18.0%)."
    )


def test_alt_of_a_pyramid_names_both_series():
    alt = pyramid().alt
    assert alt.startswith("Population pyramid of Netherby by age and sex: bars show mid-2023")
    assert "the line shows 2043 projection" in alt


def test_alt_of_a_map_counts_the_ends_and_what_is_missing():
    spec = choropleth(places=("Netherby East",))
    assert spec.alt == (
        "Map of Netherby: Deprivation by national fifth, 12 neighbourhoods; 2 in the most "
        "deprived fifth, most often in Netherby East, and 2 in the least deprived fifth, "
        "1 suppressed."
    )


def test_alt_of_a_map_names_the_places_at_both_ends():
    frame, shapes = grid_of_areas(missing=())
    spec = choropleth(frame, shapes, places=("A", "B", "C"), least=("D", "E", "F"))
    assert spec.alt.endswith(
        "; 3 in the most deprived fifth, most often in A, B and C, and 2 in the least deprived"
        " fifth, most often in D, E and F."
    )
    none = choropleth(frame.assign(value=frame["value"].clip(lower=2)), shapes, places=("A",))
    assert (
        "; none in the most deprived fifth (the first class with any is 2, with 6), most often"
        " in A," in none.alt
    )


def test_alt_of_a_map_keeps_its_counts_where_the_names_are_too_long():
    spec = choropleth(places=("A long name of a ward " * 8,))
    assert len(spec.alt) <= 300 and "2 in the least deprived fifth, 1 suppressed." in spec.alt


def test_alt_of_a_map_of_wards_names_three_at_each_end():
    assert ward_map(unit="%").alt == (
        "Map of Netherby: Waiting time, persons, 12 wards; highest in Netherby 011A (37.5%),"
        " Netherby 010A and Netherby 009A, lowest in Netherby 000A (10.0%), Netherby 001A and"
        " Netherby 002A, 1 suppressed."
    )
    other = ward_map(unit="%", highest_first=False).alt
    assert "; lowest in Netherby 000A (10.0%)," in other


def test_alt_of_a_map_of_two_wards_names_each_once():
    two, shapes = ward_values(12).head(2), grid_of_areas()[1].iloc[:2]
    alt = ward_map(two, shapes).alt
    assert "; highest in Netherby 001A (12.5 days), lowest in Netherby 000A (10.0 days)." in alt


def test_alt_of_a_gradient_tells_both_ends_and_the_level():
    assert gradient(unit="%").alt == (
        "Dot chart: waiting time, persons in 10 groups by deprivation, 2023, 30.0% in the most "
        "deprived and 15.0% in the least; a line marks England (22.9%)."
    )
    some = gradient(tenths((30, NAN, 27, NAN, 15)), reference=("England", None), line=None)
    assert "; 2 without a value" in some.alt and "a line marks" not in some.alt


def test_a_gradient_stands_where_its_people_do_and_says_what_is_missing():
    spec = gradient(tenths((30, NAN, 27, 26, 15)))
    groups = spec.data[spec.data["position"].notna()]
    assert groups["group"].tolist()[::4] == ["1 (most deprived)", "5 (least deprived)"]
    # 900, 1,050, 1,200, 1,350 and 1,500 of 6,000
    assert groups["position"].tolist()[:2] == pytest.approx([0.075, 0.2375])
    assert groups["fitted"].iloc[0] == pytest.approx(31 - 15.5 * 0.075)
    assert spec.data["group"].iloc[-1] == "England"
    assert "Suppressed: group 2." in spec.notes
    unknown = gradient(tenths().assign(denominator=NAN))
    assert unknown.data["position"].iloc[0] == pytest.approx(0.05)
    assert any("their people are not known" in note for note in unknown.notes)


def test_a_gradient_wants_each_group_once_and_two_values():
    with pytest.raises(ValueError, match="missing or stands twice"):
        gradient(tenths().iloc[1:])
    with pytest.raises(ValueError, match="missing or stands twice"):
        gradient(twice(tenths()))
    with pytest.raises(ValueError, match="fewer than two"):
        gradient(tenths((1, NAN, NAN, NAN, NAN)))


def test_data_is_only_what_is_drawn():
    spec = trend(pd.concat([series(), series("E06000001", "Elsewhere")]), comparators=())
    assert set(spec.data["area_code"]) == {AREA}


def test_a_trend_is_in_order_of_time_whatever_the_frame():
    spec = trend(series().sample(frac=1, random_state=3))
    assert spec.data["period_label"].tolist() == ["2019", "2020", "2021", "2022", "2023"]


def test_figures_that_grow_from_one_start_stand_where_their_periods_end():
    lengths = ["P3M", "P6M", "P9M", "P1Y", "P15M"]
    rows = series(values=(1, 2, 3, 4, 5))
    rows["period"] = [f"2021-04-01/{length}" for length in lengths]
    rows["period_label"] = lengths
    spec = trend(rows.sample(frac=1, random_state=1), comparators=())
    assert spec.data["period_label"].tolist() == lengths
    assert "starts at 1.0 days in P3M and ends at 5.0 days in P15M" in spec.alt
    assert figure_table(spec).frame["Period"].tolist() == lengths
    days = days_of(spec.data["period"])
    assert np.diff(days).round().tolist() == [92, 92, 90, 91]  # of the quarters that follow


def test_a_trend_says_what_its_gap_is():
    spec = trend(series(values=(1, NAN, 3)))
    assert "The gap in the line: suppressed in 2020." in spec.notes


def test_bars_are_sorted_and_missing_ones_last():
    frame = wards()
    frame.loc[5, ["value", "lower_95", "upper_95"]] = NAN
    frame.loc[5, "status"] = "suppressed"
    spec = ranked_bars(frame)
    names = spec.data["area_name"].tolist()
    assert names == ["Ward 4", "Ward 3", "Ward 2", "Ward 1", "Ward 0", "Ward 5", "England"]
    assert "Suppressed: Ward 5." in spec.notes
    lowest = ranked_bars(frame, highest_first=False).data["area_name"].tolist()
    assert lowest == ["Ward 0", "Ward 1", "Ward 2", "Ward 3", "Ward 4", "Ward 5", "England"]


def test_equal_values_stand_in_order_of_name():
    frame = wards(4).assign(value=5.0).sample(frac=1, random_state=1)
    assert ranked_bars(frame).data["area_name"].tolist()[:2] == ["Ward 0", "Ward 1"]


def test_ages_stand_from_youngest_to_oldest_males_first():
    data = pyramid().data
    assert data["sex"].tolist()[:2] == ["Male", "Male"]
    assert data["age"].drop_duplicates().tolist()[0:3] == ["0-4", "5-9", "10-14"]
    assert data["age"].iloc[-1] == "90 and over"


def test_shares_sum_to_one_hundred_over_both_sexes():
    spec = pyramid(as_share=True)
    sums = spec.data.groupby("series")["value"].sum()
    assert sums.tolist() == pytest.approx([100, 100])
    assert spec.units == {"value": "%"}


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame.head(1)])


def test_faulty_trends_are_refused():
    with pytest.raises(ValueError, match="lacks upper_95"):
        trend(series().drop(columns="upper_95"))
    with pytest.raises(ValueError, match="no rows"):
        trend(series().head(0))
    with pytest.raises(ValueError, match="no value to draw"):
        trend(series(values=(NAN, NAN)))
    with pytest.raises(ValueError, match="two rows"):
        trend(twice(series()))
    with pytest.raises(ValueError, match="at most 3"):
        trend(comparators=("a", "b", "c", "d"))
    with pytest.raises(ValueError, match="Netherby has no value"):
        trend(series(ENGLAND, "England"))


def test_faulty_bars_are_refused():
    with pytest.raises(ValueError, match="40"):
        ranked_bars(wards(41))
    with pytest.raises(ValueError, match="stands twice"):
        ranked_bars(twice(wards()))
    mixed = wards()
    mixed.loc[0, "period_label"] = "2022"
    with pytest.raises(ValueError, match="one period"):
        ranked_bars(mixed)
    with pytest.raises(ValueError, match="no value"):
        ranked_bars(wards().assign(value=NAN))
    with pytest.raises(ValueError, match="below zero"):
        ranked_bars(wards().assign(value=-1.0))
    assert ranked_bars(wards().assign(value=-1.0), marks="dots").data["value"].max() == -1


def test_faulty_pyramids_are_refused():
    with pytest.raises(ValueError, match="no series 'mid-1066"):
        pyramid(bars="mid-1066 estimate")
    with pytest.raises(ValueError, match="band stands twice"):
        pyramid(twice(residents()))
    missing = residents()
    missing.loc[0, "value"] = NAN
    with pytest.raises(ValueError, match="needs every age band"):
        pyramid(missing, as_share=True)


def test_faulty_maps_are_refused():
    frame, shapes = grid_of_areas()
    with pytest.raises(ValueError, match="1 areas and shapes do not match: E01000000"):
        choropleth(frame.iloc[1:], shapes)
    with pytest.raises(ValueError, match="do not match"):
        choropleth(frame, shapes[shapes["code"] != "E01000003"])
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        choropleth(frame.assign(value=6.0), shapes)
    with pytest.raises(ValueError, match="whole number"):
        choropleth(frame.assign(value=0.0), shapes)
    with pytest.raises(ValueError, match="stands twice"):
        choropleth(twice(frame), shapes)
    with pytest.raises(ValueError, match="two to five classes"):
        choropleth(frame, shapes, classes=("only",))


def test_a_ward_lies_outside_the_lines_where_its_label_says_so():
    from jsna.analysis.funnel import funnel_significance

    frame = funnel_wards(30)
    for statistic in ("proportion", "rate"):
        spec = funnel(frame, statistic=statistic)
        drawn = spec.data[spec.data["line"] == ""].set_index("area_code")
        places = frame.assign(rate=frame["value"]).set_index("area_code")
        labels = funnel_significance(places, statistic, multiplier=100)
        above, below = (
            drawn["value"] > drawn["upper_limit_95"], drawn["value"] < drawn["lower_limit_95"],
        )  # fmt: skip
        assert labels.str.startswith("High")[drawn.index].tolist() == above.tolist()
        assert labels.str.startswith("Low")[drawn.index].tolist() == below.tolist()
        far = drawn["value"] > drawn["upper_limit_998"]
        assert (labels[drawn.index] == "High (0.001)").tolist() == far.tolist()
        assert above.any() and below.any()


def test_a_funnel_lies_around_its_wards_own_average():
    frame = funnel_wards(12)
    lines = funnel(frame).data.query("line != ''").set_index("line")
    known = frame.dropna()
    average = 100 * known["count"].sum() / known["denominator"].sum()
    assert lines.loc["average", "value"] == pytest.approx(average)
    assert lines.loc["comparator", ["area_name", "value"]].tolist() == ["England", 22.5]
    assert "comparator" not in set(funnel(frame, comparator=None).data["line"])


def test_a_funnel_names_who_is_flagged_and_who_has_no_value():
    spec = funnel()
    assert spec.alt == (
        "Funnel plot: waiting time, persons in 11 wards by size, 2023, from Ward 3 (15.0%) to "
        "Ward 1 (34.7%); flagged: Ward 9 and Ward 1; a line marks England (22.5%); "
        "1 without a value."
    )
    assert "Suppressed: Ward 0." in spec.notes
    assert "Dark dots are wards that are flagged" in " ".join(spec.notes)
    none = funnel(funnel_wards(flagged=()))
    assert "flagged" not in none.alt + " ".join(none.notes)
    assert "count" not in spec.data


def test_a_funnel_names_every_ward_outside_its_outer_limits_flagged_or_not():
    frame = funnel_wards(12, flagged=())
    frame.loc[[3, 4], "value"] = [60.0, 1.0]
    frame.loc[[3, 4], "count"] = frame["denominator"] * frame["value"] / 100
    spec = funnel(frame)
    (told,) = (note for note in spec.notes if note.startswith("Outside the dotted lines: "))
    areas = spec.data[spec.data["line"] == ""]
    below = areas.loc[areas["value"] < areas["lower_limit_998"], "area_name"]
    assert "above them Ward 3; below them " in told and "Ward 4" in set(below)
    assert all(name in told for name in below)
    even = funnel_wards(12, flagged=())
    even = even.assign(count=even["denominator"] / 5, value=even["value"].notna() * 20.0)
    assert not any("Outside" in note for note in funnel(even).notes)


def test_faulty_funnels_are_refused():
    with pytest.raises(ValueError, match="lacks denominator"):
        funnel(funnel_wards().drop(columns="denominator"))
    with pytest.raises(ValueError, match="stands twice"):
        funnel(twice(funnel_wards()))
    with pytest.raises(ValueError, match="one period"):
        funnel(funnel_wards().assign(period_label=[str(n) for n in range(12)]))
    with pytest.raises(ValueError, match="5 areas with counts"):
        funnel(funnel_wards(6, missing=2))
    assert len(funnel(funnel_wards(6, missing=1)).data) == 8


def test_part_bars_are_the_largest_first_and_add_up_in_words():
    spec = part_bars()
    assert spec.data["value"].is_monotonic_decreasing
    assert spec.alt == (
        "Bar chart: points by domain in Netherby, 7 parts of 38.5 points, from Domain 0 (9.0) to "
        "Domain 6 (2.0); above the mark of England's spread in 3 of 7."
    )


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (domains().assign(value=NAN), "leaves the whole unknown"),
        (domains().assign(value=-1.0), "below zero"),
        (domains().assign(part="Crime"), "stands twice"),
        (domains(13), "13 parts"),
        (domains().drop(columns="comparator"), "lacks comparator"),
    ],
)
def test_part_bars_that_would_mislead_are_refused(frame, why):
    with pytest.raises(ValueError, match=why):
        part_bars(frame)


def test_alt_of_a_map_of_clusters_counts_each_kind():
    assert cluster_map().alt == (
        "Map of Netherby: clusters of deprivation, 12 neighbourhoods; 2 high among high (most in "
        "Netherby East), 3 low among low, 2 high among low, 2 low among high, 2 no cluster, "
        "1 suppressed."
    )


def test_a_line_break_in_a_name_stays_out_of_every_text_of_a_figure() -> None:
    spec = replace(trend(), alt="Line chart: Ash\nHill falls\x07 from 12% to 9%.", notes=("a\n b",))
    assert spec.alt == "Line chart: Ash Hill falls from 12% to 9%." and spec.notes == ("a b",)
    assert replace(spec, headline="Ash\n\nHill is low").headline == "Ash Hill is low"


def test_a_name_that_ends_in_a_full_stop_fails_no_figure():
    spec = trend(headline="Fewer wait in St Mary's Rd.")
    assert spec.headline == "Fewer wait in St Mary's Rd"
