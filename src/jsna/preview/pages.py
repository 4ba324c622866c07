"""One page of a pack as HTML, made when it is asked for and again when what it reads changes."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jsna.errors import JsnaError, Problem, UserFileError
from jsna.facts.read_digests import ReadDigests
from jsna.pack import render_embedded
from jsna.pack.assemble import read_chapter, recorded_results
from jsna.pack.availability import read_record
from jsna.pack.pack_facts import PackFacts
from jsna.pack.pages import pages_of_pack
from jsna.pack.plan import Plan, Run, make_plan
from jsna.pack.project import write_project
from jsna.pack.rendered_page import Page
from jsna.pack.run import RunResult
from jsna.pack.run_key import RunKeys
from jsna.pack.site_files import finish_pages
from jsna.preview.chapters import Chapters
from jsna.settings.project import Project

BESIDE: Final = ("*.css", "*.js", "logo.*", "*.bib", "*.json")
"""Files of a project that its pages load, or offer."""


class NoSuchPage(LookupError):
    """The pack has no page of this name."""


@dataclass
class PageMaker:
    """The pages of one area and strategy.

    Attributes:
        project: As its files were read last.
        folder: What is made goes here, and nowhere else.
    """

    project: Project
    folder: Path
    _chapters: Chapters
    _made: dict[str, RunResult] = field(default_factory=dict)
    _reads: dict[str, dict[str, str]] = field(default_factory=dict)
    _notebooks: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, folder: Path) -> "PageMaker":
        """Return the maker of a project's pages, which writes into a folder that is there."""
        (folder / "site").mkdir(exist_ok=True)
        return cls(project, folder, Chapters(project, folder / "runs"))

    @property
    def site(self) -> Path:
        """Where pages stand, with what they load."""
        return self.folder / "site"

    def take(self, project: Project) -> None:
        """Work with a project whose files were read again."""
        if project.area != self.project.area:
            self._made.clear()
        self.project = project
        self._chapters.take(project)

    def forget_facts(self) -> None:
        """Make every chapter anew: the area's tables were built again."""
        self._chapters.forget_facts()
        self._made.clear()

    def stop(self) -> None:
        """Make nothing more: what is being made is left at its next section."""
        self._chapters.stopped.set()

    def names(self) -> list[str]:
        """Return the pages that can be asked for, without those that chapters bring beside."""
        return [page.id for page in pages_of_pack(self.project)]

    def make(self, name: str) -> Path:
        """Make one page and return its file.

        Args:
            name: Its file without the ending.

        Raises:
            NoSuchPage: the pack has none of this name.
            JsnaError: what is wrong in the files that it is made of.
        """
        plan = make_plan(self.project)
        chapters = [read_chapter(self._current(run, plan)) for run in self._runs(name, plan)]
        pages = {*self.names(), *(own.id for chapter in chapters for own in chapter.own_pages)}
        if name not in pages:
            raise NoSuchPage(name)
        project = self.folder / "project"
        write_project(plan, chapters, project)
        self._copy(project)
        self._render(project, name)
        finish_pages(self.site)
        return self.site / f"{name}.html"

    def make_ready(self, name: str) -> None:
        """Work out ahead what the page would need if its files were saved, chapter by chapter."""
        plan = make_plan(self.project)
        for run in self._runs(name, plan):
            if not self._chapters.reads(run):
                with suppress(JsnaError):  # it is told when the page is made
                    self._chapters.make(run)

    def _runs(self, name: str, plan: Plan) -> list[Run]:
        """The runs of a page; for a page that a chapter brings, those of the chapter's own."""
        own = [run for run in plan.runs if run.page == name]
        if own or name in self.names():
            return own
        bring = {
            result.run.page
            for result in (*recorded_results(plan), *self._made.values())
            if result.available and any(page.id == name for page in read_chapter(result).own_pages)
        }
        return [run for run in plan.runs if run.page in bring]

    def _current(self, run: Run, plan: Plan) -> RunResult:
        """A run's chapter as it is now: of the last run, or made here where that is out of date."""
        made = self._made.get(run.id) or self._of_last_run(run, plan)
        if made is None or self._changed(run):
            # what a failure leaves half done is never taken for a chapter
            self._made.pop(run.id, None)
            made = self._chapters.make(run)
            self._reads[run.id] = self._chapters.reads(run)
            self._notebooks[run.id] = self._notebook(run)
        self._made[run.id] = made
        return made

    def _of_last_run(self, run: Run, plan: Plan) -> RunResult | None:
        """What `jsna run` gave, if it would give the same now."""
        folder = self.project.runs_folder / run.id
        record = read_record(folder)
        if not record or record["status"] != "done" or RunKeys(plan).changed(record, run):
            return None
        self._reads[run.id] = record["read"]
        self._notebooks[run.id] = self._notebook(run)
        return next(one for one in recorded_results(plan) if one.run.id == run.id)

    def _changed(self, run: Run) -> bool:
        return self._notebook(run) != self._notebooks[run.id] or bool(
            changed_reads(self._reads[run.id], self.project)
        )

    def _notebook(self, run: Run) -> bytes:
        return (self.project.paths.notebooks / f"{run.notebook}.ipynb").read_bytes()

    def _copy(self, project: Path) -> None:
        shutil.copytree(project / "figures", self.site / "figures", dirs_exist_ok=True)
        for file in (file for pattern in BESIDE for file in project.glob(pattern)):
            shutil.copyfile(file, self.site / file.name)

    def _render(self, project: Path, name: str) -> None:
        as_at = PackFacts.read(self.project).timestamp
        try:
            render_embedded.render(project, self.site, [Page(name, "html")], as_at)
        except RuntimeError as error:
            step = "Mend what names it in the strategy or in reports/template."
            raise UserFileError(Problem(str(error), next_step=step)) from error


def changed_reads(reads: dict[str, str], project: Project) -> list[str]:
    """Return what of all that a chapter read is another now."""
    now = ReadDigests(project)
    return [read for read, digest in reads.items() if now.of(read) != digest]
