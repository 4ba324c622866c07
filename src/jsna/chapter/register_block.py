"""One register on its page: what it is for, its counts, its rows, and what changed in it."""

import pandas as pd

from jsna.analysis.register_counts import BLANK, TOTAL, counts_by_group, grid_of
from jsna.analysis.register_published import published
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import MOST_OPEN, listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.register_map import register_map
from jsna.chapter.words import PageTable, block, sections, table_block
from jsna.errors import UserFileError
from jsna.narrative.english import capitalised
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.register_words import (
    PLAIN,
    change_words,
    day_words,
    findings_words,
    in_short,
    told_changes,
)
from jsna.settings.register_kind import RegisterColumn, RegisterKind
from jsna.settings.yaml_file import Problems
from jsna.strategy_registers.registers import Registers
from jsna.strategy_registers.released import changes_since_release, released_on

NOT_GIVEN = "not given"
"""What stands for a blank that nobody asks for; others are "blank"."""


def register_block(
    evidence: Evidence, page: Page, registers: Registers, table: RegisterTable
) -> str:
    """Return one register of the page, under a heading that links lead to.

    Args:
        evidence: Whose.
        page: Where its file goes.
        registers: All of them.
        table: Which.
    """
    kind = table.kind
    if table.rows.empty:
        return sections(_heading(kind), f"It has no {escape_markdown(kind.one)} yet.")
    rows = rows_for_readers(table, published(table, registers.linked))
    what = f"{kind.title}, all columns"
    return sections(
        _heading(kind),
        escape_markdown(kind.about),
        block("read", escape_markdown(kind.note)) if kind.note else "",
        f"**{escape_markdown(capitalised(in_short(table, registers.linked, registers.as_at)))}**",
        _findings(registers, kind),
        _by_group(evidence, registers, table),
        _grid(evidence, registers, table),
        register_map(evidence, page, registers, table),
        _rows(evidence, kind, rows),
        whole_as_csv(evidence, page, file_of(kind), _whole(kind, rows), what),
        _changed(evidence, registers, table),
    )


def rows_for_readers(table: RegisterTable, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a register with what a blank means in its place, by column id."""
    told = {
        column.id: shown[column.id].replace("", _blank(column)).replace(PLAIN)
        for column in table.kind.published
    }
    return pd.DataFrame(told).assign(line=shown["line"]).reset_index(drop=True)


def _blank(column: RegisterColumn) -> str:
    return NOT_GIVEN if column.blank == "allowed" else BLANK


def _findings(registers: Registers, kind: RegisterKind) -> str:
    """What the linter finds; where that is nothing, the table of all registers says so."""
    found = (registers.findings["kind"] == kind.id).any()
    return escape_markdown(findings_words(registers.findings, kind)) if found else ""


def _heading(kind: RegisterKind) -> str:
    return f"### {escape_markdown(kind.title)} {{#register-{kind.id}}}"


def _rows(evidence: Evidence, kind: RegisterKind, rows: pd.DataFrame) -> str:
    columns = list(kind.on_page)
    if kind.group_by and kind.group_by not in {column.id for column in columns}:
        columns += [column for column in kind.published if column.id == kind.group_by]
    names = _headings(columns)
    # a column in which nothing stands tells nothing
    kept = [c.id for c in columns if c.id == kind.names_row or (rows[c.id] != NOT_GIVEN).any()]
    frame = rows[kept].rename(columns=names)
    caption = f"{kind.title}, {evidence.strategy.short_title}"
    return listing(evidence, f"register-{kind.id}", frame, caption, names[kind.names_row])


def file_of(kind: RegisterKind) -> str:
    """Return the name of the file of a whole register, as `listing.whole_as_csv` takes it."""
    return f"register-{kind.id}"


def whole_register(table: RegisterTable, linked: Linked) -> pd.DataFrame:
    """Return every row and published column of a register as its file has them."""
    return _whole(table.kind, rows_for_readers(table, published(table, linked)))


def _whole(kind: RegisterKind, rows: pd.DataFrame) -> pd.DataFrame:
    names = _headings(kind.published) | {"line": "Line of the document"}
    blanks = [NOT_GIVEN, BLANK]
    return rows.replace(blanks, "").rename(columns=names)


def _headings(columns: "list[RegisterColumn] | tuple[RegisterColumn, ...]") -> dict[str, str]:
    """Return id -> heading; two columns of one title keep their ids apart."""
    titles = [column.title for column in columns]
    return {
        column.id: f"{column.title} ({column.id})" if titles.count(column.title) > 1
        else f"{column.title} ({column.unit})" if column.unit else column.title
        for column in columns
    }  # fmt: skip


def _by_group(evidence: Evidence, registers: Registers, table: RegisterTable) -> str:
    """The counts of the first counted column by group; a short register is seen at a glance."""
    kind = table.kind
    if len(table.rows) <= MOST_OPEN:
        return ""
    counts = [counts_by_group(table, id, registers.linked) for id in kind.count_by[:1]]
    counts = [one for one in counts if len(one) > 2]
    if not counts:
        return ""
    group = kind.column(kind.group_by).title
    frame = counts[0].rename(columns=lambda name: capitalised(PLAIN.get(str(name), str(name))))
    frame.insert(0, group, frame.index)
    frame = frame.replace({group: {TOTAL: "All together"}}).reset_index(drop=True)
    value = kind.column(kind.count_by[0]).title.lower()
    caption = f"{capitalised(kind.plural)} by {group.lower()} and {value}"
    return table_block(evidence, f"counts-{kind.id}", PageTable(frame, caption, {}, group))


def _grid(evidence: Evidence, registers: Registers, table: RegisterTable) -> str:
    """Two columns across each other."""
    kind = table.kind
    grid = grid_of(table, registers.linked)
    if kind.grid is None or grid.empty:
        return ""
    down, across = kind.column(kind.grid.down).title, kind.column(kind.grid.across).title
    frame = grid.replace("", "not named" if kind.grid.square else "none").rename(columns=str)
    name = down if down not in frame else f"{down} (down)"
    frame.insert(0, name, frame.index)
    # a column's title is said as it stands: it may be no noun ("Should go")
    told = kind.column(kind.grid.square).title if kind.grid.square else f"Number of {kind.plural}"
    caption = f"{told}: each {down.lower()} (down) and each {across.lower()} (across)"
    shown = PageTable(frame.reset_index(drop=True), caption, {}, name)
    return table_block(evidence, f"grid-{kind.id}", shown)


def _changed(evidence: Evidence, registers: Registers, table: RegisterTable) -> str:
    """What changed since the last release that was kept; "" where none was."""
    problems = Problems(evidence.project.paths.root)
    since = released_on(evidence.project, problems)
    changed = since and changes_since_release(evidence.project, registers, table, problems)
    if problems.found:
        raise UserFileError(*problems.found)
    if since is None or changed is None:
        return ""
    words = escape_markdown(change_words(changed, day_words(since), table.kind))
    told = told_changes(changed, table.kind)
    caption = f"Changes since the release of {day_words(since)}, {table.kind.title}"
    return sections(words, listing(evidence, f"changed-{table.kind.id}", told, caption,
                                   str(told.columns[0])))  # fmt: skip
