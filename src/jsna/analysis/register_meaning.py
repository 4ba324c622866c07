"""What a cell of a register means, so that two ways of writing it are one."""

import re
from typing import Final

import pandas as pd

from jsna.analysis.register_dates import read_date
from jsna.analysis.register_table import Linked, RegisterTable, parts_of
from jsna.settings.register_kind import LINKS

APART: Final = re.compile(r"[\W_]+")
"""What does not make two titles two: signs and spaces."""


def meaning(table: RegisterTable, id: str, linked: Linked) -> pd.Series:
    """Return what each cell of a column means, as a text that is the same for the same: one a row.

    A choice by its value, a date by its days, a link by the id of what it names, a number by its
    size; words without capitals, signs and double spaces. "" where a cell is blank.
    """
    column, text = table.kind.column(id), table.text(id)
    plain = text.map(plain_words)
    if column.type == "choice":
        known = table.choices(column)
        return known.where(known != "", plain)
    if column.type == "date":
        return text.map(_days).where(text != "", "").astype("object")
    if column.type == "number":
        told = table.numbers(id).map("{:.12g}".format)
        return told.where(table.numbers(id).notna(), plain)
    if column.type in LINKS or column.type == "owner":
        ids = linked.ids(column)
        return text.map(
            lambda cell: "; ".join(
                sorted(ids.get(p.casefold(), plain_words(p)) for p in parts_of(cell, True))
            )
        )
    return plain


def plain_words(words: str) -> str:
    """Return words without what does not make two titles two.

    >>> plain_words("Paint  the Door.")
    'paint the door'
    """
    return APART.sub(" ", words.casefold()).strip()


def _days(cell: str) -> str:
    read = read_date(cell)
    return f"{read.first} {read.last}" if read.last else plain_words(cell)
