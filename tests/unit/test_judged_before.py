"""What is tested once for all chapters of a pack is what each would find, and noted as read."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented_evidence import evidence
from invented_facts import indicator
from test_data_files import facts

from jsna.chapter.evidence import Evidence
from jsna.chapter.measure_rows import measure_rows
from jsna.chapter.opening import judged_before
from jsna.facts.noted_store import noted_store
from jsna.facts.read_digests import ReadDigests
from jsna.facts.reads import Reads, noted_project


@pytest.fixture
def noted(tmp_path: Path) -> Evidence:
    """Evidence of two measures, of which one has facts, that notes what is read of it."""
    levels = ["england", "unitary"]
    known = [indicator(id=id, levels=levels) for id in ("smoking", "obesity")]
    whole = evidence(facts(), known, {}, tmp_path)
    reads = Reads(ReadDigests(whole.project))
    project, store = noted_project(whole.project, reads), noted_store(whole.store, reads)
    return replace(whole, project=project, store=store, noted=reads)


def test_nothing_is_noted_until_a_chapter_asks(noted: Evidence) -> None:
    ahead = judged_before(noted)
    assert {key[0] for key in ahead.said_before} == {"smoking", "obesity"}
    assert [key[0] for key, moved in ahead.moved_before.items() if moved] == ["smoking"]
    assert noted.noted is not None and noted.noted.found == {}


def test_a_chapter_finds_the_same_and_has_read_the_same(
    noted: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(one: Evidence) -> tuple[str, set[str]]:
        assert one.noted is not None
        one.noted.found.clear()
        measures = one.chosen_measures
        moved = [measure_rows(one, each).moved for each in measures if each.has_data]
        return repr((measures, moved)), set(one.noted.found)

    ahead, plain = judged_before(noted), replace(noted)
    anew = asked(plain)
    assert {"facts:smoking", "published:smoking", "source:fingertips"} < anew[1]

    def judged_again(*_: object) -> None:
        raise AssertionError("this was judged before")

    for name in ("evidence.newest_statements", "measure_rows.movements"):
        monkeypatch.setattr(f"jsna.chapter.{name}", judged_again)
    assert asked(ahead) == anew


def test_what_was_not_judged_before_is_judged(noted: Evidence) -> None:
    ahead = judged_before(noted)
    region = noted.area.region.code
    measure = ahead.chosen_measures[0]
    said = ahead.statement(measure.indicator, measure.stratum, region)
    assert said.comparator is not None and said.comparator.area_code == region
    bare = replace(ahead, said_before={}, moved_before={})
    assert repr(bare.chosen_measures) == repr(ahead.chosen_measures)
