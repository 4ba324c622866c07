"""A notebook's parameters, read without running it; a plan entry must match them exactly.

Papermill runs a notebook with an unknown parameter and only logs a line, so that a misspelt
area would quietly publish the default one. Here such an entry is refused before a kernel starts.
"""

import ast
from pathlib import Path
from typing import Any

from jsna.errors import Problem, UserFileError
from jsna.pack.plan import Parameter, Run
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.json_text import parse_json

TAG = "parameters"
SCALARS = (str, int, float, bool)


def read_parameters(notebook: Path) -> dict[str, Parameter]:
    """Return name -> default of the notebook's cell that is tagged `parameters`.

    Raises:
        UserFileError: there is no such notebook or cell, more than one cell, or something else
            in it than `name = scalar` and `name = [scalars]`.
    """
    cells = [cell for cell in _cells(notebook) if TAG in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        raise _unusable(notebook, f"it has {len(cells)} cells tagged {TAG!r}, not one.")
    source = cells[0]["source"]
    try:
        module = ast.parse(source if isinstance(source, str) else "".join(source))
    except SyntaxError as error:
        raise _unusable(
            notebook, f"line {error.lineno} of its parameters cell is not Python."
        ) from None
    return dict(_assignment(statement, notebook) for statement in module.body)


def check_parameters(run: Run, notebook: Path) -> None:
    """Return nothing if the run gives exactly the notebook's parameters, each of its own type.

    Raises:
        UserFileError: with one problem for each parameter that is unknown, missing or of
            another type, and the nearest name.
    """
    expected = read_parameters(notebook)
    given = set(run.parameters)
    problems = [_unknown(name, expected, run) for name in sorted(given - set(expected))]
    problems += [_missing(name, run) for name in sorted(set(expected) - given)]
    problems += [
        _wrong_type(name, expected[name], run)
        for name in sorted(set(expected) & given)
        if type(run.parameters[name]) is not type(expected[name])
    ]
    if problems:
        raise UserFileError(*problems)


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = parse_json(notebook.read_text("utf-8"))["cells"]
    except FileNotFoundError:
        raise _unusable(notebook, "there is no such notebook.") from None
    except (ValueError, KeyError, TypeError):
        raise _unusable(notebook, "this is not a notebook.") from None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise _unusable(notebook, "this is not a notebook.")
    return cells


def _assignment(statement: ast.stmt, notebook: Path) -> tuple[str, Parameter]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            default = _literal(value)
            if _is_plain(default):
                return name, default
    text = ast.unparse(statement)
    raise _unusable(notebook, f"its parameters cell says {text!r}.")


def _literal(value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError):
        return None


def _is_plain(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return all(isinstance(item, SCALARS) for item in items)


def _unusable(notebook: Path, what: str) -> UserFileError:
    allowed = 'A parameters cell holds only lines such as `area = ""`: text, numbers and lists.'
    return UserFileError(Problem(what, file=f"notebooks/{notebook.name}", allowed=allowed))


def _unknown(name: str, expected: dict[str, Parameter], run: Run) -> Problem:
    return Problem(
        f"run {run.id}: the notebook has no parameter {name!r}.",
        file=f"notebooks/{run.notebook}.ipynb",
        allowed=f"It has: {', '.join(expected)}.",
        next_step=did_you_mean(name, expected),
    )


def _missing(name: str, run: Run) -> Problem:
    return Problem(
        f"run {run.id}: the parameter {name!r} is not given.",
        file=f"notebooks/{run.notebook}.ipynb",
        allowed="Every parameter must be given: a default would be somebody else's area.",
    )


def _wrong_type(name: str, default: Parameter, run: Run) -> Problem:
    given = run.parameters[name]
    return Problem(
        f"run {run.id}: the parameter {name!r} is {given!r}.",
        file=f"notebooks/{run.notebook}.ipynb",
        allowed=f"It must be of the kind of {default!r}.",
    )
