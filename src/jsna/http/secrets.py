"""Values that must not be told: taken out of every answer, sentence and line of a log.

A service can send a key back in many spellings: as it is, percent-encoded once or twice in large
or small letters, with HTML or JSON escapes, in capitals. One pattern covers them all.
"""

import logging
import re
from collections.abc import Iterable
from typing import Final

HIDDEN: Final = "***"
LOGGERS: Final = (
    "requests", "urllib3", "urllib3.connection", "urllib3.connectionpool", "urllib3.poolmanager",
    "urllib3.response", "urllib3.util.retry",
)  # fmt: skip
"""A filter of a logger is not asked by those below it: each is named."""
ESCAPES: Final = ("%", "\\", "&#")
FEWEST: Final = 4
"""A cut-off beginning of a key is hidden from this many characters on."""


class Secrets(logging.Filter):
    """The secrets that were used, and how to take them out of a text.

    It stands as a filter on the loggers of the HTTP library, which write whole addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self._values: set[str] = set()
        self._whole: re.Pattern[str] | None = None
        self._cut: re.Pattern[str] | None = None

    def learn(self, values: Iterable[str]) -> None:
        """Keep these values out of every text from now on."""
        new = {value for value in values if value}
        if not new - self._values:
            return
        self._values |= new
        longest = sorted(self._values, key=len, reverse=True)
        self._whole = re.compile("|".join(map(_spelled, longest)), re.IGNORECASE)
        self._cut = re.compile("|".join(map(_cut_off, longest)), re.IGNORECASE)
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self)

    def hide(self, text: str) -> str:
        """Return the text with every secret replaced, one that its end cuts off included."""
        if self._whole is None or self._cut is None:
            return text
        return self._cut.sub(HIDDEN, self._whole.sub(HIDDEN, text))

    def hide_in(self, content: bytes) -> bytes:
        """Return bytes with every whole secret replaced; others stay as they were received."""
        if self._whole is None:
            return content
        # each byte is one character, so that nothing else of the file changes
        text = content.decode("latin-1")
        if not self._may_hold(text):
            return content
        hidden = self._whole.sub(HIDDEN, text)
        return content if hidden == text else hidden.encode("latin-1")

    def _may_hold(self, text: str) -> bool:
        """Return whether the pattern, which is slow, has to look at a text."""
        if any(sign in text for sign in ESCAPES):
            return True
        small = text.casefold()
        return any(value.encode().decode("latin-1").casefold() in small for value in self._values)

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's text by one without secrets; every record stays."""
        told = record.getMessage()
        hidden = self.hide(told)
        if hidden != told:
            record.msg, record.args = hidden, ()
        if record.exc_info or record.exc_text:
            record.exc_info, record.exc_text = None, None
        return True


def _spelled(value: str) -> str:
    """Return the pattern of a value in every spelling."""
    return "".join(map(_character, value))


def _cut_off(value: str) -> str:
    """Return the pattern of a value's beginning where the text ends, in any spelling.

    The longest beginning first; an ellipsis, quotes or brackets may follow where it was cut.
    """
    parts = [_spelled(value[:length]) for length in range(len(value) - 1, FEWEST - 1, -1)]
    ending = r"""(?=(?:%[0-9a-f]?|&#?\w{0,5}|\\u?[0-9a-f]{0,3})?\s*(?:\.\.\.|…)?['")\]]*\.?\s*\Z)"""
    return f"(?:{'|'.join(parts)}){ending}" if parts else r"(?!)"


def _character(char: str) -> str:
    codes = [f"{byte:02x}" for byte in char.encode()]
    percent = "".join(f"%(?:25)*{code}" for code in codes)
    number = ord(char)
    spelled = [
        r"\\?" + re.escape(char), percent, rf"&#0*{number};", rf"&#x0*{number:x};",
        rf"\\+u{number:04x}",
    ]  # fmt: skip
    if char == " ":
        spelled.append(r"\+")
    return f"(?:{'|'.join(spelled)})"
