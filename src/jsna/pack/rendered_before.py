"""Files that a renderer wrote before, taken again where all that it reads for them is the same.

One revised indicator changes few pages, and a page costs a second or more. What a page is rendered
from is its own text, the figures that this names, and what all pages share: template, filters,
navigation, references. Only the embedded renderer works a page at a time; Quarto is never wrapped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Final

from jsna.pack import render_embedded
from jsna.pack.figure_references import BIB, CSL
from jsna.pack.rendered_page import Page
from jsna.snapshots.digest import data_digest, files_digest, sha256
from jsna.snapshots.write_file import write_whole

FIGURES: Final = "figures"
FIGURE: Final = re.compile(r"figures/([\w.-]+)\.\w+")
SHORT: Final = 32
CITED: Final = re.compile(r"(?:(?<![^\W_])(?<!\\)|(?<=\\\\))@(?!fig-|tbl-)")
"""What Pandoc may take for a citation: an @ that no letter, digit or backslash of its own stands
before; an underscore may, as of words in italics. Figures and tables are links by the time that
references are looked up (`filters/citations.lua`)."""


@dataclass(frozen=True)
class RenderedBefore:
    """The embedded renderer, asked only for what it has not written before.

    Attributes:
        kept: The folder of what it wrote, one file a page and format; made when it is needed.
    """

    kept: Path

    def version(self) -> str:
        """Return the name and version of what renders."""
        return render_embedded.version()

    def render(self, project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> str:
        """Write the files of `pages` into `site`, as `render_embedded.render` does."""
        read = _Read(project)
        keys = {page: read.key(page, as_at, self.version()) for page in pages}
        new = [page for page in pages if not self._take(page, keys[page], site)]
        printed = render_embedded.render(project, site, new, as_at)
        for page in new:
            self._keep(page, keys[page], (site / page.file).read_bytes())
        self._sweep(project, keys)
        return printed

    def _take(self, page: Page, key: str, site: Path) -> bool:
        """Copy a file that was kept, if it is there and as it was kept."""
        for file in self.kept.glob(f"{key}.*.{page.file}"):
            content = file.read_bytes()
            if file.name.split(".")[1] == sha256(content)[:SHORT]:
                (site / page.file).write_bytes(content)
                return True
        return False

    def _keep(self, page: Page, key: str, content: bytes) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        write_whole(self.kept / f"{key}.{sha256(content)[:SHORT]}.{page.file}", content)

    def _sweep(self, project: Path, keys: Mapping[Page, str]) -> None:
        """Remove what was kept of other states of these pages, and of pages that are gone."""
        now = {page.file: key for page, key in keys.items()}
        for file in self.kept.glob("*"):
            key, _, name = file.name.split(".", 2)
            gone = not (project / f"{name.rpartition('.')[0]}.qmd").is_file()
            if gone or now.get(name, key) != key:
                file.unlink()


@dataclass(frozen=True)
class _Read:
    """What pages are rendered from."""

    project: Path

    def key(self, page: Page, as_at: datetime, renderer: str) -> str:
        """Return a digest of all that one file is rendered from."""
        content = (self.project / f"{page.name}.qmd").read_bytes()
        text = content.decode()
        named = set(FIGURE.findall(text))
        figures = {n: d for n, d in self._figures.items() if any(n.startswith(f) for f in named)}
        references = self._references if CITED.search(text) else ""
        made_by = [renderer, str(as_at), *self._made_with]
        told = [page.file, *made_by, sha256(content), figures, references]
        return data_digest([told, self._shared])[:SHORT]

    @cached_property
    def _made_with(self) -> list[str]:
        """The renderer's own code, and the library whose fonts it measures."""
        return [sha256(Path(render_embedded.__file__).read_bytes()), version("matplotlib")]

    @cached_property
    def _references(self) -> str:
        """The digest of the pack's own figures as references: only pages that cite read them."""
        files = {name: self.project / name for name in (BIB, CSL)}
        return files_digest({name: file for name, file in files.items() if file.is_file()})

    @cached_property
    def _figures(self) -> dict[str, str]:
        files = sorted((self.project / FIGURES).glob("*"))
        return {file.name: sha256(file.read_bytes()) for file in files}

    @cached_property
    def _shared(self) -> str:
        """The digest of every file that is neither a page, a figure nor a list of figures."""
        files = {
            file.relative_to(self.project).as_posix(): file
            for file in sorted(self.project.rglob("*"))
            if file.is_file() and file.suffix != ".qmd" and file.parent.name != FIGURES
        }
        return files_digest({name: file for name, file in files.items() if name not in (BIB, CSL)})
