"""Chapters of the invented councils: every section, from facts to Markdown and figures."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import IPython.display
import pandas as pd
import pytest

from conftest import BuiltPack
from invented_councils import COUNCILS
from jsna.chapter import (
    dependency,
    numbers_affected,
    open_chapter,
    population,
    population_growth,
)
from jsna.chapter.commentary import commentary_of, own_headline
from jsna.chapter.commentary_check import check_files
from jsna.chapter.commentary_state import state_of
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.opening import open_evidence
from jsna.chapter.page import Page
from jsna.chapter.section import Section
from jsna.errors import SourceError, UserFileError
from jsna.facts.reads import unnoted
from jsna.figures.bundle import ENDINGS
from jsna.narrative.approvals import read_approvals
from jsna.narrative.html_text import escape_html
from jsna.pack.own_pages import OwnPage, without_own_pages
from jsna.pack.plan import Run, make_plan
from jsna.settings.load import Settings
from jsna.settings.paths import Paths, find_paths
from jsna.settings.project import Project
from jsna.snapshots.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("text_as_in_kernels")


@pytest.fixture(scope="module")
def built(invented_paths: Paths) -> Paths:
    """The invented facts of both councils."""
    return invented_paths


def _project(paths: Paths, settings: Settings, slug: str) -> Project:
    """The project of an area and its first strategy."""
    return Project(paths, settings).of(slug, settings.strategies_of(slug)[0].slug)


def show(run: Run, paths: Paths, folder: Path | None) -> list[str]:
    """Call what the run's notebook calls, in this process; return each Markdown output."""
    outputs: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", lambda shown: outputs.append(shown.data))
        if folder:
            patch.setenv("JSNA_RUN_FOLDER", str(folder))
        chapter = open_chapter(**run.parameters)  # type: ignore[arg-type]
        for name in _sections(run, paths):
            chapter.show(name)
    return outputs


def _sections(run: Run, paths: Paths) -> list[str]:
    """What the run's notebook shows."""
    cells = json.loads((paths.notebooks / f"{run.notebook}.ipynb").read_text("utf-8"))["cells"]
    return re.findall(r'chapter\.show\("([\w.]+)"\)', "\n".join(c["source"] for c in cells))


@pytest.fixture(scope="module")
def pages(
    built: Paths,
    settings: Settings,
    demo_pack: BuiltPack,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], tuple[str, Path]]:
    """(area, run id) -> the chapter's Markdown and its folder."""
    found = {}
    # every page of the small council, where gaps abound
    for run in make_plan(_project(built, settings, "otherborough")).runs:
        folder = tmp_path_factory.mktemp("run")
        found["otherborough", run.id] = ("\n\n".join(show(run, built, folder)), folder)
    # of the other four, which the pack's kernels have shown
    for id in ("overview", "ward-inequalities", "ward-profiles", "early-help"):
        folder = demo_pack.runs / id
        found["exampleshire", id] = ("\n\n".join(shown_by_a_kernel(folder)), folder)
    return found


def shown_by_a_kernel(run: Path) -> list[str]:
    """Return each Markdown output of an executed chapter."""
    cells = json.loads((run / "chapter.ipynb").read_text("utf-8"))["cells"]
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    return ["".join(told["text/markdown"]) for told in data if "text/markdown" in told]


def test_every_chapter_has_content_and_its_own_council_alone(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    other = {"exampleshire": "Otherborough", "otherborough": "Exampleshire"}
    for (slug, run), (text, _) in pages.items():
        # with no earlier build there is little to say of what changed, but something
        assert len(text) > (150 if run == "what-changed" else 500), run
        assert ".not-available" not in text, f"{slug} {run}"
        # both are of one region, so ranked bars and what is said of them may name the other
        ranked = r"<table>.*?</table>|fig-alt=\"[^\"]*\"|::: \{\.source\}.*?:::"
        assert other[slug] not in re.sub(ranked, "", text, flags=re.DOTALL), f"{slug} {run}"
        assert "<caption>" not in text or "SYNTHETIC" in text


def test_the_demonstrations_own_words_are_right_and_as_they_were_approved(
    built: Paths, settings: Settings
) -> None:
    evidence = open_evidence(_project(built, settings, "exampleshire"))
    files = commentary_of(evidence)
    check_files(evidence, files)
    approvals = read_approvals(files[0].path.parent)
    found = {f.name: state_of(evidence, f, approvals.get(f.name, {})).findings for f in files}
    assert len(found) == 5
    assert {name: findings for name, findings in found.items() if findings} == {}
    assert [file.name for file in files if not file.approved] == ["early-help"]
    assert "{{" not in own_headline(evidence) != ""


def test_every_reference_has_its_figure_and_every_figure_its_files(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    figures = places = 0
    for (_, run), (chapter, folder) in pages.items():
        listing, own = without_own_pages(chapter, run)
        # a reference leads nowhere but on its own page
        for text in (listing, *(page.markdown for page in own)):
            drawn = re.findall(r"\(figures/([\w.-]+)\.svg\)\{fig-alt=", text)
            anchors = [f"fig-{id.replace('.', '-')}" for id in drawn]
            assert set(re.findall(r"@(fig-[\w-]+)", text)) <= set(anchors)
            assert sorted(re.findall(r"\{#(fig-[\w-]+)[ }]", text)) == sorted(anchors)
            for id in drawn:
                # where a ward lies is a picture alone: it shows no values
                endings = ("svg",) if id.endswith(".place") else ENDINGS
                assert all((folder / "figures" / f"{id}.{ending}").is_file() for ending in endings)
                topic = run.split(".")[0] if "." in run or f"{run}." in id else "area"
                assert id.startswith(f"{topic}.")
            figures += len(drawn)
            places += sum(id.endswith(".place") for id in drawn)
    assert places == 25 + 15 and figures - places > 40


def test_the_map_of_a_priority_stands_once_on_its_page_and_in_its_own_chapter(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    own, beside = (
        pages["otherborough", run][0] for run in ("for-everyone", "for-everyone.deprivation-map")
    )
    anchor = "{#fig-for-everyone-deprivation-map}"
    # in print the chapters beside are left out, and what the messages point to must be there
    assert own.count(anchor) == 1
    assert anchor not in beside and "see the map above, under Who and where" in beside


def test_the_counts_are_those_of_the_summary_table(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    checked = 0
    for text, _ in pages.values():
        if "-summary}" not in text:
            continue
        counts = [int(n) for n in re.findall(r"^- \[\*\*(\d+)\*\* ", text, re.MULTILINE)]
        rows = [row for table in tables(text, "summary") for row in table]
        old = re.findall(r"^(\d+) measures? ha(?:s|ve) (?:an )?old figure", text, re.MULTILINE)
        assert sum(counts) + sum(map(int, old)) == len(rows)
        assert all(cell.strip() for row in rows for cell in row)
        checked += len(rows)
    assert checked > 20


def test_every_row_of_the_summary_leads_to_its_figure_and_names_its_year(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    drawings = 0
    for (slug, _), (text, _) in pages.items():
        for row in [row for table in tables(text, "summary") for row in table]:
            assert "{" + re.findall(r'href="(#fig-[\w-]+)"', row[0])[0] + "}" in text
            assert re.search(r"20\d\d", row[-1])
            assert "aria-hidden" in row[-5]
            drawings += row[-2].count("<svg") + row[-3].count("<svg")
        assert f'class="n">{slug.capitalize()}</th>' in text or "-summary}" not in text
    assert drawings > 20


def test_each_priority_has_three_messages_and_each_with_a_finding_is_cited(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    seen = 0
    for (slug, _), (text, _) in pages.items():
        messages = re.findall(r"::: \{\.message\}\n(.*?)\n:::(?=\n)", text + "\n", re.DOTALL)
        if "-summary}" not in text:
            continue
        kinds = [re.search(r"\*\*([\w ]+):\*\*", message)[1] for message in messages]  # type: ignore[index]
        assert kinds == ["Level", "Change", "Who is worst off"]
        for message in messages:
            found = "@fig-" in message
            assert not found or f"{slug.capitalize()} evidence pack" in message
            nothing = ("shown", "hold no figures", "be tested for a change")
            assert "Cite this" in message or any(words in message for words in nothing)
        seen += len(messages)
    assert seen >= 15


def test_every_rank_carries_its_number_of_areas_its_direction_and_its_period(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    ranks = [
        line
        for text, _ in pages.values()
        for line in re.findall(r"^.*(?:lowest|highest) of \d+ .*councils.*$", text, re.MULTILINE)
        if not line.startswith(("Source:", "#", "-", "!"))
    ]
    assert len(ranks) > 10
    for line in ranks:
        place = r"in \w+, (joint )?(\d+\w\w )?(lowest|highest) of \d+ .*councils"
        assert re.search(rf"20\d\d.*: [\d,.]+.* {place}", line)


def tables(text: str, kind: str) -> list[list[list[str]]]:
    """The rows of each table whose id ends in `kind`, each cell as HTML."""
    found = re.findall(rf"::: \{{#tbl-[\w-]+-{kind}\}}(.*?)\n:::", text, re.DOTALL)
    rows = [re.findall(r"<tr>(.*?)</tr>", table)[1:] for table in found]
    return [[re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table] for table in rows]


def test_each_measure_is_beside_england_region_neighbours_and_goals(
    pages: dict[tuple[str, str], tuple[str, Path]], settings: Settings
) -> None:
    not_meant = [i.id for i in settings.indicators.values() if i.comparison_method == "none"]
    seen = apart = 0
    for (slug, _), (text, _) in pages.items():
        found = tables(text, "compared")
        marks = [row for table in tables(text, "summary") for row in table]
        alone = [row for row in marks if any(f"-{id}-" in row[0] for id in not_meant)]
        # one table a measure; what is not meant to be compared stands beside its goals at most
        beside = [table for table in found if table[0][0] == "England"]
        assert len(beside) == len(marks) - len(alone)
        assert all("oal" in row[0] for t in found if t not in beside for row in t)
        apart += len(alone)
        for table in beside:
            assert [row[0].split(":")[0] for row in table][1:3] == ["Examplelands", "Neighbours"]
            assert "ONS similar areas" in table[2][0] and " of 20" in table[2][0]
            assert all('href="methods.html#' in row[-1] for row in table)
            assert all(cell.strip() for row in table for cell in row)
        seen += len(beside)
        assert slug != "exampleshire" or not beside or len(beside) > 5
    assert seen > 25 and apart > 0


def test_goals_are_met_missed_open_and_expired_and_say_so_in_words(
    built: Paths, settings: Settings
) -> None:
    from jsna.chapter import comparisons

    project = _project(built, settings, "exampleshire")
    strategy = project.strategy
    found = {}
    for priority in strategy.priorities:
        evidence = open_evidence(project, priority)
        for measure in evidence.chosen_measures:
            if any(goal.indicator == measure.indicator.id for goal in strategy.goals):
                text = comparisons.compared_with(evidence, measure)
                goals = [row for row in tables(text, "compared")[0] if "oal" in row[0]]
                (found[measure.indicator.id],) = (re.sub("<[^>]+>", "", row[1]) for row in goals)
                in_force = "none in force" not in goals[0][2]
                assert ("Goal of the strategy: " in text) == in_force
    assert found["90323"].startswith("B Goal met")
    assert found["92443"].startswith("W Goal not met")
    assert found["93570"].startswith("? Cannot tell whether the goal is met")
    assert found["93015"].endswith("the last one ended on 31 March 2023")
    assert found["92517"].startswith("S Within the range of the goal")


def test_groups_stand_beside_their_own_council(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    groups = [(slug, t) for (slug, _), (text, _) in pages.items() for t in tables(text, "groups")]
    assert {slug for slug, _ in groups} == {"exampleshire", "otherborough"}
    for _, table in groups:
        names = ("Asian", "Black", "Mixed", "Other", "White")
        assert [row[0] for row in table] == [f"Ethnic group: {name}" for name in names]
        assert "England" not in str(table)
    # few people in a small council: what is hidden is said, not judged
    hidden = [row for _, table in groups for row in table if row[2] == "not available"]
    assert hidden and all("Not comparable" in row[1] for row in hidden)


def test_the_set_of_the_settings_is_used_and_a_set_that_no_file_holds_is_said(
    built: Paths, settings: Settings
) -> None:
    from jsna.chapter import comparisons

    project = _project(built, settings, "exampleshire")
    for chosen, words in (
        ("ons-economic", "ONS similar areas (economy)"),
        ("dfe-children", "the files used hold no set of neighbours"),
    ):
        area = project.area.model_copy(update={"neighbour_set": chosen})
        evidence = open_evidence(replace(project, chosen_area=area), project.strategy.priorities[0])
        row = tables(comparisons.compared_with(evidence, evidence.chosen_measures[0]), "compared")
        assert words in str(row[0][2])


def test_inequality_names_its_one_gradient_and_prints_its_numbers(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> None:
    shown = {
        slug: "\n".join(t for (s, _), (t, _) in pages.items() if s == slug) for slug in COUNCILS
    }
    for (_, run), (text, _) in pages.items():
        links = text.count("(methods.qmd#slope-index-of-inequality)")
        assert links == ("inequality by deprivation, " in text), run
        # a gap in numbers is never said to be preventable: once on each page that has one
        assert text.count("not what could be prevented") == ("In numbers: " in text), run
    for text in shown.values():
        figures = text.count(".gradient.svg){fig-alt=")
        inequalities = re.findall(r"inequality by deprivation, .*?</table>", text, re.DOTALL)
        assert len(inequalities) > 1 and figures >= 1
        assert all("Slope index: most less least" in table for table in inequalities)
        assert "[Method: excess cases](methods.qmd#excess-cases)" in text
    # tenths inside the large council; those of the small one are listed without a value
    inside, outside = shown["exampleshire"], shown["otherborough"]
    assert "the gradient between Exampleshire's own neighbourhoods" in inside
    assert "it does not say how unequal Otherborough is inside" in outside
    assert "the gradient between Otherborough's own" not in outside
    assert "the source gives a value for none of the 10 groups" in outside


ELSEWHERE = """
import json, sys
from jsna.chapter.opening import open_chapter
from jsna.chapter.page import Page

shown = []
Page.show = lambda page, text: shown.append(text.strip("\\n")) if text.strip("\\n") else None
chapter = open_chapter(**json.loads(sys.argv[1]))
for name in sys.argv[2:]:
    chapter.show(name)
sys.stdout.write("\\n\\n".join(shown))
"""


def test_the_same_facts_give_the_same_chapter_under_another_hash_seed_and_clock(
    pages: dict[tuple[str, str], tuple[str, Path]],
    built: Paths,
    settings: Settings,
    tmp_path: Path,
) -> None:
    runs = make_plan(_project(built, settings, "otherborough")).runs
    outlook = next(run for run in runs if run.id == "population-outlook")
    text, folder = pages["otherborough", outlook.id]
    env = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONUTF8": "1"}
    env |= {"JSNA_RUN_FOLDER": str(tmp_path)}
    command = [sys.executable, "-c", ELSEWHERE, json.dumps(outlook.parameters)]
    done = subprocess.run(
        [*command, *_sections(outlook, built)], env=os.environ | env, capture_output=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout == text
    first, second = (
        {file.name: file.read_bytes() for file in (place / "figures").iterdir()}
        for place in (folder, tmp_path)
    )
    assert first == second


def test_a_priority_without_data_says_so(built: Paths, settings: Settings) -> None:
    evidence = _evidence(built, settings, indicators=())
    from jsna.chapter import priority_page
    from jsna.chapter.page import Page

    page = Page(built.work, in_pack=True)
    assert priority_page.NOTHING_MEASURED in priority_page.messages(evidence, page)
    assert priority_page.at_a_glance(evidence, page) == ""
    assert priority_page.indicators(evidence, page) == ""


def _evidence(paths: Paths, settings: Settings, **priority: object) -> Evidence:
    project = _project(paths, settings, "otherborough")
    changed = project.strategy.priorities[0].model_copy(update=priority)
    return open_evidence(project, changed)


def _outlook(paths: Paths, settings: Settings, slug: str, **strategy: object) -> Evidence:
    """Evidence of the whole area, with its strategy changed."""
    project = _project(paths, settings, slug)
    ours = project.strategy.model_copy(update=strategy)
    return open_evidence(replace(project, chosen_strategy=ours))


def _page_of(section: Section, evidence: Evidence, page: Page) -> str:
    """What a section writes at the head of a page, where nothing has been said before."""
    evidence.said.clear()
    page.said.clear()
    return section(evidence, page)


def _with_facts(
    evidence: Evidence, facts: pd.DataFrame, files: Mapping[str, Snapshot] | None = None
) -> Evidence:
    """The same evidence over other facts, and the files that they came from."""
    ids = tuple(snapshot_ids(facts))
    store = replace(unnoted(evidence.store), facts=facts.reset_index(drop=True), snapshot_ids=ids)
    return replace(evidence, store=store, snapshots=files or evidence.snapshots)


def test_the_outlook_uses_the_principal_projection_and_lists_the_others(
    built: Paths, settings: Settings, page: Page
) -> None:
    evidence = _outlook(built, settings, "otherborough")
    facts = evidence.store.facts
    rows = facts[facts["indicator_id"] == "projected-population"]
    high = rows.assign(edition="2022-based high migration", value=rows["value"] * 2)
    changed = _with_facts(evidence, pd.concat([facts, high]))
    text = population.change(changed, page)
    before = population.change(_outlook(built, settings, "otherborough"), page)
    assert "The data hold no other edition or variant of it." in before
    assert "This page uses the 2022-based projection. The data also hold 1 other edition" in text
    at_end = rows[(rows["area_code"] == evidence.area.code) & (rows["sex"] == "Persons")]
    at_end = at_end[(at_end["age"] == "All ages") & at_end["period"].str.startswith("2047")]
    double = f"{2 * at_end['value'].item():,.0f}"
    row = '<th scope="row">2022-based high migration</th><td>no</td><td>mid-2022</td>'
    assert f'{row}<td>mid-2047</td><td class="n">{double}</td>' in text
    assert '<th scope="row">2022-based</th><td>yes</td>' in text
    # the numbers of the page are still those of the principal projection
    assert text.split("</table>")[0] == before.split("</table>")[0]
    for section in (population_growth.growth_over_strategy, dependency.dependency_ratios):
        assert _page_of(section, changed, page) == _page_of(section, evidence, page)


def test_a_newer_projection_without_ages_is_listed_and_not_used(
    built: Paths, settings: Settings, page: Page
) -> None:
    evidence = _outlook(built, settings, "otherborough")
    facts = evidence.store.facts
    rows = facts[(facts["indicator_id"] == "projected-population") & (facts["age"] == "All ages")]
    changed = _with_facts(evidence, pd.concat([facts, rows.assign(edition="2024-based")]))
    text = population.change(changed, page)
    assert "This page uses the 2022-based projection: the 2024-based one has no ages." in text
    assert '<th scope="row">2024-based</th><td>no</td>' in text
    shown = _page_of(population.age_bands, changed, page)
    assert shown == _page_of(population.age_bands, evidence, page) and "2022-based" in shown


def test_growth_is_told_over_the_strategy_s_years_with_its_stages(
    built: Paths, settings: Settings, page: Page
) -> None:
    text = population_growth.growth_over_strategy(_outlook(built, settings, "exampleshire"), page)
    assert "The 2022-based projection puts Exampleshire at" in text
    assert "in 2029 against" in text and "in 2024:" in text
    for words in ("mid-2024 to mid-2029", "Early years (0 to 3)", "Later life (65 and over)"):
        assert words in text
    assert "Change in per cent, mid-2022 to mid-2047" in text
    assert "methods.qmd#population-change" in text


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (2012, 2015, "begins in 2022, after the strategy's last year (2015). Estimates for its"),
        (2030, 2060, "The 2022-based projection ends in 2047, before the strategy (2060)."),
        (2019, 2030, "The strategy began in 2019, before the projection, so growth is from 2022."),
    ],
)
def test_a_strategy_that_the_projection_does_not_cover_says_so(
    built: Paths, settings: Settings, page: Page, start: int, end: int, words: str
) -> None:
    dates = {"start": date(start, 4, 1), "end": date(end, 3, 31)}
    evidence = _outlook(built, settings, "exampleshire", **dates)
    text = population_growth.growth_over_strategy(evidence, page)
    assert words in text and "Early years (0 to 3)" in text
    assert ("tbl-area-strategy-bands" in text) == (end == 2030)
    assert population.change(evidence, page) and dependency.dependency_ratios(evidence, page)


def test_life_stages_that_published_ages_cannot_make_are_told(
    built: Paths, settings: Settings, page: Page
) -> None:
    evidence = _outlook(built, settings, "exampleshire")
    facts = evidence.store.facts
    projected = facts["indicator_id"] == "projected-population"
    evidence = _with_facts(evidence, facts[~(projected & (facts["age"] == "3"))])
    text = population_growth.growth_over_strategy(evidence, page)
    told = "Not counted: Early years (0 to 3), since the ages that are published cannot make it."
    assert text.count(told) == text.count("Early years") == 1
    # the other stages are counted all the same
    assert '<th scope="row">Later life (65 and over)</th>' in text
    fewer = facts[~(projected & (facts["age"] != "All ages"))]
    without = population_growth.growth_over_strategy(_with_facts(evidence, fewer), page)
    assert without.count("Not counted by life stage: the age band") == 1


def test_dependency_ratios_stand_beside_the_places_whose_ages_are_held(
    built: Paths, settings: Settings, page: Page
) -> None:
    evidence = _outlook(built, settings, "exampleshire")
    text = dependency.dependency_ratios(evidence, page)
    assert "had an estimated" in text and "in mid-2024;" in text and "in mid-2047." in text
    assert f"{evidence.area.region.name}</th>" in text and "England</th>" in text
    assert "not needs" in text and "methods.qmd#old-age-dependency-ratio" in text
    facts = evidence.store.facts
    people = facts["indicator_id"].isin(["projected-population", "estimated-population"])
    ages = people & (facts["age"] != "All ages")
    region = ages & (facts["area_code"] == evidence.area.region.code)
    alone = dependency.dependency_ratios(_with_facts(evidence, facts[~region]), page)
    assert f"The data hold no ages of {evidence.area.region.name}." in alone
    assert f"{evidence.area.region.name}</th>" not in alone and "England</th>" in alone
    five = facts[~ages | facts["age"].isin(["90+"])]
    assert dependency.dependency_ratios(_with_facts(evidence, five), page) == (
        dependency.FIVE_YEARS_ONLY
    )


def test_numbers_affected_carry_their_condition_rates_and_drift(
    built: Paths, settings: Settings, page: Page
) -> None:
    text = numbers_affected.at_todays_rates(_outlook(built, settings, "exampleshire"), page)
    assert "If today's rates applied, Exampleshire would count about" in text
    assert "age and sex are those of Exampleshire, Census 2021" in text
    assert "The newest estimate, for mid-2024, is" in text
    assert "No interval is drawn" in text and "rounded to the nearest 100:" in text
    # the council's own file: how its counts were rounded stands on the page
    assert "Counts are rounded to 5." in text
    for caption in re.findall(r"<caption>(.*?)</caption>", text):
        assert "if today&#x27;s rates applied" in caption and "2022-based projection" in caption
        assert "rates of Exampleshire, Census 2021" in caption
    assert "methods.qmd#numbers-affected" in text
    assert '<th scope="row">85 and over</th>' in text
    files = page.folder / "figures"
    assert (files / "area.limited-activities-by-age-affected.trend.csv").is_file()


def test_england_s_rates_are_applied_where_the_area_has_none_and_it_is_said(
    built: Paths, settings: Settings, page: Page
) -> None:
    larger = _outlook(built, settings, "exampleshire")
    facts = larger.store.facts
    rates = facts[facts["indicator_id"] == "limited-activities-by-age"]
    evidence = _outlook(built, settings, "otherborough")
    missing = numbers_affected.at_todays_rates(evidence, page)
    assert "No number is given: the data hold no figure of Otherborough and no figure of" in missing
    national = rates.assign(area_code="E92000001", area_type="england")
    files = {**evidence.snapshots, **larger.snapshots}
    changed = _with_facts(evidence, pd.concat([evidence.store.facts, national]), files)
    text = numbers_affected.at_todays_rates(changed, page)
    assert "age and sex are those of England, Census 2021" in text
    assert "They are used because the data hold no figure of Otherborough." in text
    assert "Otherborough would count about" in text


def test_without_a_chosen_indicator_no_number_is_made_up(
    built: Paths, settings: Settings, page: Page
) -> None:
    evidence = _outlook(built, settings, "otherborough", numbers_affected=())
    assert numbers_affected.at_todays_rates(evidence, page) == numbers_affected.NONE_CHOSEN


def test_an_indicator_without_data_is_listed_with_its_reason(
    built: Paths, settings: Settings
) -> None:
    from jsna.chapter import priority_page
    from jsna.chapter.page import Page

    indicators = dict(settings.indicators)
    ghost = indicators["20101"].model_copy(update={"id": "99999", "title": "Ghosts"})
    known = Settings(**(vars(settings) | {"indicators": indicators | {"99999": ghost}}))
    evidence = _evidence(built, known, indicators=("99999",))
    page = Page(built.work, in_pack=True)
    assert priority_page.NOTHING_MEASURED in priority_page.messages(evidence, page)
    assert "- There is no figure for ghosts" in priority_page.wanted_and_gaps(evidence, page)


def test_a_section_that_lacks_data_costs_itself_alone(
    built: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from jsna.chapter import overview

    def nothing(*_: object) -> str:
        raise SourceError("the data hold no outlines.")

    lacking = replace(overview.where, write=nothing)
    lacking.write.__module__ = overview.__name__
    monkeypatch.setattr(overview, "where", lacking)
    plan = Run("overview", "index", "area_profile", {"area": "otherborough"})
    text = "\n\n".join(show(plan, built, tmp_path))
    assert "## Where deprivation falls\n\n::: {.not-available data-section=" in text
    assert "data hold no outlines." in text
    assert "## Key facts" in text and "## The priorities" in text


def test_without_parameters_a_notebook_shows_the_invented_council(built: Paths) -> None:
    run = Run("", "", "priority_summary", {"area": "", "strategy": "", "priority": ""})
    text = "\n\n".join(show(run, built, None))
    assert "Exampleshire" in text and "data:image/png;base64," in text
    assert ":::" not in text and "{.mark" not in text


def test_unknown_names_get_the_nearest_match(built: Paths) -> None:
    with pytest.raises(UserFileError, match="Did you mean 'otherborough'"):
        open_chapter("otherboro")
    with pytest.raises(UserFileError, match="Did you mean 'early-help'"):
        open_chapter("exampleshire", "", "early-hlp")


def test_a_councils_own_facts_are_never_invented(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Page, "show", lambda page, words: said.append(words))
    chapter = open_chapter("rutland")
    assert "nothing was fetched for rutland" in said[0]
    assert "jsna fetch rutland" in said[0]
    chapter.show("overview.headline")
    with pytest.raises(UserFileError, match="there is no section"):
        chapter.show("overview.headlin")
    assert len(said) == 1
    assert not list(paths.work.iterdir())


@pytest.mark.slow
def test_missing_invented_facts_are_made_and_are_those_of_the_demo(
    built: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    open_chapter("otherborough")
    made = find_paths().facts("otherborough") / "facts.parquet"
    assert made.read_bytes() == (built.facts("otherborough") / made.name).read_bytes()


def test_an_unknown_section_gets_the_nearest_match(built: Paths) -> None:
    chapter = open_chapter("otherborough")
    with pytest.raises(UserFileError, match=r"Did you mean 'overview\.priorities'"):
        chapter.show("overview.priority")
    for name in ("", "overview", "nowhere.at_all", "overview.OUTCOME_MEANINGS"):
        with pytest.raises(UserFileError, match="there is no section"):
            chapter.show(name)


@pytest.mark.slow
def test_a_notebook_opened_alone_builds_what_it_lacks(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("JSNA_HOME", str(project_root))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path))
    monkeypatch.delenv("JSNA_RUN_FOLDER", raising=False)
    notebook = nbformat.read(project_root / "notebooks" / "deprivation_map.ipynb", as_version=4)
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    text = json.dumps(notebook)
    assert "Exampleshire" in text and "data:image/png;base64," in text


# -- profiles of wards -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def profiles(
    pages: dict[tuple[str, str], tuple[str, Path]],
) -> dict[str, tuple[str, tuple[OwnPage, ...], Path]]:
    """Return area -> the page that lists its wards, their own pages, and the run's folder."""
    found = {}
    for slug in COUNCILS:
        markdown, folder = pages[slug, "ward-profiles"]
        found[slug] = (*without_own_pages(markdown, "ward-profiles"), folder)
    return found


def test_each_ward_has_a_page_and_the_list_leads_to_it(profiles) -> None:
    for slug, wards in (("exampleshire", 25), ("otherborough", 15)):
        listed, own, folder = profiles[slug]
        assert len(own) == wards
        for page in own:
            assert f'<a href="{page.id}.html">{escape_html(page.title)}</a>' in listed
            assert f"{page.title} has " in page.markdown and " residents (" in page.markdown
            (picture,) = re.findall(r"!\[\]\((figures/[^)]+)\)", page.markdown)
            assert (folder / picture).read_bytes().startswith(b"<")
            assert f"with {escape_html(page.title)} dark among its wards" in page.markdown


def test_a_ward_is_flagged_or_not_among_all_and_never_similar(profiles) -> None:
    _, own, _ = profiles["exampleshire"]
    told = "".join(page.markdown for page in own)
    assert "not flagged among 25 wards" in told
    assert re.search(r"worse, flagged among \d+ wards", told)
    assert "similar" not in told.lower()
    # as many flags in the sentences on top as in the tables
    counted = sum(int(n) for n in re.findall(r"England [^.]*? is flagged on (\d+):", told))
    rows = [row.split("<td>") for row in re.findall(r"<tr>(?:(?!</tr>).)*</tr>", told)]
    flagged = [row for row in rows if len(row) == 3 and ", flagged among" in row[1]]
    assert counted == len(flagged) > 0


def test_ages_of_a_ward_add_up_and_shares_are_of_the_ward(profiles) -> None:
    for slug in COUNCILS:
        _, own, _ = profiles[slug]
        rows = re.findall(
            r'<th scope="row">(?:0 to 15|16 to 59|60 and over|All ages)</th>'
            r'<td class="n">([\d,]+)</td><td class="n">([\d.]+)</td>',
            own[0].markdown,
        )
        counts = [int(count.replace(",", "")) for count, _ in rows]
        assert len(counts) == 4 and sum(counts[:3]) == counts[3]
        assert sum(float(share) for _, share in rows[:3]) == pytest.approx(100, abs=0.2)


def test_a_ward_whose_figure_is_hidden_says_so_in_its_page(profiles) -> None:
    _, own, _ = profiles["otherborough"]
    assert any(">suppressed</td>" in page.markdown for page in own)
