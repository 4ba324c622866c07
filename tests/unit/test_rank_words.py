"""A list of authorities is named by the kinds that are in it."""

import pytest

from jsna.analysis.tier import LOWER, UPPER
from jsna.narrative.rank_words import tier_words

BOROUGH, LONDON, UNITARY = "metropolitan borough", "london borough", "unitary authority"


@pytest.mark.parametrize(
    ("tier", "kinds", "words"),
    [
        (LOWER, ["district", BOROUGH, UNITARY], "districts, boroughs and unitary authorities"),
        (LOWER, [BOROUGH, LONDON, UNITARY], "boroughs and unitary authorities"),
        (UPPER, ["county", BOROUGH, UNITARY], UPPER),
        (UPPER, [LONDON], "London boroughs"),
        (UPPER, [LONDON, "city corporation"], "London boroughs"),
        (LOWER, ["district"], "districts"),
        (LOWER, [], LOWER),
    ],
)
def test_the_words_of_a_tier(tier, kinds, words):
    assert tier_words(tier, kinds) == words
