"""Source: look-ups from the ONS Open Geography Portal, as CSV or workbook with ONS field names.

Three kinds are told apart by their columns: LSOA to ward (ONS's best fit, since LSOAs and wards
do not nest), ward to larger areas (exact), and LSOAs of one census to those of the next, with
the change between them (CHGIND). LSOAs may stand without their names.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, SourceError, Truncated
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, NotMine, Parsed, ParsedLookup, Request
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.csv_text import HEADER_BYTES, codes_in_capitals, decode, plain_csv
from jsna.sources.geography.layers import HOSTS, LayerRequest, fetch_rows, layer_requests
from jsna.sources.geography.ons_field import (
    AREA_TYPES,
    CHANGE,
    OnsField,
    finer_field,
    in_capitals,
    ons_fields,
    without_companion,
)
from jsna.sources.geography.source_ids import LOOKUPS
from jsna.sources.workbook_cells import (
    TOP_ROWS,
    Cells,
    check_one_table,
    is_workbook,
    sheets_of,
)

if TYPE_CHECKING:
    from jsna.http.client import Http

NOTHING: Final = ("NA", "N/A", "#N/A", "NULL")
"""What programs write where there is no area."""
NAMELESS: Final = ("lsoa",)
"""Areas whose names stand in other files too."""
ALONE: Final = (
    "it has {}: a look-up is read only with the codes and the names of all its areas. Download it"
    " again with both, or take the column out"
)
RINGS: Final = b'"rings"'
OUTLINES: Final = (
    "it holds outlines as a map service writes them for itself (f=json): ask for f=geojson"
)
BEST_FIT, EXACT, CHANGES = "best fit", "exact", "change"


@dataclass(frozen=True)
class Lookups:
    """Which small area belongs to which larger ones.

    Attributes:
        about: The catalogue's sources, which name the layers; without them nothing is asked for.
    """

    about: Mapping[str, SourceSettings] = field(default_factory=dict)
    id: str = LOOKUPS
    hosts: tuple[str, ...] = HOSTS

    def with_addresses(self, about: Mapping[str, SourceSettings]) -> "Lookups":
        """Return the source that asks for the layers of these settings."""
        return Lookups(about)

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return one request for the area's part of each layer that the catalogue names."""
        return layer_requests(self.about, self.id, area) if self.about else []

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the area's rows of a look-up as a CSV file (see `layers.fetch_rows`)."""
        if not isinstance(request, LayerRequest):
            raise TypeError(f"no request of this source: {request}")
        rows = [row["attributes"] for row in fetch_rows(request, http, geometry=False)]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)
        return [Fetched(text.getvalue().encode(), request.url, "text/csv")]

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title with the vintages if the rows pair codes of two kinds or vintages.

        Raises:
            SourceError: it is a look-up and breaks off.
        """
        names = _names(content, name)
        fields = ons_fields(names, NAMELESS)
        if len(ons_fields(names, AREA_TYPES.values())) < 2 and len(fields) < 2:
            return None
        if is_rows(content) and RINGS in content:
            return NotMine(OUTLINES)
        if finer := finer_field(names):
            return NotMine(f"it is a look-up of something smaller than LSOAs ({finer}): not needed")
        if alone := without_companion(names, NAMELESS):
            return NotMine(ALONE.format(alone))
        if not (is_rows(content) or is_workbook(content)):
            check_whole(_in_capitals(content), name, [field.code for field in fields])
        kinds = [f"{field.area_type} {field.vintage}" for field in fields[:3]]
        return f"Look-up: {' to '.join(kinds)} ({_method(names, fields)})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the look-up: one row per smallest area, `<type>_code` and `<type>_name` each.

        A look-up between two LSOA vintages has `lsoa_*` for the newer, `former_lsoa_*` for the
        older and `change`, one row per pair.

        Raises:
            SourceError: fewer than two kinds of area, a file that breaks off, or a small area
                that is given twice.
        """
        file = snapshot.title
        frame = _frame(content, file)
        names = list(frame.columns)
        fields = ons_fields(names, NAMELESS)
        if alone := without_companion(names, NAMELESS):
            raise FormatChanged(Problem(f"it has {alone}.", file, 1, "Codes and names, both."))
        if len(fields) < 2:
            what = "a look-up needs the codes and names of two kinds of area."
            raise FormatChanged(Problem(what, file, 1, "For example LSOA21CD and WD24CD."))
        stems = _stems(fields)
        rows = _rows(frame, stems)
        method = _method(names, fields)
        if method == CHANGES:
            rows = rows.assign(change=_text(frame[CHANGE]))
        else:
            rows = rows.drop_duplicates()
            _check_once(rows, stems[0][0], file)
        vintages = {stem: field.vintage for stem, field in stems}
        return [
            ParsedLookup(
                vintages, rows.sort_values(rows.columns.to_list(), ignore_index=True), method
            )
        ]


def _names(content: bytes, file: str) -> list[str]:
    """Return the names of the columns, ONS's fields in capitals; none of what is no table."""
    if is_rows(content):
        return list(_rows_as_csv(content, file).columns)
    if not is_workbook(content):
        return in_capitals(header(content))
    try:
        found = _sheets_with_fields(sheets_of(content, file))
    except SourceError:
        return []  # damaged, or no workbook at all: whoever knows it by its name says so
    return next(iter(found.values()))[0] if found else []


def _frame(content: bytes, file: str) -> pd.DataFrame:
    """Return the rows of any of the kinds of file, with ONS's fields in capitals."""
    if is_rows(content):
        return _rows_as_csv(content, file)
    if is_workbook(content):
        return _rows_of_workbook(content, file)
    frame = read_csv(content, file, [])
    return frame.set_axis(in_capitals(frame.columns), axis="columns")


def _sheets_with_fields(sheets: Mapping[str, Cells]) -> dict[str, tuple[list[str], Cells]]:
    """Return header and rows of each sheet with the codes of two kinds of area."""
    found = {}
    for sheet, cells in sheets.items():
        heads = (in_capitals(str(cell) for cell in row) for row in cells[:TOP_ROWS])
        for place, names in enumerate(heads, 1):
            if len(ons_fields(names, NAMELESS)) >= 2:
                found[sheet] = names, cells[place:]
                break
    return found


def _rows_of_workbook(content: bytes, file: str) -> pd.DataFrame:
    """Return the rows of a workbook's sheet, as text; blank ones are left out.

    Raises:
        SourceError: not a whole workbook, no sheet with the codes of two kinds of area, or two
            sheets with other rows under the same header.
    """
    found = _sheets_with_fields(sheets_of(content, file))
    if not found:
        what = "no sheet has the codes and names of two kinds of area."
        raise FormatChanged(Problem(what, file, 0, "For example LSOA21CD and WD24CD."))
    names, cells = next(iter(found.values()))
    check_one_table({sheet: rows for sheet, (head, rows) in found.items() if head == names}, file)
    frame = pd.DataFrame(cells, columns=names, dtype="object").astype("str")
    named = frame.loc[:, [name != "" for name in names]]
    return named[named.ne("").any(axis="columns")]


def _in_capitals(content: bytes) -> bytes:
    """Return a CSV with ONS's fields in capitals in its header."""
    head, line_end, rows = plain_csv(content).partition(b"\n")
    names = ",".join(in_capitals(decode(head).split(",")))
    return names.encode() + line_end + rows


def is_rows(content: bytes) -> bool:
    """Return whether bytes are rows as a map service answers a browser: JSON with attributes."""
    start = content[:HEADER_BYTES].lstrip()
    return start.startswith(b"{") and b'"attributes"' in content[: 1 << 16]


def _rows_as_csv(content: bytes, file: str) -> pd.DataFrame:
    """Return the rows of a map service's answer: one column per field, text.

    Raises:
        SourceError: it breaks off, or is only the first page of an answer.
    """
    try:
        told = json.loads(codes_in_capitals(content))
        rows = [dict(feature["attributes"]) for feature in told["features"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Truncated(Problem("this is no whole answer of the map service.", file)) from error
    if told.get("exceededTransferLimit"):
        what = "this is only the first page of the map service's answer (exceededTransferLimit)."
        raise Truncated(Problem(what, file, next_step="Download the whole layer as a file."))
    frame = pd.DataFrame(rows)
    text = frame.where(frame.notna(), "").astype("str")
    return text.set_axis(in_capitals(map(str, frame.columns)), axis="columns")


def _stems(fields: list[OnsField]) -> list[tuple[str, OnsField]]:
    """Return what the columns of each field are called; the older of two vintages is former."""
    kinds = [field.area_type for field in fields]
    return [
        (f"former_{kind}" if kind in kinds[:place] else kind, fields[place])
        for place, kind in enumerate(kinds)
    ]


def _method(names: list[str], fields: list[OnsField]) -> str:
    if CHANGE in names:
        return CHANGES
    kinds = {field.area_type for field in fields}
    return BEST_FIT if {"lsoa", "ward"} <= kinds else EXACT


def _rows(frame: pd.DataFrame, stems: list[tuple[str, OnsField]]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for stem, one in stems:
        columns |= {f"{stem}_code": _text(frame[one.code])}
        name = frame[one.name] if one.name in frame else pd.Series("", frame.index)
        columns |= {f"{stem}_name": _text(name)}
    return pd.DataFrame(columns)


def _text(column: pd.Series) -> pd.Series:
    text = column.fillna("").str.strip().astype("str")
    return text.mask(text.isin(NOTHING), "")


def _check_once(rows: pd.DataFrame, stem: str, file: str) -> None:
    codes = rows[f"{stem}_code"]
    wrong = codes.duplicated() | (codes == "")
    if wrong.any():
        line = int(rows.index[wrong][0]) + 2
        what = f"{int(wrong.sum())} rows repeat a {stem} or have none."
        raise FormatChanged(Problem(what, file, line, f"One row per {stem}."))


SOURCE = Lookups()
