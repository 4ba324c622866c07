"""The two coordinate systems that geography stands in, by their EPSG codes."""

from typing import Final

LONGITUDE_LATITUDE: Final = "EPSG:4326"
"""Degrees, as GeoJSON has them: how outlines are read, kept and handed on."""
NATIONAL_GRID: Final = "EPSG:27700"
"""Metres of the British National Grid: what surfaces and distances are measured in."""
