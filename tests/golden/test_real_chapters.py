"""The chapters of the real areas print the published figures, and each its own area's alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import IPython.display
import pandas as pd
import pytest

from jsna.chapter import Chapter, open_chapter
from jsna.chapter.claims import checked_claims, table_of
from jsna.chapter.opening import open_evidence
from jsna.facts.build import build_facts
from jsna.fetching.hand_downloads import fetch_and_pin
from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths
from jsna.settings.project import open_project
from page_words import LONGEST_PRIORITY, OLDEST, forbidden, open_words, reading_age, repeated

pytestmark = pytest.mark.slow

STRATEGIES = {"rotherham": "rotherham-hws-2012", "rutland": "rutland-jhws-2022"}
AREA_SECTIONS = (
    "overview.headline",
    "deprivation.shares",
    "overview.priorities",
    "overview.gaps_inside",
    "overview.cannot_tell",
    "population.change",
    "population_growth.growth_over_strategy",
    "dependency.dependency_ratios",
    "numbers_affected.at_todays_rates",
    "population.drift",
    "deprivation_wards.wards",
)
EXPECTED = {
    "rotherham": (
        "with 25 wards (2024) and 170 neighbourhoods (LSOAs of 2021)",
        "Rotherham had an estimated 271,194 residents in mid-2023",
        "from 264,672 residents to 290,171",
        "(2018-based)",
        "36 of Rotherham's 170 neighbourhoods (21.2%) are in England's most deprived tenth, 2025",
        "They hold 21.4% of the residents of Rotherham (census weights)",
        "it is expired",
        # 85 and over in 2023: estimated, projected
        '<td class="n">6,531</td><td class="n">7,036</td>',
        '<td class="n">53,569</td><td class="n">55,448</td>',
        # the strategy had ended before the projection begins
        "begins in 2018, after the strategy's last year (2015)",
        "258,708 residents in mid-2012, 262,061 in mid-2015",
        '<th scope="row">Ageing and dying well (65 and over)</th><td class="n">51,694</td>',
        "had an estimated 32.3 people aged 65 and over for every 100 aged 16 to 64 in mid-2023",
        "the 2018-based projection has 39.8 in mid-2043",
        "No indicator with rates at each age is chosen for this strategy",
    ),
    "rutland": (
        "with 15 wards (2024) and 26 neighbourhoods (LSOAs of 2021)",
        "Rutland had an estimated 40,643 residents in mid-2023",
        "The 2018-based projection for that year is 41,515: 872 (2.1%) more",
        "from 39,696 residents to 46,527",
        "None of Rutland's 26 neighbourhoods is in England's most deprived tenth, 2025",
        "it is in force",
        "6 of 15 wards are a single neighbourhood",
        "The 2018-based projection puts Rutland at 42,941 people in 2027 against 41,145 in 2022",
        "This page uses the 2018-based projection. The data hold no other edition",
        '<th scope="row">mid-2043, projection</th><td class="n">63.1</td>',
    ),
}


@pytest.fixture(scope="module", params=list(STRATEGIES))
def area(
    request: pytest.FixtureRequest,
    real_data: Path,
    project_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The slug of an area whose facts were built from the real downloads."""
    slug: str = request.param
    work = tmp_path_factory.mktemp("work")
    (work / "run").mkdir()  # a chapter writes there what it read
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JSNA_HOME", str(project_root))
        patch.setenv("JSNA_WORK", str(work))
        patch.setenv("JSNA_RUN_FOLDER", str(work / "run"))
        project = open_project().of(slug)
        fetch_and_pin(project, real_data / "downloads", datetime(2026, 11, 21, tzinfo=UTC))
        build_facts(project)
        yield slug


def shown(chapter: Chapter, *sections: str) -> str:
    outputs: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", lambda one: outputs.append(one.data))
        for section in sections:
            chapter.show(section)
    return "\n\n".join(outputs)


def test_the_area_pages_print_the_published_figures(area: str) -> None:
    text = shown(open_chapter(area, STRATEGIES[area]), *AREA_SECTIONS)
    for words in EXPECTED[area]:
        assert words in text
    assert ".not-available" not in text
    other = "Rutland" if area == "rotherham" else "Rotherham"
    assert other not in text


def test_every_priority_shows_what_it_has_and_says_what_it_lacks(area: str) -> None:
    settings = load_settings(find_paths())
    for priority in settings.strategy(STRATEGIES[area]).priorities:
        text = shown(
            open_chapter(area, STRATEGIES[area], priority.id),
            "priority_page.messages",
            "priority_page.at_a_glance",
            "priority_page.wanted_and_gaps",
        )
        assert ("No indicator of the catalogue has data" in text) != ("-summary}" in text)
        assert "## What is wanted and what is not measured" in text
        other = "Rutland" if area == "rotherham" else "Rotherham"
        assert other not in text


PAGE_SECTIONS = (
    "priority_page.messages", "priority_page.at_a_glance", "priority_page.indicators",
    "priority_page.wanted_and_gaps",
)  # fmt: skip


def test_pages_say_nothing_three_times_in_words_for_readers(area: str) -> None:
    """Repetition, reading age, developers' words and bare headlines of the real packs."""
    priorities = load_settings(find_paths()).strategy(STRATEGIES[area]).priorities
    texts = {
        priority.id: shown(open_chapter(area, STRATEGIES[area], priority.id), *PAGE_SECTIONS)
        for priority in priorities
    }
    texts["area"] = shown(open_chapter(area, STRATEGIES[area]), *AREA_SECTIONS)
    ages = {page: reading_age(text) for page, text in texts.items()}
    assert {page: found for page, text in texts.items() if (found := repeated(text))} == {}
    assert {page: found for page, text in texts.items() if (found := forbidden(text))} == {}
    assert {page: age for page, age in ages.items() if age is not None and age > OLDEST} == {}
    assert sum(age is not None for age in ages.values()) > len(ages) / 2


MANY_MEASURES = {
    "rotherham": ("rotherham-hws-2015", "healthy-life-expectancy", 7),
    "rutland": ("rutland-jhws-2022", "prevention", 0),
}


def test_a_priority_of_many_measures_is_as_long_as_a_reader_has_time_for(area: str) -> None:
    strategy, priority, further = MANY_MEASURES[area]
    text = shown(open_chapter(area, strategy, priority), *PAGE_SECTIONS)
    assert 400 < open_words(text) < LONGEST_PRIORITY
    assert text.count(": figure, comparisons and files") == further
    assert (f"The site has the figures of {further} further measures" in text) == bool(further)


FRAMEWORK = {
    "rotherham": (
        "**Of 34 big issues 6 are still worse than England, 3 are no longer worse,",
        "rest on the source's verdict: the files used hold no interval to check it",
        "34 big issues, 24 actions and 24 cells of accountable leads",
        "for 4 of them it names nobody to lead**: Poverty.",
        "153,952 residents in mid-2023",
        "- 4 of 24 cells of the matrix without a lead",
        "- 3 of 34 big issues without an indicator",
    ),
    "rutland": (
        "**Of 19 measures with a current figure, against England: 1 lower (source), 3 too",
        "7 priorities, 27 actions and 1 other metric",
        "- 27 of 27 actions without a lead",
        "target 66.7% (no date given)",
    ),
}


def test_the_framework_of_the_strategy_tells_what_its_document_holds(area: str) -> None:
    sections = (
        "framework.finding", "big_issues.by_life_stage", "accountability.matrix",
        "thread.from_need_to_measure", "strategy_coverage.outcomes_frameworks",
        "strategy_coverage.left_open",
    )  # fmt: skip
    text = shown(open_chapter(area, STRATEGIES[area]), *sections)
    for words in FRAMEWORK[area]:
        assert words in text
    assert (repeated(text), forbidden(text)) == ({}, [])
    assert (reading_age(text) or 0) <= OLDEST
    assert ("## Who answers for what" in text) == (area == "rotherham")
    assert text.count("::: {.card}") == (22 if area == "rotherham" else 0)


CLAIMS = {
    "rotherham": (
        # "high", and no word on where it is lower
        ("000-035", "not checkable", "does not say than where or when"),
        ("000-008", "not checkable", "they begin with 2015 to 2017"),
    ),
    "rutland": (
        ("004-005", "superseded", "gives 40,176 residents"),
        ("004-009", "confirmed when rounded", "40,382 residents (mid-2020), then 42,280 residents"),
        ("004-012", "confirmed", "in England: better (the source's verdict)"),
        ("004-002", "confirmed", "72.3 years (95% interval 68.6 to 75.9) against 63.1 years in"),
        ("004-026", "contradicted", "25.3% against 23.4% in England: similar (the source's"),
        ("004-035", "contradicted", "gives 20.2%"),
        ("004-044", "not checkable", "does not say than where or when"),
        ("004-047", "not checkable", "they begin with 2017"),
    ),
}


def test_claims_get_the_verdicts_that_were_checked_by_hand(area: str) -> None:
    evidence = open_evidence(open_project().of(area, STRATEGIES[area]))
    table = table_of(evidence, checked_claims(evidence)).set_index("Id")
    for claim, verdict, words in CLAIMS[area]:
        assert table.loc[claim, "Verdict"] == verdict, claim
        assert words in table.loc[claim, "Why"], claim
    # every claim has a verdict, and every verdict a reason
    assert (table["Why"] != "").all()
    asked = table["What would make it checkable"] != ""
    assert (asked == (table["Verdict"] == "not checkable")).all()


EVERY_CLAIM = {
    "rotherham": {
        "rotherham-hws-2012": 52, "rotherham-hws-2015": 145, "rotherham-plan-2025": 41,
        "rotherham-bcf-2017": 218, "rotherham-camhs-ltp": 79,
    },
    "rutland": {"rutland-jhws-2022": 83},
}  # fmt: skip
FOUND = {
    # verdicts that no further file can take away: a claim against its own document's counts, or
    # against figures that the files at hand hold
    "rotherham": {"contradicted": 2, "confirmed": 24},
    "rutland": {"contradicted": 3, "confirmed": 8},
}


def test_every_claim_of_every_strategy_has_a_verdict_and_a_reason(area: str) -> None:
    tables = {}
    for strategy in EVERY_CLAIM[area]:
        evidence = open_evidence(open_project().of(area, strategy))
        tables[strategy] = table_of(evidence, checked_claims(evidence))
    assert {name: len(table) for name, table in tables.items()} == EVERY_CLAIM[area]
    every = pd.concat(tables.values())
    assert (every["Verdict"] != "").all() and (every["Why"] != "").all()
    asked = every["What would make it checkable"] != ""
    assert (asked == (every["Verdict"] == "not checkable")).all()
    counts = every["Verdict"].value_counts()
    assert all(counts.get(verdict, 0) >= least for verdict, least in FOUND[area].items()), counts


def test_the_page_of_claims_is_in_words_for_readers(area: str) -> None:
    sections = ("claims.finding", "claims.checkable", "claims.not_checkable")
    text = shown(open_chapter(area, STRATEGIES[area]), *sections)
    assert text.startswith("**Of ")
    assert repeated(text) == {}
    assert forbidden(text) == []
