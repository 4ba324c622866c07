"""Judge values: one outcome for every row against what it is held against, by one rule.

`judge` alone makes the columns of a judgement. Its callers say what the rows are held against
(`Against`) and how (`Rule`): comparator_judgement.py England and regions, group_judgement.py,
neighbour_judgement.py, goal_judgement.py, gap_judgement.py and ward_findings.py the others.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, SIMILAR
from jsna.analysis.judgement_rule import Against, Rule, Tested
from jsna.analysis.outcome import OUTCOME_OF, Basis, Outcome, verdict_of
from jsna.fact_schema import FACT_COLUMNS
from jsna.settings.indicator import NOT_MEANT, Indicator

PUBLISHED_RULE: Final = "published-label"
NO_RULE: Final = "not-compared"
NOT_MEANT_WORDS: Final = "this indicator is not meant to be compared"

JUDGEMENT_COLUMNS: Final = (
    "comparator_value", "comparator_snapshot_ids", "comparison", "published", "outcome", "basis",
    "reason", "label_note", "rule",
)  # fmt: skip
"""What `judge` makes: comparison is the rule's word alone, published the source's label, outcome
an `Outcome`, basis what it rests on (a `Basis`), reason why there is no verdict or why it is the
source's, label_note a word where the source's label is another than ours, rule an entry of
docs/methods.md."""
JUDGED_COLUMNS: Final = (*FACT_COLUMNS, "interval_from", *JUDGEMENT_COLUMNS)
"""Of the judgements that make statements: `worked_out_interval` says where intervals come from."""


def judge(value: pd.DataFrame, against: Against, rule: Rule) -> pd.DataFrame:
    """Return the judgement of each row, JUDGEMENT_COLUMNS on the index of `value`.

    The first reason that applies decides. reason is "" only for a verdict of our own test.

    Args:
        value: Columns indicator_id, value, lower_95, upper_95, status, and those that the rule's
            test asks for.
        against: What the rows are held against.
        rule: How.
    """
    frame = _with_settings(value, rule.indicators)
    tested = rule.test(_with_benchmark(frame, against))
    made = pd.DataFrame(index=frame.index)
    made["comparator_value"] = against.value
    made["comparator_snapshot_ids"] = _text(against.snapshot_ids, frame)
    fits = (_text(against.unlike, frame) == "") & (_text(against.gap, frame) == "")
    made["comparison"] = tested.comparison.where(fits, NOT_COMPARED)
    made["published"] = _text(against.published, frame)
    # what is not meant to be compared has nothing to stand beside, on any page
    made["comparator_value"] = made["comparator_value"].mask(_not_meant(frame, rule))
    reasons = _not_comparable(frame, against, rule) + _of_test(made, against, tested)
    made["outcome"] = _first(reasons, made["comparison"].map(OUTCOME_OF), 1)
    made["reason"] = _first(reasons, _text("", frame), 2)
    made["basis"] = _basis(made, tested)
    made["label_note"] = rule.label_note(made["published"], made["comparison"])
    made["rule"] = _rule(made, rule)
    return made[list(JUDGEMENT_COLUMNS)]


_Reason = tuple[pd.Series, Outcome | pd.Series, pd.Series]


def _not_comparable(frame: pd.DataFrame, against: Against, rule: Rule) -> list[_Reason]:
    """Why a row may not be held against another at all, the strongest reason first."""
    unlike, gap = _text(against.unlike, frame), _text(against.gap, frame)
    missing = frame["value"].isna()
    suppressed = missing & (frame["status"] == "suppressed")
    tests = [
        (unlike != "", unlike),
        (suppressed, "the source suppressed the value"),
        (missing, "the file used holds no value"),
        (_not_meant(frame, rule), NOT_MEANT_WORDS),
        (gap != "", gap),
    ]
    return [(test, Outcome.NOT_COMPARABLE, _text(why, frame)) for test, why in tests]


def _not_meant(frame: pd.DataFrame, rule: Rule) -> pd.Series:
    return (frame["comparison_method"] == NOT_MEANT) & (not rule.for_all)


def _of_test(made: pd.DataFrame, against: Against, tested: Tested) -> list[_Reason]:
    """Where the source's verdict stands for a test, where there is none, where it cannot tell."""
    by_source, untested = _text(tested.by_source, made), _text(tested.untested, made)
    untestable = _text(against.untestable, made)
    said = verdict_of(made["published"]).map(OUTCOME_OF)
    imprecise = (made["comparison"] == SIMILAR) & (_text(tested.imprecise, made) != "")
    return [
        (said.notna() & (by_source != ""), said, by_source),
        (untestable != "", Outcome.NOT_TESTED, untestable),
        (untested != "", Outcome.NOT_TESTED, untested),
        (imprecise, Outcome.TOO_IMPRECISE, _text(tested.imprecise, made)),
    ]


def _first(reasons: list[_Reason], otherwise: pd.Series, part: int) -> pd.Series:
    """The outcome (part 1) or the words (part 2) of the first reason that applies to each row."""
    found = otherwise.astype("object")
    for reason in reversed(reasons):
        found = found.mask(reason[0], reason[part])
    return found.astype("str")


def _basis(made: pd.DataFrame, tested: Tested) -> pd.Series:
    none = made["outcome"].isin([Outcome.NOT_TESTED, Outcome.NOT_COMPARABLE])
    basis = _text(tested.basis, made)
    return basis.mask(_by_source(made), str(Basis.SOURCE)).mask(none, str(Basis.NONE))


def _rule(made: pd.DataFrame, rule: Rule) -> np.ndarray:
    tests = [_by_source(made), made["comparison"] != NOT_COMPARED]
    return np.select(tests, [PUBLISHED_RULE, rule.name], NO_RULE)


def _by_source(made: pd.DataFrame) -> pd.Series:
    """A verdict for which a reason is given why it is not that of a test."""
    return made["outcome"].isin(list(OUTCOME_OF.values())) & (made["reason"] != "")


def _with_settings(value: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    columns = ("polarity", "comparison_method", "matters")
    found = {
        name: value["indicator_id"].map({key: getattr(i, name) for key, i in indicators.items()})
        for name in columns
    }
    return value.assign(**found).astype({"matters": "float64"})


def _with_benchmark(frame: pd.DataFrame, against: Against) -> pd.DataFrame:
    none = pd.Series(np.nan, index=frame.index)
    return frame.assign(
        benchmark=against.value,
        benchmark_lower_95=none if against.lower is None else against.lower,
        benchmark_upper_95=none if against.upper is None else against.upper,
    )


def _text(item: pd.Series | str, frame: pd.DataFrame) -> pd.Series:
    if isinstance(item, pd.Series):
        return item
    return pd.Series(str(item), index=frame.index, dtype="str")
