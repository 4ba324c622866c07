"""The linter of a register: every check of its kind, cell by cell and row by row."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from jsna.analysis.register_cells import cell_findings
from jsna.analysis.register_findings import together
from jsna.analysis.register_rules import row_findings
from jsna.analysis.register_table import Linked, RegisterTable


def lint(
    table: RegisterTable, linked: Linked, as_at: date, today: date | None = None
) -> pd.DataFrame:
    """Return what is wrong or open in a register: kind, at (line), column, rule, what; by line.

    Args:
        table: The register.
        linked: What its links may name.
        as_at: The day as at which it is looked at.
        today: The day after which nothing can have been done; None for the same.
    """
    columns = table.kind.columns if len(table.rows) else ()
    cells = (f for column in columns for f in cell_findings(table, column, linked))
    return together([*cells, *row_findings(table, linked, as_at, today or as_at)])


def lint_all(
    tables: Iterable[RegisterTable], linked: Linked, as_at: date, today: date | None = None
) -> pd.DataFrame:
    """Return the findings of several registers, as `lint` gives them."""
    return together(lint(table, linked, as_at, today) for table in tables)
