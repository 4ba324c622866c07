"""Write the demonstration's files as a folder of hand-made downloads would hold them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jsna.demo.unchanged import demo_key, remember, written_before
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.write_file import write_whole

PREFIX: Final = "SYNTHETIC-"
RETRIEVED: Final = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
"""When the demonstration says that it got its files: fixed, so that its locks never change."""


def write_demo_downloads(
    folder: Path, settings: Settings, *, councils: Sequence[Area] = ()
) -> list[Path]:
    """Write every file of the demonstration and return their paths; the same bytes each time.

    Files that are there and would come out the same are left alone; those of an earlier
    catalogue are taken away.

    Args:
        folder: Where to; it is made, and files of the same names are replaced.
        settings: The catalogue, whose Fingertips indicators all get values.
        councils: The synthetic councils that get small areas; all of the settings' by default.
    """
    chosen = list(councils) or synthetic_councils(settings)
    key = demo_key(settings, chosen)
    if (before := written_before(folder, key)) is not None:
        return before
    # what invents them is heavy, and files that are there already need none of it
    from jsna.demo.invented_files import invented_files

    written = []
    for name, content in invented_files(settings, chosen):
        written.append(folder / f"{PREFIX}{name}")
        write_whole(written[-1], content)
    for path in set(folder.glob(f"{PREFIX}*")) - set(written):
        path.unlink()
    remember(folder, key, written)
    return written


def synthetic_councils(settings: Settings) -> list[Area]:
    """Return the invented councils of the settings, by slug."""
    return [area for _, area in sorted(settings.areas.items()) if area.synthetic]
