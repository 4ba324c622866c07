"""Words for a figure that is old for its kind, or the last of its series."""

from jsna.narrative.english import capitalised, sentence
from jsna.narrative.labels import period_words
from jsna.narrative.statement import Statement


def age_of_data(statement: Statement) -> str:
    """Return what a card, a table and a figure say of an old figure; "" for any other.

    "newest figure in the files used is of 2018"; "the series is discontinued: newest figure in
    the files used is of 2018".
    """
    age = statement.data_age
    if statement.value is None or not (age.old or age.discontinued):
        return ""
    newest = f"newest figure in the files used is of {period_words(statement.period_label)}"
    return f"the series is discontinued: {newest}" if age.discontinued else newest


def age_sentence(statement: Statement) -> str:
    """Return the same as a sentence."""
    words = age_of_data(statement)
    start = words if statement.data_age.discontinued else f"the {words}"
    return sentence(capitalised(start)) if words else ""
