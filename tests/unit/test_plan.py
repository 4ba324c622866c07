"""The plan: stable order, one summary a priority, its further chapters after it."""

from dataclasses import replace

import pytest

from jsna.errors import UserFileError
from jsna.pack.pages import pages_of_pack
from jsna.pack.plan import make_plan
from jsna.settings.page_table import ABOUT, PAGES, PackPage
from jsna.settings.project import Project
from jsna.settings.strategy import Priority


@pytest.fixture
def project(checkout: Project) -> Project:
    return checkout.of("exampleshire", checkout.settings.strategies_of("exampleshire")[0].slug)


def with_first(project: Project, **changes: object) -> Project:
    """The project with its strategy's first priority changed."""
    first, *others = project.strategy.priorities
    priorities = (first.model_copy(update=changes), *others)
    ours = project.strategy.model_copy(update={"priorities": priorities})
    return replace(project, chosen_strategy=ours)


def test_every_strategy_gives_a_plan(checkout: Project) -> None:
    assert checkout.settings.strategies
    for strategy in checkout.settings.strategies.values():
        area = strategy.area or "rutland"
        plan = make_plan(checkout.of(area, strategy.slug))
        assert [run.id for run in plan.runs[:4]] == [
            "overview",
            "population-outlook",
            "deprivation-map",
            "ward-inequalities",
        ]
        assert [run.id for run in plan.runs[-2:]] == ["what-changed", "data-quality"]
        summaries = [run.priority for run in plan.runs if run.notebook == "priority_summary"]
        assert summaries == [priority.id for priority in strategy.priorities]
        assert len({run.id for run in plan.runs}) == len(plan.runs)
        assert all(run.parameters["area"] == area for run in plan.runs)


def test_claims_have_a_page_where_the_strategy_lists_them(project: Project) -> None:
    pages = [
        {page.id for page in pages_of_pack(replace(project, chosen_strategy=strategy))}
        for there in (True, False)
        if (strategy := project.strategy.with_claims(there))
    ]
    assert ["claims" in ids for ids in pages] == [True, False]


def test_care_across_borders_has_a_page_where_the_area_names_the_document(project: Project) -> None:
    named = [project.area.model_copy(update={"board_crosswalk": d}) for d in ("Papers", "")]
    pages = [{page.id for page in pages_of_pack(replace(project, chosen_area=a))} for a in named]
    assert ["cross-border" in ids for ids in pages] == [True, False]


def test_an_equity_audit_has_a_page_where_the_area_names_one(project: Project) -> None:
    areas = [project.area.model_copy(update={"equity_audit": name}) for name in ("a.csv", "")]
    pages = [{page.id for page in pages_of_pack(replace(project, chosen_area=a))} for a in areas]
    assert ["equity" in ids for ids in pages] == [True, False]


def test_a_priority_brings_its_further_chapters_to_its_own_page(project: Project) -> None:
    changed = with_first(project, chapters=("ward_inequalities",))
    chosen = changed.strategy.priorities[0]
    summary, further = make_plan(changed).only(chosen.id)
    assert [summary.notebook, further.notebook] == ["priority_summary", "ward_inequalities"]
    assert {summary.page, further.page} == {chosen.id}
    assert {summary.priority, further.priority} == {chosen.id}
    assert further.id == f"{chosen.id}.ward-inequalities"
    # there it keeps to the priority's own indicators; on its own page it shows all
    assert not further.all_indicators and not summary.all_indicators
    own = next(run for run in make_plan(changed).runs if run.id == "ward-inequalities")
    assert own.all_indicators


def test_an_unknown_priority_gets_the_nearest_match(project: Project) -> None:
    known = project.strategy.priorities[0].id
    with pytest.raises(UserFileError, match=f"Did you mean '{known}'"):
        make_plan(project).only(known[:-1])


# -- one row a page ---------------------------------------------------------------------------


@pytest.fixture
def with_row(monkeypatch: pytest.MonkeyPatch) -> PackPage:
    """A row more, of a page that only invented areas have."""
    row = PackPage(
        "air-quality", "Air quality", ABOUT, "air_quality", stands=lambda area, _: area.synthetic
    )
    for module in ("jsna.pack.pages", "jsna.pack.plan"):
        monkeypatch.setattr(f"{module}.PAGES", (*PAGES, row))
    return row


def test_a_row_more_is_a_page_and_a_run_more(project: Project, with_row: PackPage) -> None:
    page = pages_of_pack(project)[-1]
    assert (page.id, page.title, page.short_title) == ("air-quality", "Air quality", "Air quality")
    run = make_plan(project).runs[-1]
    assert (run.id, run.page, run.notebook) == ("air-quality", "air-quality", "air_quality")
    assert run.title == "Air quality"


def test_a_page_stands_only_where_its_row_says(checkout: Project, with_row: PackPage) -> None:
    for strategy in checkout.settings.strategies.values():
        project = checkout.of(strategy.area or "rutland", strategy.slug)
        has = "air-quality" in {page.id for page in pages_of_pack(project)}
        assert has == project.area.synthetic
        assert has == ("air-quality" in {run.id for run in make_plan(project).runs})


def test_rows_of_one_group_stand_together_and_no_id_is_said_twice() -> None:
    groups = [row.group for row in PAGES]
    assert groups == sorted(groups, key=groups.index)
    assert len({row.id for row in PAGES}) == len({row.run_id for row in PAGES}) == len(PAGES)
    notebooks = [row.notebook for row in PAGES if row.notebook]
    assert len(set(notebooks)) == len(notebooks)


def test_a_priority_has_its_own_title_in_page_and_navigation(project: Project) -> None:
    named = with_first(project, number=9, title="Fair air")
    found = [page for page in pages_of_pack(named) if isinstance(page.priority, Priority)]
    assert (found[0].title, found[0].short_title) == ("Priority 9: Fair air", "9 Fair air")
    assert len(found) == len(project.strategy.priorities)
