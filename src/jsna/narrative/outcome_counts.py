"""How many statements have each outcome, and how many of those are the source's own verdict.

The one count of outcomes, for every page, table and card: what a source judged is counted as what
it says, and told apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from jsna.analysis.outcome import Basis, Outcome
from jsna.narrative.statement import Statement


@dataclass(frozen=True)
class OutcomeCount:
    """How many statements have one outcome.

    Attributes:
        number: All of them, the source's verdicts among them.
        by_source: Of these, how many are the source's own verdict.
        old: Of these, how many rest on a figure that is old for its kind.
    """

    outcome: Outcome
    number: int
    by_source: int
    old: int = 0

    @property
    def words(self) -> str:
        """The outcome, and how many of it are the source's: "worse, 4 by the source's verdict"."""
        if not self.by_source:
            return str(self.outcome)
        many = "all" if self.by_source == self.number > 1 else str(self.by_source)
        own = Basis.SOURCE.after_verdict
        return f"{self.outcome}, {own if self.number == 1 else f'{many} by {own}'}"

    @property
    def in_short(self) -> str:
        """The same for a cell: "worse (source)", "worse (2 by source)"."""
        if not self.by_source:
            return str(self.outcome)
        many = "source" if self.by_source == self.number else f"{self.by_source} by source"
        return f"{self.outcome} ({many})"


def is_old(statement: Statement) -> bool:
    """Return whether a statement's figure is old for its kind: counted apart and listed last."""
    return statement.data_age.old


def outcomes_in_short(statements: Iterable[Statement]) -> list[str]:
    """Return each outcome that some statements have, with its number: "3 worse (1 by source)"."""
    return [f"{one.number} {one.in_short}" for one in count_outcomes(statements) if one.number]


def count_outcomes(statements: Iterable[Statement]) -> list[OutcomeCount]:
    """Return one count per outcome in the order of `Outcome`, noughts included."""
    every = list(statements)
    return [
        OutcomeCount(
            outcome,
            sum(one.outcome is outcome for one in every),
            sum(one.outcome is outcome and one.basis is Basis.SOURCE for one in every),
            sum(one.outcome is outcome and is_old(one) for one in every),
        )
        for outcome in Outcome
    ]
