"""The scans behind the chapter of wards: one per indicator, sex and age that has ward figures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import pandas as pd

from jsna.analysis.ward_findings import SIDES, newest_wards, ward_findings, with_every_ward
from jsna.chapter.evidence import Evidence, measure_slug, snapshot_ids
from jsna.fact_schema import ENGLAND
from jsna.narrative.labels import age_words, sex_words, stratum_words
from jsna.narrative.ward_words import Side, WardScanWords, side_of
from jsna.settings.indicator import Indicator, Stratum

LEVEL: Final = "ward"


@dataclass(frozen=True, eq=False)
class WardScan:
    """The wards of one measure in its newest period, each held against two comparators.

    Attributes:
        slug: The middle of its figures' ids.
        rows: As `ward_findings` gives them, with area_name, in order of name.
    """

    indicator: Indicator
    slug: str
    rows: pd.DataFrame
    words: WardScanWords

    @property
    def measure(self) -> str:
        """The measure's title with its sex and age."""
        group = stratum_words(self.words.sex, self.words.age, self.indicator.title)
        return ", ".join(part for part in (self.indicator.title, group) if part)

    @property
    def short_measure(self) -> str:
        """The short title with what its measures differ in, for the header of a table."""
        ages = {stratum.age for stratum in self.indicator.strata}
        age = age_words(self.words.age) if len(ages) > 1 else ""
        parts = (self.indicator.short_title, sex_words(self.words.sex), age)
        return ", ".join(part for part in parts if part)

    @property
    def flagged(self) -> int:
        """How many flags there are, against both comparators."""
        return sum(side.flagged for side in self.words.sides)

    @property
    def snapshot_ids(self) -> tuple[str, ...]:
        """The snapshots behind the wards' figures and England's."""
        names = ("snapshot_ids", "comparator_snapshot_ids")
        return snapshot_ids(pd.concat([self.rows[[n]].set_axis([names[0]], axis=1) for n in names]))


def ward_scans(evidence: Evidence) -> tuple[WardScan, ...]:
    """Return the scans of a priority's indicators, or of the whole catalogue's, in its order.

    An indicator whose `levels` leave out wards has none, whatever its facts hold.
    """
    return evidence.once(_scans)


def ward_scan_of(evidence: Evidence, indicator: Indicator, stratum: Stratum) -> WardScan | None:
    """Return the scan of one measure; None where the data hold no wards, or none may be shown."""
    if LEVEL not in indicator.levels:  # its facts are not looked at
        return None
    facts = evidence.facts_of(indicator.id)
    if not facts["area_type"].eq(LEVEL).any():
        return None
    return _scan(evidence, facts, indicator, stratum)


def _scans(evidence: Evidence) -> tuple[WardScan, ...]:
    found = []
    for indicator in _indicators(evidence):
        scans = (ward_scan_of(evidence, indicator, stratum) for stratum in indicator.strata)
        found += [scan for scan in scans if scan is not None]
    return tuple(found)


def within(scans: Sequence[WardScan], most: int, size: Callable[[WardScan], int]) -> set[str]:
    """Return the slugs of the measures that fit on a page: those with most flags first.

    Args:
        scans: All of them.
        most: How much the page may hold.
        size: How much of it a measure takes; one that takes nothing is left out.
    """
    ordered = sorted((scan for scan in scans if size(scan)), key=lambda scan: -scan.flagged)
    sizes = accumulate(size(scan) for scan in ordered)
    return {scan.slug for scan, taken in zip(ordered, sizes, strict=True) if taken <= most}


def _indicators(evidence: Evidence) -> Iterable[Indicator]:
    known = evidence.settings.indicators
    if evidence.priority is None:
        return known.values()
    return [known[id] for id in evidence.priority.indicators]


def _scan(
    evidence: Evidence, facts: pd.DataFrame, indicator: Indicator, stratum: Stratum
) -> WardScan | None:
    wards = newest_wards(facts, indicator.id, stratum.sex, stratum.age)
    if wards.empty:
        return None
    every = with_every_ward(wards, sorted(evidence.geography.members[LEVEL]))
    england = facts[facts["area_code"] == ENGLAND]
    rows = ward_findings(every, england, indicator)
    rows = rows.assign(area_name=_names(evidence, rows["area_code"]))
    rows = rows.sort_values("area_name", ignore_index=True)
    words = WardScanWords(
        evidence.area.name, indicator, wards["sex"].iloc[0], wards["age"].iloc[0],
        wards["period_label"].iloc[0], _sides(evidence, rows),
        float(rows["value"].min()), float(rows["value"].max()),
        evidence.age_of(wards["period"].iloc[0], indicator, "of wards"),
    )  # fmt: skip
    return WardScan(indicator, measure_slug(indicator, stratum), rows, words)


def _names(evidence: Evidence, codes: pd.Series) -> pd.Series:
    """The wards' names, no two alike: with the district where the look-up has it, else the code."""
    lookup = evidence.geography.lookup.reindex(columns=["ward_code", "ward_name"]).dropna()
    held = evidence.names | dict(zip(lookup["ward_code"], lookup["ward_name"], strict=True))
    names = codes.map(lambda code: evidence.names.get(code, code))
    other = codes.map(lambda code: held.get(code, code))
    names = names.mask(names.duplicated(keep=False), other)
    return names.mask(names.duplicated(keep=False), names + " (" + codes + ")")


def _sides(evidence: Evidence, rows: pd.DataFrame) -> tuple[Side, Side]:
    # why a ward with a value has no test says more than that another ward has none
    ordered = rows.assign(_missing=rows["value"].isna()).sort_values("_missing", kind="stable")
    known = rows["comparator_value"].dropna()
    value = float(known.iloc[0]) if len(known) else None
    england, rest = (
        (ordered[f"outcome_{side}"].tolist(), ordered[f"reason_{side}"].tolist()) for side in SIDES
    )
    return side_of("England", value, *england), side_of(_rest_name(evidence), None, *rest)


def _rest_name(evidence: Evidence) -> str:
    return f"the rest of {evidence.area.name}"
