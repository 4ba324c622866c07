"""Files written by hand: the labels of each row by a test, the numbers by the truth behind them.

A row is a line of `column=text` pairs with semicolons between; `mark=*` stands in place of its
numbers. So one file says what is tried, and nothing else.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from attack_tools.council_files import KEPT, Case, Release, Row, write_rows
from attack_tools.invented_truth import AREA, Geography, geography
from attack_tools.labels import read_label
from attack_tools.published_rows import cell_of
from attack_tools.truth import ALL_AGES, Span, Truth, day

YEAR: Span = (day("2024-01-01"), day("2025-01-01"))
NAMES = {"area": "area_code", "group": "breakdown_value", "rule": "disclosure_rule"}
DEFAULTS = {"indicator_id": "own-share", "area_code": AREA, "period": "2024-01-01/P1Y"}
W1, W2, W3 = (f"E059{n:05d}" for n in (1, 2, 3))


def truth_of(
    counts: Sequence,
    places: Geography,
    *,
    ages: tuple[Span, ...] = (ALL_AGES,),
    days: tuple[Span, ...] = (YEAR,),
    groups: Mapping[str, tuple[str, ...]] | None = None,
    others: int = 400,
) -> Truth:
    """Return the truth of counts by place, sex, age, period and group; one for all persons
    goes to the women.

    Args:
        counts: As `Truth.counts`; the sexes, ages, periods and groups may be left out.
        places: The areas.
        ages: As of `Truth`.
        days: As of `Truth`.
        groups: As of `Truth`.
        others: People of each smallest group that are not counted.
    """
    known = groups or {}
    shape = (len(places.places), 2, len(ages), len(days), *(len(v) for v in known.values()))
    given = np.asarray(counts, int)
    if given.size * 2 == np.prod(shape):
        given = given.reshape(shape[0], 1, *shape[2:])
        given = np.concatenate([given - given // 2, given // 2], axis=1)
    given = given.reshape(shape)
    return Truth(places.places, ages, days, known, given, given + others, places.area_of)


def wards(many: int = 3) -> Geography:
    """Return one authority with so many wards."""
    return geography("wards", many)


def rows_of(lines: str, truth: Truth) -> list[Row]:
    """Return the rows of some lines, with the true numbers."""
    return [_row(line, truth) for line in lines.strip().splitlines()]


def release_of(truth: Truth, *files: str) -> Release:
    """Return a release of files, each given by its lines."""
    written = [rows_of(lines, truth) for lines in files]
    every = [row for rows in written for row in rows]
    texts = {f"ours-{n + 1}.csv": write_rows(rows) for n, rows in enumerate(written)}
    ids = {row["indicator_id"] for row in every}
    rules = {id: frozenset(r.get("disclosure_rule", "") for r in every if r["indicator_id"] == id)
             for id in ids}  # fmt: skip
    return Release(texts, dict.fromkeys(ids, truth), rules)


def case_of(
    name: str,
    places: Geography,
    *releases: Release,
    expect: str = KEPT,
    with_lookup: bool = True,
) -> Case:
    """Return a case of some releases, one fetched after the other."""
    return Case(name, places, releases, expect, ("by hand",), with_lookup)


def _row(line: str, truth: Truth) -> Row:
    """Return a row; `meant_age=0-17` says whom it is about where its label is a mistake."""
    pairs = [part.partition("=")[::2] for part in line.split(";")]
    told = {key.strip(): text.strip() for key, text in pairs}
    meant = {key.removeprefix("meant_"): text for key, text in told.items() if "meant_" in key}
    told = {NAMES.get(k, k): text for k, text in told.items() if "meant_" not in k}
    row = {**DEFAULTS, **told}
    label = read_label({**row, **{NAMES.get(k, k): text for k, text in meant.items()}})
    cell = cell_of(label, truth)
    return _numbers(row, truth.count(cell), truth.denominator(cell))


def _numbers(row: Row, count: int, people: int) -> Row:
    mark = row.pop("mark", None)
    if mark is not None:
        return {**row, "count": mark, "value": mark, "denominator": str(people)}
    if row["indicator_id"] == "own-number":
        return {**row, "value": str(count)}
    numbers = {
        "count": str(count),
        "denominator": str(people),
        "value": f"{100 * count / people:.1f}",
    }
    return {**numbers, **row}
