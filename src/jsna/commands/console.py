"""What a command prints: sentences for people, one JSON object for scripts, progress for both."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO


class OutputClosed(Exception):
    """Whoever reads what is printed has enough of it, as `| head` has."""


def print_error(text: str) -> None:
    """Print a line on standard error; raises OutputClosed where nobody reads it any more."""
    _print(text, sys.stderr)


def flush_output() -> None:
    """Send on what is printed; raises OutputClosed where nobody reads it any more."""
    _print("", sys.stdout, end="")


def _print(text: str, stream: TextIO, end: str = "\n") -> None:
    try:
        print(text, file=stream, flush=True, end=end)
    except BrokenPipeError:
        raise OutputClosed from None


@dataclass
class Console:
    """Where a command speaks.

    Attributes:
        quiet: Say nothing but errors and the result's address.
        as_json: Print one JSON object at the end and nothing else on standard output.
    """

    quiet: bool = False
    as_json: bool = False
    _result: dict[str, Any] = field(default_factory=dict)

    def say(self, text: str) -> None:
        """Print a line for people, unless it is not wanted."""
        if not (self.quiet or self.as_json):
            self.answer(text)

    def answer(self, text: str) -> None:
        """Print a line of the result itself, which is wanted even with --quiet.

        Raises:
            OutputClosed: nobody reads any more.
        """
        _print(text, sys.stdout)

    def note(self, text: str) -> None:
        """Print a line for people beside a result that may be sent into a file."""
        if not (self.quiet or self.as_json):
            print_error(text)

    def result(self, **values: Any) -> None:
        """Keep values for the JSON object that `--json` prints when the command ends."""
        self._result |= values

    def not_for_publication(self, why: str) -> None:
        """Say that what a command gives is not to be published, and why."""
        self.say(f"NOT FOR PUBLICATION: {why}")
        self.result(for_publication=False, why_not_for_publication=why)

    def finish(self) -> None:
        """Print the JSON object, when asked for one."""
        if self.as_json:
            self.answer(json.dumps(self._result, ensure_ascii=False, default=str, sort_keys=True))

    @contextmanager
    def progress(self, total: int, what: str) -> Iterator[Any]:
        """Give a bar on standard error with `update(n)` and `set_postfix_str(text)`."""
        from tqdm import tqdm

        # None: no bar where standard error is a file, which would fill with its frames
        hidden = True if self.quiet or self.as_json else None
        with tqdm(total=total, desc=what, disable=hidden, file=sys.stderr, leave=False) as bar:
            yield bar
