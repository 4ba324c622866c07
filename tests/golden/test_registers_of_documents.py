"""The registers that the documents print, carried over: their counts, and what is wrong in them."""

from datetime import date

import pytest

from jsna.analysis.register_counts import counts_by_group, grid_of, value_counts
from jsna.analysis.register_due import overdue
from jsna.analysis.register_findings import Rule
from jsna.settings.project import Project
from jsna.strategy_registers.registers import Registers, read_registers

DAY = date(2017, 9, 20)


@pytest.fixture(scope="module")
def action_plan(checkout: Project) -> Registers:
    return read_registers(checkout.of("rotherham", "rotherham-hws-2015"), DAY)


@pytest.fixture(scope="module")
def better_care_fund(checkout: Project) -> Registers:
    return read_registers(checkout.of("rotherham", "rotherham-bcf-2017"), DAY)


def documents_lines(registers: Registers, kind: str, rule: Rule, column: str) -> list[int]:
    """The lines of the document that rows with a finding were read from."""
    found, rows = registers.findings, registers.table(kind).rows
    own = found[(found["kind"] == kind) & (found["rule"] == rule) & (found["column"] == column)]
    assert (own["at"] > 0).all()
    return [int(line) for line in rows[rows["at"].isin(own["at"])]["line"]]


def test_41_actions_are_counted_as_the_papers_print_them(action_plan: Registers) -> None:
    table = action_plan.table("actions")
    counts = value_counts(table, "status", action_plan.linked)
    assert counts == {"green": 9, "amber": 18, "red": 2, "to-be-confirmed": 3, "blank": 9}
    by_aim = counts_by_group(table, "status", action_plan.linked)
    assert by_aim["green"].tolist() == [1, 0, 1, 7, 0, 9]
    assert by_aim["All"].tolist() == [9, 6, 9, 12, 5, 41]


def test_each_blank_lead_and_each_placeholder_is_found(action_plan: Registers) -> None:
    leads = documents_lines(action_plan, "actions", Rule.BLANK, "owner")
    assert leads == [1122, 1383, 1486, 1505, 1520, 1530, 1548]
    waits = documents_lines(action_plan, "actions", Rule.PLACEHOLDER, "progress")
    assert waits == [1343, 1447, 1486, 1505, 1520, 1530]
    undated = documents_lines(action_plan, "actions", Rule.PLACEHOLDER, "due")
    assert undated == [989, 1001, 1008, 1083, 1122, 1343, 1432, 1447]


def test_both_impossible_dates_are_found(better_care_fund: Registers) -> None:
    table = better_care_fund.table("milestones")
    lines = documents_lines(better_care_fund, "milestones", Rule.IMPOSSIBLE, "due")
    assert lines == [11268, 11411]
    told = better_care_fund.findings["what"]
    assert told.str.contains("31.06.17 is no day", regex=False).sum() == 1
    assert told.str.contains("31.11.17 is no day", regex=False).sum() == 1
    # and the one with two points, among the actions
    assert documents_lines(better_care_fund, "actions", Rule.IMPOSSIBLE, "due") == [11225]
    assert len(table.rows) == 28  # of table 3 those that are not among the actions
    late = table.rows[overdue(table, DAY)]["id"]
    assert late.tolist() == ["home-review", "home-programme", "plan-works"]


def test_the_risks_are_scored_and_numbered_as_printed(better_care_fund: Registers) -> None:
    table = better_care_fund.table("risks")
    rules = {str(rule) for rule in better_care_fund.findings["rule"]}
    assert len(table.rows) == 19
    assert Rule.PRODUCT not in rules  # every score is the product that it should be
    assert documents_lines(better_care_fund, "risks", Rule.SEQUENCE, "number") == [12988]
    assert documents_lines(better_care_fund, "risks", Rule.BLANK, "number") == [12849, 12859]
    heat = grid_of(table, better_care_fund.linked)
    assert heat.loc["4", "5"] == "2"
    assert heat.loc["3", "5"] == "3"


def test_the_matrix_of_benefits_has_its_20_crosses(better_care_fund: Registers) -> None:
    grid = grid_of(better_care_fund.table("benefits"), better_care_fund.linked)
    assert grid.shape == (7, 4)
    assert (grid != "").sum().tolist() == [6, 4, 5, 5]
