"""Tables that a screen reader can read: caption, one header row, row headers, no empty cell.

Text cells stand left and numbers right (class "n"). A missing value is printed as the word its
status gives, "suppressed" or "not available"; where no status says why, as [x], explained in
the caption.
"""

from collections.abc import Collection, Mapping

import pandas as pd

from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number

STATUS_COLUMN = "status"
MISSING_WORDS = {"suppressed": "suppressed", "not-available": "not available"}
UNKNOWN = "[x]"
UNKNOWN_EXPLAINED = " [x] means not available."


def html_table(
    frame: pd.DataFrame,
    caption: str,
    units: Mapping[str, str],
    row_header: str,
    decimals: Mapping[str, int] | None = None,
    markup: Collection[str] = (),
) -> str:
    """Return `frame` as an accessible HTML table.

    Args:
        frame: One row per table row; column names become the headers. A `status` column is not
            printed: it says why the values of its row are missing.
        caption: What the table holds: measure, place, period.
        units: Column -> unit, printed in its header; these columns are set as numbers even
            where their cells are text already.
        row_header: The column whose cells name the rows; it is printed first.
        decimals: Column -> decimals; without it whole numbers stay whole and others keep theirs.
        markup: Columns whose cells are HTML already, such as links.

    Raises:
        ValueError: there are no rows, `row_header` is no column, or a row header is empty.
    """
    cells, numeric = display_cells(frame, units, row_header, decimals)
    explained = UNKNOWN_EXPLAINED if (cells == UNKNOWN).any(axis=None) else ""
    names = [str(name) for name in cells.columns]
    heads = "".join(_head(name, units.get(name, ""), name in numeric) for name in names)
    records = cells.itertuples(index=False, name=None)
    numbers, ready = ([name in of for name in names] for of in (numeric, markup))
    rows = "\n".join(_row(row, numbers, ready) for row in records)
    return (
        f"<table>\n<caption>{escape_html(caption)}{explained}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def pipe_table(
    frame: pd.DataFrame,
    units: Mapping[str, str],
    row_header: str,
    decimals: Mapping[str, int] | None = None,
) -> str:
    """Return `frame` as a Markdown pipe table, with the words and numbers of `html_table`."""
    cells, numeric = display_cells(frame, units, row_header, decimals)
    names = [str(name) for name in cells.columns]
    heads = [_with_unit(name, units.get(name, "")) for name in names]
    rules = ["---:" if name in numeric else ":---" for name in names]
    body = [[escape_markdown(cell) for cell in row] for row in cells.itertuples(index=False)]
    lines = [[escape_markdown(head) for head in heads], rules, *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def display_cells(
    frame: pd.DataFrame,
    units: Mapping[str, str],
    row_header: str,
    decimals: Mapping[str, int] | None = None,
) -> tuple[pd.DataFrame, set[str]]:
    """Return every cell as it is printed, `row_header` first, and the names of number columns."""
    if row_header not in frame.columns:
        raise ValueError(f"the table has no column {row_header!r} to name its rows")
    if frame.empty:
        raise ValueError("the table has no rows")
    why = _missing_words(frame)
    others = [str(name) for name in frame if name not in (row_header, STATUS_COLUMN)]
    numeric = {name for name in others if _is_number(frame[name]) or name in units}
    names = [row_header, *others]
    cells = {name: _printed(frame[name], (decimals or {}).get(name), why) for name in names}
    if (cells[row_header] == why).any() or (cells[row_header] == "").any():
        raise ValueError(f"a cell of {row_header!r}, which names the rows, is empty")
    return pd.DataFrame(cells, columns=names), numeric


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _missing_words(frame: pd.DataFrame) -> pd.Series:
    if STATUS_COLUMN not in frame.columns:
        return pd.Series(UNKNOWN, index=frame.index)
    return frame[STATUS_COLUMN].map(MISSING_WORDS).fillna(UNKNOWN)


def _printed(column: pd.Series, decimals: int | None, why: pd.Series) -> pd.Series:
    if _is_number(column):
        places = _own_decimals(column) if decimals is None else decimals
        words = column.map(lambda value: format_number(value, places), na_action="ignore")
    else:
        words = column.astype("object").map(lambda cell: str(cell).strip(), na_action="ignore")
    words = words.astype("object")
    return words.where(words.notna() & (words != ""), why)


def _own_decimals(column: pd.Series) -> int:
    known = column.dropna().astype(float)
    return next((d for d in range(4) if (known.round(d) == known).all()), 4)


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _head(name: str, unit: str, is_number: bool) -> str:
    look = ' class="n"' if is_number else ""
    return f'<th scope="col"{look}>{escape_html(_with_unit(name, unit))}</th>'


def _row(cells: tuple[str, ...], numeric: list[bool], markup: list[bool]) -> str:
    texts = [
        cell if ready else escape_html(cell) for cell, ready in zip(cells, markup, strict=True)
    ]
    first = f'<th scope="row">{texts[0]}</th>'
    others = (
        f'<td class="n">{text}</td>' if is_number else f"<td>{text}</td>"
        for text, is_number in list(zip(texts, numeric, strict=True))[1:]
    )
    return f"<tr>{first}{''.join(others)}</tr>"
