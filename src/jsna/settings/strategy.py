"""Why it is measured: `reports/strategies/<slug>/strategy.yml`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from jsna.settings.goal import Goal
from jsna.settings.indicator import IndicatorId
from jsna.settings.model import SettingsModel, Slug, Text


class LifeStage(SettingsModel):
    """A stage of life that the strategy names, with its ages."""

    id: Slug
    title: Text
    ages: str = ""


class AgeBand(SettingsModel):
    """An age band that the strategy's population chapter counts; `to` None is open-ended."""

    label: Text
    start: Annotated[int, Field(ge=0, le=90)]
    to: Annotated[int, Field(ge=0, le=89)] | None = None


class Unmeasured(SettingsModel):
    """Something the strategy wants that no indicator of the catalogue measures."""

    what: Text
    why: Text


class Priority(SettingsModel):
    """One priority and the evidence chosen for it.

    Attributes:
        id: Stable slug, used in file names and figure ids.
        aim: What the strategy wants, in our own words.
        outcomes: What would be seen if it worked, in our own words.
        indicators: Ids of the catalogue, in the order of the page.
        chapters: Further notebook kinds on this priority's page (deprivation_map, ...).
    """

    id: Slug
    number: Annotated[int, Field(ge=1)]
    title: Text
    aim: Text
    outcomes: tuple[Text, ...] = ()
    life_stages: tuple[Slug, ...] = ()
    indicators: tuple[IndicatorId, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    chapters: tuple[Literal["deprivation_map", "population_outlook"], ...] = ()


class StrategyGoal(Goal):
    """What the strategy itself wants an indicator to reach."""

    indicator: IndicatorId


class StrategyDocument(SettingsModel):
    """The document the strategy was read from."""

    title: Text
    reference: str = ""
    lines: str = ""


class Strategy(SettingsModel):
    """A Health and Wellbeing Strategy: whose, when in force, and its priorities."""

    slug: Slug
    title: Text
    short_title: Text
    area: Slug
    start: date
    end: date
    replaced_by: str = ""
    document: StrategyDocument
    life_stages: tuple[LifeStage, ...] = ()
    age_bands: tuple[AgeBand, ...] = ()
    goals: tuple[StrategyGoal, ...] = ()
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1)]

    def status_on(self, day: date) -> str:
        """Return "not yet in force", "in force" or "expired" as at `day`."""
        if day < self.start:
            return "not yet in force"
        return "in force" if day <= self.end else "expired"
