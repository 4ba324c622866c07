"""An executed notebook keeps its content and loses what differs from run to run."""

import json
from typing import Any

from jsna.pack.canonical import canonical_notebook, chapter_markdown


def executed(count: int, when: str) -> dict[str, Any]:
    shown = {
        "output_type": "display_data",
        "data": {"text/markdown": ["## Heading\n", "Text"], "text/plain": "<Markdown object>"},
        "metadata": {"when": when},
    }
    stream = {"output_type": "stream", "name": "stderr", "text": f"/home/someone/{when} warns"}
    code = {
        "cell_type": "code",
        "id": f"random-{count}",
        "execution_count": count,
        "metadata": {
            "tags": ["injected-parameters"],
            "papermill": {"start_time": when, "duration": count},
            "execution": {"iopub.execute_input": when},
        },
        "source": ["a = 1\n", "b = 2"],
        "outputs": [shown, stream],
    }
    title = {
        "cell_type": "markdown",
        "id": "t",
        "metadata": {"tags": ["title"]},
        "source": "# Title",
    }
    note = {"cell_type": "markdown", "id": "n", "metadata": {}, "source": "A note."}
    metadata = {
        "papermill": {"output_path": "/home/someone", "start_time": when},
        "language_info": {"name": "python", "version": "3.11.2"},
    }
    return {"cells": [title, note, code], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def test_two_executions_give_the_same_text() -> None:
    assert canonical_notebook(executed(1, "monday")) == canonical_notebook(executed(9, "friday"))


def test_no_path_time_or_version_is_left() -> None:
    text = canonical_notebook(executed(1, "monday"))
    for word in ("/home", "monday", "papermill", "3.11", "random", "Markdown object"):
        assert word not in text
    assert "Heading" in text and "injected-parameters" in text


def test_canonical_is_idempotent() -> None:
    once = canonical_notebook(executed(1, "monday"))
    assert canonical_notebook(json.loads(once)) == once


def test_the_chapter_is_its_text_and_outputs_without_the_title() -> None:
    assert chapter_markdown(executed(1, "monday")) == "A note.\n\n## Heading\nText\n"
    canonical = json.loads(canonical_notebook(executed(1, "monday")))
    assert chapter_markdown(canonical) == chapter_markdown(executed(1, "monday"))
