"""Hand-made packs of a council's own figures, in which tests plant what may not be shown.

Four wards and their authority in two years. The kept file hides two wards of the first year; the
pack shows what it keeps as a site, a Word file, a chapter and a figure.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator, SourceReference
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import LockEntry, write_lock
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.store import SnapshotStore

DAY = datetime(2026, 1, 1, tzinfo=UTC)
STRATEGY = "a-plan"
FALLS = "falls-at-home"
FIGURE = f"old-age.{FALLS}.wards"
TOP = "E06999999"
NAMES = {"E05000001": "Ash Hill", "E05000002": "Birch Green", "E05000003": "Cedar Cross",
         "E05000004": "Dale End", TOP: "Midshire"}  # fmt: skip
KEPT: dict[tuple[str, str], int | None] = {
    ("E05000001", "2023"): None, ("E05000002", "2023"): None, ("E05000003", "2023"): 40,
    ("E05000004", "2023"): 55, (TOP, "2023"): 125,
    ("E05000001", "2024"): 20, ("E05000002", "2024"): 30, ("E05000003", "2024"): 45,
    ("E05000004", "2024"): 60, (TOP, "2024"): 155,
}  # fmt: skip
HEADER = (
    "indicator_id,area_code,area_name,period,period_label,value,count,denominator,status,note\n"
)
TITLE = "Falls at home of people aged 65 and over"


@dataclass(frozen=True)
class PlantedPack:
    """A pack as it is laid out, and what it was made of."""

    folder: Path
    manifest: dict[str, Any]
    area: Area
    settings: Settings
    paths: Paths

    @property
    def project(self) -> Project:
        """The pack's area and strategy in their checkout."""
        return Project(self.paths, self.settings).of("midshire", STRATEGY)

    @property
    def figures(self) -> Path:
        return self.folder / "site" / "figures"

    def write(self, name: str, text: str) -> None:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def page(self, body: str) -> None:
        self.write("site/old-age.html", f"<html><body><h2>{TITLE}</h2>{body}</body></html>")

    def csv(self, numbers: dict[tuple[str, str], str]) -> None:
        """Write the figure's CSV, with other numbers than the kept ones where told."""
        lines = ["area_code,area_name,period_label,value (falls),status"]
        for (code, year), count in KEPT.items():
            number = numbers.get((code, year), "" if count is None else str(count))
            lines.append(
                f"{code},{NAMES[code]},{year},{number},{'final' if number else 'suppressed'}"
            )
        self.write(f"site/figures/{FIGURE}.csv", "\n".join(lines) + "\n")

    def about(self, **other: Any) -> None:
        said = {
            "id": FIGURE, "kind": "ranked-bars", "snapshot_ids": [self.own],
            "headline": "Wards run from 40 to 55 on falls at home",
            "alt": "Bar chart: falls at home in 4 areas, 2023, from Cedar Cross (40 falls) to"
            " Dale End (55 falls); 2 without a value.",
        } | other  # fmt: skip
        self.write(f"site/figures/{FIGURE}.json", json.dumps(said))

    @property
    def own(self) -> str:
        return str(self.manifest["snapshots"][0]["sha256"])


def kept_file(counts: dict[tuple[str, str], int | None]) -> bytes:
    lines = [
        f"{FALLS},{code},{NAMES[code]},{year}-01-01/P1Y,{year},"
        + (",,,suppressed,Hidden." if count is None else f"{count},{count},,final,")
        for (code, year), count in counts.items()
    ]
    return (HEADER + "\n".join(lines) + "\n").encode()


def make_planted(work: Path, root: Path, counts: Any = None) -> PlantedPack:
    """Write a pack that shows no more than its kept file does."""
    paths = Paths(root, work)
    settings = known_settings(root)
    area = next(iter(settings.areas.values())).model_copy(
        update={"slug": "midshire", "name": "Midshire", "code": TOP}
    )
    strategy = next(iter(settings.strategies.values())).model_copy(
        update={"slug": STRATEGY, "area": "midshire"}
    )
    settings = Settings(
        areas={"midshire": area}, indicators={FALLS: _falls(settings)}, themes=settings.themes,
        sources=settings.sources, strategies={STRATEGY: strategy},
    )  # fmt: skip
    kept = keep(paths, settings, kept_file(counts or KEPT))
    told = {name: getattr(kept, name) for name in ("sha256", "source", "title", "attribution")}
    manifest = {
        "release": "2025.1", "data_as_at": "2025-01-01", "area": {"slug": "midshire"},
        "strategy": {"slug": STRATEGY}, "snapshots": [told], "files": {}, "chapters": [],
    }  # fmt: skip
    pack = PlantedPack(paths.pack("midshire", STRATEGY), manifest, area, settings, paths)
    entry = LockEntry(kept.sha256, kept.source, kept.title, kept.size, kept.retrieved)
    write_lock(paths.lock("midshire"), "midshire", [entry])
    write_lock(pack.folder / "midshire.lock", "midshire", [entry])
    pack.csv({})
    pack.about()
    pack.page(SOUND_PAGE)
    pack.write("project/old-age.qmd", f"## {TITLE}\n\n{SOUND_TEXT}\n")
    (pack.folder / "site" / "old-age.docx").write_bytes(_word_file())
    notebook(pack, SOUND_TEXT)
    return pack


@cache
def known_settings(root: Path) -> Settings:
    """Return the project's settings, loaded once for some hundred packs; nobody changes them."""
    return load_settings(Paths(root, root))


@cache
def _word_file() -> bytes:
    word, made = Document(), BytesIO()
    word.add_heading(TITLE)
    word.add_paragraph(SOUND_TEXT)
    word.save(made)
    return made.getvalue()


def keep(
    paths: Paths,
    settings: Settings,
    content: bytes,
    title: str = "own.csv",
    day: datetime | None = None,
) -> Snapshot:
    return SnapshotStore(paths.snapshots).add(
        content,
        Received(
            source=settings.sources["local-csv"],
            title=title,
            url=title,
            retrieved=day or DAY,
            media_type="text/csv",
            origin=Origin.HAND,
            synthetic=False,
        ),
    )


def notebook(pack: PlantedPack, markdown: str) -> None:
    shown = {"data": {"text/markdown": f"## {TITLE}\n\n{markdown}"}, "output_type": "display_data"}
    cell = {"cell_type": "code", "source": "", "outputs": [shown]}
    place = pack.paths.runs("midshire", STRATEGY) / "old-age" / "chapter.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps({"cells": [cell]}), "utf-8")


def table(cells: dict[tuple[str, str], str], caption: str = f"{TITLE}, wards of Midshire") -> str:
    """Return a table of years by wards."""
    wards = [code for code in NAMES if code != TOP]
    head = "".join(f"<th scope='col'>{NAMES[code]} (falls)</th>" for code in wards)
    rows = ""
    for year in ("2023", "2024"):
        printed = [
            cells.get((code, year), str(KEPT[code, year]) if KEPT[code, year] else "hidden")
            for code in wards
        ]
        data = "".join(f"<td>{cell}</td>" for cell in printed)
        rows += f"<tr><th scope='row'>{year}</th>{data}</tr>"
    return (
        f"<table><caption>{caption}</caption><thead><tr><th>Period</th>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


SOUND_TEXT = (
    "Falls at home: in 2023 the wards of Midshire run from 40 to 55 (95% interval 35 to 60). Ash"
    " Hill stood at 20 falls in 2024; 2 of 4 wards have no value. Ash Hill, 1st of 4 wards, has no"
    " value in 2023."
)
SOUND_PAGE = f"<p>{SOUND_TEXT}</p>{table({})}<h2>Something else</h2><p>Ash Hill has 3 parks.</p>"


def _falls(settings: Settings) -> Indicator:
    like = next(i for i in settings.indicators.values() if i.source.source == "local-csv")
    return like.model_copy(
        update={
            "id": FALLS, "title": TITLE, "short_title": "Falls at home", "unit": "falls",
            "value_type": "count", "multiplier": 1.0, "decimals": 0,
            "source": SourceReference(source="local-csv", id=FALLS),
        }
    )  # fmt: skip
