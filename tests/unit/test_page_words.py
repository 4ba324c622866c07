"""The measures of a page's words find what they are for, and nothing in plain words."""

import pytest

from page_words import (
    forbidden,
    headlines,
    licences_repeated,
    prose,
    reading_age,
    repeated,
    sentences,
    syllables,
)

PAGE = """---
title: "Best start"
---

## At a glance

::: {.findings}
- [W]{.mark .worse aria-hidden="true"} **Worse:** Smoking in Anytown stood at 13.5%. @fig-a-b
:::

### Smoking, 2024: 13.5% in Anytown, worse than England's 10.4%

::: {.source}
Source: Profiles. The licence of the office. Read it so.
:::

```{=html}
<table><tr><td>Not a sentence of this page at all.</td></tr></table>
```

::: {.details summary="Cite this figure"}
Anytown evidence pack. The licence of the office.
:::
"""


def test_prose_is_what_is_read_as_sentences():
    assert prose(PAGE) == ["W Worse: Smoking in Anytown stood at 13.5%."]
    assert len(sentences(PAGE)) == 1
    assert headlines(PAGE)[1].endswith("worse than England's 10.4%")
    assert forbidden(PAGE) == [] == list(repeated(PAGE))


@pytest.mark.parametrize(
    "words",
    [
        "Put that file among those that came.", "The files that were fetched hold none.",
        "The id was matched by title and values.", "Tenths, County & UA, IMD2019, 4/21 geography.",
        "The id is a placeholder.", "It was downloaded by hand from https://a.example.",
        "Run jsna build again.", "See strategy.yml for more.", "The value is NaN.", "None",
    ],
)  # fmt: skip
def test_developers_words_are_found(words):
    assert forbidden(f"## A heading\n\n{words}\n")


@pytest.mark.parametrize(
    "headline",
    ["Anytown ranks 3rd of 15 on smoking", "Anytown stood at 13.5% on smoking",
     "The source judges Anytown worse than England on smoking"],
)  # fmt: skip
def test_a_bare_headline_is_found(headline):
    assert forbidden(f"### {headline}\n")


def test_plain_words_are_not_found():
    said = "None of 25 wards is flagged. Smoking in Anytown stood at 13.5% in 2024."
    assert forbidden(f"## A heading\n\n{said}\n") == []


def test_a_sentence_may_stand_twice_and_not_three_times():
    said = "It holds no interval at all."
    assert repeated(f"{said}\n\n{said}\n") == {}
    assert repeated("- Best sign: none shown yet\n" * 4) == {}  # a label
    assert repeated(f"{said} Another one stands between them. {said}\n\n- {said}\n") == {said: 3}


def test_a_licence_line_may_stand_once_besides_citations():
    line = "The licence of the office."
    assert licences_repeated(PAGE, [line]) == []
    assert licences_repeated(f"{PAGE}\n{line}\n", [line]) == [line]


@pytest.mark.parametrize(
    ("word", "number"),
    [("smoke", 1), ("England", 2), ("table", 2), ("wanted", 2), ("aged", 1), ("rates", 1),
     ("authority", 4), ("the", 1), ("people", 2), ("houses", 2)],
)  # fmt: skip
def test_syllables(word, number):
    assert syllables(word) == number


def test_reading_age_follows_the_formula_and_grows_with_length():
    plain = "The cat sat on the mat. " * 8  # 6 words a sentence, 1 syllable a word
    assert reading_age(plain) == pytest.approx(0.39 * 6 + 11.8 - 15.59 + 5)
    hard = "Administrative considerations necessitate institutional accountability. " * 8
    assert reading_age(hard) > 20
    assert reading_age("The cat sat on the mat.") is None
