"""The council's own measures, read from the area's snapshots and judged; shared by their pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.measure_judgement import JudgedMeasure, judge_measure
from jsna.chapter.evidence import Evidence
from jsna.disclosure.rules import in_words, named, rules_of
from jsna.fetching.shown_files import OWN_FILES
from jsna.narrative.english import listed
from jsna.narrative.own_measure_words import exceptions_of
from jsna.settings.own_measures import OwnMeasure
from jsna.settings.source import Disclosure
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

DATA_SET: Final = "Own measures"
MADE_OF: Final = "Limits and values are those of the rounded figures, without the hidden ones."
AS_SHOWN: Final = "Limits and values are those of the figures as they are shown."
EXCEPT: Final = "Measures with another rule are named below."
NOT_PEOPLE: Final = "things and not people are counted; nothing is hidden."
NO_OWNER: Final = "nobody named"
FEW_DIGITS: Final = (
    "means are rounded so far that they do not tell of how many people each is: to whole numbers"
    " of about 10 people, to one decimal of less than about 100."
)
COLUMNS: Final = ("period", "period_label", "value", "count", "denominator", "status", "note")


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """A strategy's measures with their figures.

    Attributes:
        judged: In the order of `measures.yml`.
        snapshot_ids: Measure -> the files that its figures came from.
    """

    judged: tuple[JudgedMeasure, ...]
    snapshot_ids: dict[str, tuple[str, ...]]

    def of_priority(self, priority: str) -> list[JudgedMeasure]:
        """Return the measures of one priority; "" for those of the whole strategy."""
        return [one for one in self.judged if one.measure.priority == priority]

    def ids(self, judged: Sequence[JudgedMeasure]) -> tuple[str, ...]:
        """Return every file that some measures' figures came from."""
        every = (id for one in judged for id in self.snapshot_ids.get(one.measure.id, ()))
        return tuple(dict.fromkeys(every))


def own_figures(evidence: Evidence) -> OwnFigures:
    """Return the strategy's own measures, judged; errors as the snapshots' readers."""
    return evidence.whole.once(_read)


def exceptions(evidence: Evidence) -> list[tuple[JudgedMeasure, list[str]]]:
    """Return each measure that is an exception, with the kinds that it is."""
    told = []
    for one in own_figures(evidence).judged:
        review = one.measure.review
        kinds = exceptions_of(one, review_past=review is not None and evidence.is_past(review))
        told += [(one, kinds)] if kinds else []
    return told


def rules_in_words(evidence: Evidence, shown: Collection[str] | None = None) -> list[str]:
    """Return what hides small counts, and which measures are held to another rule than most.

    Args:
        evidence: Whose.
        shown: Ids of the measures that a page shows; all where none are given.
    """
    known = rules_of(evidence.project.settings.sources[OWN_FILES])
    by_rule: dict[str, list[str]] = {}
    measures = [
        measure
        for measure in evidence.strategy.own_measures.measures
        if shown is None or measure.id in shown
    ]
    for measure in measures:
        by_rule.setdefault(_rule_of(measure, known), []).append(measure.title)
    # the usual rule is said of nothing where no measure is held to it
    usual = [in_words(known[""])] if by_rule.pop("", None) else []
    made_of = MADE_OF if usual else AS_SHOWN
    usual += [EXCEPT] if usual and by_rule else []
    means = [
        measure.title
        for measure in measures
        if measure.kind == "mean" and measure.counts == "people"
    ]
    return [
        " ".join([*usual, made_of]),
        *(f"{listed(titles)}: {rule}" for rule, titles in by_rule.items()),
        *([f"{listed(means)}: {FEW_DIGITS}"] if means else []),
    ]


def _rule_of(measure: OwnMeasure, known: Mapping[str, Disclosure]) -> str:
    """The rule that a measure is held to in words; "" for the usual one."""
    if measure.counts == "things":
        return NOT_PEOPLE
    rule = named([measure.disclosure_rule], known)
    return "" if rule == known[""] else in_words(rule)


def _read(evidence: Evidence) -> OwnFigures:
    measures = evidence.strategy.own_measures.by_id
    store = SnapshotStore(evidence.project.paths.snapshots)
    ids = [entry.sha256 for entry in evidence.entries if entry.source == OWN_FILES]
    frames = [_rows(store.read(id), id, evidence, measures) for id in ids]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    by_measure = dict(list(rows.groupby("indicator_id"))) if len(rows) else {}
    none = pd.DataFrame(columns=[*COLUMNS, "snapshot_id"])
    judged = tuple(
        judge_measure(one, by_measure.get(id, none), evidence.as_at, evidence.strategy.end)
        for id, one in measures.items()
    )
    held = {id: tuple(dict.fromkeys(own["snapshot_id"])) for id, own in by_measure.items()}
    return OwnFigures(judged, held)


def _rows(
    content: bytes, id: str, evidence: Evidence, measures: dict[str, OwnMeasure]
) -> pd.DataFrame:
    """Return the figures that one file has of the measures."""
    rows = read_rows(content, evidence.snapshots[id].title).rows
    own = rows["indicator_id"].isin(list(measures)) & rows["area_code"].isin(evidence.area.codes)
    return rows.loc[own, ["indicator_id", *COLUMNS]].assign(snapshot_id=id)
