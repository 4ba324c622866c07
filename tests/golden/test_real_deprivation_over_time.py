"""Editions of 2015, 2019 and 2025 of two authorities, against counts found by another way.

The counts of the most deprived tenth are the publisher's own share of each authority; those of
what stayed are found here by a plain inner join of the three files over the unchanged codes.
"""

from pathlib import Path

import pandas as pd
import pytest

from jsna.analysis.deprivation_editions import (
    edition_shares,
    matched_places,
    moves,
    standings,
    stayed,
)

OWN = {"rotherham": "E08000018", "rutland": "E06000017"}
FILES = {"2015": "imd2015_england_lsoa11", "2019": "imd2019_england_lsoa11",
         "2025": "imd2025_england_lsoa21"}  # fmt: skip


@pytest.fixture(scope="module")
def england(real_data: Path) -> dict[str, pd.DataFrame]:
    """Edition -> code, rank and decile of every LSOA."""
    found = {}
    for edition, name in FILES.items():
        rows = pd.read_csv(
            real_data / "deprivation" / f"{name}.csv",
            usecols=lambda name: name in {"lsoa11_code", "lsoa21_code", "IMD_rank", "IMD_decile"},
        )
        found[edition] = rows.rename(columns=lambda name: "code" if "lsoa" in name else name)
    return found


@pytest.fixture(scope="module")
def look_up(real_data: Path) -> pd.DataFrame:
    return pd.read_csv(real_data / "lookups" / "lsoa11_lsoa21_ltla22_england.csv")


@pytest.fixture(scope="module", params=list(OWN))
def counted(request, england, look_up):
    """What the methods find of one authority, and the pairs of codes it was found of."""
    ours = look_up[look_up["ltla22_code"] == OWN[request.param]]
    names = {"lsoa11_code": "former_lsoa_code", "lsoa21_code": "lsoa_code", "change_code": "change"}
    places = matched_places(look_up.rename(columns=names), ours["lsoa21_code"])
    parts = []
    for edition, rows in england.items():
        year, column = ("2021", "lsoa21_code") if edition == "2025" else ("2011", "lsoa11_code")
        kept = rows[rows["code"].isin(ours[column])]
        columns = {"code": "lsoa_code", "IMD_rank": "rank", "IMD_decile": "decile"}
        about = {"edition": edition, "geography_year": year, "ranked": float(len(rows))}
        parts.append(kept.rename(columns=columns).assign(**about))
    ranked = pd.concat(parts, ignore_index=True)
    return (
        request.param,
        ours,
        places,
        ranked,
        standings(ranked, places.assign(former_year="2011", year="2021")),
    )


def test_the_neighbourhoods_that_can_be_followed(counted):
    slug, ours, places, _, standing = counted
    assert not places["kind"].eq("irregular").any()
    kinds = places.groupby("kind")["place"].nunique().to_dict()
    assert (
        kinds
        == {
            "rotherham": {"merged": 1, "split": 3, "unchanged": 162},
            "rutland": {"split": 2, "unchanged": 21},
        }[slug]
    )
    assert kinds["unchanged"] == (ours["change_code"] == "U").sum()
    assert standing["place"].nunique() == {"rotherham": 166, "rutland": 23}[slug]


def test_who_stayed_in_the_most_deprived_tenth(counted, england):
    slug, ours, _, ranked, standing = counted
    assert edition_shares(ranked)["lsoas_1"].tolist() == {
        "rotherham": [32, 36, 36], "rutland": [0, 0, 0],
    }[slug]  # fmt: skip
    same = ours[ours["change_code"] == "U"]
    for edition, rows in england.items():
        code = "lsoa21_code" if edition == "2025" else "lsoa11_code"
        same = same[same[code].isin(rows.loc[rows["IMD_decile"] == 1, "code"])]
    assert stayed(standing).sum() == len(same) == {"rotherham": 31, "rutland": 0}[slug]


def test_moves_add_up_to_those_in_the_tenth(counted):
    slug, _, _, _, standing = counted
    rows = moves(standing)[["stayed", "left", "entered"]].to_numpy().tolist()
    assert rows == {"rotherham": [[31, 1, 5], [35, 1, 1]], "rutland": [[0, 0, 0]] * 2}[slug]


def test_every_irregular_change_in_england_is_left_out_and_every_other_is_exact(look_up):
    names = {"lsoa11_code": "former_lsoa_code", "lsoa21_code": "lsoa_code", "change_code": "change"}
    every = look_up.rename(columns=names)
    places = matched_places(every, every["lsoa_code"])
    told = every.set_index(["former_lsoa_code", "lsoa_code"])["change"]
    letters = told.loc[list(zip(places["former_lsoa_code"], places["lsoa_code"], strict=True))]
    found = pd.crosstab(places["kind"].to_numpy(), letters.to_numpy())
    assert len(places) == len(every)
    assert found.loc["irregular", "X"] == (every["change"] == "X").sum() == 9
    for kind, letter in {"unchanged": "U", "split": "S", "merged": "M"}.items():
        assert found.loc[kind].drop(letter).sum() == 0
