"""What a figure kind is: all that one kind of picture needs, in one object, `FigureKind`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

import pandas as pd

from jsna.figures.about import About
from jsna.figures.ink import Sheet
from jsna.figures.layout import Layout
from jsna.figures.spec import OptionsT, Spec

Cells = tuple[pd.DataFrame, dict[str, str]]
"""A table's cells in words, the first column naming the rows, and column -> unit."""


@dataclass(frozen=True)
class FigureKind(Generic[OptionsT]):
    """One kind of figure. Its module has it as `KIND`, beside the function that makes its spec.

    Attributes:
        id: Stands in every figure's JSON; lower case, [a-z-] only.
        words: What links to the files call it: "trend", "ranking".
        page: Its page in `docs/charts/`.
        columns: What the frame that it is made from must have.
        options: A frozen dataclass of what drawing and table need besides the data.
        alt: One sentence out of data, words and options: chart type, what, main pattern.
        table: The cells of the table of values; `figures.table` adds the caption.
        headline: Says the finding that stands over it, without a full stop.
        draw: Draws it at one width, inside `ink.drawing()`.
    """

    id: str
    words: str
    page: str
    columns: tuple[str, ...]
    options: type[OptionsT]
    alt: Callable[[pd.DataFrame, About, OptionsT], str]
    table: Callable[[Spec[OptionsT]], Cells]
    headline: Callable[..., str]
    draw: Callable[[Spec[OptionsT], Layout], Sheet]

    def spec(
        self,
        about: About,
        data: pd.DataFrame,
        options: OptionsT,
        *,
        units: dict[str, str],
        notes: Sequence[str] = (),
        geometry: pd.DataFrame | None = None,
    ) -> Spec[OptionsT]:
        """Return the spec of one figure of this kind, its alt text written from `data`.

        Args:
            about: The figure's words and source.
            data: Exactly what is drawn, in the order drawn.
            options: What drawing needs besides.
            units: Column of data -> unit.
            notes: How to read what is drawn; they follow the notes of the indicator.
            geometry: For maps only.
        """
        common = about.common()
        # a name may end in a full stop (a ward "St Mary's Rd."), a headline does not
        common["headline"] = common["headline"].rstrip(" .")
        return Spec(
            **common,
            kind=self.id,
            data=data,
            units=units,
            alt=self.alt(data, about, options),
            notes=(*about.notes, *notes),
            geometry=geometry,
            options=options,
        )
