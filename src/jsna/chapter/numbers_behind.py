"""The numbers behind an approved paragraph: as they are now, and what of them has changed since."""

import re
from collections.abc import Collection, Iterable, Mapping
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
QUOTED: Final = {
    "england": "England's value", "interval": "its interval", "trend": "its recent trend",
    "rank": "its place", "verdict": "", "sentence": "",
}  # fmt: skip
"""Fields that a paragraph may quote beside the number's value and period, in words. A verdict and
a sentence speak for themselves, and mostly change with the value."""
WORDS: Final = ("trend", "verdict")
"""Of these fields the words tell; of the others the numbers in them."""
NUMBER: Final = re.compile(r"[-\u2212]?\d[\d,.]*")


def numbers_behind(evidence: Evidence, file: CommentaryFile, block: Block) -> dict[str, Remembered]:
    """Return the numbers that a paragraph speaks of, as they are now, by their names.

    Those are its live numbers and, where numbers are typed by hand in an indicator's file, the
    indicator's own.
    """
    live = [live_name(piece.text) for piece in block.pieces() if piece.kind == "live"]
    named = [name for name in live if name is not None]
    found = {canonical(name): (name.indicator, name.which) for name in named}
    if file.kind == "indicator" and typed_numbers(block):
        found.setdefault(file.about, (file.about, ()))
    fields = {key: {n.field for n in named if canonical(n) == key} for key in found}
    return {key: remembered_now(evidence, *name, fields[key]) for key, name in found.items()}


def remembered_now(
    evidence: Evidence, indicator: str, which: tuple[str, ...], fields: Collection[str] = ()
) -> Remembered:
    """Return a number as it would be remembered today.

    Args:
        evidence: The area's.
        indicator: Its id.
        which: The sex, age or ward.
        fields: Those that a paragraph quotes; what the number itself says stands there anyway.
    """
    number = number_of(evidence, indicator, which)
    period = number.period if number.period_key else ""
    quoted = {name: str(getattr(number, name, "")) for name in QUOTED if name in fields}
    return Remembered(
        number.measure, number.period_key, period, number.value, number.outcome, quoted
    )


def changes_since(
    evidence: Evidence, remembered: Mapping[str, Remembered]
) -> list[tuple[Remembered, str]]:
    """Return each number that is not what it was, with what changed, in words."""
    found = []
    for key, before in sorted(remembered.items()):
        told = _changed(before, _now(evidence, key, before.quoted))
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


def _now(evidence: Evidence, key: str, fields: Collection[str]) -> Remembered | None:
    name = live_name(f"{key}.value")
    try:
        known = name is not None and name.indicator in evidence.settings.indicators
        if not (known and name):
            return None
        return remembered_now(evidence, name.indicator, name.which, fields)
    except UnknownNumber:
        return None


def _changed(before: Remembered, now: Remembered | None) -> str:
    """What changed of one number: its period, its value, its outcome or else what was quoted."""
    if now is None:
        return GONE
    parts = []
    if now.period != before.period:
        parts.append(f"{before.value} of {before.label} was followed by {now.value} of {now.label}")
    elif now.value != before.value:
        parts.append(f"{before.value} of {before.label} was revised to {now.value}")
    if now.outcome != before.outcome:
        parts.append(f"against England {before.outcome} then, {now.outcome} now")
    if now.period == before.period:  # of a new one all is new
        parts += _quoted_otherwise(before, now)
    return ", ".join(parts)


def _differs(name: str, before: str, now: str) -> bool:
    """Whether a field says another thing, and not the same in other words of a later version."""
    if name in WORDS:
        return before != now
    return NUMBER.findall(before) != NUMBER.findall(now)


def _quoted_otherwise(before: Remembered, now: Remembered) -> list[str]:
    """What of the same period is printed otherwise than when the paragraph was approved."""
    same = now.value == before.value and now.outcome == before.outcome
    other = {name for name in now.quoted if _differs(name, before.quoted[name], now.quoted[name])}
    told = [
        f"{words} {before.quoted[name]} then, {now.quoted[name]} now"
        for name, words in QUOTED.items()
        if name in other and words
    ]
    if "verdict" in other and same:
        told.append(f"{before.quoted['verdict']} then, {now.quoted['verdict']} now")
    return told or (["its sentence reads otherwise now"] if other and same else [])
