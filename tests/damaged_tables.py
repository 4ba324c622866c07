"""Tables as spreadsheets, programs and downloads leave them, drawn at random by hypothesis."""

import csv
import io
import os
import re
from collections.abc import Callable

import pandas as pd
from hypothesis import strategies as st

GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def examples(usual: int) -> int:
    """Return how many files a slow sweep tries, which a run may choose (CONTRIBUTING.md)."""
    return int(os.environ.get("JSNA_FUZZ_EXAMPLES", usual))


CELLS = [
    "", "-", "*", "c", "[c]", "x", "z", "..", ":", "NA", "1,480", "7873,3", "4,5", "1e3", "1e999",
    "nan", "inf", "abc", "05-Sep", "Oct-14", "Total", "All ages", "2017-18", "2017/18", "٣", "0",
    "-7", "12%", "E08000018", "E92000001", "Persons", "=1+1", "x,y", 'a "b"', "two\nlines", " 5 ",
    "\0", "#REF!", "99999999999999999999", "Source: ONS", "\ufeff", "0-4", "90+", "Sheffield",
]  # fmt: skip
NAMES = [
    "",
    "VARIANT",
    "Sex (2 categories)",
    "value",
    "Value",
    "2019",
    "Unnamed: 0",
    "LAD24CD",
    "x",
]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(rows: list[list[str]], separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def changed_cells(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, max(0, len(rows[row]) - 1)))
        if rows[row]:
            rows[row][column] = data.draw(st.sampled_from(CELLS if row else NAMES))
    return written(rows)


def changed_columns(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    width = len(rows[0])
    place, what = (
        data.draw(st.integers(0, width - 1)),
        data.draw(st.sampled_from(["lose", "add", "swap"])),
    )
    other = data.draw(st.integers(0, width - 1))
    for n, row in enumerate(r for r in rows if len(r) == width):
        if what == "lose":
            del row[place]
        elif what == "add":
            row.insert(place, str(n) if n else data.draw(st.sampled_from(NAMES)))
        else:
            row[place], row[other] = row[other], row[place]
    return written(rows)


def changed_rows(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    place = data.draw(st.integers(0, len(rows) - 1))
    added = data.draw(st.sampled_from([
        [], [""] * len(rows[0]), list(rows[place]), ["Total", *rows[place][1:]],
        ["Source: ONS, 2024"], ["Table 1"], ["Adults | 2024; all"], rows[place][:2],
        [*rows[place], "more"],
    ]))  # fmt: skip
    rows.insert(data.draw(st.sampled_from([0, place, len(rows)])), added)
    return written(rows)


def another_program(data: st.DataObject, content: bytes) -> bytes:
    rows = table(content)
    spelled: list[Callable[[str], str]] = [
        str, str.lower, str.upper, lambda n: n.replace(" ", ""), lambda n: n.replace(" ", "_"),
        lambda n: f" {n} ",
    ]  # fmt: skip
    rows[0] = [data.draw(st.sampled_from(spelled))(name) for name in rows[0]]
    text = written(rows, data.draw(st.sampled_from(",;\t"))).decode("utf-8", "surrogatepass")
    return text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])))


def damaged_bytes(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 400)))
    return data.draw(st.sampled_from([
        content[:start], content[:start] + content[end:], content[:end] + content[start:],
        content[:start] + data.draw(st.binary(min_size=1, max_size=8)) + content[end:],
        content[:start] + b"<html>502 Bad Gateway</html>", content + content,
    ]))  # fmt: skip


WAYS = [changed_cells, changed_columns, changed_rows, another_program, damaged_bytes]


def numbers_in(content: bytes) -> set[float]:
    """Return every number that stands in the cells of a table, whatever separates them."""
    cells: set[str] = set()
    for codec in ("utf-16", "utf-8-sig", "utf-16-le", "cp1252"):
        lines = content.decode(codec, errors="ignore")
        for separator in ",;\t":
            try:
                rows = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
                cells |= {cell for row in rows for cell in row}
            except csv.Error:
                continue
    plain = {cell.strip() for cell in cells}
    grouped = {cell.replace(",", "") for cell in plain if GROUPED.fullmatch(cell)}
    return set(pd.to_numeric(pd.Series(sorted(plain | grouped)), errors="coerce").dropna())
