"""Whether a council's logo may go into a pack: a picture that is drawn, and nothing that runs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

KINDS: Final = (
    "A PNG or a plain SVG of at most 200 KB beside the area's file, without scripts, links and"
    " styles that load."
)
MOST_BYTES: Final = 200_000
PNG: Final = b"\x89PNG\r\n\x1a\n"
DRAWN: Final = frozenset(
    ("svg", "title", "desc", "defs", "style", "g", "path", "use", "clipPath", "rect", "circle",
     "ellipse", "line", "polyline", "polygon", "text", "tspan", "image", "linearGradient",
     "radialGradient", "stop", "pattern", "mask", "marker", "symbol")
)  # fmt: skip
"""What a picture is drawn of."""
ENCODING: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
ORDERS: Final = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
LOADS: Final = re.compile(r"@import|url\s*\((?!\s*[\"']?\s*#)|expression\s*\(|\\", re.IGNORECASE)


def logo_faults(file: Path) -> Iterator[str]:
    """Yield what is wrong with a logo, as it follows "the logo x.svg ..."."""
    if not file.is_file():
        yield "is not there"
        return
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        yield f"has {len(content):,} bytes"
    elif file.suffix == ".png":
        if not content.startswith(PNG):
            yield "is no PNG"
    else:
        yield from svg_faults(content)


def svg_faults(content: bytes) -> Iterator[str]:
    """Yield what an SVG holds that is not drawn."""
    # in another encoding an order would not be seen
    if not is_utf8(content):
        yield "is not in UTF-8"
        return
    if ORDERS.search(content):
        yield "has a document type, entities or a style sheet"
        return
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        yield f"can't be read as SVG ({error})"
        return
    if _local(root.tag) != "svg":
        yield "is no SVG"
    for element in root.iter():
        yield from _element_faults(element)


def is_utf8(content: bytes) -> bool:
    """Return whether a text is in UTF-8, and does not say that it is in another encoding."""
    named = ENCODING.match(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\0" not in text and (not named or named[1].lower() in (b"utf-8", b"us-ascii"))


def _element_faults(element: ElementTree.Element) -> Iterator[str]:
    tag = _local(str(element.tag))
    if tag not in DRAWN:
        yield f"holds a <{tag}>, of which no picture is drawn"
    if tag == "style" and LOADS.search("".join(element.itertext())):
        yield "has a style that loads something"
    for name, value in element.attrib.items():
        bare = _local(name).lower()
        if bare.startswith("on"):
            yield f"has the attribute {bare}, which runs a script"
        elif bare in ("href", "src") and not value.startswith(("#", "data:image/png;")):
            yield f"points to {value}"
        elif bare not in ("href", "src") and LOADS.search(value):
            yield f"loads something in its attribute {bare}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
