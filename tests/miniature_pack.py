"""A miniature pack: two priorities, one of them failed, with hand-made chapters and figures.

It stands for what a run leaves behind, so that laying out can be tested without running anything.
"""

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jsna.pack.availability import run_digests
from jsna.pack.plan import make_plan
from jsna.settings.area import Area, Contact, Region
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Priority, Strategy, StrategyDocument
from jsna.snapshots.lock import entry_of, write_lock
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore

ROOT = Path(__file__).resolve().parents[1]
RENDERERS = ("embedded", pytest.param("quarto", marks=pytest.mark.needs_quarto))
"""What holds of a page whichever lays it out; the real Quarto where it is installed."""
ALT = 'Line chart: the share in <Midshire> & "near" falls from 12% to 9%.'
FIGURE_ID = "healthy-lives.90366.trend"
CONTENT = b"values"
ABOUT = {
    "id": FIGURE_ID,
    "alt": ALT,
    "headline": "Fewer people smoke than five years ago",
    "subtitle": "Smoking in adults, Midshire, 2023 and 2024",
    "sentence": "Smoking in adults in Midshire stood at 9% in 2024.",
    "citation": f"Midshire evidence pack, figure {FIGURE_ID}.",
    "source": "Fingertips public health data, indicator 90366.",
    "snapshot_ids": [hashlib.sha256(CONTENT).hexdigest()],
    "rule": "single-overlapping-interval",
    "method": "single-overlapping-interval",
    "synthetic": False,
}
"""What the figure's JSON says: the keys that `figures/bundle.py` writes and `explain` reads."""

SOURCE = SourceSettings(
    id="fingertips",
    title="Fingertips public health data",
    publisher="Office for Health Improvement and Disparities",
    licence="OGL-UK-3.0",
    attribution="Source: OHID Fingertips, {year}, Open Government Licence v3.0.",
    homepage="https://fingertips.phe.org.uk/",
)

TABLE = """<table><caption>Smoking (%)</caption><thead><tr><th scope="col">Period</th>
<th scope="col" class="n">Midshire</th></tr></thead><tbody>
<tr><th scope="row">2023</th><td class="n">12.0</td></tr>
<tr><th scope="row">2024</th><td class="n">9.0</td></tr></tbody></table>"""

CHAPTER = f"""::: {{.lede}}
What the strategy wants: fewer people smoke.
:::

## Key messages

::: {{.messages}}
::: {{.message}}
[W]{{.mark .worse aria-hidden="true"}} **Level:** 12% against 9%. @fig-healthy-lives-90366-trend

::: {{.details .site-only summary="Cite this"}}
Midshire evidence pack, message 1.
:::
:::
:::

## At a glance

::: {{.outcomes}}
- [**1** worse]{{.worse}}
- [**2** too imprecise to judge]{{.unsure}}
:::

::: {{.findings}}
- [W]{{.mark .worse aria-hidden="true"}} **Worse than England:** 12% (95% interval 10 to 14)
  against 9%. @fig-healthy-lives-90366-trend and @tbl-healthy-lives-90366-trend.
:::

## Smoking

### Fewer people smoke than five years ago

::: {{#fig-healthy-lives-90366-trend}}
![](figures/{FIGURE_ID}.svg){{fig-alt="{ALT.replace('"', "&quot;")}"}}

Smoking in adults, Midshire, 2023 and 2024, with 95% intervals.
:::

::: {{.source}}
Source: OHID, indicator 90366. [How it is compared](methods.qmd#outcomes).
:::

::: {{.details summary="Table of these values"}}
::: {{#tbl-healthy-lives-90366-trend}}
```{{=html}}
{TABLE}
```
:::
:::

::: {{.downloads}}
- [Values of this figure (CSV, 1 KB)](figures/{FIGURE_ID}.csv)
:::

::: {{.details summary="Cite this figure"}}
`{FIGURE_ID}` Midshire evidence pack, figure 1.
:::

::: {{.read}}
**How to read this.** Too imprecise to judge is not the same as similar.
:::
"""


DATA = {
    "measures.csv": "priority,indicator_id,indicator,area_code,area_name,period_label,value,unit\n"
    "1 Healthy lives,90366,'=Smoking,E06000999,Midshire,2024,9.0,%\n",
    "values.csv": "indicator_id,indicator,area_code,area_name,period_label,value,status\n"
    "90366,'=Smoking,E06000999,Midshire,2023,,suppressed\n"
    "90366,'=Smoking,E06000999,Midshire,2024,9.0,final\n",
}
"""The tidy tables of the whole pack, as the overview's run writes them."""


@dataclass(frozen=True)
class Miniature:
    """Where the miniature pack is and what it was made from."""

    area: Area
    strategy: Strategy
    settings: Settings
    paths: Paths

    @property
    def project(self) -> Project:
        """The pack's area and strategy in their checkout."""
        return Project(self.paths, self.settings, self.area, self.strategy)


def make_miniature(work: Path, *, synthetic: bool = False) -> Miniature:
    """Write the runs, snapshots and lock of the miniature pack below `work`."""
    area = _area(synthetic)
    strategy = _strategy()
    settings = Settings(
        areas={area.slug: area},
        indicators={},
        themes={},
        sources={SOURCE.id: SOURCE},
        strategies={strategy.slug: strategy},
    )
    paths = Paths(ROOT, work)
    _write_snapshot(paths, synthetic)
    pack = Miniature(area, strategy, settings, paths)
    for run in make_plan(pack.project).runs:
        folder = pack.project.runs_folder / run.id
        _write_data(folder, run.id, synthetic)
        if run.priority == "old-age":
            _write_failure(folder)
        else:
            _write_run(folder, CHAPTER if run.priority else f"## About {run.id}\n\nText.\n")
    return pack


def let_commands_open(pack: Miniature, patch: pytest.MonkeyPatch) -> None:
    """Make the pack's checkout the one that the commands open, where no Quarto is installed."""
    checkout = Project(pack.paths, pack.settings)
    patch.setattr("jsna.settings.project.open_project", lambda: checkout)
    patch.delenv("JSNA_QUARTO", raising=False)


def set_chapter(pack: Miniature, run_id: str, markdown: str) -> None:
    """Replace the chapter of one run."""
    _write_run(pack.paths.runs(pack.area.slug, pack.strategy.slug) / run_id, markdown)


def _area(synthetic: bool) -> Area:
    return Area(
        slug="midshire",
        name="Midshire",
        code="E06000999",
        kind="unitary authority",
        region=Region(code="E12000001", name="The Middle"),
        contact=Contact(team="Public health, Midshire", email="health@midshire.example"),
        synthetic=synthetic,
    )


def _strategy() -> Strategy:
    return Strategy(
        slug="midshire-plan",
        title="Midshire Health & Wellbeing Strategy [2024]",
        short_title="Strategy 2024",
        area="midshire",
        start=date(2024, 4, 1),
        end=date(2029, 3, 31),
        document=StrategyDocument(title="Strategy"),
        priorities=(
            Priority(id="healthy-lives", number=1, title="Healthy lives", aim="Fewer smoke."),
            Priority(id="old-age", number=2, title="A *good* old age", aim="Longer health."),
        ),
    )


def _write_snapshot(paths: Paths, synthetic: bool) -> None:
    snapshot = SnapshotStore(paths.snapshots).add(
        CONTENT,
        Received(
            source=SOURCE,
            title="Smoking, one indicator",
            url="https://fingertips.phe.org.uk/api/90366",
            retrieved=datetime(2026, 11, 20, 9, tzinfo=UTC),
            media_type="text/csv",
            origin=Origin.NETWORK,
            synthetic=synthetic,
        ),
    )
    write_lock(paths.lock("midshire"), "midshire", [entry_of(snapshot)])


def _write_run(folder: Path, markdown: str) -> None:
    shown = {"data": {"text/markdown": markdown}, "metadata": {}, "output_type": "display_data"}
    code = {"cell_type": "code", "source": "secret_code()", "metadata": {}, "outputs": [shown]}
    notebook = {"cells": [code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "chapter.ipynb").write_text(json.dumps(notebook), "utf-8")
    if "#fig-" in markdown:
        _write_figure(folder / "figures")
    _write_record(folder, "done", "")


def _write_figure(folder: Path) -> None:
    for ending, width in (("svg", 540), ("narrow.svg", 270)):
        (folder / f"{FIGURE_ID}.{ending}").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 200">'
            f'<path d="M 20 40 L {width - 20} 160" stroke="#12436d" stroke-width="3"/></svg>',
            "utf-8",
        )
    (folder / f"{FIGURE_ID}.png").write_bytes(_png(64, 24))
    (folder / f"{FIGURE_ID}.csv").write_text("period,value\n2024,9\n", "utf-8")
    (folder / f"{FIGURE_ID}.json").write_text(json.dumps(ABOUT), "utf-8")


def _write_data(folder: Path, run_id: str, synthetic: bool) -> None:
    """Write what the overview's run leaves for the workbook and the data package."""
    if run_id != "overview":
        return
    (folder / "figures").mkdir(parents=True)
    for name, text in DATA.items():
        head, *rows = text.splitlines()
        more = (",synthetic", ",SYNTHETIC") if synthetic else ("", "")
        lines = [head + more[0], *(row + more[1] for row in rows)]
        (folder / "figures" / name).write_text("\n".join(lines) + "\n", "utf-8-sig")


def _write_failure(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write_record(folder, "failed", "The indicator 90366 has no values for Midshire.")


def _write_record(folder: Path, status: str, reason: str) -> None:
    record = {"key": "k", "status": status, "reason": reason, "seconds": 1.5,
              "outputs": run_digests(folder)}  # fmt: skip
    (folder / "run.json").write_text(json.dumps(record), "utf-8")


def _png(width: int, height: int) -> bytes:
    """Return a small blue picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x12\x43\x6d" * width) * height
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
