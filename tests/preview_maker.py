"""Stands for what makes the pages of a preview: one page, of the words that it is given."""

from pathlib import Path

from jsna.preview.pages import NoSuchPage
from jsna.settings.project import Project

WORDS = "Words"
"""What stands in a page in the place of its words."""


class Maker:
    """Makes a page of the words that it is given, or meets the mistake that it is given.

    The folder that the page is written into is real.
    """

    def __init__(self, project: Project, site: Path, page: str) -> None:
        self.project, self.site, self.page = project, site, page
        self.words: str | Exception = WORDS
        self.ready: list[str] = []
        site.mkdir()

    def take(self, project: Project) -> None:
        self.project = project

    def make_ready(self, name: str) -> None:
        self.ready.append(name)

    def stop(self) -> None:
        self.ready.append("stopped")

    def make(self, name: str) -> Path:
        if isinstance(self.words, Exception):
            raise self.words
        if name != "index":
            raise NoSuchPage(name)
        file = self.site / "index.html"
        file.write_text(self.page.replace(WORDS, self.words))
        return file
