"""Every source that discovery finds keeps the one contract of `jsna/sources/contract.py`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))

from geo_files import WEB_PAGE, area
from invented_facts import indicator
from source_samples import SAMPLES, truncated

from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS, PUBLISHED_COLUMNS, fact_schema
from jsna.fetching.registry import all_sources, recognise
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import describe_content
from jsna.sources.contract import (
    NEIGHBOUR_COLUMNS,
    ParsedAudit,
    ParsedBoundaries,
    ParsedFacts,
    ParsedLookup,
    ParsedNeighbours,
)
from jsna.sources.council.equity_audit_csv import COLUMNS as AUDIT_COLUMNS

SOURCES = all_sources()
KINDS = {
    "facts": ParsedFacts,
    "boundaries": ParsedBoundaries,
    "lookup": ParsedLookup,
    "neighbours": ParsedNeighbours,
    "audit": ParsedAudit,
}
each_source = pytest.mark.parametrize("source_id", sorted(SOURCES))


def snapshot_of(settings, source_id: str, content: bytes):
    return describe_content(
        content,
        Received(
            source=settings.sources[source_id],
            title="A title",
            url="",
            media_type="text/csv",
            retrieved=datetime(2026, 3, 2, tzinfo=UTC),
            origin=Origin.HAND,
            synthetic=False,
        ),
    )


def parse(settings, source_id: str, content: bytes):
    return SOURCES[source_id].parse(snapshot_of(settings, source_id, content), content)


def test_discovery_finds_every_source_of_the_catalogue_and_no_other(settings):
    assert sorted(SOURCES) == sorted(settings.sources) == sorted(SAMPLES)


@each_source
def test_a_source_recognises_its_own_file_by_what_it_holds(source_id):
    _, content = SAMPLES[source_id]
    assert SOURCES[source_id].recognise("a name that says nothing", content)
    found = recognise(SOURCES, "a name that says nothing", content)
    assert found
    assert found[0].id == source_id


@each_source
def test_a_source_leaves_the_files_of_others_alone(source_id):
    own_name, _ = SAMPLES[source_id]
    others = [content for other, (_, content) in SAMPLES.items() if other != source_id]
    for content in [*others, WEB_PAGE, b"", b"\x00\x01\x02", b"one,two\n1,2\n"]:
        assert SOURCES[source_id].recognise(own_name, content) is None


@each_source
def test_parsing_returns_the_kinds_that_are_declared(settings, source_id):
    _, content = SAMPLES[source_id]
    parsed = parse(settings, source_id, content)
    assert parsed
    for item in parsed:
        assert isinstance(item, KINDS[item.kind])
        if isinstance(item, ParsedFacts):
            assert not item.facts.empty
            assert list(item.facts) == list(FACT_COLUMNS)
            assert list(item.published) == list(PUBLISHED_COLUMNS)
            assert list(item.names) == ["area_code", "area_type", "area_name"]
            assert list(item.refused) == ["line", "reason"]
            fact_schema().validate(item.facts)
        elif isinstance(item, ParsedBoundaries):
            assert {"code", "name", "parent_code", "geometry"} <= set(item.outlines)
            assert item.vintage.isdigit()
        elif isinstance(item, ParsedNeighbours):
            assert set(item.rows) == set(NEIGHBOUR_COLUMNS) and not item.rows.empty
            assert item.rows["place"].min() == 1
        elif isinstance(item, ParsedAudit):
            assert list(item.rows) == list(AUDIT_COLUMNS) and not item.rows.empty
        else:
            assert all(f"{kind}_code" in item.rows for kind in item.vintages)


@each_source
def test_parsing_is_pure(settings, source_id):
    _, content = SAMPLES[source_id]
    one, two = (parse(settings, source_id, content)[0] for _ in range(2))
    frame = {"facts": "facts", "boundaries": "outlines"}.get(one.kind, "rows")
    assert getattr(one, frame).equals(getattr(two, frame))


@each_source
def test_a_file_that_breaks_off_is_an_error_of_the_source(settings, source_id):
    name, content = SAMPLES[source_id]
    broken = truncated(content)
    with pytest.raises(SourceError) as error:
        SOURCES[source_id].recognise(name, broken)
        parse(settings, source_id, broken)
    assert error.value.problems[0].file in (name, "A title")


@each_source
def test_a_web_page_is_an_error_of_the_source(settings, source_id):
    with pytest.raises(SourceError):
        parse(settings, source_id, WEB_PAGE)


@each_source
def test_requests_are_a_list_that_names_the_source(source_id):
    wanted = [indicator(source={"source": source_id, "id": "1"})]
    requests = SOURCES[source_id].requests(wanted, area())
    assert all(r.source == source_id and r.url.startswith("https://") for r in requests)
