"""By when the council's own words have to be read again, or a draft of them approved."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.narrative.approvals import Paragraphs, read_approvals
from jsna.narrative.commentary_blocks import parts_of
from jsna.settings.commentary import (
    OVERVIEW,
    CommentaryFile,
    approvals_folder,
    commentary_paths,
    read_commentary,
)
from jsna.settings.strategy import Strategy, titles_of

KIND: Final = "commentary"


def dated(scope: Scope) -> pd.DataFrame:
    """Return each file of commentary by the day in its head.

    Its title says what is to be done: a draft is to be approved, words that are not those that
    were approved are to be read and approved, and all others are to be read again.
    """
    return rows_of(row for one in scope.strategies for row in _files(one, scope))


def _files(strategy: Strategy, scope: Scope) -> Iterator[dict[str, Any]]:
    if not commentary_paths(scope.paths, strategy.slug):
        return
    known = scope.settings.indicators
    approvals = read_approvals(approvals_folder(scope.paths, strategy.slug))
    titles = titles_of(strategy) | {id: one.short_title for id, one in known.items()}
    for file in read_commentary(scope.paths, strategy, list(known), scope.problems):
        about = "the overview" if file.kind == OVERVIEW else titles.get(file.about, file.about)
        yield {
            "what": file.name, "kind": KIND, "owner": file.front.author,
            "title": f"{_to_do(file, approvals.get(file.name, {}))}: words on {about}",
            "due": file.front.review_by, "source_file": file.shown, "line": _line(file),
        }  # fmt: skip


def _to_do(file: CommentaryFile, approved: Mapping[str, Any] | Paragraphs) -> str:
    if not file.approved:
        return "Approve the draft"
    blocks = [block for part in parts_of(file.body) for block in part.blocks]
    return "Read again" if all(one.digest in approved for one in blocks) else "Read and approve"


def _line(file: CommentaryFile) -> int:
    """The line of the head that holds the day."""
    head = file.path.read_text("utf-8-sig").splitlines()[: file.first_line]
    return next((n for n, line in enumerate(head, 1) if line.startswith("review_by")), 1)
