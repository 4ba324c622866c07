"""The documents and what stands in them, for the tests of this folder."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^ *```(?P<language>\w*)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def documents() -> list[Path]:
    """Return every document that people read: Markdown outside the built folders."""
    top = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
    folders = ("docs", "data", "geo", "notebooks", "reports")
    inside = [f for folder in folders for f in sorted((ROOT / folder).glob("*.md"))]
    deeper = [*(ROOT / "docs").glob("*/*.md"), ROOT / "data" / "corrections" / "README.md"]
    return [ROOT / name for name in top] + inside + sorted(deeper)


def name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def blocks(document: Path) -> Iterator[tuple[str, str]]:
    """Yield the language and the body of each fenced block."""
    for match in FENCE.finditer(document.read_text("utf-8")):
        yield match["language"], match["body"]


def prose(document: Path) -> str:
    """Return the text without its fenced blocks."""
    return FENCE.sub("", document.read_text("utf-8"))


def commands(document: Path, program: str) -> Iterator[str]:
    """Yield every command line of `program`, from blocks and from inline code."""
    lines = [line for _, body in blocks(document) for line in body.splitlines()]
    lines += INLINE.findall(prose(document))
    for line in lines:
        words = line.split("#")[0].strip().replace("\\", "/").split()
        # bare, or by its place in an environment; `src/jsna/` is a folder
        if words and re.fullmatch(rf"(\.venv/(bin|Scripts)/)?{program}(\.exe)?", words[0]):
            yield " ".join([program, *words[1:]])


def anchors(document: Path) -> set[str]:
    """Return the anchors that a reader of Markdown gives to the headings."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    plain = [re.sub(r"[^\w\s-]", "", h.lower()) for h in headings]
    return {p.strip().replace(" ", "-") for p in plain}
