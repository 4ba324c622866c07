"""The six key facts of an area: each with England and its year, or the reason why it is missing."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES, band_totals
from jsna.analysis.deprivation import DECILE, deprivation_shares
from jsna.analysis.population import ESTIMATED, OLDER, years_of
from jsna.chapter.evidence import Evidence, Measure, snapshot_ids
from jsna.chapter.neighbourhoods import ids_of, own_neighbourhoods
from jsna.errors import SourceError
from jsna.fact_schema import ENGLAND
from jsna.narrative.age_of_data import age_of_data
from jsna.narrative.deprivation_words import share_of_residents
from jsna.narrative.labels import period_words, sex_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.sentences import interval_words

ENGLANDS_FIFTH: Final = "England: a fifth of all neighbourhoods, by definition"


@dataclass(frozen=True)
class KeyFact:
    """One fact.

    Attributes:
        value: As printed, with its unit; "Not available" without one.
        what: What it is, in words that follow the value.
        year: Of when; "" without a value.
        beside: The interval where there is one, and England's value of the same period, or why
            there is none.
        source: The title of the data set.
        snapshot_ids: The files that it comes from.
    """

    value: str
    what: str
    year: str
    beside: str
    source: str
    snapshot_ids: tuple[str, ...]


def key_facts(evidence: Evidence) -> list[KeyFact]:
    """Return the facts in the order of the page: one a sex where an indicator has both."""
    chosen = [one for one in evidence.settings.indicators.values() if one.key_fact]
    chosen.sort(key=lambda one: one.key_fact.place if one.key_fact else 0)
    measures = evidence.measures_of(one.id for one in chosen)
    measured = [_measured(evidence, measure) for measure in measures]
    return [_residents(evidence), _older(evidence), *measured, _deprived(evidence)]


def _missing(what: str, why: str) -> KeyFact:
    return KeyFact("Not available", what, "", why, "", ())


def _estimates(evidence: Evidence, code: str) -> pd.DataFrame:
    """The newest estimates of an area's residents, everybody and by age."""
    facts = evidence.facts_of(ESTIMATED)
    rows = facts[(facts["area_code"] == code) & (facts["sex"] == "Persons")]
    rows = rows[rows["value"].notna()]
    return rows[years_of(rows) == years_of(rows).max()] if len(rows) else rows


def _residents(evidence: Evidence) -> KeyFact:
    own = _estimates(evidence, evidence.area.code)
    own = own[own["age"] == ALL_AGES]
    if own.empty:
        return _missing("residents", "the files used hold no estimate")
    year, theirs = int(years_of(own).iloc[0]), _estimates(evidence, ENGLAND)
    theirs = theirs[(theirs["age"] == ALL_AGES) & (years_of(theirs) == year)]
    beside = (
        f"England {format_number(theirs['value'].iloc[0], 0)}"
        if len(theirs)
        else "England's number is not in the files used"
    )
    return KeyFact(
        format_number(own["value"].iloc[0], 0), "residents", f"mid-{year}", beside,
        evidence.source_of(ESTIMATED), snapshot_ids(own),
    )  # fmt: skip


def _older(evidence: Evidence) -> KeyFact:
    what = "of residents are 65 and over"
    own = _estimates(evidence, evidence.area.code)
    share = _share_older(own)
    if share is None:
        return _missing(what, "the files used hold no estimates by age")
    year, theirs = int(years_of(own).iloc[0]), _estimates(evidence, ENGLAND)
    england = _share_older(theirs[years_of(theirs) == year] if len(theirs) else theirs)
    beside = (
        "England's ages are not in the files used"
        if england is None
        else f"England {format_value(england, '%', 1)}"
    )
    return KeyFact(
        format_value(share, "%", 1), what, f"mid-{year}", beside, evidence.source_of(ESTIMATED),
        snapshot_ids(own),
    )  # fmt: skip


def _share_older(rows: pd.DataFrame) -> float | None:
    whole = rows.loc[rows["age"] == ALL_AGES, "value"] if len(rows) else pd.Series(dtype="float64")
    by_age = rows[rows["age"] != ALL_AGES] if len(rows) else rows
    if whole.empty or by_age.empty:
        return None
    older = band_totals(by_age, [OLDER])["value"]
    if older.isna().any() or older.empty:
        return None
    return float(100 * older.sum() / whole.iloc[0])


def _measured(evidence: Evidence, measure: Measure) -> KeyFact:
    said, fact = measure.statement, measure.indicator.key_fact
    words = fact.words if fact else measure.indicator.short_title
    what = ", ".join(part for part in (words, sex_words(said.sex)) if part)
    if said.value is None:
        return _missing(what, said.reason)
    theirs = said.comparator.value if said.comparator else None
    parts = (
        interval_words(said),
        f"England {format_value(theirs, said.unit, said.decimals)}",
        age_of_data(said),
    )
    return KeyFact(
        format_value(said.value, said.unit, said.decimals), what,
        period_words(said.period_label), "; ".join(part for part in parts if part),
        evidence.source_of(said.indicator_id), said.snapshot_ids,
    )  # fmt: skip


def _deprived(evidence: Evidence) -> KeyFact:
    what = "of the residents live in England's most deprived fifth of neighbourhoods"
    try:
        edition, lsoas = own_neighbourhoods(evidence)
    except SourceError as error:
        return _missing(what, str(error).rstrip("."))
    row = deprivation_shares(lsoas.assign(area=evidence.area.code), "area").iloc[0]
    if pd.isna(row["share_residents_2"]):
        return _missing(what, "the files used hold no residents of neighbourhoods")
    return KeyFact(
        share_of_residents(row["share_residents_2"]).capitalize(), what, f"{edition} edition",
        ENGLANDS_FIFTH,
        evidence.source_of(DECILE), ids_of(evidence, edition, [DECILE]),
    )  # fmt: skip
