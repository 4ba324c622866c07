"""A FeatureServer on the loopback server: layers with fields, pages, counts and its odd errors."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from loopback.server import Asked, Handler, Reply

JSON = "application/json"
ROOT = "/ESMARspQHYMw9BZ9/arcgis/rest/services"
HOST = "services1.arcgis.com"
IN = re.compile(r"^(\w+) IN \((.*)\)$")
INVALID_URL = Reply(
    b'{"error":{"code":400,"message":"Invalid URL","details":["Invalid URL"]}}', media_type=JSON
)


@dataclass(frozen=True)
class FakeLayer:
    """A layer: its rows of fields, and outlines beside them if it has any.

    Attributes:
        most: How many features it gives at once.
        flag: Where it says that there are more: "top", "properties" or "" (it does not).
        pages: False: it ignores resultOffset and sends its first page again.
        spelled: How it spells its fields.
        miscount: What it adds to the number of features that it tells.
    """

    rows: Sequence[Mapping[str, str]]
    shapes: Sequence[Any] = ()
    most: int = 1000
    flag: str = "properties"
    pages: bool = True
    spelled: Callable[[str], str] = str
    miscount: int = 0

    def info(self, asked: Asked) -> Reply:
        """Answer `?f=json`."""
        fields = [{"name": "FID"}, *({"name": self.spelled(name)} for name in self.rows[0])]
        return _json({"maxRecordCount": self.most, "fields": fields})

    def query(self, asked: Asked) -> Reply:
        """Answer a query, as the service does."""
        chosen = self._chosen(asked.query["where"])
        if chosen is None:
            message = "Invalid or missing input parameters."
            return _json({"error": {"code": 400, "message": message, "details": []}})
        if asked.query.get("returnCountOnly") == "true":
            return _json({"count": len(chosen) + self.miscount})
        order = [name.upper() for name in asked.query["orderByFields"].split(",")]
        chosen = sorted(chosen, key=lambda n: [self.rows[n].get(name, "") for name in order])
        start = int(asked.query.get("resultOffset", "0")) if self.pages else 0
        size = min(int(asked.query.get("resultRecordCount", "1000")), self.most)
        page = chosen[start : start + size]
        return self._page(asked, page, more=start + size < len(chosen))

    def _chosen(self, where: str) -> list[int] | None:
        if where == "1=1":
            return list(range(len(self.rows)))
        found = IN.match(where)
        if not found or found[1].upper() not in self.rows[0]:
            return None
        values = {v.replace("''", "'") for v in re.findall(r"'((?:[^']|'')*)'", found[2])}
        return [n for n, row in enumerate(self.rows) if row[found[1].upper()] in values]

    def _page(self, asked: Asked, page: list[int], *, more: bool) -> Reply:
        wanted = asked.query["outFields"].upper().split(",")
        rows = [{self.spelled(k): v for k, v in self.rows[n].items() if k in wanted} for n in page]
        if asked.query["f"] != "geojson":
            told: dict[str, Any] = {"features": [{"attributes": row} for row in rows]}
            return _json(told | ({"exceededTransferLimit": True} if more and self.flag else {}))
        features = [
            {"type": "Feature", "id": n, "properties": row, "geometry": self.shapes[n]}
            for n, row in zip(page, rows, strict=True)
        ]
        told = {"type": "FeatureCollection", "features": features}
        flags = {"top": {"exceededTransferLimit": True},
                 "properties": {"properties": {"exceededTransferLimit": True}}}  # fmt: skip
        return _json(told | (flags.get(self.flag, {}) if more else {}))


def arcgis_routes(layers: Mapping[str, FakeLayer]) -> dict[str, Handler]:
    """Return the routes of a server with these layers; any other name is an "Invalid URL"."""
    routes: dict[str, Handler] = {"/": lambda asked: INVALID_URL}
    for name, layer in layers.items():
        routes[layer_path(name)] = layer.info
        routes[layer_path(name) + "/query"] = layer.query
    return routes


def layer_path(name: str) -> str:
    """Return the path of a layer on the server."""
    return f"{ROOT}/{name}/FeatureServer/0"


def layer_of_geojson(path: Path, **more: Any) -> FakeLayer:
    """Return a layer with the features of a GeoJSON file."""
    features = json.loads(path.read_bytes())["features"]
    rows = [feature["properties"] for feature in features]
    return FakeLayer(rows, [feature["geometry"] for feature in features], **more)


def layer_of_csv(path: Path, **more: Any) -> FakeLayer:
    """Return a layer with the rows of a CSV file."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    return FakeLayer(rows, **more)


def renamed(layer: FakeLayer, names: Mapping[str, str]) -> FakeLayer:
    """Return the layer with other names of fields: another vintage of it."""
    rows = [{names.get(k, k): v for k, v in row.items()} for row in layer.rows]
    return replace(layer, rows=rows)


def _json(told: Any) -> Reply:
    return Reply(json.dumps(told).encode(), media_type=JSON)
