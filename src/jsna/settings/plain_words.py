"""What is wrong with a value in a settings file, in our own words, never in the validator's."""

from collections.abc import Mapping
from typing import Any, Final

NOT_FITTING: Final = "which is not what may stand here"
WHOLE_NUMBER: Final = "which is no whole number"
NUMBER: Final = "which is no number"
DATE: Final = "which is no date: write YYYY-MM-DD"
LIST: Final = "which is no list: write [one, two], or one item a line after a hyphen"
KEYS: Final = "which should hold keys and values"
WORDS: Final = {
    "string_type": "which is no text",
    "string_unicode": "which can't be read as text",
    "string_too_short": "which is empty",
    "string_too_long": "which is longer than {max_length} signs",
    "int_type": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": "which is neither true nor false",
    "bool_parsing": "which is neither true nor false",
    "tuple_type": LIST,
    "list_type": LIST,
    "iterable_type": LIST,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
    "dict_type": KEYS,
    "mapping_type": KEYS,
    "greater_than": "which should be more than {gt}",
    "greater_than_equal": "which should be {ge} or more",
    "less_than": "which should be less than {lt}",
    "less_than_equal": "which should be {le} or less",
    "too_short": "which should have {min_length} or more in it",
    "too_long": "which should have {max_length} or fewer in it",
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
}
"""The validator's name of a fault -> the end of a sentence that begins with the value."""


def why_wrong(fault: str, limits: Mapping[str, Any]) -> str:
    """Return the end of a sentence that says what is wrong with a value.

    Args:
        fault: The validator's name of the fault.
        limits: The limits that it names.
    """
    try:
        return WORDS.get(fault, NOT_FITTING).format(**limits)
    except LookupError:
        return NOT_FITTING
