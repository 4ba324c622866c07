"""What of the council's own words one run shows: the part of its run key that they are."""

import re
from pathlib import Path
from typing import Any, Final

from jsna.narrative.approvals import as_json, read_approvals
from jsna.pack.plan import Plan, Run
from jsna.settings.commentary import approvals_folder, commentary_paths, kind_of
from jsna.settings.page_table import PAGES
from jsna.snapshots.digest import sha256

NAMED: Final = re.compile(r"\{\{\s*([a-z0-9-]+)")


def commentary_entry(plan: Plan, run: Run) -> dict[str, Any]:
    """Return the files that a run shows, what they were approved against, and how they are shown.

    A file that the run does not show is no part of it, so that it repeats nothing else.
    """
    files = shown_by(plan, run)
    if not files:
        return {}
    folder = approvals_folder(plan.project.paths, plan.strategy.slug)
    return {
        "files": {file.stem: sha256(file.read_bytes()) for file in files},
        "approved": as_json(read_approvals(folder), [file.stem for file in files]),
        "settings": plan.strategy.commentary.model_dump(mode="json"),
    }


def indicators_named(plan: Plan, run: Run) -> set[str]:
    """Return the indicators of which the files that a run shows quote a number."""
    texts = [file.read_text("utf-8", errors="replace") for file in shown_by(plan, run)]
    known = plan.project.settings.indicators
    return {id for text in texts for id in NAMED.findall(text) if id in known}


def shown_by(plan: Plan, run: Run) -> list[Path]:
    """Return the files of the commentary that a run shows, by name."""
    row = next((row for row in PAGES if row.notebook == run.notebook), None)
    if row is None or not row.commentary:
        return []
    paths = commentary_paths(plan.project.paths, plan.strategy.slug)
    return [path for path in paths if _shows(plan, run, row.commentary, path.stem)]


def _shows(plan: Plan, run: Run, what: str, name: str) -> bool:
    found = kind_of(name, plan.strategy, plan.project.settings.indicators)
    kind, about = found or ("", "")
    if what != "priority":
        return kind == what and not run.priority
    own = next((p for p in plan.strategy.priorities if p.id == run.priority), None)
    return own is not None and (
        (kind == "priority" and about == own.id)
        or (kind == "indicator" and about in own.indicators)
    )
