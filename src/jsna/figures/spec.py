"""What a figure says and shows, before any ink: `FigureSpec`, a `Spec` of any options."""

from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

import pandas as pd

from jsna.narrative.one_line import one_line

OptionsT = TypeVar("OptionsT")
OptionsT_co = TypeVar("OptionsT_co", covariant=True)


@dataclass(frozen=True)
class Spec(Generic[OptionsT_co]):
    """One figure. Headline and subtitle stand outside the picture; `data` is all it draws.

    Attributes:
        id: Stable: `<priority>.<indicator>.<kind>`, lower case, [a-z0-9.-] only.
        kind: Id of its kind, see `registry.figure_kinds`.
        headline: The finding, one sentence, at most about 15 words, no full stop.
        subtitle: Measure, place and period.
        measure: The measure in words that fit in a sentence.
        data: Exactly what is drawn; written as the figure's CSV. Missing cells say why in a
            `status` column; units stand in `units`.
        units: Column of data -> unit, for the CSV's header and the table.
        alt: One sentence written from the data: chart type, what, main pattern. Ends in ".".
        source: Who published the data, indicator id, licence line.
        notes: Reading notes under the figure (interval level, overlaps, caveats).
        snapshot_ids: Full sha256 of every snapshot the data came from.
        method: The entry (anchor) of docs/methods.md behind the figure.
        options: What drawing and table need besides data, as its kind types it.
        geometry: For maps only: a GeoDataFrame: code, geometry, layer (fill or outline), name.
        synthetic: True: SYNTHETIC is written into the picture, CSV and JSON.
        sentence: The finding as a full sentence, ready to be quoted (`jsna cite`).
        rule: Name of the comparison rule behind the sentence; "" if nothing is compared.
    """

    id: str
    kind: str
    headline: str
    subtitle: str
    measure: str
    data: pd.DataFrame
    units: dict[str, str]
    alt: str
    source: str
    snapshot_ids: tuple[str, ...]
    method: str
    options: OptionsT_co
    notes: tuple[str, ...] = ()
    geometry: pd.DataFrame | None = None
    synthetic: bool = False
    sentence: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        """Bring every text onto one line: names in it come from files, which may break theirs."""
        for name in ("headline", "subtitle", "measure", "alt", "source", "sentence"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "notes", tuple(map(one_line, self.notes)))


FigureSpec: TypeAlias = Spec[Any]
"""The spec of a figure of any kind."""
