"""A fetch over the network leaves in the lock what it has no answer for."""

from datetime import UTC, datetime

import pytest
from fingertips_files import fingertips_csv, row
from geo_files import area, workbook
from invented_facts import indicator
from source_samples import LSOA_HEADER, SAMPLES

from jsna.fetching.live_fetch import Fetching, LiveFetch
from jsna.fetching.live_lock import NetworkFetch, pin
from jsna.fetching.registry import all_sources
from jsna.http.client import Http
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.source import SourceSettings
from jsna.snapshots.journal import Journal
from jsna.snapshots.lock import entry_of, read_lock, write_lock
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import Request

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
INDICES, OHID = "indices-of-deprivation", "fingertips"
NETWORK = "https://example.org/file"


def indices(lsoas: str, districts: str, rows: int = 1) -> bytes:
    head = [h.replace("(2021)", f"({lsoas})").replace("(2024)", f"({districts})")
            for h in LSOA_HEADER]  # fmt: skip
    some = [[f"E0190000{n}", "A Place 001A", "E06900001", "A Place", n, 1]
            for n in range(1, rows + 1)]  # fmt: skip
    return workbook({"IMD": [head, *some]})


@pytest.fixture
def refresh(tmp_path):
    about = {
        name: SourceSettings(id=name, title=name, publisher="P", licence="OGL-UK-3.0",
                             attribution="A", homepage="https://example.org/")
        for name in SAMPLES
    }  # fmt: skip
    settings = Settings({}, {"1": indicator()}, {}, about, {})
    paths = Paths(tmp_path, tmp_path)
    store, place = SnapshotStore(paths.snapshots), area()
    sources = all_sources()

    def add(source: str, content: bytes, url: str, origin: Origin = Origin.NETWORK):
        title = sources[source].recognise("file.xlsx", content)
        return store.add(
            content,
            Received(
                source=about[source],
                title=title,
                url=url,
                retrieved=NOW,
                media_type="",
                origin=origin,
                synthetic=False,
            ),
        )

    def call(by_hand, answered, origin=Origin.HAND):
        """Return the contents that the lock names after a fetch that answered so."""
        held = [add(s, c, "anywhere", origin) for s, c in by_hand]
        write_lock(paths.lock(place.slug), place.slug, map(entry_of, held))
        requests = [Request(source, "It", NETWORK) for source, _ in answered]
        used = tuple(
            (request, (add(source, content, NETWORK),))
            for request, (source, content) in zip(requests, answered, strict=True)
        )
        journal = Journal(paths.journal(place.slug))
        fetching = Fetching(place, settings, store, journal, Http(), lambda: NOW)
        pin(NetworkFetch(fetching, sources, requests), LiveFetch(used), paths)
        return {store.read(entry.sha256) for entry in read_lock(paths.lock(place.slug))}

    return call


def test_an_edition_that_is_only_taken_by_hand_stays(refresh):
    old, older, new = indices("2011", "2019"), indices("2011", "2013"), indices("2021", "2024")
    assert refresh([(INDICES, old), (INDICES, older)], [(INDICES, new)]) == {old, older, new}


def test_the_same_edition_is_replaced(refresh):
    by_hand, new = indices("2021", "2024"), indices("2021", "2024", rows=2)
    assert refresh([(INDICES, by_hand)], [(INDICES, new)]) == {new}


def test_what_came_by_network_before_is_replaced(refresh):
    old, new = indices("2011", "2019"), indices("2021", "2024")
    assert refresh([(INDICES, old)], [(INDICES, new)], Origin.NETWORK) == {new}


def test_an_export_is_replaced_once_all_its_indicators_were_answered(refresh):
    both = fingertips_csv(row(), row(indicator_id="2", indicator_name="Another"))
    one, two = fingertips_csv(row(value="61")), fingertips_csv(row(indicator_id="2"))
    assert refresh([(OHID, both)], [(OHID, one)]) == {both, one}
    assert refresh([(OHID, both)], [(OHID, one), (OHID, two)]) == {one, two}


def test_sources_that_were_not_asked_stay(refresh):
    hand, new = fingertips_csv(row()), indices("2021", "2024")
    assert refresh([(OHID, hand)], [(INDICES, new)]) == {hand, new}
