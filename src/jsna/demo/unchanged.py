"""Whether the demonstration's files are those that would be written now, told by one hash."""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.write_file import write_whole

KEY_FILE = ".written.json"
"""Hidden, so that fetching does not take it for a download."""
MADE_WITH = ("geopandas", "numpy", "pandas", "shapely")


def demo_key(settings: Settings, councils: Iterable[Area]) -> str:
    """Return a hash of all that the files depend on: the catalogue, the councils, the code."""
    described = [*settings.indicators.values(), *councils]
    parts = [item.model_dump_json() for item in described]
    parts += [f"{package} {version(package)}" for package in MADE_WITH]
    modules = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256("\n".join(parts).encode())
    for module in modules:
        digest.update(module.read_bytes())
    return digest.hexdigest()


def written_before(folder: Path, key: str) -> list[Path] | None:
    """Return the files that were written under this key, if all are there and whole."""
    try:
        known = json.loads((folder / KEY_FILE).read_text(encoding="utf-8"))
        paths = {folder / name: digest for name, digest in known["files"].items()}
        whole = known["key"] == key and all(_digest(p) == d for p, d in paths.items())
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    return list(paths) if whole else None


def remember(folder: Path, key: str, written: Iterable[Path]) -> None:
    """Write down which files were written, and under which key."""
    files = {path.name: _digest(path) for path in written}
    write_whole(folder / KEY_FILE, json.dumps({"key": key, "files": files}, indent=1).encode())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
