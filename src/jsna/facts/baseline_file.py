"""A baseline on disk: the figures of a strategy's measures, frozen, with the hash that tells so.

`reports/strategies/<strategy>/baseline/<area>.csv` holds the figures and `<area>.yml` when they
were taken, their hash, and which baselines they stand instead of; both go under version control.
Nothing writes over them.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import pandas as pd
from pydantic import Field, StringConstraints

from jsna.errors import Problem, UserFileError
from jsna.fact_schema import PERIOD_PATTERN, STATUSES
from jsna.settings.model import SettingsModel, Slug, Text
from jsna.settings.project import Project
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_file import Problems, read_model
from jsna.snapshots.digest import sha256
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.yaml_text import write_yaml

FOLDER: Final = "baseline"
LARGEST_BYTES: Final = 8 << 20
KEY: Final = ("indicator_id", "sex", "age")
TEXT: Final = (
    *KEY, "measure", "priorities", "period", "period_label", "edition", "unit", "status", "sources",
    "snapshot_ids",
)  # fmt: skip
NUMBERS: Final = ("value", "lower_95", "upper_95")
COLUMNS: Final = (
    *KEY, "measure", "priorities", "period", "period_label", "edition", *NUMBERS, "unit", "status",
    "sources", "snapshot_ids",
)  # fmt: skip
"""Of the file; sex and age as the catalogue's strata have them. No count stands in it: a
percentage with its denominator tells the people behind it."""
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class Replaced(SettingsModel):
    """A baseline that another one stands instead of: kept, under another name.

    Attributes:
        file: Its figures, beside those of the new one.
    """

    taken: date
    sha256: Digest
    file: Text
    reason: Text


class BaselineHead(SettingsModel):
    """What the YAML file beside the figures says.

    Attributes:
        name: "" for the one that pages show.
        taken: The day of the newest file of the data that it was taken from.
        strategy_start: The strategy's first day when it was taken.
        before: Figures are of the last period that had ended before this day: the strategy's
            first, or of a baseline with a name, the day of its data.
        rows: How many measures it holds.
        sha256: Of the figures' file, its lines ended by a line feed.
        instead: What it was taken instead of, the newest first.
    """

    area: Slug
    strategy: Slug
    name: Slug | Annotated[str, StringConstraints(pattern="^$")] = ""
    taken: date
    strategy_start: date
    before: date
    rows: Annotated[int, Field(ge=1)]
    sha256: Digest
    instead: tuple[Replaced, ...] = ()


@dataclass(frozen=True, eq=False)
class Baseline:
    """A baseline as it was taken.

    Attributes:
        figures: COLUMNS, one row a measure; without a period where there was no figure.
    """

    head: BaselineHead
    figures: pd.DataFrame


def baseline_path(project: Project, name: str = "") -> Path:
    """Return the file of a baseline's figures, there or not; its head ends in `.yml`."""
    file = f"{project.area.slug}.{name}.csv" if name else f"{project.area.slug}.csv"
    return project.paths.strategies / f"{project.strategy.slug}/{FOLDER}/{file}"


def read_baseline(project: Project, name: str = "") -> Baseline | None:
    """Return the baseline of the project's area and strategy; None where none was taken.

    Raises:
        UserFileError: one of its two files is missing, its head is wrong, or the figures are not
            those that were taken, by their hash.
    """
    path, problems = baseline_path(project, name), Problems(project.paths.root)
    content, told = _content(path), _content(path.with_suffix(".yml"))
    if content is None and told is None:
        return None
    for held, file in ((content, path), (told, path.with_suffix(".yml"))):
        if held is None:
            problems.add("a file of this baseline is missing.", file, next_step=_BACK)
    if problems.found:
        raise UserFileError(*problems.found)
    head = read_model(path.with_suffix(".yml"), BaselineHead, problems)
    figures = None
    if head is not None and content is not None and _is_own(head, project, name, path, problems):
        figures = _figures(content, head, path, problems)
    if head is None or figures is None or problems.found:
        raise UserFileError(*problems.found)
    return Baseline(head, figures)


def check_free(project: Project, name: str) -> None:
    """Raise UserFileError where a baseline of this name, or a part of one, lies already."""
    path = baseline_path(project, name)
    there = [path.exists(), path.with_suffix(".yml").exists()]
    if any(there) and not all(there):
        read_baseline(project, name)  # tells which file is missing
    if any(there):
        raise UserFileError(_there_already(project, name))


def write_baseline(project: Project, head: BaselineHead, content: bytes) -> Path:
    """Write a baseline that is not there yet; return the file of its figures.

    Raises:
        UserFileError: there is one of this name already.
    """
    check_free(project, head.name)
    path = _own_path(project, head.name)
    try:
        write_whole(path, content)
        write_whole(path.with_suffix(".yml"), _head_bytes(head))
    except BaseException:
        path.unlink(missing_ok=True)  # figures without a head are no baseline
        raise
    return path


def write_instead(project: Project, head: BaselineHead, content: bytes, reason: str) -> Path:
    """Write a baseline in place of one, which is kept beside it; return the file of its figures.

    Args:
        project: Of which area and strategy.
        head: Of the new one; `instead` is filled in.
        content: Its figures.
        reason: Why, which stays on record.

    Raises:
        UserFileError: there is no baseline to stand instead of, or it is not as it was taken.
    """
    before = read_baseline(project, head.name)
    if before is None:
        what = "there is no baseline to take another one instead of."
        raise UserFileError(Problem(what, next_step="Leave --instead out."))
    path, old = _own_path(project, head.name), baseline_path(project, head.name)
    kept = _free_place(path, len(before.head.instead) + 1)
    files = {kept: old, kept.with_suffix(".yml"): old.with_suffix(".yml")}
    for place, file in files.items():
        write_whole(place, file.read_bytes())
    replaced = Replaced(
        taken=before.head.taken, sha256=before.head.sha256, file=kept.name, reason=reason
    )
    made = head.model_copy(update={"instead": (replaced, *before.head.instead)})
    try:
        write_whole(path, content)
        write_whole(path.with_suffix(".yml"), _head_bytes(made))
    except BaseException:
        for place, file in files.items():
            write_whole(path.with_suffix(file.suffix), place.read_bytes())
            place.unlink()
        raise
    return path


def figures_digest(content: bytes) -> str:
    """Return the hash of a file of figures, whatever ends its lines on this machine."""
    return sha256(content.replace(b"\r\n", b"\n"))


_BACK: Final = (
    "Take it back from version control; where it is lost, take a second one under a name (--name)."
)


def _content(path: Path) -> bytes | None:
    try:
        # opened by itself, so that a page notes that it looked for one
        path.open("rb").close()
    except FileNotFoundError:
        return None
    except OSError:
        pass  # told in the words of every user's file
    return read_user_file(path, LARGEST_BYTES)


def _own_path(project: Project, name: str) -> Path:
    below = baseline_path(project, name).name
    return project.paths.strategies.own / project.strategy.slug / FOLDER / below


def _free_place(path: Path, number: int) -> Path:
    """Where a replaced baseline is kept: counted up, as one may have been named like it."""
    kept = path.with_name(f"{path.stem}.replaced-{number}.csv")
    if kept.exists() or kept.with_suffix(".yml").exists():
        return _free_place(path, number + 1)
    return kept


def _there_already(project: Project, name: str) -> Problem:
    path, problems = baseline_path(project, name), Problems(project.paths.root)
    return Problem(
        "there is a baseline already, and nothing writes over it.",
        problems.name_of(path),
        allowed="See it with --show.",
        next_step="Take a second one under another name (--name NAME), or one that stands instead"
        ' of it, with the reason on record (--instead "REASON").',
    )


def _head_bytes(head: BaselineHead) -> bytes:
    told = head.model_dump(mode="json")
    told = _with_days(told, "taken", "strategy_start", "before")
    told["instead"] = [_with_days(one, "taken") for one in told["instead"]]
    return write_yaml({key: value for key, value in told.items() if value not in ("", [])})


def _with_days(told: dict[str, Any], *names: str) -> dict[str, Any]:
    """The mapping with its days as YAML has them: each an object of its own, or YAML repeats it."""
    return told | {name: date.fromisoformat(told[name]) for name in names}


def _is_own(
    head: BaselineHead, project: Project, name: str, path: Path, problems: Problems
) -> bool:
    asked = {"area": project.area.slug, "strategy": project.strategy.slug, "name": name}
    for key, value in asked.items():
        if getattr(head, key) != value:
            what = f"{key} is {getattr(head, key)!r}, but the file lies where {value!r} belongs."
            problems.add(what, path.with_suffix(".yml"), next_step=_BACK)
    return not problems.found


def _figures(
    content: bytes, head: BaselineHead, path: Path, problems: Problems
) -> pd.DataFrame | None:
    """The figures, if they are those that were taken; else None, after telling why."""
    found = figures_digest(content)
    if found != head.sha256:
        what = (
            "this baseline was changed since it was taken: its hash is"
            f" {found[:12]}, not {head.sha256[:12]}."
        )
        problems.add(what, path, next_step=_BACK)
        return None
    try:
        frame = pd.read_csv(
            io.BytesIO(content), dtype=dict.fromkeys(TEXT, "str"), keep_default_na=False,
            na_values={name: [""] for name in NUMBERS}, encoding="utf-8-sig",
        )  # fmt: skip
        frame = frame[list(COLUMNS)].astype(dict.fromkeys(NUMBERS, "float64"))
    except (ValueError, KeyError, UnicodeDecodeError):
        allowed = f"Its columns are {', '.join(COLUMNS)}."
        problems.add("this is no baseline.", path, allowed=allowed, next_step=_BACK)
        return None
    return frame if _is_whole(frame, head, path, problems) else None


def _is_whole(frame: pd.DataFrame, head: BaselineHead, path: Path, problems: Problems) -> bool:
    """Whether each row can be read; a head that was edited with its figures is no proof."""
    fits = frame["period"].str.fullmatch(PERIOD_PATTERN[1:-1]) | (frame["period"] == "")
    fits &= frame["status"].isin([*STATUSES])
    fits &= frame["value"].notna() == frame["status"].isin(["final", "provisional"])
    for row in frame.index[~fits]:
        problems.add("this row is no figure of a baseline.", path, int(row) + 2, next_step=_BACK)
    doubles = frame.duplicated(list(KEY))
    for row in frame.index[doubles]:
        problems.add("this measure stands twice.", path, int(row) + 2, next_step=_BACK)
    if len(frame) != head.rows:
        what = f"this file holds {len(frame)} measures, its head says {head.rows}."
        problems.add(what, path, next_step=_BACK)
    return not problems.found
