"""Source: English Indices of Deprivation, File 1 (IMD) and File 3 (IDACI and IDAOPI) workbooks.

The publisher's sheets are found by their headers, since titles differ between editions, and a
header is matched by how it begins, since the decile's is cut off as published in one file.
Rank 1 and decile 1 are the most deprived. Only the columns that become facts are kept.
"""

import io
import re
from collections.abc import Iterator
from itertools import compress
from typing import Any

import pandas as pd

from jsna.errors import Problem, SourceError
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed, ParsedFacts
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame

LSOA = re.compile(r"^LSOA (code|name) \((\d{4})\)")
DISTRICT = re.compile(r"^Local Authority District code \((\d{4})\)")
EDITION_OF_DISTRICTS = {"2013": "2015", "2019": "2019", "2024": "2025"}
"""The year of the district codes in the header -> the edition; both are the publisher's."""
MEASURE = re.compile(
    r"^(?:Index of Multiple Deprivation \((IMD)\)"
    r"|Income Deprivation Affecting Children Index \((IDACI)\)"
    r"|Income Deprivation Affecting Older People(?: Index)? \((IDAOPI)\)) (Rank|Decile)"
)
OURS = re.compile(r"(?i)depriv|imd|iod")
AGAIN = "Download File 1 or File 3 of the Indices of Deprivation again."


class IndicesOfDeprivation(ByHand):
    """Ranks and deciles of every LSOA in England."""

    id = "indices-of-deprivation"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title with the edition if a sheet has the publisher's headers.

        Raises:
            SourceError: a workbook of the Indices (by its name) that cannot be read as one, or
                that has no such sheet.
        """
        named = OURS.search(name) is not None and name.lower().endswith(".xlsx")
        if content[:2] != b"PK" and not named:
            return None
        try:
            header = next(_sheet_rows(content, name))
        except SourceError:
            if named:
                raise
            return None
        ranks = [name for name in _columns(header).values() if name.endswith("-rank")]
        measures = ", ".join(rank.removesuffix("-rank").upper() for rank in ranks)
        return f"English Indices of Deprivation {_edition(header, name)[0]}: {measures}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return ranks and deciles: one fact per LSOA and measure.

        Raises:
            SourceError: not a workbook, no sheet with the headers (it says which sheets there
                are), or an edition that is not known.
        """
        rows = _sheet_rows(content, snapshot.title)
        header = next(rows)
        columns = _columns(header)
        wanted = [place in columns for place in range(len(header))]
        frame = pd.DataFrame(
            [tuple(compress(row, wanted)) for row in rows], columns=list(columns.values())
        )
        if frame.empty:
            raise SourceError(Problem("its sheet has no rows.", snapshot.title, next_step=AGAIN))
        return [_facts(frame, _edition(header, snapshot.title), snapshot)]


def _sheet_rows(content: bytes, file: str) -> Iterator[tuple[Any, ...]]:
    """Yield the header and then the rows of the first sheet that has the headers."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = iter(book.get_sheet_by_name(title).to_python(skip_empty_area=False))
            header = tuple(next(rows, ()))
            if _is_ours(header):
                yield header
                yield from map(tuple, rows)
                return
    except CalamineError as error:
        what = "this is not a whole Excel workbook."
        raise SourceError(Problem(what, file, next_step=AGAIN)) from error
    what = "no sheet has the columns of File 1 or File 3 of the Indices of Deprivation."
    raise SourceError(Problem(what, file, 0, f"Its sheets: {', '.join(book.sheet_names)}.", AGAIN))


def _is_ours(header: tuple[Any, ...]) -> bool:
    names = set(_columns(header).values())
    return {"code", "name"} < names


def _columns(header: tuple[Any, ...]) -> dict[int, str]:
    """Return the place of each column that is kept: "code", "name", "imd-rank", ..."""
    columns = {}
    for place, cell in enumerate(header):
        text = " ".join(str(cell or "").split())
        if lsoa := LSOA.match(text):
            columns[place] = lsoa[1]
        elif found := MEASURE.match(text):
            measure = found[1] or found[2] or found[3]
            columns[place] = f"{measure}-{found[4]}".lower()
    return columns


def _edition(header: tuple[Any, ...], file: str) -> tuple[str, str]:
    """Return the edition and the year of its LSOAs, both from the years in the headers."""
    texts = [str(cell or "") for cell in header]
    lsoa = next(found[2] for text in texts if (found := LSOA.match(text)))
    district = next((found[1] for text in texts if (found := DISTRICT.match(text))), "")
    if district not in EDITION_OF_DISTRICTS:
        what = f"the edition is not known: its district codes are of {district or 'no year'}."
        allowed = f"Known years: {', '.join(EDITION_OF_DISTRICTS)}."
        raise SourceError(Problem(what, file, 1, allowed))
    return EDITION_OF_DISTRICTS[district], lsoa


def _facts(frame: pd.DataFrame, edition: tuple[str, str], snapshot: Snapshot) -> ParsedFacts:
    measures = [name for name in frame if name not in {"code", "name"}]
    numbers = frame[measures].apply(pd.to_numeric, errors="coerce")
    codes = frame["code"].astype("str").fillna("")
    bad = numbers.isna().any(axis="columns") | ~codes.str.match(r"E01\d{6}$")
    bad |= (numbers < 1).any(axis="columns")
    refused = refused_frame(pd.Series(frame.index[bad] + 2), "no LSOA code, rank or decile")
    wide = numbers[~bad].assign(area_code=codes[~bad])
    long = wide.melt("area_code", var_name="indicator_id", value_name="value")
    facts = fact_frame(
        long, snapshot, area_type="lsoa", geography_year=edition[1], edition=edition[0],
        period=f"{edition[0]}-01-01/P1Y", period_label=edition[0], sex="Persons", age="All ages",
    )  # fmt: skip
    names = pd.DataFrame({"area_code": codes, "area_type": "lsoa", "area_name": frame["name"]})
    return parsed_facts(facts, names[~bad], refused)


SOURCE = IndicesOfDeprivation()
