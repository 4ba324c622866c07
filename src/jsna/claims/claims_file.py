"""Read a strategy's `claims.csv`: each mistake with file, line, what is allowed, nearest match."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pandas as pd
from pydantic import ValidationError

from jsna.claims.claim import Claim, incomplete
from jsna.errors import Problem, UserFileError
from jsna.settings.indicator import Indicator
from jsna.settings.load import CLAIMS
from jsna.settings.plain_words import why_wrong
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_file import Problems
from jsna.sources.council.group_labels import PERIODS_ALLOWED, read_interval

COLUMNS: Final = tuple(Claim.model_fields)
REQUIRED: Final = ("claim_id", "document", "line", "claim", "kind")
NUMBERS: Final = ("value", "precision", "count", "denominator")
LARGEST_BYTES: Final = 8 << 20
SHARE: Final = "%"
OF_COUNTS: Final = re.compile(r"%$|per 1[0,]+\b")
"""The unit of a share or a rate that the document's own counts give."""


def claims_path(project: Project) -> Path:
    """Return the file of a strategy's claims, there or not."""
    return project.paths.strategies / f"{project.strategy.slug}/{CLAIMS}"


def read_claims(project: Project) -> pd.DataFrame:
    """Return the claims of the project's strategy, one row per claim in the order of its file.

    The columns are those of `Claim`; numbers are float64, periods ISO 8601, text "" where blank,
    area_code the area's own where blank, written (datetime64) the strategy's first day.

    Raises:
        UserFileError: there is no file, or one problem for each thing that is wrong in it.
    """
    path = claims_path(project)
    problems = Problems(project.paths.root)
    if not path.exists():
        what = f"{project.strategy.slug} has no list of its claims."
        step = "Write one: docs/for-strategy-writers.md says how."
        raise UserFileError(Problem(what, problems.name_of(path), next_step=step))
    claims = list(_claims(path, project, problems))
    if not claims and not problems.found:
        problems.add("this file holds no claim.", path, next_step="Add one, or take the file away.")
    if problems.found:
        raise UserFileError(*problems.found)
    return _frame([claim for _, claim in claims], project)


def _claims(path: Path, project: Project, problems: Problems) -> Iterator[tuple[int, Claim]]:
    """Yield each claim that can be read with its line in the file; the others are told."""
    seen: dict[str, int] = {}
    tied: list[tuple[int, str]] = []
    for line, cells in _rows(path, problems):
        claim = _claim(path, line, cells, problems)
        if claim is None:
            continue
        tied += [(line, id) for id in claim.counts_in.split("/") if id]
        if claim.claim_id in seen:
            what = f"the claim {claim.claim_id} stands on line {seen[claim.claim_id]} already."
            problems.add(what, path, line)
        seen.setdefault(claim.claim_id, line)
        faults = [*incomplete(claim), *_of_settings(claim, project)]
        for column, what, allowed, *step in faults:
            told = f"claim {claim.claim_id}, {column}: {what}"
            problems.add(told, path, line, allowed=allowed, next_step="".join(step))
        yield line, claim
    for line, id in tied:
        if id not in seen:
            what = f"counts_in names {id}, and there is no such claim."
            problems.add(what, path, line, next_step=did_you_mean(id, seen))


def _rows(path: Path, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add("this file is not in UTF-8.", path, next_step="Save it as CSV UTF-8.")
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        names = [name.strip() for name in next(reader, [])]
        if not _columns_are_right(names, path, problems):
            return
        for cells in reader:
            told = [cell.strip() for cell in cells]
            if len(told) > len(names) or (any(told) and len(told) < len(names)):
                what = f"this row has {len(told)} cells under {len(names)} columns."
                step = "Put a cell that holds a comma in quotation marks."
                problems.add(what, path, reader.line_num, next_step=step)
            elif any(told):
                yield reader.line_num, dict(zip(names, told, strict=True))
    except csv.Error as error:
        problems.add(f"this is no CSV: {error}.", path, reader.line_num)


def _columns_are_right(names: list[str], path: Path, problems: Problems) -> bool:
    allowed = f"The columns are: {', '.join(COLUMNS)}."
    found = len(problems.found)
    for name in names:
        if name not in COLUMNS:
            step = did_you_mean(name, COLUMNS)
            problems.add(f"unknown column {name!r}.", path, 1, allowed=allowed, next_step=step)
        elif names.count(name) > 1:
            problems.add(f"the column {name} stands twice.", path, 1)
    for name in REQUIRED:
        if name not in names:
            problems.add(f"the column {name} is missing.", path, 1, allowed=allowed)
    return len(problems.found) == found


def _claim(path: Path, line: int, cells: Mapping[str, str], problems: Problems) -> Claim | None:
    try:
        return Claim.model_validate(cells)
    except ValidationError as error:
        for item in error.errors():
            column, limits = str(item["loc"][0]), item.get("ctx", {})
            given = cells.get(column, "")
            what = f"{column} is {given!r}, {why_wrong(item['type'], limits)}."
            expected = re.findall(r"'([^']+)'", str(limits.get("expected", "")))
            allowed = f"Allowed are: {', '.join(expected)}." if expected else ""
            step = did_you_mean(given, expected) if expected else ""
            problems.add(what, path, line, allowed=allowed, next_step=step)
    return None


def _of_settings(claim: Claim, project: Project) -> Iterator[tuple[str, ...]]:
    """Yield column, fault, what is allowed and the next step for what the settings don't bear."""
    last = last_line(project.strategy) if _is_own(claim, project.strategy) else None
    if last is not None and claim.line > last:
        yield "line", f"line {claim.line} is past the document's end.", f"It has {last} lines."
    for column in ("period", "since"):
        period = getattr(claim, column)
        if period and read_interval(period) is None:
            yield column, f"{period!r} is no period.", f"{PERIODS_ALLOWED}."
    known = project.settings.indicators
    if claim.indicator_id and claim.indicator_id not in known:
        step = did_you_mean(claim.indicator_id, known)
        what = f"the catalogue has no indicator {claim.indicator_id!r}."
        yield "indicator_id", what, "Leave it blank, and say under lacks what is missing.", step
    elif claim.indicator_id:
        yield from _of_unit(claim, known[claim.indicator_id])
    elif claim.of_own_counts and not OF_COUNTS.match(claim.unit):
        yield "unit", f"the unit is {claim.unit!r}.", "Allowed are: %, or per 1,000 and the like."


def _of_unit(claim: Claim, indicator: Indicator) -> Iterator[tuple[str, ...]]:
    units = {
        "value": (indicator.unit,),
        "target": (indicator.unit,),
        "share": (SHARE,),
        "change": (indicator.unit, SHARE),
    }
    allowed = units.get(claim.kind, ())
    if allowed and claim.value is not None and claim.unit not in allowed:
        what = f"the unit is {claim.unit!r}, {indicator.id} ({indicator.title}) has another."
        yield "unit", what, f"Allowed are: {', '.join(dict.fromkeys(allowed))}."


def last_line(strategy: Strategy) -> int | None:
    """Return the last line of the strategy's document; None where its file does not tell.

    A strategy that was read from the document's first line on tells where it ends; one that is a
    part of a longer document does not.
    """
    numbers = [int(number) for number in re.findall(r"\d+", strategy.document.lines)]
    return numbers[-1] if numbers and numbers[0] == 1 else None


def _is_own(claim: Claim, strategy: Strategy) -> bool:
    return bool(strategy.document.reference) and claim.document == strategy.document.reference


def _frame(claims: list[Claim], project: Project) -> pd.DataFrame:
    frame = pd.DataFrame([claim.model_dump() for claim in claims], columns=list(COLUMNS))
    frame = frame.astype({name: "float64" for name in NUMBERS})
    text = [name for name in COLUMNS if name not in (*NUMBERS, "line", "written")]
    frame = frame.astype({name: "str" for name in text} | {"line": "int64"})
    for column in ("period", "since"):
        frame[column] = frame[column].map(lambda text: read_interval(text) or "").astype("str")
    frame["area_code"] = frame["area_code"].mask(frame["area_code"] == "", project.area.code)
    first = pd.Timestamp(project.strategy.start)
    frame["written"] = pd.to_datetime(frame["written"]).fillna(first).astype("datetime64[s]")
    return frame
