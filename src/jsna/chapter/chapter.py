"""The chapter that a notebook opens: it shows sections by name."""

from dataclasses import dataclass
from functools import partial

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.section import Section, find_section
from jsna.chapter.words import lacking, sections
from jsna.errors import SourceError
from jsna.narrative.english import capitalised, sentence
from jsna.narrative.markdown import escape_markdown


@dataclass(frozen=True, eq=False)
class Chapter:
    """One area's evidence, and the page that its sections go to.

    In a run of a pack, figures go to the run's folder and the Markdown follows the pack's page
    grammar; in JupyterLab the same sections are plain Markdown with the pictures inside.
    """

    evidence: Evidence
    page: Page

    def show(self, name: str) -> None:
        """Show one section as one piece of Markdown, under its title.

        Data that an area lacks cost only their section: it says that it is not available.

        Args:
            name: The module of `jsna.chapter` and its function: "overview.headline".

        Raises:
            UserFileError: there is no such section.
        """
        section = find_section(name)
        text = self.page.section(name, partial(self._text, name, section))
        heading = f"## {section.title}" if section.title and text else ""
        self.page.show(sections(heading, text))
        if self.evidence.noted and self.page.in_pack:
            self.evidence.noted.write(self.page.folder)

    def _text(self, name: str, section: Section) -> str:
        try:
            return section(self.evidence, self.page)
        except SourceError as error:
            reason = escape_markdown(capitalised(sentence(str(error))))
            return lacking(name, reason)
