"""The words of the demonstration pack's pages: nothing said three times, plain, no developer's."""

import pytest

from page_words import (
    LONGEST_PRIORITY,
    OLDEST,
    forbidden,
    headlines,
    licences_repeated,
    open_words,
    read_pages,
    reading_age,
    repeated,
    sentences,
)


@pytest.fixture(scope="module")
def pages(demo_pack) -> dict[str, str]:
    """Page -> its Markdown, as both renderers take it."""
    return read_pages(demo_pack.pack / "project")


def test_no_sentence_stands_more_than_twice_on_a_page(pages):
    assert len(pages) > 8 and sum(len(sentences(text)) for text in pages.values()) > 150
    assert {page: found for page, text in pages.items() if (found := repeated(text))} == {}


def test_pages_can_be_read_by_a_reader_of_thirteen(pages):
    ages = {page: age for page, text in pages.items() if (age := reading_age(text)) is not None}
    assert len(ages) > 5
    assert {page: round(age, 1) for page, age in ages.items() if age > OLDEST} == {}


def test_no_priority_is_longer_than_a_reader_has_time_for(pages):
    words = {page: open_words(text) for page, text in pages.items() if "## Key messages" in text}
    assert len(words) > 3 and min(words.values()) > 200
    assert {page: n for page, n in words.items() if n > LONGEST_PRIORITY} == {}


def test_no_page_has_a_developers_word_or_a_bare_headline(pages):
    assert sum(len(headlines(text)) for text in pages.values()) > 50
    assert {page: found for page, text in pages.items() if (found := forbidden(text))} == {}


def test_each_licence_line_stands_once_on_a_page(pages, demo_pack):
    lines = ["Invented data for demonstration. Not real statistics."]
    found = {page: licences_repeated(text, lines) for page, text in pages.items()}
    assert {page: lines for page, lines in found.items() if lines} == {}
