"""Long lists of a chapter: a table, folded where it is long, and the whole as a CSV."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import FIGURES, Page
from jsna.chapter.words import PageTable, block, details, table_block
from jsna.narrative.file_size import printed_size
from jsna.narrative.markdown import escape_markdown
from jsna.settings.area import Area
from jsna.snapshots.write_file import write_whole
from jsna.tables.csv_file import csv_file

MOST_OPEN: Final = 8
MOST_SHOWN: Final = 100


def listing(
    evidence: Evidence,
    name: str,
    frame: pd.DataFrame,
    caption: str,
    row_header: str,
    units: Mapping[str, str] | None = None,
) -> str:
    """Return the rows as a numbered table; "" without rows.

    More than MOST_OPEN rows are folded; of more than MOST_SHOWN the first are shown, and the
    caption says so: the CSV has them all.

    Args:
        evidence: Whose chapter.
        name: The end of the table's id.
        frame: What is listed.
        caption: What it holds.
        row_header: The column that names the rows.
        units: As `tables.html_table`.
    """
    if frame.empty:
        return ""
    more = f", the first {MOST_SHOWN} of {len(frame)} rows" if len(frame) > MOST_SHOWN else ""
    shown = frame.head(MOST_SHOWN)
    table = table_block(evidence, name, PageTable(shown, caption + more, units or {}, row_header))
    if len(frame) <= MOST_OPEN:
        return table
    return details(f"All {len(frame)} rows", table)


def whole_as_csv(evidence: Evidence, page: Page, name: str, frame: pd.DataFrame, what: str) -> str:
    """Write a frame beside the figures and return the block that links to it; "" without a row.

    A file without a row says nothing, not even that its data is invented.

    Args:
        evidence: Whose chapter; invented data says so in a column.
        page: Where the files of the run go.
        name: The file's name, `<topic>.<name>.csv`.
        frame: All of it.
        what: What the link says it is.
    """
    if frame.empty:
        return ""
    file = page.folder / FIGURES / f"{evidence.topic}.{name}.csv"
    write_whole(file, whole_csv(frame, evidence.area))
    size = printed_size(file.stat().st_size)
    link = f"[{escape_markdown(what)} (CSV, {size})]({FIGURES}/{file.name})"
    return block("downloads", f"- {link}")


def whole_csv(frame: pd.DataFrame, area: Area) -> bytes:
    """Return the bytes of the file that `whole_as_csv` writes of a frame of an area."""
    return csv_file(frame.assign(synthetic="SYNTHETIC") if area.synthetic else frame)
