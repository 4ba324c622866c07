"""The walls: layers, one home for each heavy library, no council or year in code, a light start."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from parsed_code import READ_CODE, parsed_modules

pytestmark = pytest.mark.xdist_group(READ_CODE)

# library -> the only places (files, or folders ending in /) of src/jsna that may import it
HOMES = {
    "papermill": ("pack/worker.py",),
    "dask": ("fleet/crew.py", "fleet/run.py", "fleet/task.py"),
    "distributed": (),
    "pypandoc": ("pack/render_embedded.py",),
    "typst": ("pack/render_embedded.py",),
    "matplotlib": ("figures/",),
    "geopandas": (
        # geography is GeoDataFrames, and the maps draw them
        "geo/",
        "sources/geography/",
        "sources/contract.py",
        "figures/kinds/deprivation_map/",
        "figures/kinds/ward_map/",
        "figures/kinds/place_map/",
        "figures/web_map.py",
        "figures/web_map_shapes.py",
        "demo/boundary_files.py",
    ),
    "shapely": (
        "sources/geography/boundaries.py",
        "figures/kinds/deprivation_map/ink.py",
        "figures/kinds/deprivation_map/labels.py",
        "figures/kinds/place_map/marks.py",
        "geo/corners.py",
        "demo/boundary_files.py",
    ),
    "python_calamine": ("sources/", "publish/read_workbook.py"),
    "fingertips_py": ("sources/fingertips/guard.py",),
    "folium": ("figures/web_map.py",),
    "gptables": ("tables/workbook.py", "tables/column_sheet.py"),
    "icalendar": ("tables/calendar_file.py",),
    "docx": (
        "pack/word_file.py",
        "pack/word_brand.py",
        "pack/word_fields.py",
        "review/readers/word.py",
        "review/writers/word_comments.py",
    ),
    "lxml": ("review/readers/word.py",),
    "markdown_it": ("review/readers/markdown.py",),
    "pypdf": ("publish/read_pdf.py", "review/readers/pdf.py"),
    "pikepdf": ("pack/pdf_file.py", "publish/read_pdf.py"),
    "esda": ("analysis/spatial_clusters.py",),
    "libpysal": ("analysis/spatial_clusters.py",),
    # what hides small counts solves linear programmes, before anything is stored
    "scipy": ("analysis/", "disclosure/"),
    "highspy": ("disclosure/programme.py",),
    "pandera": ("fact_schema.py", "facts/"),
    # only one module may open a connection, by the transport beside it
    "requests": ("http/client.py", "http/transport.py"),
    # the policy asks it how long to wait, and opens nothing
    "urllib3": ("http/client.py", "http/transport.py", "http/policy.py"),
    # those of pack/ are files of this machine: a kernel's parent hears workers by one
    "socket": (
        "http/transport.py",
        "pack/forked_kernel.py",
        "pack/kernel_parent.py",
        "pack/warm_kernels.py",
    ),
    "truststore": ("http/transport.py",),
    **dict.fromkeys(("httpx", "aiohttp", "urllib.request", "http.client"), ()),
    "selectolax": ("publish/html_page.py",),
    "xlsxwriter": ("tables/column_sheet.py", "demo/workbook.py"),
    "jsna.http.transport": ("http/client.py",),
    # a browser is an extra: one gate uses it where it is there
    **dict.fromkeys(("playwright", "axe_playwright_python"), ("publish/axe.py",)),
    # test tools are an extra: the package never needs them
    **dict.fromkeys(("pytest", "hypothesis"), ()),
}
HEAVY = ("pandas", "numpy", "matplotlib", "geopandas", "shapely", "folium", "papermill", "pandera",
         "pydantic_core", "pyarrow", "python_calamine", "scipy", "highspy", "nbformat",
         "docx", "dask", "distributed")  # fmt: skip
HELP_SECONDS = 0.5

# (file, year): why this year may stand in code
DEPRIVATION, CENSUS, LOCAL, POPULATION = (
    f"src/jsna/sources/{name}.py"
    for name in (
        "deprivation/indices_of_deprivation",
        "population/census_residents",
        "council/local_csv",
        "population/population_requests",
    )
)
WORD_XML = "src/jsna/publish/read_word.py"
REVIEW_WORD = "src/jsna/review/readers/word_paragraphs.py"
REVIEW_COMMENTS = "src/jsna/review/writers/word_comments.py"
ODS = "src/jsna/tables/open_document.py"
SVG = "src/jsna/figures/svg_sheet.py"
LABELS = "src/jsna/sources/council/group_labels.py"
MEASURE_PERIODS = "src/jsna/settings/measure_period.py"
MEASURES = "src/jsna/sources/council/measures_csv.py"
EQUITY = "src/jsna/sources/council/equity_csv.py"
POSTCODES = "src/jsna/sources/geography/postcode_directory.py"
YEARS_ALLOWED = {
    **{
        ("src/jsna/sources/population/published_years.py", year): "what ONS has published so far"
        for year in ("2014", "2016", "2018", "2022", "2024", "2025")
    },
    ("src/jsna/facts/periods.py", "1970"): "numpy counts months from this year",
    ("src/jsna/pack/word_fields.py", "w3.org/XML/1998"): "wire format: the name space of XML",
    ("src/jsna/pack/word_file.py", "1980"): "the earliest date that a zip archive can hold",
    (ODS, "1980"): "as above",
    (ODS, "w3.org/1999/xlink"): "wire format: the name space of links in OpenDocument files",
    (CENSUS, "2021"): "the tool's files are of this census, and do not say so themselves",
    (POSTCODES, "2021"): "wire format: the census of the LSOAs, as a column's name tells it",
    (DEPRIVATION, "2013"): "wire format: an edition is told by the districts its headers name",
    (DEPRIVATION, "2015"): "wire format: as above",
    (DEPRIVATION, "2019"): "wire format: as above",
    (DEPRIVATION, "2024"): "wire format: as above",
    (DEPRIVATION, "2025"): "wire format: as above",
    (LOCAL, "2024"): "an example of how a period is written, in the template and in a message",
    (LABELS, "2024"): "an example of how a period is written, in a message",
    (MEASURE_PERIODS, "2025"): "an example of how a period is written, in a message",
    (MEASURES, "2025"): "an example of how a period is written, in the template",
    (POPULATION, "NM_2002_1"): "the service's id of a data set, not a year",
    (POPULATION, "NM_2006_1"): "as above",
    (POPULATION, "NM_2014_1"): "as above",
    (SVG, "1999"): "wire format: the name space of links in SVG",
    (SVG, "2000"): "wire format: the name space of SVG",
    (REVIEW_WORD, "2006"): "wire format: the name spaces of Word files",
    (REVIEW_COMMENTS, "w3.org/XML/1998"): "wire format: the name space of XML",
    (WORD_XML, "2006"): "wire format: the name space of Word files",
    (EQUITY, "mid-2015"): "an example of how a population is described, in the template",
    (EQUITY, "1920"): "a number of people in the template's example row",
    (LOCAL, "2000"): "a number of people in the template's example row",
}
YEAR = re.compile(r"(?<![\du])(?:19|20)\d\d(?!\d)")  # not the digits of an escape such as u2013
# letters, digits and hyphens around a name mean that it is another word
WORD = r"(?<![\w-]){}(?![\w-])"


@pytest.fixture(scope="module")
def package(project_root: Path) -> Path:
    return project_root / "src" / "jsna"


@pytest.fixture(scope="module")
def modules(package: Path) -> dict[str, ast.Module]:
    return parsed_modules(package)


@pytest.fixture(scope="module")
def constants(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Return module -> the strings and whole numbers that stand in it."""
    return {name: _texts(tree) for name, tree in modules.items()}


@pytest.fixture(scope="module")
def imported(modules: dict[str, ast.Module]) -> dict[str, frozenset[str]]:
    """Return module -> what it imports, anywhere in it."""
    return {name: frozenset(_imports(tree)) for name, tree in modules.items()}


# -- layers and homes -------------------------------------------------------------------------


def test_each_layer_imports_only_what_stands_below_it(project_root: Path) -> None:
    # in a process of its own: in this one it would silence every logger for the tests after it
    words = "from importlinter import cli; raise SystemExit(cli.lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=project_root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_has_one_home(library: str, imported: dict[str, frozenset[str]]) -> None:
    strays = [
        name
        for name, all_found in imported.items()
        if any(_is_or_is_inside(found, library) for found in all_found)
        and not any(name == home or (home[-1] == "/" and name.startswith(home))
                    for home in HOMES[library])
    ]  # fmt: skip
    assert strays == []


@pytest.mark.parametrize(
    ("library", "home"), [(library, home) for library, homes in HOMES.items() for home in homes]
)
def test_a_home_is_there_and_its_library_lives_in_it(
    library: str, home: str, package: Path, imported: dict[str, frozenset[str]]
) -> None:
    assert (package / home).is_dir() if home[-1] == "/" else (package / home).is_file()
    inside = [found for name, found in imported.items() if name == home or name.startswith(home)]
    assert any(_is_or_is_inside(found, library) for all_found in inside for found in all_found)


def test_quarto_is_looked_for_in_one_place(constants: dict[str, list[str]]) -> None:
    named = [n for n, texts in constants.items() if any("JSNA_QUARTO" in t for t in texts)]
    assert set(named) <= {"pack/render_quarto.py", "commands/doctor.py"}


def test_no_layer_starts_the_command_line_as_a_process(constants: dict[str, list[str]]) -> None:
    """What stands above is asked by an import that the layers allow, or not at all."""
    assert [n for n, texts in constants.items() if any("jsna.cli" in t for t in texts)] == []


def test_names_are_resolved_where_a_command_or_a_notebook_begins(
    modules: dict[str, ast.Module],
) -> None:
    """Settings are read in one place, where names are looked up, and the project is handed down.

    A preview reads them again each time that one of their files is saved.
    """
    found = {
        (name, node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    assert {name for name, called in found if called == "load_settings"} == {"settings/project.py"}
    openers = {name.split("/")[0] for name, called in found if called == "open_project"}
    assert openers == {"commands", "chapter", "preview"}


def test_no_test_writes_into_an_object(project_root: Path) -> None:
    """Evidence is handed what it reads: a test that plants a cache tests another program."""
    files = sorted((project_root / "tests").rglob("*.py"))
    texts = {file.name: file.read_text("utf-8") for file in files}
    # only what has one of these words can, and parsing every test takes seconds
    likely = {name: text for name, text in texts.items() if "__dict__" in text or "vars(" in text}
    assert [n for n, text in likely.items() if _writes_into_an_object(ast.parse(text))] == []
    assert _writes_into_an_object(ast.parse("vars(found)['store'] = 1"))
    assert _writes_into_an_object(ast.parse("found.__dict__['store'] = 1"))


def test_the_home_test_sees_imports_of_every_form() -> None:
    tree = ast.parse("def f():\n  import a.b\nfrom c import d\nfrom e.f import g")
    assert {"a.b", "c", "c.d", "e.f", "e.f.g"} == set(_imports(tree))


# -- who, why and when stand in settings, not in code ------------------------------------------


@pytest.fixture(scope="module")
def code(package: Path, project_root: Path) -> dict[str, str]:
    """Return file -> text of everything that must fit every council: code and notebooks."""
    files = [f for f in sorted(package.rglob("*.py")) if "demo" not in f.parts]
    texts = {f.relative_to(project_root).as_posix(): f.read_text("utf-8") for f in files}
    for file in sorted((project_root / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(file, as_version=4).cells
        texts[file.relative_to(project_root).as_posix()] = "\n".join(c.source for c in cells)
    return texts


def test_no_council_stands_in_code(code: dict[str, str], project_root: Path) -> None:
    areas = load_settings(Paths(project_root, project_root)).areas.values()
    names = {w for a in areas for w in (a.slug, a.name, a.code, a.region.code, a.region.name)}
    assert _found(names, code) == []


def test_no_strategy_stands_in_code(code: dict[str, str], project_root: Path) -> None:
    strategies = load_settings(Paths(project_root, project_root)).strategies.values()
    # that for any area is the project's own, and has the words of its themes
    strategies = [strategy for strategy in strategies if strategy.area]
    titles = {p.title for s in strategies for p in s.priorities}
    slugs = {s.slug for s in strategies} | {s.title for s in strategies}
    assert len(titles) >= 10
    assert _found(titles | slugs, code) == []


def test_no_year_stands_in_code(code: dict[str, str], constants: dict[str, list[str]]) -> None:
    found = set()
    for file, text in code.items():
        module = file.removeprefix("src/jsna/")
        said = constants[module] if file.endswith(".py") else [text]
        found |= {(file, c) for c in said if YEAR.search(c)}
    unexplained = {
        (file, constant)
        for file, constant in found
        if not any(file == f and part in constant for f, part in YEARS_ALLOWED)
    }
    assert unexplained == set()


def test_every_allowed_year_is_still_there(code: dict[str, str]) -> None:
    gone = [(f, part) for f, part in YEARS_ALLOWED if part not in code.get(f, "")]
    assert gone == []


# -- a light start ----------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom jsna.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert out.stdout.splitlines()[-1] == "HEAVY []", out.stderr


def test_a_pack_that_has_not_changed_imports_nothing_that_analyses_or_draws() -> None:
    """What an unchanged pack is found unchanged by: half of its time were such imports."""
    program = (
        "import sys\nimport jsna.commands.demo, jsna.demo.write, jsna.fetching.hand_downloads\n"
        "import jsna.pack.run, jsna.pack.standing, jsna.publish.looked_at, jsna.commands.check\n"
        "import jsna.facts.build_key, jsna.commands.build, jsna.commands.run\n"
        "heavy = ('pandas', 'pyarrow', 'numpy', 'docx', 'matplotlib', 'papermill', 'scipy')\n"
        "print('HEAVY', [m for m in heavy if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert out.stdout.splitlines()[-1] == "HEAVY []", out.stderr


def test_help_is_quick() -> None:
    """Processor time, least of three: what else the machine does must not fail the test."""
    resource = pytest.importorskip("resource")

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(usage.ru_utime + usage.ru_stime)

    seconds = []
    for _ in range(3):
        before = spent()
        subprocess.run(
            [sys.executable, "-m", "jsna.cli", "--help"], capture_output=True, check=True
        )
        seconds.append(spent() - before)
    assert min(seconds) < HELP_SECONDS


# -- reading code -----------------------------------------------------------------------------


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _writes_into_an_object(tree: ast.Module) -> bool:
    written = (target for node in ast.walk(tree) if isinstance(node, ast.Assign)
               for target in node.targets if isinstance(target, ast.Subscript))  # fmt: skip
    told = (ast.unparse(target.value) for target in written)
    return any(text.endswith(".__dict__") or text.startswith("vars(") for text in told)


def _is_or_is_inside(module: str, library: str) -> bool:
    return module == library or module.startswith(library + ".")


def _texts(tree: ast.Module) -> list[str]:
    """Return every string and whole number of a module, docstrings aside."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.value)
        for parent in ast.walk(tree)
        for node in (getattr(parent, "body", []) if isinstance(parent, documented) else [])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        str(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str | int)
        and id(node) not in docstrings
    ]


def _found(words: set[str], code: dict[str, str]) -> list[str]:
    patterns = {w: re.compile(WORD.format(re.escape(w)), re.IGNORECASE) for w in words}
    folded = {file: text.casefold() for file, text in code.items()}
    return [
        f"{file}: {word}"
        for word, pattern in patterns.items()
        for file, text in code.items()
        # most stand nowhere, which takes no pattern to see
        if word.casefold() in folded[file] and pattern.search(text)
    ]
