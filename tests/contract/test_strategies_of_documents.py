"""What the strategies carry over from their documents is what those hold: counted, and added up."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jsna.analysis.golden_thread import golden_thread
from jsna.analysis.strategy_coverage import coverage, coverage_counts
from jsna.cli import main
from jsna.narrative.framework_words import framework_lines
from jsna.settings.load import Settings
from jsna.settings.paths import Paths

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("slug", "priorities", "status"),
    [
        ("rotherham-hws-2012", 6, "expired"),
        ("rotherham-hws-2015", 5, "expired"),
        ("rotherham-plan-2025", 5, "expired"),
        ("rotherham-bcf-2017", 8, "expired"),
        ("rotherham-camhs-ltp", 20, "expired"),
        ("rutland-jhws-2022", 7, "in force"),
    ],
)
def test_every_priority_has_an_indicator_or_says_what_would_measure_it(
    settings: Settings, slug: str, priorities: int, status: str
) -> None:
    strategy = settings.strategy(slug)
    assert len(strategy.priorities) == priorities
    assert strategy.status_on(DAY) == status
    assert all(p.indicators or any(gap.source for gap in p.unmeasured)
               for p in strategy.priorities)  # fmt: skip
    assert f"{priorities} priorities" in framework_lines(strategy, DAY)[1]


def test_the_strategy_of_2012_has_its_issues_and_its_matrix_with_the_empty_row(
    settings: Settings,
) -> None:
    strategy = settings.strategy("rotherham-hws-2012")
    stages = Counter(issue.life_stage for issue in strategy.big_issues)
    assert stages == {
        "starting-well": 6, "developing-well": 8, "living-well": 10, "ageing-well": 10,
    }  # fmt: skip
    assert sum(stages.values()) == 34
    assert all(issue.indicators or issue.unmeasured for issue in strategy.big_issues)
    pairs = {(cell.priority, cell.life_stage) for cell in strategy.matrix}
    assert len(pairs) == len(strategy.matrix) == 24
    assert {cell.priority for cell in strategy.without_lead} == {"poverty"}
    assert len(strategy.without_lead) == 4
    assert all(len(cell.advising) == 4 for cell in strategy.without_lead)
    leads = Counter(cell.lead for cell in strategy.matrix)
    assert leads == {
        "public-health": 6, "cyps": 7, "adult-services": 6, "ccg": 1, "": 4,
    }  # fmt: skip
    assert [len(priority.actions) for priority in strategy.priorities] == [5, 4, 4, 3, 4, 4]


def test_the_action_plan_of_2017_has_its_objectives_and_the_state_of_its_actions(
    settings: Settings,
) -> None:
    strategy = settings.strategy("rotherham-hws-2015")
    assert [len(aim.objectives) for aim in strategy.priorities] == [3, 6, 3, 5, 5]
    actions = [action for aim in strategy.priorities for action in aim.actions]
    assert len(actions) == 41
    assert Counter(action.status for action in actions) == {
        "green": 9, "amber": 18, "red": 2, "to-be-confirmed": 3, "": 9,
    }  # fmt: skip
    assert "9 green, 18 amber, 2 red, 3 to be confirmed and 9 blank" in "".join(
        framework_lines(strategy, DAY)
    )
    lines = [action.line or 0 for action in actions]
    assert len(set(lines)) == 41 and lines == sorted(lines)


def test_the_plan_to_2025_has_headline_indicators_without_a_baseline_and_one_target(
    settings: Settings,
) -> None:
    strategy = settings.strategy("rotherham-plan-2025")
    assert len(strategy.headlines) == 16
    assert [metric for metric in strategy.headlines if not metric.baseline] == [*strategy.headlines]
    (jobs,) = [metric for metric in strategy.metrics if not metric.headline]
    assert [(t.value, t.line) for t in jobs.targets] == [(10000, 39)]
    assert len(strategy.milestones) == 10
    assert min(m.due for m in strategy.milestones) == "2017-04"
    assert max(m.due for m in strategy.milestones) == "2020-09"


def test_the_metrics_of_the_better_care_fund_are_what_their_own_counts_give(
    settings: Settings,
) -> None:
    strategy = settings.strategy("rotherham-bcf-2017")
    known = {metric.id: metric for metric in strategy.metrics}
    per = {"care-home-admissions": 100_000, "reablement": 100, "delayed-transfers": 100_000}
    for id, multiplier in per.items():
        counted = [f for f in known[id].figures if f.numerator is not None and f.denominator]
        assert len(counted) >= 4
        for figure in counted:
            worked_out = multiplier * (figure.numerator or 0) / (figure.denominator or 1)
            assert worked_out == pytest.approx(figure.value, abs=0.06), (id, figure)
    targets = [f.value for f in known["non-elective-admissions"].targets]
    assert (sum(targets[:4]), sum(targets[4:8])) == (28894, 28825)
    assert targets[8:] == [28893, 28824], "as the template prints its totals, one less each"


def test_rutland_has_seven_priorities_and_their_27_actions(settings: Settings) -> None:
    strategy = settings.strategy("rutland-jhws-2022")
    assert [len(priority.actions) for priority in strategy.priorities] == [3, 3, 4, 5, 3, 6, 3]
    assert strategy.priorities[5].actions[-1].id == "6-6"
    assert strategy.priorities[5].actions[-1].line == 398
    assert [(f.value, f.line) for m in strategy.metrics for f in m.targets] == [(66.7, 254)]


def test_the_catalogue_has_120_indicators_and_names_what_would_serve_the_gaps(
    settings: Settings,
) -> None:
    assert len(settings.indicators) >= 120
    named = {id for s in settings.strategies.values() for id in s.every_indicator_id}
    asked = {id for id, indicator in settings.indicators.items() if indicator.on_request}
    used = asked & named
    assert len(used) >= 25
    gaps = [
        gap.source
        for strategy in settings.strategies.values()
        for part in (*strategy.priorities, *strategy.big_issues)
        for gap in part.unmeasured
    ]
    for source in (
        "ONS4",
        "Adult Social Care Outcomes Framework",
        "NHS Outcomes Framework",
        "Patients registered",
        "Special educational needs",
        "Claimant count",
    ):
        assert any(source in told for told in gaps), source


@pytest.mark.parametrize("slug", ["rotherham-hws-2015", "rotherham-plan-2025"])
def test_the_plan_command_tells_what_a_strategy_sets_out(
    slug: str, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "rotherham", slug, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["runs"]) > 10
    assert told["sets_out"]["lines"][0].startswith("From April ")
    parts = told["sets_out"]["priorities"]
    assert sum(len(priority["actions"]) for priority in parts) in (41, 16)
    assert told["sets_out"]["bodies"][0].keys() == {"id", "title"}


@pytest.mark.parametrize(
    ("slug", "part", "needs", "lacking", "of"),
    [
        ("rotherham-hws-2012", "big issue", "an indicator", 3, 34),
        ("rotherham-hws-2012", "cell of the matrix", "a lead", 4, 24),
        ("rotherham-hws-2015", "objective", "an indicator", 3, 22),
        ("rotherham-hws-2015", "action", "a status", 9, 41),
        ("rotherham-plan-2025", "headline indicator", "a baseline", 16, 16),
        ("rotherham-plan-2025", "measure", "a target", 0, 1),
        ("rutland-jhws-2022", "action", "a lead", 27, 27),
        ("rutland-jhws-2022", "measure", "a date", 1, 1),
        ("rotherham-bcf-2017", "measure", "a baseline", 6, 15),
    ],
)
def test_what_a_strategy_leaves_open_is_counted_with_its_whole(
    settings: Settings, slug: str, part: str, needs: str, lacking: int, of: int
) -> None:
    counts = coverage_counts(coverage(settings.strategy(slug), settings.indicators))
    (row,) = counts[counts["part"].eq(part) & counts["needs"].eq(needs)].to_dict("records")
    assert (row["lacking"], row["of"]) == (lacking, of)


def test_the_golden_thread_holds_every_need_objective_action_and_measure(
    settings: Settings,
) -> None:
    threads = {
        slug: golden_thread(settings.strategy(slug), settings.indicators)
        for slug in ("rotherham-hws-2012", "rotherham-hws-2015", "rotherham-plan-2025",
                     "rutland-jhws-2022")
    }  # fmt: skip
    for slug, part, number in (
        ("rotherham-hws-2012", "need", 34),
        ("rotherham-hws-2015", "objective", 22),
        ("rotherham-hws-2015", "action", 41),
        ("rotherham-plan-2025", "measure", 17),
        ("rotherham-plan-2025", "milestone", 10),
        ("rutland-jhws-2022", "action", 27),
    ):
        rows = threads[slug][threads[slug]["part"] == part]
        assert rows[["id", "title", "line"]].drop_duplicates().shape[0] == number, (slug, part)
    assert (threads["rutland-jhws-2022"]["priority"] != "").all()


OWN_DOCUMENTS = (
    "rotherham-plan-2025", "rotherham-bcf-2017", "rotherham-camhs-ltp", "rutland-jhws-2022",
)  # fmt: skip


def test_every_figure_stands_on_the_line_that_it_names(settings: Settings, real_data: Path) -> None:
    documents = real_data.parent / "seeds"
    if not documents.is_dir():
        pytest.skip("the documents are not beside the data")
    checked = 0
    for slug in OWN_DOCUMENTS:
        strategy = settings.strategy(slug)
        text = (documents / strategy.document.reference).read_text("utf-8").split("\n")
        for metric in strategy.metrics:
            for figure in metric.figures:
                number = figure.line or 0
                # a sentence runs over a line or two, and blank lines stand between
                near = " ".join(text[number - 2 : number + 1]).replace(",", "")
                printed = re.findall(r"\d+(?:\.\d+)?", near)
                assert figure.value in map(float, printed), (slug, metric.id, figure)
                checked += 1
    assert checked > 80
