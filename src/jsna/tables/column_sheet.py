"""gptables' workbook with sheets that are laid out a column at a time, to the same bytes.

gptables gives every cell a form of its own before it writes one: three quarters of the time of a
workbook of sixty thousand cells. In our tables all cells of a column below its head look alike. A
table of any other shape is left to gptables (`_is_simple`), so that its rules hold for it.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, Final

import pandas as pd
from gptables import Cover
from gptables.core.wrappers import GPWorkbook, GPWorksheet
from xlsxwriter.utility import cell_autofit_width

AS_WRITTEN: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
"""No text becomes a formula, a link or a number."""
FIRST_COLUMN_NAMES_ROWS: Final = {2: 0}
"""Level and place of the column of names, as gptables counts them."""
SHORTHAND: Final = re.compile(r"\[[\w\s]+\]")
"""What gptables takes for a symbol or a note: a column of numbers may hold some."""
SPOKEN: Final = re.compile(r"[a-zA-Z0-9]")
CELLS: Final = {str, int, float}


class ColumnBook(GPWorkbook):  # type: ignore[misc]  # it has no types
    """A workbook of the government's form, whose texts have no markup of gptables in them."""

    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, options=dict(AS_WRITTEN))

    def fill(self, cover: Cover, sheets: Mapping[str, Any]) -> None:
        """Write the cover, the contents and the sheets, as gptables' `produce_workbook` does.

        Args:
            cover: The first sheet.
            sheets: Name -> its GPTable, in the order of the contents.
        """
        self.add_worksheet(cover.cover_label).write_cover(cover)
        contents = self.make_table_of_contents(dict(sheets))
        for label, table in {"Contents": contents, **sheets}.items():
            self.add_worksheet(label).write_gptable(table, auto_width=True)

    def add_worksheet(self, name: str | None = None, gridlines: str = "hide_all") -> Any:
        """Return a new sheet, which writes simple tables a column at a time."""
        sheet = super().add_worksheet(name, gridlines)
        sheet.__class__ = _ColumnSheet  # its own makes none but its own
        return sheet


class _ColumnSheet(GPWorksheet):  # type: ignore[misc]
    """A sheet whose table, where it is simple, takes one form for each column."""

    def _reference_annotations(self, gptable: Any, reference_order: Sequence[str]) -> None:
        """Look for no notes that a text refers to: ours have none."""

    def _parse_table_urls(self, gptable: Any) -> None:
        """Look for no links within cells: only the contents have some, which are made already."""

    def _write_table_elements(self, pos: list[int], gptable: Any, auto_width: bool) -> list[int]:
        table: pd.DataFrame = gptable.table
        columns = [table.iloc[:, place].tolist() for place in range(table.shape[1])]
        distinct = [_distinct(column) for column in columns]
        if not _is_simple(gptable, distinct):
            after: list[int] = super()._write_table_elements(pos, gptable, auto_width)
            return after
        heads = [str(name) for name in table.columns]
        head_forms, cell_forms = _forms(self.theme, distinct)
        top = gptable.data_range[0]
        _fill_row(self, top, heads, map(self._workbook.add_format, head_forms))
        forms = list(map(self._workbook.add_format, cell_forms))
        for row, cells in enumerate(zip(*columns, strict=True), top + 1):
            _fill_row(self, row, cells, forms)
        if auto_width:
            both = zip(heads, head_forms, distinct, cell_forms, strict=True)
            self._set_column_widths([
                max(_pixels(self, head, head_form), *(_pixels(self, cell, form) for cell in cells))
                for head, head_form, cells, form in both
            ])  # fmt: skip
        self._mark_data_as_worksheet_table(gptable, pd.DataFrame([head_forms], dtype="object"))
        return [top + 1 + len(table), 0]


# not methods: what gptables' class is made of has such names of its own
def _forms(theme: Any, distinct: Sequence[set[Any]]) -> tuple[list[Any], list[Any]]:
    """The form of each column's head and of its cells."""
    sides = [
        {"align": "right" if place and _is_numeric(cells) else "left"}
        for place, cells in enumerate(distinct)
    ]
    below = [theme.data_format if place else theme.index_2_format for place in range(len(sides))]
    heads = [theme.column_heading_format | side for side in sides]
    return heads, [form | side for form, side in zip(below, sides, strict=True)]


def _fill_row(sheet: Any, row: int, cells: Sequence[Any], forms: Iterable[Any]) -> None:
    for place, (cell, form) in enumerate(zip(cells, forms, strict=True)):
        write = sheet.write_string if isinstance(cell, str) else sheet.write_number
        write(row, place, cell, form)


def _pixels(sheet: Any, cell: object, form: Mapping[str, Any]) -> int:
    """How wide a cell is by gptables' own rules."""
    line = sheet._get_longest_line(cell)
    return ceil(cell_autofit_width(line) * sheet._get_scaling_factor(form, line))


def _distinct(column: Sequence[Any]) -> set[Any]:
    """The values of a column, none for one that holds what no set can."""
    try:
        return set(column)
    except TypeError:
        return set()


def _is_simple(gptable: Any, distinct: Sequence[set[Any]]) -> bool:
    """Whether a table has nothing that gptables treats apart: blanks, links, own forms, notes."""
    names = list(gptable.table.columns)
    plain = len(set(names)) == len(names) and not any(map(SHORTHAND.search, map(str, names)))
    as_usual = gptable.index_columns == FIRST_COLUMN_NAMES_ROWS
    return plain and as_usual and not gptable.additional_formatting and all(map(_is_said, distinct))


def _is_said(cells: set[Any]) -> bool:
    """Whether all cells of a column, which has some, are numbers or have a letter or digit."""
    return bool(cells) and all(
        type(cell) in CELLS and not pd.isna(cell) and SPOKEN.search(str(cell)) for cell in cells
    )


def _is_numeric(cells: set[Any]) -> bool:
    """Whether gptables sets a column to the right: numbers, and symbols among them."""
    words = {cell for cell in cells if isinstance(cell, str)}
    return len(words) < len(cells) and all(map(SHORTHAND.search, words))
