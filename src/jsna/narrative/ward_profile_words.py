"""What a ward's own page says of it in sum: on how many of its measures it is flagged."""

from collections.abc import Mapping, Sequence

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import counted, listed
from jsna.narrative.ward_words import FLAGS


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
