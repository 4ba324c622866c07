"""The words of a text file."""

from jsna.errors import Problem, UserFileError


def decoded(file: str, content: bytes) -> str:
    """Return a file's text, its lines parted as everywhere here.

    Raises:
        UserFileError: it is in another encoding than UTF-8, or no text at all.
    """
    allowed = "A draft is a .docx, .md, .txt or .pdf file."
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        what = "this is no text file, whatever its name ends in."
        step = "Give it the ending of the program that wrote it."
        raise UserFileError(Problem(what, file, allowed=allowed, next_step=step))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        step = "Save it as UTF-8."
        raise UserFileError(Problem("this file is not in UTF-8.", file, next_step=step)) from None
    if "\0" in text:
        raise UserFileError(Problem("this file is no text.", file, allowed=allowed))
    return text.replace("\r\n", "\n").replace("\r", "\n")
