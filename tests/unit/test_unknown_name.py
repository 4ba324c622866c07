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


IDS = {"93701": "Obesity", "92443": "Smoking", "92434": "Drinking", "92": "Nothing of it"}


@pytest.mark.parametrize(
    ("id", "step"),
    [
        ("9443", "Did you mean '92443' (Smoking)?"),  # a digit lost
        ("924433", "Did you mean '92443' (Smoking)?"),
        ("93710", "Did you mean '93701' (Obesity)?"),  # two that changed places
        ("92433", "Did you mean '92434' (Drinking) or '92443' (Smoking)?"),
        ("93051", "Look."),  # two digits that are others: another indicator
        ("937", "Look."),  # the beginning of one tells nothing
        ("abc", "Look."),
    ],
)
def test_an_id_is_offered_only_where_one_slip_makes_it_and_with_its_title(id, step):
    assert did_you_mean(id, IDS, "Look.") == step


def test_nothing_is_offered_for_a_code_of_which_nobody_knows_what_it_names():
    assert did_you_mean("E01000003", {"E01000001", "E01000002"}, "Look.") == "Look."
    assert did_you_mean("92444", {"92443": ""}, "Look.") == "Look."
    many = {f"9244{n}": "One" for n in range(5)}
    assert did_you_mean("9244", many, "Look.") == "Look."
