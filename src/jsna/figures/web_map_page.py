"""Maps as a page of their own, to point at, search and zoom, that loads nothing from elsewhere.

It shows what the drawn maps show, from the same specifications: classes, colours, marks, outlines,
words, and the tables of the values below. It can be kept and handed on by itself. Only an area
whose settings ask for a background map gets one, and then its page says where that comes from.
"""

import base64
import hashlib
from pathlib import Path
from string import Template
from typing import Final

from jsna.figures.ink import SYNTHETIC_WORDS
from jsna.figures.kinds.deprivation_map.classes import MISSING, class_of
from jsna.figures.kinds.deprivation_map.legend import legend_entries
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.spec import Spec
from jsna.figures.web_map import GLYPHS, class_looks, part, web_map_script
from jsna.figures.web_map_layers import MapLayer, WebMap
from jsna.narrative.english import sentence
from jsna.narrative.file_size import printed_size
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.settings.basemap import Basemap
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


def write_web_map(page: WebMap, folder: Path, measure: str) -> str:
    """Write the page beside the figures' other files; return the link to it, in Markdown.

    Args:
        page: What it shows.
        folder: Where figures go.
        measure: What the link says is mapped.

    Raises:
        ValueError: there are no shapes.
        OSError: the folder cannot be written to; no half page is left.
    """
    file = folder / web_map_name(page.id)
    write_whole(file, web_map_page(page))
    words = escape_markdown(f"Map to point at and zoom: {measure}")
    link = f"- [{words} (HTML, {printed_size(file.stat().st_size)})]({folder.name}/{file.name})"
    return f"::: {{.downloads}}\n{link}\n:::\n"


def web_map_page(page: WebMap) -> bytes:
    """Return the page: the same bytes for the same figures.

    Raises:
        ValueError: there are no shapes.
    """
    made = b""
    for steps in STEPS:
        made = _page(page, web_map_script(page, steps))
        if len(made) <= LIGHT:
            break
    return made


def _page(page: WebMap, script: str) -> bytes:
    first, several = page.layers[0].spec, len(page.layers) > 1
    mark = " (SYNTHETIC)" if first.synthetic else ""
    words = {
        "title": f"{page.headline} (map {page.id}){mark}",
        "headline": page.headline,
        "alt": _opening(page),
        "label": page.headline if several else f"Map: {first.measure}",
        "subtitle": _caption(page),
        "loads": _loads(page.basemap),
    }
    made = {
        "styles": f"{part('leaflet.css')}\n{part('page.css')}",
        "notice": _notice(first),
        "choices": _choices(page) if several else "",
        "layers": "\n".join(_layer(layer, several) for layer in page.layers),
        "tables": "\n".join(_table(layer) for layer in page.layers),
        "citations": "\n".join(f"<p>{escape_html(one.citation)}</p>" for one in page.layers),
        "script": script,
    }
    told = {name: escape_html(text) for name, text in words.items()} | made
    told["policy"] = _policy(script, made["styles"], page.basemap)
    return Template(part("page.html")).substitute(told).encode()


def _opening(page: WebMap) -> str:
    if len(page.layers) == 1:
        return page.layers[0].spec.alt
    return f"Each of {len(page.layers)} measures is a layer of this map: choose one below."


def _caption(page: WebMap) -> str:
    own = sentence(page.layers[0].spec.subtitle) if len(page.layers) == 1 else ""
    behind = f"Background map: {sentence(page.basemap.attribution)}" if page.basemap else ""
    return " ".join(part for part in (own, behind) if part) or sentence(page.headline)


def _loads(basemap: Basemap | None) -> str:
    if basemap is None:
        return (
            "Nothing on this page is loaded from elsewhere: it can be kept and handed on by itself."
        )
    return (
        f"The background map is loaded from {basemap.host} whenever this page is open, so that"
        " host sees your address and where you look; without a network the map stands on white."
        " Everything else is in this page."
    )


def _policy(script: str, styles: str, basemap: Basemap | None) -> str:
    """Return the page's content security policy: these lines run and style it, and no others.

    The map itself places and colours what it draws by the elements' own style attributes.
    """
    pictures = f" img-src {basemap.host};" if basemap else ""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src 'unsafe-inline';"
        f" style-src-elem {_hash(styles)};{pictures} base-uri 'none'; form-action 'none'"
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


def _choices(page: WebMap) -> str:
    """Return a choice of one layer for each measure; the first is chosen."""
    options = "\n".join(
        f'<label><input type="radio" name="layer" value="{number}"'
        f"{' checked' if number == 0 else ''}> {escape_html(layer.label)}</label>"
        for number, layer in enumerate(page.layers)
    )
    return f"<fieldset>\n<legend>Measure on the map</legend>\n{options}\n</fieldset>"


def _layer(layer: MapLayer, several: bool) -> str:
    """Return what a layer's classes are, and where its numbers come from.

    The script reads from it how an area of each class is drawn.
    """
    spec = layer.spec
    source = " ".join(sentence(said) for said in (spec.source, *spec.notes))
    about = f"<p>{escape_html(spec.alt)}</p>\n" if several else ""
    return (
        f'<section class="layer" data-label="{escape_html(layer.label)}">\n'
        f"<h3>{escape_html(layer.heading)}</h3>\n"
        f'<ul class="legend">\n{_legend(layer)}\n</ul>\n{about}'
        f'<p class="source">Source: {escape_html(source)}</p>\n</section>'
    )


def _legend(layer: MapLayer) -> str:
    """Return one line for each class, with its colour, mark and number of areas."""
    lines = zip(_places(layer), legend_entries(layer.spec), strict=True)
    looks = class_looks(layer)
    return "\n".join(
        f'<li data-place="{place}" data-fill="{line.colour}" data-edge="{looks[place]["color"]}"'
        f' data-weight="{looks[place]["weight"]}" data-ink="{line.ink}"'
        f' data-glyph="{GLYPHS[line.mark]}"><span class="swatch" aria-hidden="true"'
        f' style="background:{line.colour};color:{line.ink}">{GLYPHS[line.mark]}</span>'
        f"{escape_html(line.words)}</li>"
        for place, line in lines
    )


def _places(layer: MapLayer) -> list[int]:
    """Return the class of each line of a layer's legend."""
    present = set(class_of(layer.spec.data))
    classes = range(1, len(layer.spec.options.classes) + 1)
    return [*classes, *(place for place in MISSING if place in present)]


def _table(layer: MapLayer) -> str:
    label = escape_html(f"Table: {layer.label}")
    return (
        f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">\n'
        f"{layer.table_html}\n</div>"
    )
