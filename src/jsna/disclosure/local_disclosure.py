"""Take small counts out of a council's own file before anything of it is kept.

What is kept is the file as received, but for the rows that are hidden: their value, interval and
count are blank, their status is "suppressed", and their note does not say whether the count was
small or only hidden with others. A row with a mistake loses its numbers: it is not used anyway.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.disclosure.control import (
    SMALL,
    Least,
    pooling,
    rounded,
)
from jsna.disclosure.counts import known_counts
from jsna.disclosure.earlier_releases import EarlierFile
from jsna.disclosure.local_cells import table_why
from jsna.errors import Problem, SourceError
from jsna.settings.indicator import Indicator
from jsna.settings.source import Disclosure, SourceSettings
from jsna.sources.council.local_csv import NUMBERS, read_rows

HIDDEN_NOTE: Final = "Hidden: it could give away a small number of people."
ROUNDED_NOTE: Final = "Counts are rounded to {base}; an interval would undo that."
WITHHELD: Final = "withheld"
TABLE: Final = ["disclosure_rule", "indicator_id", "edition"]
SMALLER: Final = ("county", "district", "ward", "msoa")


@dataclass(frozen=True)
class ProtectedFile:
    """A file without small counts.

    Attributes:
        content: The bytes that may be kept; those received if nothing had to be hidden.
        why: Why each row is hidden: "", "small", "with others" or "not protected".
        rows: The rows as facts name them, with what they held, and `known_count`.
        pooling: As `disclosure_control.pooling`, with rule and indicator_id.
        given_away: One for each count that can't be protected any more, with its file and line:
            an earlier release gives it away, alone or with this one.
    """

    content: bytes
    why: pd.Series
    rows: pd.DataFrame
    pooling: pd.DataFrame
    given_away: tuple[Problem, ...] = ()


def protect_local(
    content: bytes,
    file: str,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
    least: Least | None = None,
    earlier: Sequence[EarlierFile] = (),
) -> ProtectedFile:
    """Return a council's own file without small counts and what would give them away.

    Args:
        content: The bytes as received.
        file: What to call the file in an error.
        about: Whose rules decide; without any, counts from 1 to 7 are hidden.
        indicators: The catalogue: what a value means.
        least: Code of an area -> the least areas it is made of, where that is known.
        earlier: What was shown before, the newest first: what this file hides must not be found
            by who has both, nor what they hid.

    Raises:
        SourceError: the file can't be read, or names a rule that there is not.
    """
    written, rows, reasons = read_rows(content, file)
    rules = {"": about.disclosure or Disclosure(), **about.disclosure_rules}
    _check_rules(rows, rules, file)
    rows["known_count"] = known_counts(rows, indicators)
    good = rows[reasons == ""]
    why = pd.Series("", rows.index, dtype="str")
    no_number = pd.Series(False, rows.index)
    offers: list[pd.DataFrame] = []
    away: list[Problem] = []
    for (rule_name, indicator, edition), table in good.groupby(TABLE):
        rule = rules[str(rule_name)]
        before = [old.of(str(indicator), str(edition)) for old in earlier]
        found = table_why(table.assign(file=file, line=table.index + 2), rule, indicators, least,
                          [old for old in before if not old.empty])  # fmt: skip
        why[table.index], no_number[table.index] = found.why, found.few
        away += found.given_away
        offer = pooling(table.assign(count=table["known_count"]), rule)
        offers.append(offer.assign(rule=rule_name, indicator_id=indicator))
    changed = _written(written, rows, why, no_number, reasons, rules)
    kept = content if changed.equals(written) else _as_csv(changed)
    pooled = pd.concat(offers) if offers else pd.DataFrame()
    return ProtectedFile(kept, why, rows, pooled, tuple(dict.fromkeys(away)))


def least_areas(lookups: Iterable[pd.DataFrame]) -> dict[str, frozenset[str]]:
    """Return code of an area -> codes of its LSOAs, from the rows of look-ups."""
    least: dict[str, frozenset[str]] = {}
    for rows in lookups:
        for column in (f"{kind}_code" for kind in SMALLER):
            if column in rows and "lsoa_code" in rows:
                groups = rows[rows[column] != ""].groupby(column)["lsoa_code"]
                least |= {str(code): frozenset(own) for code, own in groups}
    return least


def _check_rules(rows: pd.DataFrame, rules: Mapping[str, Disclosure], file: str) -> None:
    unknown = rows["disclosure_rule"][~rows["disclosure_rule"].isin(list(rules))]
    if not unknown.empty:
        what = f"there is no rule {unknown.iloc[0]}."
        names = ", ".join(name for name in rules if name) or "none"
        allowed = f"Known are: {names}."
        raise SourceError(Problem(what, file, int(unknown.index[0]) + 2, allowed))


def _written(
    written: pd.DataFrame,
    rows: pd.DataFrame,
    why: pd.Series,
    without: pd.Series,
    reasons: pd.Series,
    rules: Mapping[str, Disclosure],
) -> pd.DataFrame:
    """Return the rows as they may be kept."""
    frame = written.copy()
    numbers = [column for column in NUMBERS if column in frame]
    refused = reasons != ""
    frame[numbers] = frame[numbers].mask(
        frame[numbers].notna() & refused.to_numpy()[:, None], WITHHELD
    )
    for name, rule in rules.items():
        if rule.round_to > 1:
            own = (rows["disclosure_rule"] == name) & (why == "") & ~refused
            own &= rows["known_count"].notna()
            if own.any():
                _round(frame, rows[own], rule)
    # what can't be protected is hidden all the same: the gate tells that it is not safe
    hidden = (why != "") & (rows["status"] != "suppressed")
    if hidden.any():
        for column in numbers:
            gone = hidden & without if column == "denominator" else hidden
            frame[column] = frame[column].mask(gone)
        frame = _put(frame, "status", hidden, "suppressed")
        frame = _put(frame, "note", hidden, HIDDEN_NOTE)
    return frame


def _round(frame: pd.DataFrame, rows: pd.DataFrame, rule: Disclosure) -> None:
    """Round, in place, the counts of rows, and their values with them; take out their intervals."""
    at, count = rows.index, rows["known_count"]
    near = rounded(count, rule)
    if "count" in frame:
        stated = at.intersection(frame.index[frame["count"].notna()])
        frame.loc[stated, "count"] = near[stated].map("{:g}".format)
    frame.loc[at, "value"] = _rounded_values(rows, count, near)
    for limit in ("lower_95", "upper_95"):
        if limit in frame:
            # a limit tells the count that it was made from, whether or not that was a multiple
            frame.loc[at, limit] = None
    at_these = frame.index.isin(at)
    note = ROUNDED_NOTE.format(base=rule.round_to)
    old = frame.get("note", pd.Series(np.nan, frame.index, dtype="str"))
    kept = old.fillna("").str.replace(note, "", regex=False).str.strip()
    frame["note"] = old.mask(at_these, (kept + " " + note).str.strip())


def _rounded_values(rows: pd.DataFrame, count: pd.Series, near: pd.Series) -> pd.Series:
    """Return each value as the rounded count gives it, as text, without a trace of the other.

    Without a denominator a value keeps two digits: a population is no secret, and more digits
    would give the count back.
    """
    per = rows["value"] * rows["denominator"] / count.where(count > 0)
    multiplier = 10.0 ** np.log10(per).round()
    made = (multiplier * near / rows["denominator"]).where(count > 0, rows["value"])
    coarse = (rows["value"] * near / count.where(count > 0)).where(count > 0, rows["value"])
    text = made.map("{:.6g}".format).where(made.notna(), coarse.map("{:.2g}".format))
    return text.where(rows["value"] != count, near.map("{:g}".format))


def _put(frame: pd.DataFrame, column: str, where: pd.Series, text: str) -> pd.DataFrame:
    old = frame[column] if column in frame else pd.Series(np.nan, frame.index, dtype="str")
    return frame.assign(**{column: old.mask(where, text)})


def _as_csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def told(file: ProtectedFile) -> Iterator[str]:
    """Yield what was hidden and what could be done, as sentences."""
    counts = file.why.value_counts()
    small = int(counts.get(SMALL, 0))
    others = int((file.why != "").sum()) - small
    yield f"{len(file.why)} rows: {small} hidden as small, {others} hidden with them."
    for problem in file.given_away:
        yield str(problem)
    for row in file.pooling.itertuples():
        group = f"{row.indicator_id}, {row.area_code}, {row.sex}, {row.age}"
        if np.isnan(row.years):
            yield f"{group}: small even over all {row.available} years."
        else:
            yield f"{group}: no longer small when {row.years:g} years are pooled."
