"""A choropleth as a page of its own, to point at and zoom, that loads nothing from elsewhere.

It shows what the drawn map shows, from the same specification: classes, colours, marks, outlines,
words, and the table of the values below. It can be kept and handed on by itself.
"""

import base64
import hashlib
from string import Template
from typing import Final

from jsna.figures import palette
from jsna.figures.bundle import FigureBundle
from jsna.figures.ink import SYNTHETIC_WORDS
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.figures.web_map import GLYPHS, look_of, part, web_map_script
from jsna.figures.web_map_shapes import NO_DATA, NO_DATA_WORDS, class_words, classes_of
from jsna.narrative.english import sentence
from jsna.narrative.file_size import printed_size
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.snapshots.write_file import write_whole

LIGHT: Final = 390_000
"""Bytes. Outlines are made coarser until the page is no larger, or as coarse as they get."""
STEPS: Final = (4_500, 1_500, 500)
"""How fine the outlines may be, the finest first."""


def web_map_name(figure_id: str) -> str:
    """Return the name of a figure's page: `<figure>.map.html`.

    >>> web_map_name("area.deprivation.map"), web_map_name("area.imd.choropleth")
    ('area.deprivation.map.html', 'area.imd.choropleth.map.html')
    """
    return f"{figure_id.removesuffix('.map')}.map.html"


def write_web_map(spec: "Spec[MapOptions]", bundle: FigureBundle, table_html: str) -> str:
    """Write the page beside the figure's other files; return the link to it, in Markdown.

    Args:
        spec: The figure, of kind choropleth.
        bundle: Its files: where the page goes, and how the map is cited.
        table_html: The table of its values, as under the figure.

    Raises:
        ValueError: the figure has no shapes.
        OSError: the folder cannot be written to; no half page is left.
    """
    file = bundle.folder / web_map_name(spec.id)
    write_whole(file, web_map_page(spec, table_html, bundle.citation))
    words = escape_markdown(f"Map to point at and zoom: {spec.measure}")
    link = (
        f"- [{words} (HTML, {printed_size(file.stat().st_size)})]({bundle.folder.name}/{file.name})"
    )
    return f"::: {{.downloads}}\n{link}\n:::\n"


def web_map_page(spec: "Spec[MapOptions]", table_html: str, citation: str) -> bytes:
    """Return the page: the same bytes for the same figure.

    Args:
        spec: The figure, of kind choropleth.
        table_html: The table of its values.
        citation: How it is cited.

    Raises:
        ValueError: the figure has no shapes.
    """
    page = b""
    for steps in STEPS:
        page = _page(spec, web_map_script(spec, steps), table_html, citation)
        if len(page) <= LIGHT:
            break
    return page


def _page(spec: "Spec[MapOptions]", script: str, table_html: str, citation: str) -> bytes:
    mark = " (SYNTHETIC)" if spec.synthetic else ""
    words = {
        "title": f"{spec.headline} (map {spec.id}){mark}",
        "headline": spec.headline,
        "alt": spec.alt,
        "label": f"Map: {spec.measure}",
        "subtitle": sentence(spec.subtitle),
        "legend": f"{spec.options.legend}, number of {spec.options.areas}",
        "source": " ".join(sentence(said) for said in (spec.source, *spec.notes)),
        "citation": citation,
    }
    made = {
        "styles": f"{part('leaflet.css')}\n{part('page.css')}",
        "notice": _notice(spec),
        "entries": _legend(spec),
        "table": table_html,
        "script": script,
    }
    told = {name: escape_html(text) for name, text in words.items()} | made
    told["policy"] = _policy(script, made["styles"])
    return Template(part("page.html")).substitute(told).encode()


def _policy(script: str, styles: str) -> str:
    """Return the page's content security policy: these lines run and style it, and no others.

    The map itself places and colours what it draws by the elements' own style attributes.
    """
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src 'unsafe-inline';"
        f" style-src-elem {_hash(styles)}; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest())
    return f"'sha256-{digest.decode()}'"


def _notice(spec: "Spec[MapOptions]") -> str:
    if not spec.synthetic:
        return ""
    return (
        f'<aside aria-label="Invented data"><strong>{escape_html(SYNTHETIC_WORDS)}</strong></aside>'
    )


def _legend(spec: "Spec[MapOptions]") -> str:
    """Return one line for each class, with its colour, mark and number of areas."""
    look, classes = look_of(spec), classes_of(spec.data["value"])
    words = class_words(spec)
    rows = list(zip(words, look.colours, look.inks, look.marks, range(1, 6), strict=False))
    if (classes == NO_DATA).any():
        rows.append((NO_DATA_WORDS, palette.NO_DATA, palette.NO_DATA_EDGE, "cross", NO_DATA))
    return "\n".join(
        f'<li><span class="swatch" aria-hidden="true" style="background:{colour};color:{ink}">'
        f"{GLYPHS[mark]}</span>{escape_html(name)}: {(classes == place).sum()}</li>"
        for name, colour, ink, mark, place in rows
    )
