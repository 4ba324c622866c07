"""A list of authorities is named by the kinds that are in it."""

import pytest

from jsna.analysis.tier import LOWER, UPPER
from jsna.narrative.rank_words import tier_words

BOROUGH, LONDON, UNITARY = "metropolitan borough", "london borough", "unitary authority"


@pytest.mark.parametrize(
    ("tier", "kinds", "region", "words"),
    [
        (LOWER, ["district", BOROUGH, UNITARY], "", "districts, boroughs and unitary authorities"),
        (LOWER, [BOROUGH, LONDON, UNITARY], "", "boroughs and unitary authorities"),
        (LOWER, [UNITARY, BOROUGH], "The Middle", "boroughs and unitary authorities in The Middle"),
        (UPPER, ["county", BOROUGH, UNITARY], "", UPPER),
        (UPPER, [LONDON], "London", "London boroughs"),
        (LOWER, ["district"], "The East", "districts in The East"),
        (LOWER, [], "", LOWER),
    ],
)
def test_the_words_of_a_tier(tier, kinds, region, words):
    assert tier_words(tier, kinds, region) == words
