"""The notebooks are stripped and thin: parameters, one import, a handful of calls."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from jsna.pack.parameters import read_parameters
from jsna.settings.load import load_settings
from jsna.settings.page_table import PAGES
from jsna.settings.paths import find_paths

NOTEBOOKS = sorted(find_paths().notebooks.files("*.ipynb").values())
PYTHON = {"display_name": "Python 3", "language": "python", "name": "python3"}
MOST_CALLS = 9
SHOWS = r"""chapter\.show\(['"]([\w.]+)['"]\)"""


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.param
    return chosen


@pytest.fixture
def notebook(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def test_there_is_one_notebook_for_each_row_of_the_table_that_names_one() -> None:
    assert {path.stem for path in NOTEBOOKS} == {page.notebook for page in PAGES} - {""}


def test_nothing_of_an_execution_is_stored(path: Path, notebook: dict[str, Any]) -> None:
    assert notebook["metadata"] == {"kernelspec": PYTHON}
    for number, cell in enumerate(notebook["cells"], start=1):
        assert cell["id"] == f"cell-{number:02}"
        assert set(cell["metadata"]) <= {"tags"}
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    canonical = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert path.read_text("utf-8") == canonical, "sort the keys and indent by one"


def test_it_opens_with_its_title_and_its_parameters(path: Path, notebook: dict[str, Any]) -> None:
    title, parameters = notebook["cells"][:2]
    assert title["cell_type"] == "markdown"
    assert title["metadata"]["tags"] == ["title"]
    assert title["source"].startswith("# ")
    assert parameters["metadata"]["tags"] == ["parameters"]
    assert read_parameters(path) == {"area": "", "strategy": "", "priority": ""}


def test_it_is_thin(notebook: dict[str, Any]) -> None:
    code = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"]
    opening, *calls = ast.parse("\n".join(code[1:])).body[1:]
    start = "from jsna.chapter import open_chapter"
    assert code[1].startswith(start + "\n")
    assert ast.unparse(opening) == "chapter = open_chapter(area, strategy, priority)"
    assert 1 <= len(calls) <= MOST_CALLS
    for call in calls:
        assert re.fullmatch(SHOWS, ast.unparse(call))


def test_it_shows_sections_that_there_are(notebook: dict[str, Any]) -> None:
    from jsna.chapter.section import find_section

    shown = [re.fullmatch(SHOWS, cell["source"]) for cell in notebook["cells"][3:]]
    for match in shown:
        assert match
        assert find_section(match[1]).write.__doc__


def test_every_section_is_shown_by_a_notebook() -> None:
    from jsna.chapter.section import all_sections

    text = "".join(path.read_text("utf-8").replace("\\", "") for path in NOTEBOOKS)
    assert set(re.findall(SHOWS, text)) == set(all_sections())


def test_it_names_no_area_strategy_or_year(path: Path) -> None:
    settings = load_settings(find_paths())
    text = path.read_text("utf-8")
    names = {area.name for area in settings.areas.values()} | set(settings.areas)
    names |= set(settings.strategies)
    names |= {p.title for s in settings.strategies.values() for p in s.priorities}
    assert not [name for name in names if name.lower() in text.lower()]
    assert not re.search(r"\b(19|20)\d\d\b", text)
