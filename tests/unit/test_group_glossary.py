"""Groups in the words of pages."""

import re

import pytest

from jsna.narrative.group_glossary import GROUPS, KINDS, group_name


@pytest.mark.parametrize(
    ("kind", "group", "expected"),
    [
        (
            "Socioeconomic group (18-64 yrs)", "Routine & Manual",
            "Occupation, aged 18 to 64: routine and manual occupations",
        ),
        ("Ethnic groups", "Asian", "Ethnic group: Asian"),
        ("Religion (16+ yrs)", " Hindu ", "Religion, aged 16 and over: Hindu"),
        ("Something else (IMD2019, 4/21 geography)", "A & B", "Something else: A & B"),
    ],
)  # fmt: skip
def test_a_group_is_named_in_plain_words(kind, group, expected):
    assert group_name(kind, group) == expected


@pytest.mark.parametrize("word", ["BME", "BAME"])
def test_a_group_is_not_defined_where_the_source_does_not(word):
    told = group_name("Ethnic groups", word)
    assert f"({word}, as the source has it)" in told
    assert "white" not in told.casefold() and "other than" not in told


def test_no_words_of_the_glossary_say_who_is_left_out():
    assert not [words for words in GROUPS.values() if re.search(r"other than|except|not\b", words)]
    assert group_name("Ethnic groups", "Mixed") == "Ethnic group: Mixed"


def test_the_glossary_is_looked_up_in_small_letters():
    assert all(word == word.casefold() for word in (*KINDS, *GROUPS))
