"""Citations of a reference or note that is not there."""

from collections.abc import Iterator

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each mark without its note."""
    raised = any(key.startswith("footnote") for key in draft.notes)
    for passage in draft.text:
        for mark in passage.marks:
            is_raised = mark.key.startswith(("footnote", "endnote"))
            # raised digits are powers and units where no note has one
            if mark.key in draft.notes or (is_raised and not raised):
                continue
            what = f"There is no {_named(mark.key)} in the draft{_has(draft, mark.key)}."
            mend = "Add the reference, or cite the one that is meant."
            yield Finding(
                CHECK.id, Severity.SERIOUS, passage, mark.start, mark.end, what=what, mend=mend
            )


def _named(key: str) -> str:
    return key if key.startswith(("footnote", "endnote")) else f"reference {key}"


def _has(draft: Draft, key: str) -> str:
    numbers = sorted(int(k[1:-1]) for k in draft.notes if k[1:-1].isdigit() and k[0] == key[0])
    return f": its list goes from {numbers[0]} to {numbers[-1]}" if numbers else ""


CHECK = Check(
    "dangling-citation",
    "[5], a raised 5 or [^5] to which no reference, footnote or endnote of the draft belongs.",
    Severity.SERIOUS,
    find,
)
