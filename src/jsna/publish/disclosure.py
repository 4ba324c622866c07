"""No hidden count of the council's own figures can be worked out from all that a pack uses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from jsna.disclosure.attack import attack
from jsna.disclosure.control import Least, is_small
from jsna.disclosure.counts import known_counts, small_by_interval
from jsna.disclosure.earlier import CELL, with_earlier
from jsna.disclosure.earlier_releases import EarlierFile, shown_before
from jsna.disclosure.local_cells import released
from jsna.disclosure.local_disclosure import TABLE, least_areas
from jsna.errors import JsnaError
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.geo.store import open_geography
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.source import Disclosure, SourceSettings
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import read_rows

HIDDEN: Final = "suppressed"


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
    files = [read_rows(store.read(s["sha256"]), s["title"]) for s in own]
    rows = pd.concat([rows[reasons == ""] for _, rows, reasons in files], ignore_index=True)
    about, least = settings.sources[OWN_FILES], _least(area, paths)
    ids = {snapshot["sha256"] for snapshot in own}
    listed = [file for file in shown_files(paths, area.slug) if file.sha256 not in ids]
    before = shown_before(listed, store, about, settings.indicators)
    found = exposed(rows, about, settings.indicators, least, before.files)
    return [*map(str, before.problems), *found]


def exposed(
    rows: pd.DataFrame,
    about: SourceSettings,
    indicators: Mapping[str, Indicator],
    least: Least | None = None,
    earlier: Sequence[EarlierFile] = (),
) -> list[str]:
    """Return one sentence for each row that is small and shown, or hidden and can be worked out.

    Args:
        rows: As `sources.local_csv.read_rows` gives them, of any number of files.
        about: Whose rules decide.
        indicators: The catalogue.
        least: Code of an area -> the least areas it is made of.
        earlier: What was shown before, the newest first.
    """
    rules = {"": about.disclosure or Disclosure(), **about.disclosure_rules}
    rows = rows.assign(known_count=known_counts(rows, indicators))
    faults: list[str] = []
    for (name, indicator, edition), table in rows.groupby(TABLE):
        before = [old.of(str(indicator), str(edition)) for old in earlier]
        rule = rules.get(str(name), rules[""])
        faults += [
            f"{_named(row)}: a small count is shown" for row in _small(table, rule, indicators)
        ]
        faults += [
            f"{_named(row)}: the hidden count can be worked out too closely"
            for row in _worked_out(table, rule, least, before)
        ]
    return list(dict.fromkeys(faults))


def _small(
    table: pd.DataFrame, rule: Disclosure, indicators: Mapping[str, Indicator]
) -> Iterator[Any]:
    rest = table["denominator"] - table["known_count"]
    small = is_small(table["known_count"], rule) | is_small(rest, rule)
    small |= small_by_interval(table, rule, indicators)
    yield from table[small].itertuples()


def _worked_out(
    table: pd.DataFrame, rule: Disclosure, least: Least | None, earlier: Sequence[pd.DataFrame]
) -> Iterator[Any]:
    """Yield the hidden rows whose range is too narrow, each breakdown on its own."""
    hidden = table["status"] == HIDDEN
    cells = table.assign(count=table["known_count"], hidden=hidden)
    # what is shown anywhere is known, whatever another file hides
    cells = cells[hidden | cells["count"].notna()].sort_values("hidden", kind="stable")
    cells = with_earlier(cells.drop_duplicates(CELL), released(earlier), rule, least)
    cells["limit"] = cells["denominator"].where(~(cells["denominator"] < cells["count"]))
    for kind in sorted(set(cells["breakdown"]) - {""}) or [""]:
        found = attack(cells[cells["breakdown"].isin(["", kind])], rule, least, exact=False)
        risky = cells.loc[found.index[~found["protected"]]]
        yield from risky[~risky["known"]].itertuples()


def _named(row: Any) -> str:
    value = f", {row.breakdown_value}" if row.breakdown_value else ""
    return f"{row.indicator_id}, {row.area_code}, {row.period}, {row.sex}, {row.age}{value}"


def _least(area: Area, paths: Paths) -> Least | None:
    try:
        return least_areas([open_geography(paths, area).lookup])
    except JsnaError:
        return None
