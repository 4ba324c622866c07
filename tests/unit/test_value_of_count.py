"""A council's own value that its count and denominator can't give is told with its line."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import indicator

from jsna.sources.council.value_of_count import MORE, OTHER, contradicted

KNOWN = {
    "share": indicator(id="share", value_type="proportion", unit="%", multiplier=100),
    "rate": indicator(id="rate", value_type="rate", unit="per 1,000", multiplier=1000),
    "mean": indicator(id="mean"),
}


def why(id: str, value: float, count: float, denominator: float) -> str:
    row = {"indicator_id": id, "value": value, "count": count, "denominator": denominator}
    return contradicted(pd.DataFrame([row]), KNOWN).item()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("share", 0.125, 250, 2000), OTHER),
        (("share", 1250, 250, 2000), OTHER),
        (("share", 0, 250, 2000), OTHER),
        (("share", 100, 3000, 2000), MORE),
        (("rate", 12.5, 250, 2000), OTHER),
    ],
)
def test_a_value_of_another_size_than_its_count_gives_is_told(row, told):
    assert why(*row) == told
    assert not any(sign.isdigit() for sign in told), "a fetch tells it where others read"


@pytest.mark.parametrize(
    "row",
    [
        ("share", 12.5, 250, 2000),
        ("share", 14.1, 250, 2000),  # weighted
        ("share", 0, 0, 2000),
        ("share", 0, 1, 2000),  # rounded
        ("share", np.nan, 250, 2000),
        ("share", 12.5, np.nan, 2000),
        ("share", 0, 0, 0),
        ("rate", 1500, 3000, 2000),
        ("mean", 0.125, 250, 2000),
        ("another", 0.125, 250, 2000),
    ],
)
def test_what_may_be_of_its_count_is_not_told(row):
    assert why(*row) == ""


def test_each_row_has_its_own_reason():
    rows = pd.DataFrame({
        "indicator_id": ["share"] * 3, "value": [12.5, 0.125, 12.5], "count": [250, 250, 2500],
        "denominator": 2000,
    }, index=[7, 3, 5])  # fmt: skip
    found = contradicted(rows, KNOWN)
    assert found.index.tolist() == [7, 3, 5]
    assert found.tolist() == ["", OTHER, MORE]
