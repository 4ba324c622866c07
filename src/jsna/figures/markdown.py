"""A figure on the page: the Markdown that a chapter emits for it, in the packs' page grammar."""

from dataclasses import dataclass
from typing import Final

from jsna.figures.bundle import FigureBundle
from jsna.figures.registry import kind_of
from jsna.figures.spec import FigureSpec
from jsna.narrative.english import sentence
from jsna.narrative.file_size import printed_size
from jsna.narrative.markdown import attribute, escape_markdown, raw_html

IN_WORKBOOK: Final = {"choropleth": "areas", "control": "periods"}
"""Kinds whose table would fill sheets, and what has a row in it: documents say where it is."""


@dataclass(frozen=True)
class FigureParts:
    """The pieces of a figure as Markdown, for a page that lays them out its own way.

    Attributes:
        picture: The block with picture and caption.
        source: Who published the data, and how to read what is drawn.
        table: The table of its values.
        downloads: The files.
        citation: How to cite it.
    """

    picture: str
    source: str
    table: str
    downloads: str
    citation: str


def figure_parts(
    spec: FigureSpec, bundle: FigureBundle, table_html: str, *, base: str = "figures"
) -> FigureParts:
    """Return the pieces of a figure.

    Args:
        spec: What the figure says.
        bundle: Its files, already written: the links name their sizes.
        table_html: The table of its values, see `table.figure_table`.
        base: Folder of the bundle as the page sees it.
    """
    name = spec.id.replace(".", "-")
    source = " ".join(sentence(part) for part in (spec.source, *spec.notes))
    return FigureParts(
        picture=f"::: {{#fig-{name}}}\n![]({base}/{spec.id}.svg){{fig-alt={attribute(spec.alt)}}}"
        f"\n\n{escape_markdown(sentence(spec.subtitle))}\n:::",
        source=f"::: {{.source}}\nSource: {escape_markdown(source)}\n:::",
        table=f"::: {{#tbl-{name}}}\n{raw_html(table_html)}\n:::",
        downloads=f"::: {{.downloads}}\n{_downloads(spec, bundle, base)}\n:::",
        citation=escape_markdown(bundle.citation),
    )


def source_in_documents(figure_id: str, source: str) -> str:
    """Return the line under a picture that only documents have: they leave out what folds.

    Args:
        figure_id: By which the figure is cited.
        source: The data set, without licence lines: those stand at a document's end.
    """
    line = escape_markdown(f"Source: {sentence(source)} Figure {figure_id}.")
    return f"::: {{.source .documents-only}}\n{line}\n:::"


def figure_markdown(
    spec: FigureSpec, bundle: FigureBundle, table_html: str, *, base: str = "figures"
) -> str:
    """Return the figure with its heading, source, table, files and citation as Markdown.

    Args:
        spec: What the figure says.
        bundle: Its files, already written.
        table_html: The table of its values.
        base: Folder of the bundle as the page sees it.
    """
    made = figure_parts(spec, bundle, table_html, base=base)
    parts = [
        f"### {escape_markdown(spec.headline)}",
        made.picture,
        made.source,
        _left_to_the_workbook(spec, made.table)
        if spec.kind in IN_WORKBOOK
        else _details("Table of these values", made.table),
        made.downloads,
        _details("Cite this figure", made.citation),
    ]
    return "\n\n".join(parts) + "\n"


def _details(summary: str, body: str, kind: str = "") -> str:
    return f"::: {{.details{kind} summary={attribute(summary)}}}\n{body}\n:::"


def _left_to_the_workbook(spec: FigureSpec, table: str) -> str:
    """The table for the site, and for documents, where it would fill pages, where it is found."""
    drawn = f"{len(spec.data)} {IN_WORKBOOK[spec.kind]} drawn"
    found = (
        f"The values of the {drawn} are in the evidence workbook"
        f' (evidence.xlsx and evidence.ods), under the title "{sentence(spec.subtitle)}"'
    )
    return "\n\n".join(
        [
            _details("Table of these values", table, " .workbook-only"),
            f"::: {{.source .documents-only}}\n{escape_markdown(found)}\n:::",
        ]
    )


def _downloads(spec: FigureSpec, bundle: FigureBundle, base: str) -> str:
    kinds = (
        ("Values", "csv", "CSV"), ("Picture", "svg", "SVG"), ("Picture for Word", "png", "PNG"),
        ("Where the numbers come from", "json", "JSON"),
    )  # fmt: skip
    about = escape_markdown(f"{spec.measure}, {kind_of(spec).words}")

    def link(what: str, ending: str, kind: str) -> str:
        size = printed_size(bundle.file(ending).stat().st_size)
        return f"- [{what}: {about} ({kind}, {size})]({base}/{spec.id}.{ending})"

    method = f"- [Method: {spec.method.replace('-', ' ')}](methods.qmd#{spec.method})"
    return "\n".join([*(link(*kind) for kind in kinds), method])
