"""The registers of the strategy: what they hold, what is due, and what is not right in them."""

from typing import Final

import pandas as pd

from jsna.analysis.register_counts import BLANK
from jsna.analysis.register_due import done, done_count, due_days, overdue_count
from jsna.analysis.register_findings import is_wrong
from jsna.analysis.register_published import published_owner, published_title
from jsna.analysis.register_table import RegisterTable
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.register_block import register_block
from jsna.chapter.register_map import wards_drawn
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, sections, table_block
from jsna.narrative.english import capitalised, counted
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.register_words import day_words, past_words, told_findings
from jsna.strategy_registers.places import names_places, with_places
from jsna.strategy_registers.registers import Registers, read_registers

REGISTER: Final = "Register"
DONE, PAST = "Done", "Past their date"
NOT_SAID, NO_DATES = "not said", "no dates"
SOON_MONTHS: Final = 3
"""So far ahead of the day of the data the page tells what falls due."""
RULE: Final = (
    "Mistakes are what can't be so: a date that no calendar has, a link to nothing, a score that is"
    " not its product. Still open is what is to be filled or looked at: a blank lead, a text that"
    " waits. A blank is never taken for a nought, and nothing is taken for done that does not say"
    " so."
)


def registers_of(evidence: Evidence) -> Registers:
    """Return the strategy's registers as at the day of the data.

    Raises:
        UserFileError: a row or a file of them can't be read.
    """
    found = read_registers(evidence.project, evidence.as_at)
    if not names_places(found):
        return found
    wards, _ = wards_drawn(evidence)
    return found if wards is None else with_places(found, wards, evidence.area.name)


@section()
def finding(evidence: Evidence, page: Page) -> str:
    """Return how many rows all registers have, what is late and not right, register by register."""
    found = evidence.once(registers_of)
    if not found.tables:
        return ""
    return sections(
        f"**{escape_markdown(_headline(found))}**",
        table_block(evidence, "registers", _summary(evidence, found)),
        RULE,
        block("source", f"Source: {escape_markdown(_source(evidence))}"),
    )


@section("Due and overdue")
def due(evidence: Evidence, page: Page) -> str:
    """Return what is past its date, what falls due soon, and all that has a date as a file."""
    found = evidence.once(registers_of)
    rows = _dated(found)
    if rows.empty:
        return ""
    day = pd.Timestamp(found.as_at)
    soon = day + pd.DateOffset(months=SOON_MONTHS)
    late, next_ = rows[rows["due"] < day], rows[(rows["due"] >= day) & (rows["due"] <= soon)]
    told = f"as at {day_words(found.as_at)}"
    csv = whole_as_csv(evidence, page, "registers-due", _for_readers(rows), "All that has a date")
    past = counted(len(late), "row is past its date", "rows are past their date")
    falls = counted(len(next_), "row falls", "rows fall")
    return sections(
        f"{capitalised(told)}, {past} and not said to be done; {falls} due in the {SOON_MONTHS}"
        " months after it.",
        listing(evidence, "registers-late", _for_readers(late), f"Past their date, {told}", "What"),
        listing(evidence, "registers-soon", _for_readers(next_), f"Due soon, {told}", "What"),
        csv,
    )  # fmt: skip


@section("Each register")
def each(evidence: Evidence, page: Page) -> str:
    """Return each register: what it is, its counts, its rows and what changed in it."""
    found = evidence.once(registers_of)
    return sections(*(register_block(evidence, page, found, table) for table in found.tables))


@section("What is not right in them")
def not_right(evidence: Evidence, page: Page) -> str:
    """Return every finding of the linter with its file and line, mistakes first."""
    found = evidence.once(registers_of)
    told = told_findings(
        found.findings, {table.kind.id: table.kind.title for table in found.tables}
    )
    told = told.drop(columns=["Register", "Rule"]).rename(columns={"File": REGISTER})
    if told.empty:
        return "The linter finds nothing to mend in them."
    told = told.sort_values("Must be mended", ascending=False, kind="stable", ignore_index=True)
    told["Line"] = told["Line"].replace("", "of no line")
    csv = whole_as_csv(evidence, page, "registers-findings", told, "Every finding with its line")
    table = listing(evidence, "registers-findings", told, "What the linter finds, by line", "What")
    return sections(table, csv)


def _source(evidence: Evidence) -> str:
    """Return whose rows these are: the council's, and the document that a row's line is of."""
    strategy = evidence.strategy
    return (
        f"the registers of {strategy.title}, as the council and its partners keep them. A line is"
        f" of {strategy.document.title}. None of it is a published statistic."
    )


def _headline(found: Registers) -> str:
    rows = sum(len(table.rows) for table in found.tables)
    late = sum(overdue_count(table, found.as_at) or 0 for table in found.tables)
    wrong = int(is_wrong(found.findings).sum())
    still_open = len(found.findings) - wrong
    return (
        f"{counted(len(found.tables), 'register')} with {counted(rows, 'row')}:"
        f" {past_words(late)} as at {day_words(found.as_at)} and not said to be done,"
        f" {counted(wrong, 'mistake')} to mend and {counted(still_open, 'thing')} still open."
    )


def _summary(evidence: Evidence, found: Registers) -> PageTable:
    wrong = is_wrong(found.findings)
    kinds = found.findings["kind"]
    rows = [
        {
            REGISTER: f'<a href="#register-{table.kind.id}">{escape_html(table.kind.title)}</a>',
            "Rows": len(table.rows),
            DONE: _or(done_count(table), NOT_SAID),
            PAST: _or(overdue_count(table, found.as_at), NO_DATES),
            "Mistakes": int((wrong & (kinds == table.kind.id)).sum()),
            "Still open": int((~wrong & (kinds == table.kind.id)).sum()),
        }
        for table in found.tables
    ]
    caption = f"Registers as at {day_words(found.as_at)}, {evidence.strategy.short_title}"
    units = dict.fromkeys((DONE, PAST), "")  # numbers, even beside a word
    return PageTable(pd.DataFrame(rows), caption, units, REGISTER, markup=[REGISTER])


def _or(number: int | None, words: str) -> str:
    """A number, or why there is none: that nothing says so is no nought."""
    return words if number is None else str(number)


def _dated(found: Registers) -> pd.DataFrame:
    """Every row with a date that nothing says is done, the earliest first."""
    parts = [_dated_of(table, found) for table in found.tables if table.kind.due]
    if not parts:
        return pd.DataFrame(columns=["What", REGISTER, "Whose", "due"])
    return pd.concat(parts).sort_values("due", kind="stable", ignore_index=True)


def _dated_of(table: RegisterTable, found: Registers) -> pd.DataFrame:
    days = due_days(table)
    frame = pd.DataFrame({
        "What": published_title(table, found.linked).replace("", BLANK),
        REGISTER: table.kind.title,
        "Whose": published_owner(table, found.linked).replace("", BLANK),
        "due": days,
    })  # fmt: skip
    return frame[days.notna() & ~done(table)]


def _for_readers(rows: pd.DataFrame) -> pd.DataFrame:
    days = [f"{day.day} {day:%B %Y}" for day in rows["due"]]
    return rows.drop(columns="due").assign(Due=days).reset_index(drop=True)
