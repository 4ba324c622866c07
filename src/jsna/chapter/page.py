"""Where a chapter's Markdown and figures go: a run's folder, or the notebook on the screen."""

import base64
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from jsna.chapter.said import Said
from jsna.figures.spec import FigureSpec
from jsna.narrative.markdown import escape_markdown
from jsna.settings.basemap import Basemap

if TYPE_CHECKING:
    from jsna.figures.web_map_layers import WebMap

if TYPE_CHECKING:
    from jsna.figures.bundle import FigureBundle
    from jsna.figures.markdown import FigureParts

RUN_FOLDER = "JSNA_RUN_FOLDER"
FIGURES = "figures"
WITH_WEB_MAP = ("choropleth", "place-map")
"""Kinds of figures that have a page of their own to point at and zoom."""
OWN_TITLE = r'^::::::[^\n]*\.own-page[^\n]* title="([^"]*)"\}$'
"""The head of a page that a chapter gives beside its own: in a notebook its title is a heading."""


@dataclass(frozen=True)
class Page:
    """One chapter's output.

    Attributes:
        folder: Holds `figures/`.
        in_pack: Markdown follows the page grammar; else it is plain, for a notebook's reader.
        basemap: The streets behind its web maps, where the area asks for them.
        licence_lines: Those of the chapter's files: each stands once on a page.
        said: Lines and notes that the page has printed already (`Evidence.said`).
    """

    folder: Path
    in_pack: bool
    basemap: Basemap | None = None
    licence_lines: tuple[str, ...] = ()
    said: Said = field(default_factory=Said)

    @classmethod
    def of_this_run(cls) -> "Page":
        """Return the page of the run that this kernel executes, or a temporary one."""
        folder = os.environ.get(RUN_FOLDER)
        return cls(Path(folder or tempfile.mkdtemp(prefix="jsna-chapter-")), bool(folder))

    def show(self, markdown: str) -> None:
        """Show a section as one Markdown output; nothing for an empty one."""
        from IPython.display import Markdown, display

        text = markdown.strip("\n")
        if text:
            display(Markdown(text if self.in_pack else plain_markdown(text, self.folder)))  # type: ignore[no-untyped-call]

    def section(self, name: str, write: Callable[[], str]) -> str:
        """Return the text of a section, by its name and what writes it."""
        return write()

    def figure(self, spec: FigureSpec, citation: str) -> str:
        """Write the figure's bundle and return its block of the page, with its table.

        A map gets a page of its own beside it, and the link to it.
        """
        from jsna.figures.markdown import figure_markdown
        from jsna.figures.table import figure_table

        bundle = self.bundle(spec, citation)
        table = figure_table(spec).html()
        words = figure_markdown(self._without_what_was_said(spec), bundle, table)
        if spec.kind not in WITH_WEB_MAP:
            return words
        from jsna.figures.web_map_layers import map_of_one

        own = map_of_one(spec, table, citation, self.basemap)
        return f"{words}\n{self.web_map(own, spec.measure)}"

    def bundle(self, spec: FigureSpec, citation: str) -> "FigureBundle":
        """Draw a figure's files beside the page and return what there is to say of them."""
        from jsna.figures.bundle import write_bundle

        return write_bundle(spec, self.folder / FIGURES, citation)

    def web_map(self, shown: "WebMap", measure: str) -> str:
        """Write a map's page beside the figures and return the link to it.

        Args:
            shown: What it shows.
            measure: What the link says is mapped.
        """
        from jsna.figures.web_map_page import write_web_map

        return write_web_map(shown, self.folder / FIGURES, measure)

    def _without_what_was_said(self, spec: FigureSpec) -> FigureSpec:
        """The figure as the page shows it: what holds for several figures stands once.

        The figure's own files have everything.
        """
        notes = tuple(note for note in dict.fromkeys(spec.notes) if self.said.first(note))
        source = without_licences(spec.source, self.licence_lines, self.said)
        return replace(spec, source=source, notes=notes)

    def figure_parts(self, spec: FigureSpec, citation: str) -> "FigureParts":
        """Write the figure's bundle and return the pieces of its block.

        Its source, table, files and citation are for a block that folds on the site: documents
        leave that out, and have a short line of the source under the picture instead.
        """
        from jsna.figures.markdown import figure_parts, source_in_documents
        from jsna.figures.table import figure_table

        bundle = self.bundle(spec, citation)
        short = without_licences(spec.source, self.licence_lines)
        with self.said.folded():
            shown = self._without_what_was_said(spec)
        parts = figure_parts(shown, bundle, figure_table(spec).html())
        return replace(parts, picture=f"{parts.picture}\n\n{source_in_documents(spec.id, short)}")


def without_licences(source: str, lines: Iterable[str], said: Said | None = None) -> str:
    """Return a source's words without licence lines.

    Args:
        source: The words.
        lines: The licence lines, the longest first.
        said: What the page has printed already: only those lines go. None: all of them go.
    """
    for line in lines:
        if line in source and not (said and said.first(line)):
            source = source.replace(line, "")
    return " ".join(source.split())


def figure_reference(figure_id: str) -> str:
    """Return the link to a figure of the same page; it reads "Figure 3" once laid out."""
    return f"@fig-{figure_id.replace('.', '-')}"


def plain_markdown(text: str, folder: Path) -> str:
    """Return a section of the page grammar as JupyterLab can show it.

    Blocks and classes go, tables stay as HTML, and each picture stands in the text itself.
    """
    text = re.sub(OWN_TITLE, r"# \1", text, flags=re.MULTILINE)
    text = re.sub(r"^:::.*\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(#+ .*) \{#[\w-]+\}$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^`{3,}(\{=html\})?\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r'!\[\]\(([^)\s]+)\.svg\)\{fig-alt="([^"]*)"\}', _picture(folder), text)
    text = re.sub(r"\[([^\]\n]*)\]\{[^}\n]*\}", r"\1", text)
    text = re.sub(r" ?@fig-[\w-]+\.?", "", text)
    return re.sub(r"\n{3,}", "\n\n", text)


def _picture(folder: Path) -> Callable[["re.Match[str]"], str]:
    def picture(match: "re.Match[str]") -> str:
        png, svg = (folder / f"{match[1]}.{ending}" for ending in ("png", "svg"))
        # where a ward lies is drawn as SVG alone
        file, kind = (png, "png") if png.is_file() else (svg, "svg+xml")
        content = base64.b64encode(file.read_bytes()).decode()
        return f"![{escape_markdown(unescape(match[2]))}](data:image/{kind};base64,{content})"

    return picture
