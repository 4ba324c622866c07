"""Why it is measured: `reports/strategies/<slug>/strategy.yml`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from jsna.settings.framework import (
    Action,
    BigIssue,
    Body,
    Cell,
    MeasuresTogether,
    Metric,
    Milestone,
    Objective,
    Unmeasured,
    WantedOutcome,
)
from jsna.settings.goal import Goal
from jsna.settings.indicator import IndicatorId
from jsna.settings.model import SettingsModel, Slug, Text, Words
from jsna.settings.own_measures import OwnMeasures
from jsna.settings.strategy_document import BoardPaper, DocumentOrder

FirstAge = Annotated[int, Field(ge=0, le=90)]
LastAge = Annotated[int, Field(ge=0, le=89)]


class AgeBand(SettingsModel):
    """An age band that the strategy's population chapter counts; `to` None is open-ended."""

    label: Text
    start: FirstAge
    to: LastAge | None = None


class LifeStage(SettingsModel):
    """A stage of life that the strategy names.

    Attributes:
        ages: Its ages as the strategy words them: "0 to 3", "birth to school".
        start: Its first age, to be counted by; None where the strategy gives none.
        to: Its last age; None with a start is open-ended.
    """

    id: Slug
    title: Text
    ages: Words = ""
    start: FirstAge | None = None
    to: LastAge | None = None

    @property
    def band(self) -> AgeBand | None:
        """The ages to count, labelled with the title; None for a stage without numbers."""
        if self.start is None:
            return None
        open_end = "and over" if self.to is None else f"to {self.to}"
        label = f"{self.title} ({self.ages or f'{self.start} {open_end}'})"
        return AgeBand(label=label, start=self.start, to=self.to)


class Priority(SettingsModel):
    """One priority and the evidence chosen for it.

    Attributes:
        id: Stable slug, used in file names and figure ids.
        aim: What the strategy wants, in our own words.
        outcomes: What would be seen if it worked, each in words alone or with the indicators of the
            priority that tell of it.
        indicators: Ids of the catalogue, in the order of the page.
        themes: Themes of which every indicator follows those of the list (see the loader).
        objectives: What it is divided into, where the document divides it.
        actions: What is to be done, in our own words.
        together: Pairs of its indicators that its page sets beside each other.
        chapters: Further notebooks on this priority's page, of those that the table of pages
            (settings/page_table.py) lets stand there.
    """

    id: Slug
    number: Annotated[int, Field(ge=1)]
    title: Text
    aim: Text
    outcomes: tuple[WantedOutcome, ...] = ()
    life_stages: tuple[Slug, ...] = ()
    indicators: tuple[IndicatorId, ...] = ()
    themes: tuple[Slug, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    together: tuple[MeasuresTogether, ...] = ()
    chapters: tuple[Text, ...] = ()


class StrategyGoal(Goal):
    """What the strategy itself wants an indicator to reach."""

    indicator: IndicatorId


class CommentarySettings(SettingsModel):
    """How the council's own words (`commentary/*.md`) are set out.

    Attributes:
        headings: What may stand above their parts, in this order in new files.
        drafts: Whether what is not approved yet is left out of the pages, or printed and marked.
    """

    headings: Annotated[tuple[Text, ...], Field(min_length=1)] = (
        "Why this matters",
        "What is being done",
        "What works",
        "What people tell us",
        "What we recommend",
    )
    drafts: Literal["hidden", "marked"] = "hidden"


class StrategyDocument(SettingsModel):
    """The document the strategy was read from."""

    title: Text
    reference: Words = ""
    lines: Words = ""


class Strategy(SettingsModel):
    """A Health and Wellbeing Strategy: whose, when in force, and its priorities.

    Attributes:
        area: Whose; "" for one that serves any area, as the core of a needs assessment does.
        lasting: Whether it has no term, and is never expired: its days say how far it looks.
        life_stages: Those with a first age are counted in the population outlook; they may
            leave ages out but not share any.
        age_bands: Further ages that it counts; they may overlap ("65 and over", "85 and over").
        numbers_affected: Ids of indicators whose rates at each age are applied to the
            projected population.
        commentary: How the council's own words are set out.
        bodies: Who leads, supports, advises or answers for something.
        matrix: Who is accountable for each priority, at each life stage where there are any.
        big_issues: The needs that the document names.
        metrics: By what it says that it will be held to account, headline or not.
        milestones: What is to have happened by when.
        own_measures: What the council counts itself, from `measures.yml` beside the file.
        document_order: The strategy as one document, with its evidence in its own order.
        board_paper: What the paper for its board says beside what the pack can tell.
    """

    slug: Slug
    title: Text
    short_title: Text
    area: Slug | Literal[""] = ""
    lasting: bool = False
    start: date
    end: date
    replaced_by: Words = ""
    document: StrategyDocument
    life_stages: tuple[LifeStage, ...] = ()
    age_bands: tuple[AgeBand, ...] = ()
    numbers_affected: tuple[IndicatorId, ...] = ()
    goals: tuple[StrategyGoal, ...] = ()
    commentary: CommentarySettings = CommentarySettings()
    bodies: tuple[Body, ...] = ()
    matrix: tuple[Cell, ...] = ()
    big_issues: tuple[BigIssue, ...] = ()
    metrics: tuple[Metric, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    own_measures: OwnMeasures = OwnMeasures()
    document_order: DocumentOrder | None = None
    board_paper: BoardPaper | None = None
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1)]
    _states_claims: bool = PrivateAttr(default=False)
    _keeps_registers: bool = PrivateAttr(default=False)

    @property
    def states_claims(self) -> bool:
        """Whether a `claims.csv` lies beside its file: its pack has a page for them."""
        return self._states_claims

    def with_claims(self, there: bool) -> "Strategy":
        """Return the same strategy, with or without claims."""
        made = self.model_copy()
        made._states_claims = there
        return made

    def with_own_measures(self, found: OwnMeasures) -> "Strategy":
        """Return the same strategy with what its `measures.yml` holds."""
        return self.model_copy(update={"own_measures": found})

    @property
    def has_registers(self) -> bool:
        """Whether it keeps registers, in files or as actions and milestones of its own file."""
        actions = any(each.actions for each in self.priorities)
        return self._keeps_registers or bool(self.milestones) or actions

    def with_registers(self, there: bool) -> "Strategy":
        """Return the same strategy, with or without files of registers."""
        made = self.model_copy()
        made._keeps_registers = there
        return made

    @property
    def has_framework(self) -> bool:
        """Whether it sets out more than priorities: its pack has a page for that."""
        own = (self.matrix, self.big_issues, self.metrics, self.milestones)
        return any(own) or any(each.objectives or each.actions for each in self.priorities)

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator that the strategy's pages show, each once, in their order."""
        named = [id for priority in self.priorities for id in priority.indicators]
        return tuple(dict.fromkeys([*named, *self.numbers_affected]))

    @property
    def every_indicator_id(self) -> tuple[str, ...]:
        """Those, and what its big issues and metrics name beside them."""
        named = [id for issue in self.big_issues for id in issue.indicators]
        named += [id for metric in self.metrics for id in metric.indicators]
        return tuple(dict.fromkeys([*self.indicator_ids, *named]))

    @property
    def headlines(self) -> tuple[Metric, ...]:
        """The metrics that the document lists as its headline indicators."""
        return tuple(metric for metric in self.metrics if metric.headline)

    @property
    def without_lead(self) -> tuple[Cell, ...]:
        """The cells of the matrix for which the document names nobody as accountable."""
        return tuple(cell for cell in self.matrix if not cell.lead)

    @property
    def counted_stages(self) -> tuple[AgeBand, ...]:
        """The life stages whose ages are given in numbers, as age bands."""
        return tuple(stage.band for stage in self.life_stages if stage.band)

    def status_on(self, day: date) -> str:
        """Return "not yet in force", "in force" or "expired" as at `day`; "" without a term."""
        if self.lasting:
            return ""
        if day < self.start:
            return "not yet in force"
        return "in force" if day <= self.end else "expired"


def titles_of(strategy: Strategy) -> dict[str, str]:
    """Return id -> title of its priorities and life stages."""
    stages = {stage.id: stage.title for stage in strategy.life_stages}
    return stages | {priority.id: priority.title for priority in strategy.priorities}
