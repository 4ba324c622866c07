"""The address at which a browser gets an area's part of a layer as a file.

The service's own form of question (`query?where=...`): quotation marks round values, the fields,
the coordinates, the format. What can only be asked for in two steps (the small areas of a county,
by its districts) has no such address.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from jsna.settings.source import Layer

ENGLAND: Final = "E92000001"
KINDS: Final = re.compile(r"(?<![A-Z])([A-Z]+)(\d{2})(?!\d)")
"""The kinds and years in a look-up's name, smallest first: WD24_LAD24_CTYUA24_RGN24_CTRY24_LU."""


def browser_address(
    layer: Layer, codes: Sequence[str], name: str, *, county: bool, geometry: bool
) -> str:
    """Return the address, or the layer's own where nothing that a browser can ask gives the part.

    Args:
        layer: Of a map service.
        codes: The area's code and those it had before.
        name: The area's: ONS names LSOAs and MSOAs by their authority ("Anyshire 001A").
        county: Whether it is a county, whose small areas are named by its districts.
        geometry: Whether outlines are wanted, as GeoJSON; else rows.
    """
    if not layer.by:
        return _authorities(layer)
    if county:
        return layer.url
    if layer.by.startswith(("LSOA", "MSOA")):
        # a digit, so that no longer name that begins alike is taken
        where = f"{layer.by[:-2]}NM LIKE {_quoted(f'{name} 0%')}"
    else:
        several = f"{layer.by} IN ({','.join(map(_quoted, codes))})"
        where = several if len(codes) > 1 else f"{layer.by}={_quoted(codes[0])}"
    return _query(layer, where, "*", geometry=geometry)


def gives_file(url: str) -> bool:
    """Return whether an address of a map service is a question, and no page about the layer."""
    return "/query?" in url


def _authorities(layer: Layer) -> str:
    """Return the address of every authority with its county and region, each once.

    The whole layer has more rows than the service gives at once.
    """
    kinds = [f"{kind}{year}" for kind, year in KINDS.findall(layer.name)][1:]
    country = next((kind for kind in kinds if kind.startswith("CTRY")), "")
    if not country:
        return layer.url
    larger = [kind for kind in kinds if kind != country]
    fields = ",".join(f"{kind}{end}" for kind in larger for end in ("CD", "NM"))
    where = f"{country}CD={_quoted(ENGLAND)}"
    return f"{_query(layer, where, fields, geometry=False)}&returnDistinctValues=true"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _query(layer: Layer, where: str, fields: str, *, geometry: bool) -> str:
    shape = (
        "&returnGeometry=true&outSR=4326&f=geojson" if geometry else "&returnGeometry=false&f=json"
    )
    return f"{layer.url}/query?where={quote(where)}&outFields={quote(fields, safe=',*')}{shape}"
