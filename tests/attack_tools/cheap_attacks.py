"""Attacks that need no programme: numbers in notes, and hashes that a guess can be held against."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attack_tools.published_rows import Seen
from attack_tools.rules import Rule
from attack_tools.truth import Truth

DIGEST = re.compile(rb"(?<![0-9a-f])(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})"
                    rb"(?![0-9a-f])")  # fmt: skip
KINDS = ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256")


def numbers_in_notes(
    seen: Iterable[Seen], truths: Sequence[Truth], rules: Sequence[Rule]
) -> list[str]:
    """Return the notes of rows without numbers that say the small count all the same.

    The sentence of the rule is the same beside every count: its ends say nothing of one.
    """
    found = []
    for row in seen:
        true, rule = truths[row.release].count(row.cell), rules[row.release]
        note = row.row.get("note", "").replace(rule.sentence, "")
        if rule.is_small(true) and re.search(rf"(?<!\d){true}(?!\d)", note):
            found.append(f"{note!r} of {true}")
    return found


def digests_kept(folder: Path) -> set[str]:
    """Return every hexadecimal digest that stands below a folder, in files and in their names."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        name = path.name.encode()
        content = path.read_bytes() if path.is_file() else b""
        found |= {digest.decode() for digest in DIGEST.findall(name + b"\n" + content)}
    return found


def guesses_confirmed(kept: set[str], guesses: Iterable[bytes]) -> list[str]:
    """Return the digests of guessed bytes that are kept: each says that a guess is right."""
    return [digest for guess in guesses for digest in _digests(guess) if digest in kept]


def small_guesses(raw: str, row: int, column: int, highest: int = 9) -> Iterator[bytes]:
    """Yield a file with each small number in one of its cells, in the usual line ends."""
    lines = [line.split(",") for line in raw.splitlines()]
    for number in range(highest + 1):
        lines[row][column] = str(number)
        text = "\n".join(",".join(line) for line in lines)
        for guess in (text, text + "\n", (text + "\n").replace("\n", "\r\n")):
            yield guess.encode()


def _digests(guess: bytes) -> Iterator[str]:
    for kind in KINDS:
        digest = hashlib.new(kind, guess).hexdigest()
        yield digest
        yield digest[:64]
