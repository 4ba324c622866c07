"""What stands in one place: the wording of an outcome, and what class of error a bad file is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsna.analysis.outcome import Basis, Outcome

PHRASES = [str(outcome) for outcome in Outcome if " " in outcome]
OWN = "council/"
"""A council's own files have lines with mistakes, which no class of file tells apart."""


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that stands for something: docstrings are left out."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in docstrings:
            yield node.lineno, node.value


@pytest.mark.parametrize("phrase", PHRASES)
def test_the_wording_of_an_outcome_stands_in_one_place(project_root, phrase):
    found = [
        f"{path.relative_to(project_root)}:{line}"
        for path in sorted((project_root / "src").rglob("*.py"))
        if phrase in path.read_text("utf-8").lower()
        for line, text in texts_of(path)
        if phrase in text.lower()
    ]
    assert len(found) == 1 and found[0].startswith("src/jsna/analysis/outcome.py"), found


@pytest.mark.parametrize("name", ["docs/methods.md", "docs/for-strategy-writers.md"])
def test_the_guides_use_the_words_of_the_pages(project_root, name):
    text = (project_root / name).read_text("utf-8")
    words = [*map(str, Outcome), Basis.SOURCE.after_verdict]
    assert [word for word in words if word not in text] == []


def test_parsers_say_by_its_class_what_is_wrong_with_a_file(project_root):
    folder = project_root / "src/jsna/sources"
    untyped = [
        f"{path.relative_to(folder)}:{node.lineno}"
        for path in sorted(folder.rglob("*.py"))
        if OWN not in path.as_posix() and "SourceError" in path.read_text("utf-8")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SourceError"
    ]
    assert untyped == []
