"""A notebook that is opened alone: what its first output says that it lacks, and how to get it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.section import find_section
from jsna.chapter.words import bullets, sections
from jsna.errors import JsnaError, SourceError
from jsna.narrative.english import capitalised, counted, sentence
from jsna.narrative.markdown import escape_markdown

DRAWN: Final = {"ward": "wards", "lsoa": "neighbourhoods (LSOAs)"}
"""The small areas that chapters draw, and what they are called."""
MOST_NAMED: Final = 12


@dataclass(frozen=True)
class WithoutData:
    """What a notebook has in a chapter's place where there is nothing to show: it runs through."""

    def show(self, name: str) -> None:
        """Show nothing.

        Raises:
            UserFileError: there is no such section.
        """
        find_section(name)


def without_data(error: JsnaError, page: Page) -> WithoutData:
    """Say why there is nothing to show, and what to do, and return what shows nothing."""
    problems = [escape_markdown(str(problem)) for problem in error.problems]
    page.show(sections("**This notebook has no data to show yet.**", bullets(problems)))
    return WithoutData()


def say_what_lacks(evidence: Evidence, page: Page) -> None:
    """Show what the data of a chapter lack; nothing where they are whole."""
    if lacks := list(what_lacks(evidence)):
        slug = evidence.area.slug
        step = f"`jsna fetch {slug} --list` names the files, with an address for each."
        page.show(sections("**What the data of this notebook lack:**", bullets(lacks), step))


def what_lacks(evidence: Evidence) -> Iterator[str]:
    """Yield, as Markdown, what the chapter could show and the data do not hold."""
    ids = evidence.priority.indicators if evidence.priority else evidence.strategy.indicator_ids
    empty = [id for id in ids if evidence.facts_of(id).empty]
    if empty:
        named = "; ".join(evidence.settings.indicators[id].title for id in empty[:MOST_NAMED])
        more = f"; and {len(empty) - MOST_NAMED} more" if len(empty) > MOST_NAMED else ""
        yield escape_markdown(f"figures of {counted(len(empty), 'indicator')}: {named}{more}")
    for kind, words in DRAWN.items():
        if why := _why_not_drawn(evidence, kind):
            yield escape_markdown(f"outlines of {words}: {why}")


def _why_not_drawn(evidence: Evidence, kind: str) -> str:
    try:
        evidence.geography.outlines(kind)
    except SourceError as error:
        return capitalised(sentence(str(error)))
    return ""
