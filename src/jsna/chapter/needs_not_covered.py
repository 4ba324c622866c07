"""Needs that no priority cites, strengths, and priorities that are better than England all over."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from jsna.analysis.needs import GAP, LEVEL, MOVED, Found
from jsna.analysis.outcome import Outcome
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.inequality import DeprivationGap
from jsna.chapter.key_messages import worst_wards
from jsna.chapter.listing import MOST_OPEN, listing, whole_as_csv
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.need_tests import NeedTests, need_tests
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.ward_scans import WardScan
from jsna.chapter.words import (
    PageTable,
    details,
    method_link,
    sections,
    source_note,
    table_block,
)
from jsna.narrative.english import counted
from jsna.narrative.gradient_words import PARTS
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.need_words import (
    MEASURE,
    RULE,
    gap_row,
    in_short,
    level_row,
    measure_words,
    moved_row,
    none_tested,
    old_words,
    source_words,
    ward_row,
)
from jsna.narrative.outcome_counts import is_old
from jsna.narrative.sentences import finding as finding_of
from jsna.narrative.statement import Statement
from jsna.settings.strategy import Priority

KINDS: Final = {
    LEVEL: "Worse than England",
    MOVED: "Getting worse, by a test of its own values",
    GAP: "Most unequal inside {area}",
}
"""Kind of test -> its heading."""
LOOKED_AT: Final = {
    LEVEL: "Level against England",
    MOVED: "Movement of its own values",
    GAP: "Gap inside {area}",
}
ROW: Final = "Priority"
ABOUT: Final = (
    "indicator", "title", "sex", "age", "unit", "value_of", "period", "value", "lower_95",
    "upper_95", "against", "against_value",
)  # fmt: skip
"""Columns of the file on what was tested: the figure, of whom it is, and what it stands beside."""
NONE_TESTED, NOT_ASKED, NO_VERDICT = "none tested", "not asked", "no verdict"


@section()
def finding(evidence: Evidence, page: Page) -> str:
    """Return how many needs no priority cites, the widest, what was tested, and all as a file."""
    found = evidence.once(need_tests)
    levels = found.found(LEVEL, Found.NEED)
    widest = finding_of(levels.iloc[0]["of"]) if len(levels) else ""
    csv = whole_as_csv(
        evidence, page, "needs-not-covered", csv_table(found), "Every test, listed or not"
    )
    return sections(
        f"**{escape_markdown(headline(found))}**",
        escape_markdown(widest),
        _looked_at(evidence, found),
        csv,
        f"{escape_markdown(RULE)} {method_link('needs-not-covered')}",
    )


@section("Needs that no priority cites")
def needs(evidence: Evidence, page: Page) -> str:
    """Return the lists of needs: by our tests, then by the verdict of the source alone."""
    found = evidence.once(need_tests)
    parts = []
    for kind, heading in KINDS.items():
        title = heading.format(area=evidence.area.name)
        rows = found.found(kind, Found.NEED)
        listed = _listed(evidence, found, rows, f"needs-{kind}", title)
        none = "No test has shown one." if found.tested(kind) else "Nothing was tested."
        parts.append(sections(f"### {escape_markdown(title)}", listed or none))
    source = pd.concat([found.found(kind, Found.NEED_BY_SOURCE) for kind in KINDS])
    title = "Worse, or getting worse, by the source's verdict"
    if len(source):
        listed = _listed(evidence, found, source, "needs-by-source", title)
        parts.append(sections(f"### {title}", listed))
    return sections(*parts, _source(evidence, found, Found.NEED, Found.NEED_BY_SOURCE))


@section("Strengths that no priority cites")
def strengths(evidence: Evidence, page: Page) -> str:
    """Return what is better than England: by our tests, then by the source's verdict."""
    found = evidence.once(need_tests)
    titles = {
        Found.STRENGTH: "Better than England",
        Found.STRENGTH_BY_SOURCE: "Better than England by the source's verdict",
    }
    parts = []
    for word, title in titles.items():
        rows = found.found(LEVEL, word)
        name = str(word).replace(" ", "-").replace("'", "")
        if len(rows):
            parts += [f"### {title}", _listed(evidence, found, rows, name, title)]
    if not parts:
        return "No measure that no priority cites was shown to be better than England."
    return sections(*parts, _source(evidence, found, *titles))


@section("Priorities that are better than England throughout")
def better_priorities(evidence: Evidence, page: Page) -> str:
    """Return which priorities have only measures that are better than England, and all counts."""
    rows = [better_row(evidence, priority) for priority in evidence.strategy.priorities]
    named = [better_words(row) for row in rows if row["all_better"]]
    told = (
        f"Every measure with a figure is better than England in: {'; '.join(named)}."
        if named
        else "No priority has only measures that are better than England."
    )
    frame = pd.DataFrame(rows).drop(columns="all_better")
    caption = f"Measures of each priority against England, {evidence.area.name}"
    table = table_block(evidence, "better-priorities", PageTable(frame, caption, {}, ROW))
    return sections(escape_markdown(told), table)


@section("What stands in neither list")
def in_neither(evidence: Evidence, page: Page) -> str:
    """Return how many measures that no priority cites can be neither need nor strength, and why."""
    found = evidence.once(need_tests)
    either_way = sum(m.indicator.polarity == "none" for m in found.measures)
    judged = found.tests.loc[found.tests["found"] != Found.NOT_TESTED, "measure"].nunique()
    untested = len(found.measures) - either_way - judged
    alone = len(found.found(LEVEL, Found.NOT_FLAGGED))
    measures = counted(len(found.measures), "measure")
    said = [
        f"No priority cites {measures} with a figure.",
        f"In {either_way} of them neither way is good." if either_way else "",
        f"Of {untested} more nothing could be tested." if untested else "",
        f"Of {counted(found.tested(LEVEL), 'level')} tested {alone}"
        f" {'differs' if alone == 1 else 'differ'} from England by the interval alone. So many"
        " tests give that by chance too, so no list has it."
        if alone
        else "",
        "That nothing was shown is not the same as no need.",
    ]
    return escape_markdown(" ".join(part for part in said if part))


def headline(found: NeedTests) -> str:
    """Return the finding in short: what tests have shown, then what the source alone judges so."""
    levels = found.found(LEVEL, Found.NEED)
    source = found.found(LEVEL, Found.NEED_BY_SOURCE)
    widest = _measure(found, levels.iloc[0]["measure"]) if len(levels) else ""
    told = in_short(len(levels), found.catalogue, widest)
    if found.measures and not found.tested(LEVEL):
        told = none_tested(found.catalogue)
    old = old_words(len(levels), int(levels["old"].sum()))
    by_source = source_words(len(source), int(source["old"].sum()), bool(len(levels)))
    return " ".join(part for part in (told, old, by_source) if part)


def better_row(evidence: Evidence, priority: Priority) -> dict[str, object]:
    """Return how many measures of a priority are better than England, and whether all are."""
    measures = evidence.measures(priority)
    known = [m for m in measures if m.has_data]
    better = [m for m in known if m.statement.outcome is Outcome.BETTER]
    return {
        ROW: f"{priority.number} {priority.title}",
        "With a figure": len(known),
        "Better": len(better),
        "Old among them": sum(is_old(m.statement) for m in better),
        "Not better, or not judged": len(known) - len(better),
        "Without a figure": len(measures) - len(known),
        "all_better": bool(known) and len(better) == len(known),
    }


def better_words(row: Mapping[str, object]) -> str:
    """Return a priority of `better_row` by name, with how many figures that rests on."""
    known, old, without = (
        int(str(row[name])) for name in ("With a figure", "Old among them", "Without a figure")
    )
    parts = [
        counted(known, "measure"),
        (f"{old} of them old" if known > 1 else "an old one") if old else "",
        f"{without} without a figure" if without else "",
    ]
    return f"{row[ROW]} ({', '.join(part for part in parts if part)})"


def shown_row(evidence: Evidence, found: NeedTests, test: Mapping[Any, Any]) -> dict[str, str]:
    """Return a test as readers see it: a row of the lists."""
    measure, of = found.measures[int(test["measure"])], test["of"]
    name = _measure(found, test["measure"])
    if isinstance(of, DeprivationGap):
        return gap_row(of.statement, of.gradient.groups, name, test)
    if isinstance(of, WardScan):
        worse = worst_wards(of)
        scan = (name, of.words.period_label, measure.indicator)
        return ward_row(worse.iloc[0].to_dict(), len(worse), scan, test)
    if test["kind"] == MOVED:
        return moved_row(of, measure.statement, measure.indicator, test)
    return level_row(of, measure.indicator, test)


def csv_table(found: NeedTests) -> pd.DataFrame:
    """Return every test, one a row, as a table for other programs."""
    tests = found.tests
    rows = [_about(found, row) for row in tests.to_dict("records")]
    about = pd.DataFrame(rows, columns=list(ABOUT), index=tests.index)
    kept = ["kind", "found", "p", "adjusted", "family", "size", "old", "by_source"]
    return about.join(tests[kept].rename(columns={"size": "away", "adjusted": "adjusted_p"}))


def _about(found: NeedTests, test: Mapping[Any, Any]) -> dict[str, object]:
    """The figure that was tested: the area's own, its most deprived group's or a ward's."""
    measure, of = found.measures[int(test["measure"])], test["of"]
    said, indicator = measure.statement, measure.indicator
    about: dict[str, object] = {
        "indicator": indicator.id, "title": indicator.title, "sex": said.sex, "age": said.age,
        "unit": indicator.unit,
    }  # fmt: skip
    if isinstance(of, DeprivationGap):
        part = PARTS[of.gradient.groups]
        ends = {"value_of": f"most deprived {part}", "against": f"least deprived {part}"}
        return about | _figure(of.statement) | ends
    if isinstance(of, WardScan):
        return about | _of_wards(of)
    if test["kind"] == MOVED:
        return about | _moved(of, said, bool(test["by_source"]))
    return about | _figure(said) | {"value_of": said.area_name, "against": "England"}


def _figure(said: Statement) -> dict[str, object]:
    return {
        "period": said.period_label, "value": said.value, "lower_95": said.lower,
        "upper_95": said.upper,
        "against_value": said.comparator.value if said.comparator else None,
    }  # fmt: skip


def _moved(moved: Mapping[Any, Any], said: Statement, by_source: bool) -> dict[str, object]:
    """The last figure of the test; a trend may end before the newest, whose limits aren't its."""
    own = {"value_of": said.area_name, "period": moved["to"], "value": moved["newest"]}
    if said.period_label == moved["to"]:
        own |= {"lower_95": said.lower, "upper_95": said.upper}
    if by_source:
        return own | {"against": "the source's own trend"}
    return own | {"against": moved["since"], "against_value": moved["earlier"]}


def _of_wards(scan: WardScan) -> dict[str, object]:
    """The worse ward that lies furthest from the rest; no figure where none is worse."""
    told: dict[str, object] = {"period": scan.words.period_label, "against": "all other wards"}
    worse = worst_wards(scan)
    if worse.empty:
        return told | {"value_of": "no ward worse than the rest"}
    ward = worse.iloc[0]
    return told | {"value_of": ward["area_name"], "against_value": ward["rest"]} | {
        name: ward[name] for name in ("value", "lower_95", "upper_95")
    }  # fmt: skip


def _measure(found: NeedTests, place: int) -> str:
    measure = found.measures[int(place)]
    return measure_words(measure.indicator, measure.statement.sex, measure.statement.age)


def _listed(evidence: Evidence, found: NeedTests, rows: pd.DataFrame, name: str, title: str) -> str:
    frame = pd.DataFrame([shown_row(evidence, found, row) for row in rows.to_dict("records")])
    caption = f"{title}: measures that no priority cites, {evidence.area.name}"
    if len(frame) <= MOST_OPEN:
        return listing(evidence, name, frame, caption, MEASURE)
    # the furthest are what the page is for: they stand open
    first, others = frame.head(MOST_OPEN), frame.iloc[MOST_OPEN:]
    furthest = PageTable(first, f"{caption}, the first {len(first)} of {len(frame)}", {}, MEASURE)
    rest = PageTable(others, f"{caption}, the others", {}, MEASURE)
    return sections(
        table_block(evidence, name, furthest),
        details(f"The other {len(others)}", table_block(evidence, f"{name}-others", rest)),
    )


def _looked_at(evidence: Evidence, found: NeedTests) -> str:
    rows = []
    for kind, words in LOOKED_AT.items():
        tests = found.tests[found.tests["kind"] == kind]
        said = tests["found"].value_counts()
        tested = found.tested(kind)
        # of what was never looked at there are not 0
        need, strength = (
            int(said.get(word, 0)) if tested else NONE_TESTED
            for word in (Found.NEED, Found.STRENGTH)
        )
        by_source = (
            int(said.get(Found.NEED_BY_SOURCE, 0)) if tests["by_source"].any() else NO_VERDICT
        )
        rows.append(
            {
                "What was looked at": words.format(area=evidence.area.name),
                "Tested": tested,
                "Needs": need,
                "Strengths": strength if kind == LEVEL else NOT_ASKED,
                "Needs by the source's verdict": NOT_ASKED if kind == GAP else by_source,
            }
        )
    frame = pd.DataFrame(rows)
    caption = f"What was tested of measures that no priority cites, {evidence.area.name}"
    table = PageTable(frame, caption, {}, str(frame.columns[0]))
    return table_block(evidence, "needs-looked-at", table)


def _source(evidence: Evidence, found: NeedTests, *words: str) -> str:
    """The data sets behind the lists, each once."""
    rows = found.tests[found.tests["found"].isin(list(words))]
    measures = [found.measures[int(place)] for place in dict.fromkeys(rows["measure"])]
    sources = evidence.settings.sources
    titles = dict.fromkeys(sources[m.indicator.source.source].title for m in measures)
    ids: Iterable[str] = {id for m in measures for id in m.statement.snapshot_ids}
    ids = {*ids, *(id for m in measures for id in snapshot_ids(measure_rows(evidence, m).own))}
    return source_note(evidence, "; ".join(titles), sorted(ids)) if titles else ""
