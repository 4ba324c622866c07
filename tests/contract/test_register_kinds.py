"""The kinds of registers that are shipped, and the registers of the strategies here."""

import re
from datetime import date

import pytest

from jsna.analysis.register_findings import Rule, is_wrong
from jsna.analysis.register_lint import lint
from jsna.analysis.register_table import Linked
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.register_kind import RegisterKind
from jsna.settings.yaml_file import Problems, read_model
from jsna.strategy_registers.register_file import register_table
from jsna.strategy_registers.registers import Registers, read_registers


@pytest.fixture(scope="module")
def invented(checkout: Project) -> Registers:
    return read_registers(checkout.of("exampleshire", "exampleshire-hws"), date(2026, 1, 15))


def test_no_kind_is_named_in_the_engine(checkout: Project, project_root) -> None:
    """A rule refers to columns of a description: a council's own kind is as good as ours."""
    kinds = checkout.settings.register_kinds
    files = [*project_root.glob("src/jsna/analysis/register_*.py"),
             *project_root.glob("src/jsna/strategy_registers/*.py")]  # fmt: skip
    text = " ".join(file.read_text("utf-8") for file in files)
    allowed = {"actions", "milestones"}  # what is read from strategy.yml
    assert [kind for kind in kinds if kind not in allowed and f'"{kind}"' in text] == []


def test_each_kind_is_shown_with_invented_rows(checkout: Project, invented: Registers) -> None:
    kinds = checkout.settings.register_kinds
    rows = {table.kind.id: len(table.rows) for table in invented.tables}
    assert set(rows) == set(kinds)
    assert len(kinds) >= 25
    assert all(2 <= number <= 12 for number in rows.values())


def test_the_invented_registers_hold_no_mistake_but_the_planted(invented: Registers) -> None:
    """A few mistakes stand in them, so that the demonstration shows what the linter says."""
    found = invented.findings
    assert Rule.PERSON not in set(found["rule"])
    planted = {(r["kind"], Rule(r["rule"])) for r in found[is_wrong(found)].to_dict("records")}
    assert planted == {
        ("risks", Rule.PRODUCT), ("appendices", Rule.IMPOSSIBLE), ("contracts", Rule.UNSUPPORTED),
        ("engagement-themes", Rule.SMALL), ("evaluations", Rule.SMALL),
    }  # fmt: skip


def test_what_the_kinds_promise_of_people_is_in_their_rules(checkout: Project) -> None:
    kinds = checkout.settings.register_kinds
    counted = {id: kind.people.columns for id, kind in kinds.items() if kind.people}
    people = ("count", "people", "reach", "outcomes")
    stated = {
        id: tuple(c.id for c in kind.columns if c.type == "number" and c.id in people)
        for id, kind in kinds.items()
    }
    assert counted == {id: columns for id, columns in stated.items() if columns}
    assert all(kind.people.fewest >= 8 for kind in kinds.values() if kind.people)
    themes = [column for column in kinds["suicide-themes"].columns if column.type == "text"]
    assert not any(column.figures for column in themes)
    [rule] = kinds["case-studies"].shown_where
    assert (rule.column, rule.where, rule.until) == ("story", "consent", "consent_until")
    assert "not asked" not in rule.holds
    assert kinds["you-said-we-did"].column("by_whom").type == "owner"


def test_no_owner_in_any_strategy_is_a_person(checkout: Project) -> None:
    for slug, strategy in checkout.settings.strategies.items():
        if strategy.area and strategy.has_registers and slug != "exampleshire-hws":
            found = read_registers(checkout.of(strategy.area, slug), strategy.end).findings
            assert Rule.PERSON not in set(found["rule"]), slug


def test_a_link_to_a_kind_that_is_not_described_is_told(tmp_path) -> None:
    from jsna.errors import UserFileError

    folder = tmp_path / "data/catalogue/registers"
    folder.mkdir(parents=True)
    (tmp_path / "data/catalogue/themes.yml").write_text("- {id: a, title: A}\n", "utf-8")
    (folder / "things.yml").write_text(
        "title: Things\nabout: A.\none: thing\nnames_row: a\ncolumns:\n"
        "  - {id: a, title: A}\n  - {id: b, title: B, type: register, of: thing}\n", "utf-8",
    )  # fmt: skip
    with pytest.raises(UserFileError) as told:
        load_settings(Paths(tmp_path, tmp_path))
    assert "things.yml, line 7: there is no kind of register 'thing'" in str(told.value)
    assert "Did you mean 'things'?" in str(told.value)


def test_the_kind_of_the_guide_is_one(project_root, tmp_path) -> None:
    """docs/registers.md shows how a council describes its own: what it shows works as it stands."""
    text = (project_root / "docs/registers.md").read_text("utf-8")
    [example] = re.findall(r"```text\n(title: Visits.*?)```", text, re.DOTALL)
    (tmp_path / "visits.yml").write_text(example, "utf-8")
    problems = Problems(tmp_path)
    kind = read_model(tmp_path / "visits.yml", RegisterKind, problems, id="visits")
    assert problems.found == []
    assert kind is not None
    told = {key for key in RegisterKind.model_fields if f"`{key}`" in text}
    assert set(RegisterKind.model_fields) - told - {"id", "from_strategy"} == set()
    rows = [(2, {"place": "Hub", "day": "2026-03-01", "priority": "early-help", "lead": "Board",
                 "heard": "both", "report_due": "2026-02-01"})]  # fmt: skip
    assert lint(register_table(kind, "visits.csv", rows), Linked(), date(2026, 1, 1)).shape[0] == 1
