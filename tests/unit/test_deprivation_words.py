"""Words of deprivation: nobody and a few people are two things."""

import numpy as np
import pandas as pd
import pytest

from jsna.narrative.deprivation_words import share_of_residents, shares_of_residents


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none"),
        (0.0499, "less than 0.1%"),
        (0.05, "0.1%"),
        (21.44, "21.4%"),
        (np.nan, "not available"),
    ],
)
def test_nought_is_none_and_a_small_share_a_number(share, words):
    assert share_of_residents(share) == words


def test_a_column_s_unit_stands_in_its_head_and_a_missing_share_stays_missing():
    column = shares_of_residents(pd.Series([0.0, 0.01, 12.34, np.nan]))
    assert column.head(3).tolist() == ["none", "less than 0.1", "12.3"]
    assert column.isna().tolist() == [False, False, False, True]
