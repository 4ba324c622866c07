"""The exception report: what a board should look at, and nothing else."""

from typing import Final

import pandas as pd

from jsna.analysis.measure_judgement import JudgedMeasure
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.own_measures import DATA_SET, NO_OWNER, exceptions, own_figures
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, sections, source_note, table_block
from jsna.narrative.english import capitalised, counted
from jsna.narrative.own_measure_words import (
    MEANING,
    NOTHING,
    OVERDUE,
    REVIEW,
    finding_sentence,
    value_words,
)
from jsna.narrative.register_words import day_words
from jsna.settings.strategy import titles_of

NONE: Final = "No measure is an exception."


@section()
def in_short(evidence: Evidence, page: Page) -> str:
    """Return how many of the measures are exceptions, and which are the worst."""
    told, judged = exceptions(evidence), own_figures(evidence).judged
    if not told:
        return NONE
    start = f"**{len(told)} of {counted(len(judged), 'own measure')} need to be looked at.**"
    rest = len(judged) - len(told)
    others = (
        f"{capitalised(counted(rest, 'other shows', 'others show'))} nothing that calls for it."
    )
    return f"{start} {others}" if rest else start


@section()
def by_kind(evidence: Evidence, page: Page) -> str:
    """Return each kind of exception with its measures; one measure may be of several kinds."""
    told = exceptions(evidence)
    parts = []
    for number, (kind, why) in enumerate(MEANING.items()):
        own = [one for one, kinds in told if kind in kinds]
        if not own:
            continue
        frame = pd.DataFrame(
            [
                {
                    "Measure": one.measure.title,
                    "What is found": _found(one, kind),
                    "Priority": titles_of(evidence.strategy).get(one.measure.priority, "all"),
                    "Who answers for it": one.measure.owner or NO_OWNER,
                }
                for one in own
            ]
        )
        # no title of the strategy: it may name the area, and days are no hidden figure's numbers
        caption = f"{kind}: own measures"
        table = table_block(
            evidence, f"exceptions-{number + 1}", PageTable(frame, caption, {}, "Measure")
        )
        parts.append(sections(f"## {kind}", f"{why}.", table))
    ids = own_figures(evidence).ids([one for one, _ in told])
    note = source_note(evidence, DATA_SET, ids) if ids else ""
    more = "[All measures with their charts](dashboard.qmd)"
    return sections(*parts, note, block("site-only", more), _csv(evidence, page))


def _found(judged: JudgedMeasure, kind: str) -> str:
    measure = judged.measure
    if kind == OVERDUE and judged.due:
        return f"{capitalised(value_words(judged))}; the next was due on {day_words(judged.due)}."
    if kind == NOTHING:
        return f"{capitalised(value_words(judged))}."
    if kind == REVIEW and measure.review:
        return f"To be reviewed on {day_words(measure.review)}."
    return finding_sentence(judged)


def _csv(evidence: Evidence, page: Page) -> str:
    rows = [
        {
            "measure": one.measure.id,
            "title": one.measure.title,
            "exception": kind,
            "found": _found(one, kind),
            "owner": one.measure.owner,
        }
        for one, kinds in exceptions(evidence)
        for kind in kinds
    ]
    frame = pd.DataFrame(rows)
    return whole_as_csv(evidence, page, "exceptions", frame, "Every exception, one row each")
