"""Ask a layer of an ArcGIS FeatureServer for features, and know that all of them came.

The service answers errors with HTTP 200, hands out pages without always saying that there are
more, and gives whatever it has under a wrong name nothing but "Invalid URL". So every answer is
looked at for an error, the number of features is asked for first, and what came is counted.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem, SourceError
from jsna.http.errors import (
    EmptyAnswer,
    FormatChanged,
    RateLimited,
    RequestRefused,
    ServiceDown,
    Truncated,
)

if TYPE_CHECKING:
    from jsna.http.client import Answer

Get = Callable[..., "Answer"]
MOST_CODES: Final = 100
"""How many codes stand in one question: an address of some 2,000 characters."""
LATER: Final = "Run the same command again: what was complete is kept and not asked for twice."
RENAMED: Final = (
    "Layers are renamed with each release: `jsna doctor --layers` says which are gone, and"
    " data/catalogue/sources names them."
)


@dataclass(frozen=True)
class LayerInfo:
    """What a layer says of itself.

    Attributes:
        url: The layer's address.
        fields: Its fields, as it spells them.
        most: How many features it gives at once.
    """

    url: str
    fields: tuple[str, ...]
    most: int

    def field(self, name: str) -> str:
        """Return the layer's own spelling of a field; FormatChanged if it has none like it."""
        for field in self.fields:
            if field.upper() == name.upper():
                return field
        what = f"the layer has no field {name}: it is another layer, or was changed."
        allowed = f"It has {', '.join(self.fields[:12])}."
        raise FormatChanged(Problem(what, self.url, 0, allowed, RENAMED))


def layer_info(get: Get, url: str) -> LayerInfo:
    """Return the fields of a layer and the size of its pages.

    Args:
        get: `Http.get` or `Http.get_once`.
        url: The layer's address, up to its number.

    Raises:
        RequestRefused: there is no such layer.
        FormatChanged: it does not describe itself as layers do.
    """
    told = _ask(get, url, {"f": "json"})
    try:
        fields = tuple(str(field["name"]) for field in told["fields"])
        return LayerInfo(url, fields, int(told["maxRecordCount"]))
    except (KeyError, TypeError, ValueError):
        what = "the layer does not say which fields it has, and how many features it gives."
        raise FormatChanged(Problem(what, url, next_step=RENAMED)) from None


def where_in(field: str, values: Sequence[str]) -> Iterator[str]:
    """Yield conditions that together choose the features with one of these values."""
    quoted = ["'" + value.replace("'", "''") + "'" for value in values]
    for start in range(0, len(quoted), MOST_CODES):
        yield f"{field} IN ({','.join(quoted[start : start + MOST_CODES])})"


def all_features(
    get: Get, info: LayerInfo, where: str, fields: Sequence[str], *, geometry: bool
) -> list[dict[str, Any]]:
    """Return every feature that a condition chooses, in the order of its fields.

    Args:
        get: `Http.get` or `Http.get_once`.
        info: The layer.
        where: The condition; "1=1" for all.
        fields: Which fields, as the layer spells them; the first tells features apart.
        geometry: Whether GeoJSON features with outlines are wanted, in longitude and latitude;
            else rows of attributes.

    Raises:
        EmptyAnswer: the layer says that it has no such feature.
        Truncated: fewer or more came than it says, or the same page came twice.
    """
    expected = _count(get, info, where)
    found: list[dict[str, Any]] = []
    more = True
    while len(found) < expected:
        page, more = _page(get, info, where, fields, len(found), geometry=geometry)
        if not page:
            break
        found += page
    if len(found) != expected or more:
        few = f"{len(found)} of {expected} features came" + (
            ", and there are more." if more else "."
        )
        raise Truncated(Problem(f"the answer is not whole: {few}", info.url, next_step=LATER))
    _check_apart(found, fields[0], info.url, geometry=geometry)
    return found


def _count(get: Get, info: LayerInfo, where: str) -> int:
    params = {"where": where, "returnCountOnly": "true", "f": "json"}
    told = _ask(get, f"{info.url}/query", params)
    if not isinstance(told.get("count"), int):
        what = "the service does not say how many features there are."
        raise FormatChanged(Problem(what, info.url))
    if told["count"] == 0:
        what = f"the layer has nothing where {where[:120]}."
        raise EmptyAnswer(Problem(what, info.url, next_step=RENAMED))
    return int(told["count"])


def _page(
    get: Get, info: LayerInfo, where: str, fields: Sequence[str], offset: int, *, geometry: bool
) -> tuple[list[dict[str, Any]], bool]:
    """Return one page, and whether the service says that there are more."""
    params = {
        "where": where, "outFields": ",".join(fields), "orderByFields": ",".join(fields),
        "resultOffset": str(offset), "resultRecordCount": str(info.most),
        "returnGeometry": str(geometry).lower(), "outSR": "4326",
        "f": "geojson" if geometry else "json",
    }  # fmt: skip
    told = _ask(get, f"{info.url}/query", params)
    if not isinstance(told.get("features"), list):
        what = "the answer has no features, and no error either."
        raise FormatChanged(Problem(what, info.url))
    inside = told.get("properties") or {}
    more = bool(told.get("exceededTransferLimit") or inside.get("exceededTransferLimit"))
    return told["features"], more


def _check_apart(features: list[dict[str, Any]], field: str, url: str, *, geometry: bool) -> None:
    """Raise Truncated if whole features repeat: a service that does not page sends page 1 again."""
    rows = [json.dumps(properties_of(f, geometry=geometry), sort_keys=True) for f in features]
    if len(set(rows)) < len(rows):
        twice = len(rows) - len(set(rows))
        what = f"{twice} features came twice: the service sends the same page again ({field})."
        raise Truncated(Problem(what, url, next_step=LATER))


def properties_of(feature: Mapping[str, Any], *, geometry: bool) -> dict[str, Any]:
    """Return a feature's fields: GeoJSON calls them properties, rows attributes."""
    return dict(feature.get("properties" if geometry else "attributes") or {})


def _ask(get: Get, url: str, params: Mapping[str, str]) -> dict[str, Any]:
    """Return an answer as JSON, if it is not an error that says 200."""
    answer = get(url, params, expect="json")
    told = json.loads(answer.content)
    if not isinstance(told, dict):
        raise FormatChanged(Problem("the answer is not a JSON object.", answer.url))
    if error := told.get("error"):
        raise _refusal(error, answer.url)
    return told


def _refusal(error: Any, url: str) -> SourceError:
    """Return the error for one that came with HTTP 200, under the class that tells what to do."""
    code = error.get("code", 0) if isinstance(error, dict) else 0
    said = error.get("message", error) if isinstance(error, dict) else error
    what = f"the service answers 200 with an error inside ({code}): {str(said)[:200]}"
    if code == 429:
        return RateLimited(Problem(what, url, next_step=f"Wait. {LATER}"))
    if isinstance(code, int) and code >= 500:
        return ServiceDown(Problem(what, url, next_step=LATER))
    return RequestRefused(Problem(what, url, next_step=RENAMED))
