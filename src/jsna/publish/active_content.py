"""Nothing on a page or in a picture runs, but the pages' own script and that of a map's page.

Data are escaped where they are written; this looks at what a browser would make of the result.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from jsna.publish.content_policy import POLICY, policy_faults
from jsna.publish.html_page import Element, HtmlPage
from jsna.publish.known_scripts import is_pack_script, script_file_faults
from jsna.publish.map_script import is_map_script
from jsna.settings.basemap import Basemap
from jsna.settings.logo import DRAWN, is_utf8

OTHER_PAGES: Final = frozenset(
    ("iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe")
)
NOT_OURS: Final = frozenset(
    ("base", "form", "foreignobject", "animate", "animatemotion", "animatetransform", "set")
)
ADDRESSES: Final = frozenset(
    ("href", "src", "srcset", "action", "formaction", "xlink:href", "data", "poster", "background",
     "ping", "cite", "manifest", "longdesc", "codebase")
)  # fmt: skip
SCHEMES: Final = ("http", "https", "mailto")
RUN: Final = frozenset(
    (".js", ".mjs", ".cjs", ".wasm", ".swf", ".htm", ".xhtml", ".xht", ".xml", ".mht", ".mhtml",
     ".hta", ".svgz", ".docm", ".xlsm", ".exe", ".bat", ".cmd", ".com", ".lnk", ".url")
)  # fmt: skip
"""Files that a browser or a desktop runs, or pages that no check would read."""


def active_content_faults(
    pages: Sequence[HtmlPage], site: Path, basemap: Basemap | None = None
) -> list[str]:
    """Return one sentence for each script, handler, address, frame or policy that is not ours.

    Args:
        pages: Of the site.
        site: Its folder.
        basemap: What the area's settings ask to be laid behind its maps.
    """
    found = [f"{page.name}: {fault}" for page in pages for fault in _page_faults(page, basemap)]
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name, kind = file.relative_to(site).as_posix(), file.suffix.lower()
        if file.suffix == ".js" and file.parent == site:
            found += [f"{name}: {fault}" for fault in script_file_faults(file)]
        elif kind in RUN or (kind == ".html" and file.suffix != ".html"):
            found.append(f"{name}: a file of this kind has no place in a pack")
        elif kind == ".svg":
            found += [f"{name}: {fault}" for fault in _picture_faults(file.read_bytes())]
    return found


def _page_faults(page: HtmlPage, basemap: Basemap | None) -> Iterator[str]:
    for element in page.root.walk():
        yield from _element_faults(element, basemap)
    yield from policy_faults(page, basemap)


def _element_faults(element: Element, basemap: Basemap | None) -> Iterator[str]:
    tag = element.tag.lower()
    if tag == "script" and not (is_pack_script(element) or _is_a_map_s(element, basemap)):
        yield f'a <script> that is not the pack\'s own ("{_beginning(element)}")'
    if tag in OTHER_PAGES:
        yield f"a <{tag}>, which shows another page within this one"
    if tag in NOT_OURS:
        yield f"a <{tag}>, which no page of a pack has"
    if tag == "meta" and element.get("http-equiv").lower() not in ("", POLICY):
        yield f'a <meta> that orders "{element.get("http-equiv")}"'
    if tag == "link" and element.get("rel").lower() != "stylesheet":
        yield f'a <link> to a "{element.get("rel")}"'
    for name, value in element.attributes.items():
        yield from _attribute_faults(tag, name.lower(), value)


def _is_a_map_s(element: Element, basemap: Basemap | None) -> bool:
    return not element.get("src") and is_map_script(element.raw_text, basemap)


def _attribute_faults(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name == "srcdoc":
        yield f"<{tag}> has the attribute {name}, which runs a script"
    if name in ADDRESSES and (scheme := _scheme(value)) and scheme not in SCHEMES:
        yield f"<{tag}> has an address that begins with {scheme}:"


def _scheme(address: str) -> str:
    """Return the scheme of an address as a browser reads it: without blanks, in small letters."""
    found = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20\x7f]", "", address).lower())
    return found[1] if found else ""


def _picture_faults(content: bytes) -> Iterator[str]:
    if not is_utf8(content):  # an order in another encoding would not be seen
        yield "a picture that is not in UTF-8"
        return
    if re.search(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", content, re.IGNORECASE):
        yield "a picture with a document type, entities or a style sheet of its own"
        return
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        yield f"a picture that can't be read ({error})"
        return
    for element in root.iter():
        tag = _local(str(element.tag))
        if tag not in DRAWN:
            yield f"a <{tag}>, of which no picture is drawn"
        for name, value in element.attrib.items():
            yield from _attribute_faults(tag, _local(name).lower(), value)
            if _local(name) == "href" and not value.startswith(("#", "data:image/png;")):
                yield f"<{tag}> points to {value}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _beginning(element: Element) -> str:
    return " ".join(element.raw_text.split())[:40] or element.get("src")
