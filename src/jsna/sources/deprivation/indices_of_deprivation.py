"""Source: English Indices of Deprivation: File 7 (CSV), and the workbooks File 1 and File 3.

File 7 has everything: scores, ranks and deciles of the index, its seven domains, the two indices
of income and the six sub-domains, and the residents by which scores are weighted. Rank 1 and
decile 1 are the most deprived. LSOAs are of the year that the header names, which stands in
`geography_year`: those of two censuses are never the same areas because their codes are equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from jsna.errors import FormatChanged, Problem, SourceError, Truncated
from jsna.http.web_page import is_web_page
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_number_columns, read_numbers
from jsna.sources.contract import Fetched, NotMine, Parsed, ParsedFacts, Request
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.deprivation.columns import (
    DISTRICT,
    LSOA,
    POPULATION,
    columns_of,
    mid_year,
    missing_of_file_7,
    plain,
    years_of,
)
from jsna.sources.deprivation.places import RANKED, ranked_places
from jsna.sources.deprivation.workbook import is_header, sheet_frame
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame
from jsna.sources.workbook_cells import TOP_ROWS, Cells, is_workbook, sheets_of

if TYPE_CHECKING:
    from jsna.http.client import Http

SOURCE_ID = "indices-of-deprivation"
EDITION_OF_DISTRICTS = {"2013": "2015", "2019": "2019", "2024": "2025"}
"""The year of the district codes in the header -> the edition; both are the publisher's."""
LSOA_CODE = r"E01\d{6}$"
FIRST_LSOA = "E01000001"
NUMBER_OF_LSOA = r" \d{3}[A-Z]+$"
FEWEST_MEASURES = 10
"""A CSV with fewer of the publisher's columns is somebody's extract, and not File 7."""
AGAIN = "Download the file again."


@dataclass(frozen=True)
class IndicesOfDeprivation:
    """Scores, ranks and deciles of every LSOA in England.

    Attributes:
        wanted: Indicator ids that become facts; blank for all.
        about: The catalogue's sources, which name the files to ask for.
    """

    wanted: frozenset[str] = frozenset()
    about: Mapping[str, SourceSettings] = field(default_factory=dict)
    id: str = SOURCE_ID
    hosts: tuple[str, ...] = ("assets.publishing.service.gov.uk",)

    def for_indicators(self, indicators: Iterable[Indicator]) -> "IndicesOfDeprivation":
        """Return the source that reads the catalogue's indicators, and no others."""
        ids = (i.id for i in indicators if i.source.source == self.id)
        return replace(self, wanted=frozenset(ids))

    def with_addresses(self, about: Mapping[str, SourceSettings]) -> "IndicesOfDeprivation":
        """Return the source that asks for the files of these settings."""
        return replace(self, about=about)

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title with the edition if the file has the publisher's headers.

        Raises:
            SourceError: File 7 that breaks off or lacks a column.
        """
        if is_workbook(content):
            return _title_of_workbook(name, content)
        names = header(content)
        if not _is_file_7(names):
            return None
        check_whole(content, name, [])
        _check_file_7(names, name)
        return f"English Indices of Deprivation {_edition(names, name)[0]}, File 7"

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return one request for each file that the catalogue gives the address of."""
        files = self.about[self.id].downloads if self.id in self.about else ()
        return [Request(self.id, file.title, file.url) for file in files if file.live]

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the file as it was sent."""
        answer = http.get(request.url, expect="csv")
        return [Fetched(answer.content, answer.url, "text/csv")]

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return one fact per LSOA and measure, and one of England: how many LSOAs were ranked.

        Raises:
            SourceError: no workbook, no sheet with the headers (it says which sheets there
                are), a missing column, rows missing, or an edition that is not known.
        """
        file = snapshot.title
        if _is_file_7(header(content)) or is_csv_like(content):
            return [self._parse_file_7(snapshot, content, file)]
        names, frame = sheet_frame(content, file)
        if frame.empty:
            raise FormatChanged(Problem("its sheet has no rows.", file, next_step=AGAIN))
        frame = _each_once(frame, file)
        return [self._facts(frame, _edition(names, file), "", snapshot)]

    def _parse_file_7(self, snapshot: Snapshot, content: bytes, file: str) -> ParsedFacts:
        names = header(content)
        _check_file_7(names, file)
        raw = read_csv(content, file, [])
        places = columns_of(names)
        frame = raw.iloc[:, list(places)].set_axis(list(places.values()), axis="columns")
        frame = _each_once(frame, file)
        parsed = self._facts(frame, _edition(names, file), mid_year(names), snapshot)
        _check_all_lsoas(frame, file)
        return parsed

    def _facts(
        self, frame: pd.DataFrame, edition: tuple[str, str], people: str, snapshot: Snapshot
    ) -> ParsedFacts:
        """Return the facts of a table with "code", "name" and columns of measures."""
        kept = [
            name
            for name in frame
            if name not in {"code", "name"} and (not self.wanted or _indicator(name) in self.wanted)
        ]
        numbers, kinds = read_number_columns(frame[kept])
        codes = frame["code"].astype("str").fillna("").str.strip()
        if (commas := (kinds == COMMA).any(axis="columns")).any():
            line = int(frame.index[commas][0]) + 2
            raise FormatChanged(Problem(f"a number {MISTAKES[COMMA]}.", snapshot.title, line))
        bad = numbers.isna().any(axis="columns") | ~codes.str.match(LSOA_CODE)
        ordered = [name for name in kept if str(name).endswith(("-rank", "-decile"))]
        bad |= (numbers[ordered] < 1).any(axis="columns")
        refused = refused_frame(pd.Series(frame.index[bad] + 2), "no LSOA code, rank or decile")
        long = _long(numbers[~bad], codes[~bad], edition[0], people)
        facts = fact_frame(
            long, snapshot, area_type="lsoa", geography_year=edition[1], edition=edition[0],
            sex="Persons",
        )  # fmt: skip
        if not self.wanted or RANKED in self.wanted:
            ranks = _ranks(frame[codes.str.match(LSOA_CODE)])
            places = ranked_places(ranks, edition[0], edition[1], snapshot)
            facts = pd.concat([facts, places], ignore_index=True)
        names = pd.DataFrame({"area_code": codes, "area_type": "lsoa", "area_name": frame["name"]})
        return parsed_facts(facts, names[~bad], refused)


def is_csv_like(content: bytes) -> bool:
    """Return whether the bytes are text with an LSOA column, whatever else is missing."""
    return not is_web_page(content) and "code" in columns_of(header(content)).values()


def _title_of_workbook(name: str, content: bytes) -> str | NotMine | None:
    try:
        sheets = sheets_of(content, name)
    except SourceError:
        return None
    head = next((rows[0] for rows in sheets.values() if rows and is_header(rows[0])), None)
    if head is None:
        return _near_miss(sheets)
    ranks = [column for column in columns_of(head).values() if column.endswith("-rank")]
    measures = ", ".join(rank.removesuffix("-rank").upper() for rank in ranks)
    return f"English Indices of Deprivation {_edition(head, name)[0]}: {measures}"


def _near_miss(sheets: Mapping[str, Cells]) -> NotMine | None:
    """Return why a workbook with the Indices' words is not read; None if it has none of them."""
    rows = [row for cells in sheets.values() for row in cells[:TOP_ROWS]]
    if any(is_header(row) for row in rows):
        return NotMine(
            "its table of the Indices of Deprivation stands below a title: take that out"
        )
    for row in rows:
        words = [plain(cell) for cell in row]
        if any(DISTRICT.match(word) for word in words) and not any(map(LSOA.match, words)):
            return NotMine("district summaries of the Indices of Deprivation: not read")
    return None


def _is_file_7(names: Sequence[str]) -> bool:
    known = set(columns_of(names).values())
    return "code" in known and len(known) >= FEWEST_MEASURES


def _check_file_7(names: Sequence[str], file: str) -> None:
    if missing := missing_of_file_7(columns_of(names).values()):
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        what = f"missing column: {', '.join(missing[:4])}{more}."
        raise FormatChanged(Problem(what, file, 1, f"It has {len(names)} columns.", AGAIN))


def _each_once(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the rows without those that stand in the file twice.

    Raises:
        SourceError: an LSOA stands twice, with other numbers: the second would be counted too.
    """
    frame = frame.drop_duplicates()
    codes = frame["code"].astype("str").str.strip()
    twice = codes.duplicated() & codes.str.match(LSOA_CODE)
    if twice.any():
        what = f"{int(twice.sum())} LSOAs stand in it twice, with other numbers"
        what += f" (for example {codes[twice].iloc[0]})."
        raise FormatChanged(Problem(what, file, int(frame.index[twice][0]) + 2, next_step=AGAIN))
    return frame


def _check_all_lsoas(frame: pd.DataFrame, file: str) -> None:
    """Raise if rows are missing that a whole file has: the lowest rank is England's LSOAs' number.

    A file that broke off still begins with England's first LSOA, and lacks later ones of more
    than one authority; any other that lacks some is somebody's choice of authorities.
    """
    frame = frame[frame["code"].astype("str").str.match(LSOA_CODE)]
    ranks, _ = read_numbers(frame["imd-rank"])
    places = frame["name"].astype("str").str.replace(NUMBER_OF_LSOA, "", regex=True)
    begins = (frame["code"] == FIRST_LSOA).any() and len(places.unique()) > 1
    if begins and len(frame) < ranks.max():
        what = f"the file breaks off: it has {len(frame):,} of {int(ranks.max()):,} LSOAs."
        raise Truncated(Problem(what, file, len(frame) + 1, next_step=AGAIN))


def _edition(names: Sequence[object], file: str) -> tuple[str, str]:
    """Return the edition and the year of its LSOAs, both from the years in the headers."""
    lsoa, district = years_of(names)
    if district not in EDITION_OF_DISTRICTS:
        what = f"the edition is not known: its district codes are of {district or 'no year'}."
        allowed = f"Known years: {', '.join(EDITION_OF_DISTRICTS)}."
        raise FormatChanged(Problem(what, file, 1, allowed))
    return EDITION_OF_DISTRICTS[district], lsoa


def _ranks(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[name for name in frame if str(name).endswith("-rank")]].apply(
        lambda column: read_numbers(column)[0]
    )


def _indicator(column: object) -> str:
    return str(column).split(":")[0]


def _long(numbers: pd.DataFrame, codes: pd.Series, edition: str, people: str) -> pd.DataFrame:
    """Return one row per LSOA and column: indicator_id, age, period, value.

    Residents are of the middle of a year, measures of the edition.
    """
    long = numbers.assign(area_code=codes).melt("area_code", var_name="column")
    columns = pd.Series(numbers.columns, dtype="str")
    ids = dict(zip(columns, columns.str.split(":").str[0], strict=True))
    ages = dict(
        zip(columns, columns.str.extract(":(.+)$", expand=False).fillna("All ages"), strict=True)
    )
    residents = dict(zip(columns, columns.str.startswith(POPULATION), strict=True))
    of_people = long["column"].map(residents).astype("bool")
    period, label = f"{edition}-01-01/P1Y", edition
    return long.assign(
        indicator_id=long["column"].map(ids).astype("str"),
        age=long["column"].map(ages).astype("str"),
        period=of_people.map({True: f"{people}-06-30/P1D", False: period}).astype("str"),
        period_label=of_people.map({True: f"mid-{people}", False: label}).astype("str"),
    )


SOURCE = IndicesOfDeprivation()
