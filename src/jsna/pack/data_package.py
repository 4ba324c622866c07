"""The data package of a pack: tidy tables, one of them as parquet too, and what their columns are.

The descriptor follows the Data Package standard, version 1 (specs.frictionlessdata.io).
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from jsna.facts.parquet import parquet_bytes
from jsna.narrative.english import capitalised
from jsna.pack.pack_facts import PackFacts
from jsna.snapshots.digest import sha256
from jsna.snapshots.write_file import write_whole

FOLDER: Final = "data"
DESCRIPTOR: Final = "datapackage.json"
MEASURES: Final = "measures.csv"
VALUES: Final = "values.csv"
PARQUET: Final = "values.parquet"
TABLES: Final = {
    MEASURES: "The newest value of each measure, with England's and the region's; one row per"
    " priority and measure.",
    VALUES: "Every value of each measure: area, England, region and wards; one row per measure,"
    " area and period.",
}
LICENCES: Final = {
    "OGL-UK-3.0": {
        "name": "OGL-UK-3.0",
        "title": "Open Government Licence v3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
}
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "priority": ("string", "number and title of the strategy's priority"),
    "indicator_id": ("string", "the indicator's number in the catalogue of this project"),
    "indicator": ("string", "the indicator's title"),
    "unit": ("string", "unit of value, lower_95, upper_95, england and region"),
    "area_code": ("string", "code of the Office for National Statistics"),
    "area_name": ("string", "the area"),
    "area_type": ("string", "england, region, county, unitary, district or ward"),
    "sex": ("string", "Persons, Female or Male"),
    "age": ("string", "age group, as published"),
    "period": ("string", "ISO 8601 interval: first day, and after P the length"),
    "period_label": ("string", "the period as published"),
    "value": ("number", "the value; empty where it is missing, and status says why"),
    "lower_95": ("number", "lower limit of the 95% interval; empty where there is none"),
    "upper_95": ("number", "upper limit of the 95% interval; empty where there is none"),
    "interval_from": (
        "string",
        "published, or counts: worked out from count and denominator;"
        " empty where there is no interval",
    ),
    "status": ("string", "final, provisional, suppressed or not-available"),
    "england": ("number", "England's value in the same period"),
    "region_name": ("string", "the region"),
    "region": ("number", "the region's value in the same period"),
    "outcome_against_england": ("string", "what may be said of the difference from England"),
    "what_it_rests_on": ("string", "our test, or the source's own verdict"),
    "reason": ("string", "why no difference may be said, where none may"),
    "source": ("string", "the data set, and the indicator's number there"),
    "files": ("string", "beginning of the SHA-256 of each file used, separated by spaces"),
    "synthetic": ("string", "SYNTHETIC: invented for demonstration"),
}
"""Column -> its type and what it holds."""


def write_data_package(site: Path, pack: PackFacts) -> None:
    """Move the pack's tidy tables into `data/` of a site and describe them there.

    Nothing is written where the chapter that makes them is not available.
    """
    made = [name for name in TABLES if (site / "figures" / name).is_file()]
    if not made:
        return
    folder = site / FOLDER
    folder.mkdir()
    for name in made:
        shutil.move(site / "figures" / name, folder / name)
    if VALUES in made:
        write_whole(folder / PARQUET, parquet_bytes(_read(folder / VALUES)))
    text = json.dumps(_descriptor(folder, made, pack), indent=1, ensure_ascii=False)
    write_whole(folder / DESCRIPTOR, f"{text}\n".encode())


def _read(file: Path) -> pd.DataFrame:
    """Return a table of the package with numbers as numbers and all else as text."""
    text = {name: "str" for name, (kind, _) in FIELDS.items() if kind == "string"}
    return pd.read_csv(file, dtype=text, encoding="utf-8-sig", keep_default_na=False, na_values={
        name: [""] for name, (kind, _) in FIELDS.items() if kind == "number"
    })  # fmt: skip


def _descriptor(folder: Path, made: list[str], pack: PackFacts) -> dict[str, Any]:
    invented = (
        "SYNTHETIC: every figure is invented for demonstration. " if pack.area.synthetic else ""
    )
    licences = dict.fromkeys(snapshot.licence for snapshot in pack.snapshots)
    sources = {s.attribution: {"title": s.attribution, "path": s.url} for s in pack.snapshots}
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": f"{pack.area.slug}-{pack.strategy.slug}",
        "id": f"{pack.area.slug}/{pack.strategy.slug}/{pack.release}",
        "title": f"{pack.title}: data",
        "description": f"{invented}What the pages of the pack show, for {pack.strategy.title}."
        f" {capitalised(pack.reach)}.",
        "version": pack.release,
        "created": pack.timestamp.isoformat().replace("+00:00", "Z"),
        "licenses": [LICENCES.get(name, {"name": name}) for name in licences],
        "sources": [
            one if one["path"].startswith("https://") else {"title": one["title"]}
            for one in sources.values()
        ],
        "contributors": [{"title": pack.area.contact.team, "role": "publisher"}],
        "resources": [_table(folder / name) for name in made],
    }
    if VALUES in made:
        described["resources"].append(_parquet(folder / PARQUET))
    return described


def _table(file: Path) -> dict[str, Any]:
    columns = pd.read_csv(file, nrows=0, encoding="utf-8-sig").columns
    fields = [
        {"name": name, "type": FIELDS[name][0], "description": FIELDS[name][1]} for name in columns
    ]
    content = file.read_bytes()
    return {
        **_file(file, TABLES[file.name], "text/csv"),
        "profile": "tabular-data-resource",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _parquet(file: Path) -> dict[str, Any]:
    what = f"The rows and columns of {VALUES} with their types."
    return {**_file(file, what, "application/vnd.apache.parquet"), "profile": "data-resource"}


def _file(file: Path, what: str, media_type: str) -> dict[str, Any]:
    return {
        "name": file.name.replace(".", "-"),
        "path": file.name,
        "description": what,
        "format": file.suffix[1:],
        "mediatype": media_type,
    }
