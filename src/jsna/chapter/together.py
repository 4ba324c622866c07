"""What is worked out for all measures of a chapter in one pass, and asked for one by one.

A test of one measure costs almost what the same test of fifty does: frames are joined and sorted
whatever their length.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from jsna.chapter.evidence import Evidence, Measure

Made = TypeVar("Made")


class Together(Generic[Made]):
    """A function of evidence and many measures, called with one: the others are done along.

    The others are the measures that the evidence has judged so far. What comes back for a measure
    does not depend on them.
    """

    def __init__(self, work: Callable[[Evidence, Sequence[Measure]], Sequence[Made]]) -> None:
        self._work = work

    def __call__(self, evidence: Evidence, measure: Measure) -> Made:
        """Return what the function gives for one measure, worked out once."""
        made = evidence.whole.once(self._nothing_yet)
        if measure.key not in made:
            beside = {
                each.key: each for each in (measure, *evidence.judged) if each.key not in made
            }
            found = self._work(evidence.whole, list(beside.values()))
            made.update(zip(beside, found, strict=True))
        return made[measure.key]

    def _nothing_yet(self, _: Evidence) -> dict[tuple[str, str, str], Made]:
        return {}
