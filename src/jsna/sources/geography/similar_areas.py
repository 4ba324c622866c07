"""Source: the ONS's lists of similar areas, by which Explore Local Statistics compares districts.

A JSON object: authority's code -> kind of likeness (global, economic, demographic) -> codes, the
most alike first. Districts and unitary authorities of the United Kingdom; counties too.
"""

import json
import re
from typing import Any

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed, ParsedNeighbours

TITLES = {
    "global": "ONS similar areas (all measures)",
    "economic": "ONS similar areas (economy)",
    "demographic": "ONS similar areas (population)",
}
CODE = re.compile(r"^[EWSN]\d{8}$")


class SimilarAreas(ByHand):
    """Which authorities are most like each one, by the ONS."""

    id = "ons-similar-areas"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the JSON gives authorities lists of the ONS's three kinds.

        Raises:
            SourceError: it begins so and breaks off.
        """
        if not re.match(
            rb'\s*\{\s*"[EWSN]\d{8}"\s*:\s*\{\s*"(global|economic|demographic)', content
        ):
            return None
        _read(content, name)
        return "ONS similar areas"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return one set per kind of likeness.

        Raises:
            SourceError: it is not JSON of this shape.
        """
        areas = _read(content, snapshot.title)
        return [_one_set(areas, kind, title) for kind, title in TITLES.items()]


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
        areas = json.loads(content)
    except ValueError as error:
        raise Truncated(Problem("the file is not whole JSON.", file)) from error
    if not isinstance(areas, dict) or not all(map(CODE.match, areas)):
        raise FormatChanged(Problem("no authority's code stands in front of each list.", file))
    lists = [entry for entry in areas.values() if isinstance(entry, dict)]
    codes = [code for entry in lists for part in entry.values() for code in part]
    if len(lists) < len(areas) or not all(CODE.match(str(code)) for code in codes):
        raise FormatChanged(Problem("a list holds what is no authority's code.", file))
    return areas


SOURCE = SimilarAreas()
