"""The recovery attack: what of the small counts can be worked out from all that was kept.

Everything shown, in every release, becomes one linear model: shown counts and denominators within
their rounding, rates times denominators, percentages within their digits. For each small cell
(a hidden row, or a group of no row that the others give) two programmes find the range of counts
that agrees with it all. A range narrower than the rule's width is a recovery.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from attack_tools.linear_model import LinearModel, NoTableAgreesError, narrowed
from attack_tools.published_rows import LIMITS, Seen, number, written_range
from attack_tools.rules import Rule
from attack_tools.small_cells import COMPLEMENT, COUNT, SmallCell, small_cells
from attack_tools.truth import SEXES, Cell, Truth

NEAR = 1e-5
OWN_ROUNDING = 0.05
"""Percentages are written with one decimal in the files that are brought in."""


@dataclass(frozen=True)
class Recovery:
    """A small number of people that was worked out.

    Attributes:
        small: Who, and how many in truth.
        lowest: The fewest that agree with all that is shown.
        highest: The most.
        how: By what.
        shown_before: Whether an earlier release, revised since, shows its number of then, and no
            row is about it now: nothing could be hidden any more.
    """

    small: SmallCell
    lowest: float
    highest: float
    how: str
    shown_before: bool = False


@dataclass(frozen=True)
class Attacked:
    """What came of the attack on one indicator.

    Attributes:
        recovered: What was worked out.
        wrong: Shown numbers that are not the true ones, rounded: the model does not hold.
        looked_at: How many small cells were tried.
        of_no_row: How many of them stand in no row.
    """

    recovered: tuple[Recovery, ...]
    wrong: tuple[str, ...]
    looked_at: int
    of_no_row: int


def attack(seen: Sequence[Seen], truths: Sequence[Truth], rules: Sequence[Rule]) -> Attacked:
    """Attack one indicator's published rows.

    Args:
        seen: Every row that was ever published of it.
        truths: What was so at each release.
        rules: The rule of each release.
    """
    newest = max(row.release for row in seen)
    rule, truth = rules[newest], truths[newest]
    people = any(row.denominator is not None for row in seen)
    small = small_cells(dict.fromkeys(row.cell for row in seen), truth, rule, with_people=people)
    told = _told(seen, truths, rules)
    tried = [
        one for one in small if (one.cell, one.what) not in {(t.small.cell, COUNT) for t in told}
    ]
    before = _shown_before(seen, truths)
    found = [
        replace(one, shown_before=one.small.what == COUNT and one.small.cell in before)
        for one in _by_programmes(seen, tried, truths, rules)
    ]
    absent = sum(not one.in_file for one in small)
    return Attacked((*told, *found), tuple(_wrong(seen, truths, rules)), len(small), absent)


def _shown_before(seen: Sequence[Seen], truths: Sequence[Truth]) -> set[Cell]:
    """Return the cells that only a release that was revised since is about, with its numbers."""
    newest = truths[max(row.release for row in seen)]
    now = {row.cell for row in seen if truths[row.release] is newest}
    return {row.cell for row in seen if not row.is_hidden} - now


def _told(seen: Sequence[Seen], truths: Sequence[Truth], rules: Sequence[Rule]) -> list[Recovery]:
    """Return small counts that simply stand there."""
    found = []
    for row in seen:
        true = truths[row.release].count(row.cell)
        if row.count is not None and rules[row.release].is_small(true):
            small = SmallCell(row.cell, COUNT, true, True)
            found.append(Recovery(small, row.count, row.count, f"it is shown: {row.row}"))
    return found


def _wrong(seen: Sequence[Seen], truths: Sequence[Truth], rules: Sequence[Rule]) -> list[str]:
    """Return what is published and can't be: other numbers than the true ones, limits."""
    found = []
    for row in seen:
        truth, rule = truths[row.release], rules[row.release]
        pairs = ((row.count, truth.count(row.cell)), (row.denominator, truth.denominator(row.cell)))
        for shown, true in pairs:
            if shown is not None and shown != rule.rounded(true):
                found.append(f"{shown:g} is shown for {true}: {dict(row.row)}")
        if any(number(row.row.get(limit)) is not None for limit in LIMITS):
            found.append(f"an interval is shown: {dict(row.row)}")
    return found


def _by_programmes(
    seen: Sequence[Seen], small: list[SmallCell], truths: Sequence[Truth], rules: Sequence[Rule]
) -> list[Recovery]:
    if not small:
        return []
    newest = max(row.release for row in seen)
    old = frozenset(n for n, truth in enumerate(truths) if truth is not truths[newest])
    width = rules[newest].width
    try:
        table = _Table(seen, small, truths[newest], rules)
        ranges = narrowed(table.model, table.goals, width)
    except NoTableAgreesError:
        if not old:
            raise
        # what was shown before was revised since: by no more than it takes
        table = _Table(seen, small, truths[newest], rules, old)
        table.suppose_least_revision()
        ranges = narrowed(table.model, table.goals, width)
    return [
        Recovery(one, low, high, "range")
        for one, (low, high) in zip(small, ranges, strict=True)
        if high - low < width - NEAR and low - NEAR <= one.true <= high + NEAR
    ]


class _Table:
    """The model of some rows: unknown counts of the smallest groups, then their complements.

    Behind them, where earlier releases were revised since: by how much more, and by how much less.
    """

    def __init__(
        self,
        seen: Sequence[Seen],
        small: Sequence[SmallCell],
        known: Truth,
        rules: Sequence[Rule],
        revised: frozenset[int] = frozenset(),
    ) -> None:
        cells = list(dict.fromkeys([*(r.cell for r in seen), *(s.cell for s in small)]))
        masks = np.array([_mask(cell, known) for cell in cells])
        merged = np.unique(masks[:, masks.any(axis=0)], axis=1)
        self.groups = merged.shape[1]
        self.where = {c: np.flatnonzero(m) for c, m in zip(cells, merged, strict=True)}
        self.model = LinearModel((6 if revised else 2) * self.groups)
        for row in seen:
            self._show(row, rules[row.release], revised=row.release in revised)
        self.goals = [self._goal(one) for one in small]

    def suppose_least_revision(self) -> None:
        """Suppose that what was shown before was revised by no more than it takes."""
        unknowns = 2 * self.groups
        changes = np.arange(unknowns, 3 * unknowns)
        for n in range(unknowns):
            self._say(np.array([n]), 0, np.inf, revised=True)
        goal = np.zeros(self.model.size)
        goal[changes] = 1
        # people are revised one by one, never a part of one
        self.model.between(changes, 0, ceil(goal @ self.model.least(goal) - NEAR) + NEAR)
        self.model.forget()

    def _show(self, row: Seen, rule: Rule, *, revised: bool) -> None:
        """Add what one row says to the model."""
        of = self.where[row.cell]
        everybody = np.concatenate([of, of + self.groups])
        counted = _count_of_rate(row, rule) if row.count is None else row.count
        if counted is not None:
            low, high = _scaled(row, rule) or rule.behind(counted)
            loose = _loose(row, rule)
            self._say(of, max(low - loose, 0), high + loose, revised=revised)
        if row.denominator is not None:
            self._say(everybody, *rule.behind(row.denominator), revised=revised)
        if row.value and counted is None:
            low, high = written_range(row.value)
            for limit, least, most in ((low, 0, np.inf), (high, -np.inf, 0)):
                weights = np.concatenate([np.full(len(of), 100 - limit), np.full(len(of), -limit)])
                self._say(everybody, least, most, weights, revised=revised)

    def _say(
        self,
        where: np.ndarray,
        low: float,
        high: float,
        weights: np.ndarray | None = None,
        *,
        revised: bool,
    ) -> None:
        weights = np.ones(len(where)) if weights is None else weights
        if revised:
            unknowns = 2 * self.groups
            where = np.concatenate([where, where + unknowns, where + 2 * unknowns])
            weights = np.concatenate([weights, weights, -weights])
        self.model.between(where, low, high, weights)

    def _goal(self, one: SmallCell) -> np.ndarray:
        goal = np.zeros(self.model.size)
        of = self.where[one.cell]
        if one.what != COMPLEMENT:
            goal[of] = 1
        if one.what != COUNT:
            goal[of + self.groups] = 1
        return goal


def _count_of_rate(row: Seen, rule: Rule) -> float | None:
    """Return the rounded count that a rate was made of, if its denominator gives one."""
    if row.count is not None or not row.denominator or not row.value:
        return None
    count = rule.rounded(float(row.value) * row.denominator / 100)
    return count if _is_rate(row.value, count, row.denominator) else None


def _scaled(row: Seen, rule: Rule) -> tuple[float, float] | None:
    """Return the counts behind a rate that is neither the true nor the rounded one.

    A rate that was brought in with one decimal and then moved by as much as its count and its
    denominator were by rounding says by how much that was.
    """
    if row.count is None or not row.denominator or not row.value or _says_no_more(row, row.count):
        return None
    counts, people = (
        np.arange(low, high + 1)
        for low, high in (rule.behind(row.count), rule.behind(row.denominator))
    )
    true = 100 * counts[:, None] / people[None, :]
    moved = np.round(true, 1) * (100 * row.count / row.denominator) / true
    half = 0.5 * 10.0 ** -len(row.value.partition(".")[2]) + 1e-9
    agree = counts[(np.abs(moved - float(row.value)) <= half).any(axis=1)]
    return (float(agree.min()), float(agree.max())) if len(agree) else None


def _loose(row: Seen, rule: Rule) -> float:
    """Return how far a count that was read from a rate may be off: the council rounded it."""
    if row.count is not None or row.denominator is None:
        return 0
    return 0.5 + OWN_ROUNDING / 100 * (row.denominator + rule.base)


def _says_no_more(row: Seen, counted: float) -> bool:
    """Return whether a value is the count itself, or the rate of the rounded count."""
    if "number" in row.row["indicator_id"]:
        return True
    return bool(row.denominator) and _is_rate(row.value, counted, row.denominator or 1)


def _is_rate(text: str, count: float, people: float) -> bool:
    half = 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9
    return abs(float(text) - 100 * count / people) <= half


def _mask(cell: Cell, known: Truth) -> np.ndarray:
    """Return which of the smallest groups a cell holds."""
    sides = [
        np.isin(np.arange(len(known.places)), [known.places.index(p) for p in cell.places]),
        np.array([sex in cell.sexes for sex in SEXES]),
        np.array([span in cell.ages for span in known.ages]),
        np.array([span in cell.days for span in known.days]),
        *(np.array([v in dict(cell.groups)[n] for v in vs]) for n, vs in known.groups.items()),
    ]
    mask = sides[0]
    for side in sides[1:]:
        mask = np.logical_and.outer(mask, side)
    return mask.ravel()
