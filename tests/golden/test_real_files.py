"""The publishers' own files, held to figures that are known of them."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from jsna.fact_schema import fact_schema
from jsna.geo.store import read_geography, write_geography
from jsna.settings.area import Area, Contact, Region
from jsna.snapshots.snapshot import Origin, Snapshot
from jsna.sources.deprivation import indices_of_deprivation
from jsna.sources.geography import boundaries, lookups
from jsna.sources.population import census_residents, ons_estimates, ons_projections

SOURCES = (
    boundaries, census_residents, indices_of_deprivation, lookups, ons_estimates, ons_projections,
)  # fmt: skip
ROTHERHAM, RUTLAND, ENGLAND = "E08000018", "E06000017", "E92000001"


@cache
def read(path: Path):
    """The snapshot of a file, and what the one source that recognises it finds in it."""
    content = path.read_bytes()
    sha = hashlib.sha256(content).hexdigest()
    snapshot = Snapshot(
        sha, "test", path.name, "", path.name, datetime(2026, 3, 1, tzinfo=UTC), "OGL-UK-3.0", "",
        len(content), "text", Origin.HAND,
    )  # fmt: skip
    ours = [m.SOURCE for m in SOURCES if m.SOURCE.recognise(path.name, content)]
    assert len(ours) == 1
    return snapshot, ours[0].id, ours[0].parse(snapshot, content)[0]


@pytest.fixture(scope="module")
def downloads(real_data):
    return real_data / "downloads"


def total(facts: pd.DataFrame, code: str, year: int, sex: str = "Persons") -> float:
    rows = facts.query(
        "area_code == @code and sex == @sex and age == 'All ages' and period_label == @label",
        local_dict={"code": code, "sex": sex, "label": f"mid-{year}"},
    )
    return float(rows["value"].item())


@pytest.mark.parametrize(
    "name", ["2018_SNPP_Population_5yr_all_lad.csv", "2018_SNPP_Population_single_year_focus.csv"]
)
def test_projections(downloads, name):
    _, source, parsed = read(downloads / "ons" / name)
    assert source == "ons-population-projections"
    known = {
        (ROTHERHAM, 2018): 264_672, (ROTHERHAM, 2043): 290_171,
        (RUTLAND, 2018): 39_696, (RUTLAND, 2043): 46_527, (ENGLAND, 2018): 55_977_178,
    }  # fmt: skip
    found = {place: total(parsed.facts, *place) for place in known}
    assert found == pytest.approx(known, abs=1)
    assert set(parsed.facts["edition"]) == {"2018-based"}
    assert set(parsed.facts["indicator_id"]) == {"projected-population"}
    assert parsed.refused.empty


@pytest.mark.parametrize(
    "name", ["MYE_2000_2023_single_year_focus.csv", "MYE_2011_2023_5yr_all_lad.csv"]
)
def test_estimates(downloads, name):
    _, source, parsed = read(downloads / "ons" / name)
    assert source == "ons-population-estimates"
    assert total(parsed.facts, ROTHERHAM, 2023) == pytest.approx(271_194, abs=1)
    assert total(parsed.facts, RUTLAND, 2023) == pytest.approx(40_643, abs=1)
    assert set(parsed.facts["edition"]) == {""}


def test_sexes_and_ages_add_up(downloads):
    facts = read(downloads / "ons" / "MYE_2000_2023_single_year_focus.csv")[2].facts
    fact_schema().validate(facts)
    ages = facts[facts["age"] != "All ages"].groupby(["area_code", "period", "sex"])["value"].sum()
    totals = facts[facts["age"] == "All ages"].set_index(["area_code", "period", "sex"])["value"]
    assert ages.sort_index().tolist() == pytest.approx(totals.sort_index().tolist(), abs=5)
    assert facts["age"].nunique() == 92


@pytest.fixture(scope="module")
def places(downloads):
    """Boundaries and look-ups of the folder."""
    held = [read(path) for path in sorted((downloads / "geography").iterdir())]
    kinds = {"boundaries": [], "lookup": []}
    for snapshot, _, parsed in held:
        kinds[parsed.kind].append((snapshot, parsed))
    return kinds


def area(slug: str, code: str, region: str) -> Area:
    own = {"slug": slug, "name": slug.title(), "code": code, "kind": "unitary authority"}
    return Area(**own, region=Region(code=region, name="R"), contact=Contact(team="T"))


@pytest.fixture(scope="module")
def geographies(places, tmp_path_factory):
    found = {}
    for own in (area("rotherham", ROTHERHAM, "E12000003"), area("rutland", RUTLAND, "E12000004")):
        folder = tmp_path_factory.mktemp(own.slug)
        write_geography(folder, own, places["boundaries"], places["lookup"])
        found[own.slug] = read_geography(folder, own.slug)
    return found


@pytest.mark.parametrize(
    ("slug", "wards", "lsoas", "msoas"), [("rotherham", 25, 170, 32), ("rutland", 15, 26, 5)]
)
def test_wards_and_small_areas(geographies, slug, wards, lsoas, msoas):
    geography = geographies[slug]
    sizes = {kind: len(geography.outlines(kind)) for kind in ("ward", "lsoa", "msoa", "area")}
    assert sizes == {"ward": wards, "lsoa": lsoas, "msoa": msoas, "area": 1}
    assert geography.lookup["ward_code"].nunique() == wards
    assert len(geography.lookup) == lsoas
    assert geography.lookup["msoa_code"].nunique() == msoas
    assert geography.unmatched == {}
    assert geography.missing == {}
    assert geography.vintages["ward"] == "2024"


def test_six_wards_of_rutland_are_one_lsoa(geographies):
    sizes = geographies["rutland"].lookup.groupby("ward_code").size()
    assert (sizes == 1).sum() == 6


def test_larger_areas_come_from_the_exact_lookup(geographies):
    names = geographies["rutland"].lookup["region_name"].unique().tolist()
    assert names == ["East Midlands"]


@pytest.fixture(scope="module")
def deprivation(downloads):
    return read(downloads / "imd" / "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx")[2]


@pytest.mark.parametrize(("slug", "most_deprived"), [("rotherham", 36), ("rutland", 0)])
def test_lsoas_in_the_most_deprived_decile(deprivation, geographies, slug, most_deprived):
    lsoas = geographies[slug].members["lsoa"]
    deciles = deprivation.facts.query("indicator_id == 'imd-decile' and edition == '2025'")
    own = deciles[deciles["area_code"].isin(lsoas)]
    assert len(own) == len(lsoas)
    assert (own["value"] == 1).sum() == most_deprived


def test_the_2025_index_is_whole(deprivation):
    fact_schema().validate(deprivation.facts)
    ranks = deprivation.facts.query("indicator_id == 'imd-rank'")["value"]
    assert sorted(ranks) == list(range(1, 33_756))
    first = deprivation.facts.query("area_code == 'E01000001'").set_index("indicator_id")["value"]
    assert first.to_dict() == {"imd-rank": 26525, "imd-decile": 8}
    assert deprivation.refused.empty


def test_the_2015_index_agrees_with_another_copy(downloads, real_data):
    parsed = read(downloads / "imd" / "File_1_ID_2015_Index_of_Multiple_Deprivation.xlsx")[2]
    other = pd.read_csv(real_data / "deprivation" / "imd2015_england_lsoa11.csv")
    code = next(c for c in other if other[c].astype("str").str.match("E01").all())
    rank = next(c for c in other if "rank" in c.lower())
    facts = parsed.facts.query("indicator_id == 'imd-rank'").set_index("area_code")["value"]
    assert len(facts) == 32_844
    assert set(parsed.facts["geography_year"]) == {"2011"}
    assert facts.sort_index().tolist() == other.set_index(code)[rank].sort_index().tolist()


@pytest.mark.slow
def test_the_supplementary_indices_agree_with_another_copy(downloads, real_data, deprivation):
    name = "File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx"
    facts = read(downloads / "imd" / name)[2].facts
    ids = {f"{i}-{kind}" for i in ("imd", "idaci", "idaopi") for kind in ("rank", "decile")}
    assert set(facts["indicator_id"]) == {*ids, "small-areas-ranked"}
    columns = ["indicator_id", "area_code", "value"]
    shared = ["imd-rank", "imd-decile", "small-areas-ranked"]
    same = facts[facts["indicator_id"].isin(shared)][columns]
    both = same.merge(deprivation.facts[columns], on=columns)
    assert len(both) == len(same) == len(deprivation.facts)


def test_residents(downloads, geographies):
    name = "census2021_lsoa_age6_Rotherham_Rutland.csv"
    facts = read(downloads / "ons" / name)[2].facts
    fact_schema().validate(facts)
    for slug, census in (("rotherham", 265_807), ("rutland", 41_051)):
        own = facts[facts["area_code"].isin(geographies[slug].members["lsoa"])]
        sums = own.groupby(own["age"] == "All ages")["value"].sum()
        assert sums[True] == sums[False] == pytest.approx(census, abs=300)


def test_share_of_residents_in_the_most_deprived_decile(downloads, geographies, deprivation):
    name = "census2021_lsoa_age6_Rotherham_Rutland.csv"
    facts = read(downloads / "ons" / name)[2].facts.query("age == 'All ages'")
    people = facts.set_index("area_code")["value"]
    people = people[people.index.isin(geographies["rotherham"].members["lsoa"])]
    deciles = deprivation.facts.query("indicator_id == 'imd-decile'").set_index("area_code")
    worst = deciles["value"].reindex(people.index) == 1
    assert round(100 * people[worst].sum() / people.sum(), 1) == 21.4


def test_outlines_that_cross_themselves_are_repaired(places):
    kinds = {parsed.area_type: parsed.outlines for _, parsed in places["boundaries"]}
    assert (kinds["district"]["note"] != "").sum() == 9
    assert len(kinds["ward"]) == 6_817


def test_real_lookup_between_censuses(real_data):
    """The stored copy has other column names; with ONS's it is read as a change look-up."""
    path = real_data / "lookups" / "lsoa11_lsoa21_ltla22_england.csv"
    names = {"lsoa11": "LSOA11", "lsoa21": "LSOA21", "ltla22": "LAD22"}
    lines = path.read_text().split("\n", 1)
    header = lines[0].replace("change_code", "CHGIND")
    for old, new in names.items():
        header = header.replace(f"{old}_name", f"{new}NM").replace(f"{old}_code", f"{new}CD")
    content = f"{header}\n{lines[1]}".encode()
    snapshot = read(next((path.parents[1] / "downloads" / "ons").iterdir()))[0]
    parsed = lookups.SOURCE.parse(snapshot, content)[0]
    assert parsed.rows["change"].value_counts().to_dict() == {
        "U": 31_810, "S": 1_842, "M": 194, "X": 9,
    }  # fmt: skip
