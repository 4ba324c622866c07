"""The life stages of a strategy and their big issues: a card each with level, change, measures."""

from typing import Final

import pandas as pd

from jsna.analysis.age_bands import band_totals, makeable
from jsna.analysis.issue_judgement import Level, Moved
from jsna.analysis.population import ESTIMATED, years_of
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.framework_measures import (
    ALL_AGES,
    NOTHING,
    ToldMeasure,
    in_cell,
    judged_issues,
    of_indicators,
    sources_of,
)
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import block, bullets, details, sections
from jsna.narrative.english import capitalised, counted, listed
from jsna.narrative.issue_words import titles
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number
from jsna.narrative.outcome_counts import is_old, outcomes_in_short
from jsna.settings.framework import BigIssue
from jsna.settings.strategy import LifeStage

ORDER: Final = list(Level)


@section("Life stages and their big issues")
def by_life_stage(evidence: Evidence, page: Page) -> str:
    """Return each life stage with its people, its measures by outcome and its issues as cards."""
    strategy = evidence.strategy
    if not (strategy.has_framework and (strategy.life_stages or strategy.big_issues)):
        return ""
    stages = [*strategy.life_stages, ALL_AGES]
    parts = [_stage(evidence, stage) for stage in stages]
    told = [one for stage in stages for one in _measures(evidence, stage)]
    csv = ""
    if strategy.big_issues:
        csv = whole_as_csv(evidence, page, "big-issues", issue_table(evidence), "Every big issue"
                           " with its level, its change and its measures")  # fmt: skip
    people = [id for stage in stages for id in snapshot_ids(_residents(evidence, stage))]
    return sections(*parts, csv, sources_of(evidence, told, people))


def issue_table(evidence: Evidence) -> pd.DataFrame:
    """Return one row per big issue and measure of it, and one for an issue without any."""
    judged = evidence.once(judged_issues)
    stages = {stage.id: stage.title for stage in evidence.strategy.life_stages}
    rows = [
        {
            "Issue": issue.title,
            "Life stage": stages.get(issue.life_stage, ""),
            "Level now": str(judged.loc[issue.id, "level"]),
            "Change by a test": str(judged.loc[issue.id, "moved"]) or "none to tell",
            "Measure": one.measure.indicator.title if one else "",
            "Verdict": one.verdict if one else "",
            "Figure": one.words if one else "",
            "Not measured": titles(gap.what for gap in issue.unmeasured),
            "Line": str(issue.line or ""),
        }
        for issue in evidence.strategy.big_issues
        for one in (of_indicators(evidence, issue.indicators) or NOTHING)
    ]
    return pd.DataFrame(rows)


def _stage(evidence: Evidence, stage: LifeStage) -> str:
    issues = _issues(evidence, stage)
    if stage is ALL_AGES and not issues:
        return ""
    told = [one for one in _measures(evidence, stage) if not is_old(one.measure.statement)]
    told_of = [one for one in _in_order(evidence, issues) if _has_verdict(evidence, one)]
    others = [one for one in _in_order(evidence, issues) if one not in told_of]
    without = counted(len(others), "issue without a verdict", "issues without a verdict")
    ages = f" ({stage.ages})" if stage.ages else ""
    return sections(
        f"### {escape_markdown(f'{stage.title}{ages}')}",
        bullets(map(escape_markdown, _in_short(evidence, stage, issues, told))),
        _cards(evidence, told_of),
        details(f"{without} from current figures", _untold(evidence, others)) if others else "",
    )


def _has_verdict(evidence: Evidence, issue: BigIssue) -> bool:
    level = evidence.once(judged_issues).loc[issue.id, "level"]
    return ORDER.index(level) < ORDER.index(Level.NO_VERDICT)


def _cards(evidence: Evidence, issues: list[BigIssue]) -> str:
    return block("cards", sections(*(_card(evidence, one) for one in issues))) if issues else ""


def _untold(evidence: Evidence, issues: list[BigIssue]) -> str:
    """A card for each issue with a figure, a line for each without."""
    shown = [one for one in issues if of_indicators(evidence, one.indicators)]
    lines = [_in_a_line(evidence, one) for one in issues if one not in shown]
    return sections(_cards(evidence, shown), bullets(lines))


def _in_short(
    evidence: Evidence, stage: LifeStage, issues: list[BigIssue], told: list[ToldMeasure]
) -> list[str]:
    """How many people, how the measures come out, and how the issues do."""
    judged = evidence.once(judged_issues) if issues else pd.DataFrame()
    parts = [_people(evidence, stage)]
    if told:
        found = outcomes_in_short(one.measure.statement for one in told)
        parts.append(f"{counted(len(told), 'measure')} with a current figure: {', '.join(found)}")
    if issues:
        levels = judged.loc[[one.id for one in issues], "level"].value_counts()
        found = [f"{levels[level]} {level}" for level in ORDER if level in levels]
        parts.append(f"{counted(len(issues), 'big issue')}: {', '.join(found)}")
    return [part for part in parts if part]


def _residents(evidence: Evidence, stage: LifeStage) -> pd.DataFrame:
    """The newest estimates that count a life stage; no rows where its ages are not known."""
    facts = evidence.facts_of(ESTIMATED)
    own = facts[facts["area_code"].eq(evidence.area.code) & facts["sex"].eq("Persons")]
    own = own[own["value"].notna()]
    if stage.band is None or own.empty or not makeable(own, [stage.band]):
        return own.iloc[:0]
    return own[years_of(own) == years_of(own).max()]


def _people(evidence: Evidence, stage: LifeStage) -> str:
    """How many live in a life stage by the newest estimate; "" where ages are not known."""
    newest = _residents(evidence, stage)
    if stage.band is None or newest.empty:
        return ""
    total = band_totals(newest, [stage.band])["value"].iloc[0]
    year = int(years_of(newest).iloc[0])
    return "" if pd.isna(total) else f"{format_number(total, 0)} residents in mid-{year}"


def _issues(evidence: Evidence, stage: LifeStage) -> list[BigIssue]:
    wanted = "" if stage is ALL_AGES else stage.id
    return [one for one in evidence.strategy.big_issues if one.life_stage == wanted]


def _in_order(evidence: Evidence, issues: list[BigIssue]) -> list[BigIssue]:
    if not issues:
        return []
    judged = evidence.once(judged_issues)
    return sorted(issues, key=lambda one: ORDER.index(judged.loc[one.id, "level"]))


def _measures(evidence: Evidence, stage: LifeStage) -> list[ToldMeasure]:
    """The measures of a stage's issues and of the priorities there, each once."""
    ids = [id for issue in _issues(evidence, stage) for id in issue.indicators]
    told = of_indicators(evidence, ids)
    if stage is not ALL_AGES:
        for priority in evidence.strategy.priorities:
            told += in_cell(evidence, priority, stage.id)
    return list({one.measure.key: one for one in told}.values())


def _in_a_line(evidence: Evidence, issue: BigIssue) -> str:
    """An issue that no figure tells of: why, and what would."""
    start = [] if issue.indicators else [capitalised(Level.NO_MEASURE)]
    told = "; ".join([*start, *_without_figure(evidence, issue), *_not_measured(issue)])
    return f"**{escape_markdown(issue.title)}**: {told}"


def _not_measured(issue: BigIssue) -> list[str]:
    return [f"Not measured: {escape_markdown(gap.what)}" for gap in issue.unmeasured]


def _card(evidence: Evidence, issue: BigIssue) -> str:
    """One issue: its level, what tests showed, each measure, and what is not measured."""
    judged = evidence.once(judged_issues).loc[issue.id]
    level, moved = str(judged["level"]), str(judged["moved"])
    source = ", by the source's verdict alone" if judged["by_source"] else ""
    told = [one.markdown for one in of_indicators(evidence, issue.indicators)]
    return block(
        "card",
        sections(
            f"#### {escape_markdown(issue.title)}",
            f"**{capitalised(level)}**{source}{_moved(moved)}",
            bullets([*told, *_without_figure(evidence, issue), *_not_measured(issue)]),
        ),
    )


def _moved(moved: str) -> str:
    return f"; {moved}" if moved != Moved.NOTHING else ""


def _without_figure(evidence: Evidence, issue: BigIssue) -> list[str]:
    """Its indicators of which the area has no figure."""
    lacks = [id for id in issue.indicators if not of_indicators(evidence, [id])]
    names = [evidence.settings.indicators[id].short_title for id in lacks]
    start = capitalised(Level.NO_FIGURE)
    return [f"{start}: {escape_markdown(listed(names))}"] if names else []
