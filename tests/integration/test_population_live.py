"""Population from Nomis and from the published zip: whole, of a known edition, the same facts."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from geo_files import area, snapshot

from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS
from jsna.fetching.registry import all_sources, recognise
from jsna.http.client import Http
from jsna.http.errors import (
    EmptyAnswer,
    FormatChanged,
    NotData,
    RetiredAreaType,
    Truncated,
)
from jsna.http.policy import HttpPolicy
from jsna.sources.population.ons_estimates import OnsEstimates
from jsna.sources.population.ons_projections import OnsProjections
from loopback.nomis import (
    API,
    DISTRICTS,
    HOST,
    LSOAS,
    FakeNomis,
    invented_table,
    nomis_routes,
    table_of_wide,
)
from loopback.server import LoopbackServer, Reply

QUICK = HttpPolicy(attempts=2, backoff_seconds=0.01)
OWN, REGION, ENGLAND = "E06900001", "E12900001", "E92000001"
KEY = ["indicator_id", "area_code", "period", "edition", "sex", "age"]
ROTHERHAM = {"area": "E08000018", "region": "E12000003"}


def invented(**more) -> FakeNomis:
    table = invented_table([OWN, REGION, ENGLAND], [2022, 2023, 2047])
    others = invented_table([OWN, "E06900002"], [2022, 2023, 2047], DISTRICTS)
    return FakeNomis(pd.concat([table, others]), "PROJECTED_YEAR_NAME", **more)


def projections(fake: FakeNomis, faults=(), place=None, number=0):
    """Return the parsed answer to one request for projections, and what was asked."""
    return ask(OnsProjections(), "NM_2006_1", fake, faults, place, number)


def ask(source, dataset, fake, faults=(), place=None, number=0):
    request = source.requests([], place or area())[number]
    with LoopbackServer(nomis_routes({dataset: fake})) as server:
        server.fail(f"{API}{dataset}.data.csv", faults)
        (item,) = source.fetch(request, Http(policy=QUICK, base_urls={HOST: server.url}))
        asked = [one for one in server.asked if one.path.endswith("data.csv")]
    assert source.recognise("", item.content)
    (parsed,) = source.parse(snapshot(item.content), item.content)
    return parsed, asked, item


def same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    columns = [c for c in FACT_COLUMNS if c != "snapshot_ids"]
    one, two = (f[columns].sort_values(KEY, ignore_index=True) for f in (one, two))
    pd.testing.assert_frame_equal(one, two)


def place_of(real: dict[str, str]):
    where = area(real["area"], "metropolitan borough")
    return where.model_copy(
        update={"region": where.region.model_copy(update={"code": real["region"]})}
    )


# -- the same as by hand ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ons(real_data) -> Path:
    return real_data / "downloads" / "ons"


def test_projections_by_network_are_those_of_the_published_file(ons):
    path = ons / "2018_SNPP_Population_single_year_focus.csv"
    fake = FakeNomis(table_of_wide([path], ["regions"]), "PROJECTED_YEAR_NAME", "2018-based")
    parsed, _, _ = projections(fake, place=place_of(ROTHERHAM))
    source, content = OnsProjections(), path.read_bytes()
    (by_hand,) = source.parse(snapshot(content), content)
    codes = [ROTHERHAM["area"], ROTHERHAM["region"], ENGLAND]
    same(parsed.facts, by_hand.facts[by_hand.facts["area_code"].isin(codes)])
    total = parsed.facts.query(
        "sex == 'Persons' and age == 'All ages' and period.str.startswith('2018')"
    )
    assert dict(zip(total["area_code"], total["value"], strict=True))[ENGLAND] == pytest.approx(
        55977178, abs=50
    )
    assert set(parsed.facts["edition"]) == {"2018-based"}


def test_totals_of_every_authority_are_those_of_the_published_file(ons):
    path = ons / "2018_SNPP_Population_5yr_all_lad.csv"
    fake = FakeNomis(table_of_wide([path], [DISTRICTS]), "PROJECTED_YEAR_NAME")
    parsed, asked, _ = projections(fake, number=1)
    content = path.read_bytes()
    (by_hand,) = OnsProjections().parse(snapshot(content), content)
    same(parsed.facts, by_hand.facts[by_hand.facts["age"] == "All ages"])
    assert asked[0].query["geography"] == "TYPE424"  # the newest kind that is there


def test_estimates_by_network_are_those_of_the_published_file(ons):
    path = ons / "MYE_2000_2023_single_year_focus.csv"
    fake = FakeNomis(table_of_wide([path], ["regions"]), "DATE_NAME")
    parsed, _, _ = ask(OnsEstimates(), "NM_2002_1", fake, place=place_of(ROTHERHAM))
    content = path.read_bytes()
    (by_hand,) = OnsEstimates().parse(snapshot(content), content)
    facts = by_hand.facts[by_hand.facts["area_code"].isin(set(parsed.facts["area_code"]))]
    same(parsed.facts, facts[facts["period"] >= "2003"])  # 20 years and the newest
    assert parsed.facts["area_code"].nunique() == 3


def test_lsoas_come_with_the_year_of_their_boundaries():
    codes = [f"E019{n:05}" for n in range(170)]
    fake = FakeNomis(invented_table(codes, [2024], LSOAS), "DATE_NAME")
    parsed, asked, _ = ask(OnsEstimates(), "NM_2014_1", fake, number=2)
    assert asked[0].query["geography"] == f"{OWN}TYPE151"
    assert set(parsed.facts["geography_year"]) == {"2021"}
    assert set(parsed.facts["area_type"]) == {"lsoa"}
    assert len(parsed.facts) == 170 * 92
    total = parsed.facts[parsed.facts["age"] == "All ages"]
    assert (total["value"] == 91 * 20).all()


# -- pages, limits and keys ---------------------------------------------------------------------


def many(count: int = 500) -> FakeNomis:
    return FakeNomis(
        invented_table([f"E019{n:05}" for n in range(count)], [2024], LSOAS), "DATE_NAME"
    )


def lsoas(fake, faults=()):
    return ask(OnsEstimates(), "NM_2014_1", fake, faults, number=2)


def test_a_guest_pages_through_a_table_beyond_the_limit():
    parsed, asked, _ = lsoas(many())
    assert [one.query["RecordOffset"] for one in asked] == ["0", "25000"]
    assert len(parsed.facts) == 500 * 92


def test_a_key_is_used_and_told_nowhere(monkeypatch, caplog):
    monkeypatch.setenv("NOMIS_API_KEY", "0xSECRETKEY")
    caplog.set_level("DEBUG")
    parsed, asked, item = lsoas(replace(many(), keys=("0xSECRETKEY",)))
    assert [one.query.get("uid") for one in asked] == ["0xSECRETKEY"]
    assert len(parsed.facts) == 500 * 92
    assert "SECRETKEY" not in item.url + caplog.text
    assert b"SECRETKEY" not in item.content


def test_a_key_that_is_not_taken_shows_as_the_limit_for_guests(monkeypatch):
    monkeypatch.setenv("NOMIS_API_KEY", "0xOLDKEY")
    with pytest.raises(Truncated) as error:
        lsoas(many())
    assert "25,000 rows came" in str(error.value)
    assert "key" in str(error.value)
    assert "OLDKEY" not in str(error.value)


def test_the_address_of_a_table_says_nothing_of_pages():
    _, _, item = projections(invented())
    assert "Record" not in item.url.replace("record_offset%2Crecord_count", "")


@pytest.mark.parametrize("miscount", [5, -5])
def test_a_record_count_that_does_not_fit_is_told(miscount):
    with pytest.raises(Truncated) as error:
        projections(invented(miscount=miscount))
    assert "rows came" in str(error.value)


def test_a_missing_page_is_told():
    fake = many()
    with pytest.raises(SourceError) as error:
        lsoas(fake, [page_of(fake), Reply(b"", media_type="text/csv")] * 2)
    assert type(error.value) is EmptyAnswer


def page_of(fake: FakeNomis) -> Reply:
    """The first page, as the server would give it."""
    from loopback.server import Asked

    select = ("geography_code,geography_name,geography_type,date_name,gender_name,c_age_name,"
              "obs_value,record_offset,record_count")  # fmt: skip
    query = {
        "geography": f"{OWN}TYPE151", "gender": "0", "c_age": "200,101...191",
        "measures": "20100", "select": select, "date": "latest", "RecordLimit": "25000",
    }  # fmt: skip
    return fake.data(Asked("", query, {}, ""))


def test_the_first_page_again_is_told():
    with pytest.raises(Truncated) as error:
        lsoas(replace(many(500), pages=False))
    assert "rows came" in str(error.value) or "twice" in str(error.value)


def test_a_page_again_is_told_though_the_count_fits():
    fake = replace(many(1000), pages=False)
    fake.table = fake.table[fake.table["sex"] == "0"].head(50_000)
    with pytest.raises(Truncated) as error:
        lsoas(fake)
    assert "twice" in str(error.value)


def test_a_short_page_in_the_middle_is_told():
    fake = many()
    short = page_of(fake)
    lines = short.body.splitlines()[:1000]
    with pytest.raises(Truncated) as error:
        lsoas(fake, [replace(short, body=b"\n".join(lines))])
    assert "the answer is cut: 999 rows" in str(error.value)


# -- editions -----------------------------------------------------------------------------------


def test_the_base_is_read_and_written_down():
    parsed, _, item = projections(invented())
    assert set(parsed.facts["edition"]) == {"2022-based"}
    assert b"PROJECTION_BASE" in item.content.splitlines()[0]


def test_a_base_that_nomis_names_must_be_the_first_year():
    with pytest.raises(FormatChanged) as error:
        projections(invented(about="Population projections, 2018-based"))
    assert "2018-based" in str(error.value)
    assert "2022" in str(error.value)


def test_a_table_that_does_not_say_its_edition_is_refused():
    _, _, item = projections(invented())
    lines = [line.rsplit(",", 1)[0] for line in item.content.decode().splitlines()]
    with pytest.raises(SourceError) as error:
        OnsProjections().recognise("nomis.csv", "\n".join(lines).encode())
    assert "edition" in str(error.value)


# -- what goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", EmptyAnswer),
        (b"GEOGRAPHY_CODE,OBS_VALUE\n", EmptyAnswer),
        (b"Sorry. That request could not be understood.", NotData),
        (b"<html><body>Error</body></html>", NotData),
        (b"CODE,VALUE\nE1,2\n", FormatChanged),
    ],
)
def test_a_wrong_parameter_is_a_named_error(body, kind):
    with pytest.raises(SourceError) as error:
        projections(invented(), [Reply(body, media_type="text/csv")])
    assert type(error.value) is kind


def test_a_kind_of_area_that_is_gone_is_told():
    fake = invented(types={"TYPE480": "regions"})
    with pytest.raises(RetiredAreaType):
        projections(fake, number=1)


def test_a_value_that_is_missing_is_no_nought():
    fake = invented()
    gone = (fake.table["code"] == OWN) & (fake.table["age"] == "105") & (fake.table["sex"] == "1")
    fake.table = fake.table.assign(value=fake.table["value"].astype("object").mask(gone, ""))
    parsed, _, _ = projections(fake)
    own = parsed.facts[(parsed.facts["area_code"] == OWN) & (parsed.facts["age"] == "4")]
    assert set(own["sex"]) == {"Female"}
    assert len(parsed.refused) == 3 * 2  # three years, under two kinds of geography


# -- the published zip --------------------------------------------------------------------------


def zipped(ons: Path, first: str = "2018", **files: bytes) -> bytes:
    wide = pd.read_csv(ons / "2018_SNPP_Population_single_year_focus.csv", dtype=str)
    shift = int(first) - 2018
    names = {name: str(int(name) + shift) for name in wide.columns if name.isdigit()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Read me.txt", "Notes")
        for sex in ("females", "males"):
            part = wide[wide["SEX"] == sex].rename(columns=names)
            text = part.to_csv(index=False, lineterminator="\r\n")
            archive.writestr(f"{first} SNPP Population {sex}.csv", text)
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return buffer.getvalue()


@pytest.mark.parametrize("first", ["2018", "2022"])
def test_the_zip_gives_the_facts_of_the_single_file(ons, first):
    content = zipped(ons, first)
    found = recognise(all_sources(), "download.zip", content)
    assert found and found[0].id == "ons-population-projections"
    assert f"{first}-based" in found[1]
    (parsed,) = found[0].parse(snapshot(content), content)
    assert set(parsed.facts["edition"]) == {f"{first}-based"}
    if first == "2018":
        single = (ons / "2018_SNPP_Population_single_year_focus.csv").read_bytes()
        (by_hand,) = OnsProjections().parse(snapshot(single), single)
        same(parsed.facts, by_hand.facts)


def test_a_zip_of_estimates_is_told_from_one_of_projections(ons):
    wide = (ons / "MYE_2000_2023_single_year_focus.csv").read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("estimates.csv", wide)
    content = buffer.getvalue()
    found = recognise(all_sources(), "download.zip", content)
    assert found and found[0].id == "ons-population-estimates"
    (one,), (two,) = (OnsEstimates().parse(snapshot(c), c) for c in (content, wide))
    same(one.facts, two.facts)


def test_a_zip_of_births_is_nobodys(ons):
    wide = (ons / "2018_SNPP_Population_single_year_focus.csv").read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("births.csv", wide.replace(b",Population,", b",Births,"))
    assert not recognise(all_sources(), "download.zip", buffer.getvalue())


def test_a_zip_with_one_sex_twice_is_refused(ons):
    content = zipped(ons)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        males = archive.read("2018 SNPP Population males.csv")
    doubled = zipped(ons, copy=males)
    with pytest.raises(SourceError, match="stand in two of its files"):
        OnsProjections().parse(snapshot(doubled), doubled)


def test_a_zip_that_breaks_off_is_refused(ons):
    content = zipped(ons)[:-4000]
    assert OnsProjections().recognise("a.zip", content) is None
    with pytest.raises(SourceError, match="no whole zip"):
        OnsProjections().parse(snapshot(content), content)


def test_a_zip_whose_data_are_damaged_is_refused(ons):
    content = bytearray(zipped(ons))
    content[len(content) // 2] ^= 0xFF
    with pytest.raises(SourceError):
        OnsProjections().parse(snapshot(bytes(content)), bytes(content))
