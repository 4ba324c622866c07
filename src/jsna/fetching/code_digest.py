"""One hash of the code that makes facts, so that what it made before is known for stale."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

import jsna
from jsna.snapshots.digest import data_digest, sha256

CODE = (
    "fact_schema.py", "http", "sources", "disclosure", "fetching", "facts", "geo", "register",
    "snapshots",
)  # fmt: skip
MADE_WITH = (
    "geopandas", "highspy", "numpy", "openpyxl", "pandas", "pyarrow", "pyogrio", "pyproj",
    "python-calamine", "scipy", "shapely",
)  # fmt: skip


@cache
def code_digest() -> str:
    """Return a hash of the modules from bytes to facts, and of the versions they work with.

    Looked for once in a process: a command asks for it at several places, and what it runs is what
    it was started with.
    """
    made_with = [f"{name} {version(name)}" for name in MADE_WITH]
    package = Path(jsna.__file__).parent
    found = [package / name for name in CODE]
    paths = sorted(p for f in found for p in ([f] if f.is_file() else _files(f)))
    code = [[p.relative_to(package).as_posix(), sha256(p.read_bytes())] for p in paths]
    return data_digest([made_with, code])


def _files(folder: Path) -> list[Path]:
    """The modules of a package, and the tables that it carries."""
    return [path for pattern in ("*.py", "*.csv") for path in folder.rglob(pattern)]
