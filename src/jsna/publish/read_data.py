"""Reads data files back: CSV tables, JSON and the outputs of executed notebooks."""

import base64
import csv
import io
import re
import zlib
from collections.abc import Iterator
from typing import Final

from jsna.publish.passages import Cell, Passage, table_passages, value_passages
from jsna.publish.read_markup import markup_passages
from jsna.snapshots.json_text import parse_json

NAMES_ROW: Final = ("area_name", "area_code", "indicator", "name", "group", "part")
DATA: Final = re.compile(r"\s*window\.\w+ = (\{.*\});?\s*", re.DOTALL)
"""A script that is nothing but data: the index that pages search."""
PNG: Final = b"\x89PNG\r\n\x1a\n"
TEXTS_OF_PNG: Final = (b"tEXt", b"zTXt", b"iTXt")
WRITTEN_IN: Final = ("image/svg+xml",)
"""Kinds of outputs that are markup, beside all that are texts."""
PICTURE: Final = "image/png"


def csv_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield the cells of a CSV file; the area's name and code name a row."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    if not rows:
        return
    names = [column in NAMES_ROW for column in rows[0]]
    head = [Cell(column, names=True) for column in rows[0]]
    body = [[Cell(text, n) for text, n in zip(row, names, strict=False)] for row in rows[1:]]
    yield from table_passages(file, "", [head, *body])


def json_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield each text and number of a JSON file, with the keys that lead to it."""
    yield from value_passages(file, parse_json(content))


def script_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what a script says: each text of one that is data, else the whole as a text.

    Raises:
        ValueError: it is no text, or its data are none.
    """
    text = content.decode("utf-8")
    data = DATA.fullmatch(text)
    if data:
        yield from value_passages(file, parse_json(data[1].encode()))
    else:
        yield from markup_passages(file, text)


def picture_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield the texts that a PNG carries beside its picture.

    Raises:
        ValueError: it is no PNG, or breaks off.
    """
    if not content.startswith(PNG):
        raise ValueError("it is no picture of its kind")
    place, kind = len(PNG), b""
    # what comes after the picture's end is not looked for by anything that shows it
    while kind != b"IEND":
        size = int.from_bytes(content[place : place + 4], "big")
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        if not kind or len(data) < size:
            raise ValueError("the picture breaks off")
        if kind in TEXTS_OF_PNG:
            yield Passage(file, _text_of(kind, data))
        place += 12 + size


def _text_of(kind: bytes, data: bytes) -> str:
    """Return the keyword and the text of a PNG's text chunk."""
    word, _, text = data.partition(b"\0")
    packed = kind == b"zTXt" or (kind == b"iTXt" and text[:1] == b"\1")
    if kind == b"zTXt":
        text = text[1:]
    if kind == b"iTXt":
        text = text[2:].split(b"\0", 2)[-1]
    try:
        plain = zlib.decompress(text) if packed else text
    except zlib.error as error:
        raise ValueError("a text of the picture can't be unpacked") from error
    return f"{word.decode('latin-1')} {plain.decode('utf-8', 'replace')}"


def notebook_passages(file: str, content: bytes) -> Iterator[Passage]:
    """Yield what an executed notebook says: its own words, then what its outputs say.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        told = parse_json(content)
        cells = told["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        own = [cell.get("source", "") for cell in cells]
        around = [told.get("metadata", {}), *(cell.get("metadata", {}) for cell in cells)]
        attached = [cell.get("attachments", {}) for cell in cells]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is no notebook") from error
    yield from value_passages(file, [around, attached])
    for text in own:
        yield from markup_passages(file, _joined(text))
    for output in outputs:
        data = output.get("data", {})
        texts = [output[name] for name in ("text", "traceback", "evalue") if name in output]
        yield from value_passages(file, output.get("metadata", {}))
        for kind, said in data.items():
            if kind == PICTURE:
                yield from picture_passages(file, base64.b64decode(_joined(said)))
            elif kind.startswith("text/") or kind in WRITTEN_IN:
                texts.append(said)
            else:
                yield from value_passages(file, said)
        for text in texts:
            yield from markup_passages(file, _joined(text))


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
