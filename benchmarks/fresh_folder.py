"""A folder of its own to build in: what commands read of the checkout, and the invented files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench import ROOT

PARTS: Final = ("config", "data/catalogue", "data/corrections", "docs", "notebooks", "reports")
"""What a checkout holds that commands read."""
WRITE: Final = (
    "from jsna.demo.write import write_demo_downloads; from jsna.settings.project import"
    " open_project; p = open_project(); write_demo_downloads(p.paths.demo_downloads, p.settings)"
)


def copy_checkout(home: Path) -> None:
    """Copy what commands read of the checkout."""
    for part in PARTS:
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("packs"))
    shutil.copy(ROOT / "pyproject.toml", home)


def environment(home: Path) -> dict[str, str]:
    """Return the environment in which commands read and write in a folder."""
    return {**os.environ, "JSNA_HOME": str(home), "JSNA_WORK": str(home)}


def write_demo_files(home: Path) -> None:
    """Write the invented files of every invented council of the folder's settings."""
    subprocess.run([sys.executable, "-c", WRITE], env=environment(home), cwd=ROOT, check=True)
