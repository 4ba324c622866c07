"""run, render, check, refresh, the manifest and the page mean one thing by "not available"."""

import html
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jsna.chapter.words import lacking
from jsna.cli import main
from jsna.commands import build
from jsna.commands.console import Console
from jsna.commands.refresh import Files, Wishes, refresh
from jsna.narrative.markdown import escape_markdown
from jsna.pack import run as pack_run
from jsna.pack.assemble import recorded_results
from jsna.pack.availability import run_digests
from jsna.pack.run import RunResult
from jsna.settings.area import Lack
from jsna.settings.project import Project
from miniature_pack import Miniature, set_chapter

NAMES = ("midshire", "midshire-plan")


def a_failed_run(folder: Path) -> str:
    record = {"status": "failed", "reason": "The data hold no deaths.", "outputs": {}}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    return "The data hold no deaths."


def a_run_that_never_was(folder: Path) -> str:
    (folder / "run.json").unlink()
    return "This chapter has not been run yet."


def a_notebook_that_is_cut_off(folder: Path) -> str:
    (folder / "chapter.ipynb").write_text('{"cells": [', "utf-8")
    record = {"status": "done", "reason": "", "outputs": run_digests(folder)}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    return "Its notebook was not found or can't be read."


def a_chapter_that_was_edited(folder: Path) -> str:
    file = folder / "chapter.ipynb"
    file.write_text(file.read_text("utf-8").replace("finding", "fiction"), "utf-8")
    return "Its file chapter.ipynb was changed or damaged after the run. Run it again."


def a_figure_from_elsewhere(folder: Path) -> str:
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "mine.svg").write_text("<svg/>", "utf-8")
    return "Its file figures/mine.svg is not from the run. Run it again."


def a_record_that_is_damaged(folder: Path) -> str:
    (folder / "run.json").write_text('["done"]', "utf-8")
    return "This chapter has not been run yet."


def a_figure_that_is_gone(folder: Path) -> str:
    record = {"status": "done", "reason": "", "outputs": {"figures/a.svg": "0" * 64}}
    (folder / "run.json").write_text(json.dumps(record), "utf-8")
    return "Its file figures/a.svg is gone. Run it again."


@pytest.fixture
def pack(pack: Miniature, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    def run_plan(plan: object, *_: object, only_priority: str = "", **__: object) -> object:
        """No kernel: the chapters are those of the miniature."""
        results: list[RunResult] = recorded_results(plan)  # type: ignore[arg-type]
        return [r for r in results if only_priority in ("", r.run.priority)]

    monkeypatch.setattr(pack_run, "run_plan", run_plan)
    monkeypatch.setattr(build, "build_area", lambda *_: None)
    return pack


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    main(list(words))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "damage",
    [
        a_failed_run,
        a_run_that_never_was,
        a_notebook_that_is_cut_off,
        a_figure_that_is_gone,
        a_chapter_that_was_edited,
        a_figure_from_elsewhere,
        a_record_that_is_damaged,
    ],
)
def test_all_tell_of_the_same_chapter_with_the_same_reason(
    pack: Miniature, damage: Callable[[Path], str], capsys: pytest.CaptureFixture[str]
) -> None:
    reason = damage(pack.paths.runs(*NAMES) / "old-age")
    words = f"chapter old-age is not available: {reason}"
    assert words in said(capsys, "run", *NAMES)
    # a run of another priority leaves it as it is, and says so
    assert words in said(capsys, "run", *NAMES, "--priority", "healthy-lives")
    assert words in said(capsys, "render", *NAMES, "--to", "html", "--renderer", "embedded")
    assert words in said(capsys, "check", *NAMES)
    refresh(pack.project, Files(fetch=False), Wishes(("html",), "embedded"), Console())
    assert capsys.readouterr().out.count(words) >= 2, "its run and its render"
    folder = pack.paths.pack(*NAMES)
    chapters = json.loads((folder / "manifest.json").read_text("utf-8"))["chapters"]
    missing = {c["id"]: c["reason"] for c in chapters if c["status"] != "available"}
    assert missing == {"old-age": reason}
    page = html.unescape((folder / "site" / "old-age.html").read_text("utf-8"))
    assert " ".join(f"Not available.</strong> {reason}".split()) in " ".join(
        page.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    )


def test_a_section_without_its_data_fails_the_check_unless_the_area_is_to_lack_it(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "There are no outlines of wards: 4 codes of the file are not the area's own."
    maps = lacking("deprivation.map_by_fifth", escape_markdown(reason))
    set_chapter(pack, "old-age", f"## A finding\n\n{maps}\n")
    main(["render", *NAMES, "--to", "html", "--renderer", "embedded"])
    assert main(["check", *NAMES]) == 4
    told = capsys.readouterr().out
    assert f"old-age: section deprivation.map_by_fifth is not available: {reason}" in told
    assert "`lacks` in config/areas/midshire.yml" in told
    page = (pack.paths.pack(*NAMES) / "site" / "old-age.html").read_text("utf-8")
    assert 'data-section="deprivation.map_by_fifth"' in page
    lack = Lack(what="deprivation.map_by_fifth", why="No wards were drawn.")
    area = pack.area.model_copy(update={"lacks": (lack,)})
    settings = replace(pack.settings, areas={area.slug: area})
    checkout = Project(pack.paths, settings)
    monkeypatch.setattr("jsna.settings.project.open_project", lambda: checkout)
    assert main(["check", *NAMES]) == 0


def test_a_chapter_that_the_area_is_to_lack_passes(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_failed_run(pack.paths.runs(*NAMES) / "old-age")
    main(["render", *NAMES, "--to", "html", "--renderer", "embedded"])
    assert main(["check", *NAMES]) == 4
    lack = Lack(what="old-age", why="Nobody is old here.")
    area = pack.area.model_copy(update={"lacks": (lack,)})
    checkout = Project(pack.paths, replace(pack.settings, areas={area.slug: area}))
    monkeypatch.setattr("jsna.settings.project.open_project", lambda: checkout)
    assert main(["check", *NAMES]) == 0


def test_a_whole_pack_is_told_to_lack_nothing(
    pack: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("run",), ("render", "--renderer", "embedded"), ("check",)):
        assert " is not available" not in said(capsys, words[0], *NAMES, *words[1:])


def test_sections_of_one_reason_are_told_together_and_a_chapter_stands_for_its_own(
    pack: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = "The data hold no projection."
    gone = [lacking(f"population.{name}", reason) for name in ("change", "drift")]
    set_chapter(pack, "old-age", "\n\n".join(["## A finding", *gone]) + "\n")
    main(["render", *NAMES, "--to", "html", "--renderer", "embedded"])
    assert main(["check", *NAMES]) == 4
    told = capsys.readouterr().out
    words = "sections population.change and population.drift are not available: The data hold no"
    assert told.count(words) == 1 and told.count(reason) == 1
    lack = Lack(what="old-age", why="None is published.")
    area = pack.area.model_copy(update={"lacks": (lack,)})
    settings = replace(pack.settings, areas={area.slug: area})
    checkout = Project(pack.paths, settings)
    monkeypatch.setattr("jsna.settings.project.open_project", lambda: checkout)
    assert main(["check", *NAMES]) == 0
