"""A run begins nothing while a file of the council's own has a mistake, and tells all of them."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from framework_strategy import strategy
from invented_board import kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.errors import UserFileError
from jsna.facts.read_digests import EVERYTHING
from jsna.pack.run import _check_own_files
from jsna.settings.project import Project

HEAD = "claim_id,document,line,claim,kind,lacks\n"
CLAIM = "a-1,a.txt,7,Said,other,opinion\n"
TASK = "title,progress\nPaint,Half of it\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path).project
    kinds = {"tasks": kind()}
    settings = found.settings.__class__(**{**vars(found.settings), "register_kinds": kinds})
    return Project(found.paths, settings, found.area, strategy())


def write(project: Project, **files: str) -> None:
    folder = project.paths.strategies.own / project.strategy.slug
    for name, text in files.items():
        file = folder / {"claims": "claims.csv", "tasks": "registers/tasks.csv"}[name]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def begin(project: Project, state: str) -> None:
    keys = SimpleNamespace(shared="a", everything={EVERYTHING: state})
    _check_own_files(SimpleNamespace(project=project), keys)


def test_the_mistakes_of_all_files_are_told_together_with_their_lines(project: Project) -> None:
    write(project, claims=HEAD + CLAIM.replace(",7,", ",seven,"), tasks=TASK + "Dig\n")
    with pytest.raises(UserFileError) as caught:
        begin(project, "b")
    told = [str(problem) for problem in caught.value.problems]
    assert ["claims.csv, line 2: " in t or "tasks.csv, line 3: " in t for t in told] == [True, True]
    assert caught.value.exit_code == 2


def test_a_register_whose_ending_is_in_capitals_is_looked_at_too(project: Project) -> None:
    write(project, tasks=TASK + "Dig\n")
    file = project.paths.strategies.own / project.strategy.slug / "registers/tasks.csv"
    file.rename(file.with_suffix(".CSV"))
    with pytest.raises(UserFileError, match=r"tasks\.CSV, line 3: "):
        begin(project, "b")


def test_files_without_a_mistake_stop_nothing_and_are_read_once(project, monkeypatch) -> None:
    write(project, claims=HEAD + CLAIM, tasks=TASK)
    begin(project, "b")
    monkeypatch.setattr("jsna.claims.claims_file.read_claims", lambda _: pytest.fail("read again"))
    begin(project, "b")
    monkeypatch.undo()
    write(project, claims=HEAD)
    with pytest.raises(UserFileError, match="holds no claim"):
        begin(project, "c")


def test_a_strategy_without_such_files_is_asked_nothing(project: Project) -> None:
    begin(project, "b")
    assert not list(project.runs_folder.parent.glob(".*"))
