"""The table behind a figure: the same values, set out for reading as its kind says."""

from jsna.figures.registry import kind_of
from jsna.figures.spec import FigureSpec
from jsna.tables.figure_table import FigureTable


def figure_table(spec: FigureSpec) -> FigureTable:
    """Return the table of the values that `spec` draws; its subtitle is the caption."""
    frame, units = kind_of(spec).table(spec)
    return FigureTable(frame, _caption(spec), units, str(frame.columns[0]))


def _caption(spec: FigureSpec) -> str:
    words = spec.subtitle.rstrip(".")
    return f"{words}. SYNTHETIC: invented data." if spec.synthetic else f"{words}."
