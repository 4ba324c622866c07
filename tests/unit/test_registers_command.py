"""`jsna registers`: what it tells, its exit code, the template, and what is kept as released."""

import json
from pathlib import Path
from types import SimpleNamespace

import geopandas
import pytest
import shapely
from framework_strategy import strategy
from invented_board import kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.cli import main
from jsna.settings.project import Project

HEAD = "id,title,priority,owner,due,state,progress,place\n"
WELL = HEAD + "t-1,Paint,first,council,Jul-26,well,Half of it,north\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path).project
    settings = found.settings.__class__(
        **{**vars(found.settings), "register_kinds": {"tasks": kind()}}
    )
    return Project(found.paths, settings, found.area, strategy())


@pytest.fixture
def command(project: Project, monkeypatch: pytest.MonkeyPatch):
    class Checkout:
        def of(self, area: str, strategy: str) -> Project:
            return project

    monkeypatch.setattr("jsna.settings.project.open_project", Checkout)
    return lambda *words: main(["registers", "anytown", "plan", "--on", "2026-06-15", *words])


def write(project: Project, text: str) -> Path:
    file = project.paths.strategies.own / project.strategy.slug / "registers/tasks.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_a_register_without_a_mistake_ends_well(command, project: Project, capsys) -> None:
    write(project, WELL + "t-2,Dig,,,,,,north\n")
    assert command() == 0
    told = capsys.readouterr().out
    assert "Tasks (reports/strategies/plan/registers/tasks.csv): 2 tasks; state: 1 well and" in told
    assert "The linter finds 1 blank (Lead)." in told
    assert "open  reports/strategies/plan/registers/tasks.csv, line 3: Lead is blank." in told


def test_a_mistake_ends_with_4_and_its_line(command, project: Project, capsys) -> None:
    write(project, WELL.replace("Jul-26", "31.06.26"))
    assert command() == 4
    told = capsys.readouterr()
    assert "tasks.csv, line 2: By when: 31.06.26 is no day of the calendar" in told.err
    assert command("--json") == 4
    said = json.loads(capsys.readouterr().out)
    assert said["exit_code"] == 4


def test_a_script_gets_everything(command, project: Project, capsys) -> None:
    write(project, WELL + "t-2,Dig,,,Mar-26,,,north\n")
    assert command("--json") == 0
    said = json.loads(capsys.readouterr().out)
    [one] = said["registers"]
    assert (one["rows"], one["overdue"], one["done"]) == (2, 1, 0)
    assert one["counts"] == {"state": {"well": 1, "blank": 1}}
    assert one["findings"] == {"blank": 1}
    assert said["findings"][0]["line"] == "3"
    assert said["as_at"] == "2026-06-15"


@pytest.mark.parametrize(
    ("text", "words", "code", "told"),
    [
        ("title,ttle\nPaint,x\n", (), 2, "unknown column 'ttle'"),
        (WELL, ("--kind", "task"), 2, "Did you mean 'tasks'?"),
        (WELL, ("--template", "risks"), 2, "no kind of register 'risks'"),
    ],
)
def test_what_cannot_be_done_is_told(command, project, capsys, text, words, code, told) -> None:
    write(project, text)
    assert command(*words) == code
    assert told in capsys.readouterr().err


def test_a_strategy_without_a_register_is_told_how_to_begin(command, capsys) -> None:
    assert command() == 2
    assert "plan keeps no register" in capsys.readouterr().err


def test_no_day_is_refused(project: Project, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["registers", "anytown", "plan", "--on", "2026-02-30"])
    assert "is no day: write YYYY-MM-DD" in capsys.readouterr().err


def test_the_template_is_the_result_alone(command, capsys) -> None:
    assert command("--template", "tasks", "--quiet") == 0
    assert capsys.readouterr().out.startswith("id,title,priority,")


def test_what_changed_since_the_release_is_told(command, project: Project, capsys) -> None:
    file = write(project, WELL + "t-3,=1+1,first,council,,,,\n")
    assert command("--keep") == 0
    assert "Nothing changed" not in capsys.readouterr().out
    kept = file.parent / "released/tasks.csv"
    assert "'=1+1" in kept.read_text("utf-8-sig")
    assert command() == 0
    assert "Nothing changed since the release of 15 June 2026." in capsys.readouterr().out
    write(project, WELL.replace("well", "so so") + "t-2,Dig,,council,,,,\n")
    assert command() == 0
    told = capsys.readouterr().out
    assert "Since the release of 15 June 2026: 1 new, 1 changed and 1 gone (tasks)." in told
    kept.write_text("nonsense\nx\n", "utf-8")
    assert command() == 2
    assert "released/tasks.csv, line 1: the column title is missing" in capsys.readouterr().err


def test_a_release_of_one_register_would_lose_the_others(command, project, capsys) -> None:
    kept = write(project, WELL).parent / "released/risks.csv"
    kept.parent.mkdir()
    kept.write_text("title\nA risk\n", "utf-8")
    assert command("--keep", "--kind", "tasks") == 2
    assert "--keep keeps all registers of a release" in capsys.readouterr().err
    assert kept.exists()
    assert command() == 0
    assert "risks: it was released last time, and is kept no longer." in capsys.readouterr().out
    assert command("--keep") == 0
    assert not kept.exists()


def test_a_cell_of_two_lines_and_a_column_that_was_given_up_are_no_change(
    command, project, capsys
) -> None:
    file = write(project, WELL.replace("Half of it", '"Half  of it\nand more"'))
    assert command("--keep") == 0
    kept = file.parent / "released/tasks.csv"
    heads, *rows = kept.read_text("utf-8-sig").splitlines()
    kept.write_text("\n".join([f"old,{heads}", *(f"x,{row}" for row in rows), ""]), "utf-8")
    capsys.readouterr()
    assert command() == 0
    assert "Nothing changed since the release of 15 June 2026." in capsys.readouterr().out


def test_mistakes_beyond_those_that_are_listed_are_counted(command, project, capsys) -> None:
    write(project, HEAD + "".join(f"t-{n},Paint {n},,,31.06.26,,,north\n" for n in range(203)))
    assert command() == 4
    told = capsys.readouterr().err
    assert told.count("31.06.26 is no day") == 200
    assert "3 more mistakes are not listed here" in told


def test_a_place_outside_the_area_ends_with_4_and_its_line(
    command, project: Project, capsys, monkeypatch
) -> None:
    sites = kind(on_map={"ward": "question", "latitude": "likely", "longitude": "score"},
                 products=[])  # fmt: skip
    monkeypatch.setitem(project.settings.register_kinds, "tasks", sites)
    row = "t-1,Paint,first,council,Jul-26,well,Half,north,5,0"
    write(project, f"{HEAD.strip()},likely,score\n{row}\n")
    assert command() == 0
    assert "`jsna build anytown`" in capsys.readouterr().err
    ward = geopandas.GeoDataFrame(
        {"code": ["E05000001"], "name": ["Ash"], "geometry": [shapely.box(-1, 53, 0, 54)]},
        crs="EPSG:4326",
    )
    geography = SimpleNamespace(outlines=lambda _: ward)
    monkeypatch.setattr("jsna.geo.store.open_geography", lambda *_: geography)
    assert command() == 4
    assert "tasks.csv, line 2: The point 5, 0 lies outside Anytown." in capsys.readouterr().err
