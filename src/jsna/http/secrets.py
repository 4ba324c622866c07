"""Values that must not be told: taken out of every sentence, and of the log of the HTTP library."""

import logging
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

HIDDEN: Final = "***"
LOGGERS: Final = ("urllib3.connectionpool", "urllib3.util.retry", "requests")


class Secrets(logging.Filter):
    """The secrets that were used, and how to take them out of a text.

    It stands as a filter on the loggers of the HTTP library, which write whole addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self._values: set[str] = set()

    def learn(self, values: Iterable[str]) -> None:
        """Keep these values out of every text from now on."""
        new = {value for value in values if value}
        if not new - self._values:
            return
        self._values |= new | {quote(v, safe="") for v in new} | {quote_plus(v) for v in new}
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self)

    def hide(self, text: str) -> str:
        """Return the text with every secret replaced."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, HIDDEN)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's text by one without secrets; every record stays."""
        told = record.getMessage()
        hidden = self.hide(told)
        if hidden != told:
            record.msg, record.args = hidden, ()
        return True
