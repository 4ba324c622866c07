"""A pack on disk, and what the folders and files of it are called. Imports nothing heavy."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from jsna.errors import Problem, UserFileError
from jsna.pack.run import RunResult

RendererName = Literal["auto", "quarto", "embedded"]
FORMATS: Final = ("html", "docx", "pdf")
SITE: Final = "site"
PROJECT: Final = "project"
FIRST_PAGE: Final = "index.html"
MADE_WITH: Final = ("gptables", "pikepdf", "pyarrow", "python-docx", "XlsxWriter")
"""What finishes documents and writes the workbook and the data, beside the renderer."""


class Gate(Protocol):
    """What looks at a pack that is laid out, before it takes its place."""

    def passed(self, folder: Path) -> bool:
        """Return whether the manifest proves that these very bytes were passed."""

    def look(self, folder: Path) -> dict[str, str]:
        """Look at a pack and return what was looked at; CheckFailed if it may not be shown."""


@dataclass(frozen=True)
class RenderedPack:
    """A pack on disk.

    Attributes:
        folder: The pack's folder; the site is in `folder / "site"`.
        first_page: Where a reader begins.
        files: The rendered files, by name.
        renderer: Name and version of what rendered it.
        unchanged: True if the site already stood there for the same project.
        failed: The runs that a page shows as not available.
        warnings: What the renderer warned of when the site was made.
        edited: The files of the site that stood there and were not as they had been laid out.
        seconds: Wall time.
    """

    folder: Path
    first_page: Path
    files: tuple[str, ...]
    renderer: str
    unchanged: bool
    failed: tuple[RunResult, ...]
    warnings: tuple[str, ...]
    edited: tuple[str, ...]
    seconds: float


def checked_formats(formats: Iterable[str]) -> list[str]:
    """Return the formats of a pack that are asked for, and html; UserFileError for another."""
    wanted = [name.strip() for name in formats if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UserFileError(
            Problem(
                f"{unknown[0]!r} is not a format of a pack.",
                allowed=f"Formats are: {', '.join(FORMATS)}.",
            )
        )
    return ["html", *wanted]
