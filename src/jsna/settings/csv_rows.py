"""Rows of a CSV that a user keeps by hand, each with its line; what can't be read is told."""

import csv
import io
import re
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
    path: Path,
    columns: Sequence[str],
    required: Collection[str],
    problems: Problems,
    *,
    more: bool = False,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row that holds something, with the line on which it begins.

    Cells are stripped; columns that the file leaves out have none. Blank lines above the headings
    are passed over, and so are columns without a heading in which nothing stands: spreadsheets
    write both. A file or a row that can't be read is told to `problems` instead.

    Args:
        path: The file.
        columns: The headings that it may have.
        required: Those that it has to have.
        problems: Where what is wrong is gathered.
        more: Whether it may have others too.
    """
    text = _text(path, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before, names = 0, None
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            told = [cell.strip() for cell in cells]
            if not any(told):
                continue
            if names is None:
                names = _without_blank_ends(told)
                known = [*columns, *(name for name in names if name)] if more else columns
                if not _headings_are_right(names, known, required, path, line, problems):
                    return
            elif row := _row(names, told, path, line, problems):
                yield line, row
    except csv.Error as error:
        # the reader went on to the end of the file for the mark that closes the row
        told_line = before + 1 if "end of data" in str(error) else reader.line_num
        problems.add(f"this is no CSV: {error}.", path, told_line, next_step=_QUOTES)
        return
    if names is None:
        what = "this file is empty: it has no headings."
        problems.add(what, path, 1, allowed=f"The columns are: {', '.join(columns)}.")


def _without_blank_ends(names: list[str]) -> list[str]:
    last = max(place for place, name in enumerate(names, 1) if name)
    return names[:last]


def _row(
    names: list[str], told: list[str], path: Path, line: int, problems: Problems
) -> dict[str, str]:
    """The cells of a row by their headings; {} where they do not fit, which is told."""
    if any(told[len(names) :]) or len(told) < len(names):
        what = f"this row has {_counted(len(told), 'cell')} under {_counted(len(names), 'column')}."
        step = "Put a cell that holds a comma in quotation marks."
        problems.add(what, path, line, next_step=step)
        return {}
    return dict(zip(names, told, strict=False))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _text(path: Path, problems: Problems) -> str | None:
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
        if found := UNPRINTABLE.search(text):
            what = "it holds a control character, which can't be printed; take it out."
            problems.add(what, path, len(LINE_END.findall(text, 0, found.start())) + 1)
            return None
        return text.translate(SPACES)
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
    line: int,
    problems: Problems,
) -> bool:
    allowed = f"The columns are: {', '.join(columns)}."
    found = len(problems.found)
    if len(names) == 1 and (sign := _other_sign(names[0], columns)):
        what = f"the columns of this file stand apart by {sign}, and have to by commas."
        problems.add(what, path, line, next_step="Save it as CSV UTF-8 (comma delimited).")
        return False
    for name in dict.fromkeys(names):
        if not name:
            problems.add("a column has no heading.", path, line, allowed=allowed)
        elif name not in columns:
            step = did_you_mean(name, columns)
            problems.add(f"unknown column {name!r}.", path, line, allowed=allowed, next_step=step)
        elif names.count(name) > 1:
            problems.add(f"the column {name} stands twice.", path, line)
    for name in required:
        if name not in names:
            problems.add(f"the column {name} is missing.", path, line, allowed=allowed)
    return len(problems.found) == found


def _other_sign(heading: str, columns: Sequence[str]) -> str:
    """By what else the headings stand apart, if by anything: some programs write it so."""
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        parts = [part.strip().strip('"') for part in heading.split(sign)]
        if len(parts) > 1 and set(parts) & set(columns):
            return name
    return ""


LINE_END: Final = re.compile(r"\r\n|\r|\n")
SPACES: Final = {0xA0: " ", 0x202F: " ", 0x200B: None, 0xFEFF: None}
"""What word processors put in the place of a space, and what takes no room at all."""
_QUOTES: Final = "Look for a quotation mark that is not closed, or a sign behind one that is."
