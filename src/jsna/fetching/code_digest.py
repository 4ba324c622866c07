"""One hash of the code that makes facts, so that what it made before is known for stale."""

import hashlib
from importlib.metadata import version
from pathlib import Path

import jsna

CODE = (
    "fact_schema.py", "http", "sources", "disclosure", "fetching", "facts", "geo", "snapshots",
)  # fmt: skip
MADE_WITH = (
    "geopandas", "numpy", "openpyxl", "pandas", "pyarrow", "pyogrio", "pyproj", "python-calamine",
    "shapely",
)  # fmt: skip


def code_digest() -> str:
    """Return a hash of the modules from bytes to facts, and of the versions they work with."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in MADE_WITH).encode())
    package = Path(jsna.__file__).parent
    found = [package / name for name in CODE]
    for path in sorted(p for f in found for p in ([f] if f.is_file() else f.rglob("*.py"))):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
