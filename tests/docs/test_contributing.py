"""CONTRIBUTING.md is true of the tree: its map, its layers, and every place that it names."""

import re
import tomllib
from pathlib import Path

import pytest
from documents import INLINE, prose

TOP = {path.name for path in Path(__file__).resolve().parents[2].iterdir()}


@pytest.fixture(scope="module")
def contributing(project_root: Path) -> Path:
    return project_root / "CONTRIBUTING.md"


def places(text: str) -> set[str]:
    """The files and folders that a text names in code, up to the first part to be filled in."""
    words = {word.split()[0] for word in INLINE.findall(text)}
    named = {w for w in words if "/" in w and w.split("/")[0] in TOP}
    return {w.split("<")[0].split("*")[0] for w in named}


def test_every_place_that_it_names_exists(project_root: Path, contributing: Path) -> None:
    named = places(prose(contributing))
    assert len(named) > 15
    assert {name for name in named if not (project_root / name).exists()} == set()


def test_a_place_that_is_not_there_is_seen() -> None:
    text = "Change `src/jsna/nowhere.py`, `tests/<kind>/` or `make test`."
    assert places(text) == {"src/jsna/nowhere.py", "tests/"}


def test_the_map_has_every_package_once(project_root: Path, contributing: Path) -> None:
    mapped = re.findall(r"^\| `(\w+)/` \|", contributing.read_text("utf-8"), re.MULTILINE)
    packages = {f.parent.name for f in (project_root / "src" / "jsna").glob("*/__init__.py")}
    assert sorted(mapped) == sorted(packages)


def test_the_layers_are_those_that_are_held(project_root: Path, contributing: Path) -> None:
    tools = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))["tool"]
    (contract,) = tools["importlinter"]["contracts"]
    held = [layer.strip("()").removeprefix("jsna.") for layer in contract["layers"]]
    (told,) = re.findall(r"`(cli >[^`]+)`", contributing.read_text("utf-8"))
    assert re.split(r"\s*>\s*", told) == held


def test_the_map_goes_the_way_of_the_layers(project_root: Path, contributing: Path) -> None:
    text = contributing.read_text("utf-8")
    mapped = re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE)
    (told,) = re.findall(r"`(cli >[^`]+)`", text)
    order = [name for name in reversed(re.split(r"\s*>\s*", told)) if name in mapped]
    assert mapped == order


WORDS = [
    "area",
    "comparator",
    "neighbour",
    "indicator",
    "source",
    "snapshot",
    "fact",
    "breakdown",
    "comparison",
    "trend",
    "statement",
    "figure",
    "chapter",
    "priority",
    "strategy",
    "claim",
    "plan",
    "run",
    "pack",
    "release",
]


def test_each_word_is_explained_once(contributing: Path) -> None:
    explained = re.findall(r"\*\*(\w+)\*\*", contributing.read_text("utf-8"))
    assert sorted(explained) == sorted(WORDS)
