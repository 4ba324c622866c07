"""Files of the council's own words, written where an invented council's evidence looks for them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
from invented_evidence import evidence
from invented_facts import AREA, england, fact, facts_of, indicator

from jsna.chapter.evidence import Evidence
from jsna.settings.commentary import commentary_folder
from jsna.settings.paths import Paths

WARDS = {"E05000001": "Ashby", "E05000002": "Bexton"}
STRATA = [{"sex": "Male", "age": "All ages"}, {"sex": "Female", "age": "All ages"}]


def health(**changes):
    """Years in good health, of males first and then of females, England's being 62.0."""
    return indicator(strata=STRATA, **changes)


def facts(value=60.0, **changes):
    """The newest figures of either sex, and the period before."""
    before = {"period": "2019-01-01/P3Y", "period_label": "2019 - 21"}
    return facts_of(
        fact(value=value, lower=value - 1, upper=value + 1, **changes),
        fact(value=61.5, lower=60.5, upper=62.5, **before),
        fact(value=58.0, lower=57.0, upper=59.0, sex="Female"),
        england(**changes), england(**before), england(63.0, sex="Female"),
    )  # fmt: skip


def anytown(folder: Path, table=None, *, priority=True) -> Evidence:
    """Return the evidence of Anytown with `health` as its one indicator."""
    table = facts() if table is None else table
    found = evidence(table, [health()], WARDS, folder, priority)
    names = found.store.names.assign(area_type="ward", region_code="")
    own = {"area_code": AREA, "area_name": "Anytown", "area_type": "unitary",
           "region_code": "E12000099"}  # fmt: skip
    names = pd.concat([names, pd.DataFrame([own])], ignore_index=True)
    return replace(found, store=replace(found.store, names=names))


def write(folder: Path, name: str, body: str, **head: str) -> Path:
    """Write `<name>.md` into the plan's commentary and return it."""
    given = {"author": "A director", "date": "2025-03-01", "status": "approved",
             "review_by": "2026-06-01"} | head  # fmt: skip
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    file = commentary_folder(Paths(folder, folder), "plan") / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{lines}---\n{body}", "utf-8")
    return file


def write_references(folder: Path, text: str) -> Path:
    """Write the plan's references and return the file."""
    file = Paths(folder, folder).strategies / "plan" / "references.bib"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file
