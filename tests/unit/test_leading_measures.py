"""A priority of many measures: those that lead have a block each, the others fold on the site."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import measure_block
from jsna.chapter.evidence import Evidence
from jsna.chapter.key_messages import key_messages
from jsna.chapter.leading_measures import LEADING, MOST, further_measures, leading_measures
from jsna.chapter.page import Page
from jsna.chapter.priority_page import wanted_and_gaps
from jsna.chapter.summary_table import in_order
from page_words import forbidden


def council(folder: Path, measures: int, without: int = 0) -> Evidence:
    """A priority of so many measures, the last with the widest gap, and some without a figure."""
    rows = []
    for number in range(measures):
        value = 40.0 if number == measures - 1 else 50.0
        own = fact(indicator_id=f"m{number}", value=value, lower_95=value - 1, upper_95=value + 1)
        rows += [own, england(indicator_id=f"m{number}")]
    named = [*(f"m{n}" for n in range(measures)), *(f"none{n}" for n in range(without))]
    health = [
        indicator(id=id, title=f"Health {id}", short_title=f"Health {id}",
                  source={"source": "fingertips", "id": id}, strata=[{"sex": "Male"}])
        for id in named
    ]  # fmt: skip
    return evidence(facts_of(*rows), health, {}, folder, True)


def leading(of: Evidence, written: tuple = ()) -> list[str]:
    shown = in_order(of, of.with_data)
    return [measure.indicator.id for measure in leading_measures(of, shown, written)]


def test_up_to_nine_measures_have_a_block_each(tmp_path: Path) -> None:
    assert len(leading(council(tmp_path, MOST))) == MOST


def test_of_more_six_lead_and_one_that_a_message_tells_of_is_among_them(tmp_path: Path) -> None:
    many = council(tmp_path, MOST + 1)
    assert any(message.figure.startswith("first.m9") for message in key_messages(many))
    assert leading(many) == ["m0", "m1", "m2", "m3", "m4", "m9"]
    assert len(leading(many)) == LEADING


def test_what_the_council_has_written_about_keeps_its_block(tmp_path: Path) -> None:
    many = council(tmp_path, MOST + 1)
    written = next(m for m in many.with_data if m.indicator.id == "m7").key
    assert leading(many, (written,)) == ["m0", "m1", "m2", "m3", "m4", "m7", "m9"]


def test_a_further_measure_folds_on_the_site_and_is_named_in_documents(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = council(tmp_path, 1)
    monkeypatch.setattr(measure_block, "compared_with", lambda *_: "")
    own = replace(page, licence_lines=few.licence_lines, said=few.said)
    text = further_measures(few, own, few.with_data)
    opening, fold = text.split('::: {.details .site-only summary="Health m0, males: figure')
    assert (
        "The site has the figures of 1 further measure of the table: Health m0, males." in opening
    )
    assert "{#fig-first-m0-" in fold and "**Health m0, " in fold
    assert "###" not in fold  # its finding is no heading of the page
    assert further_measures(few, own, []) == ""


def test_measures_without_a_figure_for_one_reason_stand_in_one_line(
    tmp_path: Path, page: Page
) -> None:
    text = wanted_and_gaps(council(tmp_path, 1, without=3), page)
    assert "- **3 measures without a figure.** Health none0, males; Health none1, males;" in text
    assert "; Health none2, males. The reason: " in text and "There is no figure for" not in text
    assert forbidden(text) == []
    text = wanted_and_gaps(council(tmp_path, 1, without=2), page)
    assert text.count("There is no figure for") == 2
