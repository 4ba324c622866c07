"""Facts that break their schema are told without the words of the library that finds it."""

import pandas as pd
import pytest
from invented_facts import fact
from pandera.errors import SchemaErrors

from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS, fact_schema, plainly_fits
from jsna.facts.build import _checked

GOOD = pd.DataFrame([fact(), fact(sex="Female")])[list(FACT_COLUMNS)]
FRAMES = {
    "good": GOOD,
    "empty": GOOD.head(0),
    "a kind of area": GOOD.assign(area_type="parish"),
    "a status": GOOD.assign(status="guessed"),
    "a period": GOOD.assign(period="2017"),
    "no snapshot": GOOD.assign(snapshot_ids=""),
    "no value": GOOD.assign(value=float("nan")),
    "a value that is hidden": GOOD.assign(status="suppressed"),
    "limits": GOOD.assign(lower_95=70.0),
    "wide limits": GOOD.assign(lower_998=70.0, upper_998=60.0),
    "twice": pd.concat([GOOD, GOOD], ignore_index=True),
    "no text": GOOD.assign(note=pd.Series([None, "a"], dtype="str")),
    "whole numbers": GOOD.assign(count=1),
    "numbers for text": GOOD.assign(edition=1),
    "categories": GOOD.astype({"sex": "category"}),
    "text kept in another way": GOOD.astype({"note": pd.StringDtype("python", float("nan"))}),
    "a column more": GOOD.assign(more=""),
    "another order": GOOD[list(FACT_COLUMNS)[::-1]],
}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_plainly_fits_is_what_holds_to_the_schema(frame):
    try:
        fact_schema().validate(FRAMES[frame], lazy=True)
        holds = True
    except SchemaErrors:
        holds = False
    assert plainly_fits(FRAMES[frame]) is holds is (frame in ("good", "empty"))


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
