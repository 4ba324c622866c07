"""The page that finds a council's pack among many, and tells the status of each.

It works from a folder, asks no host for anything, and is whole without its script, which is that of
a pack's pages: a box that searches the table, and buttons that sort it.
"""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Final

from jsna.fleet.status import SYNTHETIC, Row, counted, write_status
from jsna.narrative.html_text import escape_html
from jsna.pack.search_index import PACK_SCRIPT, SCRIPTS
from jsna.settings.project import Project
from jsna.snapshots.write_file import write_whole

STYLE: Final = "pack.css"
UNKNOWN: Final = '<td class="n">&ndash;</td>'
NUMBER: Final = ' class="n"'
HEADS: Final = (
    ("Council", ""), ("Region", ""), ("Status", ""), ("Oldest figure", ""), ("Better", NUMBER),
    ("Worse", NUMBER),
)  # fmt: skip


def write_status_page(project: Project, rows: Sequence[Row], now: datetime) -> Path:
    """Write page, CSV and JSON of the status of every area; return the page.

    Args:
        project: With the strategy chosen.
        rows: One per area, in the order of the table.
        now: When the fleet ended, local time.
    """
    folder = project.paths.fleet_status(project.strategy.slug)
    write_status(folder, rows)
    shutil.copyfile(project.paths.template / STYLE, folder / STYLE)
    shutil.copyfile(SCRIPTS / PACK_SCRIPT, folder / PACK_SCRIPT)
    page = folder / "index.html"
    write_whole(page, page_text(project.strategy.title, rows, now).encode())
    return page


def page_text(strategy_title: str, rows: Sequence[Row], now: datetime) -> str:
    """Return the page as HTML."""
    template = Template((Path(__file__).parent / "page.html").read_text("utf-8"))
    heads = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in HEADS)
    return template.substitute(
        strategy=escape_html(strategy_title),
        as_at=f"{now:%d %B %Y, %H:%M}",
        counted=escape_html(f"{len(rows)} councils: {counted(rows)}"),
        heads=heads,
        notice=_notice(rows),
        rows="\n".join(map(_row, rows)),
    )


def _notice(rows: Sequence[Row]) -> str:
    """Return what stands above figures of which some are invented; "" where none is."""
    invented = sum(row.synthetic for row in rows)
    if not invented:
        return ""
    whose = "every council here" if invented == len(rows) else "each council marked so"
    words = f"The figures of {whose} are invented for demonstration. None is real."
    return (
        '<aside class="notice" aria-label="Invented data"><div class="inner">'
        f"<strong>{SYNTHETIC}.</strong> {words}</div></aside>\n"
    )


def _row(row: Row) -> str:
    name = escape_html(row.name)
    link = f'<a href="{escape_html(row.page)}">{name}</a>' if row.page else name
    region = escape_html(row.region)
    mark = f' <span class="small">{SYNTHETIC}</span>' if row.synthetic else ""
    cells = [
        f'<th scope="row">{link} <span class="small">{escape_html(row.code)}</span>{mark}</th>',
        f'<td><span data-pick="{region}">{region}</span></td>',
        f'<td><span data-pick="{row.status}">{row.status}</span>{_notes(row)}</td>',
        _oldest(row),
        _number(row.better),
        _number(row.worse),
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _notes(row: Row) -> str:
    notes = [row.why] if row.why else []
    if row.not_available:
        notes.append(f"not available: {', '.join(row.not_available)}")
    notes += [f"not available: {one}" for one in row.lacking]
    if row.failed_checks:
        notes.append(f"checks failed: {', '.join(row.failed_checks)}")
    if row.status == "failed" and row.page:
        notes.append("the pack of before stands")
    return "".join(f' <span class="small">{escape_html(note)}</span>' for note in notes)


def _oldest(row: Row) -> str:
    if not row.oldest_period:
        return UNKNOWN.replace(' class="n"', "")
    measure = escape_html(row.oldest_measure)
    return f'<td>{escape_html(row.oldest_period)} <span class="small">{measure}</span></td>'


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else f'<td class="n"><data value="{value}">{value}</data></td>'
