"""An owner is a role or a body: what reads like a person's name is told."""

import pytest

from jsna.settings.owner import owner_of

BODIES = {"mind", "anytown mind", "age uk", "regeneration & environment"}


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
        ("Example, Ann", "person"), ("Example, A.", "person"), ("Councillor Example", "person"),
        ("Councillors Example and Other", "person"), ("Lead: Ann Example", "person"),
        ("Ann Example \u2013 Public Health", "person"), ("Zo\u00eb Example", "person"),
        ("\u0141ukasz Example", "person"), ("ANN EXAMPLE", "person"), ("A.B. Example", "person"),
        ("Ann Example\nBen Example", "person"), ("Professor Example", "person"),
        # what could be either is told, and not shown
        ("Public Health Manager Ann Example", "unknown"), ("ann example", "unknown"),
        ("JS", "unknown"), ("JSmith", "unknown"), ("SMITH", "unknown"), ("Ann/Ben", "unknown"),
        # a role or a body is none the less one
        ("Councillor for children", "role"), ("Professor of public health", "role"),
        ("Lord Mayor", "role"), ("MS Society", "role"), ("Chief Constable", "role"),
        ("Town Clerk", "role"), ("Deputy Mayor", "role"), ("Human Resources", "role"),
        ("Trading Standards", "role"), ("Active Travel", "role"), ("Finance", "role"),
        ("Regeneration and Environment", "role"), ("Tobacco Control Lead", "role"),
        ("Director, South Yorkshire", "role"), ("RMBC CCG", "role"), ("PH", "role"),
        ("Programme Manager Healthy Weight", "role"), ("Milton Keynes", "body"),
        ("Regeneration & Environment; CCG", "role"), ("Jobcentre Plus", "role"),
        ("Anytown A&E Delivery Board", "role"), ("Ann Example&Ben Other", "person"),
        ("somebody", "unknown"), (".", "unknown"),
        ("=cmd()", "unknown"), ("<script>", "unknown"), ("; ;", "unknown"),
    ],
)  # fmt: skip
def test_an_owner_is_taken_for_what_its_words_are(text: str, kind: str) -> None:
    assert owner_of(text, BODIES) == kind
