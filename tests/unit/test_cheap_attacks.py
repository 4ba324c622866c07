"""The second attacker finds a count that a note tells, and takes no other number for one."""

import pytest

from attack_tools.cheap_attacks import numbers_in_notes
from attack_tools.hand_made import W1, rows_of, truth_of, wards
from attack_tools.published_rows import read_seen
from attack_tools.rules import RULES
from jsna.disclosure.rules import in_words, named, rules_of
from jsna.settings.load import Settings

WEAKER = "mental-health"
RULE = RULES[WEAKER]


def told(note: str, count: int) -> list[str]:
    """Return what is found in the note of a row of so many people, of whom no number stands."""
    truth = truth_of([count, 500, 592], wards())
    (row,) = rows_of(f"indicator_id=own-number;area={W1};mark=x", truth)
    return numbers_in_notes([read_seen({**row, "note": note}, truth, 0)], [truth], [RULE])


@pytest.mark.parametrize("count", [RULE.lowest, RULE.highest])
def test_the_sentence_of_the_rule_tells_no_count(settings: Settings, count: int) -> None:
    """As the project writes it: it stands beside every count of an indicator."""
    said = in_words(named([WEAKER], rules_of(settings.sources["local-csv"])))
    assert told(said, count) == []
    assert len(told(f"{count} of them in one home. {said}", count)) == 1


@pytest.mark.parametrize(
    "note", ["4 of them in one home.", "Counts from 4 to 4 are hidden, others are rounded to 5."]
)
def test_a_count_in_a_note_is_found(note: str) -> None:
    assert len(told(note, 4)) == 1
    assert told(note, 3) == []
