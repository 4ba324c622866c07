"""What came of one check of a pack. Imports nothing heavy: a recorded result needs no check."""

from dataclasses import dataclass
from typing import Final

DISCLOSURE: Final = "No small count can be worked out"
UNTOUCHED: Final = "The disclosure gate looked at these very files"
WHOLE: Final = "Every chapter and section is available"
NEVER_SHOWN: Final = (DISCLOSURE, UNTOUCHED)
"""Checks without which a pack is not even for the eyes of the house."""


@dataclass(frozen=True)
class CheckResult:
    """What came of one check.

    Attributes:
        name: What was checked, for people.
        faults: One sentence for each thing that is wrong, with the page; none if it passed.
        warnings: One sentence for each thing that is worth a look and stops nothing.
    """

    name: str
    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults
