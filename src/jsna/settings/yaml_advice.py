"""What to do about YAML that can't be read, told from the line that stopped it."""

import re

_KEY = re.compile(r"^\s*(?:-\s+)?([\w-]+):\s+(.*\S)\s*$")
LOOK = "Look at the line and the one above: spaces in front, quotation marks, a colon."
_APOSTROPHE = "An apostrophe ends what single quotation marks begin:"
_REMEDIES = {
    "could not find expected ':'": "A colon is missing, or the space behind it, here or above.",
    "another document": "A line --- begins another document: take it out.",
    "duplicate key": "The key stands twice: keep one of the two.",
}
_UNQUOTED = ("&", "*", "!", "%", "@", "`", "[", "{")


def yaml_advice(text: str, line: int, problem: str) -> str:
    """Return the usual remedy of a mistake, "" if none fits.

    Args:
        text: The file.
        line: 1-based line at which reading stopped; 0 if not known.
        problem: What the reader of YAML says.
    """
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    above = lines[line - 2] if 1 < line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "\\t" in problem:
        return "A tab stands in front: use spaces."
    return _by_problem(problem, here + above) or _unclosed(lines[:line]) or _by_value(here) or LOOK


def _unclosed(lines: list[str]) -> str:
    """Return where double quotation marks begin that have no end, "" if all have one.

    Whatever follows is read as words, and the reader stops far below them.
    """
    for number in range(len(lines), 0, -1):
        found = _KEY.match(lines[number - 1])
        if found and found[2][0] == '"' and found[2].replace('\\"', "").count('"') % 2:
            return f"The quotation marks that begin in line {number} ({found[1]}) have no end."
    return ""


def _by_value(line: str) -> str:
    """Return the remedy of a value that needs quotation marks, "" if it needs none."""
    found = _KEY.match(line)
    if not found:
        return ""
    key, value = found[1], found[2]
    if re.search(r":(\s|$)", value):
        return f"A colon stands in its words: put the {key} in quotation marks."
    if value.startswith(_UNQUOTED):
        return f"It begins with {value[0]}: put the {key} in quotation marks."
    return f"{_APOSTROPHE} put the {key} in double quotation marks." if value[0] == "'" else ""


def _by_problem(problem: str, lines: str) -> str:
    """Return the remedy of what the reader's own words or a hidden sign tell; "" if neither."""
    if "\u00a0" in lines:
        return "A space that does not break stands in it, as word processors write: use plain ones."
    return next((advice for words, advice in _REMEDIES.items() if words in problem), "")
