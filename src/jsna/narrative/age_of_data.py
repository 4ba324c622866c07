"""Words for a figure that is old for its kind, or the last of its series."""

from jsna.analysis.data_age import DataAge
from jsna.narrative.english import capitalised, sentence
from jsna.narrative.labels import period_words
from jsna.narrative.statement import Statement


def age_words(age: DataAge, period_label: str) -> str:
    """Return what a card, a table and a figure say of an old figure; "" for any other.

    "newest figure in the files used is of 2018"; "the series is discontinued: newest figure in
    the files used is of 2018".
    """
    if not (age.old or age.discontinued):
        return ""
    which = f"newest figure {age.of}".rstrip()
    newest = f"{which} in the files used is of {period_words(period_label)}"
    return f"the series is discontinued: {newest}" if age.discontinued else newest


def age_of_data(statement: Statement) -> str:
    """Return the same of a statement; "" without a value."""
    if statement.value is None:
        return ""
    return age_words(statement.data_age, statement.period_label)


def with_age(words: str, statement: Statement) -> str:
    """Return a headline or a card's words with the age behind them, where there is one to tell."""
    age = age_of_data(statement)
    return f"{words} ({age})" if age else words


def age_in_short(age: DataAge) -> str:
    """Return the same in a word or two: "old, series ended"; "" for any other figure."""
    return ", ".join(["old"] * age.old + ["series ended"] * age.discontinued)


def age_mark(age: DataAge) -> str:
    """Return what stands behind the period of such a figure in a table: " (old)"."""
    words = age_in_short(age)
    return f" ({words})" if words else ""


def age_sentence(age: DataAge, period_label: str) -> str:
    """Return the same as a sentence."""
    words = age_words(age, period_label)
    start = words if age.discontinued else f"the {words}"
    return sentence(capitalised(start)) if words else ""
