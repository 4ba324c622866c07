"""What YAML files were found to hold, kept so that the next command need not parse them again.

Parsing a hundred small files with their lines costs more than most of what a short command does,
and lines are needed only to tell a mistake. What is kept is looked up by the very text that was
parsed, so that no older text's content is given for it. It is plain JSON: a work folder may come
from anybody, and what stands in it is never run; it is trusted no more and no less than the facts
beside it, which whoever can write there can change too.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from zlib import crc32

DAY: Final = "\x00"
"""The key of a day, which JSON can't hold: YAML holds no such sign."""
ABANDONED_SECONDS: Final = 60.0
MOST: Final = 1000
"""Texts that are kept: more than one workspace has; those that were not asked for go first."""


class NotPlain(ValueError):
    """A value has no plain form: it is read by a tag, as hardly any setting is."""


@dataclass
class ParsedBefore:
    """Texts and what they hold.

    Attributes:
        texts: Text -> its content, in plain form.
        asked: The texts that were asked for.
        grown: Whether there are texts that no file has yet.
    """

    texts: dict[str, Any] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    grown: bool = False

    def find(self, text: str) -> tuple[bool, Any]:
        """Return whether a text was parsed before, and what it holds, as a new copy."""
        if text not in self.texts:
            return False, None
        self.asked.add(text)
        return True, _from_plain(self.texts[text])

    def keep(self, text: str, content: Any) -> None:
        """Keep what a text holds, unless it has no plain form."""
        with suppress(NotPlain):
            self.texts[text] = _plain(content)
            self.asked.add(text)
            self.grown = True


_IN_HAND: ContextVar[ParsedBefore | None] = ContextVar("what was parsed before", default=None)
PARSER: Final = "ruamel.yaml"
READ_BY: Final = ("settings/parsed_before.py", "settings/yaml_file.py", "snapshots/yaml_text.py")


def in_hand() -> ParsedBefore:
    """Return what was parsed before, as far as somebody has taken it in hand (`parsed_once`)."""
    return _IN_HAND.get() or ParsedBefore()


@contextmanager
def parsed_once(file: Path) -> Iterator[None]:
    """Take what earlier commands parsed from a file, and keep there what is parsed now.

    It is written only where its folder is there already, so that looking at a workspace leaves
    nothing behind, and a place that can't be written is no reason to fail: it is only slower.
    Whoever holds it already goes on with what he has.

    Args:
        file: Where it is kept (`Paths.parsed_yaml`).
    """
    if _IN_HAND.get() is not None:
        yield
        return
    before = ParsedBefore(_read(file))
    token = _IN_HAND.set(before)
    try:
        yield
    finally:
        _IN_HAND.reset(token)
        if before.grown and file.parent.is_dir():
            with suppress(OSError):
                _write(file, before)


def _reader() -> str:
    """Return what parses, in which version: of any other nothing is taken."""
    package = Path(__file__).parents[1]
    code = b"".join((package / name).read_bytes() for name in READ_BY)
    return f"{PARSER} {version(PARSER)} {crc32(code):08x}"


def as_kept(content: Any) -> Any:
    """Return content without what only its parser knows; as it is where it has no plain form."""
    try:
        return _from_plain(_plain(content))
    except NotPlain:
        return content


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or told.get("reader") != _reader():
        return {}
    texts = told.get("texts")
    return texts if isinstance(texts, dict) else {}


def _write(file: Path, before: ParsedBefore) -> None:
    """Write it whole or not at all, with what other commands have kept meanwhile.

    One at a time: who finds another at it leaves it to a later command.
    """
    texts = _read(file) | before.texts
    ordered = sorted(texts, key=before.asked.__contains__)[-MOST:]
    told = {"reader": _reader(), "texts": {text: texts[text] for text in ordered}}
    new = file.with_name(f"{file.name}.new")
    try:
        with new.open("x", encoding="utf-8") as writing:
            json.dump(told, writing, separators=(",", ":"))
    except FileExistsError:
        if time.time() - new.stat().st_mtime > ABANDONED_SECONDS:
            new.unlink()  # a killed process left it
        return
    try:
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _plain(content: Any) -> Any:
    """Return content as JSON has it.

    Raises:
        NotPlain: something in it is none of mapping, list, words, number, yes or no, day, nothing.
    """
    if isinstance(content, dict) and all(isinstance(key, str) for key in content):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_plain(value) for value in content]
    if content is None or isinstance(content, bool):
        return content
    if isinstance(content, date) and not isinstance(content, datetime):
        return {DAY: content.isoformat()}
    for kind in (str, int, float):
        if isinstance(content, kind):
            return kind(content)
    raise NotPlain


def _from_plain(plain: Any) -> Any:
    if isinstance(plain, dict):
        if plain.keys() == {DAY}:
            return date.fromisoformat(plain[DAY])
        return {key: _from_plain(value) for key, value in plain.items()}
    return [_from_plain(value) for value in plain] if isinstance(plain, list) else plain
