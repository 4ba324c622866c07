"""What to do about YAML that can't be read, told from the line that stopped it."""

import re

_KEY = re.compile(r"^\s*(?:-\s+)?([\w-]+):\s+(.*\S)\s*$")
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
    if "\t" in here[: len(here) - len(here.lstrip())] or "\\t" in problem:
        return "A tab stands in front: use spaces."
    found = _KEY.match(here)
    if not found:
        return "Look at the line and the one above: spaces in front, quotation marks, a colon."
    key, value = found[1], found[2]
    if re.search(r":(\s|$)", value):
        return f"A colon stands in its words: put the {key} in quotation marks."
    if value.startswith(_UNQUOTED):
        return f"It begins with {value[0]}: put the {key} in quotation marks."
    return "Look at the line and the one above: spaces in front, quotation marks, a colon."
