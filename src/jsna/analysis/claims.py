"""Claims: what a strategy states, held against the same measure, and one verdict for each.

Why a verdict is given is a word of `WHY`, which also decides it: the sentences of the pages are
made of it in narrative/claim_words.py. See docs/methods.md#claims.
"""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED, NOT_TESTED
from jsna.analysis.claim_figures import NO_EDITION, NO_PERIOD, NO_SERIES, NO_VALUE
from jsna.analysis.outcome import Outcome
from jsna.analysis.rates import Test, first_of

REVISED_WITHIN: Final = 0.05
"""Of a figure without an interval: how far, as a share of it, a revision may have moved it."""
CHANGE_REVISED_WITHIN: Final = 0.02
"""Of an amount of change: the same, as a share of the earlier figure."""
WHOLE: Final = 1e-9
HALF: Final = 0.5
PER: Final = r"^per ([\d,]+)"
"""How the unit of a rate begins."""

OLDER: Final = "older figure"
"""Of a claim that states no period: an older figure fits it, the newest at hand then does not."""


class Verdict(StrEnum):
    """What is said of a claim, in the order in which pages list them."""

    CONTRADICTED = "contradicted"
    SUPERSEDED = "superseded"
    ROUNDED = "confirmed when rounded"
    CONFIRMED = "confirmed"
    NOT_CHECKABLE = "not checkable"


_WHY: Final = {
    Verdict.CONFIRMED: ("equal", "bound", "tested", "counts give it", "goal in force"),
    Verdict.ROUNDED: ("rounded",),
    Verdict.SUPERSEDED: ("as published before", "inside the interval", "near", OLDER),
    Verdict.CONTRADICTED: (
        "outside the interval", "far", "other side", "no difference", "a difference",
        "counts give another", "other rank", "no change", "other way",
    ),
    Verdict.NOT_CHECKABLE: (
        NO_SERIES, NO_EDITION, NO_PERIOD, NO_VALUE, "imprecise", "untested", "unlike",
        "no direction", "no earlier figure", "change untested", "no rank", "other list",
        "own target", "lacks",
    ),
}  # fmt: skip
WHY: Final = {word: verdict for verdict, words in _WHY.items() for word in words}
"""Why a verdict is given -> the verdict."""


def why_of_claims(frame: pd.DataFrame) -> pd.Series:
    """Return for each claim the word of WHY that decides its verdict, on the index of `frame`.

    Args:
        frame: Claims with what they are held against, one row per claim: the columns of a claim
            (kind, value, precision, direction, count, denominator, indicator_id, lacks), of
            `claim_figures.beside_figures` (now, lower_95, upper_95, there), and printed (what the
            last printed digit of the measure is worth), before (the value of an earlier build),
            outcome and comparator (of a comparison), change, change_reason, then and everyone
            (of a change), rank, best_rank, worst_rank and of (of a rank), goal (of a target).
    """
    kinds = {
        "value": _of_value, "share": _of_value, "comparison": _of_comparison,
        "change": _of_change, "rank": _of_rank, "target": _of_target,
    }  # fmt: skip
    why = pd.Series("lacks", index=frame.index, dtype="object")
    for kind, decide in kinds.items():
        rows = frame[(frame["kind"] == kind) & (frame["indicator_id"] != "")]
        why[rows.index] = decide(rows)
    own = (frame["kind"] == "share") & frame["count"].notna() & frame["denominator"].notna()
    why[own[own].index] = _of_counts(frame[own])
    return why.astype("str")


def _of_value(frame: pd.DataFrame) -> np.ndarray:
    return first_of([*_lacking(frame), *_of_number(frame, frame["now"])], "far")


def _of_number(frame: pd.DataFrame, now: pd.Series) -> list[Test]:
    """How a stated number stands to ours, the first that holds."""
    stated = frame["value"]
    equal = as_printed(stated, now, frame["precision"])
    above, below = frame["direction"] == "over", frame["direction"] == "under"
    bound = (above & (now > stated)) | (below & (now < stated))
    fine = frame["precision"] <= frame["printed"] + WHOLE
    limits = frame["lower_95"].notna() & frame["upper_95"].notna()
    inside = limits & stated.between(frame["lower_95"], frame["upper_95"])
    near = ~limits & ((stated - now).abs() <= REVISED_WITHIN * now.abs())
    return [
        (bound, "bound"),
        (equal & fine, "equal"),
        (equal, "rounded"),
        (as_printed(stated, frame["before"], frame["precision"]), "as published before"),
        (inside, "inside the interval"),
        (near, "near"),
        (limits, "outside the interval"),
    ]


def as_printed(stated: pd.Series, value: pd.Series, precision: pd.Series) -> pd.Series:
    """Return whether a value, rounded as the stated number was, is that number; halves go up.

    Args:
        stated: The number as printed.
        value: Ours; NaN is never equal.
        precision: What the last printed digit is worth, or how wide a fraction in words is.
    """
    away = ((value - stated) / precision).round(6)
    return (away >= -HALF) & (away < HALF)


def _lacking(frame: pd.DataFrame) -> list[Test]:
    return [(frame["there"] == word, word) for word in (NO_EDITION, NO_SERIES, NO_PERIOD, NO_VALUE)]


def _of_counts(frame: pd.DataFrame) -> np.ndarray:
    given = as_printed(frame["value"], of_own_counts(frame), frame["precision"])
    return np.where(given, "counts give it", "counts give another")


def of_own_counts(frame: pd.DataFrame) -> pd.Series:
    """Return the share or rate that the document's own counts give, in the unit of each claim.

    Args:
        frame: Columns count, denominator and unit: "%", or "per 100,000" and the like.
    """
    per = frame["unit"].str.extract(PER, expand=False).str.replace(",", "")
    return frame["count"] / frame["denominator"] * pd.to_numeric(per).fillna(100.0)


def _of_comparison(frame: pd.DataFrame) -> np.ndarray:
    outcome, said = frame["outcome"], frame["direction"]
    above = frame["now"] > frame["comparator"]
    side = np.where(above, str(Outcome.HIGHER), str(Outcome.LOWER))
    sided = outcome.isin([Outcome.HIGHER, Outcome.LOWER, Outcome.BETTER, Outcome.WORSE])
    judged = said.isin([Outcome.BETTER, Outcome.WORSE])
    similar = said == Outcome.SIMILAR
    tests: list[Test] = [
        *_lacking(frame),
        (outcome == Outcome.TOO_IMPRECISE, "imprecise"),
        (outcome == Outcome.NOT_TESTED, "untested"),
        (~sided & (outcome != Outcome.SIMILAR), "unlike"),
        (judged & outcome.isin([Outcome.HIGHER, Outcome.LOWER]), "no direction"),
        (similar & sided, "a difference"),
        (outcome == said, "tested"),
        (sided & ~judged & (said == side), "tested"),
        (outcome == Outcome.SIMILAR, "no difference"),
    ]
    return first_of(tests, "other side")


def _of_change(frame: pd.DataFrame) -> np.ndarray:
    """A stated amount is held against ours; a stated direction asks for a test on own values."""
    by = frame["now"] - frame["then"]
    relative = 100 * by / frame["then"]
    sign = np.where(frame["direction"] == "decrease", -1.0, 1.0)
    amount = sign * relative.where(frame["unit"] == "%", by)
    valued = frame["value"].notna()
    # of everybody who was counted any difference is one: there is no chance in it
    moved = np.where(by > 0, INCREASED, np.where(by < 0, DECREASED, ""))
    change = frame["change"].where(~frame["everyone"], moved)
    wanted = frame["direction"].map({"increase": INCREASED, "decrease": DECREASED})
    may_be_revised = CHANGE_REVISED_WITHIN * frame["then"].where(frame["unit"] != "%", 100.0)
    equal = as_printed(frame["value"], amount, frame["precision"])
    near = (frame["value"] - amount).abs() <= may_be_revised
    tests: list[Test] = [
        *_lacking(frame),
        (frame["then"].isna(), "no earlier figure"),
        (valued & equal & (frame["precision"] <= frame["printed"] + WHOLE), "equal"),
        (valued & equal, "rounded"),
        (valued & (amount < 0), "other way"),  # which no revision is assumed to turn round
        (valued & near, "near"),
        (valued, "far"),
        (change == NOT_TESTED, "change untested"),
        (change == wanted, "tested"),
        (change.isin([INCREASED, DECREASED]), "other way"),
    ]
    return first_of(tests, "no change")


def _of_rank(frame: pd.DataFrame) -> np.ndarray:
    stated = frame["value"]
    tests: list[Test] = [
        *_lacking(frame),
        (frame["rank"].isna(), "no rank"),
        (frame["of"] != frame["denominator"], "other list"),
        (stated == frame["rank"], "equal"),
        (stated.between(frame["best_rank"], frame["worst_rank"]), "inside the interval"),
    ]
    return first_of(tests, "other rank")


def _of_target(frame: pd.DataFrame) -> np.ndarray:
    return np.where(frame["value"] == frame["goal"], "goal in force", "own target")


def verdict_of(why: pd.Series) -> pd.Series:
    """Return the verdict that each word of WHY gives."""
    return why.map({word: str(verdict) for word, verdict in WHY.items()}).astype("str")
