"""What a map's page shows: layers, one a measure, over the same shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.kinds.place_map.options import PlaceMapOptions
from jsna.figures.kinds.ward_map.options import WardMapOptions
from jsna.figures.spec import Spec
from jsna.settings.basemap import Basemap


@dataclass(frozen=True, eq=False)
class MapLayer:
    """One layer: a figure of kind choropleth, ward-map or place-map.

    Attributes:
        table_html: The table of its values, as under the figure.
        citation: How it is cited.
    """

    spec: "Spec[MapOptions]"
    table_html: str
    citation: str

    @property
    def label(self) -> str:
        """What stands before an area's class or value: "National fifth, 2025", "Sleep, 2024"."""
        numbers = self.numbers
        return f"{self.spec.measure}, {numbers.period}" if numbers else self.spec.options.legend

    @property
    def heading(self) -> str:
        """What stands over the layer's classes and numbers of areas."""
        in_groups = f"{self.label}, in groups of wards" if self.numbers else self.label
        return f"{in_groups}, number of {self.spec.options.areas}"

    @property
    def of_places(self) -> bool:
        """Whether it shows points in areas, and not the areas themselves."""
        return isinstance(self.spec.options, PlaceMapOptions)

    @property
    def numbers(self) -> WardMapOptions | None:
        """How its areas' numbers are printed; None where they have classes alone."""
        options = self.spec.options
        return options if isinstance(options, WardMapOptions) else None


@dataclass(frozen=True, eq=False)
class WebMap:
    """A map's page.

    Attributes:
        layers: At least one, all of the same areas; the first is shown first.
        id: Stands in its title and names its file; that of its figure where it has one layer.
        headline: Over the page.
        pages: Code of an area -> the file of its own page, if any.
        basemap: Streets behind the areas, from another host; None for none.
    """

    layers: tuple[MapLayer, ...]
    id: str
    headline: str
    pages: Mapping[str, str] = field(default_factory=dict)
    basemap: Basemap | None = None


def map_of_one(
    spec: "Spec[MapOptions]", table_html: str, citation: str, basemap: Basemap | None = None
) -> WebMap:
    """Return the page of one figure."""
    layer = MapLayer(spec, table_html, citation)
    return WebMap((layer,), spec.id, spec.headline, basemap=basemap)
