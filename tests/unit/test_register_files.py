"""Registers in their files: rows with lines, what can't be read, what strategy.yml has already."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from framework_strategy import strategy
from invented_board import KIND, kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.errors import UserFileError
from jsna.settings.load import load_settings
from jsna.settings.project import Project
from jsna.settings.register_kind import RegisterKind
from jsna.settings.yaml_file import Problems
from jsna.strategy_registers.register_file import read_register, template
from jsna.strategy_registers.registers import dated_things, read_registers

ACTIONS = {
    "id": "actions", "title": "Actions", "about": "What is done.", "one": "action",
    "names_row": "title", "key": "id", "from_strategy": "actions", "owner": "owner",
    "due": {"column": "due"},
    "columns": [
        {"id": "id", "title": "Id"}, {"id": "title", "title": "Action"},
        {"id": "owner", "title": "Lead", "type": "owner", "several": True, "blank": "told"},
        {"id": "due", "title": "By when", "type": "date", "or_words": True},
    ],
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path).project
    kinds = {"tasks": kind(), "actions": RegisterKind.model_validate(ACTIONS)}
    settings = found.settings.__class__(**{**vars(found.settings), "register_kinds": kinds})
    return Project(found.paths, settings, found.area, strategy())


def write(project: Project, text: str, name: str = "tasks.csv") -> Path:
    file = project.paths.strategies.own / project.strategy.slug / "registers" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def told(project: Project) -> list[str]:
    with pytest.raises(UserFileError) as caught:
        read_registers(project, date(2026, 6, 1))
    return [str(problem) for problem in caught.value.problems]


def test_a_row_has_the_line_on_which_it_begins(project: Project) -> None:
    text = '\ufefftitle,progress\nPaint,"Two\nlines"\n\n,\nDig, one \n'
    file = write(project, text)
    rows = read_register(file, kind(), Problems(project.paths.root)).rows
    assert rows["at"].tolist() == [2, 6]
    assert rows["progress"].tolist() == ["Two\nlines", "one"]
    assert set(rows["owner"]) == {""}  # a column that is left out is blank


def test_what_spreadsheets_add_is_passed_over(project: Project) -> None:
    text = "\r\n,,\r\n title ,progress,,\r\nPaint\u00a0it,to\u200b day,,\r\n,,,\r\nDig,,,\r\n"
    file, problems = write(project, text), Problems(project.paths.root)
    rows = read_register(file, kind(), problems).rows
    assert problems.found == []
    assert rows["at"].tolist() == [4, 6]
    assert rows["title"].tolist() == ["Paint it", "Dig"]
    assert rows["progress"].tolist() == ["to day", ""]


def test_what_is_no_csv_in_its_place_is_told(project: Project) -> None:
    write(project, "title\nPaint\n", "tasks.CSV")
    assert len(read_registers(project, date(2026, 6, 1)).table("tasks").rows) == 1
    folder = write(project, "x", "actions.xlsx").parent
    (folder / "tasks.csv").mkdir()
    (folder / "notes.md").write_text("x", "utf-8")
    found = told(project)
    assert any("actions.xlsx: a register is a CSV" in one for one in found)
    assert any("tasks.csv: this is a folder" in one for one in found)
    assert len(found) == 2


def test_the_templates_own_line_is_no_row(project: Project) -> None:
    file = write(project, template(kind()))
    assert "line 2: this line is the template's" in told(project)[0]
    file.write_text("title,progress\nTask,Progress of a task\n", "utf-8")
    assert len(read_registers(project, date(2026, 6, 1)).table("tasks").rows) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title,progress_\nPaint,x\n", ["line 1", "unknown column 'progress_'", "'progress'"]),
        ("title,title\nPaint,x\n", ["line 1", "title stands twice"]),
        ("progress\nx\n", ["line 1", "the column title is missing"]),
        ("title;progress\nPaint;x\n", ["line 1", "stand apart by semicolons"]),
        ("title,progress\nPaint\n", ["line 2", "1 cell under 2 columns"]),
        ("title,progress\nPaint,a,b\n", ["line 2", "3 cells under 2 columns"]),
        ('title,progress\nPaint,"open\n', ["no CSV", "quotation mark"]),
        ("", ["line 1", "this file is empty"]),
        ("\n \n,,\n", ["line 1", "this file is empty"]),
        ("title\tprogress\nPaint\tx\n", ["line 1", "stand apart by tabs"]),
        ("title,,progress\nPaint,,x\n", ["line 1", "a column has no heading"]),
        ("title,progress,\nPaint,x,y\n", ["line 2", "3 cells under 2 columns"]),
        ('title,progress\n\nPaint,"a\nb\nc', ["line 3", "no CSV"]),
        ('title,progress\n"Paint" it,x\n', ["line 2", "no CSV"]),
        ("title\rPaint\rD\x00g\r", ["line 3", "control character"]),
        ("title\nPaint\n".encode("utf-16"), ["line 1", "not in UTF-8"]),
        (b"title\nPa\xffnt\n", ["line 2", "not in UTF-8"]),
        (b"title\nPa\x00nt\n", ["line 2", "control character"]),
        ("title\nPa\u202ent\n", ["line 2", "control character"]),
    ],
)
def test_what_cannot_be_read_is_told(project: Project, text, words: list[str]) -> None:
    file = project.paths.strategies.own / "plan" / "registers" / "tasks.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = " ".join(told(project))
    assert "tasks.csv" in found
    for word in words:
        assert word in found


def test_a_register_of_no_kind_is_told_with_the_nearest(project: Project) -> None:
    write(project, "title\nPaint\n", "task.csv")
    assert "no kind of register is called 'task'" in told(project)[0]
    assert "Did you mean 'tasks'?" in told(project)[0]


def test_what_stands_in_the_strategy_is_said_once(project: Project, tmp_path: Path) -> None:
    found = read_registers(project, date(2026, 6, 1))
    rows = found.table("actions").rows
    assert rows["id"].tolist() == ["first/do", "first/try"]
    assert rows["owner"].tolist() == ["council", ""]
    assert dated_things(project)["what"].tolist() == ["first/do"]  # a blank time is no date
    write(project, "id,title,owner,due\na,Other,council,Mar-26\nb,Words,,ongoing\n", "actions.csv")
    found = read_registers(project, date(2026, 6, 1))
    assert found.table("actions").rows["id"].tolist() == ["a", "b"]
    things = dated_things(project)
    assert list(things) == ["what", "kind", "title", "owner", "due", "source_file", "line", "done",
                            "written"]  # fmt: skip
    assert things["due"].tolist()[0] == pd.Timestamp("2026-03-31")
    assert things["due"].isna().tolist() == [False, True]
    assert things["line"].tolist() == [2, 3]
    assert things["owner"].tolist() == ["Care <b>team</b>, Anytown Council", ""]


def test_an_old_strategy_is_looked_at_as_on_its_last_day(project: Project) -> None:
    late = read_registers(project, date(2040, 1, 1))
    assert late.as_at == project.strategy.end
    assert {table.seen_on for table in late.tables} == {date(2040, 1, 1)}
    assert read_registers(project, date(2026, 6, 1)).as_at == date(2026, 6, 1)


def test_a_template_says_what_belongs_under_each_heading() -> None:
    lines = template(kind()).splitlines()
    assert lines[0] == ",".join([*(column["id"] for column in KIND["columns"]), "line"])
    assert "one of: finished | well | so so | badly | not known" in lines[1]
    assert "never a person's name" in lines[1]
    assert "a whole number from 1 to 5" in lines[1]


def test_a_workspace_adds_a_kind_and_stands_before_the_packages(tmp_path: Path) -> None:
    from jsna.settings.paths import Paths

    own, packaged = tmp_path / "own", tmp_path / "packaged"
    for root, title in ((packaged, "Theirs"), (own, "Ours")):
        folder = root / "data/catalogue/registers"
        folder.mkdir(parents=True)
        text = (
            f"title: {title}\nabout: A.\none: thing\nnames_row: a\ncolumns: [{{id: a, title: A}}]\n"
        )
        (folder / "things.yml").write_text(text, "utf-8")
        (root / "data/catalogue/themes.yml").write_text("- {id: a, title: A}\n", "utf-8")
    (packaged / "data/catalogue/registers/more.yml").write_text(text, "utf-8")
    found = load_settings(Paths(own, tmp_path, packaged)).register_kinds
    assert {id: one.title for id, one in found.items()} == {"more": "Ours", "things": "Ours"}
    assert found["more"].plural == "things"


def test_a_kind_in_the_place_of_actions_reads_the_strategys_own(tmp_path: Path) -> None:
    from jsna.settings.paths import Paths

    folder = tmp_path / "data/catalogue/registers"
    folder.mkdir(parents=True)
    (tmp_path / "data/catalogue/themes.yml").write_text("- {id: a, title: A}\n", "utf-8")
    text = "title: Ours\nabout: A.\none: action\nnames_row: title\n"
    text += "columns: [{id: title, title: A}]\n"
    (folder / "actions.yml").write_text(text, "utf-8")
    with pytest.raises(UserFileError, match="Add from_strategy: actions to this kind"):
        load_settings(Paths(tmp_path, tmp_path))
    (folder / "actions.yml").write_text(f"{text}from_strategy: actions\n", "utf-8")
    assert load_settings(Paths(tmp_path, tmp_path)).register_kinds["actions"].title == "Ours"


def test_a_packages_own_registers_are_of_its_own_kinds(tmp_path: Path, project: Project) -> None:
    from jsna.settings.paths import Paths

    own, packaged = tmp_path / "own", tmp_path / "packaged"
    described = packaged / "data/catalogue/registers/tasks.yml"
    file = packaged / f"reports/strategies/{project.strategy.slug}/registers/tasks.csv"
    for one in (described, file):
        one.parent.mkdir(parents=True)
    described.write_text(
        "title: Tasks\nabout: A.\none: task\nnames_row: theirs\n"
        "columns: [{id: theirs, title: A}]\n",
        "utf-8",
    )
    file.write_text("theirs\nPaint\n", "utf-8")
    other = Project(
        Paths(own, tmp_path, packaged), project.settings, project.area, project.strategy
    )
    assert read_registers(other, date(2026, 6, 1)).table("tasks").rows["theirs"].tolist() == [
        "Paint"
    ]
