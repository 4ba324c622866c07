"""One file that a renderer writes: a page in a format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jsna.pack.documents import documents_of
from jsna.pack.pages import PlannedPage
from jsna.pack.rendered_pack import FORMATS


@dataclass(frozen=True)
class Page:
    """A page of the project, by name, and the format it is wanted in: html, docx or pdf."""

    name: str
    format: str

    @property
    def file(self) -> str:
        """The name of the file in the site's folder."""
        return f"{self.name}.{self.format}"


def pages_of(planned: Sequence[PlannedPage], formats: Iterable[str]) -> list[Page]:
    """Return the files of a pack: every page as HTML, printed ones and documents also otherwise."""
    wanted = [format for format in FORMATS if format in set(formats)]
    pages = [
        Page(page.id, format)
        for page in planned
        for format in wanted
        if format == "html" or page.printed
    ]
    documents = [
        Page(document.id, format)
        for document in documents_of(planned)
        for format in wanted
        if format in document.formats
    ]
    return pages + documents
