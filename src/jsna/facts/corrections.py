"""Apply the corrections of `data/corrections/` to the rows of their sources.

Each is held against what the source holds now: a correction of a figure that was mended would
put the wrong one back.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.errors import Problem, UserFileError
from jsna.facts.assemble import empty_quality, quality_rows
from jsna.facts.rounding import decimals_of, same_when_rounded
from jsna.fetching.file_parts import ALL_AGES, POPULATION
from jsna.settings.correction import Correction
from jsna.settings.paths import Paths
from jsna.settings.yaml_file import Problems, read_yaml

KIND: Final = "correction"
KEY: Final = {
    "indicator_id": "indicator", "area_code": "area_code", "period": "period",
    "edition": "edition", "sex": "sex", "age": "age",
}  # fmt: skip
"""Column of facts -> field of a correction."""
PLACE: Final = ("indicator_id", "area_code")
OF_A_VERDICT: Final = ("value", "lower_95", "upper_95", "lower_998", "upper_998")
"""What a source looked at before it called a figure better or worse."""


def apply_corrections(
    rows: pd.DataFrame,
    corrections: Iterable[Correction],
    sources: Mapping[str, str],
    own: Collection[str],
    paths: Paths | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows with each corrected number in its place, and a row of quality for each.

    Args:
        rows: Columns of FACT_COLUMNS, one snapshot in each row, before they are assembled.
        corrections: Of the settings; those for areas and indicators that the rows do not hold
            are passed over, and told where the area is the reader's own.
        sources: Snapshot id -> id of its source.
        own: Codes of the area and of the small areas inside it.
        paths: Where the files of the corrections are; None to pass over what does not fit,
            as when an earlier set of files is looked at.

    Raises:
        UserFileError: with the file and line of each correction whose source no longer holds
            the number that it expects.
    """
    corrections = tuple(corrections)
    rows, told, used = correct(rows, corrections, sources, paths)
    return rows, pd.concat([told, not_used(corrections, used, own)], ignore_index=True)


def correct(
    rows: pd.DataFrame,
    corrections: Iterable[Correction],
    sources: Mapping[str, str],
    paths: Paths | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, frozenset[str]]:
    """Return what `apply_corrections` does of those that rows are of, and their ids.

    Arguments and errors as `apply_corrections`.
    """
    told, problems, used = [empty_quality()], [], set()
    source = rows["snapshot_ids"].map(sources)
    for correction in corrections:
        of_place = (source == correction.source) & _matches(rows, correction, PLACE)
        chosen = of_place & (rows["breakdown"] == "") & _matches(rows, correction, tuple(KEY))
        if not of_place.any() or _of_ages_left_out(rows[of_place], correction):
            continue
        used.add(correction.id)
        if what := _mended(rows[chosen], correction):
            problems += [_problem(what, correction, paths)] if paths else []
        else:
            rows = _corrected(rows, chosen, correction)
            told.append(_quality(rows[chosen], correction))
    if problems:
        raise UserFileError(*problems)
    return rows, pd.concat(told, ignore_index=True), frozenset(used)


def not_used(
    corrections: Iterable[Correction], used: Collection[str], own: Collection[str]
) -> pd.DataFrame:
    """Return a row of quality for each correction of a place of ours that no row is of."""
    left = [one for one in corrections if one.id not in used and one.area_code in own]
    return pd.concat([empty_quality(), *map(_unused, left)], ignore_index=True)


def without_corrected(
    labels: pd.DataFrame, corrections: Iterable[Correction], sources: Mapping[str, str]
) -> pd.DataFrame:
    """Return published labels without those that a source gave to a number corrected here.

    Args:
        labels: Columns of PUBLISHED_COLUMNS.
        corrections: Of the settings.
        sources: Snapshot id -> id of its source.
    """
    source = labels["snapshot_id"].map(sources)
    gone = pd.Series(False, index=labels.index)
    for one in corrections:
        if one.field in OF_A_VERDICT:
            whole = (source == one.source) & (labels["breakdown"] == "")
            gone |= whole & _matches(labels, one, tuple(KEY))
    return labels[~gone]


def _of_ages_left_out(rows: pd.DataFrame, correction: Correction) -> bool:
    """Return whether a correction is of people of one age in a place of which no ages are kept.

    Of most places' population the total alone is (`keep.keep_kinds`): that says nothing of a file.
    """
    by_age = correction.indicator in POPULATION and correction.age != ALL_AGES
    return by_age and bool((rows["age"] == ALL_AGES).all())


def _matches(rows: pd.DataFrame, correction: Correction, columns: tuple[str, ...]) -> pd.Series:
    wanted = pd.Series(True, index=rows.index)
    for column in columns:
        wanted &= rows[column] == getattr(correction, KEY[column])
    return wanted


def _mended(chosen: pd.DataFrame, correction: Correction) -> str:
    """Return what the source holds now if it is not what was expected, "" if it is."""
    if chosen.empty:
        return "the source no longer holds a figure for this period, sex and age."
    held = chosen[correction.field].to_numpy()
    expect = np.full(len(held), np.nan if correction.expect is None else correction.expect)
    same = same_when_rounded(held, expect, decimals_of(expect))
    if correction.expect is not None and correction.corrected is not None:
        # 17 expected and 17.3 right: a source that says 17.3 now was mended
        same &= np.abs(held - expect) <= np.abs(held - correction.corrected)
    if same.all():
        return ""
    number = held[~same][0]
    now = "no number" if np.isnan(number) else f"{number:.10g}"
    return f"the source no longer holds {_number(correction.expect)}: it has {now} now."


def _problem(what: str, correction: Correction, paths: Paths | None) -> Problem:
    if paths is None:
        return Problem(what)
    path = paths.corrections / f"{correction.id}.yml"
    file = read_yaml(path, Problems(paths.root))
    key = "period" if "this period" in what else "expect"
    return Problem(
        what,
        f"data/corrections/{path.name}",
        file.line((key,)) if file else 0,
        next_step="The source was mended: remove this correction (or mend it, if it never fitted).",
    )


def _corrected(rows: pd.DataFrame, chosen: pd.Series, correction: Correction) -> pd.DataFrame:
    """Put the number in; a value that is taken out, or put in, changes the status with it."""
    right = np.nan if correction.corrected is None else correction.corrected
    rows = rows.copy()
    rows.loc[chosen, correction.field] = right
    note = f"Corrected here ({correction.field}): {correction.reason}"
    before = rows.loc[chosen, "note"]
    rows.loc[chosen, "note"] = (before + " " + note).str.strip()
    if correction.field == "value":
        status = rows.loc[chosen, "status"]
        if correction.corrected is None:
            rows.loc[chosen, "status"] = "not-available"
        else:
            hidden = status.isin(["suppressed", "not-available"])
            rows.loc[chosen, "status"] = status.where(~hidden, "final")
    return rows


def _quality(chosen: pd.DataFrame, correction: Correction) -> pd.DataFrame:
    told = chosen.drop_duplicates([*KEY, "snapshot_ids"])
    detail = told["period_label"] + f", {correction.sex}, {correction.age}: " + _words(correction)
    return quality_rows(KIND, told, detail, told["snapshot_ids"])


def _words(correction: Correction) -> str:
    day = f"{correction.told_on.day} {correction.told_on:%B %Y}"
    return (
        f"{correction.field} {_number(correction.expect)} corrected to"
        f" {_number(correction.corrected)}. {correction.reason.rstrip('.')}."
        f" Told: {correction.told}, {day}; {correction.status}."
    )


def _unused(correction: Correction) -> pd.DataFrame:
    place = {"indicator_id": [correction.indicator], "area_code": [correction.area_code]}
    detail = f"not used: no file of {correction.source} holds this indicator, area and age"
    return quality_rows(KIND, pd.DataFrame(place), pd.Series([detail]), "")


def _number(value: float | None) -> str:
    return "no number" if value is None else f"{value:.10g}"
