"""A figure on the page: the Markdown that a chapter emits for it, in the packs' page grammar."""

from jsna.figures.bundle import FigureBundle
from jsna.figures.registry import kind_of
from jsna.figures.spec import FigureSpec
from jsna.narrative.english import sentence
from jsna.narrative.file_size import printed_size
from jsna.narrative.markdown import attribute, escape_markdown, raw_html


def figure_markdown(
    spec: FigureSpec, bundle: FigureBundle, table_html: str, *, base: str = "figures"
) -> str:
    """Return the figure with its heading, source, table, files and citation as Markdown.

    Args:
        spec: What the figure says.
        bundle: Its files, already written: the links name their sizes.
        table_html: The table of its values, see `table.figure_table`.
        base: Folder of the bundle as the page sees it.
    """
    name = spec.id.replace(".", "-")
    source = " ".join(sentence(part) for part in (spec.source, *spec.notes))
    parts = [
        f"### {escape_markdown(spec.headline)}",
        f"::: {{#fig-{name}}}\n![]({base}/{spec.id}.svg){{fig-alt={attribute(spec.alt)}}}\n\n"
        f"{escape_markdown(sentence(spec.subtitle))}\n:::",
        f"::: {{.source}}\nSource: {escape_markdown(source)}\n:::",
        _details("Table of these values", f"::: {{#tbl-{name}}}\n{raw_html(table_html)}\n:::"),
        f"::: {{.downloads}}\n{_downloads(spec, bundle, base)}\n:::",
        _details("Cite this figure", escape_markdown(bundle.citation)),
    ]
    return "\n\n".join(parts) + "\n"


def _details(summary: str, body: str) -> str:
    return f"::: {{.details summary={attribute(summary)}}}\n{body}\n:::"


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
