import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from geo_files import snapshot

from jsna.cli import main
from jsna.disclosure.counts import known_counts
from jsna.disclosure.local_disclosure import HIDDEN_NOTE, least_areas, protect_local
from jsna.errors import SourceError
from jsna.fetching.hand_downloads import fetch_folder
from jsna.settings.area import Area
from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths
from jsna.settings.source import Disclosure, SourceSettings
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import SOURCE, template

AUTHORITY = "E06900001"
HEADER = "indicator_id,area_code,period,value,lower_95,upper_95,count,denominator"
PERIOD = "2024-01-01/P1Y"
ABOUT = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Own.",
    disclosure=Disclosure(),
    disclosure_rules={"hospital": Disclosure(round_to=5)},
)  # fmt: skip


def row(area: str, count: float, people: float, more: str = "") -> str:
    share = 100 * count / people
    limits = f"{share - 1:.2f},{share + 1:.2f}"
    return f"falls,{area},{PERIOD},{share:.2f},{limits},{count:g},{people:g}{more}"


def wards(*counts: float, people: float = 400) -> list[str]:
    lines = [row(f"E05{i:06d}", count, people) for i, count in enumerate(counts)]
    return [*lines, row(AUTHORITY, sum(counts), people * len(counts))]


def file(*lines: str, header: str = HEADER) -> bytes:
    return ("\n".join([header, *lines]) + "\n").encode()


def protect(content: bytes, least=None):
    return protect_local(content, "own.csv", ABOUT, {}, least)


def facts(content: bytes) -> pd.DataFrame:
    return SOURCE.parse(snapshot(content, "own.csv"), content)[0].facts


def test_a_file_without_small_counts_is_kept_as_it_is():
    content = file(*wards(30, 40, 50))
    assert protect(content).content == content
    assert protect(template().encode()).content == template().encode()


def test_a_small_count_and_what_gives_it_away_are_gone():
    kept = protect(file(*wards(3, 40, 50))).content
    found = facts(kept)
    hidden = found["status"] == "suppressed"
    assert hidden.tolist() == [True, True, False, False]
    assert found.loc[hidden, ["value", "lower_95", "upper_95", "count"]].isna().all(axis=None)
    assert set(found.loc[hidden, "note"]) == {HIDDEN_NOTE}
    assert b"0.75" not in kept


def test_nothing_more_is_hidden_of_a_protected_file():
    kept = protect(file(*wards(3, 40, 50, 60))).content
    assert protect(kept).content == kept


def test_the_complement_is_small_too():
    found = facts(protect(file(row("E05000000", 397, 400))).content)
    assert found["status"].tolist() == ["suppressed"]


def test_a_small_denominator_goes_with_the_rest():
    found = facts(protect(file(row("E05000000", 0, 6), row("E05000001", 30, 400))).content)
    assert found["status"].tolist() == ["suppressed", "final"]
    assert found["denominator"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        f"falls,E05000000,{PERIOD},73.3,48.0,89.1,,",  # Wilson's limits give back 11 of 15
        f"falls,E05000000,{PERIOD},73.3,,,,15",
        f"falls,E05000000,{PERIOD},4,,,,",
        f"falls,E05000000,{PERIOD},30.0,6.19,87.67,,",  # Byar's and exact limits of 3 events
    ],
)
def test_a_value_that_gives_a_small_count_back_is_hidden(line):
    assert facts(protect(file(line)).content)["status"].tolist() == ["suppressed"]


@pytest.mark.parametrize(
    "line", [f"falls,E05000000,{PERIOD},41.2,37.1,45.4,,", f"falls,E05000000,{PERIOD},12.5,,,,"]
)
def test_a_value_that_gives_no_small_count_back_is_kept(line):
    assert facts(protect(file(line)).content)["status"].tolist() == ["final"]


def test_a_rule_of_another_collection_rounds_and_takes_out_the_interval():
    lines = [line + ",hospital" for line in wards(3, 42, 51, 58)]
    kept = protect(file(*lines, header=HEADER + ",disclosure_rule")).content
    found = facts(kept)
    shown = found[found["status"] == "final"]
    assert (shown["count"] % 5 == 0).all()
    assert shown["lower_95"].isna().all()
    # the value is made of the rounded count: 155 of 1,600, not 154
    assert shown["value"].tolist() == pytest.approx([10, 12.5, 15, 9.6875], rel=1e-5)
    assert protect(kept).content == kept


def test_a_rule_that_there_is_not_is_told():
    with pytest.raises(SourceError, match="there is no rule hospitel"):
        protect(file(wards(30)[0] + ",hospitel", header=HEADER + ",disclosure_rule"))


def test_a_row_with_a_mistake_loses_its_numbers():
    wrong = row("Rutland", 3, 400)
    kept = protect(file(wrong, row("E05000001", 30, 400))).content
    assert b"0.75" not in kept
    refused = SOURCE.parse(snapshot(kept, "own.csv"), kept)[0].refused
    assert "area_code" in refused["reason"].item()


def test_values_of_a_breakdown_protect_each_other():
    parts = [("", 60.0), ("North", 3.0), ("Mid", 20.0), ("South", 37.0)]
    lines = [row(AUTHORITY, n, 900, f",{'part' if v else ''},{v}") for v, n in parts]
    why = protect(file(*lines, header=HEADER + ",breakdown,breakdown_value")).why
    assert why.tolist() == ["", "small", "with others", ""]


def test_a_look_up_tells_which_wards_are_in_a_place():
    rows = pd.DataFrame({"lsoa_code": ["a", "b", "c"], "ward_code": ["W", "W", "X"]})
    assert least_areas([rows]) == {"W": frozenset("ab"), "X": frozenset("c")}


def test_pooling_is_offered():
    lines = [row("E05000000", 4, 400).replace("2024", str(year)) for year in (2022, 2023, 2024)]
    assert protect(file(*lines)).pooling["years"].tolist() == [2]


def test_counts_are_read_as_the_catalogue_says():
    rows = pd.DataFrame(
        {"indicator_id": "falls", "value": [25.0, 6.0, 12.5, 9.0], "lower_95": None,
         "count": [None, None, None, 2.0], "denominator": [20.0, None, None, 20.0]}
    ).astype({"count": "float64", "lower_95": "float64"})  # fmt: skip
    counts = known_counts(rows, {})
    assert counts[[0, 1, 3]].tolist() == [5, 6, 2]
    assert pd.isna(counts[2])


def test_the_store_holds_no_small_count(tmp_path, project_root: Path):
    settings = load_settings(find_paths(project_root))
    area: Area = next(iter(settings.areas.values()))
    lines = [line.replace(AUTHORITY, area.code) for line in wards(3, 2, 40, 50, 60)]
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "own.csv").write_bytes(file(*lines))
    store = SnapshotStore(tmp_path / "snapshots")
    fetched = fetch_folder(folder, area, settings, store, datetime(2026, 1, 1, tzinfo=UTC))
    ((_, kept),) = fetched.used
    found = facts(store.read(kept.sha256))
    assert (found["count"].isna() | (found["count"] > 7)).all()
    assert (found["status"] == "suppressed").sum() >= 2
    for place in tmp_path.joinpath("snapshots").rglob("*"):
        text = place.read_bytes().decode("utf-8", "replace") if place.is_file() else ""
        assert not re.search(r"0\.75|0\.50|,[1-7](\.0)?,400", text), place


def test_the_command_shows_what_would_be_hidden(tmp_path, capsys):
    place, to = tmp_path / "own.csv", tmp_path / "safe.csv"
    place.write_bytes(file(*wards(3, 40, 50)))
    assert main(["disclosure", str(place), "--to", str(to)]) == 0
    printed = capsys.readouterr().out
    assert "1 hidden as small, 1 hidden with them" in printed
    assert "Lines that are hidden: 2, 3." in printed
    assert facts(to.read_bytes())["status"].tolist().count("suppressed") == 2
