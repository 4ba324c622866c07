"""Source: the ONS's lists of similar areas, by which Explore Local Statistics compares districts.

A JSON object: authority's code -> kind of likeness (global, economic, demographic) -> codes, the
most alike first; or a CSV for each kind: the code, then 1 to 20. Nothing in a CSV says which kind
it is: the one word for it is taken from its name, and without it the file is not read. Districts
and unitary authorities of the United Kingdom; counties too.
"""

import json
import re
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import NotMine, Parsed, ParsedNeighbours
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.csv_text import codes_in_capitals
from jsna.sources.geography.neighbour_table import neighbour_rows

TITLES = {
    "global": "ONS similar areas (all measures)",
    "economic": "ONS similar areas (economy)",
    "demographic": "ONS similar areas (population)",
}
COLUMNS = ["AREACD", *map(str, range(1, 21))]
WHICH = (
    "it lists similar areas and does not say by what they are: put one of the words"
    f" {', '.join(TITLES)} into its name"
)
CODE = re.compile(r"^[EWSN]\d{8}$")


class SimilarAreas(ByHand):
    """Which authorities are most like each one, by the ONS."""

    id = "ons-similar-areas"

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title if it gives authorities lists of the ONS's three kinds, or of one.

        Raises:
            SourceError: it begins so and breaks off.
        """
        if header(content) == COLUMNS:
            return _title_of_csv(name, content)
        if not re.match(
            rb'\s*\{\s*"(?i:[EWSN])\d{8}"\s*:\s*\{\s*"(global|economic|demographic)', content
        ):
            return None
        _read(content, name)
        return "ONS similar areas"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return one set per kind of likeness.

        Raises:
            SourceError: it is neither JSON nor a CSV of this shape, or a CSV of no known kind.
        """
        if header(content) == COLUMNS:
            return [_of_csv(snapshot.title, content)]
        areas = _read(content, snapshot.title)
        return [_one_set(areas, kind, title) for kind, title in TITLES.items()]


def _title_of_csv(name: str, content: bytes) -> str | NotMine:
    kinds = [kind for kind in TITLES if kind in name.lower()]
    if len(kinds) != 1:
        return NotMine(WHICH)
    check_whole(content, name, COLUMNS)
    return TITLES[kinds[0]]


def _of_csv(title: str, content: bytes) -> ParsedNeighbours:
    kind = next((kind for kind, words in TITLES.items() if words == title), None)
    if kind is None:
        raise FormatChanged(Problem(f"{WHICH}.", title))
    frame = read_csv(content, title, COLUMNS)
    rows = neighbour_rows(frame.set_axis(frame.index + 2), COLUMNS[1:], title)
    return ParsedNeighbours(f"ons-{kind}", title, rows)


def _one_set(areas: dict[str, Any], kind: str, title: str) -> ParsedNeighbours:
    rows = [
        (code, neighbour, place)
        for code, lists in areas.items()
        for place, neighbour in enumerate(lists.get(kind, []), start=1)
    ]
    frame = pd.DataFrame(rows, columns=["area_code", "neighbour_code", "place"])
    frame = frame.astype({"area_code": "str", "neighbour_code": "str", "place": "int64"})
    return ParsedNeighbours(f"ons-{kind}", title, frame.assign(area_name="", neighbour_name=""))


def _read(content: bytes, file: str) -> dict[str, Any]:
    try:
        areas = json.loads(codes_in_capitals(content))
    except ValueError as error:
        raise Truncated(Problem("the file is not whole JSON.", file)) from error
    if not isinstance(areas, dict) or not all(map(CODE.match, areas)):
        raise FormatChanged(Problem("no authority's code stands in front of each list.", file))
    lists = [entry for entry in areas.values() if isinstance(entry, dict)]
    parts = [part for entry in lists for part in entry.values()]
    whole = len(lists) == len(areas) and all(isinstance(part, list) for part in parts)
    codes = [code for part in parts for code in part] if whole else []
    if not whole or not all(CODE.match(str(code)) for code in codes):
        raise FormatChanged(Problem("a list holds what is no authority's code.", file))
    return areas


SOURCE = SimilarAreas()
