"""An owner is a role or a body: what reads like a person's name is told."""

import pytest

from jsna.analysis.register_owner import owner_of

BODIES = {"mind", "anytown mind", "age uk"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mind", "body"), ("Anytown Mind", "body"), ("AGE UK", "body"),
        ("Director of public health", "role"), ("CCG", "role"), ("RDaSH", "role"),
        ("Public health, Anytown Council", "role"), ("RMBC/CCG", "role"),
        ("TRFT - with partners", "role"), ("Each organisation to nominate lead", "role"),
        ("Early Help", "role"), ("Mind and Age UK", "body"), ("Anytown Mind; CCG", "role"),
        ("Ann Example", "person"), ("A. Example", "person"), ("Ann Example, RMBC", "person"),
        ("Sue Smith, PH / Emma Royle, CCG", "person"), ("Mary O'Brien", "person"),
        ("Jean-Luc Example", "person"), ("Ludwig van Example", "person"),
        ("Head of service (Ann Example)", "person"), ("Cllr Example", "person"),
        ("Mrs example", "person"), ("ann@example.org", "person"),
        ("Ann Example (to name leads)", "person"), ("CCG; Ann Example", "person"),
        ("somebody", "unknown"), ("=cmd()", "unknown"), ("<script>", "unknown"), ("; ;", "unknown"),
    ],
)  # fmt: skip
def test_an_owner_is_taken_for_what_its_words_are(text: str, kind: str) -> None:
    assert owner_of(text, BODIES) == kind
