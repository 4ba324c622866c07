"""File 7 of the Indices of Deprivation: every column, three editions, and what it may not join."""

import pandas as pd
import pytest
from geo_files import area, snapshot

from jsna.analysis.deprivation import neighbourhoods
from jsna.errors import SourceError
from jsna.fact_schema import FACT_COLUMNS, fact_schema
from jsna.geo.lsoa_vintage import check_lsoa_year
from jsna.http.client import Http
from jsna.http.errors import NotData, Truncated
from jsna.http.policy import HttpPolicy
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.sources.deprivation.indices_of_deprivation import SOURCE
from jsna.sources.deprivation.places import RANKED
from loopback.deprivation import (
    CUT,
    HOST,
    deprivation_routes,
    file_7_of_2019,
    file_7_of_2025,
)
from loopback.server import LoopbackServer, Reply

QUICK = HttpPolicy(attempts=2, backoff_seconds=0.01)
ROTHERHAM = "E08000018"


@pytest.fixture(scope="module")
def of_2025(real_data) -> bytes:
    return file_7_of_2025(real_data)


@pytest.fixture(scope="module")
def of_2019(real_data) -> bytes:
    return file_7_of_2019(real_data)


@pytest.fixture(scope="module")
def facts_2025(of_2025) -> pd.DataFrame:
    return parse(of_2025)


@pytest.fixture(scope="module")
def facts_2019(of_2019) -> pd.DataFrame:
    return parse(of_2019)


def parse(content: bytes, source=SOURCE) -> pd.DataFrame:
    (parsed,) = source.parse(snapshot(content), content)
    assert parsed.refused.empty
    return parsed.facts


def of(facts: pd.DataFrame, code: str) -> dict[str, float]:
    rows = facts[(facts["area_code"] == code) & (facts["age"] == "All ages")]
    return dict(zip(rows["indicator_id"], rows["value"], strict=True))


# -- what it holds ------------------------------------------------------------------------------


def test_the_files_have_the_publishers_columns(of_2025, of_2019):
    assert of_2025.split(b"\r\n")[0].decode().count(",") >= 55
    assert len(pd.read_csv(pd.io.common.BytesIO(of_2025), nrows=1).columns) == 56
    assert len(pd.read_csv(pd.io.common.BytesIO(of_2019), nrows=1).columns) == 57
    assert CUT in of_2025.decode("utf-8-sig")


def test_every_measure_of_every_lsoa_becomes_a_fact(facts_2025, facts_2019):
    assert len(facts_2025) == 33_755 * (16 * 3 + 4) + 1
    assert len(facts_2019) == 32_844 * (16 * 3 + 5) + 1
    assert set(facts_2025["geography_year"]) == {"2021"}
    assert set(facts_2019["geography_year"]) == {"2011"}
    fact_schema().validate(facts_2025[facts_2025["area_code"] < "E01000100"])


def test_the_publishers_first_row(facts_2025, facts_2019):
    newer, older = of(facts_2025, "E01000001"), of(facts_2019, "E01000001")
    assert (newer["imd-score"], newer["imd-rank"], newer["imd-decile"]) == (8.742, 26525, 8)
    assert (newer["health-score"], newer["income-score"]) == (-1.771, 0.013)
    assert newer["children-and-young-people-decile"] == 10
    assert (older["imd-score"], older["imd-rank"], older["imd-decile"]) == (6.208, 29199, 9)
    assert (older["wider-barriers-decile"], older["deprivation-population"]) == (1, 1296)


def test_residents_are_of_their_year_and_age(facts_2019):
    people = facts_2019[facts_2019["indicator_id"] == "deprivation-population"]
    own = people[people["area_code"] == "E01000001"].set_index("age")["value"]
    assert own.to_dict() == {
        "All ages": 1296,
        "0-15": 175,
        "16-59": 656,
        "60+": 465,
        "18-59/64": 715,
    }
    assert set(people["period"]) == {"2015-06-30/P1D"}
    assert set(people["edition"]) == {"2019"}


@pytest.mark.parametrize(
    ("index", "score", "weight"),
    [
        ("Index of Multiple Deprivation", "imd-score", "All ages"),
        ("Income Deprivation Affecting Children", "idaci-score", "0-15"),
        ("Income Deprivation Affecting Older People", "idaopi-score", "60+"),
    ],
)
def test_scores_weighted_by_residents_are_the_publishers_summary(
    real_data, facts_2019, index, score, weight
):
    summary = pd.read_csv(real_data / "deprivation" / "iod2019_lad_summaries_trafforddatalab.csv")
    rows = summary[summary["index_domain"] == index]
    published = rows.set_index("lad19cd")["average_score"]
    places = pd.read_csv(real_data / "lookups" / "lsoa11_ltla21_england.csv", dtype="str")
    own = places.loc[places["ltla21_code"] == ROTHERHAM, "lsoa11_code"]
    facts = facts_2019[facts_2019["area_code"].isin(own)].set_index("area_code")
    values = facts.loc[facts["indicator_id"] == score, "value"]
    people = facts[(facts["indicator_id"] == "deprivation-population") & (facts["age"] == weight)]
    mean = (values * people["value"]).sum() / people["value"].sum()
    assert mean == pytest.approx(published[ROTHERHAM], abs=0.0006)


def test_file_7_and_the_workbook_agree(real_data, facts_2025):
    path = real_data / "downloads" / "imd" / "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx"
    book = parse(path.read_bytes())
    key = ["indicator_id", "area_code"]
    columns = [c for c in FACT_COLUMNS if c != "snapshot_ids"]
    same = facts_2025[
        facts_2025["indicator_id"].isin(["imd-rank", "imd-decile", "small-areas-ranked"])
    ]
    pd.testing.assert_frame_equal(
        same[columns].sort_values(key, ignore_index=True),
        book[columns].sort_values(key, ignore_index=True),
    )


@pytest.mark.slow
def test_only_the_catalogues_indicators_are_read(project_root, tmp_path, of_2025, facts_2025):
    indicators = load_settings(Paths(project_root, tmp_path)).indicators
    facts = parse(of_2025, SOURCE.for_indicators(indicators.values()))
    assert set(facts["indicator_id"]) <= set(indicators)
    assert {"imd-score", "income-rank", "health-decile", "idaci-score"} <= set(
        facts["indicator_id"]
    )
    low, high = ({i: s.allowed_range[n] for i, s in indicators.items()} for n in (0, 1))
    assert (facts["value"] >= facts["indicator_id"].map(low)).all()
    assert (facts["value"] <= facts["indicator_id"].map(high)).all()


# -- by network ---------------------------------------------------------------------------------


def live(project_root, tmp_path):
    return SOURCE.with_addresses(load_settings(Paths(project_root, tmp_path)).sources)


def test_the_network_gives_the_bytes_that_a_browser_gives(project_root, tmp_path, of_2025):
    source = live(project_root, tmp_path)
    requests = [r for r in source.requests([], area()) if "2025" in r.title]
    (request,) = requests
    path = request.url.split(HOST)[1]
    with LoopbackServer(deprivation_routes({path: of_2025})) as server:
        (item,) = source.fetch(request, Http(policy=QUICK, base_urls={HOST: server.url}))
    assert item.content == of_2025
    assert source.recognise("", item.content) == "English Indices of Deprivation 2025, File 7"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(b"<html><body>Gone</body></html>", media_type="text/html"), NotData),
        (Reply(b"LSOA code (2021),x\r\n" * 9, cut_after=40), Truncated),
    ],
)
def test_what_is_no_file_is_a_named_error(project_root, tmp_path, reply, kind):
    source = live(project_root, tmp_path)
    request = source.requests([], area())[0]
    with LoopbackServer({"/": lambda asked: reply}) as server:
        http = Http(policy=QUICK, base_urls={HOST: server.url})
        with pytest.raises(kind):
            source.fetch(request, http)


# -- what goes wrong ----------------------------------------------------------------------------


def without(content: bytes, title: str) -> bytes:
    frame = pd.read_csv(pd.io.common.BytesIO(content), dtype="str").head(50)
    return (
        frame.drop(columns=[c for c in frame if c.startswith(title)]).to_csv(index=False).encode()
    )


def test_a_missing_column_is_named(of_2025):
    with pytest.raises(SourceError, match="missing column: crime-rank"):
        SOURCE.recognise("a.csv", without(of_2025, "Crime Rank"))


@pytest.mark.slow  # the whole of England once more
def test_an_added_column_does_no_harm(of_2025):
    lines = of_2025.split(b"\r\n")
    content = b"\r\n".join(
        [lines[0] + b",Extra", *(line + b",1" for line in lines[1:] if line), b""]
    )
    wanted = SOURCE.for_indicators([])
    assert len(parse(content, wanted)) == 33_755 * 52 + 1


def test_a_file_cut_between_rows_is_told(of_2025):
    lines = of_2025.split(b"\r\n")
    content = b"\r\n".join([*lines[:20_001], b""])
    with pytest.raises(SourceError, match="it has 20,000 of 33,75"):
        parse(content)


def test_whole_authorities_cut_out_of_it_are_read_without_a_number_of_all_lsoas(of_2025):
    lines = of_2025.split(b"\r\n")
    own = [line for line in lines[1:] if f",{ROTHERHAM},".encode() in line]
    assert len(own) > 100
    facts = parse(b"\r\n".join([lines[0], *own, b""]))
    assert facts["area_code"].nunique() == len(own)
    assert RANKED not in set(facts["indicator_id"])
    assert {"health-score", "crime-decile", "deprivation-population"} <= set(facts["indicator_id"])


def test_a_file_cut_in_a_row_is_told(of_2025):
    with pytest.raises(SourceError, match="breaks off"):
        SOURCE.recognise("a.csv", of_2025[:500_010])


@pytest.mark.slow  # the whole of England once more
def test_rows_that_repeat_are_told(of_2025):
    lines = of_2025.split(b"\r\n")
    content = b"\r\n".join([*lines[:-1], lines[5], b""])
    with pytest.raises(SourceError, match="twice"):
        parse(content)


def test_an_extract_of_somebody_is_not_file_7(real_data):
    path = real_data / "deprivation" / "imd2025_england_lsoa21.csv"
    assert SOURCE.recognise(path.name, path.read_bytes()) is None


# -- censuses are not joined, editions not compared ----------------------------------------------


def lookup(codes) -> pd.DataFrame:
    return pd.DataFrame({"lsoa_code": codes, "ward_code": "E05900001", "ward_name": "A"})


@pytest.mark.slow
def test_lsoas_of_another_census_are_not_joined(facts_2019):
    with pytest.raises(SourceError, match="on LSOAs of 2011"):
        check_lsoa_year(facts_2019, "2021")
    with pytest.raises(SourceError, match="on LSOAs of 2011"):
        check_lsoa_year(facts_2019, "")  # a look-up that does not say is not taken on trust
    check_lsoa_year(facts_2019, "2011")


def test_two_editions_in_one_table_are_no_series(facts_2019, facts_2025):
    both = pd.concat([facts_2019.head(3), facts_2025.head(3)])
    with pytest.raises(SourceError, match="2011"):
        check_lsoa_year(both, "2021")


def test_an_edition_on_other_lsoas_does_not_fit_the_look_up(facts_2019):
    rows = facts_2019[facts_2019["indicator_id"] == "imd-decile"].head(5)
    with pytest.raises(SourceError, match="they do not fit together"):
        neighbourhoods(rows, lookup(rows["area_code"].to_list()), "2019", "2021")


def test_an_edition_is_never_taken_for_another(facts_2019, facts_2025):
    both = pd.concat([facts_2019, facts_2025])
    rows = both[(both["indicator_id"] == "imd-decile") & (both["area_code"] == "E01000001")]
    found = neighbourhoods(rows, lookup(["E01000001"]), "2025", "2021")
    assert found["decile"].tolist() == [8]  # 9 in the edition before, on another outline


@pytest.mark.slow  # the whole of England once more
def test_thousands_may_be_marked(of_2025):
    head, first, *rest = of_2025.split(b"\r\n")
    marked = b"\r\n".join([head, first.replace(b",1500", b',"1,500"'), *rest])
    facts = parse(marked)
    people = facts[facts["indicator_id"] == "deprivation-population"]
    assert set(people["value"]) == {1500}
