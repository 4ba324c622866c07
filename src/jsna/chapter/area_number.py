"""A number of the area as the council's own words quote it: the newest of one measure."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jsna.analysis.movement import movement
from jsna.analysis.recent_trend import CANNOT
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import measure_rows
from jsna.narrative.comparison_words import rank_place
from jsna.narrative.english import mid_sentence
from jsna.narrative.labels import period_words, stratum_words
from jsna.narrative.numbers import NOT_AVAILABLE, format_value
from jsna.narrative.sentences import finding, interval_words, verdict
from jsna.narrative.statement import Statement
from jsna.settings.strategy import Priority

NO_INTERVAL: Final = "no interval in the file used"
SOURCES_PAGE: Final = "sources.qmd"


@dataclass(frozen=True, eq=False)
class AreaNumber:
    """The newest figure of one measure of the area.

    Its properties value to sentence are the fields of `narrative.live_name.FIELDS`.
    """

    evidence: Evidence
    told: Measure

    @property
    def _said(self) -> Statement:
        return self.told.statement

    @property
    def measure(self) -> str:
        """The indicator's title, with the sex and age."""
        said, title = self._said, self.told.indicator.title
        group = stratum_words(said.sex, said.age, title)
        return ", ".join(part for part in (title, group) if part)

    @property
    def source(self) -> str:
        """The data set."""
        return self.evidence.source_of(self.told.indicator.id)

    @property
    def period_key(self) -> str:
        """The period as facts write it."""
        return self._said.period if self.told.has_data else ""

    @property
    def outcome(self) -> str:
        """The outcome against England, one word or few."""
        return str(self._said.outcome)

    @property
    def value(self) -> str:
        """The value with its unit; "not available" without one."""
        return format_value(self._said.value, self._said.unit, self._said.decimals)

    @property
    def england(self) -> str:
        """England's value of the same period."""
        said = self._said
        theirs = said.comparator.value if said.comparator else None
        return format_value(theirs, said.unit, said.decimals)

    @property
    def interval(self) -> str:
        """The 95% interval and that it was worked out, if so; or that there is none."""
        return interval_words(self._said) or NO_INTERVAL

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(self._said.period_label) if self.told.has_data else NOT_AVAILABLE

    @property
    def verdict(self) -> str:
        """What may be said against England, as it reads inside a sentence."""
        outcome, comparator = self._said.outcome, self._said.comparator
        if outcome.is_verdict and comparator:
            whose = self._said.basis.after_verdict
            return f"{outcome.linking} {comparator.name}{f' ({whose})' if whose else ''}"
        return mid_sentence(verdict(self._said))

    @cached_property
    def trend(self) -> str:
        """The recent trend in the words of the published labels."""
        rows = measure_rows(self.evidence, self.told).trend
        own = rows[rows["area_code"] == self.evidence.area.code]
        if own["value"].notna().sum() == 0:
            return NOT_AVAILABLE
        start = self.evidence.strategy.start
        published = self.evidence.published_of(self.told.indicator.id)
        moved = movement(own, published, self.told.indicator, start)
        trend = mid_sentence(moved.trend)
        return f"{trend} ({moved.reason})" if moved.trend == CANNOT else trend

    @cached_property
    def rank(self) -> str:
        """The place among the authorities of the country, and what the first place is."""
        if not self.told.has_data:
            return NOT_AVAILABLE
        rank = measure_rows(self.evidence, self.told).national_rank
        if rank.rank is None:
            return f"without a rank ({rank.reason})"
        return f"{rank_place(rank)} {rank.tier} ({rank.direction})"

    @property
    def sentence(self) -> str:
        """The finding as a whole sentence."""
        return finding(self._said)

    @property
    def home(self) -> Priority | None:
        """The priority whose page shows it: the chapter's own, else the first; None for none."""
        strata = self.told.indicator.strata
        if not self.told.has_data or self.told.stratum not in strata:
            return None
        own = [self.evidence.priority] if self.evidence.priority else []
        every = [*own, *self.evidence.strategy.priorities]
        return next((p for p in every if self.told.indicator.id in p.indicators), None)

    @property
    def target(self) -> str:
        """The address of its figure, or of the page of sources."""
        home = self.home
        if home is None:
            return SOURCES_PAGE
        kind = measure_rows(self.evidence, self.told).kinds[0]
        figure = f"#fig-{home.id}-{self.told.slug}-{kind}"
        return figure if home is self.evidence.priority else f"{home.id}.qmd{figure}"
