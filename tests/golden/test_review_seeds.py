"""The documents that the project began with, read where they are: what a review finds in them."""

from pathlib import Path

import pandas as pd
import pytest

from jsna.review.check import Known
from jsna.review.checks.register_tied import CHECK
from jsna.review.readers.read_draft import read_draft
from jsna.review.registered_claims import registered_claims
from jsna.review.review import Review, review

RUTLAND, ROTHERHAM = "004_733e1be37e150587.txt", "001_5bf8d3e0e4558d05.txt"
PLAN, STRATEGY = "002_00dab9f85201b23e.txt", "000_2ac8335fa111cafe.txt"


@pytest.fixture(scope="module")
def reviewed(real_data: Path, settings):
    seeds = real_data.parent / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs_data: no documents beside the real data")

    def _reviewed(name: str, area: str) -> Review:
        return review(read_draft(seeds / name), Known(settings.area(area), settings.indicators))

    return _reviewed


@pytest.fixture(scope="module")
def rutland(reviewed) -> pd.DataFrame:
    return _frame(reviewed(RUTLAND, "rutland"))


def _frame(found: Review) -> pd.DataFrame:
    rows = [
        {"kind": f.kind, "line": f.passage.line_at(f.start), "what": f.what, "words": f.words}
        for f in found.findings
    ]
    return pd.DataFrame(rows)


def _lines(found: pd.DataFrame, kind: str) -> list[int]:
    return found.loc[found["kind"] == kind, "line"].tolist()


def test_the_five_broken_bookmarks(rutland):
    assert _lines(rutland, "broken-reference") == [141, 226, 226, 254, 303]


def test_the_citation_without_a_reference(rutland):
    found = rutland[rutland["kind"] == "dangling-citation"]
    assert found[["line", "words"]].to_numpy().tolist() == [[330, "[5]"]]


def test_the_link_to_another_council(rutland):
    (what,) = rutland.loc[rutland["kind"] == "other-area", "what"]
    assert what == "footnote 13: this link opens Derby (E06000015), not Rutland."


def test_sources_that_can_not_hold_what_they_are_cited_for(rutland):
    assert _lines(rutland, "wrong-source") == [113, 123, 139]


def test_growth_that_stops_two_years_before_its_strategy(rutland):
    found = rutland[rutland["kind"] == "short-projection"]
    assert found["line"].tolist() == [113, 282]
    assert set(found["what"]) == {"This stops in 2025, 2 years before the strategy does (2027)."}


def test_verdicts_without_values(rutland):
    lines = _lines(rutland, "bare-verdict")
    assert lines == [75, 113, 121, 123, 123, 137, 141, 141, 145, 147, 226, 240, 240, 303]


def test_nothing_else_is_reported(rutland):
    assert len(rutland) == 5 + 1 + 1 + 3 + 2 + 14


def test_the_index_that_was_awaited_and_never_came(reviewed):
    found = _frame(reviewed(STRATEGY, "rotherham"))
    assert _lines(found, "no-such-edition") == [444]
    assert set(found["kind"]) == {"no-such-edition", "bare-verdict"}


def test_headline_indicators_without_baseline(reviewed):
    assert len(_lines(_frame(reviewed(PLAN, "rotherham")), "bare-indicator")) == 16


@pytest.mark.slow
def test_days_that_no_month_has_in_seven_hundred_pages(reviewed):
    found = _frame(reviewed(ROTHERHAM, "rotherham"))
    dates = found[found["kind"] == "impossible-date"]
    assert dates[["line", "words"]].to_numpy().tolist() == [
        [11268, "31.06.17"],
        [11411, "31.11.17"],
    ]


def test_what_the_register_of_claims_ties_together(checkout, real_data):
    seeds = real_data.parent / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs_data: no documents beside the real data")
    project, draft = checkout.of("rotherham"), read_draft(seeds / ROTHERHAM)
    known = Known(project.area, claims=registered_claims(project, draft))
    found = sorted(CHECK.find(draft, known), key=lambda f: f.passage.line_at(f.start))
    assert [(f.passage.line_at(f.start), f.words, f.severity.value) for f in found] == [
        (12024, "663", "serious"), (12036, "589", "serious"), (22183, "2.8", "doubtful"),
    ]  # fmt: skip
    assert found[1].what == "297 of 51,186 is 580 per 100,000, not 589 per 100,000 (claim 001-242)."
    assert found[2].what == "Line 22493 says 7 of 335, which is 2.1%, not 2.8% (claim 001-406)."
    assert not registered_claims(project, read_draft(seeds / STRATEGY)).empty
