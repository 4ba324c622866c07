"""The page of the framework and `jsna coverage`: the finding first, level and change apart."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from framework_strategy import strategy
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator
from register_kinds_of_project import register_kinds

from jsna.chapter.accountability import matrix
from jsna.chapter.big_issues import by_life_stage
from jsna.chapter.due_dates import listed
from jsna.chapter.evidence import Evidence
from jsna.chapter.framework import finding
from jsna.chapter.page import Page
from jsna.chapter.strategy_coverage import left_open, outcomes_frameworks
from jsna.chapter.thread import from_need_to_measure
from jsna.cli import main
from jsna.errors import SourceError
from jsna.settings.page_table import PAGES
from jsna.settings.strategy import Strategy
from page_words import forbidden, repeated

SECTIONS = (
    finding, by_life_stage, matrix, from_need_to_measure, listed, outcomes_frameworks, left_open,
)  # fmt: skip
EARLIER = {"period": "2016-01-01/P3Y", "period_label": "2016 - 18"}


def of(plan: Strategy, folder: Path, *facts: dict) -> Evidence:
    stratum = [{"sex": "Male", "age": "All ages"}]
    tagged = {"life_stages": ["ageing-well"], "outcomes_frameworks": [{"framework": "phof"}]}
    catalogue = [
        indicator(strata=stratum, **tagged),
        indicator(id="2", title="Company kept", short_title="Company"),
    ]
    made = evidence(facts_of(*facts), catalogue, {}, folder)
    known = replace(made.project.settings, register_kinds=register_kinds())
    return replace(made, project=replace(made.project, settings=known, chosen_strategy=plan))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anytown")


@pytest.fixture(scope="module")
def anytown(folder: Path) -> Evidence:
    """Worse than England, and fewer healthy years than before the strategy began."""
    before = fact(value=64.0, lower=63.0, upper=65.0, **EARLIER)
    return of(strategy(), folder, before, fact(), england(), england(62.0, **EARLIER))


@pytest.fixture(scope="module")
def text(anytown: Evidence, folder: Path) -> str:
    """The whole page of Anytown."""
    return written(anytown, folder)


def written(found: Evidence, folder: Path) -> str:
    page = Page(folder, in_pack=True)
    return "\n\n".join(text for one in SECTIONS if (text := one(found, page)))


def test_the_finding_stands_first_with_level_and_change_apart(text):
    assert text.startswith(
        "**Of 3 big issues 1 is still worse than England, 1 has no figure at hand and 1 has no"
        " indicator.**"
    )
    assert "Of the 1 issue with a current figure, by tests on Anytown's own, 1 got worse." in text
    assert "fell from 64.0 years (2016 to 2018) to 60.0 years (2022 to 2024), for the worse" in text
    assert "**Still worse than England**; got worse" in text
    assert "[Method: big issues](methods.qmd#big-issues)" in text
    assert "- **Tied by name**: No figure at hand: Company\n" in text
    assert "- **People alone**: No indicator; Not measured: Company\n" in text


def test_a_better_level_without_a_test_is_not_called_an_improvement(tmp_path):
    now = fact(value=70.0, lower=69.0, upper=71.0)
    untested = fact(value=60.0, lower=float("nan"), upper=float("nan"), **EARLIER)
    text = written(of(strategy(), tmp_path, now, untested, england()), tmp_path)
    assert "**No longer worse than England**; change not tested" in text
    assert "improved" not in text.replace("Improved and got worse come", "").lower()


def test_residents_of_a_life_stage_have_their_own_source(tmp_path):
    people = fact(
        indicator_id="estimated-population", sex="Persons", age="65+", value=12345,
        period="2024-06-30/P1D", period_label="mid-2024", snapshot_ids="b" * 64,
    )  # fmt: skip
    found = of(strategy(), tmp_path, people, fact(), england())
    counted = replace(found.snapshots["b" * 64], attribution="Source: an office that counts.")
    found = replace(found, snapshots=found.snapshots | {"b" * 64: counted})
    text = by_life_stage.write(found, Page(tmp_path, in_pack=True))
    assert "12,345 residents in mid-2024" in text
    assert "an office that counts" in text, "and not that of the measures alone"


def test_a_cell_has_its_bodies_its_measures_and_nobody_where_nobody_leads(anytown, tmp_path):
    text = matrix.write(anytown, Page(tmp_path, in_pack=True))
    assert "for 1 of them it names nobody to lead**: First." in text
    assert "<strong>Care &lt;b&gt;team&lt;/b&gt;</strong><br>none with a figure" in text
    assert "<strong>Nobody named</strong><br>1 worse; 1 got worse" in text
    # the grid says who leads; each cell whole fills pages of a document, and is in its file
    shown, folded = text.split("::: {.details .site-only summary=")
    assert "<strong>Supports:</strong>" in folded and "Supports" not in shown
    assert "::: {.documents-only}\nWho supports, who advises" in folded
    # by the catalogue's stage, and by no other
    csv = (tmp_path / "figures" / "area.matrix.csv").read_text("utf-8")
    rows = [line for line in csv.splitlines() if "Years in good health" in line]
    assert len(rows) == 1 and "Ageing well" in rows[0]


def test_without_life_stages_a_cell_counts_its_measures_and_folds_their_names(anytown, tmp_path):
    plan = strategy(
        life_stages=[], big_issues=[], matrix=[{"priority": "first", "lead": "council"}]
    )
    found = replace(anytown, project=replace(anytown.project, chosen_strategy=plan))
    text = matrix.write(found, Page(tmp_path, in_pack=True))
    shown, folded = text.split("::: {.details .site-only summary=")
    assert "<strong>Leads:</strong> Care" in shown and ">1 worse; 1 got worse<" in shown
    assert ": worse, got worse" in folded and ": worse" not in shown
    assert "::: {.documents-only}\nThe measures of each cell" in folded


def test_the_thread_lists_each_part_and_says_where_it_breaks(anytown, tmp_path):
    text = from_need_to_measure.write(anytown, Page(tmp_path, in_pack=True))
    assert '<th scope="row">Do it</th><td>Action</td>' in text
    assert "Care &lt;b&gt;team&lt;/b&gt;; Mar-26; amber" in text
    assert "baseline 58.5 (2015/16); target 62 (2029/30)" in text
    assert "1 action without a lead; 1 cell without a lead" in text
    assert "no action; no indicator; no measure, baseline or target of its own" in text
    assert 'summary="Tied to no priority' in text


def test_what_the_strategy_dates_is_listed_where_it_is_past_or_near(anytown, text, folder):
    table = text[text.index("tbl-area-due") :]
    assert "Do it</th><td>31 March 2026" in table and "Opened" in table[: table.index("</table>")]
    assert "Try it" not in table[: table.index("</table>")]
    csv = (folder / "figures/area.due.csv").read_text("utf-8-sig")
    assert "31 March 2026,Do it,action," in csv and "Try it" not in csv
    assert "later, 1 without a day and" in text  # what no table dates is counted


def test_what_a_document_states_keeps_its_unit_and_its_decimals(anytown, tmp_path):
    figures = [
        {"kind": "baseline", "period": "2015/16", "value": 1808.25},
        {"kind": "target", "period": "2016/17", "value": 771.9},
        {"kind": "target", "period": "2017/18", "value": 580},
    ]
    held = {"id": "m", "title": "M", "priority": "first", "unit": "per 100,000", "figures": figures}
    plan = strategy(metrics=[held])
    found = replace(anytown, project=replace(anytown.project, chosen_strategy=plan))
    text = from_need_to_measure.write(found, Page(tmp_path, in_pack=True))
    assert "baseline 1,808.25 per 100,000 (2015/16); target" in text
    assert "target 771.9 per 100,000 (2016/17), 580 (2017/18)" in text


def test_titles_of_a_strategy_are_text_and_no_markup(text):
    assert "<i>healthy</i>" not in re.sub(r"(?s)```.*?```", "", text).replace("\\<", "&lt;")
    assert "<b>team" not in text


def test_the_page_is_in_words_for_readers_and_its_files_are_whole(text, folder):
    assert repeated(text) == {}
    assert forbidden(text) == []
    files = {file.name for file in (folder / "figures").glob("*.csv")}
    assert files == {
        "area.big-issues.csv", "area.matrix.csv", "area.golden-thread.csv", "area.coverage.csv",
        "area.due.csv",
    }  # fmt: skip


def test_a_strategy_of_priorities_alone_has_no_such_page(tmp_path):
    plain = strategy(matrix=[], big_issues=[], metrics=[], milestones=[], bodies=[],
                     priorities=[{"id": "first", "number": 1, "title": "First", "aim": "Better.",
                                  "indicators": ["1"]}])  # fmt: skip
    (row,) = [page for page in PAGES if page.id == "framework"]
    found = of(plain, tmp_path, fact(), england())
    assert not row.stands(found.area, plain)
    assert row.stands(found.area, strategy())
    assert written(found, tmp_path) == ""


def test_without_big_issues_the_measures_are_the_finding(tmp_path):
    plan = strategy(big_issues=[], matrix=[], life_stages=[])
    text = written(of(plan, tmp_path, fact(), england()), tmp_path)
    assert text.startswith("**Of 1 measure with a current figure, against England: 1 worse.")
    assert "Life stages" not in text and "Leads" not in text


@pytest.fixture
def command(anytown: Evidence, monkeypatch: pytest.MonkeyPatch):
    class Checkout:
        def of(self, area: str, strategy: str):
            return anytown.project

    monkeypatch.setattr("jsna.settings.project.open_project", Checkout)
    return lambda *words: main(["coverage", "anytown", "plan", *words])


def test_the_command_counts_what_is_left_open_and_names_it(command, capsys):
    assert command() == 0
    told = capsys.readouterr().out
    assert told.startswith("A plan: 2 priorities, 2 life stages, 3 big issues, 2 objectives")
    assert "  1 of 2 priorities without an indicator: Second\n" in told
    assert "figure was not looked at: there are no facts for anytown yet." in told


def test_the_command_says_why_it_did_not_look_at_figures(command, monkeypatch, capsys):
    def damaged(project):
        raise SourceError("a file of the area was changed.")

    monkeypatch.setattr("jsna.chapter.opening.open_evidence", damaged)
    assert command() == 0
    told = capsys.readouterr().out
    assert "not looked at: a file of the area was changed." in told and "jsna build" not in told


def test_the_command_gives_a_script_everything(command, anytown, monkeypatch, capsys):
    monkeypatch.setattr("jsna.chapter.opening.open_evidence", lambda project: anytown)
    assert command("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["figures_looked_at"] is True
    count = {"what": "Indicators without a figure at hand", "how_many": 1, "of": 2}
    assert any(count.items() <= row.items() for row in told["counts"])
    issue = {"part": "big issue", "needs": "an indicator", "id": "alone", "line": None}
    assert any(issue.items() <= row.items() for row in told["left_open"])


def test_places_in_a_national_framework_that_nobody_checked_say_so(
    anytown: Evidence, page: Page
) -> None:
    told = outcomes_frameworks(anytown, page)
    assert "Seen published, with a number: 0 of 1 place. The others are the catalogue" in told
    first, *others = anytown.settings.indicators.values()
    tags = tuple(tag.model_copy(update={"id": "A01"}) for tag in first.outcomes_frameworks)
    seen = first.model_copy(update={"outcomes_frameworks": tags})
    known = replace(anytown.settings, indicators={i.id: i for i in (seen, *others)})
    made = replace(anytown, project=replace(anytown.project, settings=known))
    assert "Seen published" not in outcomes_frameworks(made, page)
