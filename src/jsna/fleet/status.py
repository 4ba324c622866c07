"""The status of every area of a fleet: one row each, as CSV, as JSON and on a page."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from jsna.analysis.outcome import Outcome as Verdict
from jsna.errors import CheckFailed, JsnaError
from jsna.facts.periods import period_end
from jsna.fleet.members import Member
from jsna.fleet.order import Failure, Outcome
from jsna.settings.paths import Paths
from jsna.snapshots.write_file import write_whole
from jsna.tables.csv_file import as_text

Status = Literal["built", "unchanged", "failed", "not reached"]
MEASURES: Final = Path("site", "data", "measures.csv")
MEBIBYTE: Final = 1 << 20
LISTS: Final = ("not_available", "lacking", "failed_checks")
SYNTHETIC: Final = "SYNTHETIC"
VERDICTS: Final = frozenset(str(each) for each in Verdict if each.is_verdict)


@dataclass(frozen=True)
class Row:
    """One area's status. What is not known is None, never 0.

    Attributes:
        area: Its slug.
        name: As a sentence has it.
        code: ONS code.
        region: The region's name.
        status: built (anew), unchanged, failed, or not reached before the fleet was ended.
        why: Why it failed, in one line.
        exit_code: As the command line's; 0 if it did not fail.
        details: For whoever mends it.
        not_available: The chapters that a page shows as not available.
        lacking: See `order.Made`.
        failed_checks: See `order.Made`.
        oldest_period: The period of the oldest figure that a page shows as the newest of its kind.
        oldest_measure: Which measure that is.
        better: Measures that are better than England's.
        worse: Measures that are worse.
        seconds: Wall time of build and chapters; None where nothing was done.
        processor_seconds: Their processor time.
        peak_mib: Memory at most, in MiB.
        page: Where a reader begins, from the page of the fleet; "" where there is no pack.
        synthetic: Whether the area's figures are invented: SYNTHETIC in the CSV and on the page.
    """

    area: str
    name: str
    code: str
    region: str
    status: Status
    why: str = ""
    exit_code: int = 0
    details: str = ""
    not_available: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    failed_checks: tuple[str, ...] = ()
    oldest_period: str = ""
    oldest_measure: str = ""
    better: int | None = None
    worse: int | None = None
    seconds: float | None = None
    processor_seconds: float | None = None
    peak_mib: int | None = None
    page: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class Summary:
    """What a pack says in all.

    Attributes:
        oldest_period: See `Row`.
        oldest_measure: See `Row`.
        better: See `Row`.
        worse: See `Row`.
    """

    oldest_period: str = ""
    oldest_measure: str = ""
    better: int | None = None
    worse: int | None = None


def row_of(member: Member, outcome: Outcome, paths: Paths, strategy: str) -> Row:
    """Return the row of an area whose work has ended."""
    folder = paths.pack(member.slug, strategy)
    summary = read_summary(folder / MEASURES)
    made, failure = outcome.made, outcome.failure
    refused = failure is not None and failure.exit_code == CheckFailed.exit_code
    status: Status = "failed" if made is None else ("unchanged" if made.unchanged else "built")
    return Row(
        member.slug, member.name, member.code, member.region, status,
        why=failure.why if failure else "",
        exit_code=failure.exit_code if failure else 0,
        details=failure.details if failure else "",
        not_available=made.not_available if made else (),
        lacking=made.lacking if made else (),
        failed_checks=made.failed_checks if made else (),
        **asdict(summary),
        seconds=round(outcome.seconds, 1),
        processor_seconds=round(outcome.processor_seconds, 1) if made else None,
        peak_mib=round(outcome.peak / MEBIBYTE) if outcome.peak else None,
        # what the gate refuses is not offered, whatever stood there before
        page="" if refused else _page(paths, member.slug, strategy),
        synthetic=member.synthetic,
    )  # fmt: skip


def not_reached(member: Member, paths: Paths, strategy: str) -> Row:
    """Return the row of an area that no worker came to; a pack of before may stand."""
    page = _page(paths, member.slug, strategy)
    return Row(
        member.slug, member.name, member.code, member.region, "not reached", page=page,
        synthetic=member.synthetic,
    )  # fmt: skip


def failed_row(member: Member, failure: Failure, paths: Paths, strategy: str) -> Row:
    """Return the row of an area that failed before or outside its work."""
    return row_of(member, Outcome(failure=failure), paths, strategy)


def row_from(plain: dict[str, Any]) -> Row:
    """Return a row from its plain values.

    Raises:
        TypeError, LookupError: they are not a row's.
    """
    lists = {name: tuple(plain[name]) for name in LISTS}
    return Row(**{**plain, **lists})


def read_summary(measures: Path) -> Summary:
    """Return what a pack says in all, from the table of its measures; nothing where it has none."""
    try:
        text = measures.read_text("utf-8-sig")
    except OSError:
        return Summary()
    rows = {
        (row.get("indicator_id"), row.get("sex"), row.get("age")): row
        for row in csv.DictReader(io.StringIO(text))
        if row.get("value")
    }
    verdicts = [row.get("outcome_against_england", "") for row in rows.values()]
    # without a single verdict nothing is known, which is not that none is better or worse
    judged = any(verdict in VERDICTS for verdict in verdicts)
    dated = [row for row in rows.values() if row.get("period")]
    ends = period_end(pd.Series([row["period"] for row in dated], dtype="str"))
    ended = zip(ends, (row["indicator"] for row in dated), dated, strict=True)
    oldest = min(ended, key=lambda one: one[:2], default=(None, "", {}))[2]
    return Summary(
        oldest.get("period_label", ""),
        oldest.get("indicator", ""),
        verdicts.count(str(Verdict.BETTER)) if judged else None,
        verdicts.count(str(Verdict.WORSE)) if judged else None,
    )


def exit_code(rows: Iterable[Row]) -> int:
    """Return the command's exit code: 0, or the lowest of those of areas that failed.

    The lowest is that of a bug, so that none is hidden behind other failures.
    """
    return min((row.exit_code or JsnaError.exit_code for row in rows if row.status == "failed"),
               default=0)  # fmt: skip


def counted(rows: Sequence[Row]) -> str:
    """Return how many areas have each status: "9 built, 1 failed"."""
    kinds = ("built", "unchanged", "failed", "not reached")
    numbers = [(sum(row.status == kind for row in rows), kind) for kind in kinds]
    return ", ".join(f"{number} {kind}" for number, kind in numbers if number) or "no area"


def write_status(folder: Path, rows: Sequence[Row]) -> None:
    """Write the table as `status.csv` and `status.json`."""
    write_whole(folder / "status.csv", status_csv(rows).encode("utf-8-sig"))
    # the details of a failure name places of this machine: the command tells them, no page does
    told = [{k: v for k, v in asdict(row).items() if k != "details"} for row in rows]
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / "status.json", text.encode())


def status_csv(rows: Iterable[Row]) -> str:
    """Return the table as CSV: one row per area, lists with semicolons, blank if not known."""
    names = [field.name for field in fields(Row) if field.name != "details"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return SYNTHETIC if value else ""
    if isinstance(value, tuple):
        return as_text("; ".join(map(str, value)))
    return as_text(value) if isinstance(value, str) else value


def _page(paths: Paths, area: str, strategy: str) -> str:
    """Return the address of a pack's first page as seen from the fleet's page."""
    if not (paths.pack(area, strategy) / "site" / "index.html").is_file():
        return ""
    return f"../../packs/{area}/{strategy}/site/index.html"
