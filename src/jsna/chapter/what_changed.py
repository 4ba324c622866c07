"""What changed since the facts that this build replaced; nothing that the clock decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from jsna.analysis.verdict_changes import all_changes
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, block, bullets, sections, table_block
from jsna.errors import SourceError
from jsna.facts.changes import in_order, overdue
from jsna.facts.previous import State, read_state
from jsna.facts.read_digests import PREVIOUS
from jsna.fetching.shown_files import OWN_FILES
from jsna.narrative.change_words import (
    HEADINGS,
    NOT_AGAIN,
    OTHERS,
    OWN,
    RULES,
    SCOPES,
    before_after,
    measure_words,
    scope_of,
    value_words,
)
from jsna.narrative.english import counted
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown

VALUES: Final = (
    "new-period", "new-row", "vanished", "value-given", "value-withdrawn", "revised", "interval",
    "status", "denominator",
)  # fmt: skip
OF_BOTH: Final = ("vanished", "value-withdrawn", "revised", "interval", "denominator")
"""Kinds with a number of the earlier build that is not one of this."""
VERDICTS: Final = ("newest-verdict", "our-verdict", "verdict", "trend")
DESCRIPTIONS: Final = ("new-indicator", "vanished-indicator", "renamed", "redefined")


@dataclass(frozen=True, eq=False)
class Difference:
    """The two states and every change between them, with its scope."""

    before: State
    after: State
    changes: pd.DataFrame

    def own(self, kind: str) -> pd.DataFrame:
        """Return the area's own changes of one kind."""
        return self.changes[(self.changes["kind"] == kind) & (self.changes["scope"] == OWN)]


@section("At a glance")
def at_a_glance(evidence: Evidence, page: Page) -> str:
    """Return what is compared with what, and how many changes of each kind there are."""
    found = evidence.once(_difference)
    if found is None:
        return (
            f"There is no earlier build to compare with: this is the first one of"
            f" {escape_markdown(evidence.area.name)} that was kept here. The next build from other"
            " files will say what changed."
        )
    opening = (
        f"Data as at {_day(found.after)} ({counted(len(found.after.entries), 'file')}) against"
        f" data as at {_day(found.before)} ({counted(len(found.before.entries), 'file')})."
    )
    if found.changes.empty:
        return f"{opening} Nothing changed."
    near = found.changes[found.changes["scope"] != OTHERS]
    csv = whole_as_csv(
        evidence, page, "what-changed", near, "Every change but those of other authorities"
    )
    rules = block("read", "**How to read this.**", "", bullets(RULES))
    return sections(opening, _counts(evidence, found.changes), csv, rules)


@section("Figures")
def values(evidence: Evidence, page: Page) -> str:
    """Return the area's figures that are new, gone or different, kind by kind."""
    return _kinds(evidence, VALUES)


@section("Verdicts and trends")
def verdicts(evidence: Evidence, page: Page) -> str:
    """Return the verdicts and trends that changed, each with what is known of the value."""
    return _kinds(evidence, VERDICTS)


@section("Descriptions of indicators")
def descriptions(evidence: Evidence, page: Page) -> str:
    """Return the indicators that are new, gone, renamed or described otherwise."""
    return _kinds(evidence, DESCRIPTIONS)


@section("Releases")
def releases(evidence: Evidence, page: Page) -> str:
    """Return the strategy's indicators whose next release was due before the data's day."""
    used = sorted(evidence.strategy.indicator_ids)
    chosen = [evidence.settings.indicators[id] for id in used]
    known = [i for i in chosen if i.next_release]
    day = f"{evidence.as_at.day} {evidence.as_at:%B %Y}"
    unknown = len(chosen) - len(known)
    told = f" For {counted(unknown, 'indicator')} no date is known." if unknown else ""
    late = overdue(chosen, evidence.as_at)
    if late.empty:
        return f"No indicator of the strategy was past its next release on {day}.{told}"
    frame = pd.DataFrame(
        {
            "Indicator": [evidence.settings.indicators[id].title for id in late["indicator_id"]],
            "Was due on": late["before"].to_numpy(),
        }
    )
    caption = f"Indicators past their next release as at {day}"
    return sections(
        f"{counted(len(late), 'indicator')} may have newer figures than this pack.{told}",
        listing(evidence, "overdue", frame, caption, "Indicator"),
    )


def changes_in_short(evidence: Evidence) -> str:
    """Return how many of the area's own figures are new, revised or judged otherwise."""
    found = evidence.once(_difference)
    if found is None:
        return "There is no earlier build to compare with."
    since = f"Since the data as at {_day(found.before)}"
    own = found.changes.loc[found.changes["scope"] == OWN, "kind"].value_counts()
    told = [
        f"{HEADINGS[kind][:1].lower()}{HEADINGS[kind][1:]}: {own[kind]}"
        for kind in HEADINGS
        if kind in own
    ]
    if not told:
        return f"{since} no figure of {evidence.area.name} changed."
    return f"{since}, in figures of {evidence.area.name}: {'; '.join(told)}."


def _difference(evidence: Evidence) -> Difference | None:
    """The changes since the facts that were kept; None if none were.

    Raises:
        SourceError: the facts do not say what they were built from.
    """
    folder = evidence.project.facts_folder
    before = read_state(folder / PREVIOUS)
    if before is None:
        return None
    after = read_state(folder)
    if after is None:
        raise SourceError("the facts do not say what they were built from; build them again.")
    changes = all_changes(before, after, evidence.settings.indicators, evidence.area.code)
    changes = changes.assign(before=may_be_said(changes, before, after))
    return Difference(before, after, changes.assign(scope=scope_of(changes, evidence.area)))


def may_be_said(changes: pd.DataFrame, *states: State) -> pd.Series:
    """Return what was before; of the council's own figures no number that is gone now."""
    own: set[str] = set()
    for state in states:
        files = {entry.sha256 for entry in state.entries if entry.source == OWN_FILES}
        theirs = [not files.isdisjoint(ids.split()) for ids in state.facts["snapshot_ids"]]
        own |= set(state.facts.loc[theirs, "indicator_id"])
    gone = changes["kind"].isin(OF_BOTH) & changes["indicator_id"].isin(own)
    return changes["before"].mask(gone & (changes["before"] != ""), NOT_AGAIN)


def _counts(evidence: Evidence, changes: pd.DataFrame) -> str:
    table = pd.crosstab(changes["kind"], changes["scope"])
    table = table.reindex(columns=[s for s in SCOPES if s in table])
    table = table.reindex([kind for kind in HEADINGS if kind in table.index])
    names = {OWN: evidence.area.name} | {s: s[:1].upper() + s[1:] for s in SCOPES if s != OWN}
    frame = table.rename(columns=names).reset_index(drop=True)
    frame.insert(0, "Change", [HEADINGS[kind] for kind in table.index])
    return table_block(evidence, "changes", PageTable(frame, "Changes by kind", {}, "Change"))


def _kinds(evidence: Evidence, kinds: Sequence[str]) -> str:
    found = evidence.once(_difference)
    if found is None:
        return ""
    parts = []
    for kind in kinds:
        rows = found.own(kind)
        if len(rows):
            frame = _frame(rows, evidence)
            caption = f"{HEADINGS[kind]}, {evidence.area.name}"
            table = listing(evidence, f"changed-{kind}", frame, caption, "Measure")
            parts.append(sections(f"### {HEADINGS[kind]}", table))
    return sections(*parts) or "Nothing of this kind changed."


def _frame(rows: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The rows as a table for readers; columns that say nothing are left out."""
    listed = [_cells(row, evidence) for row in in_order([rows]).to_dict("records")]
    frame = pd.DataFrame(listed)
    return frame.loc[:, (frame != "").any()]


def _cells(row: dict[Any, Any], evidence: Evidence) -> dict[str, str]:
    before, after = before_after(row, evidence.settings.indicators)
    about = row["what"] if row["what"] not in ("value", "") else ""
    new = row["kind"] in ("new-period", "new-row", "new-indicator")
    return {
        "Measure": measure_words(row, evidence.settings.indicators),
        "Period": period_words(row["period_label"]),
        "What": about,
        "Before": "" if new else before,
        "Now": "" if row["kind"] in ("vanished", "vanished-indicator") else after,
        "The area's own figure": value_words(row),
    }


def _day(state: State) -> str:
    return f"{state.as_at.day} {state.as_at:%B %Y}"
