"""The registers of a strategy as they were released last, so that what changed since can be told.

`reports/strategies/<strategy>/registers/released/<kind>.csv` holds what was shown of each, and
`released.yml` beside them the day. Both go under version control.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from jsna.analysis.register_change import changes
from jsna.analysis.register_published import published
from jsna.analysis.register_table import RegisterTable
from jsna.narrative.one_line import one_line
from jsna.settings.csv_rows import csv_rows
from jsna.settings.model import SettingsModel
from jsna.settings.project import Project
from jsna.settings.yaml_file import Problems, read_model
from jsna.snapshots.write_file import write_whole
from jsna.strategy_registers.register_file import without_apostrophe
from jsna.strategy_registers.registers import Registers
from jsna.tables.csv_file import csv_file

RELEASED: Final = "released"
HEAD: Final = "released.yml"


class ReleasedHead(SettingsModel):
    """When registers were released last."""

    released: date


def released_folder(project: Project) -> Path:
    """Return the folder of the last release, there or not."""
    return project.paths.strategies / f"{project.strategy.slug}/registers/{RELEASED}"


def released_on(project: Project, problems: Problems) -> date | None:
    """Return the day of the last release; None without one, or where its file is told as wrong."""
    path = released_folder(project) / HEAD
    head = read_model(path, ReleasedHead, problems) if path.exists() else None
    return head.released if head else None


def changes_since_release(
    project: Project, registers: Registers, table: RegisterTable, problems: Problems
) -> pd.DataFrame | None:
    """Return what changed in a register since its last release; None where it was not in it.

    Args:
        project: Of which strategy.
        registers: All of them.
        table: The register.
        problems: Where a released file that can't be read is told.
    """
    path = released_folder(project) / f"{table.kind.id}.csv"
    if not path.exists():
        return None
    now = published(table, registers.linked)
    kind = table.kind
    # columns that the kind had then and has no longer are not compared
    rows = [cells for _, cells in csv_rows(path, list(now), [kind.names_row], problems, more=True)]
    before = pd.DataFrame(rows, dtype="object") if rows else now.head(0)
    # a file's cells stand on one line each
    before, now = (
        state.fillna("").map(without_apostrophe).map(one_line) for state in (before, now)
    )
    keys = [[kind.key], kind.same_columns] if kind.key else [kind.same_columns]
    return changes(before, now, kind.names_row, keys)


def gone_since_release(project: Project, registers: Registers) -> list[str]:
    """Return the kinds that were released and of which no register is kept any more."""
    there = {table.kind.id for table in registers.tables}
    return sorted({file.stem for file in released_folder(project).glob("*.csv")} - there)


def keep_release(project: Project, registers: Registers, day: date) -> list[Path]:
    """Write the registers as they are now for the last release; return the files.

    What was kept of the release before is written over: version control has it.

    Args:
        project: Of which strategy.
        registers: All of them: what is not among them is kept no longer.
        day: When they were released.
    """
    folder = project.paths.strategies.own / f"{project.strategy.slug}/registers/{RELEASED}"
    folder.mkdir(parents=True, exist_ok=True)
    for gone in _of_no_kind(folder, (table.kind.id for table in registers.tables)):
        gone.unlink()
    files = []
    for table in registers.tables:
        path = folder / f"{table.kind.id}.csv"
        write_whole(path, csv_file(published(table, registers.linked)))
        files.append(path)
    write_whole(folder / HEAD, f"released: {day.isoformat()}\n".encode())
    return [*files, folder / HEAD]


def _of_no_kind(folder: Path, kinds: Iterable[str]) -> list[Path]:
    known = set(kinds)
    return [file for file in folder.glob("*.csv") if file.stem not in known]
