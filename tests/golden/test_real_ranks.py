"""Ranks of the real areas: right values found by hand, and all of them worked out another way."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
import ranks_from_raw_files as raw

from jsna.analysis.rank import MINIMUM
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.measure_rows import measure_rows
from jsna.facts.build import make_tables
from jsna.facts.store import FactStore
from jsna.fetching.registry import all_sources, recognise
from jsna.narrative.rank_words import rank_note
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.snapshots.lock import entry_of
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import describe_content

NOW = datetime(2026, 11, 21, tzinfo=UTC)
STRATEGIES = {"rotherham": "rotherham-hws-2012", "rutland": "rutland-jhws-2022"}
REGIONS = {"rotherham": "Yorkshire and The Humber", "rutland": "East Midlands"}


@pytest.fixture(scope="module")
def files(real_data: Path) -> list[Path]:
    return sorted((real_data / "downloads" / "fingertips").glob("*.csv"))


@pytest.fixture(scope="module")
def parsed(project_root, files, tmp_path_factory):
    paths = Paths(project_root, tmp_path_factory.mktemp("work"))
    settings = load_settings(paths)
    sources, held = all_sources(settings.indicators.values()), []
    for file in files:
        content = file.read_bytes()
        if known := recognise(sources, file.name, content):
            received = Received(
                source=settings.sources[known[0].id], title=known[1], url=file.name,
                retrieved=NOW, media_type="text/csv", origin=Origin.HAND, synthetic=False,
            )  # fmt: skip
            snapshot = describe_content(content, received)
            held.append((snapshot, known[0].parse(snapshot, content)))
    return Project(paths, settings), held


@pytest.fixture(scope="module")
def evidence(parsed) -> dict[str, Evidence]:
    """Area -> the evidence that its chapters would have of these files."""
    project, held = parsed
    found, entries = {}, tuple(entry_of(snapshot) for snapshot, _ in held)
    for slug, strategy in STRATEGIES.items():
        own = project.of(slug, strategy)
        tables = make_tables(own, held, hold_corrections=False)
        store = FactStore(**vars(tables), snapshot_ids=())
        found[slug] = Evidence(own, None, store, lambda: None, {}, entries)
    return found


@pytest.fixture(scope="module")
def raw_files(files, real_data):
    """The places of every code, and the values, as the other way reads them."""
    return raw.read_spans(real_data / "more" / "register"), raw.read_values(files)


def of(evidence: Evidence, indicator: str) -> Measure:
    """The indicator's preferred measure, whether or not the strategy asks for it."""
    settings = evidence.settings
    made = evidence._measures([settings.indicators[indicator]])[0]
    assert made.has_data
    return made


def of_the_region(evidence: Evidence, measure: Measure) -> pd.DataFrame:
    """The authorities of the area's region and tier, as they stood in the period."""
    rows = measure_rows(evidence, measure).authorities
    area = evidence.area
    return rows[(rows["region_code"] == area.region.code) | (rows["area_code"] == area.code)]


def ranks(evidence: Evidence, measure: Measure):
    rows = measure_rows(evidence, measure)
    return rows.rank(of_the_region(evidence, measure)), rows.rank(rows.authorities)


@pytest.mark.parametrize(
    ("slug", "indicator", "period", "regional", "national"),
    [
        ("rutland", "92949", "2018", (39, 40), None),
        ("rotherham", "22401", "2017/18", (16, 21), None),
        ("rotherham", "10101", "2016", (15, 21), None),
        ("rotherham", "92443", "2024", (16, 21), None),
        ("rotherham", "93759", "2020", (15, 21), (290, 309)),
        ("rutland", "93759", "2020", None, (132, 309)),
    ],
)
def test_right_values(evidence, slug, indicator, period, regional, national):
    own = evidence[slug]
    measure = of(own, indicator)
    assert measure.statement.period_label == period
    region, england = ranks(own, measure)
    assert regional in (None, (region.rank, region.of))
    assert national in (None, (england.rank, england.of))


def test_authorities_without_a_row_are_counted_and_named(evidence):
    region, _ = ranks(evidence["rutland"], of(evidence["rutland"], "20101"))
    assert region.of == 10
    assert region.missing == {
        "unitary authority": ("North Northamptonshire", "West Northamptonshire")
    }
    assert (
        "2 unitary authorities (North Northamptonshire and West Northamptonshire) have no value in"
        " this file and no rank." in rank_note(region)
    )
    _, england = ranks(evidence["rotherham"], of(evidence["rotherham"], "93722"))
    assert england.of == 153


def test_a_source_that_mixes_abolished_districts_with_new_authorities_is_told(evidence):
    region, england = ranks(evidence["rotherham"], of(evidence["rotherham"], "92443"))
    districts = (
        "Craven",
        "Hambleton",
        "Harrogate",
        "Richmondshire",
        "Ryedale",
        "Scarborough",
        "Selby",
    )
    assert region.stand_ins == {"abolished": districts}
    assert len(england.stand_ins["abolished"]) == 13  # and the six of Cumbria
    assert "7 authorities that ended before this period did (Craven, Hambleton" in rank_note(region)


def test_a_county_that_became_a_unitary_drops_none_of_its_districts(evidence):
    own = evidence["rotherham"]
    rows = measure_rows(own, of(own, "93759")).authorities
    county = rows[rows["area_code"].isin(["E10000023", "E06000065", "E10000027", "E06000066"])]
    assert county.empty
    inside = rows["name"].isin(["Selby", "Mendip", "Sedgemoor", "Somerset West and Taunton"])
    assert rows.loc[inside, "value"].notna().sum() == 4


@pytest.mark.parametrize("slug", ["rutland", pytest.param("rotherham", marks=pytest.mark.slow)])
def test_every_rank_of_both_packs_is_the_one_of_the_raw_files(evidence, raw_files, slug):
    own, (spans, values), compared = evidence[slug], raw_files, []
    for measure in {m.slug: m for p in own.strategy.priorities for m in own.measures(p)}.values():
        said, indicator = measure.statement, measure.indicator
        key = (indicator.source.id, said.sex, said.age, said.period_label)
        if not measure.has_data or key not in values:
            continue
        rows = measure_rows(own, measure)
        day = raw.last_day(said.period_label, indicator.year_type)
        for frame, region in ((rows.authorities, ""), (of_the_region(own, measure), REGIONS[slug])):
            if frame["value"].notna().sum() < MINIMUM:
                continue
            ours = rows.rank(frame)
            theirs = raw.rank_from_raw(
                values[key], spans, (own.area.code, day, indicator.polarity, region)
            )
            missing = {code for code in frame.loc[frame["value"].isna(), "area_code"]}
            # what is not meant to be compared has its authorities counted, and no place among them
            place = theirs.rank if measure.compared else None
            assert (ours.rank, ours.of) == (place, theirs.of), (key, region)
            assert len(missing) == ours.without_value == len(theirs.missing), (key, region)
            compared += [(key, region)] * measure.compared
    regional = [key for key, region in compared if region]
    print(f"\n{slug}: {len(compared)} ranks, {len(regional)} of them regional")
    assert len(compared) >= 48 and len(regional) >= 23


def test_the_other_way_imports_nothing_of_the_package():
    text = Path(raw.__file__).read_text("utf-8")
    assert "import jsna" not in text and "from jsna" not in text
