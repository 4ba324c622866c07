"""Random cases: folders of a council's own CSV files, the truth behind them kept apart.

`random_case(seed)` gives the same case each time. A case says whether the description lets its
files be refused, so that an attacker can't be beaten by refusing everything.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from attack_tools.invented_truth import Geography, random_geography, random_truth
from attack_tools.label_styles import (
    EMPTY_MARKS,
    EVERYBODY,
    HIDDEN_MARKS,
    MISTAKES,
    age_label,
    period_label,
    sex_label,
)
from attack_tools.truth import ALL_AGES, REST, SCHOOL, Cell, Span, Truth

COLUMNS = (
    "indicator_id", "area_code", "area_name", "period", "edition", "sex", "age", "breakdown",
    "breakdown_value", "value", "lower_95", "upper_95", "count", "denominator", "status", "note",
    "disclosure_rule",
)  # fmt: skip
KEPT, REFUSED, EITHER = "kept", "refused", "either"
Row = dict[str, str]


@dataclass(frozen=True)
class Release:
    """What a folder holds at one fetch.

    Attributes:
        files: Text by file name.
        truth: The true counts behind it, by indicator.
        rules: The disclosure rules that its rows name, by indicator.
    """

    files: dict[str, str]
    truth: dict[str, Truth]
    rules: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Case:
    """One council's files, over one or more releases.

    Attributes:
        name: The seed, or what it is about.
        geography: Its areas.
        releases: In the order in which they are fetched.
        expect: KEPT, REFUSED or EITHER, of the last release.
        about: What is special, for the tally.
        with_lookup: Whether the look-up lies beside the files.
        expect_before: KEPT or EITHER, of the releases before the last.
    """

    name: str
    geography: Geography
    releases: tuple[Release, ...]
    expect: str = KEPT
    about: tuple[str, ...] = ()
    with_lookup: bool = True
    expect_before: str = KEPT

    @property
    def lookups(self) -> dict[str, str]:
        """The look-up files that lie beside the council's own."""
        return self.geography.lookups if self.with_lookup else {}


@dataclass(frozen=True)
class Style:
    """How one file writes its rows."""

    marks: tuple[str, ...]
    columns: str
    edition: Callable[[Cell, bool], str]
    rules: tuple[str, ...]
    everybody: str
    total_group: bool
    days: bool
    note: bool
    shaky: float


def random_case(seed: int, most: int = 140) -> Case:
    """Return the case of a seed: its files print as many cells of an indicator at the most."""
    rng = np.random.default_rng(seed)
    geography = random_geography(rng)
    first_id = str(rng.choice(("own-share", "own-number"), p=(0.8, 0.2)))
    truths = {first_id: random_truth(rng, geography)}
    if rng.random() < 0.2:
        truths["own-second-share"] = random_truth(rng, geography)
    rules = {id: _rules(rng) for id in truths}
    first = _release(rng, geography, truths, rules, most=most)
    case = Case(str(seed), geography, (first,), about=(geography.kind,))
    if rng.random() < 0.35:
        case = _later(rng, case, truths, rules, most)
    case = _lookup_beside(rng, case)
    return _mistake(rng, case) if rng.random() < 0.12 else case


def write_rows(rows: Sequence[Row]) -> str:
    """Return a CSV of rows with the columns that any of them fills."""
    used = [c for c in COLUMNS if c in ("indicator_id", "area_code", "period", "value")
            or any(row.get(c) for row in rows)]  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, used, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _rules(rng: np.random.Generator) -> tuple[str, ...]:
    choices = (("",), ("hospital-episodes",), ("mental-health",), ("", "mental-health"))
    return choices[rng.choice(4, p=(0.7, 0.12, 0.08, 0.1))]


def _release(
    rng: np.random.Generator,
    geography: Geography,
    truths: dict[str, Truth],
    rules: dict[str, tuple[str, ...]],
    edition: str = "",
    *,
    most: int,
) -> Release:
    """Return one to three files: the rows are dealt among them."""
    rows: list[Row] = []
    for id, truth in truths.items():
        style = _style(rng, rules[id], edition, number=id == "own-number")
        rows += [_row(rng, id, truth, cell, code, style) for cell, code in _cells(rng, truth, most)]
    many = int(rng.choice((1, 2, 3), p=(0.7, 0.2, 0.1)))
    place = rng.integers(0, many, len(rows)) if rng.random() < 0.5 else _by_area(rows, many)
    dealt = [[row for row, n in zip(rows, place, strict=True) if n == k] for k in range(many)]
    files = {f"ours-{k + 1}.csv": write_rows(part) for k, part in enumerate(dealt) if part}
    named = {id: frozenset(r["disclosure_rule"] for r in rows if r["indicator_id"] == id)
             for id in truths}  # fmt: skip
    return Release(files, truths, named)


def _by_area(rows: Sequence[Row], many: int) -> list[int]:
    """The authority's rows in the first file, the wards' in the others."""
    codes = sorted({row["area_code"] for row in rows}, reverse=True)
    return [codes.index(row["area_code"]) % many for row in rows]


def _style(
    rng: np.random.Generator, rules: tuple[str, ...], edition: str, *, number: bool
) -> Style:
    marks: tuple[str, ...] = ()
    if rng.random() < 0.5:
        marks = (str(rng.choice(HIDDEN_MARKS if rng.random() < 0.7 else EMPTY_MARKS)),)
    editions = rng.random()
    parts = (lambda cell, whole: edition) if editions < 0.75 else (
        lambda cell, whole: f"{2023 + whole} release{edition and ' again'}"
    )  # fmt: skip
    columns = rng.choice(("whole", "whole", "no count", "rate left beside the mark"))
    if number:
        columns = rng.choice(("count only", "value is the count"))
    return Style(
        marks, str(columns), parts, rules, str(rng.choice(EVERYBODY)), bool(rng.random() < 0.5),
        bool(rng.random() < 0.15), bool(rng.random() < 0.2), float(rng.choice((0, 0.2))),
    )  # fmt: skip


def _cells(rng: np.random.Generator, truth: Truth, most: int) -> list[tuple[Cell, str]]:
    """Return the cells that the files print, with the area's code: some labels are left out."""
    areas = _some(rng, list(truth.area_of))
    sexes = _some(rng, [frozenset("MF"), frozenset("M"), frozenset("F")])
    if rng.random() < 0.4:
        sexes = [frozenset("MF")]
    ages = _some(rng, _ages(truth.ages, rng))
    days = _some(rng, _days(truth.days, rng))
    groups = _some(rng, _groups(truth))
    cells = [
        (Cell(truth.area_of[code], sex, frozenset([age]), frozenset([span]), group), code)
        for code in areas for sex in sexes for age in ages for span in days for group in groups
    ]  # fmt: skip
    if rng.random() < 0.4:
        cells = [cell for cell in cells if rng.random() > 0.15] or cells
    return _no_more_than(rng, cells, most)


def _some(rng: np.random.Generator, choices: list) -> list:
    """Return all choices but, now and then, one or two: the labels that a file leaves out."""
    gone = int(rng.choice((0, 1, 2), p=(0.6, 0.3, 0.1)))
    kept = list(choices)
    for _ in range(min(gone, len(kept) - 1)):
        del kept[int(rng.integers(len(kept)))]
    return kept


def _ages(leaves: tuple[Span, ...], rng: np.random.Generator) -> list[Span]:
    """Return the ages, all ages, and now and then what joins or cuts across them."""
    joined = [] if leaves[0][0] >= SCHOOL else _joined(leaves, rng)
    return list(dict.fromkeys([*leaves, ALL_AGES, *joined]))


def _days(leaves: tuple[Span, ...], rng: np.random.Generator) -> list[Span]:
    """Return the periods, the whole, and now and then what rolls over them."""
    whole = (leaves[0][0], leaves[-1][1])
    return list(dict.fromkeys([*leaves, whole, *_joined(leaves, rng)]))


def _joined(leaves: tuple[Span, ...], rng: np.random.Generator) -> list[Span]:
    if len(leaves) < 3 or rng.random() < 0.6:
        return []
    return [(leaves[0][0], leaves[-2][1]), (leaves[1][0], leaves[-1][1])]


def _groups(truth: Truth) -> list[tuple[tuple[str, frozenset[str]], ...]]:
    named = [((name, frozenset([v])),) for name, vs in truth.groups.items() for v in vs if v]
    return [(), *named]


def _no_more_than(rng: np.random.Generator, cells: list, most: int) -> list:
    if len(cells) <= most:
        return cells
    kept = sorted(rng.choice(len(cells), most, replace=False))
    return [cells[n] for n in kept]


def _row(
    rng: np.random.Generator, id: str, truth: Truth, cell: Cell, code: str, style: Style
) -> Row:
    labels = np.random.default_rng(1) if rng.random() >= style.shaky else rng
    group, value = _group_labels(cell, truth, style)
    row = {
        "indicator_id": id,
        "area_code": code,
        "period": period_label(next(iter(cell.days)), labels, days=style.days),
        "edition": style.edition(cell, code[:3] in ("E06", "E10", "E12")),
        "sex": sex_label("".join(sorted(cell.sexes, reverse=True)), labels),
        "age": _age(cell, truth, labels),
        "breakdown": group,
        "breakdown_value": value,
        "disclosure_rule": str(rng.choice(style.rules)),
    }
    return row | _numbers(rng, truth.count(cell), truth.denominator(cell), style)


def _age(cell: Cell, truth: Truth, rng: np.random.Generator) -> str:
    return age_label(next(iter(cell.ages)), rng)


def _group_labels(cell: Cell, truth: Truth, style: Style) -> tuple[str, str]:
    if cell.groups:
        name, values = cell.groups[0]
        return name, next(iter(values))
    if truth.groups and style.total_group:
        return next(iter(truth.groups)), style.everybody
    return "", ""


def _numbers(rng: np.random.Generator, count: int, people: int, style: Style) -> Row:
    """Return a row's numbers: whole, or with the marks of the file in place of small counts."""
    rate = f"{100 * count / people:.1f}" if people else ""
    row = {"value": rate, "count": str(count), "denominator": str(people)}
    if count > 999 and style.shaky:
        row["count"] = f"{count:,}"
    if style.columns == "count only":
        row = {"value": str(count), "count": str(count)}
    if style.columns == "value is the count":
        row = {"value": str(count)}
    if style.columns == "no count":
        row["count"] = ""
    if style.note:
        row["note"] = f"{count} people" if count < 8 else "from the register"
    if style.marks and 0 < count < 8:
        row |= {"count": style.marks[0], "note": ""}
        if style.columns != "rate left beside the mark":
            row["value"] = style.marks[0]
        if style.columns in ("no count", "value is the count"):
            row["count"] = ""
    return row


def _later(
    rng: np.random.Generator,
    case: Case,
    truths: dict[str, Truth],
    rules: dict[str, tuple[str, ...]],
    most: int,
) -> Case:
    """Return a case with a second release: the same rows again, revised, renamed or others."""
    first = case.releases[0]
    kind = str(rng.choice(("same", "other rows", "edition", "revised", "withdrawn")))
    if kind == "same":
        second = first
    elif kind == "withdrawn":
        left = dict(list(first.files.items())[1:]) or first.files
        second = replace(first, files=left)
    else:
        new = {id: t.revised(rng) for id, t in truths.items()} if kind == "revised" else truths
        edition = "new release" if kind == "edition" else ""
        second = _release(rng, case.geography, new, rules, edition, most=most)
    return replace(case, releases=(first, second), about=(*case.about, f"later: {kind}"))


def _lookup_beside(rng: np.random.Generator, case: Case) -> Case:
    """Leave the look-up out of a quarter of the cases; whose wards they are must then be told."""
    if rng.random() < 0.75:
        return case
    files = [text for release in case.releases for text in release.files.values()]
    told = all(f",{case.geography.main}," in text for text in files)
    expect = KEPT if told and case.geography.needs_lookup is False else EITHER
    about = (*case.about, "no look-up")
    return replace(case, with_lookup=False, expect=expect, expect_before=expect, about=about)


def _mistake(rng: np.random.Generator, case: Case) -> Case:
    """Return a case with one label of its last release mistyped: the file must go whole."""
    column = str(rng.choice(list(MISTAKES)))
    last = case.releases[-1]
    name = str(rng.choice(list(last.files)))
    rows = list(csv.DictReader(io.StringIO(last.files[name])))
    row = rows[int(rng.integers(len(rows)))]
    row[column if column in row else "value"] = str(rng.choice(MISTAKES[column]))
    files = {**last.files, name: write_rows(rows)}
    releases = (*case.releases[:-1], replace(last, files=files))
    if column not in row:
        column = "value"
    expect = REFUSED
    return replace(case, releases=releases, expect=expect, about=(*case.about, f"bad {column}"))


def has_rest(truth: Truth) -> bool:
    """Return whether some people belong to no value of a breakdown."""
    return any(REST in values for values in truth.groups.values())
