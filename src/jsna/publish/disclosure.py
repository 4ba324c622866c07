"""No hidden count of the council's own figures can be worked out from all that a pack uses."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jsna.disclosure.control import Least
from jsna.disclosure.earlier_releases import shown_before
from jsna.disclosure.exposure import exposed
from jsna.disclosure.local_disclosure import least_areas
from jsna.errors import JsnaError
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.geo.store import open_geography
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows


def disclosure_faults(
    manifest: Mapping[str, Any], area: Area, settings: Settings, paths: Paths
) -> list[str]:
    """Return one sentence for each small count that the pack's own figures hold or give away.

    All files of the council's own figures are attacked together, with what earlier releases showed:
    what one shows, another one can't hide. What those gave away by themselves is no fault of this
    pack: `jsna fetch` tells it. One that can't be read is a fault: nothing was held against it.

    Args:
        manifest: Names the snapshots that the pack is made of.
        area: Whose look-up tells which small areas make up which larger ones.
        settings: The rules and the catalogue.
        paths: Where the snapshots are.
    """
    own = [s for s in manifest["snapshots"] if s["source"] == OWN_FILES]
    if not own:
        return []
    store = SnapshotStore(paths.snapshots)
    files = [(s["title"], read_rows(store.read(s["sha256"]), s["title"])) for s in own]
    rows = pd.concat([kept.rows.assign(file=name) for name, kept in files], ignore_index=True)
    about, least = settings.sources[OWN_FILES], _least(area, paths)
    ids = {snapshot["sha256"] for snapshot in own}
    listed = [file for file in shown_files(paths, area.slug) if file.sha256 not in ids]
    before = shown_before(listed, store, settings.indicators)
    found = exposed(rows, about, settings.indicators, least, before.files)
    return [*map(str, before.problems), *found]


def _least(area: Area, paths: Paths) -> Least | None:
    try:
        return least_areas([open_geography(paths, area).lookup])
    except JsnaError:
        return None
