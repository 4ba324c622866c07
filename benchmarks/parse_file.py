"""Time to turn a folder's largest Fingertips file into facts: `parse_file.py FOLDER`, JSON out."""

import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path


def main(folder: Path) -> dict[str, object]:
    """Return the file's name, rows, facts and the seconds of the import and of the parse."""
    started = time.perf_counter()
    from jsna.settings.load import load_settings
    from jsna.settings.paths import find_paths
    from jsna.snapshots.snapshot import Origin, Snapshot
    from jsna.sources.fingertips.source import Fingertips

    loaded = time.perf_counter()
    indicators = load_settings(find_paths()).indicators.values()
    source = Fingertips().for_indicators(indicators)
    files = sorted(folder.rglob("*.csv"), key=lambda f: -f.stat().st_size)
    file = next(f for f in files if _is_ours(source, f))
    content = file.read_bytes()
    snapshot = Snapshot(
        sha256=hashlib.sha256(content).hexdigest(), source=source.id, title=file.name,
        publisher="", url="", retrieved=datetime.now(UTC), licence="OGL-UK-3.0", attribution="",
        size=len(content), media_type="text/csv", origin=Origin.HAND,
    )  # fmt: skip
    begun = time.perf_counter()
    parsed = source.parse(snapshot, content)
    ended = time.perf_counter()
    return {
        "file": file.name,
        "rows": content.count(b"\n") - 1,
        "facts": sum(len(p.facts) for p in parsed if p.kind == "facts"),
        "import_seconds": round(loaded - started, 2),
        "parse_seconds": round(ended - begun, 2),
    }


def _is_ours(source: object, file: Path) -> bool:
    from jsna.errors import SourceError

    try:
        return bool(source.recognise(file.name, file.read_bytes()))  # type: ignore[attr-defined]
    except SourceError:
        return False


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
