"""Wards at one look: the tartan rug of all measures, and two measures of the same wards."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import pandas as pd

from jsna.analysis.rank_correlation import rank_correlation
from jsna.analysis.ward_findings import RULE
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.ward_scans import WardScan
from jsna.figures.about import About
from jsna.figures.kinds.scatter import scatter_spec
from jsna.figures.kinds.scatter.headline import scatter_headline
from jsna.figures.kinds.tartan_rug import MOST_COLUMNS, MOST_ROWS, tartan_rug_spec
from jsna.figures.kinds.tartan_rug.headline import tartan_rug_headline
from jsna.narrative.labels import period_words
from jsna.narrative.ward_words import unflagged_words

FEWEST_MEASURES: Final = 2
ROWS: Final = "wards"
PICKED: Final = (
    "Of {} pairs of measures this has the strongest correlation. Some of so many are strong by"
    " chance, so its interval is wider: the 95% holds over all pairs together."
)


def rug_figure(evidence: Evidence, page: Page, scans: Sequence[WardScan]) -> str:
    """Return the rug of the measures with most flags; "" for one measure or too many wards."""
    tested = [scan for scan in scans if scan.words.sides[0].tested]
    chosen = sorted(tested, key=lambda scan: -scan.flagged)[:MOST_COLUMNS]
    names = {scan.slug: scan.short_measure for scan in chosen}
    if len(set(names.values())) < max(FEWEST_MEASURES, len(chosen)):
        return ""  # two columns of one name could not be told apart
    frame = pd.concat([_cells(scan) for scan in chosen], ignore_index=True)
    if frame["area_code"].nunique() > MOST_ROWS:
        return ""
    found = tartan_rug_headline(frame, "England", ROWS)
    about = replace(
        _about(evidence, chosen, "tartan-rug"),
        headline=found,
        subtitle=f"{len(chosen)} measures with most flags, wards of {evidence.area.name} against"
        " England, newest periods",
        measure="Wards by measures",
    )
    spec = tartan_rug_spec(
        frame,
        about,
        comparator="England",
        rows=ROWS,
        measures=tuple(names.values()),
        unflagged=unflagged_words([scan.words.sides[0].tested for scan in chosen]),
    )
    spec = replace(spec, sentence=f"{found}.", rule=RULE)
    return page.figure(spec, evidence.cite(spec))


def pair_figure(evidence: Evidence, page: Page, scans: Sequence[WardScan]) -> str:
    """Return the scatter of the two measures whose orders of wards are most alike or opposed.

    Of two indicators that are meant to be compared, each with values for ten wards; "" where
    there are none. It is picked from all pairs, so its interval is one that holds over all of them.
    """
    found = _correlated(scans)
    if not found:
        return ""
    one, other, rows, _ = max(found, key=lambda pair: abs(pair[-1]))
    correlation = rank_correlation(rows["across"], rows["value"], len(found))
    about = replace(
        _about(evidence, [one, other], "scatter"),
        headline=scatter_headline(correlation, one.short_measure, other.short_measure, ROWS),
        subtitle=f"{_dated(other)}, against {_dated(one)}, wards of {evidence.area.name}",
        measure=f"{other.measure} against {one.measure}",
        unit=other.indicator.unit,
        decimals=other.indicator.decimals,
        method="rank-correlation",
        notes=(PICKED.format(len(found)),) if len(found) > 1 else (),
    )
    across = (one.short_measure, one.indicator.unit, one.indicator.decimals)
    spec = scatter_spec(
        rows, about, across=across, up=other.short_measure, rows=ROWS, pairs=len(found)
    )
    spec = replace(spec, sentence=f"{about.headline}.", rule="rank-correlation")
    return page.figure(spec, evidence.cite(spec))


def _correlated(
    scans: Sequence[WardScan],
) -> list[tuple[WardScan, WardScan, pd.DataFrame, float]]:
    """Every pair of measures of two indicators that has a correlation, its wards and that."""
    found = []
    for one, other in combinations([scan for scan in scans if scan.indicator.compared], 2):
        if one.indicator.id != other.indicator.id:
            rows = _pair(one, other)
            correlation = rank_correlation(rows["across"], rows["value"])
            if correlation:
                found.append((one, other, rows, correlation.rho))
    return found


def _cells(scan: WardScan) -> pd.DataFrame:
    rows = scan.rows[["area_code", "area_name", "status"]]
    outcome = scan.rows["outcome_england"].where(scan.rows["value"].notna(), "")
    return rows.assign(measure=scan.short_measure, figure=scan.rows["value"], outcome=outcome)


def _pair(one: WardScan, other: WardScan) -> pd.DataFrame:
    """The wards of two measures: across, value and, where one has none, its status."""
    columns = ["area_code", "area_name", "value", "status"]
    both = one.rows[columns].merge(
        other.rows[columns], on=["area_code", "area_name"], suffixes=("_across", "")
    )
    status = both["status"].where(both["value"].isna(), both["status_across"])
    return both.rename(columns={"value_across": "across"}).assign(status=status)


def _dated(scan: WardScan) -> str:
    return f"{scan.measure} ({period_words(scan.words.period_label)})"


def _about(evidence: Evidence, scans: Sequence[WardScan], kind: str) -> About:
    ids = tuple(sorted({id for scan in scans for id in scan.snapshot_ids}))
    titles = dict.fromkeys(evidence.source_of(s.indicator.id, s.snapshot_ids) for s in scans)
    return About(
        id=f"{evidence.topic}.wards.{kind}",
        headline="",
        subtitle="",
        measure="",
        place=evidence.area.name,
        unit="",
        decimals=0,
        source=evidence.source_line("; ".join(titles), ids),
        snapshot_ids=ids,
        method=RULE,
        synthetic=evidence.area.synthetic,
    )
