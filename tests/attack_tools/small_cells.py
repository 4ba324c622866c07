"""The cells whose small counts have to stay hidden: in the file, or given by those that are."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from attack_tools.rules import Rule
from attack_tools.truth import Cell, Truth

MOST = 3000
Parts = frozenset
COUNT, COMPLEMENT, PEOPLE = "count", "complement", "denominator"


@dataclass(frozen=True)
class SmallCell:
    """A small number of people.

    Attributes:
        cell: Who.
        what: Whether the count, its complement or the denominator is small.
        true: How many.
        in_file: Whether a row is about it.
    """

    cell: Cell
    what: str
    true: int
    in_file: bool


def small_cells(
    cells: Collection[Cell], truth: Truth, rule: Rule, *, with_people: bool
) -> list[SmallCell]:
    """Return what is small among the cells of a table and those that they imply."""
    written = dict.fromkeys(cells)
    found = []
    for cell in {**written, **dict.fromkeys(implied(written))}:
        count, people = truth.count(cell), truth.denominator(cell)
        told = {COUNT: count}
        if with_people:
            told |= {COMPLEMENT: people - count, PEOPLE: people}
        found += [
            SmallCell(cell, what, true, cell in written)
            for what, true in told.items()
            if rule.is_small(true) and (what == COUNT or true > 0)
        ]
    return found


def implied(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells of no row: every combination of labels, and what each label lacks."""
    cells = list(cells)
    sides = [
        _with_remainders({pick(cell) for cell in cells})
        for pick in (_places, _sexes, _ages, _days, *_group_picks(cells))
    ]
    combinations = islice(product(*sides), MOST)
    return [_cell(parts, cells[0]) for parts in combinations]


def _places(cell: Cell) -> Parts:
    return cell.places


def _sexes(cell: Cell) -> Parts:
    return cell.sexes


def _ages(cell: Cell) -> Parts:
    return cell.ages


def _days(cell: Cell) -> Parts:
    return cell.days


def _group_picks(cells: Sequence[Cell]) -> list[Callable[[Cell], Parts]]:
    return [lambda cell, n=n: cell.groups[n][1] for n in range(len(cells[0].groups))]


def _with_remainders(labels: set[Parts]) -> list[Parts]:
    """Return labels, and for each what is left of it beside the smaller ones inside."""
    found = dict.fromkeys(sorted(labels, key=lambda parts: (len(parts), sorted(parts))))
    for whole in list(found):
        inside = [part for part in labels if part < whole]
        left = whole.difference(*inside)
        if inside and left:
            found[left] = None
        # of parts that overlap each has a remainder of its own
        if len(inside) < 6:
            found |= dict.fromkeys(whole - part for part in inside)
    return list(found)


def _cell(parts: tuple[Parts, ...], like: Cell) -> Cell:
    names = [name for name, _ in like.groups]
    groups = tuple(zip(names, parts[4:], strict=True))
    return replace(like, places=parts[0], sexes=parts[1], ages=parts[2], days=parts[3],
                   groups=groups)  # fmt: skip
