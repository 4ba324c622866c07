"""A draft as PDF: the text of its pages."""

import io

from jsna.errors import Problem, UserFileError
from jsna.narrative.english import counted
from jsna.review.draft import Draft
from jsna.review.readers.lines import passages_of

ENDINGS = (".pdf",)


def read(file: str, content: bytes) -> Draft:
    """Return the draft of a PDF.

    Raises:
        UserFileError: it is no PDF, is locked, or has no text (a scan).
    """
    if b"%PDF" not in content[:1024]:
        raise _refused(file, "this is no PDF, whatever its name ends in.", "Export it as PDF anew.")
    pages = _pages(file, content)
    if not any(page.strip() for page in pages):
        many = counted(len(pages), "page")
        what = f"this PDF has no text ({many}): it is of pictures, as a scan is."
        raise _refused(file, what, "Take the file that it was made from, or have its text read.")
    lines = ((0, line, n) for n, page in enumerate(pages, 1) for line in page.split("\n"))
    return Draft(file, passages_of(lines), ("A PDF has no paragraphs: they were put together.",))


def _pages(file: str, content: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused(file, "this PDF is locked by a password.", "Save it without one.")
        return [page.extract_text() for page in reader.pages]
    except (PyPdfError, OSError, ValueError, LookupError, RecursionError, TypeError) as error:
        what = "this PDF can't be read."
        raise _refused(file, what, "Export it as PDF anew, or review the Word file.") from error


def _refused(file: str, what: str, step: str) -> UserFileError:
    return UserFileError(Problem(what, file, next_step=step))
