"""`jsna render` and `jsna check`: what they print, record and return."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.commands.check import recorded_checks
from jsna.errors import Problem, UserFileError
from jsna.publish import axe, gate, page_weight
from jsna.publish.check_result import DISCLOSURE, UNTOUCHED
from jsna.settings.project import Project
from miniature_pack import Miniature, set_chapter

NAMES = ["midshire", "midshire-plan"]

SLOW = pytest.mark.slow


def manifest(pack: Miniature) -> dict[str, object]:
    folder = pack.paths.pack("midshire", "midshire-plan")
    content: dict[str, object] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return content


def render(*arguments: str) -> int:
    return main(["render", *NAMES, "--renderer", "embedded", *arguments])


def test_render_says_where_the_first_page_is(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render() == 0
    printed = capsys.readouterr().out
    first = pack.paths.pack("midshire", "midshire-plan") / "site" / "index.html"
    assert first.as_uri() in printed
    assert render() == 0
    assert "unchanged" in capsys.readouterr().out


def test_check_passes_a_sound_pack_and_records_it(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    render()
    assert main(["check", *NAMES]) == 0
    assert "FAILED" not in capsys.readouterr().out
    checks = manifest(pack)["checks"]
    assert isinstance(checks, list)
    assert len(checks) >= 8
    assert all(check["passed"] for check in checks)
    render()
    assert manifest(pack)["checks"] == checks, "an unchanged pack keeps its checks"


def test_a_sound_pack_whose_claims_cannot_be_read_any_more_is_not_passed(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistaken(project: Project) -> None:
        raise UserFileError(Problem("line is 'x'.", "claims.csv", 2))

    monkeypatch.setattr("jsna.pack.own_files.tables_of", lambda project: [mistaken])
    render()
    assert main(["check", *NAMES]) == 2
    told = capsys.readouterr()
    assert "FAILED" not in told.out and "claims.csv, line 2: line is 'x'." in told.err


def test_a_heavy_page_is_a_warning_with_its_cause_and_no_fault(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # the page of 400 KB that is too heavy takes seconds to be laid out and looked through
    monkeypatch.setattr(page_weight, "LIMIT", 150_000)
    set_chapter(pack, "old-age", "Words of it. " * 11_000)
    render("--to", "html")
    assert main(["check", *NAMES]) == 0
    told = capsys.readouterr().out
    assert "passed  Pages are light" in told
    assert "warning: old-age.html: " in told and "KB are words and tables" in told
    kept = {result.name: result for result in recorded_checks(pack.project)}["Pages are light"]
    assert kept.passed and "old-age.html: " in kept.warnings[0]


def test_what_the_gate_has_just_passed_is_not_looked_through_twice_but_other_bytes_are(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def look(*arguments: object) -> list[str]:
        looked.append(arguments)
        return ["a small count"]

    render("--to", "html")
    monkeypatch.setattr(gate, "disclosure_faults", look)
    assert all(result.passed for result in recorded_checks(pack.project))
    assert not looked
    page = pack.paths.pack(*NAMES) / "site" / "old-age.html"
    page.write_bytes(page.read_bytes() + b" \n")
    results = {result.name: result for result in recorded_checks(pack.project)}
    assert results[DISCLOSURE].faults == ("a small count",)
    assert not results[UNTOUCHED].passed
    assert len(looked) == 1
    assert main(["check", *NAMES]) == 4
    assert len(looked) == 2, "whoever asks for the check gets it"


def test_check_fails_with_4_and_names_each_fault(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    set_chapter(pack, "old-age", "#### Too deep\n\n[gone](nowhere.qmd)\n")
    render()
    assert main(["check", *NAMES]) == 4
    told = capsys.readouterr()
    assert '"Too deep" is an h4 after h1' in told.out
    assert "nowhere.html leads to no file" in told.out
    assert "old-age.pdf: is not PDF/UA-1" in told.out
    assert "3 of 15 checks failed" in told.err


def test_an_edited_page_and_an_edited_chapter_are_told(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    render("--to", "html")
    page = pack.paths.pack(*NAMES) / "site" / "old-age.html"
    made = page.read_bytes()
    page.write_bytes(made.replace(b"A finding", b"A fiction"))
    assert main(["check", *NAMES]) == 4
    assert "old-age.html: this file is not as it was laid out" in capsys.readouterr().out
    assert render("--to", "html") == 0
    assert "old-age.html was changed after it was laid out" in capsys.readouterr().out
    assert page.read_bytes() == made
    chapter = pack.paths.runs(*NAMES) / "old-age" / "chapter.ipynb"
    chapter.write_text(chapter.read_text("utf-8").replace("finding", "fiction"), "utf-8")
    assert main(["check", *NAMES]) == 4
    assert "chapter.ipynb was changed or damaged after the run" in capsys.readouterr().out
    render("--to", "html")
    assert "chapter.ipynb was changed or damaged after the run" in capsys.readouterr().out
    assert b"fiction" not in page.read_bytes(), "an edited chapter was published"


DAMAGE = ["", "[]", "{}", '{"chapters": [1]}', "[" * 9999]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_manifest_is_told(
    pack: Miniature, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    render("--to", "html")
    (pack.paths.pack(*NAMES) / "manifest.json").write_text(damage, "utf-8")
    assert main(["check", *NAMES]) == 2
    assert "this manifest is damaged" in capsys.readouterr().err
    assert render("--to", "html") == 0
    assert main(["check", *NAMES]) == 0


@pytest.mark.parametrize(
    "kind",
    [".docx", ".pdf", *(pytest.param(kind, marks=SLOW) for kind in (".csv", ".svg", ".html"))],
)
def test_what_cannot_be_read_in_a_pack_is_a_fault_and_no_traceback(
    pack: Miniature, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    render()
    site = pack.paths.pack(*NAMES) / "site"
    file = next(iter(sorted(site.rglob(f"*{kind}"))))
    file.write_bytes(b"\xff\xfe not what it was")
    assert main(["check", *NAMES]) == 4
    told = capsys.readouterr().out
    assert f"{file.relative_to(site).as_posix()}: this file is not as it was laid out" in told
    looked = "can't be read" in told or "is not PDF/UA-1" in told or "has 0 <main>" in told
    assert looked, "no check that reads it says so"


def test_check_with_axe_says_what_to_install(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    render()
    monkeypatch.setattr(axe, "find_browser", lambda: None)
    assert main(["check", *NAMES, "--axe"]) == 5
    assert "Install chromium" in capsys.readouterr().err or not _has_playwright()


def _has_playwright() -> bool:
    import importlib.util

    return importlib.util.find_spec("playwright") is not None


def test_of_two_renders_of_one_pack_the_second_waits_and_says_so(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    other = hold_for_a_second(pack.paths.at_work(*NAMES))
    assert render("--to", "html") == 0
    told = capsys.readouterr().err
    assert f"(process {other.pid}) is at work on the pack of midshire and midshire-plan" in told
    assert other.wait() == 0


def hold_for_a_second(file: Path) -> "subprocess.Popen[str]":
    program = (
        "import time\nfrom pathlib import Path\nfrom jsna.snapshots.work_lock import at_work\n"
        f"with at_work(Path({str(file)!r}), 'x', print):\n"
        "    print('held', flush=True)\n    time.sleep(1)"
    )
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_wrong_words_are_told_with_2(pack: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *NAMES]) == 2
    assert "not rendered yet" in capsys.readouterr().err
    assert render("--to", "html,odt") == 2
    assert "Formats are: html, docx, pdf." in capsys.readouterr().err
    assert main(["render", "midshire", "other-plan"]) == 2
