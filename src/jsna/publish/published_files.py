"""Every file of a pack, read back as passages; one that can't be read is told, never skipped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jsna.pack.rendered_pack import PROJECT, SITE
from jsna.publish.passages import Passage
from jsna.publish.read_data import (
    csv_passages,
    json_passages,
    notebook_passages,
    picture_passages,
    script_passages,
)
from jsna.publish.read_markup import markup_passages
from jsna.publish.read_pdf import pdf_passages
from jsna.publish.read_word import word_passages
from jsna.publish.read_workbook import parquet_passages, workbook_passages

Reader = Callable[[str, bytes], Iterator[Passage]]
PICTURES: Final = frozenset((".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2"))
"""No words of a figure in them: what one draws is its CSV, which is read."""


def _markup(file: str, content: bytes) -> Iterator[Passage]:
    return markup_passages(file, content.decode("utf-8"))


BESIDE: Final = ("manifest.json", "render.json", "*.lock")
"""Files of a pack beside its site and project."""
READERS: Final[dict[str, Reader]] = {
    **dict.fromkeys((".html", ".svg", ".xml", ".qmd", ".md", ".txt", ".typ", ".yml", ".yaml",
                     ".css", ".lua", ".lock", ".bib", ".csl"), _markup),
    ".js": script_passages,
    ".png": picture_passages,
    ".csv": csv_passages,
    ".json": json_passages,
    ".ipynb": notebook_passages,
    ".docx": word_passages,
    ".pdf": pdf_passages,
    ".xlsx": workbook_passages,
    ".ods": workbook_passages,
    ".parquet": parquet_passages,
}  # fmt: skip


@dataclass(frozen=True)
class PublishedFile:
    """A file as it is published.

    Attributes:
        name: Below the pack's folder; of a notebook below the runs' folder.
        path: Where it is.
        content: Its bytes.
    """

    name: str
    path: Path
    content: bytes

    def passages(self) -> list[Passage]:
        """Return what it says, with straight quotes.

        Raises:
            ValueError: nothing here reads its kind, or it is broken.
        """
        kind = self.path.suffix.lower()
        if kind in PICTURES:
            return []
        if kind not in READERS:
            raise ValueError(f"no reader for {kind or 'files without an ending'}")
        return [one.straight() for one in READERS[kind](self.name, self.content)]


def published_files(folder: Path, runs: Path) -> list[PublishedFile]:
    """Return every file of a pack's site and project, what says of it how it was made, notebooks.

    The same bytes under the same file name are returned once.

    Args:
        folder: The pack's folder.
        runs: Where its notebooks, which are among them, were executed.
    """
    places = [path for kind in BESIDE for path in sorted(folder.glob(kind))]
    places += [path for part in (SITE, PROJECT) for path in sorted((folder / part).rglob("*"))]
    named = [(path, path.relative_to(folder).as_posix()) for path in places if path.is_file()]
    notebooks = [*sorted(runs.glob("*/*.ipynb")), *sorted(runs.glob("*/figures/*"))]
    named += [(path, f"{runs.name}/{path.relative_to(runs).as_posix()}") for path in notebooks]
    once: dict[tuple[str, bytes], PublishedFile] = {}
    for path, name in named:
        content = path.read_bytes()
        once.setdefault((path.name, content), PublishedFile(name, path, content))
    return list(once.values())
