"""Inequality by deprivation: a measure's gradient, its gap and slope, other gradients' gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import pandas as pd

from jsna.analysis.area_gradients import (
    SCOPES,
    area_gradients,
    every_group,
    is_drawn,
    newest_groups,
    unplaced,
)
from jsna.analysis.excess_of_area import excess_over_least
from jsna.analysis.gradient import Gradient, one_gradient
from jsna.analysis.inequality import KINDS, gap_change, inequality
from jsna.analysis.movement import breaks_of
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.excess import METHOD as EXCESS
from jsna.chapter.excess import with_warning_once
from jsna.chapter.measure_figures import about_measure
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.words import PageTable, sections, source_note, table_block
from jsna.fact_schema import ENGLAND
from jsna.figures.kinds.deprivation_gradient import gradient_spec
from jsna.figures.spec import FigureSpec
from jsna.narrative.age_of_data import age_sentence, with_age
from jsna.narrative.excess_words import least_sentence
from jsna.narrative.gap_words import (
    change_sentence,
    gap_headline,
    gap_sentence,
    gap_statement,
    slope_sentence,
)
from jsna.narrative.gradient_words import (
    PARTS,
    group_words,
    scope_sentence,
    whole_words,
)
from jsna.narrative.inequality_table import inequality_rows, other_row, weight_words
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.sentences import finding, finding_alone
from jsna.narrative.statement import Statement

OWN: Final = SCOPES[0]
METHODS: Final = (
    "[Method: deprivation gaps](methods.qmd#deprivation-gaps);"
    " [Method: slope index](methods.qmd#slope-index-of-inequality)."
)


@dataclass(frozen=True, eq=False)
class DeprivationGap:
    """One measure's preferred gradient, and all others that were found.

    Attributes:
        every: One frame per gradient (`area_gradients`), the preferred first.
    """

    evidence: Evidence
    measure: Measure
    every: list[pd.DataFrame]

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The preferred gradient's facts in its newest period."""
        return newest_groups(self.every[0])

    @cached_property
    def gradient(self) -> Gradient:
        """Whose gradient it is."""
        return one_gradient(self.groups)

    @cached_property
    def whole(self) -> pd.DataFrame:
        """One row per group, 1 the most deprived."""
        return every_group(self.groups, self.gradient.groups)

    @cached_property
    def numbers(self) -> pd.Series:
        """Gap and slope index (`inequality`)."""
        indicator = self.measure.indicator
        return inequality(self.groups, indicator.value_type, indicator.multiplier)

    @cached_property
    def statement(self) -> Statement:
        """The most deprived group beside the least."""
        ends = self.whole.iloc[[0, -1]]
        indicator, base = self.measure.indicator, self.measure.statement
        age = self.evidence.age_of(str(self.numbers["period"]), indicator, "by deprivation")
        return gap_statement(base, ends, self.numbers, self.gradient, indicator, age)


def by_deprivation(evidence: Evidence, measures: Sequence[Measure]) -> str:
    """Return the inequality by deprivation of measures in words and tables; "" without groups."""
    found = [gap for gap in (deprivation_gap(evidence, m) for m in measures) if gap is not None]
    shown = (_shown(gap) if is_drawn(gap.groups) else _nothing_to_show(gap) for gap in found)
    return sections(*dict.fromkeys(shown))


def gaps_shown(evidence: Evidence) -> list[DeprivationGap]:
    """Return the gaps of the chapter's measures of which enough groups have a value."""
    every = (deprivation_gap(evidence, measure) for measure in evidence.with_data)
    return [gap for gap in every if gap is not None and is_drawn(gap.groups)]


@cache
def deprivation_gap(evidence: Evidence, measure: Measure) -> DeprivationGap | None:
    """Return a measure's gap by deprivation; None where its facts hold no such groups."""
    indicator, statement = measure.indicator, measure.statement
    if indicator.value_type not in KINDS:
        return None
    area = evidence.area
    facts = evidence.facts_of(indicator.id)
    every = area_gradients(facts, area.code, area.tier, statement.sex, statement.age)
    return DeprivationGap(evidence, measure, every) if every else None


def _shown(found: DeprivationGap) -> str:
    words = f"**By deprivation.** {escape_markdown(gap_words(found))}"
    methods = found.evidence.said_once(METHODS)
    return sections(words, _in_numbers(found), _table(found), _source(found), methods)


def gap_words(found: DeprivationGap) -> str:
    """Return whose gradient it is, its ends, their gap and how that moved, in sentences."""
    area, indicator = found.evidence.area.name, found.measure.indicator
    labels = dict(zip(found.every[0]["period"], found.every[0]["period_label"], strict=True))
    change = gap_change(found.every[0], breaks_of(indicator))
    words = (
        found.evidence.said_once(scope_sentence(found.gradient, area)),
        _older(found),
        finding_alone(found.statement),
        found.evidence.said_once(gap_sentence(found.statement, found.numbers, indicator)),
        slope_sentence(found.statement, found.numbers),
        change_sentence(change, labels, indicator),
        age_sentence(found.statement.data_age, found.statement.period_label),
    )
    return " ".join(part for part in words if part)


def _older(found: DeprivationGap) -> str:
    """That the groups' figures are not of the period that the rest of the section shows.

    Old ones have a sentence of their age, which says the same.
    """
    same = found.groups["period"].iloc[0] == found.measure.statement.period
    return (
        ""
        if same or found.statement.data_age.old
        else f"The newest figures by deprivation are those of {_period(found)}."
    )


def _in_numbers(found: DeprivationGap) -> str:
    if found.gradient.scope != OWN:
        return ""
    excess = excess_over_least(found.groups, found.measure.indicator)
    part, area = PARTS[found.gradient.groups], found.evidence.area.name
    if excess is None:
        return ""
    said = least_sentence(excess, part, area, found.groups["period_label"].iloc[0])
    said = with_warning_once(found.evidence, said)
    return f"{escape_markdown(said)} {EXCESS}"


def gap_figure(found: DeprivationGap) -> FigureSpec:
    """Return the figure of a gradient."""
    evidence, indicator, gradient = found.evidence, found.measure.indicator, found.gradient
    area, numbers = evidence.area.name, found.numbers
    about = about_measure(evidence, found.measure, "gradient", found.groups)
    about = replace(
        about,
        headline=with_age(
            gap_headline(found.statement, numbers, gradient, area, indicator), found.statement
        ),
        subtitle=f"{about.measure}, {_groups_of(found)}, {_period(found)}",
        place=whole_words(gradient, area),
        method="deprivation-gaps",
        sentence=finding(found.statement),
        rule=found.statement.rule,
    )
    ends = (numbers["intercept"], numbers["intercept"] + numbers["slope"])
    line = None if pd.isna(ends[0]) else ends
    return gradient_spec(found.whole, about, reference=_reference(found), line=line)


def _reference(found: DeprivationGap) -> tuple[str, float | None]:
    """All people together: the area's value for its own groups, England's for England's."""
    area = found.evidence.area
    inside = found.gradient.scope == OWN
    code, name = (area.code, area.name) if inside else (ENGLAND, "England")
    rows = measure_rows(found.evidence, found.measure).series([code])
    known = rows.loc[rows["period"] == found.groups["period"].iloc[0], "value"].dropna()
    return name, None if known.empty else float(known.iloc[0])


def _table(found: DeprivationGap) -> str:
    indicator, area = found.measure.indicator, found.evidence.area.name
    rows = inequality_rows(found.numbers, indicator)
    for part in found.every[1:]:
        groups = newest_groups(part)
        numbers = inequality(groups, indicator.value_type, indicator.multiplier)
        period = period_words(groups["period_label"].iloc[0])
        rows.append(other_row(numbers, indicator, one_gradient(groups), area, period))
    about = about_measure(found.evidence, found.measure, "gradient", found.groups)
    caption = f"{about.measure}: inequality by deprivation, {_groups_of(found)}, {_period(found)}"
    frame = pd.DataFrame(rows)
    name = f"{found.measure.slug}-inequality"
    return table_block(found.evidence, name, PageTable(frame, caption, {}, str(frame.columns[0])))


def _source(found: DeprivationGap) -> str:
    notes = [weight_words(found.numbers, found.groups)]
    if words := unplaced(found.groups):
        notes.append(f"Not placed among the groups, as the file names them: {', '.join(words)}.")
    used = pd.concat([newest_groups(part) for part in found.every])
    ids = snapshot_ids(used)
    source = found.evidence.source_of(found.measure.indicator.id, ids)
    return source_note(found.evidence, source, ids, *notes)


def _nothing_to_show(found: DeprivationGap) -> str:
    known = int(found.whole["value"].notna().sum())
    whole = whole_words(found.gradient, found.evidence.area.name)
    number = found.gradient.groups
    given = f"{known} of {number}" if known else f"none of the {number}"
    words = unplaced(found.groups)
    strange = f" Its words for groups are not known: {', '.join(words)}." if words else ""
    return "**By deprivation.** " + escape_markdown(
        f"No gap by deprivation can be told between {whole}: the source gives a value for {given}"
        f" groups in {_period(found)}.{strange}"
    )


def _groups_of(found: DeprivationGap) -> str:
    whole = whole_words(found.gradient, found.evidence.area.name)
    return f"{whole} by deprivation ({group_words(found.gradient)})"


def _period(found: DeprivationGap) -> str:
    return period_words(found.groups["period_label"].iloc[0])
