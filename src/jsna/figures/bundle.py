"""The figure bundle: `<id>.svg .narrow.svg .png .csv .json`, the same bytes for the same facts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from jsna.figures.checks import check_spec
from jsna.figures.ink import drawing
from jsna.figures.layout import NARROW, PRINT, WIDE
from jsna.figures.registry import kind_of
from jsna.figures.spec import FigureSpec
from jsna.snapshots.write_file import write_whole
from jsna.tables.csv_file import csv_file

ENDINGS: Final = ("svg", "narrow.svg", "png", "csv", "json")
PNG_PIXELS: Final = 1260
PNG_DOTS_PER_INCH: Final = 200
"""1260 pixels at 200 to the inch fill the width of the text on A4."""


@dataclass(frozen=True)
class FigureBundle:
    """Where a figure's files are and what its JSON says."""

    id: str
    folder: Path
    headline: str
    subtitle: str
    alt: str
    source: str
    citation: str

    def file(self, ending: str) -> Path:
        """Return the file with this ending: svg, narrow.svg, png, csv or json."""
        return self.folder / f"{self.id}.{ending}"


def write_bundle(spec: FigureSpec, folder: Path, citation: str) -> FigureBundle:
    """Draw `spec` and write its five files into `folder`, each whole or not at all.

    The JSON is written last: where it stands, the bundle is complete.

    Raises:
        ValueError: `spec` breaks a rule of `checks.check_spec` or is of no kind; nothing is
            written.
        OSError: the folder cannot be written to; no half file is left.
    """
    check_spec(spec)
    bundle = bundle_in(spec, folder, citation)
    made = {**_pictures(spec), "csv": csv_bytes(spec), "json": json_bytes(spec, citation)}
    folder.mkdir(parents=True, exist_ok=True)
    for ending in ENDINGS:
        write_whole(bundle.file(ending), made[ending])
    return bundle


def bundle_in(spec: FigureSpec, folder: Path, citation: str) -> FigureBundle:
    """Return what there is to say of a figure whose files stand, or will stand, in a folder."""
    return FigureBundle(
        spec.id, folder, spec.headline, spec.subtitle, spec.alt, spec.source, citation
    )


def _pictures(spec: FigureSpec) -> dict[str, bytes]:
    draw = kind_of(spec).draw
    with drawing():
        return {
            "svg": draw(spec, WIDE).svg(spec.headline),
            "narrow.svg": draw(spec, NARROW).svg(spec.headline),
            "png": draw(spec, PRINT).png(PNG_PIXELS, PNG_DOTS_PER_INCH),
        }


def csv_bytes(spec: FigureSpec) -> bytes:
    """Return the data as CSV: units in the header, missing cells blank beside their status."""
    data: pd.DataFrame = spec.data.rename(
        columns={name: f"{name} ({unit})" for name, unit in spec.units.items() if unit}
    )
    if spec.synthetic:
        data = data.assign(synthetic="SYNTHETIC")
    return csv_file(data)


def json_bytes(spec: FigureSpec, citation: str) -> bytes:
    """Return what is said of the figure, for `jsna explain` and `jsna cite`."""
    said = {
        "id": spec.id, "kind": spec.kind, "headline": spec.headline, "subtitle": spec.subtitle,
        "alt": spec.alt, "source": spec.source, "notes": list(spec.notes), "citation": citation,
        "snapshot_ids": list(spec.snapshot_ids), "method": spec.method,
        "units": spec.units, "synthetic": spec.synthetic, "sentence": spec.sentence,
        "rule": spec.rule,
    }  # fmt: skip
    return (json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
