"""Progress since the baseline: on each priority's page, and over the whole strategy."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from jsna.analysis.baseline import (
    NO_FIGURE_THEN,
    PLACE,
    STATES,
    figure_columns,
    figures_at,
    progress,
)
from jsna.analysis.movement import breaks_of
from jsna.chapter.comparison_rows import STRATEGY, beside_goals
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import (
    PageTable,
    folded_on_site,
    method_link,
    sections,
    source_note,
    table_block,
)
from jsna.facts.baseline_file import COLUMNS, KEY, NUMBERS, Baseline, read_baseline
from jsna.fetching.shown_files import OWN_FILES
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.baseline_words import (
    MEASURE,
    NONE,
    NOTE,
    TARGET,
    counts_words,
    in_brackets,
    is_of_another_edition,
    is_revised,
    progress_row,
    taken_words,
)
from jsna.narrative.english import capitalised
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.need_words import measure_words
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import goal_words

TITLE: Final = "Progress since the baseline"
NOT_LISTED: Final = "the baseline does not hold this measure"
FROZEN: Final = ("period", "period_label", "edition", *NUMBERS, "sources")


@section(TITLE)
def since_baseline(evidence: Evidence, page: Page) -> str:
    """Return what became of the priority's measures; "" where no baseline was taken."""
    found = frozen(evidence)
    measures = evidence.chosen_measures
    if found is None or not measures:
        return ""
    rows = progress_rows(evidence, found, measures)
    table = folded_on_site(
        evidence, "Each measure since the baseline", lambda: _table(evidence, rows, measures)
    )
    head = found.head
    taken = in_brackets(head.taken, head.before, head.strategy_start)
    return sections(escape_markdown(counts_words(rows["state"], taken)), table)


def over_strategy(evidence: Evidence) -> str:
    """Return the same of all priorities for the overview, with a table by priority; "" without."""
    found = frozen(evidence)
    measures = every_measure(evidence)
    if found is None or not measures:
        return ""
    rows = progress_rows(evidence, found, measures)
    table = folded_on_site(
        evidence, "Each priority since the baseline", lambda: _by_priority(evidence, rows, measures)
    )
    return sections(f"### {TITLE}", escape_markdown(in_words(found, rows)), table)


def in_words(found: Baseline, rows: pd.DataFrame) -> str:
    """Return what became of the measures, and when the baseline was taken, in sentences."""
    taken = taken_words(found.head.taken, found.head.before, found.head.strategy_start)
    return f"{counts_words(rows['state'])} {taken}"


def frozen(evidence: Evidence) -> Baseline | None:
    """Return the baseline that pages show; None where none was taken; errors as `read_baseline`."""
    return evidence.whole.once(_read)


def _read(evidence: Evidence) -> Baseline | None:
    return read_baseline(evidence.project)


def every_measure(evidence: Evidence) -> list[Measure]:
    """Return the measures of all priorities, each once."""
    every = (m for priority in evidence.strategy.priorities for m in evidence.measures(priority))
    return list({measure.key: measure for measure in every}.values())


def figures_to_freeze(evidence: Evidence, before: date) -> pd.DataFrame:
    """Return the figures of every measure of every priority for a baseline (COLUMNS).

    Each of the last period that had ended before a day. The council's own figures are
    those of its kept file, from which small counts were taken before anything was built of it.
    """
    measures = every_measure(evidence)
    found = figures_at(_series(evidence, measures), before)
    rows = [
        _frozen_row(evidence, measure, found.loc[place] if place in found.index else None)
        for place, measure in enumerate(measures)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _frozen_row(evidence: Evidence, measure: Measure, fact: pd.Series | None) -> dict[str, Any]:
    naming = [p.id for p in evidence.strategy.priorities if measure.key[0] in p.indicators]
    about = dict(zip(KEY, measure.key, strict=True)) | {
        "measure": _title(measure), "priorities": " ".join(naming),
        "unit": measure.indicator.unit,
    }  # fmt: skip
    blank = dict.fromkeys(("period", "period_label", "edition", "sources", "snapshot_ids"), "")
    if fact is None:
        return about | blank | {"status": "not-available"}
    ids = snapshot_ids(fact.to_frame().T)
    kept = ("period", "period_label", "edition", "value", "lower_95", "upper_95", "status")
    return about | {
        **{name: fact[name] for name in kept},
        "sources": " ".join(sorted({evidence.snapshots[id].source for id in ids})),
        "snapshot_ids": " ".join(ids),
    }


def progress_rows(evidence: Evidence, found: Baseline, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return one row per measure: its frozen figure, what became of it, and how it is printed.

    The columns are those of the baseline (FROZEN, its limits as `figure_columns` has them) and of
    `analysis.baseline.progress`, and measure, withheld, revised, data_age and target.
    """
    held = found.figures.set_index(list(KEY))[list(FROZEN)]
    keys = pd.MultiIndex.from_tuples([measure.key for measure in measures], names=list(KEY))
    base = held.reindex(keys).reset_index(drop=True)
    base = base.rename(columns=dict(zip(NUMBERS, figure_columns("value"), strict=True)))
    listed = keys.isin(held.index)
    words = ["period", "period_label", "edition", "sources"]
    base[words] = base[words].astype("object").fillna("").astype("str")
    base["polarity"] = [measure.indicator.polarity for measure in measures]
    breaks = pd.concat([breaks_of(m.indicator) for m in measures]).drop_duplicates()
    rows = base.join(progress(_series(evidence, measures), base, breaks))
    rows["reason"] = rows["reason"].mask(~listed & (rows["reason"] == NO_FIGURE_THEN), NOT_LISTED)
    rows["measure"] = [_title(measure) for measure in measures]
    rows["data_age"] = [age_mark(measure.statement.data_age) for measure in measures]
    rows["target"] = [_target(evidence, measure) for measure in measures]
    records = zip(rows.to_dict("records"), measures, strict=True)
    rows["revised"] = [is_revised(row, measure.indicator) for row, measure in records]
    # what a council's own file no longer says is not said beside what it says now
    own = rows["sources"].str.split().map(lambda ids: OWN_FILES in ids)
    other = [is_of_another_edition(row) for row in rows.to_dict("records")]
    gone = rows["revised"] | rows["now_then"].isna() | pd.Series(other, index=rows.index)
    rows["withheld"] = own & gone & (rows["period"] != "")
    return rows


def _series(evidence: Evidence, measures: Sequence[Measure]) -> pd.DataFrame:
    return pd.concat(
        [
            measure_rows(evidence, measure).own.assign(**{PLACE: place})
            for place, measure in enumerate(measures)
        ],
        ignore_index=True,
    )


def _title(measure: Measure) -> str:
    return measure_words(measure.indicator, measure.statement.sex, measure.statement.age)


def _target(evidence: Evidence, measure: Measure) -> str:
    """The strategy's own goal for the newest figure, and whether it is met; "" without one."""
    if not measure.has_data:
        return ""
    goals = (said for said, _ in beside_goals(evidence, measure) if said.name == STRATEGY)
    said = next((goal.statement for goal in goals), None)
    if said is None or said.comparator is None or said.comparator.value is None:
        return ""
    value = format_value(said.comparator.value, said.unit, said.decimals)
    return f"{value}: {goal_words(said)}" if said.outcome.is_verdict else value


def _table(evidence: Evidence, rows: pd.DataFrame, measures: Sequence[Measure]) -> str:
    frame = pd.DataFrame(
        [
            progress_row(row, measure.indicator)
            for row, measure in zip(rows.to_dict("records"), measures, strict=True)
        ]
    )
    if frame[TARGET].eq(NONE).all():
        frame = frame.drop(columns=TARGET)
    priority, area = evidence.chosen_priority.title, evidence.area.name
    caption = f"{priority}, {area}: each measure since the baseline"
    known = [measure for measure in measures if measure.has_data]
    ids = sorted({id for m in known for id in snapshot_ids(measure_rows(evidence, m).own)})
    sources = evidence.settings.sources
    titles = dict.fromkeys(sources[m.indicator.source.source].title for m in known)
    return sections(
        table_block(evidence, "baseline", PageTable(frame, caption, {}, MEASURE)),
        f"{escape_markdown(NOTE)} {method_link('baselines')}",
        source_note(evidence, "; ".join(titles), ids) if titles else "",
    )


def _by_priority(evidence: Evidence, rows: pd.DataFrame, measures: Sequence[Measure]) -> str:
    """How many measures of each priority came to what; a measure of two counts in both."""
    told = []
    for priority in evidence.strategy.priorities:
        own = [measure.key[0] in priority.indicators for measure in measures]
        counts = rows.loc[own, "state"].value_counts()
        states = {capitalised(state): int(counts.get(state, 0)) for state in STATES}
        told.append({"Priority": f"{priority.number} {priority.title}", **states})
    frame = pd.DataFrame(told)
    kept = [name for name in frame if name == "Priority" or frame[name].any()]
    caption = f"Measures of each priority since the baseline, {evidence.area.name}"
    table = table_block(evidence, "baseline", PageTable(frame[kept], caption, {}, "Priority"))
    return sections(table, f"{escape_markdown(NOTE)} {method_link('baselines')}")
