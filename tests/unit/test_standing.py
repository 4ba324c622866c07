"""A pack that stands is found by hashes alone, while nothing that it is made of differs."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jsna.pack import standing
from jsna.pack.manifest import record_look
from jsna.pack.plan import make_plan
from jsna.pack.rendered_pack import RenderedPack
from jsna.pack.run import RunResult
from jsna.pack.standing import PackState
from jsna.publish.looked_at import DisclosureGate, seen
from jsna.settings.brand import Brand
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import read_lock, write_lock
from jsna.snapshots.verified_folder import write_digests
from miniature_pack import ROOT, make_miniature

MANIFEST = {
    "release": "2026.11", "data_as_at": "2026-11-20", "area": {}, "strategy": {},
    "snapshots": [], "files": {}, "chapters": [],
}  # fmt: skip
FORMATS = ("html", "pdf")
LOGO = "logo.svg"


class Passed:
    """A gate whose proof holds."""

    def passed(self, folder: Path) -> bool:
        return True

    def look(self, folder: Path) -> dict[str, str]:
        raise AssertionError("a pack that stands is not looked at")


class NotPassed(Passed):
    """A gate that has no proof of these bytes."""

    def passed(self, folder: Path) -> bool:
        return False


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a pack, whose own files may be written."""
    made = make_miniature(tmp_path / "work").project
    root = tmp_path / "root"
    paths = Paths(root, tmp_path / "work", ROOT)
    write(paths.areas.own / LOGO, "a picture")
    write(paths.strategies.own / "midshire-plan" / "references.bib", "")
    write(made.pack_folder / "manifest.json", json.dumps(MANIFEST))
    write_tables(made, "facts")
    branded = made.area.model_copy(update={"brand": Brand(logo=LOGO, logo_alt="Midshire")})
    return replace(made, paths=paths, chosen_area=branded)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def write_tables(project: Project, text: str) -> None:
    write(project.facts_folder / "facts.parquet", text)
    write_digests(project.facts_folder)


def state_of(project: Project, formats: tuple[str, ...] = FORMATS) -> PackState:
    return PackState.now(project, formats, "embedded")


def noted(project: Project, *failed: RunResult) -> Project:
    """Note that the pack of a project was laid out from how it is now."""
    folder, files = project.pack_folder, ("index.html",)
    first = folder / "site" / "index.html"
    pack = RenderedPack(folder, first, files, "embedded", False, failed, ("W",), (), 1.0)
    state_of(project).note(pack)
    return project


def test_a_pack_that_stands_is_told_as_it_was(project: Project) -> None:
    found = state_of(noted(project)).find_standing(Passed())
    assert found is not None and found.unchanged
    assert (found.files, found.warnings, found.failed) == (("index.html",), ("W",), ())
    assert found.first_page == project.pack_folder / "site" / "index.html"


def test_one_that_was_never_noted_or_whose_note_is_damaged_is_not_found(project: Project) -> None:
    assert state_of(project).find_standing(Passed()) is None
    noted(project)
    for damage in ("", "[]", "{", "{}"):
        project.paths.standing("midshire", "midshire-plan").write_text(damage, "utf-8")
        assert state_of(project).find_standing(Passed()) is None


def test_one_that_the_gate_has_no_proof_of_is_not_found(project: Project) -> None:
    assert state_of(noted(project)).find_standing(NotPassed()) is None


@pytest.mark.parametrize("place", ["runs_folder", "pack_folder"])
def test_another_chapter_or_page_is_seen_by_the_gates_own_proof(
    project: Project, place: str
) -> None:
    gate = DisclosureGate(project)
    record_look(project.pack_folder, seen(project.pack_folder, project))
    assert state_of(noted(project)).find_standing(gate) is not None
    below = {"runs_folder": "overview/chapter.ipynb", "pack_folder": "site/index.html"}[place]
    write(getattr(project, place) / below, "other words")
    assert state_of(project).find_standing(gate) is None


def test_one_with_a_chapter_that_is_not_available_is_always_looked_at_again(
    project: Project,
) -> None:
    run = make_plan(project).runs[0]
    noted(project)
    noted(project, RunResult(run, "failed", "why", 1.0, project.runs_folder / run.id))
    assert state_of(project).find_standing(Passed()) is None


def test_one_whose_tables_were_changed_on_disk_is_not_found(project: Project) -> None:
    noted(project)
    write(project.facts_folder / "facts.parquet", "edited")
    assert state_of(project).find_standing(Passed()) is None


def test_a_manifest_may_have_other_checks_and_nothing_else(project: Project) -> None:
    noted(project)
    record_look(project.pack_folder, {"digest": "d", "against": "a"})
    assert state_of(project).find_standing(Passed()) is not None
    write(project.pack_folder / "manifest.json", json.dumps(MANIFEST | {"release": "2027.01"}))
    assert state_of(project).find_standing(Passed()) is None


def own_file(project: Project, name: str) -> Path:
    return project.paths.strategies.own / project.strategy.slug / name


def give_another_file(project: Project) -> None:
    """Pin the same bytes as they came on another day."""
    (entry,) = read_lock(project.lock)
    later = replace(entry, retrieved=entry.retrieved + timedelta(days=1))
    write_lock(project.lock, project.area.slug, [later])


def give_another_licence(project: Project) -> None:
    (file,) = project.paths.snapshots.rglob("snapshot.yml")
    text = file.read_text("utf-8")
    file.write_text(text.replace("Open Government Licence", "Another Licence"), "utf-8")


CHANGES: dict[str, Callable[[Project], None]] = {
    "a template": lambda p: write(p.paths.template.own / "pack.css", "p {}"),
    "its references": lambda p: write(own_file(p, "references.bib"), "@book{a}"),
    "a notebook": lambda p: write(p.paths.notebooks.own / "overview.ipynb", "{}"),
    "the methods": lambda p: write(p.paths.root / "docs" / "methods.md", "# Other"),
    "what is known of a snapshot": give_another_licence,
    "the tables": lambda p: write_tables(p, "other facts"),
    "the logo": lambda p: write(p.paths.areas.own / LOGO, "another picture"),
    "the council's words": lambda p: write(own_file(p, "commentary/overview.md"), "Words."),
    "what its words were approved against": lambda p: write(
        own_file(p, "commentary/approved.json"), "{}"
    ),
    "its baseline": lambda p: write(own_file(p, "baseline/midshire.csv"), "id"),
    "its claims": lambda p: write(own_file(p, "claims.csv"), "claim_id"),
    "a filter": lambda p: write(p.paths.template.own / "filters" / "blocks.lua", "-- none"),
    "the lock": give_another_file,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_what_it_is_made_of_is_another_state(what: str, project: Project) -> None:
    before = state_of(project).digest
    assert state_of(project).digest == before
    CHANGES[what](project)
    assert state_of(project).digest != before


def test_other_settings_formats_code_and_renderers_are_other_states(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(project).digest
    assert state_of(project, ("html", "docx")).digest != before
    assert state_of(project, ("pdf", "html", "html")).digest == before
    named = replace(project, chosen_area=project.area.model_copy(update={"name": "Mid"}))
    assert state_of(named).digest != before
    longer = project.strategy.model_copy(update={"title": "Another"})
    assert state_of(replace(project, chosen_strategy=longer)).digest != before
    monkeypatch.setattr(standing, "checkout_commit", lambda root: "another commit")
    assert state_of(project).digest != before
    monkeypatch.undo()
    monkeypatch.setattr(standing.render_embedded, "version", lambda: "embedded (Pandoc 99)")
    assert state_of(project).digest != before
    monkeypatch.undo()
    monkeypatch.setattr(standing, "code_folder_digest", lambda folder, kind: "other code")
    assert state_of(project).digest != before
