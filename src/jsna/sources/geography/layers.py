"""Ask the map service for an area's part of the layers that the catalogue names.

LSOA layers have no column for their authority, so an area's LSOAs are first looked up and then
asked for by their codes; MSOAs by the names that its LSOAs' names begin with. Nothing is chosen
by a pattern of a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem
from jsna.http.errors import FormatChanged
from jsna.settings.area import Area
from jsna.settings.source import Layer, SourceSettings
from jsna.sources.contract import Request
from jsna.sources.geography.arcgis import (
    RENAMED,
    LayerInfo,
    all_features,
    layer_info,
    properties_of,
    where_in,
)
from jsna.sources.geography.browser_address import browser_address, gives_file
from jsna.sources.geography.ons_field import CHANGE, FIELD, OnsField, ons_fields
from jsna.sources.geography.source_ids import BOUNDARIES, LOOKUPS

if TYPE_CHECKING:
    from jsna.http.client import Http

HOSTS: Final = ("services1.arcgis.com",)


@dataclass(frozen=True)
class LayerRequest(Request):
    """An area's part of one layer.

    Attributes:
        layer: The layer.
        codes: The area's code and those it had before.
        members: The look-up that tells the area's LSOAs; None if there is none.
        counties: The look-up that tells a county's districts; None where the area is no county.
    """

    layer: Layer
    codes: tuple[str, ...]
    members: Layer | None
    counties: Layer | None

    @property
    def gives_file(self) -> bool:
        """Whether a browser gets the file at the address; a county's parts need two questions."""
        return gives_file(self.url)


def layer_requests(
    about: Mapping[str, SourceSettings], source_id: str, area: Area
) -> list[Request]:
    """Return one request for each layer of a source.

    Args:
        about: The catalogue's sources by id.
        source_id: Whose layers.
        area: For which area.
    """
    lookups = about[LOOKUPS].layers if LOOKUPS in about else ()
    members = next((one for one in lookups if one.area_type == "lsoa" and _is_own(one)), None)
    wards = next((one for one in lookups if one.area_type == "ward"), None)
    counties = wards if area.tier == "county" else None
    codes = (area.code, *sorted(area.codes - {area.code}))
    return [
        LayerRequest(
            source_id, f"{layer.name}, {area.name if layer.by else 'whole'}",
            browser_address(
                layer, codes, area.name, county=area.tier == "county",
                geometry=source_id == BOUNDARIES,
            ),
            layer, codes, members, counties,
        )
        for layer in about[source_id].layers
    ]  # fmt: skip


def _is_own(layer: Layer) -> bool:
    return layer.by.startswith("LAD")


def fetch_rows(request: LayerRequest, http: "Http", *, geometry: bool) -> list[dict[str, Any]]:
    """Return the features of an area: GeoJSON features, or rows, with ONS field names only.

    Raises:
        SourceError: as `arcgis.all_features`; FormatChanged if the layer is not of the kind and
            vintage that the catalogue says.
    """
    info = layer_info(http.get_once, request.layer.url)
    fields = _fields(info, request.layer)
    found: list[dict[str, Any]] = []
    for where in _conditions(request, info, http):
        found += all_features(http.get, info, where, fields, geometry=geometry)
    return [_plain(feature, geometry=geometry) for feature in found]


def check_layer(http: "Http", layer: Layer) -> int:
    """Return how many features a layer gives at once, if it is what the catalogue says.

    Raises:
        SourceError: it is gone, or is of another kind or vintage, or lacks the field that
            areas are chosen by.
    """
    info = layer_info(http.get, layer.url)
    _fields(info, layer)
    if layer.by:
        info.field(layer.by)
    return info.most


def _fields(info: LayerInfo, layer: Layer) -> list[str]:
    """Return the fields to ask for, the layer's own code first."""
    upper = [name.upper() for name in info.fields]
    own = _own_field(ons_fields(upper), layer)
    if own is None:
        what = f"this is no layer of {layer.area_type} {layer.vintage}, as the catalogue says."
        allowed = f"Its fields: {', '.join(info.fields[:12])}."
        raise FormatChanged(Problem(what, info.url, 0, allowed, RENAMED))
    wanted = [own.code, own.name, *(n for n in upper if FIELD.match(n) or n == CHANGE)]
    return [info.field(name) for name in dict.fromkeys(wanted)]


def _own_field(fields: Sequence[OnsField], layer: Layer) -> OnsField | None:
    wanted = (layer.area_type, layer.vintage)
    own = next((f for f in fields if (f.area_type, f.vintage) == wanted), None)
    return own if own and own.area_type == fields[0].area_type else None


def _conditions(request: LayerRequest, info: LayerInfo, http: "Http") -> list[str]:
    """Return the conditions that choose the area's features."""
    by = request.layer.by
    if not by:
        return ["1=1"]
    return list(where_in(info.field(by), _values(request, by, http)))


def _values(request: LayerRequest, by: str, http: "Http") -> Sequence[str]:
    if by.startswith(("LAD", "CTYUA")):
        return _authorities(request, http)
    rows = _member_rows(request, http)
    if by.startswith("LSOA"):
        return sorted({row[by] for row in rows})
    names = {row["LSOA" + by[4:]] for row in rows}  # MSOA21NM: what LSOA21NM begins with
    return sorted({name[:-1] for name in names})


def _authorities(request: LayerRequest, http: "Http") -> Sequence[str]:
    """Return the area's own codes; a county's are those of its districts."""
    if request.counties is None:
        return request.codes
    info = layer_info(http.get_once, request.counties.url)
    upper = [name.upper() for name in info.fields]
    county = next(f for f in ons_fields(upper) if f.area_type == "county")
    district = next(f for f in ons_fields(upper) if f.area_type == "district")
    rows = _attributes(http, info, county.code, request.codes, [_first(upper), district.code])
    return sorted({row[district.code] for row in rows})


def _first(names: Sequence[str]) -> str:
    return ons_fields(list(names))[0].code


def _member_rows(request: LayerRequest, http: "Http") -> list[dict[str, str]]:
    """Return code and name of each of the area's LSOAs, from the look-up."""
    if request.members is None:
        what = "the catalogue names no look-up from LSOAs to authorities."
        raise FormatChanged(Problem(what, f"data/catalogue/sources/{LOOKUPS}.yml"))
    info = layer_info(http.get_once, request.members.url)
    own = ons_fields([name.upper() for name in info.fields])[0]
    codes = _authorities(request, http)
    return _attributes(http, info, request.members.by, codes, [own.code, own.name])


def _attributes(
    http: "Http", info: LayerInfo, by: str, values: Sequence[str], names: Sequence[str]
) -> list[dict[str, str]]:
    fields = [info.field(name) for name in names]
    return [
        properties_of(_plain(feature, geometry=False), geometry=False)
        for where in where_in(info.field(by), values)
        for feature in all_features(http.get_once, info, where, fields, geometry=False)
    ]


def _plain(feature: Mapping[str, Any], *, geometry: bool) -> dict[str, Any]:
    """Return a feature with ONS's spelling of its fields and nothing that changes by itself."""
    own = {k.upper(): v for k, v in properties_of(feature, geometry=geometry).items()}
    if not geometry:
        return {"attributes": own}
    return {"type": "Feature", "properties": own, "geometry": feature.get("geometry")}
