"""A linear model of published cells: what range of true counts agrees with all that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

TINY = 1e-6


class NoTableAgreesError(Exception):
    """What is published contradicts itself, or was not read as it was meant."""


@dataclass
class LinearModel:
    """Sums over unknowns that are not negative, each between two limits.

    Attributes:
        size: How many unknowns.
        found: Tables that agree with all limits; they spare most of the programmes.
    """

    size: int
    sums: list[np.ndarray] = field(default_factory=list)
    weights: list[np.ndarray] = field(default_factory=list)
    limits: list[tuple[float, float]] = field(default_factory=list)
    found: list[np.ndarray] = field(default_factory=list)
    ready: list[LinearConstraint] = field(default_factory=list)

    def forget(self) -> None:
        """Forget the tables found so far: more is known since."""
        self.found.clear()
        self.ready.clear()

    def between(
        self, where: np.ndarray, low: float, high: float, weights: np.ndarray | None = None
    ) -> None:
        """Say that a (weighted) sum of unknowns lies between two limits."""
        self.sums.append(where)
        self.weights.append(np.ones(len(where)) if weights is None else weights)
        self.limits.append((low, high))

    def least(self, goal: np.ndarray) -> np.ndarray:
        """Return the table with the least weighted sum; raises NoTableAgreesError."""
        self.ready = self.ready or self._constraints()
        done = milp(goal, constraints=self.ready)
        if done.x is None:
            raise NoTableAgreesError
        self.found.append(done.x)
        return done.x

    def _constraints(self) -> list[LinearConstraint]:
        if not self.sums:
            return []
        lengths = [len(where) for where in self.sums]
        pointer = np.concatenate([[0], np.cumsum(lengths)])
        data = (np.concatenate(self.weights), np.concatenate(self.sums), pointer)
        matrix = csr_array(data, shape=(len(lengths), self.size))
        low, high = np.asarray(self.limits, float).T
        return [LinearConstraint(matrix, low, high)]


def narrowed(
    model: LinearModel, goals: Sequence[np.ndarray], width: float, most: float = 1e4
) -> list[tuple[float, float]]:
    """Return the range of each goal; a range that is wide enough may be cut short.

    Args:
        model: What is known.
        goals: Each the weights of a sum of unknowns.
        width: A range of so much is wide enough.
        most: A bound for what has none.

    Raises:
        NoTableAgreesError: nothing agrees with all that is known.
    """
    model.between(np.arange(model.size), 0, most * max(model.size, 1))
    every = np.asarray(goals).reshape(len(goals), model.size)
    for direction in (every.sum(axis=0), -every.sum(axis=0)):
        model.least(direction)
    low, high = _seen(model, every)
    ranges = []
    for n, goal in enumerate(every):
        for sign in (1, -1):
            if high[n] - low[n] >= width - TINY:
                break
            model.least(sign * goal)
            low, high = _seen(model, every)
        ranges.append((float(low[n]), float(high[n])))
    return ranges


def _seen(model: LinearModel, goals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values = goals @ np.asarray(model.found).T
    return values.min(axis=1), values.max(axis=1)
