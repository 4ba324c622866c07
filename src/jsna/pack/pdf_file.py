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
    with _opened(path) as file:
        tree = file.Root.get("/StructTreeRoot")
        if tree is None:
            return 0
        named = list(_headed_rows(tree))
        if named:
            _list_names(tree, named)
            buffer = io.BytesIO()
            file.save(buffer, deterministic_id=True)
            write_whole(path, buffer.getvalue())
    return len(named)


def _opened(path: Path) -> Any:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(path.read_bytes()))
    except pikepdf.PdfError as error:
        what = f"the renderer made a file that can't be read as a PDF ({error})."
        raise UserFileError(
            Problem(
                what,
                path.name,
                next_step="Render again; if it stays so, take the other --renderer.",
            )
        ) from error


def _headed_rows(tree: Any) -> Iterator[tuple[str, Any]]:
    """Mark the header of each row; yield its name with the header."""
    for number, table in enumerate(_below(tree, "/Table")):
        bodies = [part for part in _children(table) if part.get("/S") == "/TBody"]
        rows = [row for body in bodies for row in _children(body)]
        for place, row in enumerate(rows):
            cells = _children(row)
            if len(cells) > 1 and cells[0].get("/S") == "/TD":
                name = NAME.format(table=number, row=place)
                _make_header(cells[0], name)
                for cell in cells[1:]:
                    _point_to(cell, name)
                yield name, cells[0]


def _make_header(cell: Any, name: str) -> None:
    from pikepdf import Name, String

    cell["/S"] = Name("/TH")
    cell["/ID"] = String(name)
    _of_tables(cell)["/Scope"] = Name(ROW_SCOPE)


def _point_to(cell: Any, name: str) -> None:
    from pikepdf import Array, String

    about = _of_tables(cell)
    about["/Headers"] = Array([*about.get("/Headers", ()), String(name)])


def _of_tables(cell: Any) -> Any:
    """Return what a cell says of itself as part of a table, which is added if it says nothing."""
    from pikepdf import Array, Dictionary, Name

    said = cell.get("/A", Array())
    cell["/A"] = said if isinstance(said, Array) else Array([said])
    about = cell["/A"]
    if not any(one.get("/O") == "/Table" for one in about):
        about.append(Dictionary(O=Name("/Table")))
    return next(one for one in about if one.get("/O") == "/Table")


def _list_names(tree: Any, named: list[tuple[str, Any]]) -> None:
    """Write the names of the headers into the list by which a reader finds them, in order."""
    from pikepdf import Array, Dictionary, String

    before = list(_leaves(tree.get("/IDTree", Dictionary())))
    ordered = sorted([*before, *named], key=lambda pair: pair[0])
    names = [part for name, element in ordered for part in (String(name), element)]
    tree["/IDTree"] = Dictionary(Names=Array(names))


def _leaves(node: Any) -> Iterator[tuple[str, Any]]:
    names = list(node.get("/Names", ()))
    yield from ((str(names[i]), names[i + 1]) for i in range(0, len(names), 2))
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid)


def _below(node: Any, kind: str) -> Iterator[Any]:
    """Yield each element of a kind below an element of the tree, in reading order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.get("/S") == kind:
            yield one
        waiting += reversed(_children(one))


def _children(node: Any) -> list[Any]:
    """Return the elements directly below one."""
    from pikepdf import Array, Dictionary

    kids = node.get("/K", ())
    # one child may stand without a list
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [one for one in found if isinstance(one, Dictionary) and "/S" in one]
