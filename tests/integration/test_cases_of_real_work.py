"""Each case of the folder of cases: a file that real work brought, and the right answer.

The folder lies beside the real data (`cases/inputs/*/expect.txt`); what is right stands here too,
in one test for each case.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from jsna.cli import main
from jsna.errors import SourceError, UserFileError
from jsna.fetching.hand_downloads import FolderFetch, fetch_folder
from jsna.fetching.registry import all_sources
from jsna.fetching.taking import Taking
from jsna.settings.load import Settings, load_settings
from jsna.settings.paths import Paths
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import ParsedBoundaries, ParsedFacts, ParsedLookup
from jsna.sources.council.equity_csv import read_equity_csv
from jsna.sources.council.local_csv import read_rows

NOW = datetime(2026, 11, 28, tzinfo=UTC)
ELSEWHERE = {"42": "tests/integration/test_render_pack.py: row headers in Word and PDF"}
CARDIOVASCULAR = [("2009 - 11", 44.5), ("2017 - 19", 36.2)]


@pytest.fixture(scope="module")
def inputs(real_data) -> Path:
    folder = real_data.parent / "cases" / "inputs"
    if not folder.is_dir():
        pytest.skip("needs_data: no folder of cases beside the real data")
    return folder


@pytest.fixture(scope="module")
def settings(project_root, tmp_path_factory) -> Settings:
    return load_settings(Paths(project_root, tmp_path_factory.mktemp("work")))


class Taken:
    """What a fetch made of a case's folder."""

    def __init__(self, folder: Path, settings: Settings, store: SnapshotStore, **area: str):
        place = settings.area("rotherham").model_copy(update=area)
        self.store = store
        self.sources = all_sources(settings.indicators.values())
        self.fetched: FolderFetch = fetch_folder(folder, Taking(place, settings, store, NOW))

    @property
    def used(self) -> list[str]:
        return sorted(path.name for path, _ in self.fetched.used)

    @property
    def skipped(self) -> dict[str, str]:
        own = {path.name: why for path, why in self.fetched.skipped}
        return {name: why for name, why in own.items() if name not in {"expect.txt", "make.py"}}

    def parsed(self, name: str) -> list:
        snapshot = next(s for path, s in self.fetched.used if path.name == name)
        return self.sources[snapshot.source].parse(snapshot, self.store.read(snapshot.sha256))

    def facts(self, name: str) -> pd.DataFrame:
        return pd.concat([p.facts for p in self.parsed(name) if isinstance(p, ParsedFacts)])


@pytest.fixture
def take(inputs, settings, tmp_path):
    def call(number: str, **area: str) -> Taken:
        store = SnapshotStore(tmp_path / "snapshots")
        return Taken(case(inputs, number), settings, store, **area)

    return call


def case(inputs: Path, number: str) -> Path:
    return next(inputs.glob(f"{number}-*"))


def own_values(facts: pd.DataFrame) -> list[tuple[str, float]]:
    rows = facts[facts["area_code"] == "E08000018"].sort_values("period")
    return list(zip(rows["period_label"], rows["value"], strict=True))


def test_every_case_has_its_test(inputs):
    numbers = {path.name[:2] for path in inputs.iterdir() if path.is_dir()}
    own = Path(__file__).read_text("utf-8")
    assert {n for n in numbers if f'"{n}"' not in own and f"test_{n}_" not in own} == set()


@pytest.mark.parametrize(
    ("number", "file", "words"),
    [
        ("01", "~$File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx", "a temporary file"),
        ("02", "Period poverty survey.xlsx", "a kind that is not read"),
        ("03", "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
         "district summaries of the Indices of Deprivation: not read"),
        ("04", "OA21_LSOA21_MSOA21_LAD22_EW_LU.csv", "smaller than LSOAs (OA21CD)"),
        ("05", "PARNCP24_WD24_LAD24_EW_LU.csv", "smaller than LSOAs (PARNCP24CD)"),
        ("06", "claimant_count.csv", "about something else"),
        ("08", "admissions_falls.csv", "not the council template"),
        ("09", "ONSPD_AUG_2022_UK_S.csv", "LSOAs of 2011"),
        ("13", "2022snpppopulationsyoa.zip", "two variants of the 2022-based projections"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_wanted_is_skipped_with_its_reason(take, number, file, words):
    taken = take(number)
    assert taken.used == ["cvd.csv"]
    assert list(taken.skipped) == [file] and words in taken.skipped[file]


def test_the_zip_of_two_variants_is_asked_about_by_name(take):
    why = take("13").skipped["2022snpppopulationsyoa.zip"]
    assert "5yr" in why and "migcat" in why and "unpack" in why


def test_07_a_table_of_nomis_needs_no_kind_of_geography(take):
    taken = take("07")
    assert taken.used == ["cvd.csv", "mid2022.csv"]
    facts = taken.facts("mid2022.csv")
    persons = facts[(facts["sex"] == "Persons") & (facts["period_label"] == "mid-2022")]
    assert dict(zip(persons["age"], persons["value"], strict=True)) == {"0": 10, "1": 20}


def test_11_an_area_without_an_outline_is_named_and_the_rest_is_used(take):
    taken = take("11")
    assert taken.used == ["cvd.csv", "wards.geojson"]
    (outlines,) = taken.parsed("wards.geojson")
    assert isinstance(outlines, ParsedBoundaries)
    assert outlines.outlines["code"].tolist() == ["E05013040"]
    assert "E05013041 (Wales)" in " ".join(map(str, taken.fetched.notes))


@pytest.mark.parametrize("number", ["12", "36"])
def test_two_rows_of_the_councils_own_are_right(inputs, number):
    rows = read_rows((case(inputs, number) / "own.csv").read_bytes(), "own.csv").rows
    assert rows["value"].tolist() == [12.5, 10.1]


def test_12_empty_columns_stop_no_fetch(take):
    taken = take("12")
    assert taken.used == ["cvd.csv", "own.csv"] or "own.csv" in taken.skipped


def test_17_decimal_commas_are_told(take):
    with pytest.raises(SourceError, match=r"comma before its decimal part.*7873,3"):
        take("17")


@pytest.mark.parametrize(
    ("number", "words"),
    [("18", "ONS made no 2020-based projections"), ("19", "estimates, or the 2018-based")],
)
def test_years_that_fit_nothing_are_asked_about(take, number, words):
    with pytest.raises(SourceError, match="nothing that is needed") as error:
        take(number)
    assert words in str(error.value) and "Download the whole file" in str(error.value).replace(
        "download", "Download"
    )


@pytest.mark.parametrize("number", ["21", "29", "30", "31", "41"])
def test_a_fingertips_file_that_went_through_another_program_is_read(take, number):
    taken = take(number)
    assert set(taken.used) <= {"cvd.csv", "other.csv"} and "cvd.csv" in taken.used
    for name in taken.used:
        facts = taken.facts(name)
        assert set(facts["indicator_id"]) == {"93722"}
        assert own_values(facts) == CARDIOVASCULAR
        assert set(facts["breakdown"]) == {""}


def test_23_ages_that_became_dates_are_told(take):
    with pytest.raises(SourceError, match="a spreadsheet has turned ages into dates") as error:
        take("23")
    assert "05-Sep" in str(error.value) and "5-9" in str(error.value)


def test_24_two_variants_are_asked_about_and_the_areas_file_answers(take):
    with pytest.raises(SourceError) as error:
        take("24")
    told = str(error.value)
    assert "7,873 and 8,267" in told or "8,267 and 7,873" in told
    assert "variant: WORD" in told and "2022-based" in told
    taken = take("24", variant="migcat")
    (path, _), *others = taken.fetched.used
    assert path.parent.name == "migcat" and not others
    assert "of another variant than migcat" in next(iter(taken.skipped.values()))
    facts = taken.facts(path.name)
    first = facts[(facts["sex"] == "Female") & (facts["age"] == "0-4")].iloc[0]
    assert (first["edition"], first["period_label"], first["value"]) == (
        "2022-based",
        "mid-2022",
        8267,
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("26", "42.2 if a fraction was meant"),
        ("27", "expected_share is not a number: 42,2"),
        ("28", r"Total is a total \(373 of 2447\), and no service"),
    ],
)
def test_a_mistake_in_an_equity_file_is_told_and_not_computed(inputs, number, words):
    content = (case(inputs, number) / "services.csv").read_bytes()
    with pytest.raises(UserFileError, match=words):
        read_equity_csv(content, "services.csv")


def test_32_a_source_line_below_the_table_is_left_out_with_a_note(take):
    taken = take("32")
    (parsed,) = taken.parsed("snpp.csv")
    assert parsed.refused["reason"].str.contains("a line below the table").sum() == 1
    assert set(parsed.facts["edition"]) == {"2018-based"}
    assert parsed.facts["area_code"].str.fullmatch(r"E\d{8}").all()


def test_33_ons_fields_in_small_letters_are_read(take):
    taken = take("33")
    assert taken.used == ["lu.csv", "wards.geojson"]
    (lookup,), (wards,) = taken.parsed("lu.csv"), taken.parsed("wards.geojson")
    assert isinstance(lookup, ParsedLookup) and lookup.rows["ward_code"].tolist() == ["E05013040"]
    assert (wards.area_type, wards.vintage) == ("ward", "2018")
    assert wards.outlines["parent_code"].tolist() == ["E08000018"]


def test_34_the_csv_of_nomis_website_is_read(take):
    facts = take("34").facts("nomis.csv")
    assert dict(zip(facts["age"], facts["value"], strict=True)) == {
        "All ages": 271195, "0": 2800, "1": 2900,
    }  # fmt: skip
    assert set(facts["period_label"]) == {"mid-2023"} and set(facts["sex"]) == {"Persons"}


def test_35_geometry_may_stand_before_the_properties(inputs, settings, tmp_path, monkeypatch):
    folder = tmp_path / "case"
    shutil.copytree(case(inputs, "35"), folder)
    monkeypatch.chdir(folder)
    exec(compile((folder / "make.py").read_text("utf-8"), "make.py", "exec"), {})
    taken = Taken(folder, settings, SnapshotStore(tmp_path / "snapshots"))
    ((_, snapshot),) = taken.fetched.used
    assert snapshot.title == "Boundaries of local authority districts, 2024"
    (parsed,) = taken.parsed("lad.geojson")
    assert len(parsed.outlines) == 2


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("ids-without-quotes.yml", ""),
        ("colon-in-a-title.yml", "put the title in quotation marks"),
        ("windows-1252.yml", "line 7"),
        ("british-date.yml", "2024-04-01"),
    ],
)
def test_38_a_mistake_in_yaml_is_told_in_plain_words(
    inputs, project_root, tmp_path, monkeypatch, capsys, file, words
):
    for name in ("config", "data", "geo", "notebooks", "reports/template"):
        if (project_root / name).is_dir():
            shutil.copytree(
                project_root / name, tmp_path / name,
                ignore=shutil.ignore_patterns("snapshots", "facts", "demo"),
            )  # fmt: skip
    place = tmp_path / "reports" / "strategies" / "ours"
    place.mkdir(parents=True)
    shutil.copy(case(inputs, "38") / file, place / "strategy.yml")
    monkeypatch.setenv("JSNA_HOME", str(tmp_path))
    monkeypatch.setenv("JSNA_WORK", str(tmp_path / "work"))
    code = main(["plan", "exampleshire", "ours"])
    told = capsys.readouterr().err
    assert words in told
    assert told.count("strategy.yml, line 8") <= 1
    if file == "ids-without-quotes.yml":
        assert "strategy.yml" not in told or "quotation marks round 20101" in told
    else:
        assert code == 2
    if file == "windows-1252.yml":
        assert "UTF-8" in told


def test_39_each_address_that_is_listed_is_one_a_browser_can_open(project_root, capsys):
    assert main(["fetch", "rotherham", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["downloads"]
    for row in rows:
        url = row["url"]
        assert url.startswith("https://") and " " not in url
        if "FeatureServer" in url:
            assert "f=geojson" in url or "f=json" in url
            assert "outFields=" in url and "%27" in url
        if "nomisweb" in url and "/dataset/" in url:
            assert "select=" in url and "geography=authorities" not in url


def test_40_a_mark_in_the_values_place_is_a_suppressed_figure(take):
    facts = take("40").facts("cvd.csv")
    own = facts[facts["area_code"] == "E08000018"]
    assert "suppressed" in set(own["status"])
    hidden = own[own["status"] == "suppressed"]
    assert hidden[["value", "count", "denominator"]].isna().all(axis=None)
