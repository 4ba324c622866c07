"""Every register of a strategy, read together since they may link to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from jsna.analysis.register_due import COLUMNS, dated_rows
from jsna.analysis.register_findings import no_findings, together
from jsna.analysis.register_lint import lint_all
from jsna.analysis.register_published import published_title
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.errors import Problem, UserFileError
from jsna.settings.load import REGISTERS
from jsna.settings.project import Project
from jsna.settings.register_kind import RegisterKind
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import Problems, read_model
from jsna.strategy_registers.register_file import read_register
from jsna.strategy_registers.rows_of_strategy import has_rows, table_of_strategy

SPREADSHEETS: Final = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".tsv")
"""Files that hold tables and are not read."""


@dataclass(frozen=True, eq=False)
class Registers:
    """The registers of a strategy.

    Attributes:
        tables: One for each kind that has rows, in the order of the catalogue's titles.
        linked: What their links may name.
        as_at: The day on which they are looked at.
        misplaced: What is found where they are held against the area's outlines (`places`).
        today: The day that was asked for: later, where the strategy's term is over; None for the
            same.
    """

    tables: tuple[RegisterTable, ...]
    linked: Linked
    as_at: date
    misplaced: pd.DataFrame = field(default_factory=no_findings)
    today: date | None = None

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the linter finds in them (`register_lint.lint`)."""
        return together(
            [lint_all(self.tables, self.linked, self.as_at, self.today), self.misplaced]
        )

    def table(self, kind: str) -> RegisterTable:
        """Return the register of one kind."""
        return next(table for table in self.tables if table.kind.id == kind)


def registers_folder(project: Project) -> Path:
    """Return the folder of a strategy's registers, there or not."""
    return project.paths.strategies / f"{project.strategy.slug}/{REGISTERS}"


def read_registers(project: Project, as_at: date, only: str = "") -> Registers:
    """Return the registers of a project's strategy.

    A strategy whose term is over is looked at as on its last day: later nobody kept them.

    Args:
        project: Of which strategy.
        as_at: The day on which they are looked at.
        only: The kind to look at; the others are read for what links to them. "" for all.

    Raises:
        UserFileError: with one problem for each row or file that can't be read, for each file of
            a kind that is not described, and where there is none of the kind asked for.
    """
    problems = Problems(project.paths.root)
    tables = tuple(replace(one, seen_on=as_at) for one in _tables(project, problems))
    if problems.found:
        raise UserFileError(*problems.found)
    day = as_at if project.strategy.lasting else min(as_at, project.strategy.end)
    chosen = tuple(table for table in tables if only in ("", table.kind.id))
    return Registers(chosen, Linked(_known(project, tables)), day, today=as_at)


def dated_things(project: Project) -> pd.DataFrame:
    """Return every row of a strategy's registers that says by when, or should.

    Returns:
        what (the row's key), kind (what a row is called), title, owner, due (datetime64),
        source_file, line, done (bool) and written: one row each; none without a register.

    Raises:
        UserFileError: see `read_registers`.
    """
    found = read_registers(project, project.strategy.end)
    rows = [dated_rows(table, found.linked) for table in found.tables if table.kind.due]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=COLUMNS)


def described_kind(project: Project, id: str) -> RegisterKind:
    """Return a kind of register by its id.

    Raises:
        UserFileError: there is none; the nearest match is told.
    """
    kinds = project.settings.register_kinds
    if id in kinds:
        return kinds[id]
    what = f"there is no kind of register {id!r}."
    step = did_you_mean(id, kinds, f"Describe it in data/catalogue/registers/{id}.yml.")
    raise UserFileError(Problem(what, allowed=f"Kinds are: {', '.join(kinds)}.", next_step=step))


def _tables(project: Project, problems: Problems) -> Iterator[RegisterTable]:
    files = _files(project, problems)
    kinds = project.settings.register_kinds
    for name in sorted(set(files) - set(kinds)):
        step = did_you_mean(name, kinds, "docs/registers.md says how a kind is described.")
        what = f"no kind of register is called {name!r}."
        allowed = f"Kinds are: {', '.join(kinds)}."
        problems.add(what, files[name], allowed=allowed, next_step=step)
    for id in sorted(kinds, key=lambda id: kinds[id].title):
        if id in files:
            yield read_register(files[id], _kind_of(project, files[id], kinds[id]), problems)
        elif has_rows(project.strategy, kinds[id]):
            path = project.paths.strategies / f"{project.strategy.slug}/strategy.yml"
            yield table_of_strategy(project.strategy, kinds[id], path, problems)


def _kind_of(project: Project, file: Path, kind: RegisterKind) -> RegisterKind:
    """Return the kind that a file was written for.

    What the package brings was written for the package's own kinds: one of a workspace that stands
    before them is of the workspace's registers.
    """
    packaged = project.paths.strategies.packaged
    shipped = project.paths.catalogue.packaged
    if packaged is None or shipped is None or not file.is_relative_to(packaged):
        return kind
    described = shipped / f"registers/{kind.id}.yml"
    problems = Problems(project.paths.root)
    return (
        described.exists() and read_model(described, RegisterKind, problems, id=kind.id)
    ) or kind


def _files(project: Project, problems: Problems) -> dict[str, Path]:
    """The files of the strategy's registers by their kind; a workspace's stands before.

    A spreadsheet beside them is told: whoever saved it there takes it for a register.
    """
    found = {}
    layers = project.paths.strategies
    for folder in [one for one in (layers.packaged, layers.own) if one]:
        for file in sorted((folder / project.strategy.slug / REGISTERS).glob("[!.~]*")):
            if file.suffix.lower() == ".csv":
                found[file.stem] = file
            elif file.suffix.lower() in SPREADSHEETS:
                what = "a register is a CSV, and this file is none."
                problems.add(what, file, next_step=f"Save it as {file.stem}.csv, as CSV UTF-8.")
    return found


def _known(project: Project, tables: tuple[RegisterTable, ...]) -> dict[str, dict[str, str]]:
    """What links may name, by their type."""
    strategy = project.strategy
    known = {
        "priority": {one.id: one.title for one in strategy.priorities},
        "objective": {o.id: o.title for one in strategy.priorities for o in one.objectives},
        "body": {one.id: one.title for one in strategy.bodies},
        "indicator": {id: one.title for id, one in project.settings.indicators.items()},
        "measure": {one.id: one.title for one in strategy.metrics}
        | {id: one.title for id, one in strategy.own_measures.by_id.items()},
    }
    for table in tables:
        key, name = table.text(table.kind.key_column), table.text(table.kind.names_row)
        # what names a row may be what may not be shown: a link to it shows no more than the row
        titles = published_title(table, Linked(known))
        known[f"register:{table.kind.id}"] = {
            id or title: shown
            for id, title, shown in zip(key, name, titles, strict=True)
            if id or title
        }
    return known
