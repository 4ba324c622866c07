"""Facts that break their schema are told without the words of the library that finds it."""

import pandas as pd
import pytest
from invented_facts import fact

from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS
from jsna.facts.build import _checked


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"area_type": "parish"}, "area_type is 'parish', which it may not be"),
        ({"status": "final", "value": float("nan")}, "a value is missing without a status"),
        ({"lower": 70.0}, "a lower limit is above its upper limit"),
        ({"period": "2017"}, "period is '2017', which it may not be"),
    ],
)
def test_the_words_are_our_own(changes, words):
    frame = pd.DataFrame([fact(**changes)])[list(FACT_COLUMNS)]
    with pytest.raises(SourceError) as caught:
        _checked(frame)
    assert words in str(caught.value)
    assert not any(word in str(caught.value) for word in ("isin", "str_matches", "Check", "None:"))


def test_a_figure_that_stands_twice_is_told():
    frame = pd.DataFrame([fact(), fact()])[list(FACT_COLUMNS)]
    with pytest.raises(SourceError, match="one figure stands in them twice"):
        _checked(frame)
