"""All that has a date in a workspace, from every module of `chapter/dated/`."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jsna.analysis.due import COLUMNS, WRITTEN, dated_things
from jsna.chapter import dated
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.strategy import Strategy
from jsna.settings.yaml_file import Location, Problems, YamlFile, read_yaml

Provider = Callable[["Scope"], pd.DataFrame]
STRATEGY_FILE: Final = "strategy.yml"


@dataclass(frozen=True, eq=False)
class Scope:
    """Whose dates are asked for.

    Attributes:
        paths: The workspace's folders.
        settings: Its settings.
        strategies: Those that are asked for.
        on: The day that is looked from.
        area: The one area, where one is meant.
        indicators: Those whose releases count.
        newest: Id of an indicator -> its newest period in the facts of the area; {} without any.
        lines: Whether the line of each thing in its file is wanted, for which that is read again.
        problems: Where a provider tells what is wrong in a file that it reads.
    """

    paths: Paths
    settings: Settings
    strategies: tuple[Strategy, ...]
    on: date
    area: Area | None = None
    indicators: tuple[Indicator, ...] = ()
    newest: Mapping[str, str] = field(default_factory=dict)
    lines: bool = True
    problems: Problems = field(default_factory=lambda: Problems(Path()))

    def strategy_file(self, strategy: Strategy, name: str = STRATEGY_FILE) -> "SourceFile":
        """Return a file of a strategy's folder, there or not."""
        return self.file(self.paths.strategies / f"{strategy.slug}/{name}")

    def file(self, path: Path) -> "SourceFile":
        """Return a file as dated things tell it."""
        return SourceFile(path, self.paths.root, self.lines)


@dataclass(frozen=True, eq=False)
class SourceFile:
    """The file that a date stands in: what it is called, and the lines of its parts."""

    path: Path
    root: Path
    lines: bool = True

    @property
    def name(self) -> str:
        """Its name below the workspace, or of the package's the folder that it comes from."""
        return Problems(self.root).name_of(self.path)

    def line(self, at: Location) -> int | None:
        """Return the line of a key or an item of a YAML file; None where none is wanted."""
        read = read_yaml(self.path, Problems(self.root)) if self.lines else None
        return read.line(at) if isinstance(read, YamlFile) else None


def providers() -> dict[str, Provider]:
    """Return what gives dated things, by the name of its module."""
    names = sorted(module.name for module in pkgutil.iter_modules(dated.__path__))
    return {name: importlib.import_module(f"{dated.__name__}.{name}").dated for name in names}


def all_dated(scope: Scope, kinds: Iterable[str] = ()) -> pd.DataFrame:
    """Return all dated things of a scope (`analysis.due.dated_things`), one row each.

    Args:
        scope: Whose.
        kinds: The modules that are asked; all unless any is named.
    """
    known = providers()
    return dated_things(known[name](scope) for name in (kinds or known))


def rows_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame of dated things; what a row leaves out is blank."""
    blank: dict[str, Any] = dict.fromkeys((*COLUMNS, WRITTEN), "")
    blank |= {"due": None, "line": None, "done": False}
    return pd.DataFrame([{**blank, **row} for row in rows], columns=list(blank), dtype="object")
