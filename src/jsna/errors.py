"""The errors that a user sees: what is wrong, where, what is allowed and what to do next.

Each class has an exit code (docs: 0 fine, 1 a bug, 2 your files, 3 source or network,
4 a check failed, 5 a tool is missing). The command line prints them without a traceback.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, told so that its reader can mend it.

    Attributes:
        what: What is wrong, as a sentence.
        file: The file, relative to the project where possible; empty if there is none.
        line: 1-based line in the file; 0 if unknown.
        allowed: What would be right, as a sentence; may be empty.
        next_step: What to do next, or the nearest match, as a sentence; may be empty.
    """

    what: str
    file: str = ""
    line: int = 0
    allowed: str = ""
    next_step: str = ""

    def __str__(self) -> str:
        """Return the place, what is wrong, what is allowed and the next step, in one line."""
        where = f"{self.file}, line {self.line}: " if self.file and self.line else ""
        where = where or (f"{self.file}: " if self.file else "")
        return where + " ".join(part for part in (self.what, self.allowed, self.next_step) if part)


class JsnaError(Exception):
    """Base of every error that is shown to the user as text, without a traceback."""

    exit_code = 1

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem(p) for p in problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class UserFileError(JsnaError):
    """Something in the user's files or in the words of the command is wrong."""

    exit_code = 2


class SourceError(JsnaError):
    """A data source, a downloaded file or the network did not give what was asked."""

    exit_code = 3


class Truncated(SourceError):
    """A file or an answer breaks off, or can't be unpacked."""


class NotData(SourceError):
    """A file or an answer is a web page, or another kind of file than was asked for."""


class FormatChanged(SourceError):
    """A file or an answer is data, but not in the shape that is known."""


class CheckFailed(JsnaError):
    """A check of the pack failed."""

    exit_code = 4


class ToolMissing(JsnaError):
    """A program that this step needs is not installed."""

    exit_code = 5
