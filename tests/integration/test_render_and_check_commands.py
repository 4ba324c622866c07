"""`jsna render` and `jsna check`: what they print, record and return."""

import json

import pytest

from jsna.cli import main
from jsna.publish import axe
from miniature_pack import Miniature, set_chapter

NAMES = ["midshire", "midshire-plan"]


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
    assert "3 of 11 checks failed" in told.err


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


def test_wrong_words_are_told_with_2(pack: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *NAMES]) == 2
    assert "not rendered yet" in capsys.readouterr().err
    assert render("--to", "html,odt") == 2
    assert "Formats are: html, docx, pdf." in capsys.readouterr().err
    assert main(["render", "midshire", "other-plan"]) == 2
