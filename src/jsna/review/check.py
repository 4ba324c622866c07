"""What a check is, and what it may know beside the draft."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from jsna.narrative.english import sentence
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings


@dataclass(frozen=True)
class CitedFigure:
    """A figure of the area's packs as it is now.

    Attributes:
        sentence: What it says.
        values: What it draws.
        source: The data set that it is drawn from.
    """

    sentence: str
    values: tuple[float, ...] = ()
    source: str = ""

    @property
    def said(self) -> str:
        """Its sentence with its source."""
        return f"{self.sentence} Source: {sentence(self.source)}" if self.source else self.sentence


@dataclass(frozen=True, eq=False)
class Known:
    """What a draft is held against.

    Attributes:
        area: Whose strategy it is.
        indicators: The catalogue.
        facts: The area's facts; None where there are none.
        figures: Key of `figures.bib` -> figure, of the area's packs; None where no pack is built.
        claims: The rows of the area's registers of claims that name the draft by its file's name;
            None where a register can't be read.
        until: The last year of the strategy; 0 where the draft is to say it.
        why: Of what is None (facts, figures, claims): why.
        sources: The sources of the catalogue, which are named beside each number of the facts.
        snapshots: Id of each snapshot that facts came from -> its source.
    """

    area: Area
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    facts: pd.DataFrame | None = None
    figures: Mapping[str, CitedFigure] | None = None
    claims: pd.DataFrame | None = field(default_factory=pd.DataFrame)
    until: int = 0
    why: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    snapshots: Mapping[str, str] = field(default_factory=dict)

    def lacks(self, need: str) -> bool:
        """Return whether a thing that some check needs is not there."""
        return bool(need) and getattr(self, need) is None


@dataclass(frozen=True)
class Check:
    """One kind of fault.

    Attributes:
        id: Names it in every output.
        rule: What is reported and when, as sentences for a reader.
        severity: The gravest that it gives.
        find: Draft and what is known in, findings out.
        needs: The attribute of `Known` that it can't do without; "" if there is none.
    """

    id: str
    rule: str
    severity: Severity
    find: Callable[[Draft, Known], Iterator[Finding]]
    needs: str = ""
