"""What a check found at one place of a draft."""

from dataclasses import dataclass
from enum import StrEnum

from jsna.review.draft import Passage


class Severity(StrEnum):
    """How sure it is that a reader would be misled; the gravest first."""

    SERIOUS = "serious"
    DOUBTFUL = "doubtful"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One fault.

    Attributes:
        kind: The check's id.
        severity: How grave it is.
        passage: Where it stands.
        start: Of the words concerned, in signs of the passage's text.
        end: Of the words concerned.
        what: What is wrong, as a sentence.
        mend: What would mend it, as a sentence.
    """

    kind: str
    severity: Severity
    passage: Passage
    start: int
    end: int
    what: str
    mend: str

    @property
    def words(self) -> str:
        """The words concerned."""
        return self.passage.text[self.start : self.end].strip()
