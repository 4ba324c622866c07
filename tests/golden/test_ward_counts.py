"""The chapter of wards counts on a small invented set what a hand count gives.

Eight wards of 1,000 people, England at 4%: 40 are expected in each. Five wards have 40 exactly,
so that p is 1. The others have 60, 54 and 25. By the score test of a proportion the standard
error is the root of .04 x .96 / 1000 = 0.006197, so that z is 3.23, 2.26 and 2.42, and p 0.0012,
0.0238 and 0.0155 (tables of the normal distribution). Benjamini and Hochberg hold the k-th
smallest of the eight against 0.05 k / 8: 0.0012 under 0.00625, 0.0155 over 0.0125 but 0.0238
over 0.01875: one flag, where three would be without control. Against the rest, both together are
339 of 8,000 (4.2375%), so that the standard error of the difference is the root of .042375 x
.957625 x (1/1000 + 1/7000) = 0.00681; the rests are 279, 285 and 314 of 7,000, z is 2.96, 1.95
and 2.92, and p 0.0031, 0.0511 and 0.0036: two flags, with or without control.
"""

import re

import numpy as np
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import ward_inequalities
from jsna.chapter.page import Page
from jsna.chapter.ward_scans import ward_scans

COUNTS = {"Ash": 40, "Birch": 60, "Cedar": 40, "Elm": 54, "Fir": 40, "Hazel": 25, "Oak": 40,
          "Yew": 40}  # fmt: skip
NAMES = {f"E0500000{n}": name for n, name in enumerate(COUNTS)}
P_ENGLAND = {"Birch": 0.0012, "Elm": 0.0238, "Hazel": 0.0155}
P_REST = {"Birch": 0.0031, "Elm": 0.0511, "Hazel": 0.0036}


@pytest.fixture
def anytown(tmp_path):
    stratum = {"sex": "Persons", "lower": np.nan, "upper": np.nan}
    wards = [
        fact(code, float(count) / 10, area_type="ward", count=float(count), denominator=1000.0,
             **stratum)
        for (code, count) in zip(NAMES, COUNTS.values(), strict=True)
    ]  # fmt: skip
    item = indicator(
        title="Obesity", short_title="Obesity", polarity="low-is-good", unit="%", multiplier=100,
        value_type="proportion", matters=2, levels=["england", "ward"],
    )  # fmt: skip
    facts = facts_of(*wards, england(4.0, sex="Persons"))
    return evidence(facts, [item], NAMES, tmp_path)


def test_p_is_that_of_the_tables(anytown):
    rows = ward_scans(anytown)[0].rows.set_index("area_name")
    for name, p in P_ENGLAND.items():
        assert rows.loc[name, "p_england"] == pytest.approx(p, abs=1e-4), name
        assert rows.loc[name, "p_rest"] == pytest.approx(P_REST[name], abs=1e-4), name
    assert (rows.drop(list(P_ENGLAND))["p_england"] == 1).all()


def test_the_counts_at_a_glance_are_those_of_a_hand_count(anytown, tmp_path):
    text = ward_inequalities.at_a_glance(anytown, Page(tmp_path, in_pack=True))
    for words in (
        "1 measure has figures for the wards of Anytown: 8 wards as they stood in 2024.",
        "Of 8 tests against England 1 is flagged.",
        "Of 8 tests against the rest of Anytown 2 are flagged.",
        "at most 5% of the flags are false on average",
        # three and two are under 0.05; 16 tests at 5% are 0.8
        "Without this control 5 would be flagged, and about 0.8 of the 16 tests",
    ):
        assert words in text
    (row,) = re.findall(r"<tr><th scope=\"row\">Obesity</th>(.*?)</tr>", text)
    cells = re.findall(r"<td>(.*?)</td>", row)
    assert cells == ["2022 to 2024", "8 of 8", "1 worse of 8", "1 worse, 1 better of 8"]


def test_each_ward_has_the_outcome_of_the_hand_count(anytown):
    rows = ward_scans(anytown)[0].rows.set_index("area_name")
    assert rows["outcome_england"].to_dict() == dict.fromkeys(COUNTS, "similar") | {
        "Birch": "worse"
    }
    assert rows["outcome_rest"].to_dict() == dict.fromkeys(COUNTS, "similar") | {
        "Birch": "worse", "Hazel": "better",
    }  # fmt: skip
