"""Damaged registers: each is read and looked through, or told with its file and line."""

import csv
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from framework_strategy import strategy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_board import DAY, LINKED, kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from damaged_tables import CELLS, examples
from hostile_strings import MARKDOWN, MARKUP
from jsna.analysis.register_change import changes
from jsna.analysis.register_counts import counts_by_group, grid_of, value_counts
from jsna.analysis.register_due import dated_rows
from jsna.analysis.register_lint import lint
from jsna.analysis.register_published import published
from jsna.analysis.register_table import RegisterTable
from jsna.cli import main
from jsna.settings.project import Project
from jsna.settings.register_kind import RegisterKind
from jsna.settings.yaml_file import Problems, read_model
from jsna.strategy_registers.register_file import read_register

OWN = ["31.06.17", "Mar-26", "2026-03", "TBC", "Ann Example", "council; CCG", "first", "well", ";"]
CELL = st.sampled_from([*OWN, *CELLS, *MARKUP, *MARKDOWN]) | st.text(max_size=20)
COLUMNS = [column.id for column in kind().columns]
DESCRIPTIONS = sorted((Path(__file__).parents[2] / "data/catalogue/registers").glob("*.yml"))
VALUES = st.sampled_from(
    ["true", "1", "null", "[]", "{}", "[[a]]", "2026-01-31", "all", "at", "*x"]
)
few = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=examples(400), deadline=None, suppress_health_check=list(HealthCheck))


def written(rows: list[list[str]], heads: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heads, *rows])
    return text.getvalue().encode("utf-8", "replace")


@st.composite
def registers(draw: st.DrawFn) -> bytes:
    heads = ["title", *draw(st.lists(st.sampled_from(COLUMNS[2:]), max_size=9, unique=True))]
    rows = draw(st.lists(st.lists(CELL, min_size=len(heads), max_size=len(heads)), max_size=5))
    content = written(rows, heads)
    if draw(st.booleans()):  # as a program that broke off, or one of another encoding, leaves it
        place = draw(st.integers(0, len(content)))
        content = content[:place] + draw(st.binary(max_size=3)) + content[place:]
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


def look_through(table: RegisterTable) -> None:
    """Ask for all that a page and a command ask for; every finding stands on a row's line."""
    found = lint(table, LINKED, DAY)
    assert set(found["at"]) <= {0, *table.rows["at"]}
    shown = published(table, LINKED)
    assert len(shown) == len(table.rows)
    for id in table.kind.count_by:
        counts = value_counts(table, id, LINKED)
        assert sum(counts.values()) >= len(table.rows)
        counts_by_group(table, id, LINKED)
    grid_of(table, LINKED)
    dated_rows(table, LINKED)
    name = table.kind.names_row
    assert changes(shown, shown, name, [table.kind.same_columns]).empty


def read_or_told(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tasks.csv"
        file.write_bytes(content)
        problems = Problems(Path(folder))
        table = read_register(file, kind(), problems)
        for problem in problems.found:
            assert problem.file == "tasks.csv"
            assert 1 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 1
        if not problems.found:
            look_through(table)


def described_or_told(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tasks.yml"
        file.write_text(text, "utf-8", "replace")
        problems = Problems(Path(folder))
        model = read_model(file, RegisterKind, problems, id="tasks")
        assert (model is None) == bool(problems.found)
        assert all(problem.file == "tasks.yml" for problem in problems.found)
        if model is not None:
            rows = Path(folder) / "rows.csv"
            cells = ["first", "31.06.17", "5", "green", "", "TBC"]
            heads = list(model.column_ids)
            rows.write_bytes(written([[cells[n % 6] for n in range(len(heads))]], heads))
            found = Problems(Path(folder))
            table = read_register(rows, model, found)
            if not found.found:
                look_through(table)


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """A shipped kind with a line gone, twice, or with other words in it."""
    lines = draw(st.sampled_from(DESCRIPTIONS)).read_text("utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["gone", "twice", "word", "cut"]))
        if how == "gone":
            lines[place] = ""
        elif how == "twice":
            lines.insert(place, lines[place])
        elif how == "cut":
            lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
        else:
            words = lines[place].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(CELL | VALUES)
            lines[place] = " ".join(words)
    return "\n".join(lines) + "\n"


PLAIN = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ,;\"'\n"))


def kept_as_written(rows: list[list[str]]) -> None:
    """What is no damage is read as it stands, each row with the line on which it begins."""
    heads = ["title", "progress", "due", "owner", "theme"]
    content, expected, line = written([], heads), [], 2
    for row in rows:
        content += (one := written([row], heads).split(b"\r\n", 1)[1])
        cells = [cell.strip() for cell in row]
        cells = [cell[1:] if re.match(r"'\s*[=+@-]\s*\S", cell) else cell for cell in cells]
        expected += [[line, *cells]] if any(cells) else []
        line += len(re.findall(r"\r\n|\r|\n", one.decode()))
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder) / "tasks.csv").write_bytes(content)
        problems = Problems(Path(folder))
        table = read_register(file, kind(), problems)
    assert problems.found == []
    assert table.rows[["at", *heads]].to_numpy().tolist() == expected


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("registers")
    found = evidence(facts_of(fact()), [indicator()], {}, folder).project
    settings = found.settings.__class__(
        **{**vars(found.settings), "register_kinds": {"tasks": kind()}}
    )
    return Project(found.paths, settings, found.area, strategy())


def told_by_the_command(project: Project, content: bytes, capsys: pytest.CaptureFixture) -> None:
    """The command ends well, with the file that can't be used, or with a mistake and its line."""
    file = project.paths.strategies.own / project.strategy.slug / "registers/tasks.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    opened = type("Checkout", (), {"of": lambda *_: project})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jsna.settings.project.open_project", opened)
        code = main(["registers", "anytown", "plan", "--on", "2026-06-15", "--json"])
    out = capsys.readouterr().out
    assert code in (0, 2, 4)
    said = json.loads(out)
    assert said.get("exit_code", 0) == code
    assert all(re.search(r"tasks\.csv(, line \d+)?: ", one) for one in said.get("error", []))


@given(rows=st.lists(st.lists(PLAIN, min_size=5, max_size=5), max_size=4))
@some
def test_a_sound_register_is_read_as_it_stands(rows: list[list[str]]) -> None:
    kept_as_written(rows)


@given(content=registers())
@few
def test_the_command_ends_with_a_sentence(project: Project, capsys, content: bytes) -> None:
    told_by_the_command(project, content, capsys)


@pytest.mark.slow
@given(rows=st.lists(st.lists(PLAIN, min_size=5, max_size=5), max_size=4))
@many
def test_sound_registers_are_read_as_they_stand(rows: list[list[str]]) -> None:
    kept_as_written(rows)


@pytest.mark.slow
@given(content=registers())
@many
def test_the_command_always_ends_with_a_sentence(project: Project, capsys, content: bytes) -> None:
    told_by_the_command(project, content, capsys)


@given(content=registers())
@few
def test_a_damaged_register_is_read_or_told(content: bytes) -> None:
    read_or_told(content)


@given(text=descriptions())
@some
def test_a_damaged_description_is_read_or_told(text: str) -> None:
    described_or_told(text)


@pytest.mark.slow
@given(content=registers())
@many
def test_damaged_registers_are_read_or_told(content: bytes) -> None:
    read_or_told(content)


@pytest.mark.slow
@given(text=descriptions())
@many
def test_damaged_descriptions_are_read_or_told(text: str) -> None:
    described_or_told(text)
