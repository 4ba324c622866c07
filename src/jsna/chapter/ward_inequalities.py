"""Ward inequalities: which wards differ from England, and which from the rest of the authority."""

import re
from collections import Counter
from typing import Final

import pandas as pd

from jsna.analysis.false_discovery import Q, expected_by_chance
from jsna.analysis.outcome import Outcome
from jsna.analysis.ward_findings import RULE, SIDES
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.ward_figures import can_be_drawn, ward_figure
from jsna.chapter.ward_overviews import pair_figure, rug_figure
from jsna.chapter.ward_scans import LEVEL, WardScan, ward_scans, within
from jsna.chapter.words import (
    PageTable,
    block,
    bullets,
    details,
    sections,
    source_note,
    table_block,
)
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.english import counted, listed, sentence
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number
from jsna.narrative.ward_words import NOT_FLAGGED, UNTESTED, counts_words, ward_letter
from jsna.tables.ward_table import WARD, ward_table

METHOD: Final = block("downloads", f"- [Method: ward scan](methods.qmd#{RULE})")
MOST_FIGURES: Final = 5
MOST_TABLE_ROWS: Final = 300
MOST_CELLS: Final = 800
"""More pictures, rows of tables or cells of the matrix are too heavy for a page: the rest is in
the CSV, which has every ward and measure."""
FEWEST_COLUMNS: Final = 2
CLASS_OF: Final = {ward_letter(outcome): outcome.css_class for outcome in Outcome}
_LETTER: Final = f"([{re.escape(''.join(CLASS_OF))}])"
MARKED: Final = re.compile(f">([^<>]+) {_LETTER} {_LETTER}</td>")
CSV_COLUMNS: Final = (
    "area_code", "area_name", "period_label", "sex", "age", "value", "lower_95", "upper_95",
    "interval_from", "denominator", "status", "england", "p_england", "adjusted_england",
    "outcome_england", "reason_england", "rest", "p_rest", "adjusted_rest", "outcome_rest",
    "reason_rest", "p_from", "p_rest_from",
)  # fmt: skip


@section("Wards at a glance")
def at_a_glance(evidence: Evidence, page: Page) -> str:
    """Return how many measures, wards, tests and flags there are, and what chance would give."""
    scans = ward_scans(evidence)
    if not scans:
        return _nothing(evidence)
    wards = max(len(scan.rows) for scan in scans)
    year = evidence.geography.vintages.get(LEVEL, "")
    verb = "has" if len(scans) == 1 else "have"
    opening = (
        f"{counted(len(scans), 'measure')} {verb} figures for the wards of {evidence.area.name}:"
        f" {counted(wards, 'ward')}{f' as they stood in {year}' if year else ''}."
    )
    rows = pd.concat([scan.rows.assign(indicator=scan.indicator.id) for scan in scans])
    flags = {f"outcome_{side}": {str(Outcome.SIMILAR): NOT_FLAGGED} for side in SIDES}
    csv = rows[["indicator", *CSV_COLUMNS]].replace(flags)
    return sections(
        escape_markdown(f"{opening} {_flags(scans)}"),
        escape_markdown(_control(scans)),
        _glance_table(evidence, scans),
        _source(evidence, scans),
        whole_as_csv(evidence, page, "ward-inequalities", csv, "Every ward and measure"),
    )


@section("Ward by ward")
def matrix(evidence: Evidence, page: Page) -> str:
    """Return the rug and the table of wards by measures, and two measures of the same wards.

    In the table each value has a letter for either comparison. One measure needs none: its own
    table has all of it in words.
    """
    chosen = within(ward_scans(evidence), MOST_CELLS, _rows)
    scans = tuple(scan for scan in ward_scans(evidence) if scan.slug in chosen)
    if len(ward_scans(evidence)) < FEWEST_COLUMNS or not scans:
        return ""
    columns = {_header(scan, scans): _cells(scan) for scan in scans}
    table = pd.DataFrame(columns).sort_index().fillna("not available")
    table = table.rename_axis(WARD).reset_index()
    caption = f"Wards by measure, newest periods, {evidence.area.name}"
    units = {_header(scan, scans): scan.indicator.unit for scan in scans}
    made = table_block(evidence, "ward-matrix", PageTable(table, caption, units, WARD))
    opening = (
        "After each value, the first letter is against England, the second against the rest of"
        f" {evidence.area.name}: {_legend(scans)}. Wards stand in order of name and are not"
        f" ranked.{_left_out(len(ward_scans(evidence)) - len(scans), 'in the file above only')}"
    )
    return sections(
        # a priority's page holds much else
        "" if evidence.priority else rug_figure(evidence, page, ward_scans(evidence)),
        escape_markdown(opening),
        MARKED.sub(_marked, made),
        _source(evidence, scans),
        "" if evidence.priority else pair_figure(evidence, page, ward_scans(evidence)),
    )


@section("Measure by measure")
def measures(evidence: Evidence, page: Page) -> str:
    """Return each measure: its picture, its finding and all its wards.

    A priority's page holds much else: there, what could not be tested has a table alone.
    """
    scans = ward_scans(evidence)
    light = evidence.priority is not None
    pictures = within(
        scans, MOST_FIGURES, lambda s: int(can_be_drawn(s) and (_is_tested(s) or not light))
    )
    tables = within(scans, MOST_TABLE_ROWS, _rows)
    told = _left_out(len(scans) - len(pictures), "not drawn")
    told += _left_out(len(scans) - len(tables), "not set out ward by ward, save in the file above")
    told += " Measures with most flags come first where a page cannot hold all." if told else ""
    parts = [_measure(evidence, page, s, s.slug in pictures, s.slug in tables) for s in scans]
    return sections(told.strip(), *parts)


@section("Not tested, and why")
def not_tested(evidence: Evidence, page: Page) -> str:
    """Return which measures and wards have no test, and why."""
    items = [_untested(scan) for scan in ward_scans(evidence)]
    return bullets(item for item in items if item)


@section()
def how_to_read(evidence: Evidence, page: Page) -> str:
    """Return what a flag says and what it does not."""
    if not ward_scans(evidence):
        return ""
    rest = escape_markdown(f"the rest of {evidence.area.name}")
    items = (
        "**A ward that is not flagged need not be like the others.** It may be small, so that its"
        f" figure could hide a difference that matters; it is then {Outcome.TOO_IMPRECISE}.",
        "**A flag is not a cause.** A ward's own interval may leave England's figure out without"
        " a flag: of many wards looked at together, some do by chance. A verdict that a source"
        " prints for one ward does not allow for that, and may differ from the one here.",
        f"**Against {rest}** all other wards are added up, since a ward is part of its authority."
        " Where the count of one ward is hidden or missing, no rest is given for any, or the"
        " hidden count could be worked out.",
        "**Suicides and inquests** are never shown for wards.",
    )
    return block("read", "### How to read this", "", bullets(items))


def _nothing(evidence: Evidence) -> str:
    who = f"wards of {evidence.area.name}"
    if evidence.priority:
        return escape_markdown(f"None of this priority's indicators has figures for {who}.")
    return escape_markdown(f"The data of this pack hold no figures for {who}.")


def _flags(scans: tuple[WardScan, ...]) -> str:
    """How many tests and flags there are against each comparator."""
    told = []
    for number in range(len(SIDES)):
        sides = [scan.words.sides[number] for scan in scans]
        name, tested = sides[0].name, sum(side.tested for side in sides)
        flags = sum(side.flagged for side in sides)
        verb = "are" if flags > 1 else "is"
        flagged = f"Of {counted(tested, 'test')} against {name} {flags or 'none'} {verb} flagged."
        told.append(flagged if tested else f"No ward could be tested against {name}.")
    return " ".join(told)


def _control(scans: tuple[WardScan, ...]) -> str:
    """The family, q, and what there would be without control; "" where nothing was tested."""
    rows = pd.concat([scan.rows for scan in scans])
    p = pd.concat([rows[f"p_{side}"] for side in SIDES]).dropna()
    if p.empty:
        return ""
    chance = format_number(expected_by_chance(len(p), Q), 1)
    return (
        "The wards of one measure held against one comparator are a family of tests; in each at"
        f" most {format_number(100 * Q, 0)}% of the flags are false on average (q = {Q}, Benjamini"
        f" and Hochberg). Without this control {int((p <= Q).sum())} would be flagged, and about"
        f" {chance} of the {len(p)} tests would be by chance alone if no ward differed."
    )


def _glance_table(evidence: Evidence, scans: tuple[WardScan, ...]) -> str:
    rest = f"Against the rest of {evidence.area.name}"
    frame = pd.DataFrame(
        [
            {
                "Measure": scan.measure,
                "Period": period_words(scan.words.period_label) + age_mark(scan.words.data_age),
                "Wards with a figure": f"{int(scan.rows['value'].notna().sum())} of"
                f" {len(scan.rows)}",
                "Against England": counts_words(scan.words.sides[0]),
                rest: counts_words(scan.words.sides[1]),
            }
            for scan in scans
        ]
    )
    caption = f"Wards flagged, of those tested, {evidence.area.name}"
    return table_block(evidence, "ward-flags", PageTable(frame, caption, {}, "Measure"))


def _rows(scan: WardScan) -> int:
    return len(scan.rows)


def _is_tested(scan: WardScan) -> bool:
    return any(side.tested for side in scan.words.sides)


def _left_out(number: int, words: str) -> str:
    verb = "is" if number == 1 else "are"
    return f" {counted(number, 'measure')} {verb} {words}." if number else ""


def _header(scan: WardScan, scans: tuple[WardScan, ...]) -> str:
    name = scan.short_measure
    alike = sum(other.short_measure == name for other in scans)
    return f"{name} ({scan.indicator.id})" if alike > 1 else name


def _cells(scan: WardScan) -> pd.Series:
    """Each ward's value and two letters; a ward without a value says why."""
    frame = scan.rows.set_index("area_name")
    decimals = scan.indicator.decimals
    values = frame["value"].map(lambda v: format_number(v, decimals), na_action="ignore")
    letter_of = {str(outcome): ward_letter(outcome) for outcome in Outcome}
    letters = [frame[f"outcome_{side}"].map(letter_of) for side in SIDES]
    cells = values.astype("object") + " " + letters[0] + " " + letters[1]
    why = frame["status"].map({"suppressed": "suppressed"}).fillna("not available")
    return cells.where(values.notna(), why)


def _marked(cell: "re.Match[str]") -> str:
    first, second = (f'<span class="mark {CLASS_OF[c]}">{c}</span>' for c in cell.groups()[1:])
    return f">{cell[1]} {first} {second}</td>"


def _legend(scans: tuple[WardScan, ...]) -> str:
    words = pd.concat([scan.rows[f"outcome_{side}"] for scan in scans for side in SIDES])
    used = [outcome for outcome in Outcome if str(outcome) in set(words)]
    return listed([f"{ward_letter(outcome)} {_named(outcome)}" for outcome in used])


def _named(outcome: Outcome) -> str:
    return NOT_FLAGGED if outcome is Outcome.SIMILAR else str(outcome)


def _measure(
    evidence: Evidence, page: Page, scan: WardScan, picture: bool, with_table: bool
) -> str:
    finding = escape_markdown(scan.words.sentence())
    if picture:
        spec = ward_figure(evidence, scan)
        head = page.figure(spec, evidence.cite(spec))
    else:
        heading = f"### {escape_markdown(scan.words.headline())}"
        head = sections(heading, _source(evidence, (scan,)))
    if not with_table:
        elsewhere = "Its wards are in the file of every ward and measure above."
        return sections(head, finding, elsewhere)
    if picture and not _is_tested(scan):
        return sections(head, finding)  # the picture's own table has every ward
    table = ward_table(scan.rows, scan.words)
    made = table_block(
        evidence, f"wards-{scan.slug}", PageTable(table.frame, table.caption, table.units, WARD)
    )
    folded = details("Table of every ward with both comparisons", made)
    return sections(head, f"{finding} {escape_markdown(_p_words(scan))}".strip(), folded)


def _p_words(scan: WardScan) -> str:
    """Where p comes from, and the size of each family."""
    parts = []
    for side, column in zip(scan.words.sides, ("p_from", "p_rest_from"), strict=True):
        sources = Counter(word for word in scan.rows[column] if word)
        if sources:
            by = listed([f"the {word.removeprefix('the ')}" for word in sources])
            parts.append(f"against {side.name} {by}, {counted(side.tested, 'test')}")
    return f"Where p comes from: {'; '.join(parts)}." if parts else ""


def _untested(scan: WardScan) -> str:
    parts = []
    for side, name in zip(SIDES, scan.words.sides, strict=True):
        out = scan.rows[scan.rows[f"outcome_{side}"].isin(list(UNTESTED))]
        reasons = Counter(out[f"reason_{side}"])
        told = "; ".join(f"{why} ({counted(n, 'ward')})" for why, n in reasons.most_common())
        parts += [f"not against {name.name}, {told}"] if told else []
    measure = escape_markdown(scan.measure)
    return f"**{measure}:** {escape_markdown(sentence('; '.join(parts)))}" if parts else ""


def _source(evidence: Evidence, scans: tuple[WardScan, ...]) -> str:
    titles = dict.fromkeys(
        evidence.source_of(scan.indicator.id, scan.snapshot_ids) for scan in scans
    )
    ids = sorted({id for scan in scans for id in scan.snapshot_ids})
    return sections(source_note(evidence, "; ".join(titles), ids), METHOD)
