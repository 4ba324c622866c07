"""What is tested of every measure that no priority cites: its level, its movement, gaps inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from jsna.analysis.comparator_judgement import labels_of
from jsna.analysis.movement import breaks_of
from jsna.analysis.needs import GAP, LEVEL, MOVED, PLACE, facing_p, find_needs, moved_tests
from jsna.analysis.outcome import Basis, Outcome
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.inequality import OWN, DeprivationGap, deprivation_gap
from jsna.chapter.key_messages import gap_is_old, gap_size, worst_wards
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.ward_scans import WardScan, ward_scan_of
from jsna.errors import SourceError
from jsna.narrative.outcome_counts import is_old

TEST_COLUMNS: Final = ("kind", "measure", "p", "shown", "by_source", "bad", "size", "old", "of")


@dataclass(frozen=True, eq=False)
class NeedTests:
    """The measures that no priority cites, and what was tested of them.

    Attributes:
        catalogue: How many measures of the catalogue have a figure, cited or not.
        measures: Those that no priority cites and that have a figure.
        tests: Of `needs.find_needs`, with measure (place in `measures`) and of (what was tested:
            a statement, a row of `needs.moved_tests`, a gap or a scan of wards).
    """

    catalogue: int
    measures: Sequence[Measure]
    tests: pd.DataFrame

    def found(self, kind: str, *found: str) -> pd.DataFrame:
        """Return the tests of one kind of which one of these is said, in the order of pages."""
        same = (self.tests["kind"] == kind) & self.tests["found"].isin(list(found))
        return self.tests[same]

    def tested(self, kind: str) -> int:
        """Return how many tests of one kind could be made; the source's verdicts are none."""
        return int(self.tests.loc[self.tests["kind"] == kind, "p"].notna().sum())


def need_tests(evidence: Evidence) -> NeedTests:
    """Return the measures that no priority cites with their tests.

    What the catalogue shows on request only is not looked at.
    """
    known = [m for m in evidence.every_measure if m.has_data and not m.indicator.on_request]
    cited = {id for priority in evidence.strategy.priorities for id in priority.indicators}
    measures = [measure for measure in known if measure.key[0] not in cited]
    # neither way is good: no need and no strength
    judged = [(i, m) for i, m in enumerate(measures) if m.indicator.polarity != "none"]
    rows = [*_levels(judged), *_movements(evidence, judged), *_gaps(evidence, judged)]
    frame = pd.DataFrame(rows, columns=list(TEST_COLUMNS))
    kinds = {"shown": bool, "by_source": bool, "bad": bool, "old": bool}
    frame = frame.astype({"p": "float64", "size": "float64"} | kinds)
    return NeedTests(len(known), measures, find_needs(frame))


Judged = Sequence[tuple[int, Measure]]


def _levels(judged: Judged) -> Iterable[dict[str, Any]]:
    """One test a measure with a verdict against England; without a p where that is the source's."""
    verdicts = [(i, m) for i, m in judged if m.statement.outcome.is_verdict or _imprecise(m)]
    frame = pd.DataFrame(
        {
            "value": [m.statement.value for _, m in verdicts],
            "england": [_england(m) for _, m in verdicts],
            "lower_95": [m.statement.lower for _, m in verdicts],
            "upper_95": [m.statement.upper for _, m in verdicts],
            "matters": [m.indicator.matters for _, m in verdicts],
        },
        dtype="float64",
    )  # fmt: skip
    p = facing_p(frame["value"], frame["england"], frame[["lower_95", "upper_95"]])
    size = (frame["value"] - frame["england"]).abs() / frame["matters"]
    for row, (place, measure) in enumerate(verdicts):
        said = measure.statement
        by_source = said.basis is Basis.SOURCE
        yield {
            "kind": LEVEL, "measure": place, "p": float("nan") if by_source else p[row],
            "shown": said.outcome in (Outcome.WORSE, Outcome.BETTER), "by_source": by_source,
            "bad": said.outcome is Outcome.WORSE, "size": size[row], "old": is_old(said),
            "of": said,
        }  # fmt: skip


def _england(measure: Measure) -> float | None:
    comparator = measure.statement.comparator
    return comparator.value if comparator else None


def _imprecise(measure: Measure) -> bool:
    return measure.statement.outcome is Outcome.TOO_IMPRECISE


def _movements(evidence: Evidence, judged: Judged) -> Iterable[dict[str, Any]]:
    if not judged:
        return
    series = pd.concat(
        [
            measure_rows(evidence, measure).own.assign(
                value_type=measure.indicator.value_type,
                polarity=measure.indicator.polarity,
                matters=measure.indicator.matters,
                **{PLACE: place},
            )
            for place, measure in judged
        ],
        ignore_index=True,
    )
    breaks = pd.concat([breaks_of(measure.indicator) for _, measure in judged]).drop_duplicates()
    moved = moved_tests(series, _source_trends(evidence, series, judged), breaks)
    labels = series.drop_duplicates([PLACE, "period"]).set_index([PLACE, "period"])["period_label"]
    measures = dict(judged)
    for place, row in moved.iterrows():
        when = {name: labels.get((place, row[name]), "") for name in ("since", "to")}
        yield {
            "kind": MOVED, "measure": place, "old": is_old(measures[place].statement),
            "of": row.to_dict() | when,
            **row[["p", "shown", "by_source", "bad", "size"]].to_dict(),
        }  # fmt: skip


def _source_trends(evidence: Evidence, series: pd.DataFrame, judged: Judged) -> pd.Series:
    published = evidence.published_of(*{measure.indicator.id for _, measure in judged})
    labels = labels_of(series, published, "recent-trend")
    told = series.assign(label=labels)[labels != ""].drop_duplicates(PLACE, keep="last")
    return told.set_index(PLACE)["label"]


def _gaps(evidence: Evidence, judged: Judged) -> Iterable[dict[str, Any]]:
    """One test for each gap by deprivation inside the area, and one for the wards of a measure."""
    for place, measure in judged:
        gap = deprivation_gap(evidence, measure)
        if gap is not None and gap.gradient.scope == OWN:
            yield _of_gap(place, gap)
        scan = _scan(evidence, measure)
        if scan is not None and scan.words.sides[1].tested:
            yield _of_wards(place, scan)


def _of_gap(place: int, gap: DeprivationGap) -> dict[str, Any]:
    limits = gap.numbers[["gap_lower_95", "gap_upper_95"]].set_axis(["lower_95", "upper_95"])
    p = facing_p(
        pd.Series([gap.numbers["gap"]]), pd.Series([0.0]), limits.to_frame().T.astype("float64")
    )
    worse = gap.statement.outcome is Outcome.WORSE
    return {
        "kind": GAP, "measure": place, "p": p.iloc[0], "shown": worse, "by_source": False,
        "bad": worse, "size": gap_size(gap), "old": gap_is_old(gap), "of": gap,
    }  # fmt: skip


def _of_wards(place: int, scan: WardScan) -> dict[str, Any]:
    """The wards of a measure as one test, by Simes: the smallest adjusted p, of the worse ones."""
    worse = worst_wards(scan)
    some = not worse.empty
    p = scan.rows["adjusted_rest"].where(scan.rows["outcome_rest"] == str(Outcome.WORSE), 1.0)
    return {
        "kind": GAP, "measure": place, "p": p.min(), "shown": some, "by_source": False,
        "bad": some, "size": gap_size(scan) if some else 0.0, "old": gap_is_old(scan), "of": scan,
    }  # fmt: skip


def _scan(evidence: Evidence, measure: Measure) -> WardScan | None:
    try:
        return ward_scan_of(evidence, measure.indicator, measure.stratum)
    except SourceError:
        return None  # without a look-up nothing is known of wards
