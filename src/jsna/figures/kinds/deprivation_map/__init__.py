"""The map of small areas as a kind: classes in order, or clusters. `choropleth` makes its spec."""

from typing import Final

from jsna.figures.choropleth_ink import draw
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.deprivation_map.alt_text import map_alt
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.kinds.deprivation_map.table import map_cells
from jsna.narrative.headlines import deprivation_headline

KIND: Final = FigureKind(
    id="choropleth",
    words="map",
    page="deprivation-map.md",
    columns=("area_code", "area_name", "value", "status"),
    options=MapOptions,
    alt=map_alt,
    table=map_cells,
    headline=deprivation_headline,
    draw=draw,
)
