"""The references of a strategy: `references.bib`, in BibTeX or BibLaTeX, cited as `[@key]`.

Pandoc's citeproc reads the file itself; here it is known by its keys alone, so that a citation of
none is told with its line before anything is laid out.
"""

import re
from pathlib import Path
from typing import Final

from jsna.errors import UserFileError
from jsna.settings.paths import Paths
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_file import LARGEST_BYTES, Problems

FILE: Final = "references.bib"
ENTRY: Final = re.compile(r"^[ \t]*@(\w+)\s*[{(]\s*([^,\s{}()=\"]*)\s*(,?)", re.MULTILINE)
NO_ENTRIES: Final = ("comment", "preamble", "string")
KEY: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_:./-]*[A-Za-z0-9])?")
KEYS: Final = "A key has letters, digits and - _ : . / between them, as in marmot-review."
CROSS_REFERENCES: Final = re.compile(r"(fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr)-")
TAKEN: Final = "a key may not begin with fig-, tbl-, sec- and the like: those are cross-references."


def references_file(paths: Paths, strategy: str) -> Path:
    """Return where a strategy's references stand, whether they are there or not."""
    return paths.strategies / f"{strategy}/{FILE}"


def read_references(path: Path, problems: Problems) -> dict[str, int]:
    """Return each key of a file of references with its line; none where there is no file.

    Args:
        path: The file.
        problems: Where what is wrong in it is gathered.
    """
    if not path.is_file():
        return {}
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
    except UserFileError as error:
        problems.add(error.problems[0].what, path)
        return {}
    except UnicodeDecodeError:
        problems.add("this file is not in UTF-8.", path, next_step="Save it as UTF-8.")
        return {}
    keys: dict[str, int] = {}
    for match in ENTRY.finditer(text):
        if match[1].lower() not in NO_ENTRIES:
            _keep(match, text.count("\n", 0, match.start()) + 1, keys, path, problems)
    return keys


def _keep(
    match: "re.Match[str]", line: int, keys: dict[str, int], path: Path, problems: Problems
) -> None:
    key = match[2]
    if not match[3] or not KEY.fullmatch(key):
        what = f"this entry's key is {key!r}." if key else "this entry has no key."
        problems.add(what, path, line, allowed=KEYS)
    elif CROSS_REFERENCES.match(key):
        problems.add(f"the key {key!r} can't be cited: {TAKEN}", path, line)
    elif key in keys:
        problems.add(f"two entries have the key {key!r}.", path, line)
    else:
        keys[key] = line


def is_figure_key(key: str, area: str) -> bool:
    """Return whether a key has the form of a figure's, which a pack knows once it is laid out."""
    return re.match(rf"{re.escape(area)}-\d{{4}}-", key) is not None
