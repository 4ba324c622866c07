"""Evidence of one invented council made of a few facts, without a build: for chapters' tests."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from jsna.chapter.evidence import Evidence
from jsna.facts.assemble import empty_published, empty_quality
from jsna.facts.store import FactStore
from jsna.geo.geography import Geography
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Strategy
from jsna.snapshots.lock import entry_of
from jsna.snapshots.snapshot import Origin, Snapshot

DAY = datetime(2026, 1, 15, tzinfo=UTC)


def evidence(
    facts: pd.DataFrame, indicators: list[Indicator], wards: dict[str, str], folder: Path,
    priority: bool = False,
) -> Evidence:  # fmt: skip
    """Return the evidence of Anytown; its one priority names every indicator given.

    Args:
        facts: All that its store holds.
        indicators: The catalogue.
        wards: Code -> name of its wards.
        folder: Where files may go.
        priority: Whether the chapter is of the priority's page, or of the whole area.
    """
    area = Area.model_validate(
        {
            "slug": "anytown", "name": "Anytown", "code": "E06000099", "kind": "unitary authority",
            "region": {"code": "E12000099", "name": "Marshlands"}, "contact": {"team": "A team"},
        }
    )  # fmt: skip
    strategy = Strategy.model_validate(
        {
            "slug": "plan", "title": "A plan", "short_title": "Plan", "area": "anytown",
            "start": "2024-01-01", "end": "2029-12-31", "document": {"title": "A plan"},
            "priorities": [
                {"id": "first", "number": 1, "title": "First", "aim": "That it gets better.",
                 "indicators": [i.id for i in indicators]},
            ],
        }
    )  # fmt: skip
    source = SourceSettings.model_validate(
        {
            "id": "fingertips", "title": "Public health data", "publisher": "A publisher",
            "licence": "OGL-UK-3.0", "attribution": "Source: a publisher.", "homepage": "https://x",
        }
    )  # fmt: skip
    catalogue = {i.id: i for i in indicators}
    settings = Settings({}, catalogue, {}, {source.id: source}, {"plan": strategy}, {})
    chosen = strategy.priorities[0] if priority else None
    ids = tuple(sorted({id for text in facts["snapshot_ids"] for id in text.split()}))
    names = pd.DataFrame({"area_code": list(wards), "area_name": list(wards.values())})
    names = names.assign(area_type="ward", region_code="")
    store = FactStore(
        facts, empty_published(), names, empty_quality(), pd.DataFrame(), pd.DataFrame(), ids
    )
    lookup = pd.DataFrame({"ward_code": list(wards)}, dtype="str")
    geography = Geography(area.code, {}, lookup, {"ward": "2024"}, "best fit", ())
    snapshots = {
        id: Snapshot(id, source.id, "A file", source.publisher, "file", DAY, source.licence,
                     source.attribution, 1, "text/csv", Origin.HAND)
        for id in ids
    }  # fmt: skip
    project = Project(Paths(folder, folder), settings, area, strategy)
    entries = tuple(map(entry_of, snapshots.values()))
    return Evidence(project, chosen, store, lambda: geography, snapshots, entries)
