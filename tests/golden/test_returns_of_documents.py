"""The Better Care Fund's metrics of one board's papers: its return, laid out as it is printed.

Figures, plans and layout stand in the strategy's own files; the documents are read where they are.
"""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jsna.analysis.measure_judgement import JudgedMeasure, judge_measure
from jsna.analysis.register_due import overdue
from jsna.analysis.return_cells import SHOWN, return_cells
from jsna.disclosure.local_disclosure import protect_local
from jsna.disclosure.measured import counted_indicators
from jsna.narrative.own_measure_words import exceptions_of
from jsna.settings.load import Settings
from jsna.settings.project import Project
from jsna.sources.council.local_csv import read_rows
from jsna.sources.council.measures_csv import as_local_csv, read_measures
from jsna.strategy_registers.registers import read_registers

AREA, STRATEGY = "rotherham", "rotherham-bcf-2017"
DAY = date(2017, 9, 20)
GRAVE = 15
PAPERS = "001_5bf8d3e0e4558d05.txt"
METRICS = {
    "bcf-care-homes": "Permanent admissions to residential and nursing care homes (65+)",
    "bcf-reablement": "Older people still at home 91 days after discharge into reablement",
    "bcf-delayed-days": "Delayed transfers of care (delayed days)",
}
PARTS = {"value": "rate", "numerator": "numerator", "denominator": "denominator"}


@pytest.fixture(scope="module")
def figures(project_root: Path) -> bytes:
    return (project_root / f"reports/strategies/{STRATEGY}/measures.csv").read_bytes()


@pytest.fixture(scope="module")
def judged(settings: Settings, figures: bytes) -> dict[str, JudgedMeasure]:
    """The measures with their figures as a fetch keeps them."""
    known, area = settings.own_measures_of(AREA), settings.area(AREA)
    local = as_local_csv(figures, "measures.csv", known, area.code)
    indicators = counted_indicators(settings, AREA)
    kept = protect_local(local, "measures.csv", settings.sources["local-csv"], indicators)
    rows = read_rows(kept.content, "measures.csv").rows
    own = {id: rows[rows["indicator_id"] == id] for id in known}
    return {id: judge_measure(one, own[id], DAY) for id, one in known.items()}


@pytest.fixture(scope="module")
def papers(real_data: Path) -> list[str]:
    file = real_data.parent / "seeds" / PAPERS
    if not file.is_file():
        pytest.skip("needs_data: no documents beside the real data")
    return file.read_text("utf-8").splitlines()


def cells(settings: Settings, judged: dict[str, JudgedMeasure]) -> pd.DataFrame:
    tables = settings.strategies[STRATEGY].own_measures.returns
    return pd.concat([return_cells(table, judged) for table in tables], ignore_index=True)


def printed(number: float, part: str) -> str:
    return f"{number:,.1f}" if part == "value" else f"{number:,.0f}"


def test_every_cell_of_the_return_is_as_the_template_prints_it(
    settings: Settings, judged: dict[str, JudgedMeasure], papers: list[str]
) -> None:
    found = cells(settings, judged)
    assert len(found) == 60 and (found["state"] == SHOWN).all()
    lines = {line.strip().replace("%", "") for line in papers[16880:16940]}
    lines = {re.sub(r"(?<=\d),(?=\d{3})", "", line) for line in lines}
    for _, row in found.groupby(["measure", "line"], sort=False):
        told = " ".join(
            printed(n, p).replace(",", "") for n, p in zip(row["number"], row["part"], strict=True)
        )
        assert told in lines, told


def test_it_is_what_was_read_from_the_papers_by_another_way(
    settings: Settings, judged: dict[str, JudgedMeasure], real_data: Path
) -> None:
    other = real_data.parent / "seed-analysis" / "figures" / "bcf_metrics_plan.csv"
    if not other.is_file():
        pytest.skip("needs_data: no tables of the documents beside the real data")
    read = pd.read_csv(other)
    found = cells(settings, judged)
    for id, metric in METRICS.items():
        for part, measure in PARTS.items():
            own = found[(found["measure"] == id) & (found["part"] == part)]["number"].round(1)
            theirs = read[(read["metric"] == metric) & (read["measure"] == measure)]["value"]
            assert own.tolist() == theirs.tolist(), (id, part)


def test_each_plan_is_what_its_parts_give_to_the_digit_that_is_printed(settings: Settings) -> None:
    own = settings.strategies[STRATEGY].own_measures
    for table in own.returns:
        for row in table.rows:
            measure = own.by_id[row.measure]
            for plan in row.plans:
                assert plan.numerator is not None and plan.denominator is not None
                made = measure.multiplier * plan.numerator / plan.denominator
                assert round(made, 1) == measure.planned[measure.interval(plan.period)]


def test_each_figure_stands_on_the_line_that_its_note_names(
    settings: Settings, figures: bytes, papers: list[str]
) -> None:
    rows = read_measures(figures, "measures.csv", settings.own_measures_of(AREA))
    assert len(rows) == 12
    for row in rows.itertuples():
        first, *last = (int(n) for n in re.findall(r"\d+", row.note))
        near = " ".join(papers[first - 3 : (last or [first])[0] + 3])
        assert f"{row.value:,.1f}".replace(",", "") in near.replace(",", ""), row


def test_the_months_of_delayed_transfers_are_too_few_for_limits_and_miss_the_target(
    judged: dict[str, JudgedMeasure],
) -> None:
    found = judged["bcf-delayed-transfers-share"]
    assert found.variation == "too few" and found.missed
    assert found.newest is not None and found.newest["value"] == 5.4


def test_the_year_2017_18_as_a_set(judged: dict[str, JudgedMeasure], checkout: Project) -> None:
    """What the board's four reports say of 20 September 2017, each beside the others."""
    told = {id: exceptions_of(one, review_past=False) for id, one in judged.items()}
    assert told == {
        "bcf-delayed-transfers-share": ["Target missed"],  # 5.4% in June, 3.5% asked
        "bcf-delayed-days": ["Overdue"],
        "bcf-care-homes": ["Overdue"],
        "bcf-reablement": ["Overdue"],
        "bcf-non-elective": ["No data"],
    }
    meets = {id for id, one in judged.items() if one.newest is not None and not one.missed}
    assert meets == {"bcf-reablement"}
    unowned = [id for id, one in judged.items() if not one.measure.owner]
    assert unowned == ["bcf-care-homes", "bcf-reablement", "bcf-non-elective"]
    plan = read_registers(checkout.of(AREA, "rotherham-hws-2015"), DAY)
    fund = read_registers(checkout.of(AREA, STRATEGY), DAY)
    late = {
        (of, one.kind.id): int(overdue(one, DAY).sum())
        for of, registers in (("plan", plan), ("fund", fund))
        for one in registers.tables
    }
    assert late == {
        ("plan", "actions"): 7, ("fund", "actions"): 0, ("fund", "benefits"): 0,
        ("fund", "milestones"): 3, ("fund", "risks"): 0,
    }  # fmt: skip
    # what the reports name stands in the other ones too: by whom, and for which priority
    strategy = checkout.of(AREA, STRATEGY).strategy
    priorities = {one.id for one in strategy.priorities}
    assert {one.measure.priority for one in judged.values()} - {""} <= priorities
    for kind in ("actions", "milestones", "benefits"):
        assert set(fund.table(kind).rows["priority"]) - {""} <= priorities, kind
    grave = fund.table("risks").rows["score"].astype("float64") >= GRAVE
    assert grave.sum() == 6
