"""JSON that somebody else may have written, read with one error for all that is wrong with it."""

import json
from typing import Any


def parse_json(content: bytes | str) -> Any:
    """Return what a JSON document holds.

    Raises:
        ValueError: it is no JSON, in another encoding, or nested deeper than can be followed.
    """
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
