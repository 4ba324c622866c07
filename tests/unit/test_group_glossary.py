"""Groups in the words of pages."""

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


def test_the_glossary_is_looked_up_in_small_letters():
    assert all(word == word.casefold() for word in (*KINDS, *GROUPS))
