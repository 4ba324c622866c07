"""The statement: the only way a finding reaches a reader.

A sentence, card, table cell, map class and verdict all carry one of these. It holds the value
with unit, period and interval, what it was compared with, the rule, the sources, the
`comparison` that the rule gives (held to published labels), the `outcome` and its `basis`.
"""

from dataclasses import dataclass

from jsna.analysis.data_age import CURRENT, DataAge
from jsna.analysis.outcome import Basis, Outcome


@dataclass(frozen=True)
class Comparator:
    """What a value is held against, with the same measure, sex, age and period."""

    name: str
    area_code: str
    value: float | None


@dataclass(frozen=True)
class Statement:
    """One finding about one area, indicator, stratum and period.

    Attributes:
        comparison: What the rule alone gives: Better, Similar, Worse, Higher, Lower, or
            "Not compared"; the vocabulary of the published labels.
        outcome: What may be said, once precision and comparability are judged too.
        basis: What the outcome rests on: a test of ours, or the source's own verdict.
        published: The source's own label, if it printed one, else "".
        reason: Why there is no verdict, or why it is the source's; else "".
        rule: Name of the comparison rule, a key of docs/methods.md.
        snapshot_ids: Ids of the snapshots that the value and the comparator came from.
        status: final or provisional (or suppressed / not-available, when value is None).
        indicator_title: The indicator's title, as the catalogue has it; begins a sentence.
        edition: Edition of an index, a projection or a rebased series; blank if there is none.
        matters: The difference that would matter, in the unit: what "too imprecise" is held to.
        data_age: Whether it is old for its kind, where it is an indicator's newest.
        interval_from: Where lower and upper come from: the file (`IN_FILE` of
            analysis/worked_out_interval.py) or its counts (`FROM_COUNTS`); "" without them.
        group: The group of people that a breakdown names; blank for everybody.
    """

    indicator_id: str
    area_name: str
    area_code: str
    sex: str
    age: str
    period: str
    period_label: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    decimals: int
    comparator: Comparator | None
    comparison: str
    outcome: Outcome
    published: str
    reason: str
    rule: str
    status: str
    note: str
    source: str
    snapshot_ids: tuple[str, ...]
    indicator_title: str = ""
    edition: str = ""
    matters: float | None = None
    group: str = ""
    basis: Basis = Basis.NONE
    data_age: DataAge = CURRENT
    interval_from: str = ""
