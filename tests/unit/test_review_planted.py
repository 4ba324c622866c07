"""A draft of two pages with planted faults and sound sentences: found, missed, false."""

import pytest
from invented_draft import DRAFT, PLANTED, SOUND
from invented_facts import england, fact, facts_of

from jsna.review.check import Known
from jsna.review.readers.read_draft import read_draft
from jsna.review.review import review
from jsna.review.sentences import sentence_at

INACTIVE = {"indicator_id": "93015", "sex": "Persons", "age": "19+ yrs"}
SMOKING = {"indicator_id": "92443", "sex": "Persons", "age": "18+ yrs"}


@pytest.fixture(scope="module")
def reviewed(settings):
    area = settings.area("otherborough")
    facts = facts_of(
        _row(area, 2022, 22.8, 20.0, 25.0, INACTIVE),
        _row(area, 2023, 19.4, 17.0, 21.8, INACTIVE),
        _row(area, 2019, 15.2, 13.0, 17.4, SMOKING),
        _row(area, 2023, 9.4, 8.0, 10.8, SMOKING),
        england(11.6, period="2023-01-01/P1Y", period_label="2023", **SMOKING),
    )
    known = Known(area, settings.indicators, facts, sources=settings.sources)
    return review(read_draft(DRAFT), known)


def _row(area, year, value, lower, upper, about):
    when = {"period": f"{year}-01-01/P1Y", "period_label": f"{year}"}
    return fact(area.code, value, lower, upper, **when, **about)


def test_the_draft_has_what_was_planted_and_the_sound_sentences(reviewed):
    text = " ".join(passage.text for passage in reviewed.draft.passages)
    assert [words for _, words in PLANTED if words not in text] == []
    assert [words for words in SOUND if words not in text] == []
    assert (len(PLANTED), len(SOUND)) == (20, 40)


def test_every_planted_fault_is_found_and_no_sound_sentence_is_reported(reviewed):
    missed = [one for one in PLANTED if not any(_is(f, *one) for f in reviewed.findings)]
    false = [f for f in reviewed.findings if not any(_at(f, words) for _, words in PLANTED)]
    assert missed == []
    assert [(f.kind, f.words) for f in false] == []
    assert reviewed.skipped == {"own-citation": "there are no figures"}


def test_what_needs_facts_is_said_to_be_skipped_without_them(settings):
    known = Known(settings.area("otherborough"), settings.indicators, why={"facts": "not built."})
    found = review(read_draft(DRAFT), known)
    assert {
        "facts-differ": "not built.",
        "stale-figure": "not built.",
    }.items() <= found.skipped.items()
    assert not {f.kind for f in found.findings} & set(found.skipped)


def _is(finding, kind, words):
    return finding.kind == kind and _at(finding, words)


def _at(finding, words):
    """Whether a finding touches the sentence that has these words."""
    start = finding.passage.text.find(words)
    sentence = sentence_at(finding.passage, max(start, 0))
    return start >= 0 and finding.start < sentence.end and sentence.start < finding.end
