"""Small files in the publishers' layouts, for the tests of sources and geography."""

import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

from jsna.settings.area import Area, Contact, Region
from jsna.snapshots.snapshot import Origin, Snapshot

RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def snapshot(content: bytes, title: str = "a file", received: datetime = RECEIVED) -> Snapshot:
    sha = hashlib.sha256(content).hexdigest()
    return Snapshot(
        sha,
        "test",
        title,
        "a publisher",
        title,
        received,
        "OGL-UK-3.0",
        "",
        len(content),
        "text",
        Origin.HAND,
    )


def area(code: str = "E06900001", kind: str = "unitary authority", **more: Any) -> Area:
    region = Region(code="E12900001", name="A region")
    contact = Contact(team="A team")
    return Area(
        slug="a-place", name="A Place", code=code, kind=kind, region=region, contact=contact, **more
    )


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(rows: list[dict[str, str]], shapes: list[dict[str, Any]], **more: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": row, "geometry": shape}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", **more, "features": features}).encode()


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WEB_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>No.</body></html>\n"
