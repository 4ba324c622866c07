"""Chapters made in this process, from evidence that stays at hand between two saves of a file.

A preview is no run: there is no kernel, and what one chapter worked out the next one may use. What
a file's change makes worthless is dropped by what was read (`facts/reads.py`).
"""

import json
import pickle
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.chapter.commentary import forget_words
from jsna.chapter.evidence import Evidence
from jsna.chapter.opening import evidence_of, held_ready
from jsna.chapter.page import FIGURES, Page
from jsna.chapter.said import SaidState
from jsna.errors import JsnaError
from jsna.facts.read_digests import ReadDigests
from jsna.facts.reads import Reads
from jsna.facts.store import FactStore, open_facts
from jsna.pack.availability import NOTEBOOK
from jsna.pack.canonical import SHOWN, canonical_notebook
from jsna.pack.plan import Run
from jsna.pack.run import RunResult
from jsna.settings.project import Project
from jsna.snapshots.digest import sha256
from jsna.snapshots.snapshot import Snapshot
from jsna.snapshots.store import SnapshotStore

if TYPE_CHECKING:
    from jsna.figures.bundle import FigureBundle
    from jsna.figures.spec import FigureSpec


WORDS: Final = frozenset({"words", "approved", "wards-with-words"})
"""The kinds of reads that are the council's own words."""
Given = tuple[str, SaidState]
"""A section's name, and what the page has said before it."""


class Stopped(JsnaError):
    """The preview has ended: what is being made is of no use."""


@dataclass(frozen=True)
class SectionText:
    """What a section gave: its words, and all that the page has said with them."""

    words: str
    said: SaidState


@dataclass(frozen=True)
class PreviewPage(Page):
    """A page that keeps what it shows, and draws no figure twice.

    Attributes:
        shown: What was shown, piece by piece.
        drawn: Figure id -> digest of what its files were drawn from.
        kept: What sections gave that read none of the council's own words.
        reads: Where what they read is noted.
        stopped: Set when nothing more is to be made.
    """

    shown: list[str] = field(default_factory=list)
    drawn: dict[str, str] = field(default_factory=dict)
    kept: dict[Given, "SectionText"] = field(default_factory=dict)
    reads: Reads | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def show(self, markdown: str) -> None:
        """Keep a section; nothing of an empty one."""
        if text := markdown.strip("\n"):
            self.shown.append(text)

    def section(self, name: str, write: Callable[[], str]) -> str:
        """Return a section's text, kept from before unless it reads the council's own words.

        What the page has said once already is part of what a section is given, and gives on.
        """
        if self.stopped.is_set():
            raise Stopped
        given = (name, self.said.state())
        if given in self.kept:
            self.said.take(self.kept[given].said)
            return self.kept[given].words
        if self.reads is None:
            return write()
        self.reads.kinds.clear()
        text = SectionText(write(), self.said.state())
        if not self.reads.kinds & WORDS:
            self.kept[given] = text
        return text.words

    def bundle(self, spec: "FigureSpec", citation: str) -> "FigureBundle":
        """Return a figure's bundle, drawn only if it is another than before."""
        from jsna.figures.bundle import bundle_in

        digest = sha256(pickle.dumps((spec, citation)))
        if self.drawn.get(spec.id) == digest:
            return bundle_in(spec, self.folder / FIGURES, citation)
        made = super().bundle(spec, citation)
        self.drawn[spec.id] = digest
        return made


@dataclass
class Chapters:
    """The chapters of one area and strategy, made as they are asked for.

    Attributes:
        project: As its files were read last.
        folder: Where chapters and figures go, a folder a run.
        stopped: Set when nothing more is to be made.
    """

    project: Project
    folder: Path
    stopped: threading.Event = field(default_factory=threading.Event)
    _store: FactStore | None = None
    _snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    _evidence: dict[str, Evidence] = field(default_factory=dict)
    _drawn: dict[str, dict[str, str]] = field(default_factory=dict)
    _kept: dict[str, dict[Given, SectionText]] = field(default_factory=dict)

    def take(self, project: Project) -> None:
        """Work with a project whose files were read again.

        Tables stay at hand until they are built anew; what was worked out of them stays as long as
        settings are the same, and only the council's own words are read again.
        """
        before, self.project = self.project, project
        if before.area != project.area:  # all that is said is said of it
            self._evidence.clear()
            self._kept.clear()
        elif (before.settings, before.strategy) != (project.settings, project.strategy):
            self._forget_changed()
        for evidence in self._evidence.values():
            forget_words(evidence)

    def _forget_changed(self) -> None:
        """Forget the evidence of chapters that read what is another now, their words aside."""
        now = ReadDigests(self.project)
        for id, evidence in list(self._evidence.items()):
            noted = evidence.noted.found if evidence.noted else {}
            own = {read: d for read, d in noted.items() if read.partition(":")[0] not in WORDS}
            if any(now.of(read) != digest for read, digest in own.items()):
                del self._evidence[id]
                self._kept.pop(id, None)

    def forget_facts(self) -> None:
        """Read tables again: they were built anew."""
        self._store = None
        self._evidence.clear()
        self._kept.clear()

    def make(self, run: Run) -> RunResult:
        """Make a run's chapter in its folder and return what came of it.

        Raises:
            JsnaError: what the chapter tells of a mistake or of missing data.
        """
        folder = self.folder / run.id
        (folder / FIGURES).mkdir(parents=True, exist_ok=True)
        file = self.project.paths.notebooks / f"{run.notebook}.ipynb"
        evidence = self._of(run)
        evidence.said.clear()
        page = PreviewPage(
            folder,
            in_pack=True,
            drawn=self._drawn.setdefault(run.id, {}),
            kept=self._kept.setdefault(run.id, {}),
            reads=evidence.noted,
            stopped=self.stopped,
        )
        with held_ready(evidence, page):
            notebook = _executed(json.loads(file.read_text("utf-8")), run, page)
        (folder / NOTEBOOK).write_text(canonical_notebook(notebook), "utf-8", newline="\n")
        return RunResult(run, "done", "", 0.0, folder)

    def reads(self, run: Run) -> dict[str, str]:
        """Return what a run's chapter has read so far: name -> digest; {} before it was made."""
        evidence = self._evidence.get(run.id)
        return dict(evidence.noted.found) if evidence and evidence.noted else {}

    def _of(self, run: Run) -> Evidence:
        if run.id not in self._evidence:
            if self._store is None:
                self._store = open_facts(self.project.paths, self.project.area)
                kept = SnapshotStore(self.project.paths.snapshots)
                self._snapshots = {id: kept.describe(id) for id in self._store.snapshot_ids}
            priority = next(
                (p for p in self.project.strategy.priorities if p.id == run.priority), None
            )
            made = evidence_of(self.project, self._store, self._snapshots, priority)
            self._evidence[run.id] = made
        return self._evidence[run.id]


def _executed(notebook: dict[str, Any], run: Run, page: PreviewPage) -> dict[str, Any]:
    """Run a notebook's code from top to bottom and return it with what each cell showed."""
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        before = len(page.shown)
        exec(compile("".join(cell["source"]), run.notebook, "exec"), names)
        if "parameters" in cell.get("metadata", {}).get("tags", ()):
            names.update(run.parameters)
        cell["outputs"] = [{"data": {SHOWN: text}} for text in page.shown[before:]]
    return notebook
