"""What a priority's page and its card say first, of one invented council."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator, labels_of

from jsna.analysis.outcome import Outcome
from jsna.chapter import overview, what_changed
from jsna.chapter.key_facts import key_facts
from jsna.chapter.key_messages import best_sign, biggest_concern, key_messages, leading_gap
from jsna.chapter.measure_block import _heading
from jsna.chapter.priority_card import priority_card
from jsna.chapter.priority_page import at_a_glance, messages
from jsna.chapter.what_changed import Difference, changes_in_short
from jsna.chapter.who_and_where import who_and_where
from jsna.chapter.widest_gaps import widest_gaps
from jsna.chapter.written_headline import written_headline
from jsna.narrative.key_message_words import places_message

WARDS = {f"E0500{n:04d}": f"Ward {n:02d}" for n in range(8)}
OLD = {"period": "2012-01-01/P3Y", "period_label": "2012 - 14"}
EARLIER = {"period": "2019-01-01/P3Y", "period_label": "2019 - 21"}


def health(id: str, **changes):
    usual = {"strata": [{"sex": "Male"}], "title": f"Health {id}", "short_title": f"Health {id}"}
    return indicator(id=id, **usual | changes)


def own(id: str, value: float, **changes) -> list[dict]:
    """The area's figure with an interval of one year to either side, and England's of 62."""
    rest = {"indicator_id": id, **changes}
    return [fact(value=value, lower=value - 1, upper=value + 1, **rest), england(62.0, **rest)]


@pytest.fixture
def council(tmp_path):
    """Worse by 5, better by 4, similar, old and far worse; the second fell since 2019 - 21."""
    rows = [
        *own("1", 57.0), *own("2", 66.0), *own("3", 62.2), *own("4", 40.0, **OLD),
        *own("2", 75.0, **EARLIER),
    ]  # fmt: skip
    catalogue = [health(id, matters=2) for id in "1234"]
    return evidence(facts_of(*rows), catalogue, WARDS, tmp_path, True)


def test_the_level_the_change_and_what_is_known_inside_lead(council):
    level, change, worst = key_messages(council)
    assert level.text.startswith("Health 1, males, in Anytown") and "57.0 years" in level.text
    assert level.statement.outcome is Outcome.WORSE and level.figure == "first.1.trend"
    assert change.text == (
        "Health 2, males, in Anytown fell from 75.0 years (2019 to 2021) to 66.0 years (2022"
        " to 2024), a significant change for the worse."
    )
    assert worst.kind == "Who is worst off"
    assert worst.text == (
        "No test has shown the most deprived neighbourhoods of Anytown, or any of its wards, to be"
        " worse off on this priority. No measure has values for its deprivation groups. None has"
        " figures for its wards. Other groups of people were not looked at here."
    )
    assert all("Anytown evidence pack" in one.citation for one in (level, change))
    assert worst.citation == ""


def test_old_figures_stand_apart_and_are_nobody_s_concern(council, page):
    assert biggest_concern(council).indicator.id == "1"
    assert best_sign(council).indicator.id == "2"
    text = at_a_glance(council, page)
    assert "[**1** worse]{.worse}" in text
    assert "1 measure has an old figure, counted apart and listed last: 1 worse." in text
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)', text)
    assert rows == ["Health 1, males", "Health 3, males", "Health 2, males", "Health 4, males"]
    assert "2012 to 2014 (old)" in text


def test_where_all_figures_are_old_no_bar_is_announced(council, tmp_path, page):
    assert "against England:" in at_a_glance(council, page)
    old = evidence(facts_of(*own("4", 40.0, **OLD)), [health("4")], WARDS, tmp_path, True)
    assert "1 indicator, each at its newest period, against England." in at_a_glance(old, page)


def test_each_message_is_a_block_of_its_own_with_its_citation_folded(council, page):
    text = messages(council, page)
    assert text.count("::: {.message}") == 3
    assert text.count('{.details .site-only summary="Cite this"}') == 2
    assert "What the strategy wants: That it gets better." in text


def test_the_card_says_concern_sign_change_and_oldest_and_leads_to_their_figures(council):
    text = priority_card(council)
    assert "### [1 First](first.qmd)" in text
    assert "1 more has an old figure" in text
    assert re.search(r"Biggest concern:\*\* \[W\].*\[Health 1, males\]\(first\.qmd#fig-", text)
    assert re.search(r"Best sign:\*\* \[B\].*Health 2", text)
    assert "fell from 75.0 years (2019 to 2021) to 66.0 years (2022 to 2024), for the worse" in text
    old = "newest figure in the files used is of 2012 to 2014"
    assert re.search(r"Oldest figure:\*\* \[Health 4, males\]\([^)]*\), " + old, text)


def test_the_headline_is_two_sentences_counts_and_the_tested_change(council):
    counts, lead = written_headline(council).split(". ", 1)
    assert counts == (
        "Of 3 measures with current figures 1 is worse than England, 1 similar and 1 better"
    )  # all three are told of: nothing is left over
    assert lead.startswith("Health 2, males, in Anytown fell from")


def test_where_a_series_has_ended_headline_message_card_and_table_say_so(tmp_path, page):
    rows = [*own("2", 66.0), *own("2", 75.0, **EARLIER)]
    ended = [health("2", matters=2, discontinued=True)]
    here = evidence(facts_of(*rows), ended, WARDS, tmp_path, True)
    of = "in the files used is of 2022 to 2024."
    told = f"a significant change for the worse. The series is discontinued: newest figure {of}"
    assert written_headline(here).endswith(told)
    assert key_messages(here)[1].text.endswith(told)
    assert key_messages(here)[1].text.count("discontinued") == 1
    assert "2022 to 2024 (series ended)" in at_a_glance(here, page)
    card = priority_card(here)
    assert card.count("the series is discontinued") == 3  # best sign, tested change, oldest figure


def test_a_measure_without_a_good_direction_is_counted_as_what_it_is(tmp_path):
    rows = [*own("1", 57.0), *own("2", 57.0)]
    measured = [health("1"), health("2", polarity="none")]
    here = evidence(facts_of(*rows), measured, WARDS, tmp_path, True)
    assert written_headline(here).startswith(
        "Of 2 measures with current figures 1 is worse than England, none similar, none better and"
        " 1 lower. "
    )


def test_without_a_tested_change_the_level_leads_and_without_data_it_is_said(tmp_path):
    level = evidence(facts_of(*own("1", 57.0)), [health("1")], WARDS, tmp_path, True)
    assert "57.0 years" in written_headline(level)
    assert key_messages(level)[1].text == "The one measure could not be tested for a change."
    nothing = evidence(facts_of(england()), [health("1")], WARDS, tmp_path, True)
    assert written_headline(nothing) == (
        "No indicator of this strategy has a figure in the files used."
    )
    assert key_messages(nothing) == ()
    assert "Nothing measured here." in priority_card(nothing)


def test_the_headline_leaves_no_measure_out_and_says_none_for_nought(tmp_path):
    wide = fact(value=62.5, lower=52.0, upper=73.0, indicator_id="2")
    rows = [*own("1", 66.0), wide, england(62.0, indicator_id="2")]
    here = evidence(facts_of(*rows), [health("1"), health("2")], WARDS, tmp_path, True)
    assert written_headline(here).startswith(
        "Of 2 measures with current figures none is worse than England, none similar and 1 better;"
        " the other 1 could not be judged."
    )


def test_a_card_carries_intervals_and_says_what_could_not_be_tested(council, tmp_path):
    text = priority_card(council)
    assert "57.0 years (95% interval 56.0 to 58.0) in 2022 to 2024, England 62.0 years" in text
    alone = evidence(facts_of(*own("1", 57.0)), [health("1")], WARDS, tmp_path, True)
    assert "**Tested change:** none could be tested" in priority_card(alone)
    rows = [*own("1", 57.0), *own("1", 57.3, **EARLIER), *own("2", 66.0)]
    both = evidence(facts_of(*rows), [health("1"), health("2")], WARDS, tmp_path, True)
    said = "**Tested change:** none shown for 1 measure tested; 1 could not be tested"
    assert said in priority_card(both)


def test_the_verdict_of_the_source_is_told_as_such_on_the_card(tmp_path):
    bare = fact(lower=np.nan, upper=np.nan, value=57.0)
    here = evidence(facts_of(bare, england()), [health("1")], WARDS, tmp_path, True)
    here = replace(here, store=replace(here.store, published=labels_of("Worse")))
    assert "57.0 years in 2022 to 2024, England 62.0 years, the source's verdict" in priority_card(
        here
    )


def test_where_no_gap_was_shown_that_is_said_first(council, page):
    text = overview.gaps_inside(council, page)
    # nothing of neighbourhoods or wards is held: no test was made, and none is said to be
    assert text.startswith("No gap between the neighbourhoods or wards of Anytown could be tested")
    assert "shows every ward" in text
    assert widest_gaps(council) == [] and "Other groups of people were not looked at" in text


def test_what_is_not_listed_is_not_said_to_be_measured(council, page):
    text = overview.cannot_tell(council, page)
    assert text.startswith("No outcome is listed as unmeasured")
    assert "was not checked" in text and "very outcome that the strategy wants" not in text


def test_a_verdict_of_nobody_is_no_concern(tmp_path):
    same = evidence(facts_of(*own("1", 62.0)), [health("1")], WARDS, tmp_path, True)
    assert biggest_concern(same) is None and best_sign(same) is None
    assert key_messages(same)[0].text == (
        "None of 1 measure with figures was shown to differ from England."
    )


def test_a_ward_far_from_the_rest_is_the_widest_gap_and_is_named(tmp_path):
    counts = [40, 40, 40, 90, 40, 12, 40, 40]
    rows = [
        fact(code, n / 10, np.nan, np.nan, area_type="ward", count=float(n), denominator=1000.0,
             sex="Persons")
        for code, n in zip(WARDS, counts, strict=True)
    ]  # fmt: skip
    share = health(
        "1", polarity="low-is-good", unit="%", multiplier=100, value_type="proportion",
        strata=[{"sex": "Persons"}],
        levels=["england", "unitary", "ward"],
    )  # fmt: skip
    area = fact(value=4.0, lower=3.0, upper=5.0, sex="Persons")
    found = evidence(
        facts_of(*rows, area, england(4.0, sex="Persons")), [share], WARDS, tmp_path, True
    )
    worst = key_messages(found)[2]
    # six times 40, and 12, of 7,000
    told = (
        "Worse and furthest from it: Ward 03 (9.0%, 95% interval 7.4% to 10.9%, against 3.6% in all"
        " other wards). The intervals were worked out from count and denominator."
    )
    assert worst.text.endswith(told)
    # no figure of the page shows it, so that none is cited
    assert "false discovery" in worst.text and ", page first. Source:" in worst.citation
    assert worst.figure == ""
    ((priority, told),) = widest_gaps(found)
    assert priority.id == "first" and told == worst


QUINTILES = [
    f"{words} deprived quintile"
    for words in ("Most", "Second most", "Average", "Second least", "Least")
]


def by_fifth(id: str, *values: float) -> list[dict]:
    """A measure's figures by fifths within the area, the most deprived first."""
    kind = "LSOA21 deprivation quintiles within area (IMD trend)"
    return [
        fact(value=value, lower=value - 0.5, upper=value + 0.5, indicator_id=id, breakdown=kind,
             breakdown_value=words)
        for words, value in zip(QUINTILES, values, strict=True)
    ]  # fmt: skip


def with_gradients(tmp_path, *gradients: tuple[float, ...]):
    rows = [
        row
        for id, values in enumerate(gradients, start=1)
        for row in (*own(str(id), 62.0), *by_fifth(str(id), *values))
    ]
    catalogue = [health(str(id)) for id in range(1, len(gradients) + 1)]
    return evidence(facts_of(*rows), catalogue, WARDS, tmp_path, True)


@pytest.mark.parametrize(
    ("gradients", "drawn"),
    [
        # the first is wider, but its most deprived fifth is better off
        ([(75.0, 70.0, 65.0, 60.0, 55.0), (58.0, 60.0, 62.0, 64.0, 66.0)], "first.2.gradient"),
        ([(58.0, 60.0, 62.0, 64.0, 66.0), (50.0, 55.0, 60.0, 65.0, 70.0)], "first.2.gradient"),
        # none is worse for the most deprived: the widest is drawn, and no message names it
        ([(66.0, 64.0, 62.0, 60.0, 58.0), (75.0, 70.0, 65.0, 60.0, 55.0)], "first.2.gradient"),
    ],
)
def test_the_page_draws_the_gap_that_its_message_names(tmp_path, page, gradients, drawn):
    found = with_gradients(tmp_path, *gradients)
    worst = key_messages(found)[2]
    text = who_and_where(found, page)
    assert re.findall(r"!\[\]\(figures/(\S+)\.svg", text) == [drawn]
    assert worst.figure in ("", drawn)
    assert bool(worst.figure) == (leading_gap(found) is not None)


def with_neighbourhoods(found, monkeypatch):
    """The same evidence with deciles of its wards' neighbourhoods, and without outlines."""
    lsoas = pd.DataFrame(
        {"ward_name": ["Ash", "Beech"], "decile": [1, 9], "residents": [400.0, 600.0],
         "lsoa_code": ["E01000001", "E01000002"]}
    )  # fmt: skip
    found.settings.indicators["imd-decile"] = health("imd-decile")
    monkeypatch.setattr("jsna.chapter.key_messages.own_neighbourhoods", lambda _: ("2025", lsoas))
    return found


def test_no_map_is_cited_where_the_page_draws_none(council, page, monkeypatch):
    found = with_neighbourhoods(council, monkeypatch)
    worst = key_messages(found)[2]
    assert worst.text.startswith("40.0% of the residents of Anytown live in")
    assert worst.figure == "" and ", page first. Source:" in worst.citation
    assert "deprivation-map" not in messages(found, page) + who_and_where(found, page)


def test_the_map_that_the_page_draws_is_cited(council, monkeypatch):
    spec = type("Spec", (), {"id": "first.deprivation.map", "source": "S.", "snapshot_ids": ()})()
    monkeypatch.setattr("jsna.chapter.deprivation.deprivation_map", lambda _: spec)
    worst = key_messages(with_neighbourhoods(council, monkeypatch))[2]
    assert worst.figure == spec.id and "figure first.deprivation.map" in worst.citation


def test_the_wards_with_most_are_not_said_to_hold_most_of_it():
    said = places_message("Anytown", "2025", 35.1, ("Ash", "Beech", "Cedar"))
    assert said == (
        "35.1% of the residents of Anytown live in England's most deprived fifth of neighbourhoods"
        " (2025 index). The wards with most such neighbourhoods are Ash, Beech and Cedar."
    )
    assert places_message("Anytown", "2025", 2.0, ("Ash",)).endswith("neighbourhoods is Ash.")
    assert places_message("Anytown", "2025", 0.04, ("Ash",)).startswith("Less than 0.1% of the")
    assert places_message("Anytown", "2025", 0.0, ()) == (
        "Nobody in Anytown lives in England's most deprived fifth of neighbourhoods (2025 index)."
    )


def test_a_key_fact_carries_its_interval_and_england_s_value(tmp_path):
    named = health("1", key_fact={"place": 1, "words": "good years"}, strata=[{"sex": "Persons"}])
    rows = fact(value=60.0, lower=58.0, upper=62.0, sex="Persons")
    found = evidence(facts_of(rows, england(61.0, sex="Persons")), [named], {}, tmp_path, True)
    (measured,) = key_facts(found)[2:-1]
    assert (measured.value, measured.what) == ("60.0 years", "good years")
    assert measured.beside == "95% interval 58.0 to 62.0; England 61.0 years"


def test_no_concern_is_told_where_neither_way_is_good(tmp_path):
    neither = health("1", polarity="none", strata=[{"sex": "Persons"}])
    rows = fact(value=70.0, lower=69.0, upper=71.0, sex="Persons")
    found = evidence(facts_of(rows, england(61.0, sex="Persons")), [neither], {}, tmp_path, True)
    assert [m.statement.outcome for m in found.with_data] == [Outcome.HIGHER]
    assert biggest_concern(found) is None and best_sign(found) is None


def test_a_key_fact_that_is_missing_says_so_with_its_reason(council, page):
    facts = key_facts(council)
    assert {fact.value for fact in facts} == {"Not available"}
    assert all(fact.beside for fact in facts)
    text = overview.headline(council, page)
    assert "[**Not available** residents. The files used hold no estimate.]{.fact}" in text
    assert "Sources of these facts" not in text


def test_what_changed_is_told_in_one_sentence(council, monkeypatch):
    kinds = ["revised", "revised", "new-period"]
    changes = pd.DataFrame({"kind": kinds, "scope": "the area"})
    state = type("State", (), {"as_at": council.as_at})()
    found = Difference(state, state, changes)
    monkeypatch.setitem(council._made, what_changed._difference, found)
    assert changes_in_short(council) == (
        "Since the data as at 15 January 2026, in figures of Anytown: new periods: 1;"
        " values revised: 2."
    )
    monkeypatch.setitem(council._made, what_changed._difference, None)
    assert "no earlier build" in changes_in_short(council)


def test_a_block_that_a_strip_leads_is_headed_by_the_finding_with_its_year(council):
    (measure, *_) = council.with_data
    strip: Any = SimpleNamespace(kind="authority-strip", headline="Anytown's 57.0 is the lowest")
    heading = _heading(measure, strip)
    assert "2022 to 2024" in heading and "worse than England's 62.0" in heading
    trend: Any = SimpleNamespace(kind="trend", headline="As the figure has it")
    assert _heading(measure, trend) == "As the figure has it"
