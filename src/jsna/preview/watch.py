"""Which saved files a preview looks at, and what each of them means for it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from jsna.settings.project import Project
from jsna.snapshots.verified_folder import DIGESTS

KINDS: Final = frozenset({
    ".yml", ".yaml", ".md", ".csv", ".json", ".bib", ".csl", ".qmd", ".html", ".css", ".js", ".lua",
    ".ipynb", ".svg", ".png", ".jpg", ".typ",
})  # fmt: skip
"""Endings of files that settings, words, template and notebooks have; editors' own have others."""


SETTINGS: Final = frozenset({".yml", ".yaml"})
Meaning = Literal["settings", "words", "facts"]
"""Settings, which refer to each other; words, template and notebooks; the area's own tables."""


def watched_folders(project: Project) -> list[Path]:
    """Return the folders whose files pages are made of, as far as they are there."""
    paths = project.paths
    layers = (
        paths.areas, paths.catalogue, paths.corrections, paths.strategies, paths.template,
        paths.notebooks,
    )  # fmt: skip
    folders = [layer.own for layer in layers] + [project.facts_folder.parent]
    return sorted({folder.resolve() for folder in folders if folder.is_dir()})


def meaning_of(files: Iterable[Path], project: Project) -> frozenset[Meaning]:
    """Return what some saved files are, for a preview; nothing for what no page is made of."""
    return frozenset(one for file in files if (one := _meaning(file, project)))


def _meaning(file: Path, project: Project) -> Meaning | None:
    if file.resolve().is_relative_to(project.facts_folder.parent.resolve()):
        # the list of an area's tables is written last, when they are whole
        own = file.parent.resolve() == project.facts_folder.resolve()
        return "facts" if own and file.name == DIGESTS else None
    if file.suffix.lower() not in KINDS or file.name.startswith((".", "~", "#")):
        return None
    return "settings" if file.suffix.lower() in SETTINGS else "words"
