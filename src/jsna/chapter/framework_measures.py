"""The measures that a strategy's framework names: each with its verdict and the one test told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.change import NOT_TESTED
from jsna.analysis.issue_judgement import for_the_better, judge_issues, test_told
from jsna.analysis.movement import Change
from jsna.analysis.outcome import Basis
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_figures import lead_figure, short_words
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.words import mark, source_note
from jsna.narrative.age_of_data import age_in_short
from jsna.narrative.html_text import escape_html
from jsna.narrative.issue_words import measure_words, test_word
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.outcome_counts import is_old
from jsna.settings.framework import BigIssue
from jsna.settings.strategy import LifeStage, Priority

ALL_AGES: Final = LifeStage(id="all-ages", title="All ages")
"""Stands for the life stage of what names none."""
NOTHING: Final[list["ToldMeasure | None"]] = [None]
"""Stands for the measures of what has none, so that it keeps a row."""


@dataclass(frozen=True)
class ToldMeasure:
    """One measure with a figure, as the page of the framework tells it.

    Attributes:
        change: The test on the area's own figures that speaks for it; None for a single figure.
        page: The priority's page that shows it; "" where none does.
        figure: Id of its figure there.
    """

    measure: Measure
    change: Change | None
    page: str
    figure: str

    @property
    def words(self) -> str:
        """Its value, England's, and what the test gave."""
        return measure_words(self.measure.statement, self.change, self.measure.indicator)

    @property
    def moved(self) -> str:
        """What a test showed, in a word or two; "" for nothing."""
        indicator = self.measure.indicator
        change = pd.Series([self.change.change if self.change else ""])
        better = for_the_better(change, pd.Series([indicator.polarity])).iloc[0]
        return test_word(self.change, bool(better), indicator)

    @property
    def is_tested(self) -> bool:
        """Whether a change in the area's own figures could be tested."""
        return self.change is not None and self.change.change != NOT_TESTED

    @property
    def verdict(self) -> str:
        """Its outcome, whose verdict it is if the source's own, and its age where that is told."""
        said = self.measure.statement
        more = (said.basis.after_verdict, age_in_short(said.data_age))
        return ", ".join(part for part in (str(said.outcome), *more) if part)

    @property
    def markdown(self) -> str:
        """Its mark, its title as a link to its figure, and its words."""
        return f"{mark(self.measure.statement)} {self._link()}, {escape_markdown(self.words)}"

    def _link(self) -> str:
        title = escape_markdown(short_words(self.measure))
        return f"[{title}]({self.page}.qmd#{self._anchor})" if self.page else title

    @property
    def _anchor(self) -> str:
        return f"fig-{self.figure.replace('.', '-')}"

    @property
    def cell(self) -> str:
        """Its title, its outcome and its change, as the HTML of a line in a table's cell."""
        title = escape_html(short_words(self.measure))
        if self.page:
            title = f'<a href="{self.page}.html#{self._anchor}">{title}</a>'
        words = ", ".join(part for part in (self.verdict, self.moved) if part)
        return f"{title}: {escape_html(words)}"


Told = dict[str, list[ToldMeasure]]


def told_measures(evidence: Evidence) -> Told:
    """Return id -> the measures with a figure, of every indicator that the strategy names."""
    ids = evidence.strategy.every_indicator_id
    found: Told = {id: [] for id in ids}
    for measure in evidence.measures_of(ids):
        if measure.has_data:
            found[measure.indicator.id].append(_told(evidence, measure))
    return found


def _told(evidence: Evidence, measure: Measure) -> ToldMeasure:
    change = test_told(measure_rows(evidence, measure).moved)
    shown = _shown_on(evidence, measure.indicator.id)
    if shown is None:
        return ToldMeasure(measure, change, "", "")
    figure = lead_figure(evidence.of_priority(shown), measure)
    return ToldMeasure(measure, change, shown.id, figure)


def _shown_on(evidence: Evidence, indicator_id: str) -> Priority | None:
    """The first priority whose page shows an indicator."""
    shown = (one for one in evidence.strategy.priorities if indicator_id in one.indicators)
    return next(shown, None)


def of_indicators(evidence: Evidence, ids: Iterable[str]) -> list[ToldMeasure]:
    """Return the measures with a figure of some indicators, in their order."""
    told = evidence.once(told_measures)
    return [one for id in ids for one in told.get(id, ())]


def counted_moves(told: Iterable[ToldMeasure]) -> list[str]:
    """Return what tests showed of some measures, counted: "1 got worse"; none where none did."""
    words = [one.moved for one in told if one.moved]
    return [f"{words.count(word)} {word}" for word in dict.fromkeys(words)]


def in_cell(evidence: Evidence, priority: Priority, life_stage: str) -> list[ToldMeasure]:
    """Return the priority's measures that tell of a life stage; all of them without one.

    By the stages that the catalogue tags an indicator with, and the big issues of the stage.
    """
    named = {
        id
        for issue in evidence.strategy.big_issues
        if issue.life_stage == life_stage
        for id in issue.indicators
    }
    tagged = evidence.settings.indicators
    chosen = [
        id
        for id in priority.indicators
        if not life_stage or life_stage in tagged[id].life_stages or id in named
    ]
    return of_indicators(evidence, chosen)


def judged_issues(evidence: Evidence) -> pd.DataFrame:
    """Return the level and the change of each big issue (`issue_judgement.judge_issues`)."""
    rows = [row for issue in evidence.strategy.big_issues for row in _rows(evidence, issue)]
    return judge_issues(pd.DataFrame(rows))


def _rows(evidence: Evidence, issue: BigIssue) -> list[dict[str, object]]:
    nothing = {
        "issue": issue.id, "indicator": "", "outcome": "", "old": False, "by_source": False,
        "change": "", "polarity": "none",
    }  # fmt: skip
    return [
        nothing | {"indicator": id} | (_judged(one) if one else {})
        for id in issue.indicators
        for one in (of_indicators(evidence, [id]) or NOTHING)
    ] or [nothing]


def _judged(told: ToldMeasure) -> dict[str, object]:
    said = told.measure.statement
    return {
        "outcome": said.outcome,
        "old": is_old(said),
        "by_source": said.basis is Basis.SOURCE,
        "change": told.change.change if told.change else "",
        "polarity": told.measure.indicator.polarity,
    }


def sources_of(evidence: Evidence, told: Iterable[ToldMeasure], others: Iterable[str]) -> str:
    """Return the block that says where some measures' figures come from, and other snapshots'."""
    ids = sorted({id for one in told for id in one.measure.statement.snapshot_ids}.union(others))
    titles = {evidence.settings.sources[evidence.snapshots[id].source].title for id in ids}
    return source_note(evidence, "; ".join(sorted(titles)), ids) if ids else ""
