"""What a figure says and shows, before any ink: `FigureSpec`."""

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

FigureKind = Literal[
    "trend", "ranked-bars", "pyramid", "choropleth", "funnel", "part-bars", "gradient"
]


@dataclass(frozen=True)
class FigureSpec:
    """One figure. Headline and subtitle stand outside the picture; `data` is all it draws.

    Attributes:
        id: Stable: `<priority>.<indicator>.<kind>`, lower case, [a-z0-9.-] only.
        headline: The finding, one sentence, at most about 15 words, no full stop.
        subtitle: Measure, place and period.
        data: Exactly what is drawn; written as the figure's CSV. Missing cells say why in a
            `status` column; units stand in `units`.
        units: Column of data -> unit, for the CSV's header and the table.
        alt: One sentence written from the data: chart type, what, main pattern. Ends in ".".
        source: Who published the data, indicator id, licence line.
        notes: Reading notes under the figure (interval level, overlaps, caveats).
        snapshot_ids: Full sha256 of every snapshot the data came from.
        method: The entry (anchor) of docs/methods.md behind the figure.
        geometry: For maps only: a GeoDataFrame: code, geometry, layer (fill or outline), name.
        options: What the drawing function needs besides data (labels of series, axis title).
        synthetic: True: SYNTHETIC is written into the picture, CSV and JSON.
        sentence: The finding as a full sentence, ready to be quoted (`jsna cite`).
        rule: Name of the comparison rule behind the sentence; "" if nothing is compared.
    """

    id: str
    kind: FigureKind
    headline: str
    subtitle: str
    data: pd.DataFrame
    units: dict[str, str]
    alt: str
    source: str
    snapshot_ids: tuple[str, ...]
    method: str
    notes: tuple[str, ...] = ()
    geometry: pd.DataFrame | None = None
    options: dict[str, object] = field(default_factory=dict)
    synthetic: bool = False
    sentence: str = ""
    rule: str = ""
