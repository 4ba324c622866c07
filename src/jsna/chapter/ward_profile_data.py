"""What the profiles of an area's wards are made of, for all wards at once."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import deprivation_shares, ward_table
from jsna.analysis.small_area_scores import ALL
from jsna.analysis.small_area_values import POPULATION, residents_by_age
from jsna.chapter.deprivation_wards import IN_WARD_TABLE, scores_by
from jsna.chapter.evidence import Evidence
from jsna.chapter.neighbourhoods import own_neighbourhoods
from jsna.chapter.ward_scans import WardScan, ward_scans
from jsna.errors import SourceError

WHOLE: Final = "whole"
"""Stands for the whole area in the index of a frame of wards."""


@dataclass(frozen=True, eq=False)
class Ward:
    """One ward, and its row of each measure's scan.

    Attributes:
        measures: Each measure with its row of this ward.
    """

    code: str
    name: str
    measures: tuple[tuple[WardScan, pd.Series], ...]


@dataclass(frozen=True, eq=False)
class Deprivation:
    """The wards' neighbourhoods in one edition of the Indices.

    Attributes:
        edition: Of the Indices.
        fifths: Index ward code: how many neighbourhoods are in each national fifth, 1 to 5.
        shares: As `deprivation_shares`, index ward code and WHOLE.
        scores: Index ward code and WHOLE: a column for each score held; maybe none.
        people: Index ward code and WHOLE: as `residents_by_age`; no rows where it is not held.
        year: Of the people.
    """

    edition: str
    fifths: pd.DataFrame
    shares: pd.DataFrame
    scores: pd.DataFrame
    people: pd.DataFrame
    year: str


def wards_of(evidence: Evidence) -> tuple[Ward, ...]:
    """Return the wards of the area in order of name; none where nothing names any."""
    return evidence.once(_wards)


def deprivation_of(evidence: Evidence) -> Deprivation | None:
    """Return the wards' deprivation and residents; None without an index or a look-up."""
    return evidence.once(_deprivation)


def _wards(evidence: Evidence) -> tuple[Ward, ...]:
    codes = sorted(evidence.geography.members["ward"])
    names = _names(evidence)
    scans = [(scan, scan.rows.set_index("area_code")) for scan in ward_scans(evidence)]
    found = [
        Ward(
            code,
            names.get(code, code),
            tuple((scan, rows.loc[code]) for scan, rows in scans if code in rows.index),
        )
        for code in codes
    ]
    return tuple(sorted(found, key=lambda ward: (ward.name, ward.code)))


def _names(evidence: Evidence) -> dict[str, str]:
    lookup = evidence.geography.lookup
    placed = {}
    if "ward_code" in lookup:
        placed = dict(zip(lookup["ward_code"], lookup["ward_name"], strict=True))
    return evidence.names | {str(code): str(name) for code, name in placed.items()}


def _deprivation(evidence: Evidence) -> Deprivation | None:
    try:
        edition, lsoas = own_neighbourhoods(evidence)
    except SourceError:
        return None
    whole = deprivation_shares(lsoas.assign(area=WHOLE), "area").set_index("area")
    shares = pd.concat([ward_table(lsoas).set_index("ward_code"), whole])
    fifths = pd.crosstab(lsoas["ward_code"], (lsoas["decile"] + 1) // 2)
    scores = pd.concat(
        [
            scores_by(evidence, edition, lsoas, "ward_code"),
            scores_by(evidence, edition, lsoas.assign(area=WHOLE), "area"),
        ]
    )
    people = residents_by_age(evidence.facts_of(POPULATION), lsoas["lsoa_code"], edition)
    return Deprivation(
        edition,
        fifths.reindex(columns=range(1, 6), fill_value=0),
        shares,
        scores[[name for name in IN_WARD_TABLE if name in scores]],
        _by_ward(people, lsoas),
        _year(evidence, edition),
    )


def _by_ward(people: pd.DataFrame, lsoas: pd.DataFrame) -> pd.DataFrame:
    if people.empty or people[ALL].isna().all():
        return people.head(0)
    own = people.reset_index(drop=True).assign(ward=lsoas["ward_code"].to_numpy())
    # a missing count spoils the sum of its ward: missing is never 0
    wards = own.groupby("ward").sum(skipna=False)
    whole = own.drop(columns="ward").sum(skipna=False).to_frame(WHOLE).T
    return pd.concat([wards, whole])


def _year(evidence: Evidence, edition: str) -> str:
    facts = evidence.facts_of(POPULATION)
    labels = facts.loc[facts["edition"] == edition, "period_label"].unique()
    return ", ".join(sorted(map(str, labels)))
