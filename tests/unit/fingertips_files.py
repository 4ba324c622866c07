"""Small files in the layout of Fingertips, for tests."""

import csv
import io

from jsna.sources.fingertips.table import COLUMNS

API_COLUMNS = ["Compared to Region value or percentiles" if c == "Compared to parent" else c
               for c in COLUMNS]  # fmt: skip
ROW = {
    "Indicator ID": "1", "Indicator Name": "A measure", "Parent Code": "E12900001",
    "Parent Name": "A region", "Area Code": "E06900001", "Area Name": "A Place",
    "Area Type": "UA", "Sex": "Persons", "Age": "All ages", "Time period": "2019",
    "Value": "10.5", "Lower CI 95.0 limit": "9.5", "Upper CI 95.0 limit": "11.5",
    "Count": "105", "Denominator": "1000", "Time period Sortable": "20190000",
    "Compared to England value or percentiles": "Worse", "Time period range": "1y",
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """A row; keywords name columns with underscores for spaces (value="", area_code=...)."""
    by_name = {c.lower().replace(" ", "_"): c for c in API_COLUMNS} | {
        "parent": API_COLUMNS[22], "england": API_COLUMNS[21], "lower": API_COLUMNS[13],
        "upper": API_COLUMNS[14], "lower_998": API_COLUMNS[15], "upper_998": API_COLUMNS[16],
    }  # fmt: skip
    return ROW | {by_name[name]: value for name, value in changes.items()}


def fingertips_csv(
    *rows: dict[str, str], columns=None, quoting=csv.QUOTE_MINIMAL, bom: bool = False
) -> bytes:
    names = columns or API_COLUMNS
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=quoting)
    writer.writerow(names)
    writer.writerows([[r.get(API_COLUMNS[i], "") for i in range(len(names))] for r in rows])
    return ("\ufeff" if bom else "").encode() + text.getvalue().encode()


WEBSITE_COLUMNS = ["AreaName" if c == "Area Name" else c for c in COLUMNS]
WEBSITE_COLUMNS[22] = "Compared to parent value or percentiles"
