"""Whether what a GeoJSON feature calls its geometry is the outline of an area."""

from typing import Any, Final

FEWEST_POSITIONS: Final = 4
"""Of a ring: three corners, and the first again."""


def has_outline(geometry: Any) -> bool:
    """Return whether a geometry is one or more polygons with closed rings of positions."""
    if not isinstance(geometry, dict):
        return False
    kind, within = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        return isinstance(parts, list) and bool(parts) and all(map(has_outline, parts))
    if not isinstance(within, list) or not within:
        return False
    polygons = {"Polygon": [within], "MultiPolygon": within}.get(str(kind), [])
    return bool(polygons) and all(
        isinstance(rings, list) and bool(rings) and all(map(_is_ring, rings)) for rings in polygons
    )


def _is_ring(ring: Any) -> bool:
    # a whole country has millions of positions: of each ring one is looked at
    closed = isinstance(ring, list) and len(ring) >= FEWEST_POSITIONS and ring[0] == ring[-1]
    return closed and _is_position(ring[0])


def _is_position(place: Any) -> bool:
    return isinstance(place, list) and len(place) > 1 and {type(n) for n in place} <= {int, float}
