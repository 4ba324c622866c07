"""The council's own figures as a pack publishes them: each figure's CSV, read back as cells.

Nothing of what makes figures is imported here: what reads back must not share a mistake with what
wrote.
"""

import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Final

import pandas as pd

from jsna.publish.published_files import PublishedFile
from jsna.snapshots.json_text import parse_json

TABLES_AT_ONCE: Final = 1024
"""A pack's tables are asked for their cells, their areas and their numbers, one after the other."""
UNIT: Final = re.compile(r"\s*\([^()]*\)$")
BLANK: Final = ("period", "period_label", "area_code", "area_name", "breakdown_value")
MEASURED: Final = ("value", "lower_95", "upper_95", "count", "denominator")
MODELLED: Final = "affected"
"""The end of a figure's id whose numbers are rates times a projection, rounded to hundreds."""


@dataclass(frozen=True, eq=False)
class PublishedFigure:
    """A figure of the council's own numbers.

    Attributes:
        file: Its CSV, as `PublishedFile.name`.
        indicator: Whose numbers it shows.
        which: What else its id says: the sex and age, or what was made of the numbers.
        rows: One row per line of the CSV, with BLANK and MEASURED, and `line`.
        sex: Of all its rows, where the file says it; "" where its id does, or nothing.
        age: The same.
    """

    file: str
    indicator: str
    which: str
    rows: pd.DataFrame
    sex: str = ""
    age: str = ""


def published_figures(
    files: Iterable[PublishedFile], indicators: Collection[str], own: Collection[str]
) -> tuple[list[PublishedFigure], list[str]]:
    """Return the figures of the council's own numbers, and a sentence for each unreadable one.

    A figure is the council's own if its id names one of the indicators, or if its JSON names one
    of the own snapshots and nothing else.

    Args:
        files: Of the pack.
        indicators: The council's own.
        own: The ids of the pack's own snapshots.
    """
    found: list[PublishedFigure] = []
    faults: list[str] = []
    files = list(files)
    said = _said(files, faults)
    for file in files:
        if file.path.suffix != ".csv" or PurePosixPath(file.name).parent.name != "figures":
            continue
        indicator, which = _indicator(file.path.stem, indicators)
        ids = said.get(file.path.stem, frozenset())
        if not indicator and not (ids and ids <= set(own)):
            continue
        try:
            found.append(PublishedFigure(file.name, indicator, which, read_cells(file.content)))
        except (ValueError, UnicodeDecodeError) as error:
            faults.append(f"{file.name}: can't be read back: {' '.join(str(error).split())}")
    return found, faults


def read_cells(content: bytes) -> pd.DataFrame:
    """Return the lines of a figure's CSV: columns without their units, numbers as numbers.

    Raises:
        ValueError: it is no table, or a number is none.
    """
    return cells_of(text_frame(content))


@lru_cache(maxsize=TABLES_AT_ONCE)
def text_frame(content: bytes) -> pd.DataFrame:
    """Return the lines of a CSV as text, columns without their units, and `line`.

    Whoever asks for the same bytes again is given the same table, and leaves it as it is.

    Raises:
        ValueError: it is no table.
    """
    frame = pd.read_csv(io.BytesIO(content), dtype="str", encoding="utf-8-sig")
    frame.columns = [_without_unit(str(name)) for name in frame.columns]
    return frame.assign(line=range(2, len(frame) + 2))


def _without_unit(name: str) -> str:
    """Return the name of a column alone: a unit may have brackets of its own."""
    measured = name.partition(" (")[0]
    return measured if measured in MEASURED else UNIT.sub("", name)


def cells_of(text: pd.DataFrame) -> pd.DataFrame:
    """Return lines of text with BLANK and MEASURED as they are compared.

    Raises:
        ValueError: a number is none.
    """
    frame = text.copy()
    for name in BLANK:
        frame[name] = frame[name].fillna("") if name in frame else ""
    for name in MEASURED:
        frame[name] = pd.to_numeric(frame[name]) if name in frame else float("nan")
    return frame


def named_areas(files: Iterable[PublishedFile]) -> Iterator[tuple[str, str]]:
    """Yield the code and the name of every area that a figure's CSV names."""
    for file in files:
        if file.path.suffix == ".csv":
            try:
                frame = text_frame(file.content)
            except ValueError:
                # told by whoever reads what it says
                continue
            if not {"area_code", "area_name"} <= set(frame):
                continue
            pairs = frame[["area_code", "area_name"]].drop_duplicates().fillna("")
            yield from zip(pairs["area_code"], pairs["area_name"], strict=True)


def _said(files: Iterable[PublishedFile], faults: list[str]) -> dict[str, frozenset[str]]:
    """Return figure -> the snapshots that its JSON names."""
    said = {}
    for file in files:
        if file.path.suffix != ".json" or PurePosixPath(file.name).parent.name != "figures":
            continue
        try:
            about: dict[str, Any] = parse_json(file.content)
            said[file.path.stem] = frozenset(about.get("snapshot_ids", ()))
        except (ValueError, TypeError, AttributeError):
            faults.append(f"{file.name}: can't be read back: it says nothing of its figure")
    return said


def _indicator(figure: str, indicators: Collection[str]) -> tuple[str, str]:
    """Return the indicator that a figure's id names, and what the id says beside it."""
    middle = figure.partition(".")[2].rpartition(".")[0]
    named = [i for i in indicators if middle == i or middle.startswith(f"{i}-")]
    best = max(named, key=len, default="")
    return best, middle[len(best) :].strip("-") if best else ""
