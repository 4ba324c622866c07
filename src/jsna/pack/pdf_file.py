"""What a PDF needs after rendering: the cells that name the rows of its tables.

Typst marks the headers of columns alone; what it has for those of rows is held back behind a
switch that its wheel does not offer. The tags of the finished PDF are completed instead, in the
way that Typst does it.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.snapshots.write_file import write_whole

ROW_SCOPE: Final = "/Row"
NAME: Final = "row-{table}-{row}"
"""Typst's own names of header cells begin otherwise."""


def finish_pdf_file(path: Path) -> int:
    """Make the first cell of each row of each table its header; return how many there are.

    Each is a `TH` of row scope with a name that the other cells of its row point to, so that a
    screen reader tells row and column of a number. A table of one column has none.

    Args:
        path: A tagged PDF, written again in its place; the same bytes for the same bytes.

    Raises:
        UserFileError: the file can't be read as a PDF.
    """
    writer = _opened(path)
    tree = writer.root_object.get("/StructTreeRoot")
    if tree is None:
        return 0
    named = list(_headed_rows(tree.get_object()))
    if named:
        _list_names(tree.get_object(), named)
        buffer = io.BytesIO()
        writer.write(buffer)
        write_whole(path, buffer.getvalue())
    return len(named)


def _opened(path: Path) -> Any:
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    try:
        return PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    except PyPdfError as error:
        what = f"the renderer made a file that can't be read as a PDF ({error})."
        raise UserFileError(
            Problem(
                what,
                path.name,
                next_step="Render again; if it stays so, take the other --renderer.",
            )
        ) from error


def _headed_rows(tree: Any) -> Iterator[tuple[str, Any]]:
    """Mark the header of each row; yield its name with a pointer to it."""
    for number, table in enumerate(_below(tree, "/Table")):
        bodies = [part for part, _ in _children(table) if part.get("/S") == "/TBody"]
        rows = [row for body in bodies for row, _ in _children(body)]
        for place, row in enumerate(rows):
            cells = _children(row)
            if len(cells) > 1 and cells[0][0].get("/S") == "/TD":
                name = NAME.format(table=number, row=place)
                _make_header(cells[0][0], name)
                for cell, _ in cells[1:]:
                    _point_to(cell, name)
                yield name, cells[0][1]


def _make_header(cell: Any, name: str) -> None:
    from pypdf.generic import NameObject, create_string_object

    cell[NameObject("/S")] = NameObject("/TH")
    cell[NameObject("/ID")] = create_string_object(name)
    _of_tables(cell)[NameObject("/Scope")] = NameObject(ROW_SCOPE)


def _point_to(cell: Any, name: str) -> None:
    from pypdf.generic import ArrayObject, NameObject, create_string_object

    about = _of_tables(cell)
    headers = ArrayObject(about.get("/Headers", ()))
    about[NameObject("/Headers")] = ArrayObject([*headers, create_string_object(name)])


def _of_tables(cell: Any) -> Any:
    """Return what a cell says of itself as part of a table, which is added if it says nothing."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    said = cell.get("/A", ArrayObject()).get_object()
    said = said if isinstance(said, list) else ArrayObject([said])
    found = [one.get_object() for one in said if one.get_object().get("/O") == "/Table"]
    about = found[0] if found else DictionaryObject({NameObject("/O"): NameObject("/Table")})
    if not found:
        said.append(about)
    cell[NameObject("/A")] = said
    return about


def _list_names(tree: Any, named: list[tuple[str, Any]]) -> None:
    """Write the names of the headers into the list by which a reader finds them, in order."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, create_string_object

    before = tree.get("/IDTree", DictionaryObject()).get_object()
    flat = list(_leaves(before))
    ordered = sorted([*flat, *named], key=lambda pair: pair[0])
    names = ArrayObject()
    for name, pointer in ordered:
        names += [create_string_object(name), pointer]
    tree[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): names})


def _leaves(node: Any) -> Iterator[tuple[str, Any]]:
    names = node.get("/Names", ())
    yield from ((str(names[i]), names[i + 1]) for i in range(0, len(names), 2))
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid.get_object())


def _below(node: Any, kind: str) -> Iterator[Any]:
    """Yield each element of a kind below an element of the tree, in reading order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.get("/S") == kind:
            yield one
        waiting += [child for child, _ in reversed(_children(one))]


def _children(node: Any) -> list[tuple[Any, Any]]:
    """Return the elements directly below one, each with the pointer to it."""
    kids = node.get("/K", [])
    # one child may stand without a list, and a list may stand elsewhere in the file
    inside = kids.get_object() if hasattr(kids, "get_object") else kids
    found = [(kid.get_object(), kid) for kid in (inside if isinstance(inside, list) else [kids])]
    return [(one, pointer) for one, pointer in found if isinstance(one, dict) and "/S" in one]
