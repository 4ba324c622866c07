"""Fingertips over the network: what it publishes, at which level, and every way it can disagree."""

import csv
import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import fingertips_py
import pandas as pd
import pytest
from fingertips_files import API_COLUMNS, fingertips_csv, row
from geo_files import area, snapshot
from invented_facts import indicator

from jsna.errors import SourceError
from jsna.facts.definitions import merge_definitions, polarity_conflicts
from jsna.http.client import Http
from jsna.http.errors import (
    CertificateRefused,
    EmptyAnswer,
    FormatChanged,
    NotData,
    NotPublished,
    RateLimited,
    RetiredAreaType,
    ServiceDown,
    Truncated,
)
from jsna.http.policy import HttpPolicy
from jsna.sources.contract import Fetched
from jsna.sources.fingertips.guard import ask
from jsna.sources.fingertips.live import HOST, IndicatorRequest
from jsna.sources.fingertips.source import SOURCE
from jsna.sources.fingertips.table import read_fingertips
from loopback.fingertips import API, AREA_TYPES, DATA, FingertipsAnswers, json_reply, serve
from loopback.server import LoopbackServer, Reply

QUICK = HttpPolicy(attempts=2, backoff_seconds=0.01)
AREA = "E06900001"
FINGERTIPS = {"source": "fingertips", "id": "1"}
OTHERS = {"England": ("E92000001", "England"), "Region": ("E12900001", "A region"),
          "UA": (AREA, "A Place"), "District": ("E07900001", "A district"),
          "Electoral Wards (2024)": ("E05900001", "A ward")}  # fmt: skip
REQUEST = IndicatorRequest(
    "fingertips", "A measure", "https://x", "1", ("upper-tier", "lower-tier"), ("ward",), AREA
)


def rows(*kinds: str, number: str = "1") -> pd.DataFrame:
    made = [
        row(indicator_id=number, area_type=kind, area_code=OTHERS[kind][0],
            area_name=OTHERS[kind][1])
        for kind in kinds
    ]  # fmt: skip
    content = fingertips_csv(*made)
    return read_fingertips(content, "rows").to_pandas()


def answers(*kinds: str) -> FingertipsAnswers:
    return FingertipsAnswers({"1": rows("England", *kinds)}, wards_of={AREA: ["E05900001"]})


def fetch(server: LoopbackServer, request: IndicatorRequest = REQUEST) -> list[Fetched]:
    return SOURCE.fetch(request, Http(policy=QUICK, base_urls={HOST: server.url}))


# -- which level ----------------------------------------------------------------------------------


def test_the_newest_kind_of_authority_is_asked_for_within_regions() -> None:
    with serve(answers("Region", "UA")) as server:
        (answer,) = fetch(server)
    asked = server.asked[-1]
    assert asked.query == {
        "indicator_ids": "1", "child_area_type_id": "502", "parent_area_type_id": "6",
    }  # fmt: skip
    assert answer.url.endswith(asked.raw_path) and answer.media_type == "text/csv"
    assert answer.content.startswith(b"Indicator ID,Indicator Name,Parent Code")


def test_what_is_published_is_asked_once_for_all_indicators() -> None:
    known = FingertipsAnswers({n: rows("England", "UA", number=n) for n in ("1", "2", "3")})
    with serve(known) as server:
        http = Http(policy=QUICK, base_urls={HOST: server.url})
        for number in ("1", "2", "3"):
            SOURCE.fetch(replace(REQUEST, number=number), http)
    assert server.paths().count(API + "area_types") == 1
    assert server.paths().count(API + "available_data") == 1


def test_an_indicator_of_districts_only_is_asked_for_at_their_tier() -> None:
    with serve(answers("District")) as server:
        fetch(server)
    assert server.asked[-1].query["child_area_type_id"] == "501"


def test_a_district_asks_for_its_own_tier_first() -> None:
    request = replace(REQUEST, tiers=("lower-tier", "upper-tier"), area_code="E07900001")
    with serve(answers("UA", "District")) as server:
        fetch(server, request)
    assert server.asked[-1].query["child_area_type_id"] == "501"


def test_wards_are_asked_for_inside_the_authority_only() -> None:
    with serve(answers("UA", "Electoral Wards (2024)")) as server:
        authority, wards = fetch(server)
    assert server.asked[-1].query["parent_area_code"] == AREA
    assert server.asked[-1].query["child_area_type_id"] == "8"
    codes = read_fingertips(wards.content, "wards")["Area Code"].to_pylist()
    assert "E05900001" in codes and AREA not in codes
    assert b"E05900001" not in authority.content


def test_new_numbers_for_kinds_of_area_need_no_change_here() -> None:
    later = [*AREA_TYPES, {"Id": 602, "Name": "Upper tier local authorities (post 4/28)",
                           "Short": "Counties & UAs (from Apr 2028)"}]  # fmt: skip
    with serve(answers("UA")) as server:
        server.always(API + "area_types", json_reply(later))
        server.always(API + "available_data", json_reply([{"IndicatorId": 1, "AreaTypeId": 602}]))
        server.always(DATA, Reply(fingertips_csv(row())))
        fetch(server)
    assert server.asked[-1].query["child_area_type_id"] == "602"


# -- what is not there ----------------------------------------------------------------------------


def available(*kinds: int) -> Reply:
    return json_reply([{"IndicatorId": 1, "AreaTypeId": kind} for kind in kinds])


@pytest.mark.parametrize(
    ("published", "kind", "words"),
    [
        ((), NotPublished, "Fingertips has no indicator 1: withdrawn, or numbered anew"),
        ((221, 7), NotPublished, "does not publish indicator 1 for upper-tier authorities or"
         " lower-tier authorities. Published for: General Practice, Integrated Care Boards"),
        ((402, 102), RetiredAreaType, r"indicator 1 only for .*4/21 - 3/23.*: retired. The present"
         r" kind is Upper tier local authorities \(post 4/23\)"),
        ((999,), RetiredAreaType, r"only for kinds of area it has retired \(999\)"),
    ],
    ids=["not at all", "not for authorities", "retired authorities", "retired kinds"],
)  # fmt: skip
def test_what_is_not_published_is_told_before_it_is_asked_for(published, kind, words) -> None:
    with serve(answers("UA")) as server:
        server.always(API + "available_data", available(*published))
        with pytest.raises(kind, match=words):
            fetch(server)
    assert DATA not in server.paths()


def test_a_published_level_that_answers_a_header_only_is_an_empty_answer() -> None:
    with serve(answers("UA")) as server:
        server.always(DATA, Reply(fingertips_csv()))
        with pytest.raises(EmptyAnswer, match="a header without any rows"):
            fetch(server)


def test_a_busy_and_a_failing_service_are_told_apart() -> None:
    with serve(answers("UA")) as server:
        server.always(DATA, Reply(b"", 429))
        with pytest.raises(RateLimited):
            fetch(server)
        words = b"CSV data could not be built for indicator 1 and time period 2019"
        server.always(DATA, Reply(words, 500))
        with pytest.raises(ServiceDown, match="CSV data could not be built for indicator 1"):
            fetch(server)


def test_an_error_of_the_json_half_is_named() -> None:
    with serve(answers("UA")) as server:
        server.always(API + "available_data", Reply(b""))
        with pytest.raises(EmptyAnswer):
            fetch(server)
        server.always(API + "available_data", Reply(b"<html>Sign in</html>"))
        with pytest.raises(NotData):
            fetch(server)
        server.always(API + "available_data", json_reply([{"Id": 1}]))
        with pytest.raises(FormatChanged, match="list of what it publishes has changed its shape"):
            fetch(server)
        server.always(API + "area_types", json_reply({"a": 1}))
        with pytest.raises(FormatChanged, match="kinds of area has changed its shape"):
            fetch(server)
        server.always(API + "area_types", json_reply([{"Id": 15, "Name": "England"}]))
        with pytest.raises(FormatChanged, match="names no lower-tier authorities and no region"):
            fetch(server)


# -- the shape of an answer ------------------------------------------------------------------------

HEADER = ",".join(API_COLUMNS)
BODY = fingertips_csv(row(), row(area_code="E92000001"))


def renamed(old: str, new: str) -> bytes:
    return BODY.replace(old.encode(), new.encode(), 1)


SHAPES = {
    "a column renamed": (
        renamed("Time period,", "Period,"), FormatChanged, "missing column: Time period"),
    "a column added": (
        b"\r\n".join(line + b",x" for line in BODY.splitlines()) + b"\r\n", FormatChanged,
        "a column that is not known: x"),
    "a column lost": (
        renamed(",Value note", ""), FormatChanged, "missing column: Value note"),
    "two columns exchanged": (
        renamed("Sex,Age", "Age,Sex"), FormatChanged, 'column "Age" stands where "Sex" should'),
    "another header altogether": (
        b"code,name\r\n1,2\r\n", FormatChanged, "the header is not the one that is known"),
    "another indicator": (
        fingertips_csv(row(indicator_id="2")), FormatChanged, "1 was asked for, 2 was answered"),
    "a row that is short": (
        BODY + b"1,A measure\r\n", Truncated, "the file breaks off: its last row has 2 fields"),
    "a quotation that does not end": (
        BODY + b'1,"A meas', Truncated, "breaks off inside quotation marks"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_another_shape_is_told_with_what_is_wrong(name: str) -> None:
    body, kind, words = SHAPES[name]
    with serve(answers("UA")) as server:
        server.always(DATA, Reply(body))
        with pytest.raises(kind, match=words) as error:
            fetch(server)
    assert error.value.problems[0].file.startswith(server.url)


PLAIN = {
    "column 23 by the region": BODY,
    "column 23 by another parent": renamed(
        API_COLUMNS[22], "Compared to CCGs (from Apr 2021) value or percentiles"),
    "column 23 without a parent": renamed(API_COLUMNS[22], "Compared to percentiles"),
    "the website's spelling": renamed("Area Name", "AreaName"),
    "a byte order mark": b"\xef\xbb\xbf" + BODY,
    "line feeds alone": BODY.replace(b"\r\n", b"\n"),
    "a line break in quotation marks": fingertips_csv(row(value_note="One\nTwo"), row()),
    "every field quoted": fingertips_csv(row(), quoting=csv.QUOTE_ALL),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_a_known_spelling_is_taken_as_it_came(name: str) -> None:
    with serve(answers("UA")) as server:
        server.always(DATA, Reply(PLAIN[name]))
        assert fetch(server)[0].content == PLAIN[name]


# -- fingertips_py is held to our own connection ---


def test_fingertips_py_never_opens_a_connection_of_its_own() -> None:
    http = Http(policy=QUICK, base_urls={HOST: "http://127.0.0.1:1"})
    calls = (
        lambda f: f.get_data_by_indicator_ids([1], 502),
        lambda f: f.get_json("https://fingertips.phe.org.uk/api/area_types"),
        lambda f: f.get_metadata_for_indicator_as_dataframe([1]),
        lambda f: f.get_all_data_for_profile(19, area_type_id=502),
        lambda f: f.get_areas_for_area_type(502),
    )
    for call in calls:
        with pytest.raises(ServiceDown, match="can't be reached"):
            ask(http, call)


def test_its_fallback_without_verification_can_not_happen() -> None:
    http = Http(policy=QUICK)
    with pytest.raises(CertificateRefused, match="without verification"):
        ask(http, lambda f: f.api_calls.deal_with_url_error("https://fingertips.phe.org.uk/"))
    # nor outside of our own calls, once the guard stands
    with pytest.raises(CertificateRefused, match="without verification"):
        fingertips_py.api_calls.deal_with_url_error("https://fingertips.phe.org.uk/")


def test_threads_that_ask_at_once_get_their_own_answers() -> None:
    known = FingertipsAnswers({str(n): rows("England", "UA", number=str(n)) for n in range(1, 9)})
    found: dict[str, bytes] = {}
    with serve(known) as server:
        http = Http(policy=QUICK, base_urls={HOST: server.url})

        def one(number: str) -> None:
            found[number] = SOURCE.fetch(replace(REQUEST, number=number), http)[0].content

        threads = [threading.Thread(target=one, args=(str(n),)) for n in range(1, 9)]
        [t.start() for t in threads]
        [t.join() for t in threads]
    for number, content in found.items():
        ids = read_fingertips(content, "x")["Indicator ID"].unique().to_pylist()
        assert ids == [number]
    assert len(found) == 8


def test_the_client_still_looks_for_the_network_where_the_guard_stands() -> None:
    """A new version that asks in another way would go round the guard."""
    folder = Path(fingertips_py.__file__).parent
    text = {f.name: f.read_text("utf-8") for f in folder.glob("*.py")}
    imports = {
        (name, line.strip())
        for name, source in text.items()
        for line in source.splitlines()
        if line.startswith(("import ", "from ")) and "fingertips_py" not in line
    }
    known = {"requests", "json", "pandas as pd", "warnings"}
    others = {i for i in imports if i[1].removeprefix("import ") not in known}
    assert all("StringIO" in line or "urllib.error" in line for _, line in others), others


# -- definitions -----------------------------------------------------------------------------------


def definitions(server: LoopbackServer) -> list[Fetched]:
    request = SOURCE.requests([indicator(id="1", source=FINGERTIPS)], area())[-1]
    return SOURCE.fetch(request, Http(policy=QUICK, base_urls={HOST: server.url}))


def parsed(fetched: list[Fetched]) -> pd.DataFrame:
    known = SOURCE.for_indicators([indicator(id="1", source=FINGERTIPS)])
    items = []
    for item in fetched:
        assert known.recognise("a name", item.content)
        (held,) = known.parse(snapshot(item.content), item.content)
        items.append((hashlib.sha256(item.content).hexdigest(), held))
    return merge_definitions(items)


def test_definitions_and_last_uploads_are_kept_with_the_data() -> None:
    known = replace(answers("UA"), polarity={"1": "RAG - High is good"})
    with serve(known) as server:
        fetched = definitions(server)
    (one,) = parsed(fetched).to_dict("records")
    assert one["definition"] == "Definition of 1, with a line break"
    assert (one["unit"], one["value_type"], one["year_type"]) == ("%", "Proportion", "Financial")
    assert (one["polarity"], one["polarity_label"]) == ("high-is-good", "RAG - High is good")
    assert one["last_upload"] == "2026-10-06"
    assert len(one["snapshot_ids"].split()) == 2


@pytest.mark.parametrize(
    ("label", "ours", "told"),
    [
        ("RAG - High is good", "high-is-good", ""),
        ("RAG -  Low is good ", "low-is-good", ""),
        ("BOB - Blue orange blue", "none", ""),
        ("A word that is new", "high-is-good", ""),
        ("RAG - Low is good", "high-is-good",
         "the source says that low is good (RAG - Low is good), the catalogue that high is good"),
        ("Not applicable", "low-is-good",
         "the source says that neither is good (Not applicable), the catalogue that low is good"),
    ],
)  # fmt: skip
def test_a_polarity_that_differs_is_a_row_of_quality(label: str, ours: str, told: str) -> None:
    with serve(replace(answers("UA"), polarity={"1": label})) as server:
        table = parsed(definitions(server))
    rows = polarity_conflicts(table, [indicator(id="1", source=FINGERTIPS, polarity=ours)])
    assert rows["detail"].tolist() == ([told] if told else [])
    assert set(rows["kind"]) <= {"polarity"}


def test_an_upload_the_service_does_not_tell_is_left_blank() -> None:
    with serve(answers("UA")) as server:
        server.always(API + "data_changes", Reply(b""))
        table = parsed(definitions(server))
    assert table["last_upload"].tolist() == [""]


def test_definitions_without_a_needed_column_are_no_definitions() -> None:
    with serve(answers("UA")) as server:
        content = definitions(server)[0].content
    with pytest.raises(SourceError, match="the definitions lack a column: Polarity"):
        SOURCE.recognise("a name", content.replace(b"Polarity", b"Direction"))
    with pytest.raises(SourceError, match=r"breaks? off"):
        SOURCE.recognise("a name", content[: content.rindex(b"line break")])
