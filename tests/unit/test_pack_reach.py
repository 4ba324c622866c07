"""What a pack's head says: to when its figures reach, and not when files came."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of

from jsna.pack import pack_facts
from jsna.pack.pack_facts import PackFacts


@dataclass
class Received:
    """A snapshot as far as its day."""

    retrieved: datetime = datetime(2026, 11, 20, tzinfo=UTC)


def pack(facts=None) -> PackFacts:
    area, strategy = SimpleNamespace(code=AREA), SimpleNamespace(indicator_ids=("1",))
    return PackFacts(area, strategy, (Received(),), facts)


@pytest.fixture
def held(monkeypatch) -> pd.DataFrame:
    """The facts that a pack reads."""
    rows = facts_of(
        fact(period="2023-04-01/P1Y"),
        fact(value=float("nan"), period="2025-01-01/P1Y"),  # no figure
        fact(period="2043-06-30/P1D"),  # projected
        fact(indicator_id="2", period="2025-01-01/P1Y"),  # of another strategy
        england(period="2025-01-01/P1Y"),
    )
    monkeypatch.setattr(pack_facts, "read_parquet", lambda _: rows)
    return rows


def test_figures_reach_to_the_newest_of_the_strategys_that_the_area_has(held):
    assert pack("a file").reach == "figures to March 2024"


def test_without_facts_only_the_day_of_the_files_is_known():
    assert pack().reach == "files received by 20 November 2026"
