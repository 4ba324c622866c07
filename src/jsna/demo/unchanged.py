"""Whether the demonstration's files are those that would be written now, told by one hash."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.digest import data_digest, folder_digest, sha256
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole

KEY_FILE = ".written.json"
"""Hidden, so that fetching does not take it for a download."""
MADE_WITH = ("geopandas", "numpy", "pandas", "shapely")


def demo_key(settings: Settings, councils: Iterable[Area]) -> str:
    """Return a hash of all that the files depend on: the catalogue, the councils, the code."""
    described = [*settings.indicators.values(), *councils]
    settled = [item.model_dump(mode="json") for item in described]
    made_with = [f"{package} {version(package)}" for package in MADE_WITH]
    return data_digest([settled, made_with, folder_digest(Path(__file__).parent, "*.py")])


def written_before(folder: Path, key: str) -> list[Path] | None:
    """Return the files that were written under this key, if all are there and whole."""
    try:
        known = parse_json((folder / KEY_FILE).read_text(encoding="utf-8"))
        paths = {folder / name: digest for name, digest in known["files"].items()}
        whole = known["key"] == key and all(sha256(p.read_bytes()) == d for p, d in paths.items())
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    return list(paths) if whole else None


def remember(folder: Path, key: str, written: Iterable[Path]) -> None:
    """Write down which files were written, and under which key."""
    files = {path.name: sha256(path.read_bytes()) for path in written}
    write_whole(folder / KEY_FILE, json.dumps({"key": key, "files": files}, indent=1).encode())
