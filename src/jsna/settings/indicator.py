"""What is measured: `data/catalogue/indicators/<theme>/<id>.yml`."""

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from jsna.settings.goal import Goal
from jsna.settings.model import SettingsModel, Slug, Text, WebAddress, Words
from jsna.settings.release_rule import ReleaseRule

IndicatorId = Slug
Polarity = Literal["high-is-good", "low-is-good", "none"]
ValueType = Literal["proportion", "rate", "standardised-rate", "count", "mean", "other"]
YearType = Literal["calendar", "financial", "academic"]
IntervalMethod = Literal[
    "wilson", "byar", "exact", "dobson", "chiang", "student-t", "published", "none"
]
ComparisonMethod = Literal["single-overlapping-interval", "published-label", "none"]
NOT_MEANT: Final = "none"
"""The comparison method of what is not meant to be compared."""
OutcomesFramework = Literal["phof", "nhsof", "ascof"]
OUTCOMES_FRAMEWORKS: Final[dict[OutcomesFramework, str]] = {
    "phof": "Public Health Outcomes Framework",
    "nhsof": "NHS Outcomes Framework",
    "ascof": "Adult Social Care Outcomes Framework",
}
"""The national sets of outcomes that an indicator may be part of -> what they are called."""
Level = Literal["england", "region", "county", "unitary", "district", "ward", "msoa", "lsoa"]

BELOW_AUTHORITY: Final = ("ward", "msoa", "lsoa")
NEVER_BELOW: Final = re.compile(
    r"suicid|inquest|coroner|self-inflicted|undetermined intent", re.IGNORECASE
)
"""Words in an indicator's title that keep it from being shown below the authority."""


class SourceReference(SettingsModel):
    """Where the values come from: a source of the catalogue and its own id there.

    Attributes:
        publisher: Whose figures they are, where the source lends only the layout of its files;
            "" for a source's own.
    """

    source: Slug
    id: Text
    url: WebAddress = ""
    confidence: Literal["high", "medium", "placeholder"] = "high"
    publisher: Words = ""

    def of_others(self, title: str) -> str:
        """Return whose figures these are and in what layout; "" for a source's own."""
        return f"{self.publisher}, in the layout of {title}" if self.publisher else ""


Sex = Literal["Persons", "Male", "Female", "Not applicable"]


class AlsoPublished(SettingsModel):
    """The same figures in the files of a second source, which has no ids: told by its name there.

    Attributes:
        source: A source of the catalogue.
        name: As its files call it, letter by letter.
        sex: Of these figures.
        age: Of these figures, as the indicator's own source writes it.
        until: The last day of which they still hold, where the own source revised later ones.
    """

    source: Slug
    name: Text
    sex: Sex = "Persons"
    age: Text = "All ages"
    until: date | None = None


class Stratum(SettingsModel):
    """The sex and age that a page shows; blank age means the only one published."""

    sex: Sex = "Persons"
    age: Words = ""


class Break(SettingsModel):
    """A change in the way of measuring: no trend or change is told across it.

    Attributes:
        since: The first day that was measured the new way.
        what: What changed, as a sentence.
    """

    since: date
    what: Text


class OutcomesTag(SettingsModel):
    """That an indicator is part of a national set of outcomes.

    Attributes:
        id: Its number there; "" where that was not confirmed: editions number anew.
    """

    framework: OutcomesFramework
    id: Words = ""


class KeyFact(SettingsModel):
    """What an overview's key facts say of an indicator's preferred measures.

    Attributes:
        place: Among the key facts; the smallest first.
        words: That follow the value: "life expectancy".
    """

    place: Annotated[int, Field(ge=1)]
    words: Text


class Indicator(SettingsModel):
    """One indicator, as a reader needs it described and as the code needs it judged.

    Attributes:
        id: The file's name without `.yml`; equals indicator_id in facts.
        measures: One sentence: what a value says about whom.
        unit: As printed after a number: "%", "years", "per 100,000".
        multiplier: What a rate is per (100 for a percentage, 100000, 1).
        matters: The difference, in the indicator's unit, that would matter in practice: an
            interval wider than this on either side of the value is too imprecise to judge.
        also_published: Where else the same figures are, under which name, for which sex and age.
        levels: For what areas it may be shown. Facts of smaller areas than these are not kept;
            suicides and inquests have no level below the authority.
        strata: The sex and age combinations that pages show, in order of preference.
        breaks: Changes in the way of measuring, across which no trend is told.
        goals: What is to be reached nationally; a strategy's own goals stand with the strategy.
        next_release: When the next figures are due, if the source announced the day.
        release_rule: In what rhythm its source says that it brings them out; "" if it does not.
        discontinued: Whether the source has ended the series: no figure will follow.
        on_request: Whether only a strategy that names it shows it: neither its theme nor the
            demonstration has it, and the list of all indicators only where there are figures.
        gap_inside: Where a value is itself the gap between the most and the least deprived parts
            of the area, above 0 where the most deprived are worse off: what lies apart ("life
            expectancy"); "" for all others.
        outcomes_frameworks: Of which national sets of outcomes it is part, and its number there.
        key_fact: Its place and words among the key facts of an overview; None for most.
        allowed_range: Lowest and highest value that is not an error.
    """

    id: IndicatorId
    title: Text
    short_title: Text
    measures: Text
    unit: Text
    decimals: Annotated[int, Field(ge=0, le=3)]
    multiplier: Annotated[float, Field(gt=0)]
    polarity: Polarity
    value_type: ValueType
    year_type: YearType
    interval_method: IntervalMethod
    comparison_method: ComparisonMethod
    matters: Annotated[float, Field(gt=0)]
    theme: Slug
    life_stages: tuple[Slug, ...] = ()
    source: SourceReference
    also_published: tuple[AlsoPublished, ...] = ()
    levels: tuple[Level, ...]
    strata: tuple[Stratum, ...] = (Stratum(),)
    breaks: tuple[Break, ...] = ()
    goals: tuple[Goal, ...] = ()
    next_release: date | None = None
    release_rule: ReleaseRule = ""
    discontinued: bool = False
    on_request: bool = False
    gap_inside: Words = ""
    outcomes_frameworks: tuple[OutcomesTag, ...] = ()
    key_fact: KeyFact | None = None
    caveats: tuple[Text, ...] = ()
    allowed_range: tuple[float, float]

    @property
    def compared(self) -> bool:
        """Whether it is meant to be compared: what is not is neither ranked nor beside England."""
        return self.comparison_method != NOT_MEANT

    @field_validator("levels")
    @classmethod
    def _nobody_is_found_out(
        cls, levels: tuple[Level, ...], given: ValidationInfo
    ) -> tuple[Level, ...]:
        named = " ".join(str(given.data.get(key, "")) for key in ("title", "measures"))
        small = [level for level in levels if level in BELOW_AUTHORITY]
        if small and NEVER_BELOW.search(named):
            raise ValueError(
                f"suicides and inquests are never shown below the authority; take"
                f" {', '.join(small)} out"
            )
        return levels


class Theme(SettingsModel):
    """A heading of the catalogue (`themes.yml`), e.g. best-start."""

    id: Slug
    title: Text
