"""A draft in any of the four forms."""

from pathlib import Path

from jsna.errors import Problem, UserFileError
from jsna.review.draft import Draft
from jsna.review.readers import markdown, pdf, plain_text, word
from jsna.settings.user_file import read_user_file

READERS = {ending: one for one in (plain_text, markdown, word, pdf) for ending in one.ENDINGS}
LARGEST_BYTES = 200 << 20


def read_draft(path: Path) -> Draft:
    """Return a draft.

    Raises:
        UserFileError: it can't be read, is of another form than its name says, or has no words.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        step = "Save it as one of these." if path.suffix.lower() in (".doc", ".odt", ".rtf") else ""
        what = f"a draft can't be a {path.suffix or 'file without an ending'}."
        allowed = "It is a .docx, .md, .txt or .pdf file."
        raise UserFileError(Problem(what, str(path), allowed=allowed, next_step=step))
    draft = reader.read(str(path), read_user_file(path, LARGEST_BYTES))
    if not draft.passages:
        step = "Name the file that holds the draft."
        raise UserFileError(Problem("there are no words in this file.", str(path), next_step=step))
    return draft
