"""The facts behind one measure's figures: the series, the authorities beside it, the bars."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import pandas as pd

from jsna.analysis.rank import MINIMUM, Rank, rank_area
from jsna.analysis.tier import authorities_of, tier_of
from jsna.chapter.evidence import Evidence, Measure
from jsna.fact_schema import AUTHORITY_TYPES, ENGLAND
from jsna.facts.select import peers, series
from jsna.narrative.rank_words import tier_words
from jsna.register.names import name_in_prose

FEWEST_BARS: Final = MINIMUM
"""Fewer authorities with a value than this have no rank, and so no finding for a headline."""

MOST_BARS: Final = 20
"""More bars than this are a list, and too heavy on a page: the nearest in rank are drawn."""

NEAREST: Final = 19


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
        """One row per period of the area, England and the region, with area_name."""
        area = self.evidence.area
        codes = [area.code, ENGLAND, area.region.code]
        rows = series(self._facts, self.measure.indicator.id, codes, *self._stratum)
        return self._named(rows)

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
    def bars(self) -> pd.DataFrame:
        """The region's authorities of the area's tier in the period; no rows if too few."""
        area, rows = self.evidence.area, self.authorities
        inside = (rows["region_code"] == area.region.code) | (rows["area_code"] == area.code)
        few = rows.loc[inside, "value"].notna().sum() < FEWEST_BARS
        return rows.iloc[:0] if few else rows[inside].reset_index(drop=True)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Which figures the measure gets: trend, bars or both; the first is the finding's own.

        One value is no trend: where the region's authorities can be shown, they are enough.
        Of an indicator's measures the preferred one alone gets bars, or pages grow too heavy.
        """
        own = self.trend[self.trend["area_code"] == self.evidence.area.code]
        preferred = self.measure.stratum == self.measure.indicator.strata[0]
        bars = preferred and self.measure.compared and not self.bars.empty
        trend = own["value"].notna().sum() > 1 or not bars
        return ("trend",) * bool(trend) + ("bars",) * bars

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The bars, or where they are many the area and those nearest to it in rank."""
        if len(self.bars) <= MOST_BARS:
            return self.bars
        valued = self.bars[self.bars["value"].notna()].sort_values(["value", "area_code"])
        place = int((valued["area_code"] == self.evidence.area.code).to_numpy().argmax())
        first = min(max(place - NEAREST // 2, 0), max(len(valued) - NEAREST, 0))
        return valued.iloc[first : first + NEAREST]

    def with_england(self) -> pd.DataFrame:
        """Return the drawn bars and England's row of the same period, if it has a value."""
        england = self.trend[self.trend["area_code"] == ENGLAND]
        same = england["period"] == self.measure.statement.period
        return pd.concat([self.drawn, england[same & england["value"].notna()]], ignore_index=True)

    def rank(self, rows: pd.DataFrame, region: str = "") -> Rank:
        """Return the area's rank among some rows of `authorities`: all, or those of a region."""
        tier = tier_words(self.tier, rows["kind"].unique(), region)
        period, polarity = self.measure.statement.period, self.measure.indicator.polarity
        return rank_area(rows, self.evidence.area.code, period, polarity, tier)

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


@cache
def measure_rows(evidence: Evidence, measure: Measure) -> MeasureRows:
    """Return the rows behind a measure's figures, the same object each time."""
    return MeasureRows(evidence, measure)
