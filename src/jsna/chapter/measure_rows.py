"""The facts behind one measure's figures: the series, and the authorities beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

import pandas as pd

from jsna.analysis.excess_of_area import excess_over_england
from jsna.analysis.judgement import NOT_MEANT_WORDS
from jsna.analysis.movement import Movement, breaks_of, movements
from jsna.analysis.rank import Rank, rank_area
from jsna.analysis.series_form import first_of_new_method
from jsna.analysis.tier import authorities_of, tier_of
from jsna.chapter.evidence import Evidence, Measure, MeasureKey
from jsna.chapter.together import Together
from jsna.fact_schema import AUTHORITY_TYPES, ENGLAND
from jsna.facts.select import peers, series
from jsna.narrative.outcome_counts import is_old
from jsna.narrative.rank_words import tier_words
from jsna.register.names import name_in_prose

FEWEST_FOR_MOVEMENT: Final = 2


@dataclass(frozen=True, eq=False)
class MeasureRows:
    """What can be drawn of a measure, each frame read once.

    The sex and age are those that the measure's statement found, so that every figure shows
    what the finding says.
    """

    evidence: Evidence
    measure: Measure

    @cached_property
    def trend(self) -> pd.DataFrame:
        """One row per period of the area, with area_name; England and the region beside it.

        A measure that is not meant to be compared has the area's rows alone.
        """
        area = self.evidence.area
        beside = [ENGLAND, area.region.code] if self.measure.compared else []
        return self.series([area.code, *beside])

    @cached_property
    def peers(self) -> pd.DataFrame:
        """One row per authority of the country in the statement's period."""
        period = self.measure.statement.period
        return peers(
            self._facts, self.measure.indicator.id, period, AUTHORITY_TYPES, *self._stratum
        )

    @cached_property
    def tier(self) -> str:
        """The tier that the whole country's values put the area in; a region could not say."""
        period, register = self.measure.statement.period, self.evidence.register
        return tier_of(self.peers, register, self.evidence.area.code, period)

    @cached_property
    def authorities(self) -> pd.DataFrame:
        """Every authority of the area's tier, as it stood in the period (`authorities_of`)."""
        said, register = self.measure.statement, self.evidence.register
        rows = self._named(authorities_of(self.peers, register, said.period, self.tier))
        blank = {"period": said.period, "period_label": said.period_label}
        return rows.fillna(blank | {"status": "not-available", "snapshot_ids": ""})

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Which figures the measure gets: trend, strip or both; the first is the finding's own.

        One value is no trend: where the authorities can be shown, they are enough. An old figure
        with a trend has no strip, or pages grow too heavy: its place stands in the summary.
        """
        strip = self.national_rank.rank is not None
        trend = self.own["value"].notna().sum() > 1 or not strip
        strip = strip and not (trend and is_old(self.measure.statement))
        return ("trend",) * bool(trend) + ("strip",) * bool(strip)

    @cached_property
    def lead_kind(self) -> str:
        """The first of `kinds`, without ranking the authorities where there is a trend."""
        return "trend" if self.own["value"].notna().sum() > 1 else self.kinds[0]

    @cached_property
    def own(self) -> pd.DataFrame:
        """The area's rows of `trend`."""
        return self.trend[self.trend["area_code"] == self.evidence.area.code]

    @cached_property
    def moved(self) -> Movement | None:
        """The recent trend and tested changes of the area's own series; None for one value."""
        return _moved(self.evidence, self.measure)

    @cached_property
    def breaks(self) -> tuple[str, ...]:
        """The periods from which the figures are measured otherwise than before."""
        since = breaks_of(self.measure.indicator)["since"]
        return tuple(first_of_new_method(self.own["period"], since))

    @cached_property
    def excess(self) -> pd.Series | None:
        """How many more than at England's level (`excess_over_england`); None where not known."""
        comparator = self.measure.statement.comparator
        fact = self.own[self.own["period"] == self.measure.statement.period]
        if comparator is None or comparator.area_code != ENGLAND or fact.empty:
            return None
        return excess_over_england(fact.iloc[0], comparator.value, self.measure.indicator)

    def series(self, codes: Sequence[str]) -> pd.DataFrame:
        """Return one row per period of some areas, of the statement's sex and age."""
        return self._named(series(self._facts, self.measure.indicator.id, codes, *self._stratum))

    def value_of(self, code: str) -> float | None:
        """Return the value of England or the region in the statement's period, if it has one.

        None too for a measure that is not meant to be compared.
        """
        rows = self.trend[self.trend["area_code"] == code]
        said = self.measure.statement
        same = (rows["period"] == said.period) & (rows["edition"] == said.edition)
        found = rows.loc[same, "value"].dropna()
        return None if found.empty else float(found.iloc[0])

    @cached_property
    def national_rank(self) -> Rank:
        """The area's rank among all `authorities`."""
        return self.rank(self.authorities)

    def rank(self, rows: pd.DataFrame) -> Rank:
        """Return the area's rank among some rows of `authorities`: all, or its neighbours.

        A measure that is not meant to be compared has none.
        """
        tier = tier_words(self.tier, rows["kind"].unique())
        period, polarity = self.measure.statement.period, self.measure.indicator.polarity
        found = rank_area(rows, self.evidence.area.code, period, polarity, tier)
        if self.measure.compared:
            return found
        return replace(found, rank=None, joint=False, reason=NOT_MEANT_WORDS)

    @property
    def _facts(self) -> pd.DataFrame:
        return self.evidence.facts_of(self.measure.indicator.id)

    @property
    def _stratum(self) -> tuple[str, str]:
        return self.measure.statement.sex, self.measure.statement.age

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        names = frame["area_code"].map(self.evidence.names)
        if "name" in frame:  # the register knows those that no source names
            names = names.fillna(frame["name"].map(name_in_prose))
            frame = frame.assign(name=names)
        return frame.assign(area_name=names.fillna(frame["area_code"]))


def measure_rows(evidence: Evidence, measure: Measure) -> MeasureRows:
    """Return the rows behind a measure's figures, the same object each time."""
    # nothing of them depends on the priority that asks
    return _rows_of(evidence.whole, measure)


@cache
def _rows_of(evidence: Evidence, measure: Measure) -> MeasureRows:
    return MeasureRows(evidence, measure)


def all_moved(evidence: Evidence, measures: Sequence[Measure]) -> dict[MeasureKey, Movement | None]:
    """Return how each of some measures has moved, tested in one pass; None for one value."""
    own = {each.key: measure_rows(evidence, each).own for each in measures}
    series = {k: s for k, s in own.items() if s["value"].notna().sum() >= FEWEST_FOR_MOVEMENT}
    indicators = [evidence.settings.indicators[id] for id, _, _ in series]
    published = evidence.published_of(*{id for id, _, _ in series})
    found = movements(list(series.values()), published, indicators, evidence.strategy.start)
    moved = dict(zip(series, found, strict=True))
    return {each.key: moved.get(each.key) for each in measures}


def _together(evidence: Evidence, measures: Sequence[Measure]) -> list[Movement | None]:
    before = {each.key for each in measures} & evidence.moved_before.keys()
    for id, _, _ in before:
        evidence.note_data(id)
        evidence.note("strategy:start")
    lacking = [each for each in measures if each.key not in before]
    moved = {**evidence.moved_before, **(all_moved(evidence, lacking) if lacking else {})}
    return [moved[each.key] for each in measures]


_moved = Together(_together)
