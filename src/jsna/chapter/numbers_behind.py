"""The numbers behind an approved paragraph: as they are now, and what of them has changed since."""

from collections.abc import Iterable, Mapping
from typing import Final

from jsna.chapter.evidence import Evidence
from jsna.chapter.live_numbers import UnknownNumber, canonical, number_of
from jsna.chapter.typed_numbers import typed_numbers
from jsna.narrative.approvals import Remembered
from jsna.narrative.commentary_blocks import Block
from jsna.narrative.english import listed
from jsna.narrative.live_name import live_name
from jsna.settings.commentary import CommentaryFile

GONE: Final = "there is no such figure any more"


def numbers_behind(evidence: Evidence, file: CommentaryFile, block: Block) -> dict[str, Remembered]:
    """Return the numbers that a paragraph speaks of, as they are now, by their names.

    Those are its live numbers and, where numbers are typed by hand in an indicator's file, the
    indicator's own.
    """
    named = [live_name(piece.text) for piece in block.pieces() if piece.kind == "live"]
    found = {canonical(n): (n.indicator, n.which) for n in named if n is not None}
    if file.kind == "indicator" and typed_numbers(block):
        found[file.about] = (file.about, ())
    return {key: remembered_now(evidence, *name) for key, name in found.items()}


def remembered_now(evidence: Evidence, indicator: str, which: tuple[str, ...]) -> Remembered:
    """Return a number as it would be remembered today."""
    number = number_of(evidence, indicator, which)
    period = number.period if number.period_key else ""
    return Remembered(number.measure, number.period_key, period, number.value, number.outcome)


def changes_since(
    evidence: Evidence, remembered: Mapping[str, Remembered]
) -> list[tuple[Remembered, str]]:
    """Return each number that is not what it was, with what changed, in words."""
    found = []
    for key, before in sorted(remembered.items()):
        told = _changed(before, _now(evidence, key))
        if told:
            found.append((before, f"{before.measure}: {told}"))
    return found


def stale_words(changes: Iterable[tuple[Remembered, str]]) -> str:
    """Return the note under a paragraph whose numbers have changed; "" where none has."""
    changes = list(changes)
    if not changes:
        return ""
    labels = listed(list(dict.fromkeys(before.label for before, _ in changes if before.label)))
    written = f"Written of {labels}" if labels else "Written before there were figures"
    told = "; ".join(words for _, words in changes)
    return f"{written}; the figures have changed since. {told}."


def _now(evidence: Evidence, key: str) -> Remembered | None:
    name = live_name(f"{key}.value")
    try:
        known = name is not None and name.indicator in evidence.settings.indicators
        return remembered_now(evidence, name.indicator, name.which) if known and name else None
    except UnknownNumber:
        return None


def _changed(before: Remembered, now: Remembered | None) -> str:
    """What changed of one number: its period, its value or its outcome."""
    if now is None:
        return GONE
    parts = []
    if now.period != before.period:
        parts.append(f"{before.value} of {before.label} was followed by {now.value} of {now.label}")
    elif now.value != before.value:
        parts.append(f"{before.value} of {before.label} was revised to {now.value}")
    if now.outcome != before.outcome:
        parts.append(f"against England {before.outcome} then, {now.outcome} now")
    return ", ".join(parts)
