"""Editions of the index side by side: which places can be followed, and where they stood."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.deprivation_editions import (
    edition_shares,
    matched_places,
    moves,
    ranked_lsoas,
    standings,
    stayed,
)
from jsna.narrative.edition_words import followed_sentences, standing_words, stayed_headline

PAIRS = [
    ("E01000001", "E01000001", "U"),
    ("E01000002", "E01100021", "S"),
    ("E01000002", "E01100022", "S"),
    ("E01000003", "E01100003", "M"),
    ("E01000004", "E01100003", "M"),
    ("E01000005", "E01100005", "X"),  # a fragment of 6 came to it
    ("E01000006", "E01100005", "X"),
    ("E01000006", "E01100006", "X"),
]
OWN = ["E01000001", "E01100021", "E01100022", "E01100003", "E01100005", "E01100006"]


def changes(pairs=PAIRS):
    return pd.DataFrame(pairs, columns=["former_lsoa_code", "lsoa_code", "change"])


def kinds(pairs=PAIRS, own=OWN):
    found = matched_places(changes(pairs), own)
    return dict(zip(found["place"], found["kind"], strict=True))


def test_an_outline_that_stayed_was_split_or_was_merged_is_one_place():
    assert kinds() == {
        "E01000001": "unchanged", "E01000002": "split", "E01100003": "merged",
        "E01100005": "irregular", "E01100006": "irregular",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "own", "place"),
    [
        # said to be split, and one part holds a piece of another
        ([("A", "B", "S"), ("A", "C", "S"), ("D", "C", "S")], ["B", "C"], "B"),
        # said to be unchanged, and there are two of it
        ([("A", "B", "U"), ("A", "C", "U")], ["B", "C"], "A"),
        # codes pair one to one, and the publisher says that the outline does not
        ([("A", "B", "X")], ["B"], "B"),
        # a part went to the authority next door
        ([("A", "B", "S"), ("A", "C", "S")], ["B"], "A"),
    ],
)
def test_what_nests_in_nothing_is_not_followed(pairs, own, place):
    assert kinds(pairs, own)[place] == "irregular"


def test_an_lsoa_of_another_area_is_no_place_of_ours():
    assert "E01000009" not in kinds([*PAIRS, ("E01000009", "E01000009", "U")])


def ranked(rows):
    columns = ["edition", "geography_year", "lsoa_code", "decile", "rank"]
    return pd.DataFrame(rows, columns=columns).assign(ranked=1000.0)


RANKED = ranked(
    [
        ("2015", "2011", "E01000001", 1, 10), ("2019", "2011", "E01000001", 1, 20),
        ("2025", "2021", "E01000001", 1, 30),
        ("2015", "2011", "E01000002", 1, 40), ("2019", "2011", "E01000002", 2, 140),
        ("2025", "2021", "E01100021", 1, 50), ("2025", "2021", "E01100022", 9, 850),
        ("2015", "2011", "E01000003", 1, 60), ("2015", "2011", "E01000004", 1, 70),
        ("2019", "2011", "E01000003", 1, 80), ("2019", "2011", "E01000004", 2, 150),
        ("2025", "2021", "E01100003", 1, 90),
        ("2025", "2021", "E01100005", 1, 95), ("2025", "2021", "E01100006", np.nan, np.nan),
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def standing():
    return standings(RANKED, matched_places(changes(), OWN).assign(former_year="2011", year="2021"))


def test_a_place_stands_in_each_edition_by_all_its_neighbourhoods(standing):
    found = standing.set_index(["place", "edition"])
    assert found["tenth"].to_dict() == {
        ("E01000001", "2015"): "all", ("E01000001", "2019"): "all", ("E01000001", "2025"): "all",
        ("E01000002", "2015"): "all", ("E01000002", "2019"): "none", ("E01000002", "2025"): "some",
        ("E01100003", "2015"): "all", ("E01100003", "2019"): "some", ("E01100003", "2025"): "all",
    }  # fmt: skip
    parts = found.loc[("E01000002", "2025")]
    assert (parts["lsoas"], parts["best"], parts["worst"]) == (2, 5.0, 85.0)


def test_only_who_was_there_whole_in_every_edition_stayed(standing):
    assert stayed(standing).to_dict() == {"E01000001": True, "E01000002": False, "E01100003": False}


def test_who_left_and_entered_adds_up_to_who_was_there(standing):
    rows = moves(standing).set_index(["earlier", "later"])
    assert rows.loc[("2015", "2019")].to_dict() == {
        "places": 3,
        "stayed": 1,
        "left": 2,
        "entered": 0,
    }
    assert rows.loc[("2019", "2025")].to_dict() == {
        "places": 3,
        "stayed": 1,
        "left": 0,
        "entered": 1,
    }


def test_a_missing_decile_is_neither_in_nor_out(standing):
    lost = RANKED.assign(decile=RANKED["decile"].where(RANKED["lsoa_code"] != "E01000004"))
    places = matched_places(changes(), OWN).assign(former_year="2011", year="2021")
    found = standings(lost, places)
    assert stayed(found)["E01100003"] is pd.NA
    assert moves(found)["places"].tolist() == [2, 2]


def test_each_edition_counts_its_own_neighbourhoods():
    rows = edition_shares(RANKED).set_index("edition")
    assert rows["lsoas"].to_dict() == {"2015": 4, "2019": 4, "2025": 5}  # one without a decile
    assert rows["lsoas_1"].to_dict() == {"2015": 4, "2019": 2, "2025": 4}
    assert rows.loc["2019", ["share_1", "share_2"]].tolist() == [50, 100]


def test_ranks_of_a_census_are_those_of_its_own_neighbourhoods():
    def fact(id, code, value, edition="2025", year="2021", kind="lsoa"):
        return (id, code, kind, year, edition, value)

    columns = ["indicator_id", "area_code", "area_type", "geography_year", "edition", "value"]
    facts = pd.DataFrame(
        [
            fact("imd-decile", "A", 1.0), fact("imd-rank", "A", 7.0),
            fact("imd-decile", "B", 2.0),  # of 2021, and not in the look-up
            fact("imd-decile", "B", 3.0, "2015", "2011"),
            fact("small-areas-ranked", "E92000001", 500.0, kind="england"),
        ],
        columns=columns,
    )  # fmt: skip
    rows = ranked_lsoas(facts, ["A"], "2021").set_index("edition")
    assert rows.loc["2025", ["lsoa_code", "decile", "rank", "ranked"]].tolist() == ["A", 1, 7, 500]
    assert rows.loc["2015", "lsoa_code"] == "B"
    assert rows.loc["2015", ["rank", "ranked"]].isna().all()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((2, 3, 9), "2 of the 9 neighbourhoods that can be followed were"),
        ((1, 1, 1), "1 of the one neighbourhood that can be followed was"),
        ((0, 2, 9), "None of the 9 neighbourhoods that can be followed was"),
    ],
)
def test_the_finding_says_out_of_how_many(counts, words):
    tenth = f"{words} in England's most deprived tenth in"
    assert (
        stayed_headline(*counts, ["2015", "2019", "2025"]) == f"{tenth} each of 2015, 2019 and 2025"
    )
    assert stayed_headline(*counts, ["2015", "2025"]) == f"{tenth} 2015 and 2025"


def test_never_there_is_more_than_not_every_time():
    said = stayed_headline(0, 0, 23, ["2015", "2019", "2025"])
    assert said.endswith("was in England's most deprived tenth in 2015, 2019 or 2025")


def test_what_is_followed_and_what_is_not_is_counted_and_named():
    places = matched_places(changes(), OWN).assign(former_year="2011", year="2021")
    places["lsoa_name"] = "Place " + places["lsoa_code"].str[-2:]
    told = followed_sentences("Anyshire", places, len(OWN) + 1)
    assert told == [
        "Of Anyshire's 7 neighbourhoods 1 is as it was in 2011, 2 were made by splitting 1 and 1"
        " was made by merging 2. What was split or merged is followed whole, and is in the tenth"
        " where all of it is.",
        "Not followed, as the outline nests in none of the census before: 2 (Place 05 and"
        " Place 06).",
        "Not followed, as the look-up of changes lacks it: 1 neighbourhood.",
    ]


def test_the_very_first_is_not_nought():
    assert standing_words(0.01, 0.01) == "less than 0.1"
    assert standing_words(5.0, 85.0) == "5.0 to 85.0"
    assert standing_words(np.nan, 3.0) == "not available"
