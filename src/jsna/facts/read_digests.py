"""What a chapter may read, each by a name, and the digest of what stands there.

`facts:20101` are an indicator's facts, `indicator:20101` is its description, `file:root/docs/x.md`
a file. A run keeps the names of all that it read with their digests as it read them (`reads.py`);
as long as each is still the same, a run would give the same chapter. Imports nothing heavy: an
unchanged pack should cost a moment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jsna.errors import JsnaError
from jsna.facts.parts import Parts, read_parts
from jsna.settings.commentary import APPROVED, WARD, approvals_folder, commentary_paths
from jsna.settings.project import Project
from jsna.snapshots.digest import data_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.lock import LockEntry, read_lock
from jsna.snapshots.store import SnapshotStore
from jsna.snapshots.verified_folder import DIGESTS

ABSENT: Final = "absent"
PREVIOUS: Final = "previous"
"""The folder, within an area's facts, of those that they replaced (facts/previous.py)."""
EVERYTHING: Final = "everything"
"""What a run is taken to have read that does not tell."""
SETTINGS: Final = {
    "area": "areas", "indicator": "indicators", "theme": "themes", "source": "sources",
    "correction": "corrections", "any-strategy": "strategies",
    "register-kind": "register_kinds",
}  # fmt: skip
"""The settings that stand in a mapping, by the word for one of them."""
PARTS_OF_A_PROJECT: Final = ("config", "data", "docs", "geo", "notebooks", "reports")


@dataclass(frozen=True, eq=False)
class ReadDigests:
    """The digests of one project's state; each is worked out once."""

    project: Project
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def of(self, read: str) -> str:
        """Return the digest of what a name stands for; ABSENT where there is nothing to read."""
        if read not in self._known:
            kind, _, name = read.partition(":")
            try:
                self._known[read] = _KINDS[kind](self, name)
            except (JsnaError, LookupError, ValueError):
                self._known[read] = ABSENT
        return self._known[read]

    def forget(self, reads: Iterable[str]) -> None:
        """Work these digests, and what the council's own words are, out again when asked."""
        for read in reads:
            self._known.pop(read, None)
        for found in ("_commentary", "_approved"):
            self.__dict__.pop(found, None)

    def name_of(self, path: Path) -> str:
        """Return the name of a file or folder of the project; "" for one of anywhere else."""
        for place, folder in self._places:
            if path.is_relative_to(folder):
                below = path.relative_to(folder)
                return f"{place}/{below.as_posix()}" if _is_part(below) else ""
        return ""

    def _path(self, name: str) -> Path:
        place, _, below = name.partition("/")
        return dict(self._places)[place] / below

    @cached_property
    def _places(self) -> list[tuple[str, Path]]:
        paths = self.project.paths
        packaged = [("packaged", paths.packaged)] if paths.packaged else []
        return [("work", paths.work), ("root", paths.root), *packaged]

    @cached_property
    def _parts(self) -> Parts:
        return read_parts(self.project.facts_folder)

    @cached_property
    def _tables(self) -> Mapping[str, str]:
        try:
            told = parse_json((self.project.facts_folder / DIGESTS).read_bytes())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    @cached_property
    def _entries(self) -> tuple[LockEntry, ...]:
        return read_lock(self.project.lock)

    @cached_property
    def _day(self) -> date:
        return max(entry.retrieved for entry in self._entries).date()

    @cached_property
    def _commentary(self) -> dict[str, Path]:
        files = commentary_paths(self.project.paths, self.project.strategy.slug)
        return {file.stem: file for file in files}

    @cached_property
    def _approved(self) -> Mapping[str, Any]:
        folder = approvals_folder(self.project.paths, self.project.strategy.slug)
        try:
            told = parse_json((folder / APPROVED).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def _is_part(below: Path) -> bool:
    return bool(below.parts) and below.parts[0] in PARTS_OF_A_PROJECT


def _setting(word: str) -> Callable[[ReadDigests, str], str]:
    def digest(digests: ReadDigests, name: str) -> str:
        held = getattr(digests.project.settings, SETTINGS[word])
        return data_digest(held[name].model_dump(mode="json")) if name in held else ABSENT

    return digest


def _listed(digests: ReadDigests, what: str) -> str:
    return data_digest(list(getattr(digests.project.settings, what)))


def _of_strategy(digests: ReadDigests, what: str) -> str:
    return data_digest(digests.project.strategy.model_dump(mode="json", include={what}))


def _priority(digests: ReadDigests, id: str) -> str:
    found = [p for p in digests.project.strategy.priorities if p.id == id]
    return data_digest([p.model_dump(mode="json") for p in found]) if found else ABSENT


def _priorities(digests: ReadDigests, _: str) -> str:
    return data_digest([p.id for p in digests.project.strategy.priorities])


def _rows(table: str) -> Callable[[ReadDigests, str], str]:
    def digest(digests: ReadDigests, id: str) -> str:
        # where the digests of rows can't be read, any change of the table counts
        told = digests._parts.get(table)
        return _table(digests, table) if told is None else told.get(id, ABSENT)

    return digest


def _table(digests: ReadDigests, name: str) -> str:
    return str(digests._tables.get(f"{name}.parquet", ABSENT))


def _names_of_tables(digests: ReadDigests, _: str) -> str:
    # what was replaced is told by its own files: the first revision makes that folder
    return data_digest(sorted(name for name in digests._tables if "/" not in name))


def _snapshot(digests: ReadDigests, id: str) -> str:
    return _content(SnapshotStore(digests.project.paths.snapshots).place(id) / "snapshot.yml")


def _lock(digests: ReadDigests, _: str) -> str:
    return data_digest([str(entry) for entry in digests._entries])


def _licences(digests: ReadDigests, _: str) -> str:
    store = SnapshotStore(digests.project.paths.snapshots)
    return data_digest(sorted({store.describe(e.sha256).attribution for e in digests._entries}))


def _words(digests: ReadDigests, name: str) -> str:
    file = digests._commentary.get(name)
    return _content(file) if file else ABSENT


def _wards_with_words(digests: ReadDigests, _: str) -> str:
    return data_digest([name for name in digests._commentary if WARD.fullmatch(name)])


def _approvals(digests: ReadDigests, name: str) -> str:
    return data_digest(digests._approved[name]) if name in digests._approved else ABSENT


def _file(digests: ReadDigests, name: str) -> str:
    return _content(digests._path(name))


def _folder(digests: ReadDigests, name: str) -> str:
    folder = digests._path(name)
    aside = {PREVIOUS} if folder == digests.project.paths.facts(folder.name) else set()
    try:
        return data_digest(sorted({entry.name for entry in folder.iterdir()} - aside))
    except OSError:
        return ABSENT


def _content(file: Path) -> str:
    try:
        return sha256(file.read_bytes())
    except OSError:
        return ABSENT


def _everything(digests: ReadDigests, _: str) -> str:
    return data_digest(list(_all_of(digests)))


def _all_of(digests: ReadDigests) -> Iterator[Any]:
    """Yield all that any chapter can read: for a run that does not tell what it read."""
    project = digests.project
    yield sorted(digests._tables.items())
    yield _content(project.lock)
    for held in SETTINGS.values():
        yield [one.model_dump(mode="json") for one in getattr(project.settings, held).values()]
    own = project.paths.strategies.files(f"{project.strategy.slug}/**/*")
    for files in (own, project.paths.template.files("**/*")):
        yield {name: _content(file) for name, file in files.items()}


_KINDS: Final[Mapping[str, Callable[[ReadDigests, str], str]]] = {
    **{word: _setting(word) for word in SETTINGS},
    "list": _listed,
    "strategy": _of_strategy,
    "priority": _priority,
    "priorities": _priorities,
    "facts": _rows("facts"),
    "published": _rows("published"),
    "table": _table,
    "tables": _names_of_tables,
    "snapshot": _snapshot,
    "lock": _lock,
    "licences": _licences,
    "day": lambda digests, _: f"{digests._day}",
    "month": lambda digests, _: f"{digests._day:%Y.%m}",
    "past": lambda digests, day: str(date.fromisoformat(day) < digests._day),
    "words": _words,
    "wards-with-words": _wards_with_words,
    "approved": _approvals,
    "file": _file,
    "folder": _folder,
    EVERYTHING: _everything,
}
