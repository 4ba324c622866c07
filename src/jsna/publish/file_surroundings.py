"""What a council's own file must be held against before it is said to be protected.

Which area a file is of is told only when it is fetched, so that the look-ups and the earlier
releases of every area that its codes belong to are looked at. Releases of areas that share no
place with it say nothing of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.disclosure.earlier_releases import EarlierFile, shown_before
from jsna.disclosure.measured import counted_indicators
from jsna.disclosure.parts import Least
from jsna.errors import CheckFailed, JsnaError, Problem
from jsna.fetching.shown_files import shown_files
from jsna.publish.disclosure import look_up
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.snapshots.store import SnapshotStore

EVERYONES: Final = ("E92", "E12")
"""Codes of England and its regions, which the files of every area may hold."""


@dataclass(frozen=True)
class Surroundings:
    """What is known around a file.

    Attributes:
        least: Code of an area -> the least areas it is made of; None without any look-up.
        earlier: The earlier releases of the areas that the file is of, the newest first.
        problems: One for each earlier release that is not on this machine.
        indicators: The catalogue, and the measures of these areas' own strategies.
    """

    least: Least | None
    earlier: tuple[EarlierFile, ...]
    problems: tuple[Problem, ...]
    indicators: Mapping[str, Indicator]


def surroundings(rows: pd.DataFrame, settings: Settings, paths: Paths) -> Surroundings:
    """Return the look-ups and the earlier releases that a file's rows must be held against.

    Args:
        rows: The file's rows, with area_code.
        settings: The areas, the rules and the catalogue.
        paths: The project's folders.

    Raises:
        CheckFailed: a look-up, lock, list or release can't be read: nothing is known then.
    """
    codes = {code for code in rows["area_code"] if not code.startswith(EVERYONES)}
    known = [_known(area, settings, paths) for area in settings.areas.values()]
    near = [one for one in known if one.codes & codes] or known
    least: dict[str, frozenset[str]] = {}
    for one in near:
        least |= one.least or {}
    files = tuple({id(file): file for one in near for file in one.earlier}.values())
    problems = tuple(dict.fromkeys(p for one in near for p in one.problems))
    indicators = dict(settings.indicators)
    for one in near:
        indicators |= one.indicators
    return Surroundings(least or None, files, problems, indicators)


@dataclass(frozen=True)
class _Known:
    indicators: Mapping[str, Indicator]
    least: Least | None
    earlier: tuple[EarlierFile, ...]
    problems: tuple[Problem, ...]
    codes: frozenset[str]


def _known(area: Area, settings: Settings, paths: Paths) -> _Known:
    least, unread = look_up(area, paths)
    if unread:
        raise CheckFailed(*map(Problem, unread))
    store, indicators = SnapshotStore(paths.snapshots), counted_indicators(settings, area.slug)
    try:
        before = shown_before(shown_files(paths, area.slug), store, indicators)
    except JsnaError as error:
        raise CheckFailed(*error.problems) from error
    named = [set(file.rows["area_code"]) for file in before.files]
    return _Known(indicators, least, before.files, before.problems, _codes(area, least, named))


def _codes(area: Area, least: Least | None, named: Collection[set[str]]) -> frozenset[str]:
    placed = {code for whole, parts in (least or {}).items() for code in (whole, *parts)}
    every = {*area.codes, *placed}.union(*named)
    return frozenset(code for code in every if not code.startswith(EVERYONES))
