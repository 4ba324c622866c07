"""A council's own folder: laid out, filled from the register, over what the package brings."""

import shutil
import tomllib
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.pack.parameters import check_parameters
from jsna.pack.plan import make_plan
from jsna.settings import paths as paths_module
from jsna.settings.project import open_project

INDICATOR = "data/catalogue/indicators/healthy-living/92443.yml"


@pytest.fixture(scope="module")
def packaged(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel brings, laid out as pyproject.toml says."""
    content = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))
    included = content["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folder = tmp_path_factory.mktemp("wheel")
    for source, target in included.items():
        place, file = folder / target, project_root / source
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            shutil.copytree(file, place)
        else:
            shutil.copyfile(file, place)
    return folder / "jsna" / "packaged"


@pytest.fixture
def workspace(packaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace of an installed package, with its commands run inside."""
    monkeypatch.delenv("JSNA_HOME", raising=False)
    monkeypatch.delenv("JSNA_WORK", raising=False)
    monkeypatch.setattr(paths_module, "PACKAGED", packaged)
    folder = tmp_path / "my jsna"
    assert main(["init", str(folder), "--quiet"]) == 0
    monkeypatch.chdir(folder)
    return folder


def test_an_empty_workspace_has_the_catalogue_the_core_and_nobody_else_s_area(workspace):
    project = open_project()
    assert project.paths.root == workspace and project.paths.packaged is not None
    assert len(project.settings.indicators) > 100
    assert all(area.synthetic for area in project.settings.areas.values())
    assert "core" in project.settings.strategies


def test_a_new_area_has_a_whole_plan_before_a_word_of_a_strategy(workspace, capsys):
    assert main(["area", "new", "Barnsley", "--team", 'Public Health "Insight"']) == 0
    assert "jsna refresh barnsley core" in capsys.readouterr().out
    project = open_project().of("barnsley", "core")
    assert project.area.code == "E08000038" and "E08000016" in project.area.codes
    assert project.area.contact.team == 'Public Health "Insight"'
    plan = make_plan(project)
    for run in plan.runs:
        check_parameters(run, project.paths.notebooks / f"{run.notebook}.ipynb")
    assert [s.slug for s in project.settings.strategies_of("barnsley")] == ["core"]


@pytest.mark.parametrize(
    ("said", "slug", "kind"),
    [
        ("E08000016", "barnsley", "metropolitan borough"),  # the code before this one
        ("bristol", "bristol", "unitary authority"),
        ("County Durham", "county-durham", "unitary authority"),
        ("Herefordshire", "herefordshire", "unitary authority"),
        ("kings lynn & west norfolk", "kings-lynn-and-west-norfolk", "district"),
        ("Norfolk", "norfolk", "county"),
        ("Camden", "camden", "london borough"),
        ("E07000049", "dorset", "unitary authority"),  # a district that was merged into it
    ],
)
def test_an_authority_is_found_by_whatever_name_or_code(workspace, said, slug, kind):
    assert main(["area", "new", said, "--quiet"]) == 0
    area = open_project().of(slug).area
    assert (area.kind, area.region.code[:3]) == (kind, "E12")
    text = (workspace / "config" / "areas" / f"{slug}.yml").read_text("utf-8")
    assert ("E07000148 Norwich" in text) == (slug == "norfolk")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Newcastle", "E08000021 Newcastle upon Tyne"),
        ("Northamptonshire", "E06000061 North Northamptonshire"),
        ("Rotheram", "Did you mean 'Rotherham'?"),
        ("E06999999", "or has that code"),
        ("", "or has that code"),
    ],
)
def test_a_name_of_several_or_of_none_is_asked_about(workspace, capsys, said, told):
    assert main(["area", "new", said]) == 2
    assert told in capsys.readouterr().err
    assert [f.name for f in (workspace / "config" / "areas").iterdir()] == ["README.md"]


def test_an_area_that_is_there_and_a_contact_that_can_t_be_leave_all_as_it_was(workspace, capsys):
    assert main(["area", "new", "Camden", "--email", "not an address"]) == 2
    assert "email" in capsys.readouterr().err
    assert not (workspace / "config/areas/camden.yml").exists()
    assert main(["area", "new", "Camden", "--quiet"]) == 0
    before = (workspace / "config/areas/camden.yml").read_bytes()
    assert main(["area", "new", "E09000007"]) == 2
    assert "about Camden already" in capsys.readouterr().err
    assert (workspace / "config/areas/camden.yml").read_bytes() == before


def test_a_file_of_one_s_own_stands_before_the_package_s(workspace, packaged, capsys):
    assert main(["override", INDICATOR]) == 0
    own = workspace / INDICATOR
    own.write_text(own.read_text("utf-8").replace("title: ", "title: Our ", 1), "utf-8")
    assert "Our" in open_project().settings.indicators["92443"].title
    capsys.readouterr()
    assert main(["doctor"]) == 0
    assert f"own {INDICATOR}: yours; the package's is as it was" in capsys.readouterr().out
    newer = packaged / INDICATOR
    before = newer.read_bytes()
    try:
        newer.write_bytes(before + b"# newer\n")
        assert main(["doctor"]) == 0
    finally:
        newer.write_bytes(before)
    assert "HAS CHANGED since" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notebooks/priority_sumary.ipynb", "Did you mean 'notebooks/priority_summary.ipynb'?"),
        ("../../etc/passwd", "no file"),
        ("config/areas/exampleshire.yml", "no file"),
    ],
)
def test_only_what_the_package_brings_can_be_overridden(workspace, capsys, name, told):
    assert main(["override", name]) == 2
    assert told in capsys.readouterr().err


def test_an_override_is_never_written_over(workspace, capsys):
    assert main(["override", "reports/template/page.html", "--quiet"]) == 0
    (workspace / "reports/template/page.html").write_text("mine", "utf-8")
    assert main(["override", "reports/template/page.html"]) == 2
    assert (workspace / "reports/template/page.html").read_text("utf-8") == "mine"


def test_a_checkout_is_a_workspace_by_itself(project_root, monkeypatch, capsys):
    monkeypatch.setenv("JSNA_HOME", str(project_root))
    assert open_project().paths.packaged is None
    assert main(["override", "reports/template/page.html"]) == 2
    assert "Edit the file itself" in capsys.readouterr().err
    assert main(["init", str(project_root)]) == 2
    assert "checkout" in capsys.readouterr().err
    assert main(["migrate"]) == 0


def test_a_folder_with_files_keeps_them(tmp_path, capsys):
    (tmp_path / "README.md").write_text("ours", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "README.md").read_text("utf-8") == "ours"
    assert main(["init", str(tmp_path)]) == 2
    assert "workspace already" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["init", str(tmp_path / "file")]) == 2


def test_an_old_workspace_is_read_and_brought_up_to_date_when_asked(workspace, capsys):
    (workspace / "jsna.yml").write_text("layout: 0\n", "utf-8")
    shutil.rmtree(workspace / "geo")
    assert open_project().settings.indicators
    assert main(["migrate"]) == 0
    told = capsys.readouterr().out
    assert "-layout: 0" in told and "+layout: 1" in told and "geo/README.md" in told
    assert (workspace / "jsna.yml").read_text("utf-8") == "layout: 0\n"
    assert main(["migrate", "--yes"]) == 0
    capsys.readouterr()
    assert main(["migrate"]) == 0
    assert "Nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["layout: 99\n", "layout: one\n", "layout: 1\ncolour: red\n", "a"])
def test_a_workspace_file_that_says_what_it_may_not_is_told(workspace, capsys, text):
    (workspace / "jsna.yml").write_text(text, "utf-8")
    assert main(["migrate"]) == 2
    assert "jsna.yml" in capsys.readouterr().err


KIND = """\
title: Warm rooms
about: Rooms that residents may sit in through the winter.
one: warm room
names_row: place
due: {column: review_due, done: reviewed}
count_by: [state]
columns:
  - {id: place, title: Place, blank: refused}
  - {id: priority, title: Priority, type: priority, blank: told}
  - {id: state, title: State, type: choice, allowed: [open, closed]}
  - {id: review_due, title: Review due, type: date}
  - {id: reviewed, title: Reviewed on, type: date}
"""
STRATEGY = """\
title: A strategy of our own
short_title: Our strategy
area: barnsley
start: 2025-04-01
end: 2030-03-31
document: {title: Our strategy, reference: "https://www.anytown.example/strategy"}
priorities:
  - {id: first, number: "1", title: Ageing well, aim: To stay well at home.}
"""


def test_a_register_of_ones_own_kind_takes_a_yaml_file_and_no_code(workspace: Path, capsys) -> None:
    assert main(["area", "new", "Barnsley", "--quiet"]) == 0
    own = workspace / "reports" / "strategies" / "ours"
    file = own / "registers" / "warm-rooms.csv"
    kinds = workspace / "data" / "catalogue" / "registers"
    for folder in (file.parent, kinds):
        folder.mkdir(parents=True, exist_ok=True)
    (own / "strategy.yml").write_text(STRATEGY, "utf-8")
    assert "registers" not in {
        run.id for run in make_plan(open_project().of("barnsley", "ours")).runs
    }
    (kinds / "warm-rooms.yml").write_text(KIND, "utf-8")
    words, day = ["registers", "barnsley", "ours"], ["--on", "2026-06-15"]
    capsys.readouterr()
    assert main([*words, "--template", "warm-rooms"]) == 0
    heading, help_line = capsys.readouterr().out.splitlines()
    assert heading == "place,priority,state,review_due,reviewed,line"
    assert "one of: open | closed" in help_line
    wrong = f"{heading}\nLibrary,first,shut,31.06.26,,12\nHall,frist,open,2026-03-31,2026-03-20,\n"
    file.write_text(wrong, "utf-8")
    assert main([*words, *day]) == 4
    told = capsys.readouterr()
    lines = told.out + told.err
    assert "2 warm rooms" in lines and "1 said to be done" in lines
    for said in (
        "warm-rooms.csv, line 2: State is 'shut', which is not known. Allowed are: open, closed.",
        "warm-rooms.csv, line 2: Review due: 31.06.26 is no day of the calendar",
        "warm-rooms.csv, line 3: Priority names 'frist', and there is no such priority.",
    ):
        assert said in lines
    right = wrong.replace("shut", "open").replace("31.06.26", "30.06.26").replace("frist", "first")
    file.write_text(right, "utf-8")
    assert main([*words, *day]) == 0
    assert main(["due", "--area", "barnsley", *day]) == 0
    assert "2026-06-30 warm room: Library" in capsys.readouterr().out
    plan = make_plan(open_project().of("barnsley", "ours"))
    assert "registers" in {run.id for run in plan.runs}
