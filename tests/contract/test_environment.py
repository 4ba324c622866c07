"""What the package needs is named, the same in each list, and what is named is used."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

from parsed_code import READ_CODE, parsed_modules

pytestmark = pytest.mark.xdist_group(READ_CODE)

# conda's name -> PyPI's, where they differ
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "pandera-pandas": "pandera",
    "pypandoc": "pypandoc-binary",
}
# what conda brings and PyPI can't, or what a wheel carries inside itself
ONLY_CONDA = {"pip", "quarto", "pandoc"}
# not installable from conda-forge under the same name
ONLY_PIP = {"fingertips-py", "gptables", "typst"}
# the packages that the project's first users asked for by name
ASKED_FOR = {
    "jupyterlab", "papermill", "pandas", "geopandas", "folium", "fingertips-py", "quarto",
}  # fmt: skip
# declared although no module imports them: why
NOT_IMPORTED: dict[str, str] = {}
# imported although not declared: what brings them
BROUGHT_BY = {
    "ipython": "ipykernel",
    "nbclient": "papermill",
    # one gate uses them where they are there
    "playwright": "the test extra",
    "axe-playwright-python": "the test extra",
}


@pytest.fixture(scope="module")
def pyproject(project_root: Path) -> dict:
    return tomllib.loads((project_root / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def environment(project_root: Path) -> dict:
    return YAML(typ="safe").load(project_root / "environment.yml")


def _bounds(lines: list[str]) -> dict[str, str]:
    """Return canonical PyPI name -> version specifier."""
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in requirements}


def _conda(environment: dict) -> dict[str, str]:
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    return {CONDA_NAMES.get(name, name): bound for name, bound in _bounds(lines).items()}


def _pip(environment: dict) -> dict[str, str]:
    return _bounds(next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict)))


def test_the_two_files_name_the_same_packages_and_bounds(
    pyproject: dict, environment: dict
) -> None:
    lab = pyproject["optional-dependencies"]["lab"]
    wanted = _bounds(pyproject["dependencies"] + lab)
    wanted["python"] = pyproject["requires-python"]
    found = {n: b for n, b in _conda(environment).items() if n not in ONLY_CONDA}
    assert found | _pip(environment) == wanted


def test_pip_is_asked_only_for_what_conda_lacks(environment: dict) -> None:
    assert set(_pip(environment)) == ONLY_PIP
    assert not set(_pip(environment)) & set(_conda(environment))


def test_every_package_asked_for_is_named(environment: dict) -> None:
    assert set(_conda(environment)) | set(_pip(environment)) >= ASKED_FOR


def test_only_conda_forge_and_no_addresses(environment: dict, project_root: Path) -> None:
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert "://" not in (project_root / "environment.yml").read_text()


# -- what is named is used, and what is used is named -----------------------------------------


@pytest.fixture(scope="module")
def imported(project_root: Path) -> set[str]:
    """Return the distributions that src/ imports from."""
    trees = parsed_modules(project_root / "src" / "jsna").values()
    modules = {module for tree in trees for module in _imports(tree)}
    known = packages_distributions()
    outside = modules - set(sys.stdlib_module_names) - {"jsna"}
    assert outside <= set(known), "imported and not installed"
    return {canonicalize_name(name) for module in outside for name in known[module]}


def test_every_declared_dependency_is_imported_or_has_its_reason(
    pyproject: dict, imported: set[str]
) -> None:
    declared = set(_bounds(pyproject["dependencies"]))
    assert declared - imported == set(NOT_IMPORTED)


def test_every_package_imported_is_declared_or_comes_with_one(
    pyproject: dict, imported: set[str]
) -> None:
    declared = set(_bounds(pyproject["dependencies"]))
    assert imported - declared == set(BROUGHT_BY)
    assert set(BROUGHT_BY.values()) <= declared | {"the test extra"}


def _imports(tree: ast.Module) -> Iterator[str]:
    """Yield the top module of every import that is carried out: not those for types alone."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
        else:
            waiting += ast.iter_child_nodes(node)


# -- the lock ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lock(project_root: Path) -> list[Requirement]:
    return [Requirement(pin) for pin, _ in pins_of(project_root)]


def pins_of(project_root: Path) -> list[tuple[str, list[str]]]:
    """Each pin of the lock with its hashes."""
    text = (project_root / "requirements.lock").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" --hash=")[0], line.split(" --hash=")[1:]) for line in lines]


def test_every_pin_has_the_hashes_of_its_files(project_root: Path) -> None:
    pins = pins_of(project_root)
    assert len(pins) > 100
    for pin, hashes in pins:
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", one) for one in hashes), pin


def test_the_lock_carries_no_address_and_no_path(project_root: Path) -> None:
    text = (project_root / "requirements.lock").read_text().replace("--hash=sha256:", "")
    found = re.findall(r"://|--\w|(?:^|\s)[./~]\S*/|@ ", text, flags=re.MULTILINE)
    assert found == []


def test_the_lock_pins_everything_that_is_needed(pyproject: dict, lock: list[Requirement]) -> None:
    pins = {canonicalize_name(r.name): [] for r in lock}
    for requirement in lock:
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        pins[canonicalize_name(requirement.name)].append(Version(specifier.version))
    needed = pyproject["dependencies"] + pyproject["optional-dependencies"]["test"]
    for requirement in map(Requirement, needed):
        versions = pins[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(v) for v in versions), requirement


def test_the_lock_brings_no_machine_learning_stack_and_no_lab(lock: list[Requirement]) -> None:
    heavy = {"torch", "tensorflow", "jax", "jupyterlab", "pyspark", "modin"}
    assert not {canonicalize_name(r.name) for r in lock} & heavy
