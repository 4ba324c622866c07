"""What one run read, noted as it reads: every view that a chapter has of its data notes its use.

Nobody lists by hand what a chapter depends on. Its settings, strategy, tables and snapshots are
handed to it in the views below, and files that it opens by itself are noted by Python's own audit
hook (`note_opened_files`); so what is not noted was not read.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from jsna.facts.read_digests import SETTINGS, ReadDigests
from jsna.settings.commentary import FOLDER
from jsna.settings.load import Settings
from jsna.settings.project import Project
from jsna.settings.strategy import Priority, Strategy
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.verified_folder import DIGESTS

READS: Final = "reads.json"
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Reads:
    """The names of all that was read, each with its digest when it was first read.

    Attributes:
        digests: Of the project as it was read.
        found: Name -> digest.
        kinds: The kinds that were read, for the first time or again, since this was last cleared.
    """

    digests: ReadDigests
    found: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    _noting: list[str] = field(default_factory=list)

    def note(self, read: str) -> None:
        """Note that something is read: before it is, so that a change meanwhile is seen later.

        What is opened to work its digest out is not noted.
        """
        if self._noting:
            return
        self.kinds.add(read.partition(":")[0])
        if read in self.found:
            return
        self._noting.append(read)
        try:
            self.found[read] = self.digests.of(read)
        finally:
            self._noting.clear()

    def forget(self, *kinds: str) -> None:
        """Forget what was read of some kinds, which will be read again from files."""
        of_kinds = [read for read in self.found if read.partition(":")[0] in kinds]
        for read in of_kinds:
            del self.found[read]
        self.digests.forget(of_kinds)

    def write(self, folder: Path) -> None:
        """Write what was read so far into a run's folder."""
        text = json.dumps(self.found, indent=1, sort_keys=True)
        (folder / READS).write_text(text, "utf-8", newline="\n")


def take_reads(folder: Path) -> dict[str, str] | None:
    """Return what a run wrote that it read, and remove the file; None if it wrote nothing."""
    try:
        told = parse_json((folder / READS).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    (folder / READS).unlink()
    return told if isinstance(told, dict) and told else None


class NotedMapping(Mapping[str, Value]):
    """A mapping of which each entry that is read is noted, and its keys when they are listed."""

    def __init__(self, held: Mapping[str, Value], reads: Reads, word: str, keys: str) -> None:
        self._held, self._reads, self._word, self._keys = held, reads, word, keys

    def __getitem__(self, key: str) -> Value:
        """Return an entry; what is not there is noted too."""
        self._reads.note(f"{self._word}:{key}")
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        """Return whether there is an entry, which its digest says too."""
        self._reads.note(f"{self._word}:{key}")
        return key in self._held

    def get(self, key: str, default: Any = None) -> Any:
        """Return an entry, or the default: without the error of a mapping that has its own."""
        if key not in self:
            return default
        return self[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        self._reads.note(self._keys)
        return iter(self._held)

    def __len__(self) -> int:
        """Return the number of entries."""
        self._reads.note(self._keys)
        return len(self._held)


class NotedSequence(Sequence[Value]):
    """A sequence of which each item that is read is noted, and the list of all of them."""

    def __init__(
        self, held: Sequence[Value], reads: Reads, every: str, item: Callable[[Value], str]
    ) -> None:
        self._held, self._reads, self._every, self._item = held, reads, every, item

    def __getitem__(self, place: Any) -> Any:
        """Return an item, or a slice."""
        self._reads.note(self._every)
        found = self._held[place]
        for one in found if isinstance(place, slice) else [found]:
            self._reads.note(self._item(one))
        return found

    def __len__(self) -> int:
        """Return the number of items."""
        self._reads.note(self._every)
        return len(self._held)


class _NotedStrategy(Strategy):
    """A strategy of which each field that is read is noted."""

    def __getattribute__(self, name: str) -> Any:
        fields = object.__getattribute__(self, "__dict__")
        # its priorities are a view of their own, and its slug is the run's
        if name in fields and name not in ("slug", "priorities") and "_reads" in fields:
            fields["_reads"].note(f"strategy:{name}")
        return object.__getattribute__(self, name)


def unnoted(view: Any) -> Any:
    """Return what a view shows, for what is noted otherwise."""
    return getattr(view, "_held", view)


def noted_project(project: Project, reads: Reads) -> Project:
    """Return a project whose settings and strategy note what is read of them."""
    strategy = _noted_strategy(project.strategy, reads) if project.chosen_strategy else None
    return replace(
        project, settings=_noted_settings(project.settings, reads), chosen_strategy=strategy
    )


def _noted_settings(settings: Settings, reads: Reads) -> Settings:
    views: dict[str, Any] = {
        held: NotedMapping(getattr(settings, held), reads, word, f"list:{held}")
        for word, held in SETTINGS.items()
    }
    return replace(settings, **views)


def _noted_strategy(strategy: Strategy, reads: Reads) -> Strategy:
    def name_of(priority: Priority) -> str:
        return f"priority:{priority.id}"

    made = _NotedStrategy.model_construct(**dict(strategy))
    priorities = NotedSequence(strategy.priorities, reads, "priorities:", name_of)
    made.__dict__.update(priorities=priorities, _reads=reads)
    return made


def note_opened_files(reads: Reads, own_folder: Path) -> None:
    """Note from now on, here alone, every file of the project that this process opens or lists.

    Args:
        reads: Where they are noted.
        own_folder: The run's folder, whose files it writes itself.
    """
    own = own_folder.resolve()
    covered = _covered_otherwise(reads.digests.project)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        kind = _HEARD.get(event)
        if kind is None or not arguments or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        try:
            path = Path(os.fsdecode(arguments[0])).resolve()
        except (OSError, ValueError):  # no name of a file: whoever opens it is told so
            return
        if path.is_relative_to(own) or path.name == DIGESTS or covered(path):
            return
        if name := reads.digests.name_of(path):
            reads.note(f"{kind}:{name}")

    if not _LISTENERS:
        sys.addaudithook(_heard)  # which stays for the life of a process
    _LISTENERS[:] = [hear]


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    for hear in _LISTENERS:
        hear(event, arguments)


_LISTENERS: Final[list[Callable[[str, tuple[Any, ...]], None]]] = []
_HEARD: Final = {"open": "file", "os.listdir": "folder", "os.scandir": "folder"}


def _covered_otherwise(project: Project) -> Callable[[Path], bool]:
    """Whether a file is noted by what it says: the council's words, file by file where shown."""
    folders = {layer / project.strategy.slug / FOLDER for layer in _layers(project)}
    return lambda path: path in folders or path.parent in folders


def _layers(project: Project) -> list[Path]:
    strategies = project.paths.strategies
    return [layer for layer in (strategies.own, strategies.packaged) if layer]
