"""Answers as the Fingertips API gives them, cut from files in its layout."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from jsna.errors import SourceError
from jsna.sources.csv_file import header
from jsna.sources.fingertips.table import COLUMNS, is_fingertips, read_fingertips
from loopback.server import Asked, Handler, LoopbackServer, Reply

API = "/api/"
DATA = API + "all_data/csv/by_indicator_id"
HEADER = [c if c != "Compared to parent" else "Compared to Region value or percentiles"
          for c in COLUMNS]  # fmt: skip
WIDE = ("E92", "E12")
KINDS = {
    501: (*WIDE, "E06", "E07", "E08", "E09"),
    502: (*WIDE, "E06", "E08", "E09", "E10"),
    8: ("E92", "E05"),
}
AREA_TYPES = [
    {"Id": 6, "Name": "Government Office Region (E12)", "Short": "Region"},
    {"Id": 7, "Name": "General Practice", "Short": "GPs"},
    {"Id": 8, "Name": "Electoral Wards (2024)", "Short": "Wards"},
    {"Id": 15, "Name": "England", "Short": "England"},
    {"Id": 101, "Name": "Lower tier local authorities (pre 4/19)",
     "Short": "District & UA (pre Apr 2019)"},
    {"Id": 102, "Name": "Upper tier local authorities (pre 4/19)",
     "Short": "County & UA (pre Apr 2019)"},
    {"Id": 221, "Name": "Integrated Care Boards", "Short": "ICBs"},
    {"Id": 401, "Name": "Lower tier local authorities (4/21 - 3/23)",
     "Short": "Districts & UAs (2021/22-2022/23)"},
    {"Id": 402, "Name": "Upper tier local authorities (4/21 - 3/23)",
     "Short": "Counties & UAs (2021/22-2022/23)"},
    {"Id": 501, "Name": "Lower tier local authorities (post 4/23)",
     "Short": "Districts & UAs (from Apr 2023)"},
    {"Id": 502, "Name": "Upper tier local authorities (post 4/23)",
     "Short": "Counties & UAs (from Apr 2023)"},
]  # fmt: skip
POLARITY = {"high-is-good": "RAG - High is good", "low-is-good": "RAG - Low is good",
            "none": "BOB - Blue orange blue"}  # fmt: skip
DEFINITION_COLUMNS = [
    "Indicator ID", "Indicator", "Indicator full name", "Definition", "Rationale", "Data source",
    "Indicator source", "Methodology", "Standard population/values",
    "Confidence interval details", "Source of numerator", "Definition of numerator",
    "Source of denominator", "Definition of denominator", "Disclosure control", "Caveats",
    "Copyright", "Data re-use", "Links", "Indicator number", "Notes", "Frequency", "Rounding",
    "Data quality", "Indicator Content", "Specific rationale", "Unit", "Value type", "Year type",
    "Polarity", "Date updated", "Impact of COVID-19",
]  # fmt: skip


@dataclass
class FingertipsAnswers:
    """What a stand-in for the service knows.

    Attributes:
        rows: Indicator id -> the rows of its file, as text, in COLUMNS.
        polarity: Indicator id -> the service's words for its polarity.
        wards_of: Authority -> codes of its wards.
    """

    rows: Mapping[str, pd.DataFrame]
    polarity: Mapping[str, str] = field(default_factory=dict)
    wards_of: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def published(self) -> list[dict[str, int]]:
        return [
            {"IndicatorId": int(number), "AreaTypeId": kind}
            for number, rows in self.rows.items()
            for kind, prefixes in KINDS.items()
            if rows["Area Code"].str[:3].isin([p for p in prefixes if p not in WIDE]).any()
        ]

    def csv(self, number: str, kind: int, parent: str = "") -> bytes:
        rows = self.rows[number]
        rows = rows[rows["Area Code"].str[:3].isin(KINDS[kind])]
        if parent:
            keep = [parent, "E92000001", *self.wards_of.get(parent, ())]
            rows = rows[rows["Area Code"].isin(keep)]
        return as_csv(rows)

    def data(self, asked: Asked) -> Reply:
        number = asked.query.get("indicator_ids", "")
        if not number:
            return Reply(b"IndicatorIds cannot be null or empty", 400, "text/plain")
        kind = int(asked.query["child_area_type_id"])
        if number not in self.rows or kind not in KINDS:
            return Reply(as_csv(pd.DataFrame(columns=list(COLUMNS))))
        return Reply(self.csv(number, kind, asked.query.get("parent_area_code", "")))

    def definitions(self, asked: Asked) -> Reply:
        numbers = asked.query["indicator_ids"].split(",")
        frame = pd.DataFrame("", index=range(len(numbers)), columns=DEFINITION_COLUMNS)
        frame["Indicator ID"] = numbers
        frame["Indicator"] = [f"Indicator {n}" for n in numbers]
        frame["Definition"] = [f"Definition of {n}, with a\nline break" for n in numbers]
        frame["Unit"], frame["Value type"], frame["Year type"] = "%", "Proportion", "Financial"
        frame["Polarity"] = [self.polarity.get(n, "Not applicable") for n in numbers]
        return Reply(frame.to_csv(index=False, lineterminator="\r\n").encode())

    def changes(self, asked: Asked) -> Reply:
        return json_reply({"LastUploadedAt": "2026-10-06T09:30:00", "LastDeletedAt": None})

    def routes(self) -> dict[str, Handler]:
        published = json_reply(self.published())
        return {
            API + "area_types": lambda asked: json_reply(AREA_TYPES),
            API + "available_data": lambda asked: published,
            API + "indicator_metadata/csv/by_indicator_id": self.definitions,
            API + "data_changes": self.changes,
            DATA: self.data,
        }


def cut_by_indicator(folder: Path, wanted: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the rows of each wanted indicator in a folder's files, those of one file each."""
    wanted, found = set(wanted), {}
    for path in sorted(folder.rglob("*.csv")):
        content = path.read_bytes()
        if not is_fingertips(header(content)):
            continue
        try:
            rows = read_fingertips(content, path.name).to_pandas()
        except SourceError:
            continue
        for number, part in rows[rows["Indicator ID"].isin(wanted)].groupby("Indicator ID"):
            if len(part) > len(found.get(number, ())):
                found[number] = part
    return found


def as_csv(rows: pd.DataFrame) -> bytes:
    """Return the rows as the API writes them."""
    text = rows[list(COLUMNS)].to_csv(index=False, header=HEADER, lineterminator="\r\n")
    return text.encode()


def json_reply(data: object) -> Reply:
    return Reply(json.dumps(data).encode(), media_type="application/json")


def serve(answers: FingertipsAnswers) -> LoopbackServer:
    return LoopbackServer(answers.routes())
