"""A council's workspace: what `jsna.yml` says of it, and what `jsna init` writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jsna.errors import UserFileError
from jsna.settings.layers import Layers
from jsna.settings.model import SettingsModel, Text
from jsna.settings.paths import WORKSPACE, Paths
from jsna.settings.yaml_file import Problems, read_model

LAYOUT: Final = 1
"""The layout of workspaces that this version writes; it reads all before it."""
OVERRIDABLE: Final = (
    "data/catalogue", "data/corrections", "docs", "notebooks", "reports/strategies",
    "reports/template",
)  # fmt: skip
"""The folders of which a workspace may have a file of its own for one of the package's."""
FOLDERS: Final[Mapping[str, str]] = {
    "config/areas": "One file an area: `jsna area new NAME` writes it.",
    "data/catalogue/indicators": (
        "Indicators of your own, in a folder for each theme; one of the package's id stands for it."
    ),
    "data/catalogue/registers": (
        "Kinds of registers of your own, one file each; one of the package's name stands for it."
    ),
    "data/corrections": "Figures that their publishers have wrong, one file each.",
    "data/local": "Your own figures as CSV: `jsna local --template` prints the columns.",
    "data/locks": "Which files each area was built from: keep them in version control.",
    "geo": "Look-ups of your own, such as postcode sectors.",
    "notebooks": "Notebooks that you changed: `jsna override notebooks/NAME.ipynb` copies one.",
    "reports/strategies": "One folder a strategy, with its strategy.yml and commentary.",
    "reports/template": "Files of the template that you changed, and council.css.",
}
"""Folder of a workspace -> what belongs there, which its README says."""
BUILT: Final = (
    "data/snapshots/", "data/parsed/", "data/facts/", "data/demo/", "data/runs/",
    "data/locks/*.fetching", "reports/packs/",
)  # fmt: skip
"""What is built, and has no place in version control."""


class Workspace(SettingsModel):
    """What `jsna.yml` says.

    Attributes:
        layout: Of the folders; see LAYOUT.
        overrides: File of the package that the council has its own copy of -> the SHA-256 that
            the package's had when it was copied.
    """

    layout: int = LAYOUT
    overrides: Mapping[Text, Text] = {}


def read_workspace(paths: Paths) -> Workspace:
    """Return what a workspace's `jsna.yml` says; that of a checkout, which has none, is empty.

    Raises:
        UserFileError: it can't be read, or says what it may not.
    """
    file = paths.root / WORKSPACE
    if not file.is_file():
        return Workspace()
    problems = Problems(paths.root)
    found = read_model(file, Workspace, problems)
    if found is None:
        raise UserFileError(*problems.found)
    return found


def workspace_text(workspace: Workspace) -> str:
    """Return `jsna.yml` as it is written."""
    copied = "".join(f'  "{name}": {digest}\n' for name, digest in workspace.overrides.items())
    return (
        "# This folder is a workspace of jsna: run its commands here. `jsna doctor` says more.\n"
        f"layout: {workspace.layout}\n"
        "# Files of the package that were copied here to be changed, and what they were then.\n"
        f"overrides:{chr(10) + copied if copied else ' {}' + chr(10)}"
    )


def starting_files() -> dict[str, str]:
    """Return the files of a new workspace: name -> text."""
    readmes = {f"{folder}/README.md": f"{what}\n" for folder, what in FOLDERS.items()}
    listed = "\n".join(f"- `{folder}/`: {what}" for folder, what in FOLDERS.items())
    return {
        WORKSPACE: workspace_text(Workspace()),
        ".gitignore": "\n".join(BUILT) + "\n",
        "README.md": (
            '# Evidence packs\n\nFirst: `jsna area new "Your council"`, then `jsna fetch AREA'
            " --list` for the files to download,\nthen `jsna refresh AREA core --from FOLDER`.\n\n"
            f"{listed}\n\nWhatever is not here comes with the package. Keep this folder in version"
            " control;\nwhat is built is left out of it by `.gitignore`.\n"
        ),
        **readmes,
    }


def overridden(paths: Paths) -> dict[str, tuple[Path, Path]]:
    """Return the files of which workspace and package have one each: name -> own, packaged."""
    found = {}
    for folder in OVERRIDABLE:
        layers: Layers = paths.layers(folder)
        if layers.packaged is None or not layers.own.is_dir():
            continue
        for file in sorted(f for f in layers.own.rglob("*") if f.is_file()):
            name = file.relative_to(layers.own).as_posix()
            packaged = layers.packaged / name
            if packaged.is_file() and not name.endswith("README.md"):
                found[f"{folder}/{name}"] = (file, packaged)
    return found
