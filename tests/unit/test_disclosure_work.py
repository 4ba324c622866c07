"""How much work hiding takes: counted in programmes that are solved, which no load changes."""

from collections import Counter

import numpy as np
import pytest

from jsna.disclosure import shown
from jsna.disclosure.local_disclosure import protect_local
from jsna.disclosure.pattern import Patterns
from jsna.disclosure.programme import Programme
from jsna.settings.source import Disclosure, SourceSettings

ABOUT = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Own.",
    disclosure=Disclosure(),
)  # fmt: skip
TOP = "E06999999"
AGES = ("0-17", "18-64", "65+")
YEARS = (2020, 2021, 2022, 2023)
HEADER = "indicator_id,area_code,period,sex,age,value,count,denominator\n"
MOST_ASKED, MOST_PATTERNS, MOST_TABLES = 400, 50, 6


def every_total(wards: int) -> str:
    """Return a file of an authority and its wards, by sex, age and year, with every total."""
    rng = np.random.default_rng(3)
    shape = (wards, 2, len(AGES), len(YEARS))
    counts = np.where(
        rng.random(shape) < 0.1, rng.integers(1, 8, shape), rng.integers(20, 90, shape)
    )
    people = counts + rng.integers(300, 900, shape)
    lines = []
    for place in (None, *range(wards)):
        for sex in (None, 0, 1):
            for age in (None, *range(len(AGES))):
                for year in (None, *range(len(YEARS))):
                    at = tuple(slice(None) if n is None else n for n in (place, sex, age, year))
                    count, of = counts[at].sum(), people[at].sum()
                    lines.append(
                        f"falls,{TOP if place is None else f'E05{place:06d}'},"
                        f"{'2020-01-01/P4Y' if year is None else YEARS[year]},"
                        f"{('Persons', 'Male', 'Female')[0 if sex is None else sex + 1]},"
                        f"{'All ages' if age is None else AGES[age]},"
                        f"{100 * count / of:.1f},{count},{of}"
                    )
    return HEADER + "\n".join(lines) + "\n"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is solved and built."""
    done: Counter[str] = Counter()
    for home, name in (
        (Programme, "least"),
        (Patterns, "cheapest"),
        (shown, "linear_table"),
    ):
        whole = getattr(home, name)

        def counted(*args, called=name, whole=whole, **more):
            done[called] += 1
            return whole(*args, **more)

        monkeypatch.setattr(home, name, counted)
    return done


def test_1560_rows_of_25_wards_take_few_programmes(work: Counter[str]) -> None:
    content = every_total(25)
    assert content.count("\n") == 1560 + 1
    found = protect_local(content.encode(), "own.csv", ABOUT, {})
    assert 0 < (found.why != "").sum() < 780
    assert 0 < work["least"] < MOST_ASKED
    assert 0 < work["cheapest"] < MOST_PATTERNS
    assert 0 < work["linear_table"] < MOST_TABLES
