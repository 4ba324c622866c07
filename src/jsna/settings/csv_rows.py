"""Rows of a CSV that a user keeps by hand, each with its line; what can't be read is told."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from jsna.errors import UserFileError
from jsna.settings.model import UNPRINTABLE
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_file import Problems

LARGEST_BYTES: Final = 8 << 20


def csv_rows(
    path: Path, columns: Sequence[str], required: Collection[str], problems: Problems
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row that holds something, with the line on which it begins.

    Cells are stripped; columns that the file leaves out have none. A file or a row that can't be
    read is told to `problems` instead.

    Args:
        path: The file.
        columns: The headings that it may have.
        required: Those that it has to have.
        problems: Where what is wrong is gathered.
    """
    text = _text(path, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if not _headings_are_right(names, columns, required, path, problems):
            return
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            told = [cell.strip() for cell in cells]
            if any(told) and len(told) != len(names):
                what = f"this row has {len(told)} cells under {len(names)} columns."
                step = "Put a cell that holds a comma in quotation marks."
                problems.add(what, path, line, next_step=step)
            elif any(told):
                yield line, dict(zip(names, told, strict=True))
    except csv.Error as error:
        problems.add(f"this is no CSV: {error}.", path, reader.line_num, next_step=_QUOTES)


def _text(path: Path, problems: Problems) -> str | None:
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
        if found := UNPRINTABLE.search(text):
            what = "it holds a control character, which can't be printed; take it out."
            problems.add(what, path, text.count("\n", 0, found.start()) + 1)
            return None
        return text
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.add("this file is not in UTF-8.", path, line, next_step="Save it as CSV UTF-8.")
    except UserFileError as error:
        problems.add(error.problems[0].what, path)
    return None


def _headings_are_right(
    names: list[str],
    columns: Sequence[str],
    required: Collection[str],
    path: Path,
    problems: Problems,
) -> bool:
    allowed = f"The columns are: {', '.join(columns)}."
    found = len(problems.found)
    for name in dict.fromkeys(names):
        if name not in columns:
            step = did_you_mean(name, columns)
            problems.add(f"unknown column {name!r}.", path, 1, allowed=allowed, next_step=step)
        elif names.count(name) > 1:
            problems.add(f"the column {name} stands twice.", path, 1)
    for name in required:
        if name not in names:
            problems.add(f"the column {name} is missing.", path, 1, allowed=allowed)
    return len(problems.found) == found


_QUOTES: Final = "Look for a quotation mark that is not closed, here or above."
