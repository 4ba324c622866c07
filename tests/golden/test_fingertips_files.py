"""The genuine Fingertips files, with the traps that stand in them."""

import time
from datetime import UTC, datetime

import pandas as pd
import pytest

from jsna.fact_schema import ENGLAND, FACT_KEY, fact_schema
from jsna.fetching.registry import all_sources
from jsna.snapshots.snapshot import Origin, Received
from jsna.snapshots.store import describe_content
from jsna.sources.fingertips.source import Fingertips

ROTHERHAM, RUTLAND = "E08000018", "E06000017"
LARGEST = "DERIVED_fingertips_layout_16indicators_all_la.csv"
QOF = "91547_smoking_qof_all_areatypes.csv"


@pytest.fixture(scope="module")
def parse(real_data, settings):
    """Parse one file, all its indicators in financial years unless the settings is asked."""

    def call(name: str, source: Fingertips | None = None):
        content = next((real_data / "downloads").rglob(name)).read_bytes()
        snapshot = describe_content(
            content, Received(source=settings.sources["fingertips"], title=name, url="",
            origin=Origin.HAND, synthetic=False, media_type="text/csv",
            retrieved=datetime(2026, 3, 1, tzinfo=UTC)),
        )  # fmt: skip
        return (source or _all_financial(content)).parse(snapshot, content)[0]

    return call


def _all_financial(content: bytes) -> Fingertips:
    ids = {line.split(b",")[0].strip(b'"').decode() for line in content.splitlines()}
    return Fingertips(dict.fromkeys(ids, "financial"))


@pytest.mark.parametrize(
    ("name", "facts", "refused", "title"),
    [
        ("90988_chd_admissions_utla_2022_23.csv", 154, 0,
         "Hospital admissions due to coronary heart disease (Fingertips 90988)"),
        (QOF, 11_360, 6_267,
         "Smoking prevalence in adults (15+) - current smokers (QOF) (Fingertips 91547)"),
        ("93283_msoa_life_expectancy_norfolk_suffolk.csv", 1_344, 0, "11 indicators"),
        ("93861_air_pollution_mortality_new_method.csv", 1_202, 0, "Fingertips 93861"),
        (LARGEST, 61_604, 0, "16 indicators"),
        ("DERIVED_fingertips_layout_els_with_CI.csv", 7_274, 0, "2 indicators"),
        ("DERIVED_fingertips_layout_wider_no_CI.csv", 48_380, 0, "26 indicators"),
        ("DERIVED_fingertips_layout_wider_with_CI.csv", 6_758, 0, "2 indicators"),
        ("jargonautical_indicators-CountyUA.data.csv", 852, 0, "Fingertips 93356"),
        ("profile_cooccurring_substance_mh_eastmidlands_CountyUApre419.csv", 87, 0, "8 indic"),
        ("suicide_profile_all_regions_countyUA.csv", 809, 0, "5 indicators"),
        ("DERIVED_fingertips_layout_wards_children_low_income_ahc.csv", 84, 0, "900001"),
    ],
)  # fmt: skip
def test_every_row_is_a_fact_or_is_refused(real_data, parse, name, facts, refused, title):
    parsed = parse(name)
    assert (len(parsed.facts), len(parsed.refused)) == (facts, refused)
    content = next((real_data / "downloads").rglob(name)).read_bytes()
    assert title in (all_sources()["fingertips"].recognise(name, content) or "")
    fact_schema().validate(parsed.facts.drop_duplicates(list(FACT_KEY)))


def test_practices_without_an_indicator_are_refused_with_their_lines(parse):
    refused = parse(QOF).refused
    assert refused["reason"].unique().tolist() == ["no indicator id, sex, age"]
    assert (refused["line"].min(), refused["line"].max()) == (11_362, 17_628)


def test_england_by_decile_is_not_england(parse):
    facts = parse(QOF).facts.query("area_code == @ENGLAND", local_dict={"ENGLAND": ENGLAND})
    headline = facts[facts["breakdown"] == ""]
    assert (len(facts), len(headline)) == (91, 11)
    assert sorted(headline["period_label"].value_counts().items())[2] == ("2015/16", 2)
    assert set(headline.query("period_label == '2015/16'")["age"]) == {"15+ yrs", "Not applicable"}
    assert facts["breakdown"].str.contains("  ").sum() == 0


def test_the_websites_counts_dashes_and_notes(parse):
    facts = parse("90988_chd_admissions_utla_2022_23.csv").facts.set_index("area_code")
    assert facts.loc["E08000008", "count"] == 1_480
    assert facts.loc[ENGLAND, "count"] == 214_022
    bracknell = facts.loc["E06000036"]
    assert bracknell[["value", "count", "lower_998", "upper_998"]].isna().all()
    assert bracknell["status"] == "not-available"
    assert bracknell["note"].startswith("Not presented due to Frimley Health")


def test_line_breaks_inside_quotes(parse):
    parsed = parse("jargonautical_indicators-CountyUA.data.csv")
    assert set(parsed.facts["indicator_id"]) == {"93356"}
    assert set(parsed.names["area_type"]) == {"england", "region", "county", "unitary"}


def test_too_few_cases_are_suppressed_and_other_blanks_not_available(parse):
    facts = parse("suicide_profile_all_regions_countyUA.csv").facts
    blank = facts[facts["value"].isna()]
    assert blank["status"].value_counts().to_dict() == {"not-available": 6, "suppressed": 2}
    assert blank[["lower_95", "upper_95"]].isna().all(axis=None)


def test_metropolitan_boroughs_are_unitary_however_they_are_called(parse):
    for name in (LARGEST, "DERIVED_fingertips_layout_els_with_CI.csv", QOF):
        facts = parse(name).facts
        assert set(facts.loc[facts["area_code"] == ROTHERHAM, "area_type"]) == {"unitary"}


def test_cumulative_quarters_are_read_apart_though_they_share_one_sort_key(parse):
    facts = parse(LARGEST).facts.query("indicator_id == '91112' and area_code == 'E92000001'")
    assert facts["period"].nunique() == len(facts) == 19
    latest = facts.loc[facts["period"] == "2021-04-01/P57M", "value"]
    assert latest.tolist() == [34.4]


def test_wards_carry_the_year_of_their_boundaries(parse):
    facts = parse("DERIVED_fingertips_layout_wards_children_low_income_ahc.csv").facts
    wards = facts[facts["area_type"] == "ward"]
    assert set(wards["geography_year"]) == {"2024"}
    assert wards["area_code"].nunique() == 40


def test_2069_facts_stand_in_two_files(real_data, parse):
    files = sorted((real_data / "downloads" / "fingertips").glob("*.csv"))
    key = [column for column in FACT_KEY]
    facts = [parse(f.name).facts for f in files]
    keys = pd.concat([f.loc[f["area_type"] != "other", key].drop_duplicates() for f in facts])
    assert int(keys.duplicated().sum()) == 2_069


def test_the_catalogue_says_what_kind_of_year(parse, settings):
    source = all_sources(settings.indicators.values())["fingertips"]
    parsed = parse("DERIVED_fingertips_layout_wider_no_CI.csv", source)
    starts = parsed.facts.groupby("indicator_id")["period"].first().str[5:7].to_dict()
    assert starts["90631"] == "09"
    assert starts["20101"] == "01"
    assert starts["92517"] == "04"
    assert set(parsed.facts["indicator_id"]) <= set(settings.indicators)
    assert parsed.refused.empty


def test_the_largest_file_takes_less_than_two_seconds(parse, capsys):
    parse(LARGEST)
    started = time.process_time()
    parse(LARGEST)
    seconds = time.process_time() - started
    with capsys.disabled():
        print(f"\n61,604 Fingertips rows to facts: {seconds:.2f} s")
    assert seconds < 2
