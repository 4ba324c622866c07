"""What the documents say is true: commands, settings, links, exit codes."""

import re
import shlex
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest
from documents import INLINE, LINK, ROOT, anchors, blocks, commands, documents, name, prose
from ruamel.yaml import YAML

from jsna import __version__, errors
from jsna.cli import build_parser
from jsna.settings.area import Area
from jsna.settings.correction import Correction
from jsna.settings.indicator import Indicator
from jsna.settings.model import SettingsModel
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Strategy
from jsna.settings.strategy_document import BoardPaper, DocumentOrder

DOCUMENTS = documents()
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=name)

# where a settings file stands -> its model and the key that its place gives
MODELS: list[tuple[str, type[SettingsModel], str]] = [
    (r"config/areas/([^/]+)\.yml", Area, "slug"),
    (r"data/catalogue/indicators/[^/]+/([^/]+)\.yml", Indicator, "id"),
    (r"data/catalogue/sources/([^/]+)\.yml", SourceSettings, "id"),
    (r"data/corrections/([^/]+)\.yml", Correction, "id"),
    (r"reports/strategies/([^/]+)/strategy\.yml", Strategy, "slug"),
]
# part of a strategy's file that is shown alone -> its model
PARTS: dict[str, type[SettingsModel]] = {
    "document_order": DocumentOrder,
    "board_paper": BoardPaper,
}
SCREEN = 80


def _sub_commands() -> dict[str, ArgumentParser]:
    parser = build_parser()
    (action,) = (
        a for a in parser._actions if hasattr(a, "choices") and isinstance(a.choices, dict)
    )
    return dict(action.choices)


# -- commands ---------------------------------------------------------------------------------


@each_document
def test_every_command_is_one_that_the_program_takes(document: Path) -> None:
    wrong = [c for c in commands(document, "jsna") if not _is_taken(c)]
    assert wrong == []


def _is_taken(command: str) -> bool:
    words = shlex.split(command)[1:]
    if len(words) == 1 and words[0] in _sub_commands():  # named, not used
        return True
    try:
        build_parser().parse_args(words)
    except SystemExit as stop:
        return stop.code == 0
    return True


@pytest.mark.parametrize("command", ["jsna brew tea", "jsna refresh a b --fron c", "jsna refresh"])
def test_a_wrong_command_is_seen(command: str) -> None:
    assert _is_taken(command) is (command == "jsna refresh")


def test_every_command_is_in_some_document() -> None:
    told = {c.split()[1] for d in DOCUMENTS for c in commands(d, "jsna") if " " in c}
    assert set(_sub_commands()) <= told


@each_document
def test_every_make_target_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {w for c in commands(document, "make") for w in c.split()[1:] if "=" not in w}
    assert named <= targets


def test_the_readmes_two_commands() -> None:
    first = next(body for language, body in blocks(ROOT / "README.md") if language == "sh")
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make pack", "make test"]
    assert re.search(r"^make test\b", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)


# -- settings ---------------------------------------------------------------------------------


def _settings_examples() -> list[tuple[str, str]]:
    return [(name(d), b) for d in DOCUMENTS for language, b in blocks(d) if language == "yaml"]


@pytest.mark.parametrize(("document", "body"), _settings_examples())
def test_every_settings_example_is_valid(document: str, body: str) -> None:
    path = body.splitlines()[0].strip("# ")
    given = YAML(typ="safe").load(body)
    for pattern, model, key in MODELS:
        if match := re.fullmatch(pattern, path):
            model.model_validate({**given, key: match[1]})
            return
    if (match := re.fullmatch(r".*/strategy\.yml, (\w+)", path)) and [*given] == [match[1]]:
        PARTS[match[1]].model_validate(given[match[1]])
        return
    pytest.fail(f"{document}: the first line of a YAML example names its file, not {path!r}")


def test_area_indicator_and_strategy_are_each_shown_whole() -> None:
    paths = [body.splitlines()[0].strip("# ") for _, body in _settings_examples()]
    shown = {m.__name__ for p in paths for pattern, m, _ in MODELS if re.fullmatch(pattern, p)}
    assert {"Area", "Correction", "Indicator", "Strategy"} <= shown


def test_the_council_s_own_csv_is_the_template_and_is_read() -> None:
    from jsna.sources.council.local_csv import LocalCsv, template

    (body,) = (b for language, b in blocks(ROOT / "data" / "README.md") if language == "csv")
    assert body == template()
    assert LocalCsv().recognise("own.csv", body.encode())


# -- links ------------------------------------------------------------------------------------


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = [link for link in LINK.findall(prose(document)) if not _leads(document, link)]
    assert broken == []


def _leads(document: Path, link: str) -> bool:
    if "://" in link or link.startswith("mailto:"):
        return True
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target)


def test_a_broken_link_is_seen() -> None:
    readme = ROOT / "README.md"
    assert _leads(readme, "#two-commands")
    assert not _leads(readme, "#three-commands")
    assert not _leads(readme, "docs/nowhere.md")


# -- files, options and tests -------------------------------------------------------------------

# what a build or a fetch makes, and what a pack holds: no file of the checkout
BUILT = re.compile(
    r"(data/)?(facts|fleet|runs|parsed|snapshots|local|locks)\b|(reports/)?(packs|fleet)/|site/|project/|figures/"
    r"|data/(datapackage\.json|(measures|values)\.(csv|parquet))$"
)
GONE = ("geo/code-changes.csv",)
"""Told by the changelog to be gone."""
PATH = re.compile(r"[\w.*<>-]+(/[\w.*<>-]+)*(/|\.[a-z]+)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def _paths(document: Path) -> set[str]:
    """What stands in code and has the form of a file's or a folder's place."""
    found = {code for code in INLINE.findall(prose(document)) if "/" in code.rstrip("/")}
    return {code for code in found if PATH.fullmatch(code) and not BUILT.match(code)}


def _stands(document: Path, path: str) -> bool:
    """Whether a file stands below the checkout, the package or the document's own folder."""
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    homes = (ROOT, ROOT / "src" / "jsna", ROOT / "src" / "jsna" / "figures", document.parent)
    return any(any(home.glob(pattern)) for home in homes)


@each_document
def test_every_file_named_is_there(document: Path) -> None:
    assert [p for p in sorted(_paths(document)) if p not in GONE and not _stands(document, p)] == []


def test_a_file_that_is_not_there_is_seen(tmp_path: Path) -> None:
    text = (
        "`tests/golden/test_nothing.py` `tests/docs/documents.py` `reports/<any>/README.md` `a/b`"
    )
    (tmp_path / "a.md").write_text(text, "utf-8")
    found = {path: _stands(tmp_path / "a.md", path) for path in _paths(tmp_path / "a.md")}
    assert found == {
        "tests/golden/test_nothing.py": False, "tests/docs/documents.py": True,
        "reports/<any>/README.md": True,
    }  # fmt: skip


@each_document
def test_every_option_named_is_one_of_the_program(document: Path) -> None:
    named = {option for code in INLINE.findall(prose(document)) for option in OPTION.findall(code)}
    others = {"--editable", "--no-deps", "--file", "--memory-limit"}  # of pip, conda and dask
    assert named <= _options() | others


def _options() -> set[str]:
    actions = [action for command in _sub_commands().values() for action in command._actions]
    return {option for action in actions for option in action.option_strings}


@each_document
def test_every_test_named_is_there(document: Path) -> None:
    named = set(re.findall(r"\btest_\w+", document.read_text("utf-8")))
    files = {path.stem for path in (ROOT / "tests").glob("*/test_*.py")}
    assert named <= files


# -- what else is promised --------------------------------------------------------------------


def test_the_readme_and_contributing_fit_a_screen() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        assert len((ROOT / document).read_text().splitlines()) <= SCREEN


def test_the_exit_codes_told_are_those_of_the_errors() -> None:
    text = (ROOT / "docs" / "for-another-council.md").read_text()
    told = {int(code) for code in re.findall(r"exit code (\d)", text)}
    # one that only stops the making of a page never ends a command
    kinds = [k for k in errors.JsnaError.__subclasses__() if k.__module__ == errors.__name__]
    assert told == {kind.exit_code for kind in kinds}


def test_nine_decisions_each_with_its_four_parts() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("ADR-*.md"))
    assert [int(p.name[4:7]) for p in pages] == list(range(1, len(pages) + 1))
    assert len(pages) >= 9
    index = LINK.findall((ROOT / "docs" / "adr" / "README.md").read_text())
    for page in pages:
        heads = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert heads == ["Context", "Options", "Decision", "Consequence"], page.name
        assert page.name in index


def test_the_changelog_begins_with_the_numbers() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heads = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert heads == ["Numbers that changed", "Features", "Fixes"]


def test_the_citation_file_names_this_version_and_licence() -> None:
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == __version__
    assert citation["license"] == "GPL-3.0-or-later"
    assert all("name" in a or "family-names" in a for a in citation["authors"])


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert text.split("\n")[0].strip() == "GNU GENERAL PUBLIC LICENSE"
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.splitlines()) > 600


def test_no_file_names_a_place_on_some_machine() -> None:
    listed = subprocess.run(
        [
            "git",
            "grep",
            "-InE",
            r"(^|[^.\w:/-])/(work|tmp|home|root|opt|Users)/\w",
            "--",
            ":!LICENSE",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode > 1:
        pytest.skip("this is not a git checkout")
    # tests of what takes paths out of notebooks need one to take out
    found = [line for line in listed.stdout.splitlines() if "/home/someone" not in line]
    assert found == []
