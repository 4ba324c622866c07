"""The data quality chapter: what is missing, old, doubtful, corrected or was not used."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.data_quality import quality_notes
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, sections, table_block
from jsna.errors import SourceError
from jsna.facts.changes import overdue
from jsna.narrative.english import counted
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number

HEADINGS: Final = {
    "missing": "Published without a value",
    "suppressed": "Suppressed by the source",
    "gap": "Gaps",
    "provisional": "Provisional",
    "stale": "Older than England's",
    "overdue": "Past the next release",
    "polarity": "The source and the catalogue disagree on which way is good",
    "verdict": "Published verdicts that differ from the interval's",
    "conflict": "Files that disagree",
    "sums": "Sums that do not reconcile",
    "correction": "Corrections",
    "duplicate": "Duplicates dropped",
    "refused": "Rows refused",
    "vanished-ward": "Wards of another year",
    "vintage": "Files of several years",
    "neighbour": "Neighbours without a code",
}
WORDS: Final = {
    "missing": "The source lists the figure and leaves it blank. Missing is never 0.",
    "suppressed": "The source hides the figure, most often because few people are behind it.",
    "gap": "England has a figure and the area has none, or no file that is used has any.",
    "provisional": "The source may still change these figures.",
    "stale": "The area's newest figure is of an earlier period than England's newest.",
    "overdue": "A newer figure may be out: the date of the next release is before the data's day.",
    "polarity": "A wrong polarity turns better into worse. The catalogue's is used.",
    "verdict": "The source works from unrounded figures, or by a rule of its own. The pages say"
    " both.",
    "conflict": "Two files give different values or verdicts for one fact. The stated order of"
    " precedence decided.",
    "sums": "The parts do not add up to the whole by more than rounding explains.",
    "correction": "Figures that their publisher has wrong, as they stand in data/corrections.",
    "duplicate": "The same facts came more than once; each is used once.",
    "refused": "These rows of the files could not be used.",
    "vanished-ward": "Figures on wards that were redrawn since are left out: they are never"
    " given to the ward that stands there now.",
    "vintage": "Look-up and outlines are of one year throughout.",
    "neighbour": "A published set names these councils in words that no other file has: they are"
    " left out of it.",
}
ONLY_FILES: Final = ("duplicate", "refused", "vanished-ward", "vintage", "neighbour")


@section("At a glance")
def at_a_glance(evidence: Evidence, page: Page) -> str:
    """Return the number of notes on each topic, and all of them as a file."""
    notes = evidence.once(_notes)
    frame = pd.DataFrame(
        {
            "Topic": list(HEADINGS.values()),
            "Notes": [int((notes["topic"] == topic).sum()) for topic in HEADINGS],
            "Figures or rows": [
                int(notes.loc[notes["topic"] == topic, "rows"].sum()) for topic in HEADINGS
            ],
        }
    )
    caption = f"Notes on the quality of the data, {evidence.area.name}"
    facts = format_number(len(evidence.store.facts), 0)
    opening = (
        f"The pack rests on {facts} facts from {counted(len(evidence.store.snapshot_ids), 'file')}."
        " What is missing was neither filled in nor guessed."
    )
    whole = whole_as_csv(evidence, page, "data-quality", _readable(notes, evidence), "Every note")
    table = table_block(evidence, "quality", PageTable(frame, caption, {}, "Topic"))
    return sections(opening, table, whole)


@section("Missing figures")
def missing(evidence: Evidence, page: Page) -> str:
    """Return what has no value, was suppressed, or has holes."""
    return _topics(evidence, ("missing", "suppressed", "gap"))


@section("Provisional and out of date")
def out_of_date(evidence: Evidence, page: Page) -> str:
    """Return what is provisional, older than England's, or past its next release."""
    return _topics(evidence, ("provisional", "stale", "overdue"))


@section("Figures that do not agree")
def doubtful(evidence: Evidence, page: Page) -> str:
    """Return what two sources, two files or two sums say otherwise."""
    return _topics(evidence, ("polarity", "verdict", "conflict", "sums"))


@section("Corrections")
def corrected(evidence: Evidence, page: Page) -> str:
    """Return each correction with its reason, who was told, and its status."""
    if (evidence.once(_notes)["topic"] == "correction").any():
        return _topics(evidence, ("correction",))
    return "No figure was corrected."


@section("Rows that were not used")
def unused(evidence: Evidence, page: Page) -> str:
    """Return the duplicates, one line for two files, and the rows refused, with reasons."""
    return _topics(evidence, ONLY_FILES)


def _notes(evidence: Evidence) -> pd.DataFrame:
    indicators = evidence.settings.indicators
    late = overdue(indicators.values(), evidence.as_at)
    try:
        members = evidence.geography.members
    except SourceError:
        members = {}
    return quality_notes(evidence.store, indicators, evidence.area, late, members)


def _topics(evidence: Evidence, topics: Sequence[str]) -> str:
    notes = evidence.once(_notes)
    parts, none = [], []
    for topic in topics:
        rows = notes[notes["topic"] == topic]
        if rows.empty:
            none.append(HEADINGS[topic])
        else:
            parts.append(_topic(evidence, topic, rows))
    nothing = [f"Nothing was found under: {'; '.join(none)}."] if none else []
    return sections(*parts, *nothing)


def _topic(evidence: Evidence, topic: str, rows: pd.DataFrame) -> str:
    frame = _readable(rows, evidence).drop(columns=["Topic", "Snapshots"])
    if topic in ONLY_FILES:
        kept = ["Files", "What", "Figures or rows"]
        frame = frame[kept].assign(Files=frame["Files"].replace("", "All"))
    else:
        frame = frame.drop(columns=["Files", "Figures or rows"])
    caption = f"{HEADINGS[topic]}, {evidence.area.name}"
    table = listing(evidence, f"quality-{topic}", frame, caption, str(frame.columns[0]))
    return sections(f"### {HEADINGS[topic]}", escape_markdown(WORDS[topic]), table)


def _readable(notes: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The notes with names for ids: topic, indicator, area, what, how many, files, snapshots."""
    titles = {id: item.title for id, item in evidence.settings.indicators.items()}
    files = {e.sha256: e.title for e in evidence.entries}
    named = {
        ids: "; ".join(dict.fromkeys(files.get(id, id[:12]) for id in ids.split()))
        for ids in notes["snapshot_ids"].unique()
    }
    indicator = notes["indicator_id"].map(titles).fillna("All")
    area = notes["area_code"].map(evidence.names).fillna(notes["area_code"])
    return pd.DataFrame(
        {
            "Topic": notes["topic"].map(HEADINGS),
            "Indicator": indicator,
            "Area": area.where(area != "", "Several"),
            "What": notes["detail"],
            "Figures or rows": notes["rows"],
            "Files": notes["snapshot_ids"].map(named),
            "Snapshots": notes["snapshot_ids"],
        }
    )
