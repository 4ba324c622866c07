"""An executed notebook without what differs from run to run: times, counts, paths, random ids."""

import json
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SHOWN = "text/markdown"
TITLE_TAG = "title"


def canonical_notebook(notebook: dict[str, Any]) -> str:
    """Return the notebook as JSON text that is the same for the same content.

    Kept: the sources, the tags and the Markdown outputs. Dropped: execution counts and times,
    whatever papermill adds, ids (each cell gets its number), output streams, other formats.
    The text of a canonical notebook is canonical already.
    """
    cells = [_cell(cell, number) for number, cell in enumerate(notebook["cells"], start=1)]
    content = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def chapter_markdown(notebook: dict[str, Any]) -> str:
    """Return the chapter as Markdown: its text cells and what its calls showed, in order.

    The cell tagged `title` is for whoever opens the notebook: a page has its own title.
    """
    parts = [part for cell in notebook["cells"] for part in _chapter_parts(cell)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _chapter_parts(cell: dict[str, Any]) -> list[str]:
    if cell["cell_type"] == "code":
        return [out["data"][SHOWN] for out in _outputs(cell)]
    is_title = TITLE_TAG in cell.get("metadata", {}).get("tags", ())
    return [] if is_title else [_text(cell["source"])]


def _cell(cell: dict[str, Any], number: int) -> dict[str, Any]:
    tags = sorted(cell.get("metadata", {}).get("tags", ()))
    kept: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "id": f"cell-{number:02}",
        "metadata": {"tags": tags} if tags else {},
        "source": _text(cell["source"]),
    }
    if cell["cell_type"] == "code":
        kept |= {"execution_count": None, "outputs": _outputs(cell)}
    return kept


def _outputs(cell: dict[str, Any]) -> list[dict[str, Any]]:
    shown = [out["data"][SHOWN] for out in cell["outputs"] if SHOWN in out.get("data", {})]
    return [
        {"data": {SHOWN: _text(text)}, "metadata": {}, "output_type": "display_data"}
        for text in shown
    ]


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)
