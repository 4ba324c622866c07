"""Where one ward lies among the others: a small picture for the ward's own page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from jsna.figures import palette
from jsna.figures.ink import Sheet, drawing
from jsna.figures.kinds.deprivation_map.ink import projected, rings, simplified

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

WIDTH: Final = 360.0
TALLEST: Final = 210.0
MARGIN: Final = 3.0


def locators(outlines: "GeoDataFrame", *, synthetic: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the code of each area and an SVG of all areas with that one dark among them.

    Args:
        outlines: One row per area: code, name and geometry, in longitude and latitude.
        synthetic: Whether the picture says that it is invented.
    """
    shapes = projected(outlines)
    west, south, east, north = shapes.total_bounds
    scale = min((WIDTH - 2 * MARGIN) / (east - west), (TALLEST - 2 * MARGIN) / (north - south))
    to_pixels = [scale, 0, 0, -scale, MARGIN - west * scale, MARGIN + north * scale]
    placed = simplified(shapes.geometry.affine_transform(to_pixels))
    height = (north - south) * scale + 2 * MARGIN
    each = [rings(placed.iloc[[place]]) for place in range(len(placed))]
    everything = [ring for one in each for ring in one]
    with drawing():
        for code, name, own in zip(shapes["code"], shapes["name"], each, strict=True):
            sheet = Sheet(WIDTH, height, synthetic=synthetic)
            sheet.shape(everything, palette.BAND, palette.OTHER_EDGE, 0.7)
            sheet.shape(own, palette.AREA, palette.INK, 1.2)
            yield str(code), sheet.svg(f"Where {name} lies")
