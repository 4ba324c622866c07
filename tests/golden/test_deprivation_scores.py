"""Scores rebuilt from ranks, and scores of larger areas, against those that were published."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.deprivation_drivers import (
    DOMAINS,
    contributions,
    drivers,
    main_drivers,
    rebuilt_scores,
)
from jsna.analysis.small_area_scores import ward_fit, ward_scores
from jsna.errors import UserFileError

COLUMNS_2025 = [
    "Income", "Employment", "Education", "Health", "Crime", "Housing_and_Services", "Environment",
]  # fmt: skip


@pytest.fixture(scope="module")
def imd2025(real_data):
    return pd.read_csv(real_data / "deprivation" / "imd2025_england_lsoa21.csv").set_index(
        "lsoa21_code"
    )


@pytest.fixture(scope="module")
def ranks(imd2025):
    return imd2025[[f"{name}_rank" for name in COLUMNS_2025]].set_axis(list(DOMAINS), axis=1)


def neighbourhoods(real_data, authority):
    geography = real_data / "downloads" / "geography" / "LSOA21_WD24_LAD24_EW_LU.csv"
    census = real_data / "downloads" / "ons" / "census2021_lsoa_age6_Rotherham_Rutland.csv"
    lookup = pd.read_csv(geography, encoding="utf-8-sig")
    wards = lookup[lookup["LAD24CD"] == authority].set_index("LSOA21CD")["WD24CD"].rename("ward")
    people = pd.read_csv(census)
    return wards, people.groupby(people.columns[0])["Observation"].sum().reindex(wards.index)


def test_all_33755_scores_of_2025_come_back_from_the_domain_ranks(imd2025, ranks):
    scores = rebuilt_scores(ranks, len(ranks))
    assert len(scores) == 33_755
    assert (scores - imd2025["IMD_score"]).abs().max() < 0.001


@pytest.mark.parametrize(
    ("authority", "wards", "raw_wrong"), [("E08000018", 25, 25), ("E06000017", 15, 6)]
)
def test_the_largest_raw_score_is_not_the_main_driver(
    real_data, imd2025, ranks, authority, wards, raw_wrong
):
    ward, residents = neighbourhoods(real_data, authority)
    parts = drivers(ranks.loc[ward.index], residents, ward, len(ranks))
    main = main_drivers(parts, "ward").set_index("ward")["domain"]
    assert len(main) == wards
    raw = imd2025.loc[ward.index, [f"{name}_score" for name in COLUMNS_2025]]
    raw = raw.set_axis(list(DOMAINS), axis=1).mul(residents, axis=0).groupby(ward).sum()
    assert (raw.idxmax(axis=1) != main).sum() == raw_wrong


def test_a_ward_s_parts_sum_to_its_own_weighted_score(real_data, imd2025, ranks):
    ward, residents = neighbourhoods(real_data, "E08000018")
    parts = drivers(ranks.loc[ward.index], residents, ward, len(ranks))
    sums = parts.groupby("ward")["points"].sum()
    lsoas = pd.DataFrame({"ward": ward, "imd": imd2025["IMD_score"], "total": residents}).dropna()
    scores = ward_scores(lsoas, "ward").set_index("ward")["value"]
    assert (sums - scores).abs().max() < 0.001
    assert parts.groupby("ward")["share"].sum().to_numpy() == pytest.approx(100)


def test_a_missing_rank_leaves_its_own_area_without_a_score():
    ranks = pd.DataFrame({name: [1.0, 5.0, 10.0] for name in DOMAINS})
    ranks.loc[0, "crime"] = np.nan
    by = pd.Series(["A", "A", "B"], name="ward")
    parts = drivers(ranks, pd.Series([100.0, 100, 100]), by, 10).set_index(["ward", "domain"])
    assert np.isnan(parts.loc[("A", "crime"), "points"])
    assert parts.loc["A", "score"].isna().all() and parts.loc["B", "score"].notna().all()
    assert contributions(ranks, 10).loc[1:].notna().all(axis=None)
    with pytest.raises(ValueError, match="between 1 and 10"):
        contributions(ranks.fillna(11), 10)


def test_the_most_deprived_neighbourhood_scores_the_sum_of_the_weights():
    first = pd.DataFrame({name: [1] for name in DOMAINS})
    # the transformation gives 100 at rank 1, and the weights as published sum to .999
    assert rebuilt_scores(first, 33_755).iloc[0] == pytest.approx(99.9)


def test_authorities_scores_of_2019_come_back_with_each_domain_s_denominator(real_data):
    folder = real_data / "deprivation"
    scores = pd.read_csv(folder / "iod2019_scores_idaci_idaopi_populations_lsoa11_england.csv")
    lookup = pd.read_csv(real_data / "lookups" / "lsoa11_ltla21_england.csv")
    codes = [name for name in lookup.columns if name.endswith("_code")]
    lookup = lookup.drop_duplicates(codes[0])
    names = {
        "IMD": "imd", "Income": "income", "Employment": "employment", "Education": "education",
        "Health": "health", "Crime": "crime", "Barriers (H&S)": "barriers",
        "Environment": "environment", "Population (Total)": "total",
        "Population (0-15)": "aged_0_15", "Population (Working)": "working_age",
        "Population (60+)": "aged_60_and_over", "IDACI": "idaci", "IDAOPI": "idaopi",
    }  # fmt: skip
    lsoas = scores.rename(columns=names)
    lsoas["ltla"] = lsoas["LSOA11CD"].map(lookup.set_index("lsoa11_code")["ltla21_code"])
    ours = ward_scores(lsoas.dropna(subset=["ltla"]), "ltla").pivot_table(
        index="ltla", columns="measure", values="value"
    )
    published = pd.read_csv(folder / "imd2019_england_ltla19.csv").set_index("ltla19_code")
    both = ours.index.intersection(published.index)
    assert len(both) > 300
    columns = {
        "imd": "Score", "income": "Income_Score", "employment": "Employment_Score",
        "education": "Education_Score", "health": "Health_Score", "crime": "Crime_Score",
        "barriers": "Housing_and_Access_Score", "environment": "Environment_Score",
    }  # fmt: skip
    for name, column in columns.items():
        away = (ours.loc[both, name] - published.loc[both, column]).abs()
        assert away.max() < 0.002, name
    # the wrong population shows: employment weighted by everyone
    wrong = lsoas.assign(working_age=lsoas["total"])[["ltla", "employment", "working_age"]]
    wrong = ward_scores(wrong.dropna(), "ltla").set_index("ltla")["value"]
    assert (wrong.loc[both] - published.loc[both, "Employment_Score"]).abs().max() > 0.002


def test_ranks_and_deciles_are_not_averaged():
    lsoas = pd.DataFrame({"ward_code": ["A"], "total": [10], "imd": [3.0], "imd_decile": [1]})
    with pytest.raises(UserFileError, match="not averaged: imd_decile"):
        ward_scores(lsoas)
    with pytest.raises(UserFileError, match="no population aged_0_15"):
        ward_scores(pd.DataFrame({"ward_code": ["A"], "idaci": [0.1], "total": [10]}))
    with pytest.raises(UserFileError, match="no deprivation score"):
        ward_scores(pd.DataFrame({"ward_code": ["A"], "total": [10]}))


def test_a_missing_score_or_an_empty_population_is_said():
    lsoas = pd.DataFrame(
        {
            "ward_code": ["A", "A", "B", "C", "D", "D"],
            "idaci": [0.1, 0.3, np.nan, 0.2, 0.2, np.nan],
            "aged_0_15": [100.0, 300.0, 50.0, 0.0, 10.0, 0.0],
        }
    )
    scores = ward_scores(lsoas).set_index("ward_code")
    assert scores["value"].tolist()[0] == pytest.approx(0.25)
    assert scores["status"].tolist() == [
        "calculated",
        "a score or a population is missing",
        "nobody of that age lives there",
        "calculated",
    ]


def test_the_fit_of_a_ward_s_look_up_is_said():
    lookup = pd.DataFrame(
        {
            "lsoa_code": ["a", "b", "c", "d"],
            "ward_code": ["A", "A", "B", "C"],
            "ward_name": ["Ash", "Ash", "Beech", "Cedar"],
            "share_in_ward": [1.0, 0.6, 0.97, np.nan],
        }
    )
    fit = ward_fit(lookup, pd.Series({"a": 1500, "b": 500, "c": 1200, "d": 900}))
    assert fit["fit"].tolist()[:2] == pytest.approx([90, 97])
    assert fit["poorest"].tolist()[:2] == pytest.approx([60, 97])
    assert fit["note"].tolist() == [
        "poor fit",
        "one neighbourhood",
        "one neighbourhood; no outlines",
    ]
