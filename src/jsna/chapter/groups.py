"""Groups of people within the area, each beside all of its people."""

from typing import Final

import pandas as pd

from jsna.analysis.group_judgement import groups_of, judge_groups
from jsna.chapter.comparisons import MARKUP, NUMBERS, folded
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.words import PageTable, mark_cell, method_cell, sections, source_note, table_block
from jsna.narrative.english import mid_sentence
from jsna.narrative.group_glossary import group_name
from jsna.narrative.labels import period_words, sex_words
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import OF_WORKED_OUT, limits_words, verdict, worked_out
from jsna.narrative.statement import Statement
from jsna.narrative.statement_rows import statements

METHOD: Final = "groups-within-an-area"
MOST_OPEN: Final = 8
RULE: Final = (
    "A group's 95% interval is held against the value of all people of the area, of whom it is a"
    " part: groups are not compared with England, nor with each other."
)


def within_the_area(evidence: Evidence, measure: Measure) -> str:
    """Return a table of the groups that the area has figures for; "" if it has none."""
    said, indicator = measure.statement, measure.indicator
    facts = evidence.facts_of(indicator.id)
    rows = groups_of(facts, evidence.area.code, said.sex, said.age, said.period, said.edition)
    if rows.empty:
        return ""
    whole = f"all {sex_words(said.sex) or 'persons'} in {evidence.area.name}"
    frame = judge_groups(rows, facts, indicator, whole)
    catalogue, names = {indicator.id: indicator}, {evidence.area.code: evidence.area.name}
    found = statements(
        frame, catalogue, names, (whole, evidence.area.code), evidence.settings.sources
    )
    kinds = frame["breakdown"].tolist()
    shown = pd.DataFrame([_row(one, kind) for one, kind in zip(found, kinds, strict=True)])
    value = format_value(said.value, said.unit, said.decimals)
    caption = (
        f"Groups within {evidence.area.name} beside {whole} ({value}),"
        f" {mid_sentence(indicator.short_title)}, {period_words(said.period_label)}"
    )
    name = f"{measure.slug}-groups"
    table = table_block(evidence, name, PageTable(shown, caption, NUMBERS, "Group", markup=MARKUP))
    ids = snapshot_ids(frame)
    notes = (RULE, OF_WORKED_OUT if any(map(worked_out, found)) else "")
    source = source_note(evidence, evidence.source_of(indicator.id, ids), ids, *notes)
    block = sections(table, source)
    return block if len(shown) <= MOST_OPEN else folded(block)


def _row(said: Statement, kind: str) -> dict[str, str]:
    words = sex_words(said.sex)
    return {
        "Group": group_name(kind, said.group) if kind else f"{words[:1].upper()}{words[1:]}",
        "Finding": mark_cell(said, verdict(said)),
        "Value": format_value(said.value, said.unit, said.decimals),
        "95% interval": limits_words(said, "none in the file used"),
        "Method": method_cell(METHOD),
    }
