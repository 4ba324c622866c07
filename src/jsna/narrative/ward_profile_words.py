"""What a ward's own page says of it: each measure flagged or not among all wards, and in sum."""

from collections.abc import Mapping, Sequence

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import counted, listed
from jsna.narrative.ward_words import FLAGS, Side


def flag_words(outcome: Outcome, reason: str, side: Side) -> str:
    """Return what a table says of one ward, measure and comparator.

    A ward is never called similar: it is "not flagged among 25 wards", since false discovery was
    held over all of them.

    Args:
        outcome: Of the ward.
        reason: Why it could not be tested.
        side: What all wards were held against.
    """
    among = f"among {counted(side.tested, 'ward')}"
    if outcome in FLAGS:
        return f"{outcome}, flagged {among}"
    if outcome == Outcome.SIMILAR:
        return f"not flagged {among}"
    if outcome == Outcome.TOO_IMPRECISE:
        return f"not flagged {among}: {outcome}"
    return f"not tested: {reason}" if reason else "not tested"


def flags_sentence(
    ward: str, against: str, flagged: Mapping[Outcome, Sequence[str]], tested: int
) -> str:
    """Return how many measures flag a ward and which, in one sentence.

    Args:
        ward: Its name.
        against: "England" or "the rest of Anytown".
        flagged: Outcome -> the measures, in words that fit in a sentence.
        tested: On how many measures it was tested, at least one.
    """
    of = f"{counted(tested, 'measure')} tested against {against}"
    told = [
        f"{outcome} on {listed(list(flagged[outcome]))}"
        for outcome in FLAGS
        if flagged.get(outcome)
    ]
    if not told:
        return f"Of {of} {ward} is flagged on none."
    number = sum(len(flagged.get(outcome, ())) for outcome in FLAGS)
    return f"Of {of} {ward} is flagged on {number}: {'; '.join(told)}."
