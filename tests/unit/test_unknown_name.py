import pytest

from jsna.settings.unknown_name import did_you_mean, nearest

KNOWN = {"starting-well", "ageing-well", "smoking"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("startingwell", "starting-well"),
        ("smo", "smoking"),  # a beginning is enough, however short
        ("quite another", ""),
        ("", ""),
    ],
)
def test_the_known_name_that_is_most_like_it(name, meant):
    assert nearest(name, KNOWN) == meant


def test_the_next_step_names_it_or_says_what_else_to_do():
    assert did_you_mean("smokin", KNOWN) == "Did you mean 'smoking'?"
    assert did_you_mean("zzz", KNOWN) == ""
    assert did_you_mean("zzz", KNOWN, "Take it out.") == "Take it out."
    assert did_you_mean("smokin", (), "Take it out.") == "Take it out."
