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
    rows = [cells for _, cells in csv_rows(path, list(now), (), problems)]
    before = pd.DataFrame(rows, columns=list(now), dtype="object").fillna("")
    before = before.map(without_apostrophe)
    key = table.kind.key_column if table.kind.key_column in now else table.kind.names_row
    return changes(before, now, key)


def keep_release(project: Project, registers: Registers, day: date) -> list[Path]:
    """Write the registers as they are now for the last release; return the files.

    What was kept of the release before is written over: version control has it.
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
