"""Source: indicators of OHID Fingertips, as its API and its website write them in CSV.

Whether a year such as 2017/18 is financial or academic stands in the catalogue, so the source
that is found by discovery is given the catalogue's indicators by `for_indicators`; without them
it can read calendar years only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from jsna.fact_schema import FACT_COLUMNS, FACT_KEY
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, Parsed, ParsedDefinitions, ParsedFacts, Request
from jsna.sources.csv_file import header
from jsna.sources.fact_frame import NAME_COLUMNS
from jsna.sources.fingertips.definitions import (
    is_definitions,
    read_definitions,
    recognise_definitions,
)
from jsna.sources.fingertips.live import (
    HOST,
    SOURCE_ID,
    fetch_fingertips,
    fingertips_requests,
)
from jsna.sources.fingertips.rows import fact_rows, missing_reasons, published_labels
from jsna.sources.fingertips.table import (
    check_header,
    has_parent_label,
    holds_anything,
    is_fingertips,
    line_numbers,
    read_fingertips,
)
from jsna.sources.one_value import TWO_VALUES, two_values
from jsna.sources.period_text import read_period

if TYPE_CHECKING:
    from jsna.http.client import Http


@dataclass(frozen=True)
class Fingertips:
    """The Fingertips source.

    Attributes:
        year_types: Fingertips id -> calendar, financial or academic. Blank: all ids are read,
            in calendar years only; else these ids alone.
        own_ids: Fingertips id -> indicator_id in facts, where the two differ.
    """

    year_types: dict[str, str] = field(default_factory=dict)
    own_ids: dict[str, str] = field(default_factory=dict)
    id: str = SOURCE_ID
    hosts: tuple[str, ...] = (HOST,)

    def for_indicators(self, indicators: Iterable[Indicator]) -> "Fingertips":
        """Return the source that reads the catalogue's indicators, and no others."""
        ours = [i for i in indicators if i.source.source == SOURCE_ID]
        return Fingertips(
            {i.source.id: i.year_type for i in ours},
            {i.source.id: i.id for i in ours if i.id != i.source.id},
        )

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title with the indicators' names if the header is Fingertips' own.

        Raises:
            SourceError: it is plainly Fingertips' and a column is missing or out of place.
        """
        names = header(content)
        if not is_fingertips(names):
            return recognise_definitions(name, content)
        check_header(names, name)
        ids = read_fingertips(content, name).select(["Indicator ID", "Indicator Name"])
        found = ids.to_pandas().drop_duplicates("Indicator ID")
        # files put one below the other bring their headers along, and tables a row of totals
        found = found[found["Indicator ID"].str.fullmatch(r"\d+")]
        if len(found) == 1:
            return f"{found['Indicator Name'].iloc[0]} (Fingertips {found['Indicator ID'].iloc[0]})"
        return f"Fingertips export of {len(found)} indicators"

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return one request per indicator, and one per hundred of their definitions."""
        return fingertips_requests(indicators, area)

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the files that answer a request (see `fingertips_live.fetch_fingertips`)."""
        return fetch_fingertips(request, http)

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the facts, the published labels, the refused rows and the areas' names.

        Of a file of definitions, what it says of the catalogue's indicators.

        One fact per row of the file, of rows that say the same one: what stands twice, under two
        parents or after a download was put together of two, is read once.

        Raises:
            SourceError: the file is broken (see `fingertips_table.read_fingertips`).
        """
        if is_definitions(content):
            return [self._own(read_definitions(snapshot.title, content))]
        table = read_fingertips(content, snapshot.title)
        rows = fact_rows(table, snapshot)[holds_anything(table)]
        reason = missing_reasons(rows)
        if self.year_types:
            wanted = rows["indicator_id"].isin(list(self.year_types)) | (reason != "")
            rows, reason = rows[wanted], reason[wanted]
        periods, unreadable = self._periods(rows)
        rows = rows.assign(period=periods, indicator_id=rows["indicator_id"].replace(self.own_ids))
        reason = reason.where(reason != "", unreadable)
        reason = reason.where(reason != "", rows["problem"])
        reason = reason.where(reason != "", _of_two_values(rows[reason == ""]))
        refused = reason != ""
        lines = line_numbers(content, rows.index[refused].to_numpy(), len(table))
        usable = rows[~refused]
        return [
            ParsedFacts(
                usable[list(FACT_COLUMNS)].drop_duplicates(ignore_index=True),
                published_labels(usable, has_parent_label(header(content))),
                pd.DataFrame({"line": lines, "reason": reason[refused].to_numpy()}),
                usable[list(NAME_COLUMNS)].drop_duplicates().reset_index(drop=True),
            )
        ]

    def _own(self, parsed: ParsedDefinitions) -> ParsedDefinitions:
        """Return the definitions of the catalogue's indicators, under its ids."""
        rows = parsed.definitions
        if self.year_types:
            rows = rows[rows["indicator_id"].isin(list(self.year_types))]
        ids = rows["indicator_id"].replace(self.own_ids)
        return ParsedDefinitions(rows.assign(indicator_id=ids).reset_index(drop=True))

    def _periods(self, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
        """Return each row's interval and, where it can't be read, why; once per wording."""
        pairs = rows[["indicator_id", "period_label"]].drop_duplicates()
        read = [self._period(*pair) for pair in pairs.itertuples(index=False)]
        keyed = pairs.assign(interval=[r[0] for r in read], why=[r[1] for r in read])
        joined = rows[["indicator_id", "period_label"]].merge(keyed, how="left")
        joined.index = rows.index
        return joined["interval"].astype("str"), joined["why"].astype("str")

    def _period(self, indicator_id: str, label: str) -> tuple[str, str]:
        try:
            return read_period(label, self.year_types.get(indicator_id, "")), ""
        except ValueError as error:
            return "", str(error)


def _of_two_values(rows: pd.DataFrame) -> pd.Series:
    """Return why a row is not read that stands in the file with another value too; else ""."""
    apart = two_values(rows, FACT_KEY, ["value", "count"])
    return apart.map({True: TWO_VALUES, False: ""}).astype("str")


SOURCE = Fingertips()
