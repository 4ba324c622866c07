"""The three key messages of a priority: level, change, who is worst off, each with its citation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd

from jsna.analysis.change import NOT_SIGNIFICANT
from jsna.analysis.deprivation import DECILE, deprivation_shares
from jsna.analysis.key_messages import (
    change_candidates,
    gap_candidates,
    leading,
    level_candidates,
)
from jsna.analysis.movement import Change
from jsna.analysis.outcome import Outcome
from jsna.chapter.deprivation import map_drawn, places_of
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.inequality import OWN, DeprivationGap, gap_figure, gaps_shown
from jsna.chapter.measure_figures import about_measure, lead_figure
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.neighbourhoods import ids_of, own_neighbourhoods
from jsna.chapter.published_gaps import published_gap
from jsna.chapter.ward_scans import WardScan, ward_scans
from jsna.errors import SourceError
from jsna.narrative.gap_words import gap_finding
from jsna.narrative.key_message_words import (
    change_message,
    no_change_message,
    no_level_message,
    nothing_inside,
    places_message,
    published_gap_message,
    wards_message,
)
from jsna.narrative.outcome_counts import is_old
from jsna.narrative.sentences import finding
from jsna.narrative.statement import Statement

Kind = Literal["Level", "Change", "Who is worst off"]
WORST_OFF: Final = "Who is worst off"
MOST_WARDS: Final = 3


@dataclass(frozen=True)
class KeyMessage:
    """One message.

    Attributes:
        kind: What it is about.
        text: Full sentences.
        statement: The finding, where it is one of a comparison: its mark stands before the words.
        figure: Id of the figure of its page that shows it; "" for none.
        citation: How to cite it; "" where it says that there is nothing to tell.
    """

    kind: Kind
    text: str
    statement: Statement | None = None
    figure: str = ""
    citation: str = ""


def key_messages(evidence: Evidence) -> tuple[KeyMessage, ...]:
    """Return the messages of the chapter's priority; none where nothing has data."""
    if not evidence.with_data:
        return ()
    return (_level(evidence), _change(evidence), worst_off(evidence))


def biggest_concern(evidence: Evidence) -> Measure | None:
    """Return the measure that is furthest on the bad side of England."""
    return _leading_level(evidence, Outcome.WORSE)


def best_sign(evidence: Evidence) -> Measure | None:
    """Return the measure that is furthest on the good side of England."""
    return _leading_level(evidence, Outcome.BETTER)


def leading_level(evidence: Evidence, measures: Iterable[Measure]) -> Measure | None:
    """Return the measure whose level leads; None where none differs from England."""
    every = [m for m in measures if _comparator(m) is not None]
    place = leading(level_candidates(_levels(evidence, every))) if every else None
    return None if place is None else every[int(str(place))]


def leading_change(
    evidence: Evidence, measures: Iterable[Measure]
) -> tuple[Measure, Change] | None:
    """Return the tested change that leads, with its measure; None where no test has shown one."""
    rows = [(m, c) for m in measures for c in _changes(evidence, m)]
    if not rows:
        return None
    frame = pd.DataFrame(
        {
            "change": [change.change for _, change in rows],
            "earlier": [change.earlier for _, change in rows],
            "newest": [change.newest for _, change in rows],
            **_common([measure for measure, _ in rows]),
        }
    )
    place = leading(change_candidates(frame))
    return None if place is None else rows[int(str(place))]


def leading_gap(evidence: Evidence) -> DeprivationGap | WardScan | None:
    """Return the widest gap inside the area that a test has shown; else one of England's."""
    return _widest(gaps_shown(evidence), flagged_scans(evidence))


def gradient_drawn(evidence: Evidence) -> DeprivationGap | None:
    """Return the gradient that a priority's page draws; None where there is none.

    It is the leading gap, or where wards lead, the gradient that would without them. One that no
    test has shown is drawn only where there is no other: the area's own before others, current
    before old, one with a verdict before one without, the widest first.
    """
    gaps = gaps_shown(evidence)
    led = _widest(gaps, [])
    if isinstance(led, DeprivationGap) or not gaps:
        return led if isinstance(led, DeprivationGap) else None
    return min(gaps, key=_untested_last)


def _untested_last(gap: DeprivationGap) -> tuple[bool, bool, bool, float]:
    tested = gap.statement.outcome.is_verdict
    return (gap.gradient.scope != OWN, gap_is_old(gap), not tested, -gap_size(gap))


def _widest(gaps: list[DeprivationGap], scans: list[WardScan]) -> DeprivationGap | WardScan | None:
    found: list[DeprivationGap | WardScan] = [*gaps, *scans]
    if not found:
        return None
    outcomes = [gap.statement.outcome for gap in gaps]
    frame = pd.DataFrame(
        {
            "outcome": pd.Series([*outcomes, *(Outcome.WORSE for _ in scans)], dtype="object"),
            "gap": [*(gap.numbers["gap"] for gap in gaps), *map(_furthest_gap, scans)],
            "own": [*(gap.gradient.scope == OWN for gap in gaps), *(True for _ in scans)],
            "matters": [
                *(gap.measure.indicator.matters for gap in gaps),
                *(scan.indicator.matters for scan in scans),
            ],
            "old": [gap_is_old(gap) for gap in found],
            "people": float("nan"),
        }
    )
    place = leading(gap_candidates(frame))
    return None if place is None else found[int(str(place))]


def gap_size(gap: DeprivationGap | WardScan) -> float:
    """Return how wide a gap is, in differences that would matter."""
    if isinstance(gap, WardScan):
        return abs(_furthest_gap(gap)) / gap.indicator.matters
    return abs(float(gap.numbers["gap"])) / gap.measure.indicator.matters


def gap_is_old(gap: DeprivationGap | WardScan) -> bool:
    """Return whether the figures of a gap are old for their kind, whatever the area's own are."""
    if isinstance(gap, WardScan):
        return gap.words.data_age.old
    return is_old(gap.statement)


def flagged_scans(evidence: Evidence) -> list[WardScan]:
    """Return the ward scans of the priority with a ward on the bad side of the rest of the area.

    Current ones stand before old ones, and among those the one whose worst ward lies furthest
    away, in differences that would matter.
    """
    flagged = (scan for scan in _scans(evidence) if len(worst_wards(scan)))
    return sorted(flagged, key=lambda scan: (gap_is_old(scan), -gap_size(scan)))


def is_tested_inside(evidence: Evidence) -> bool:
    """Return whether a gap between the area's own groups, or its wards, could be tested."""
    untested = (Outcome.NOT_TESTED, Outcome.NOT_COMPARABLE)
    own = (gap for gap in gaps_shown(evidence) if gap.gradient.scope == OWN)
    if any(gap.statement.outcome not in untested for gap in own):
        return True
    # a test against England shows no gap inside the area
    return any(scan.words.sides[1].tested for scan in _scans(evidence))


def untested_scans(evidence: Evidence) -> list[WardScan]:
    """Return the ward scans of which no ward could be tested, and which may be put in order."""
    return [
        scan
        for scan in _scans(evidence)
        if scan.indicator.compared
        and scan.indicator.value_type != "count"
        and scan.words.lowest < scan.words.highest
        and not any(side.tested for side in scan.words.sides)
    ]


def _scans(evidence: Evidence) -> tuple[WardScan, ...]:
    try:
        return ward_scans(evidence)
    except SourceError:
        return ()  # without a look-up nothing is known of wards


def worst_wards(scan: WardScan) -> pd.DataFrame:
    """Return the wards that are worse than the rest of the area, furthest first."""
    rows = scan.rows
    flagged = rows[rows["outcome_rest"] == str(Outcome.WORSE)]
    away = (flagged["value"] - flagged["rest"]).abs()
    return flagged.assign(away=away).sort_values("away", ascending=False, kind="stable")


def _leading_level(evidence: Evidence, outcome: Outcome) -> Measure | None:
    chosen = [m for m in evidence.with_data if m.statement.outcome is outcome]
    return leading_level(evidence, chosen)


def _levels(evidence: Evidence, measures: list[Measure]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outcome": pd.Series([m.statement.outcome for m in measures], dtype="object"),
            "value": [m.statement.value for m in measures],
            "comparator": [_comparator(m) for m in measures],
            "people": [_people(evidence, m) for m in measures],
            **_common(measures),
        }
    )


def _common(measures: list[Measure]) -> dict[str, list[object]]:
    return {
        "matters": [m.indicator.matters for m in measures],
        "polarity": [m.indicator.polarity for m in measures],
        "old": [is_old(m.statement) for m in measures],
    }


def _comparator(measure: Measure) -> float | None:
    comparator = measure.statement.comparator
    return comparator.value if comparator else None


def _people(evidence: Evidence, measure: Measure) -> float:
    excess = measure_rows(evidence, measure).excess
    return float("nan") if excess is None else abs(float(excess["excess"]))


def _changes(evidence: Evidence, measure: Measure) -> list[Change]:
    moved = measure_rows(evidence, measure).moved
    every = (moved.since_last, moved.since_start) if moved else ()
    return [one for one in every if one is not None and one.earlier is not None]


def _level(evidence: Evidence) -> KeyMessage:
    measure = leading_level(evidence, evidence.with_data)
    if measure is None:
        return KeyMessage("Level", no_level_message(len(evidence.with_data)))
    return _of_measure(evidence, measure, "Level", finding(measure.statement))


def _change(evidence: Evidence) -> KeyMessage:
    found = leading_change(evidence, evidence.with_data)
    if found is not None:
        measure, change = found
        text = change_message(measure.statement, change, measure.indicator)
        return replace(_of_measure(evidence, measure, "Change", text), statement=None)
    tested, untested = without_change(evidence)
    return KeyMessage("Change", no_change_message(tested, untested))


def without_change(evidence: Evidence) -> tuple[int, int]:
    """Return of how many measures no change was shown by a test, and how many have none."""
    every = [_changes(evidence, measure) for measure in evidence.with_data]
    tested = sum(any(c.change == NOT_SIGNIFICANT for c in changes) for changes in every)
    return tested, len(every) - tested


def _of_measure(evidence: Evidence, measure: Measure, kind: Kind, text: str) -> KeyMessage:
    figure = lead_figure(evidence, measure)
    name, rows = figure.rsplit(".", 1)[1], measure_rows(evidence, measure)
    about = about_measure(
        evidence, measure, name, rows.trend if name == "trend" else rows.authorities
    )
    return KeyMessage(kind, text, measure.statement, figure, evidence.cite(about))


def worst_off(evidence: Evidence) -> KeyMessage:
    """Return the message of the leading gap inside the area.

    Where no test has shown one, of one that a source publishes; else of its most deprived places.
    """
    gap = leading_gap(evidence)
    if isinstance(gap, WardScan):
        return _of_wards(evidence, gap)
    if isinstance(gap, DeprivationGap) and gap.gradient.scope == OWN:
        return _of_gap(evidence, gap)
    published = published_gap(evidence)
    if published:
        text = published_gap_message(published.statement, published.indicator.gap_inside)
        return replace(_of_measure(evidence, published, WORST_OFF, text), statement=None)
    return most_deprived(evidence)


def most_deprived(evidence: Evidence) -> KeyMessage:
    """Return the message of the area's most deprived places, else that no gap was shown."""
    return _of_places(evidence) or KeyMessage(WORST_OFF, _nothing(evidence))


def _nothing(evidence: Evidence) -> str:
    """That no gap was shown, and what was looked at for one."""
    groups = sum(gap.gradient.scope == OWN for gap in gaps_shown(evidence))
    try:
        wards = len(ward_scans(evidence))
    except SourceError:
        wards = None
    return nothing_inside(evidence.area.name, groups, wards)


def _of_gap(evidence: Evidence, gap: DeprivationGap) -> KeyMessage:
    spec = gap_figure(gap)
    text = gap_finding(gap.statement, gap.numbers, gap.measure.indicator)
    return KeyMessage(WORST_OFF, text, gap.statement, spec.id, evidence.cite(spec))


def _of_wards(evidence: Evidence, scan: WardScan) -> KeyMessage:
    rows = worst_wards(scan)
    text = wards_message(scan.words, rows.head(MOST_WARDS))
    source = evidence.source_of(scan.indicator.id, scan.snapshot_ids)
    return _without_figure(evidence, text, source, scan.snapshot_ids)


def _of_places(evidence: Evidence) -> KeyMessage | None:
    """The most deprived places of the area, where no measure tells of differences inside it."""
    try:
        edition, lsoas = own_neighbourhoods(evidence)
    except SourceError:
        return None
    row = deprivation_shares(lsoas.assign(area=evidence.area.code), "area").iloc[0]
    if pd.isna(row["share_residents_2"]):
        return None
    fifths = pd.DataFrame({"value": (lsoas["decile"] + 1) // 2, "ward": lsoas["ward_name"]})
    text = places_message(
        evidence.area.name, edition, row["share_residents_2"], places_of(fifths, 1)
    )
    drawn = map_drawn(evidence)
    if drawn:
        return KeyMessage(WORST_OFF, text, None, drawn.id, evidence.cite(drawn))
    ids = ids_of(evidence, edition, [DECILE])
    return _without_figure(evidence, text, evidence.source_of(DECILE), ids)


def _without_figure(evidence: Evidence, text: str, source: str, ids: tuple[str, ...]) -> KeyMessage:
    """A message of which the page draws no figure: its citation names the page."""
    cited = evidence.cite_page(evidence.topic, evidence.source_line(source, ids), ids)
    return KeyMessage(WORST_OFF, text, None, "", cited)


def _furthest_gap(scan: WardScan) -> float:
    row = worst_wards(scan).iloc[0]
    return float(row["value"] - row["rest"])
