"""What stands in a strategy's own file already, as the rows of a register: actions, milestones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsna.analysis.register_table import RegisterTable
from jsna.settings.register_kind import RegisterKind
from jsna.settings.strategy import Strategy
from jsna.settings.yaml_file import Location, Problems, read_yaml
from jsna.strategy_registers.register_file import register_table

Row = tuple[Location, dict[str, str]]


def has_rows(strategy: Strategy, kind: RegisterKind) -> bool:
    """Return whether a strategy's own file holds what a kind is of."""
    return any(True for _ in _rows(strategy, kind))


def table_of_strategy(
    strategy: Strategy, kind: RegisterKind, path: Path, problems: Problems
) -> RegisterTable:
    """Return the register that stands in a strategy's file.

    Args:
        strategy: Which.
        kind: What is read from it; columns that the kind does not have are left out.
        path: The strategy's file, which tells the line of each row.
        problems: How files are named.
    """
    rows = list(_rows(strategy, kind))
    file = read_yaml(path, Problems(problems.root))  # what is wrong in it was told already
    lines = [file.line(at) if file else 0 for at, _ in rows]
    known = set(kind.column_ids)
    cells = [{id: cell for id, cell in row.items() if id in known} for _, row in rows]
    return register_table(kind, problems.name_of(path), list(zip(lines, cells, strict=True)))


def _rows(strategy: Strategy, kind: RegisterKind) -> Iterator[Row]:
    if kind.from_strategy == "actions":
        yield from _actions(strategy)
    elif kind.from_strategy == "milestones":
        yield from _milestones(strategy)


def _actions(strategy: Strategy) -> Iterator[Row]:
    for number, priority in enumerate(strategy.priorities):
        for place, action in enumerate(priority.actions):
            yield (
                ("priorities", number, "actions", place),
                {
                    "id": f"{priority.id}/{action.id}",
                    "title": action.title,
                    "priority": priority.id,
                    "owner": "; ".join(action.lead),
                    "due": action.timescale,
                    "status": action.status,
                    "progress": action.progress,
                    "line": _line(action),
                },
            )


def _milestones(strategy: Strategy) -> Iterator[Row]:
    for place, milestone in enumerate(strategy.milestones):
        yield (
            ("milestones", place),
            {
                "id": milestone.id,
                "title": milestone.title,
                "priority": milestone.priority,
                "due": milestone.due,
                "line": _line(milestone),
            },
        )


def _line(part: Any) -> str:
    return "" if part.line is None else str(part.line)
