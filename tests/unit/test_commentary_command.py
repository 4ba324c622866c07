"""`jsna commentary`: begins files, lists what has to be read again, remembers what was approved."""

import json
from pathlib import Path

import pytest
from commentary_files import anytown, facts, write

from jsna.chapter.evidence import Evidence
from jsna.cli import main
from jsna.settings.commentary import approvals_folder, commentary_folder, commentary_paths
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project


@pytest.fixture
def now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Evidence]:
    """The evidence that the command opens, under "facts"; a test may put another in its place."""
    held = {"facts": anytown(tmp_path)}
    project, settings = held["facts"].project, held["facts"].settings
    known = Settings({"anytown": project.area}, settings.indicators, {}, settings.sources,
                     settings.strategies)  # fmt: skip
    opened = Project(project.paths, known)
    monkeypatch.setattr("jsna.settings.project.open_project", lambda: opened)
    monkeypatch.setattr("jsna.chapter.opening.open_evidence", lambda _: held["facts"])
    return held


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["commentary", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_new_writes_headings_and_questions_and_never_over_a_file(now, tmp_path, capsys):
    kept = write(tmp_path, "first", "Mine.\n").read_bytes()
    code, printed, _ = run(capsys, "new", "anytown", "plan")
    folder = tmp_path / "reports/strategies/plan/commentary"
    assert code == 0
    assert printed.splitlines() == [
        "Written: reports/strategies/plan/commentary/overview.md",
        "Kept as it is: reports/strategies/plan/commentary/first.md",
    ]
    assert (folder / "first.md").read_bytes() == kept
    text = (folder / "overview.md").read_text("utf-8")
    assert "status: draft\n" in text
    headings = ["## Headline", "## Why this matters", "## What is being done", "## What works",
                "## What people tell us", "## What we recommend"]  # fmt: skip
    assert [line for line in text.splitlines() if line.startswith("#")] == headings
    assert text.count("<!-- ") == text.count("? -->") + text.count(". -->") == 6
    assert run(capsys, "anytown", "plan")[0] == 0


def test_new_writes_what_it_is_asked_for_and_nothing_of_a_wrong_list(now, tmp_path, capsys):
    folder = tmp_path / "reports/strategies/plan/commentary"
    assert run(capsys, "new", "anytown", "plan", "1", "ward-E05000001")[0] == 0
    assert {file.name for file in folder.iterdir()} == {"1.md", "ward-E05000001.md"}
    code, _, told = run(capsys, "new", "anytown", "plan", "overview", "firzt")
    assert code == 2
    assert "Did you mean 'first'?" in told
    assert not (folder / "overview.md").exists()


def test_it_lists_what_changed_since_it_was_approved(now, tmp_path, capsys):
    write(tmp_path, "first", "People have {{ 1.value }}.\n")
    write(tmp_path, "overview", "A draft.\n", status="draft")
    code, printed, _ = run(capsys, "anytown", "plan", "--approve")
    assert code == 0
    assert printed.splitlines()[0] == "Approved beside the figures of today: first."
    _, printed, _ = run(capsys, "anytown", "plan")
    assert [line.split("  ")[-1] for line in printed.splitlines()] == [
        "as approved", "not printed until approved",
    ]  # fmt: skip
    now["facts"] = anytown(tmp_path, facts(60.4))
    _, printed, _ = run(capsys, "anytown", "plan", "first")
    assert "was revised to 60.4 years" in printed
    code, printed, _ = run(capsys, "anytown", "plan", "--json")
    (first, _) = json.loads(printed)["files"]
    assert code == 0
    assert (first["name"], first["status"], first["date"]) == ("first", "approved", "2025-03-01")
    assert first["findings"][0]["kind"] == "the figures have changed"
    assert run(capsys, "anytown", "plan", "first", "--approve")[0] == 0
    assert "was revised" not in run(capsys, "anytown", "plan")[1]


def test_approval_of_one_file_keeps_what_is_known_of_the_others_but_of_files_that_are_gone(
    now, tmp_path, capsys
):
    for name in ("first", "1", "ward-E05000001"):
        file = write(tmp_path, name, "Words {{ 1.value }}.\n")
    run(capsys, "anytown", "plan", "--approve")
    file.unlink()
    run(capsys, "anytown", "plan", "1", "--approve")
    kept = json.loads((file.parent / "approved.json").read_text("utf-8"))
    assert set(kept) == {"first", "1"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["anytown"], "an area and a strategy are needed. Write: jsna commentary [new]"),
        (["new"], "an area and a strategy are needed."),
        (["new", "anytown"], "there is no area 'new'"),
        (["anytwn", "plan"], "Did you mean 'anytown'?"),
        (["anytown", "plan", "firzt"], "there is no file firzt.md. Did you mean 'first'?"),
        (["new", "anytown", "plan", "--approve"], "an area and a strategy are needed."),
        (["anytown", "plan", "--approve"], "no file here is marked as approved."),
    ],
)
def test_wrong_words_are_told(now, tmp_path, capsys, words, told):
    write(tmp_path, "first", "A draft.\n", status="draft")
    code, printed, error = run(capsys, *words)
    assert (code, printed) == (2, "")
    assert told in error


def test_mistakes_in_the_files_end_with_2_and_approve_nothing(now, tmp_path, capsys):
    file = write(tmp_path, "first", "{{ 1.vale }}\n{{ 2.value }}\n")
    code, _, told = run(capsys, "anytown", "plan", "--approve")
    assert code == 2
    assert [line.split(": ")[0].rpartition(", ")[2] for line in told.splitlines()] == [
        "line 7", "line 8",
    ]  # fmt: skip
    assert not (file.parent / "approved.json").exists()


def test_a_council_without_words_is_told_how_to_begin(now, capsys):
    code, printed, _ = run(capsys, "anytown", "plan")
    assert code == 0
    assert "`jsna commentary new anytown plan` begins them." in printed


def test_a_workspace_reads_the_packages_words_and_writes_its_own_alone(tmp_path):
    packaged, own = tmp_path / "package", tmp_path / "workspace"
    write(packaged, "first", "The package's.\n")
    write(packaged, "overview", "The package's.\n")
    mine = write(own, "first", "Mine.\n")
    paths = Paths(own, own, packaged)
    assert commentary_paths(paths, "plan") == [
        mine, packaged / "reports/strategies/plan/commentary/overview.md",
    ]  # fmt: skip
    assert commentary_folder(paths, "plan") == mine.parent
    known = packaged / "reports/strategies/plan/commentary"
    (known / "approved.json").write_text("{}", "utf-8")
    assert approvals_folder(paths, "plan") == known
    (mine.parent / "approved.json").write_text("{}", "utf-8")
    assert approvals_folder(paths, "plan") == mine.parent
