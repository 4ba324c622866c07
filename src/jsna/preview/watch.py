"""Which saved files a preview looks at, and what each of them means for it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jsna.settings.project import Project
from jsna.snapshots.verified_folder import DIGESTS

KINDS: Final = frozenset({
    ".yml", ".yaml", ".md", ".csv", ".json", ".bib", ".csl", ".qmd", ".html", ".css", ".js", ".lua",
    ".ipynb", ".svg", ".png", ".jpg", ".typ",
})  # fmt: skip
"""Endings of files that settings, words, template and notebooks have; editors' own have others."""


def watched_folders(project: Project) -> list[Path]:
    """Return the folders whose files pages are made of, as far as they are there."""
    paths = project.paths
    layers = (
        paths.areas, paths.catalogue, paths.corrections, paths.strategies, paths.template,
        paths.notebooks,
    )  # fmt: skip
    folders = [layer.own for layer in layers] + [project.facts_folder.parent]
    return sorted({folder.resolve() for folder in folders if folder.is_dir()})


def is_settings(file: Path, project: Project) -> bool:
    """Return whether a saved file may change a page: of the area's tables only their list does."""
    if file.resolve().is_relative_to(project.facts_folder.parent.resolve()):
        return False
    return file.suffix.lower() in KINDS and not file.name.startswith((".", "~", "#"))


def is_facts(file: Path, project: Project) -> bool:
    """Return whether a saved file says that the area's tables were built anew."""
    return file.name == DIGESTS and file.parent.resolve() == project.facts_folder.resolve()


def what_changed(files: Iterable[Path], project: Project) -> tuple[bool, bool]:
    """Return whether settings, and whether the area's tables, are among some saved files."""
    found = list(files)
    return (
        any(is_settings(file, project) for file in found),
        any(is_facts(file, project) for file in found),
    )
