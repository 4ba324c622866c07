"""Whether command and worker would make the same bytes: one hash of package and libraries."""

import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import jsna
from jsna.fetching.code_digest import MADE_WITH as FACTS_WITH
from jsna.pack import render_embedded
from jsna.pack.rendered_pack import MADE_WITH as FINISHED_WITH
from jsna.pack.run_key import DRAWN_WITH
from jsna.snapshots.digest import data_digest, folder_digest

OF_PACKAGE = ("*.py", "*.js", "*.csv", "*.css", "*.html")


@cache
def code_state() -> str:
    """Return a hash of the package's files and of the versions of what reads, draws and renders."""
    package = Path(jsna.__file__).parent
    files = [folder_digest(package, pattern) for pattern in OF_PACKAGE]
    libraries = sorted({*FACTS_WITH, *FINISHED_WITH, *DRAWN_WITH})
    versions = [version(name) for name in libraries]
    return data_digest([files, versions, render_embedded.version(), platform.python_version()])
