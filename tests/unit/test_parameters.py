"""A plan entry and its notebook must agree on the parameters, name by name."""

import json
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.pack.parameters import check_parameters, read_parameters
from jsna.pack.plan import Run


def write(folder: Path, *parameter_cells: str) -> Path:
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}
        for source in parameter_cells
    ]
    path = folder / "kind.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    return path


def run(**parameters: object) -> Run:
    return Run("first", "first", "kind", parameters)  # type: ignore[arg-type]


def test_plain_scalars_and_lists_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, 'area = ""\nyears = [2020, 2025]\nwide = True\nlow = -1.5')
    expected = {"area": "", "years": [2020, 2025], "wide": True, "low": -1.5}
    assert read_parameters(path) == expected


@pytest.mark.parametrize(
    "source",
    [
        "area: str = ''",
        "area = other",
        "area = {'a': 1}",
        "area = None",
        "area = open('x').read()",
        "import os",
        "a = b = ''",
        "for x in []: pass",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(UserFileError, match=r"notebooks/kind.ipynb: its parameters cell says"):
        read_parameters(write(tmp_path, source))


def test_broken_notebooks_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="no such notebook"):
        read_parameters(tmp_path / "none.ipynb")
    with pytest.raises(UserFileError, match="0 cells tagged"):
        read_parameters(write(tmp_path))
    with pytest.raises(UserFileError, match="2 cells tagged"):
        read_parameters(write(tmp_path, "a = 1", "b = 2"))
    with pytest.raises(UserFileError, match="line 2 of its parameters cell is not Python"):
        read_parameters(write(tmp_path, "a = 1\nb = = 2"))
    (tmp_path / "kind.ipynb").write_text("<html>")
    with pytest.raises(UserFileError, match="not a notebook"):
        read_parameters(tmp_path / "kind.ipynb")


def test_every_disagreement_is_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, 'area = ""\npriority = ""\nyear = 2020')
    with pytest.raises(UserFileError) as caught:
        check_parameters(run(aera="x", priority="p", year="2020"), path)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert "no parameter 'aera'" in told[0] and "Did you mean 'area'?" in told[0]
    assert "'area' is not given" in told[1]
    assert "'year' is '2020'" in told[2]


def test_true_is_not_a_number(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="'year' is True"):
        check_parameters(run(year=True), write(tmp_path, "year = 2020"))


def test_an_exact_match_passes(tmp_path: Path) -> None:
    check_parameters(run(area="x"), write(tmp_path, 'area = ""'))
