"""Each module of `chapter/dated/` gives what its files date, and says when nothing more is due."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from commentary_files import write
from framework_strategy import strategy
from invented_facts import indicator
from register_kinds_of_project import register_kinds

from jsna.analysis.due import When, by_time, dated_things
from jsna.chapter.dated_things import Scope, all_dated, providers
from jsna.settings.load import Settings, Sources
from jsna.settings.own_measures import OwnMeasures
from jsna.settings.paths import Paths
from jsna.settings.yaml_file import Problems

ON = date(2026, 1, 20)
OWN = ("baselines", "commentary", "goals", "own_measures", "registers", "releases", "strategies")


def scope(folder: Path, *plans, on=ON, indicators=(), newest=None, **changes) -> Scope:
    plans = plans or (strategy(**changes),)
    known = {one.id: one for one in (indicators or [indicator()])}
    settings = Settings({}, known, {}, Sources(), {one.slug: one for one in plans},
                        register_kinds=register_kinds())  # fmt: skip
    paths = Paths(folder, folder)
    return Scope(paths, settings, plans, on, indicators=tuple(indicators), newest=newest or {},
                 problems=Problems(folder))  # fmt: skip


def of(kind: str, given: Scope) -> dict[str, dict]:
    """What one module gives, with the state of each row, by its id."""
    told = by_time(dated_things([providers()[kind](given)]), given.on)
    return {row["what"]: row for row in told.to_dict("records")}


def test_every_module_is_found_by_itself(tmp_path):
    assert set(OWN) <= set(providers())
    kinds = set(all_dated(scope(tmp_path))["kind"])
    assert {"action", "milestone", "strategy", "baseline"} <= kinds
    assert set(all_dated(scope(tmp_path), ["registers"])["kind"]) == {"action", "milestone"}


def test_registers_have_day_owner_and_place_from_the_strategys_file_or_their_own(tmp_path):
    told = of("registers", scope(tmp_path))
    done = told["first/do"]
    assert (str(done["due"].date()), done["state"]) == ("2026-03-31", When.NEXT_QUARTER)
    assert done["owner"] == "Care <b>team</b>, Anytown Council"
    assert done["source_file"] == "reports/strategies/plan/strategy.yml"
    assert told["opened"]["kind"] == "milestone"
    file = tmp_path / "reports/strategies/plan/registers/actions.csv"
    file.parent.mkdir(parents=True)
    rows = ("a,Paint,31.06.17,", "b,Glue,Jan-26,2026-01-02", "c,Sand,,")
    file.write_text("\n".join(["id,title,due,done", *rows, ""]), "utf-8")
    own = of("registers", scope(tmp_path))
    assert set(own) == {"a", "b", "c", "opened"}  # an action without a time is not dropped
    assert (own["c"]["state"], own["c"]["written"]) == (When.NO_DAY, "")
    assert (own["a"]["state"], own["a"]["written"]) == (When.NO_DAY, "31.06.17")
    assert (own["b"]["state"], own["b"]["line"]) == (When.DONE, 3)
    file.write_text("name\n1\n", "utf-8")
    broken = scope(tmp_path)
    assert of("registers", broken) == {}
    assert any("actions.csv" in problem.file for problem in broken.problems.found)


def test_the_line_of_a_thing_is_that_of_its_file(tmp_path):
    file = tmp_path / "reports/strategies/plan/strategy.yml"
    file.parent.mkdir(parents=True)
    file.write_text("start: 2024-01-01\nend: 2029-12-31\nmilestones:\n  - {id: opened}\n", "utf-8")
    assert of("registers", scope(tmp_path))["opened"]["line"] == 4
    assert of("strategies", scope(tmp_path))["end"]["line"] == 2
    quiet = replace(scope(tmp_path), lines=False)
    assert of("strategies", quiet)["end"]["line"] != 2


def test_a_strategy_that_has_ended_is_past_until_what_follows_it_is_named(tmp_path):
    later = date(2030, 6, 1)
    ended = of("strategies", scope(tmp_path, on=later))
    assert ended["end"]["state"] == When.PAST and "nothing is named" in ended["end"]["title"]
    assert ended["start"]["state"] == When.DONE
    replaced = of("strategies", scope(tmp_path, on=later, replaced_by="A new plan"))
    assert replaced["end"]["state"] == When.DONE and "A new plan" in replaced["end"]["title"]
    running = of("strategies", scope(tmp_path))["end"]
    assert running["state"] == When.LATER and running["title"] == "Plan ends"
    assert of("strategies", scope(tmp_path, on=date(2023, 12, 1)))["start"]["state"] != When.DONE
    assert of("strategies", scope(tmp_path, lasting=True)) == {}


def test_a_baseline_is_due_on_the_first_day_until_it_is_taken(tmp_path):
    assert of("baselines", scope(tmp_path))["baseline of anytown"]["state"] == When.PAST
    assert of("baselines", scope(tmp_path, on=date(2031, 1, 1))) == {}
    assert of("baselines", scope(tmp_path, replaced_by="A new plan")) == {}
    assert of("baselines", scope(tmp_path, area="")) == {}
    head = tmp_path / "reports/strategies/plan/baseline/anytown.yml"
    head.parent.mkdir(parents=True)
    head.write_text("area: anytown\ntaken: 2024-01-15\n", "utf-8")
    taken = of("baselines", scope(tmp_path))["baseline of anytown"]
    assert (taken["state"], taken["line"]) == (When.DONE, 2)
    assert taken["source_file"].endswith("baseline/anytown.yml")


def test_a_goal_is_due_on_its_last_day(tmp_path):
    goal = {"indicator": "1", "value": 62, "since": "2024-01-01", "source": "The board"}
    over = {"since": "2020-01-01", "until": "2023-12-31", "lower": 1, "upper": 2, "value": None}
    goals = [goal | {"until": "2026-01-31"}, goal, goal | over | {"sex": "Female"}]
    told = of("goals", scope(tmp_path, goals=goals))
    assert told["1 from 2024-01-01"]["state"] == When.THIS_MONTH
    assert "62" in told["1 from 2024-01-01"]["title"]
    assert "males" not in told["1 from 2024-01-01"]["title"]
    assert ", females: " in told["1 from 2020-01-01"]["title"]
    assert told["1 from 2020-01-01"]["state"] == When.DONE
    assert told["1 from 2020-01-01"]["title"].endswith("; its time is over, reached or not")
    assert len(told) == 2


@pytest.mark.parametrize(
    ("changes", "newest", "day"),
    [
        ({"next_release": date(2026, 2, 3)}, None, "2026-02-03"),
        ({"next_release": date(2026, 2, 3), "release_rule": "yearly, May"}, None, "2026-02-03"),
        ({"release_rule": "yearly, May"}, None, "2026-05-31"),
        ({"release_rule": "yearly"}, "2023-01-01/P1Y", "2025-12-31"),
        ({"release_rule": "yearly"}, None, None),
        ({}, "2023-01-01/P1Y", "no row"),
        ({"release_rule": "yearly", "discontinued": True}, "2023-01-01/P1Y", "no row"),
    ],
)
def test_a_release_is_announced_or_follows_from_the_rule_and_the_figures_held(
    tmp_path, changes, newest, day
):
    one = indicator(**changes)
    given = scope(tmp_path, indicators=(one,), newest={one.id: newest} if newest else {})
    file = tmp_path / f"data/catalogue/indicators/a/{one.id}.yml"
    file.parent.mkdir(parents=True)
    file.write_text("title: x\nnext_release: 2026-02-03\n", "utf-8")
    given.settings.sources[one.source.source] = SimpleNamespace(title="A publisher")
    told = of("releases", given)
    found = told.get(one.id)
    if day == "no row":
        assert found is None
        return
    assert (str(found["due"].date()) if day else found["state"]) == (day or When.NO_DAY)
    assert found["source_file"] == f"data/catalogue/indicators/a/{one.id}.yml"
    assert found["owner"] == "A publisher"
    assert ("by rule" in found["title"]) is ("next_release" not in changes)


def test_words_of_the_council_are_read_again_or_approved_by_the_day_in_their_head(tmp_path):
    write(tmp_path, "overview", "Approved once, and edited.\n")
    write(tmp_path, "first", "A draft.\n", status="draft", review_by="2026-01-10")
    told = of("commentary", scope(tmp_path))
    assert told["first"]["state"] == When.PAST
    assert told["first"]["title"] == "Approve the draft: words on First"
    assert told["overview"]["title"] == "Read and approve: words on the overview"
    assert told["overview"]["owner"] == "A director"
    assert told["overview"]["line"] == 5
    assert told["overview"]["source_file"] == "reports/strategies/plan/commentary/overview.md"


def test_a_file_of_words_that_cant_be_read_is_told(tmp_path):
    write(tmp_path, "first", "A draft.\n", review_by="31.06.26")
    given = scope(tmp_path)
    assert of("commentary", given) == {}
    assert [problem.file for problem in given.problems.found] == [
        "reports/strategies/plan/commentary/first.md"
    ]


def test_own_measures_have_a_day_for_review_and_target(tmp_path):
    measures = OwnMeasures.model_validate(
        {
            "measures": [
                {
                    "id": "waits", "title": "Waits", "unit": "days", "kind": "mean",
                    "polarity": "low-is-good", "frequency": "month", "target": 20,
                    "target_by": "2026-03", "review": "2026-01-10", "owner": "Care team",
                }
            ]
        }
    )  # fmt: skip
    given = scope(tmp_path, strategy().with_own_measures(measures))
    told = by_time(dated_things([providers()["own_measures"](given)]), given.on)
    assert told[["kind", "state", "owner"]].to_numpy().tolist() == [
        ["review of a measure", When.PAST, "Care team"],
        ["target of a measure", When.NEXT_QUARTER, "Care team"],
    ]
    assert set(told["source_file"]) == {"reports/strategies/plan/measures.yml"}
