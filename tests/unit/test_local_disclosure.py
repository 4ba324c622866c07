import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from geo_files import snapshot

from jsna.cli import main
from jsna.disclosure.counts import known_counts
from jsna.disclosure.earlier_releases import earlier_file
from jsna.disclosure.exposure import exposed
from jsna.disclosure.kept_file import HIDDEN_NOTE
from jsna.disclosure.local_disclosure import OwnFile, least_areas, protect_files, protect_local
from jsna.errors import SourceError
from jsna.fetching.hand_downloads import fetch_folder
from jsna.fetching.taking import Taking
from jsna.settings.area import Area
from jsna.settings.load import load_settings
from jsna.settings.paths import find_paths
from jsna.settings.source import Disclosure, SourceSettings
from jsna.snapshots.store import SnapshotStore
from jsna.sources.council.local_csv import SOURCE, read_rows, template

AUTHORITY = "E06900001"
HEADER = "indicator_id,area_code,period,value,lower_95,upper_95,count,denominator"
PERIOD = "2024-01-01/P1Y"
ABOUT = SourceSettings(
    id="local-csv", title="Own", publisher="Us", licence="council-own", attribution="Own.",
    disclosure=Disclosure(round_to=1),
    disclosure_rules={"hospital": Disclosure(round_to=5)},
)  # fmt: skip


DEFAULT = ABOUT.model_copy(update={"disclosure": Disclosure()})
NOW = datetime(2025, 1, 1, tzinfo=UTC)


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


def test_a_rule_that_shows_more_than_the_default_is_told_in_every_row():
    found = facts(protect(file(*wards(30, 40, 50))).content)
    assert found["count"].tolist() == [30, 40, 50, 120]
    assert set(found["note"]) == {"Counts from 1 to 7 are hidden, others are not rounded."}


def test_counts_are_rounded_unless_a_setting_says_otherwise():
    kept = protect_local(file(*wards(32, 41, 53, people=403)), "own.csv", DEFAULT, {}).content
    found = facts(kept)
    assert found["count"].tolist() == [30, 40, 55, 125]
    assert found["denominator"].tolist() == [405, 405, 405, 1210]
    # of the rounded ones: 30 of 405
    assert found["value"].tolist() == pytest.approx([7.40741, 9.87654, 13.5802, 10.3306], rel=1e-5)
    assert found[["lower_95", "upper_95"]].isna().all(axis=None)
    assert set(found["note"]) == {"Counts are rounded to 5."}
    assert protect_local(kept, "own.csv", DEFAULT, {}).content == kept


def test_the_template_is_kept_with_its_counts_rounded():
    kept = facts(protect_local(template().encode(), "own.csv", DEFAULT, {}).content)
    assert kept.loc[0, ["value", "count", "denominator"]].tolist() == [12.5, 250, 2000]


def test_the_strictest_rule_of_an_indicator_holds_for_all_its_rows():
    lines = [
        f"{line},{rule}"
        for line, rule in zip(wards(6, 42, 51), ["", "", "hospital", ""], strict=True)
    ]
    found = facts(protect(file(*lines, header=HEADER + ",disclosure_rule")).content)
    assert found["status"].tolist()[0] == "suppressed"
    assert (found["count"].dropna() % 5 == 0).all()


def test_a_total_under_another_edition_is_a_total_all_the_same():
    lines = [f"{line},{edition}" for line, edition in zip(wards(3, 40, 50), "aaab", strict=True)]
    why = protect(file(*lines, header=HEADER + ",edition")).why
    assert why.tolist() == ["small", "with others", "", ""]


def test_two_editions_of_the_same_cells_are_held_against_each_other():
    old = [f"{line},a" for line in wards(3, 40, 50)]
    new = [f"{line},b" for line in wards(3, 41, 50)]
    found = facts(protect(file(*old, *new, header=HEADER + ",edition")).content)
    hidden = found[found["status"] == "suppressed"].groupby("edition")["area_code"].agg(set)
    # one that hides other wards than the other would give the small one away
    assert hidden["a"] == hidden["b"] == {"E05000000", "E05000001"}


@pytest.mark.parametrize("mark", ["*", "<8", "suppressed", "1 to 7", ".."])
def test_a_mark_in_the_file_is_a_hidden_cell(mark):
    lines = wards(3, 40, 50)
    lines[0] = f"falls,E05000000,{PERIOD},{mark},,,,400"
    found = facts(protect(file(*lines)).content)
    assert found["value"].isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("young", "old"), [("0\u201317", "18+"), ("0 to 17", "18 and over"), ("Under 18", "18+ yrs")]
)
def test_ages_add_up_however_they_are_written(young, old):
    lines = [
        row(AUTHORITY, n, 400, f",{age}") for n, age in ((3, young), (60, old), (63, "All Ages"))
    ]
    why = protect(file(*lines, header=HEADER + ",age")).why
    assert (why != "").sum() >= 2


def test_the_sex_that_is_not_in_the_file_is_protected():
    lines = [row(AUTHORITY, n, 400, f",{sex}") for n, sex in ((60, "Persons"), (57, "Males"))]
    assert (protect(file(*lines, header=HEADER + ",sex")).why != "").sum() == 1


def test_the_ward_that_was_left_out_is_protected():
    lines = [row(f"E05{i:06d}", n, 400) for i, n in enumerate((40, 50))]
    lines.append(row(AUTHORITY, 93, 1200))
    # whoever does not know that one is missing must not find a wrong count either
    assert protect(file(*lines)).why.tolist() == ["with others", "with others", ""]


def test_a_small_rest_in_two_dimensions_is_protected():
    counts = {("Persons", "All ages"): 100, ("Male", "All ages"): 60,
              ("Persons", "0-17"): 57, ("Male", "0-17"): 20}  # fmt: skip
    lines = [row(AUTHORITY, n, 4000, f",{sex},{age}") for (sex, age), n in counts.items()]
    # 100 - 60 - (57 - 20) = 3 women of 18 and over
    why = protect(file(*lines, header=HEADER + ",sex,age")).why
    assert (why != "").sum() >= 1


def test_two_authorities_need_a_look_up_for_their_wards():
    other = row("E06900002", 80, 1200)
    with pytest.raises(SourceError, match="E05000000 is in one of several authorities") as error:
        protect(file(*wards(3, 40, 50), other))
    assert error.value.problems[0].line == 2
    least = {AUTHORITY: frozenset("abc"), **{f"E05{i:06d}": frozenset("abc"[i]) for i in range(3)}}
    why = protect(file(*wards(3, 40, 50), other), least).why
    assert why.tolist() == ["small", "with others", "", "", ""]


def test_wards_and_lsoas_need_a_look_up():
    with pytest.raises(SourceError, match="is made of some of the LSOAs of this table"):
        protect(file(*wards(30, 40, 50), row("E01000001", 12, 100)))


def test_ages_and_school_years_are_not_mixed():
    lines = [row(AUTHORITY, n, 400, f",{age}") for n, age in ((30, "Reception"), (40, "4-5"))]
    with pytest.raises(SourceError, match="Reception is a school year, and other rows have ages"):
        protect(file(*lines, header=HEADER + ",age"))


def test_values_of_a_breakdown_that_overlap_are_refused():
    parts = [("", 60.0), ("North", 40.0), ("South", 37.0)]
    lines = [row(AUTHORITY, n, 900, f",{'part' if v else ''},{v}") for v, n in parts]
    with pytest.raises(SourceError, match="the values of part come to more than everybody"):
        protect(file(*lines, header=HEADER + ",breakdown,breakdown_value"))


def test_shares_alone_that_divide_everybody_are_no_overlap():
    # 8.2% of 1742 is 142 or 143, 9.1% of 1760 160 or 161, and 8.6% of 3502 300 to 302
    parts = [("", 8.6, 3502), ("North", 8.2, 1742), ("South", 9.1, 1760)]
    lines = [
        f"cover,{AUTHORITY},{PERIOD},{value},{people},{'part' if v else ''},{v}"
        for v, value, people in parts
    ]
    header = "indicator_id,area_code,period,value,denominator,breakdown,breakdown_value"
    assert protect(file(*lines, header=header)).why.tolist() == ["", "", ""]
    with pytest.raises(SourceError, match="the values of part come to more than everybody"):
        protect(file(*lines[:2], lines[2].replace("9.1", "9.4"), header=header))


def test_the_authorities_of_a_region_add_up():
    areas = {"E12000001": 63, "E06000001": 3, "E06000002": 20, "E06000003": 40}
    why = protect(file(*[row(area, n, 900) for area, n in areas.items()])).why
    assert why.tolist() == ["", "small", "with others", ""]


def test_periods_in_days_are_parts_of_a_year():
    days = {"2023-01-01/P1Y": 43, "2023-01-01/P90D": 3, "2023-04-01/P275D": 40}
    lines = [row(AUTHORITY, n, 900).replace(PERIOD, period) for period, n in days.items()]
    assert (protect(file(*lines)).why != "").sum() == 2


def test_two_files_are_one_table():
    files = [
        OwnFile("a.csv", file(*wards(3, 40, 50)[:3])),
        OwnFile("b.csv", file(row(AUTHORITY, 93, 1200))),
    ]
    first, second = protect_files(files, ABOUT, {})
    assert [*first.why, *second.why] == ["small", "with others", "", ""]
    twice = [files[0], OwnFile("b.csv", file(row("E05000001", 41, 400)))]
    with pytest.raises(
        SourceError, match=r"b\.csv, line 2: the same figure stands in a\.csv, line 3"
    ):
        protect_files(twice, ABOUT, {})


@pytest.mark.parametrize(
    ("note", "stays"),
    [
        ("5 of them in one home", False),
        ("of whom 3 at night", False),
        ("without 2 children of one home", False),
        ("from 1 April 2024; Q3 of 2024/25", True),
        ("12 people", True),
        ("from 2 clinics", True),
    ],
)
def test_a_note_with_a_small_number_of_people_goes_from_a_row_that_is_shown(note, stays):
    """They are people of its row, as likely as not."""
    lines = [row("E05000000", 32, 400, f",{note}"), row("E05000001", 90, 500, ",")]
    found = facts(
        protect_local(file(*lines, header=HEADER + ",note"), "own.csv", DEFAULT, {}).content
    )
    kept = found["note"].iloc[0]
    assert (note in kept) == stays
    assert "rounded to 5" in kept


def test_a_note_that_holds_the_count_goes_and_another_stays():
    lines = [
        row("E05000000", 32, 400, ",32 of them at home"),
        row("E05000001", 41, 400, ",from 2 clinics"),
    ]
    found = facts(
        protect_local(file(*lines, header=HEADER + ",note"), "own.csv", DEFAULT, {}).content
    )
    assert found["note"].tolist() == [
        "Counts are rounded to 5.", "from 2 clinics. Counts are rounded to 5."
    ]  # fmt: skip


def test_a_lone_ward_beside_a_total_with_an_interval_raises_no_alarm():
    lone = [f"falls,E05000003,{PERIOD},5,,,5,", f"falls,{AUTHORITY},{PERIOD},480,440,525,,"]
    other = {"E06000088": 900, "E05000011": 300, "E05000012": 600}
    old = earlier_file(file(*[row(a, n, 9000) for a, n in other.items()]), "other.csv", NOW, {})
    kept = protect_local(file(*lone), "own.csv", ABOUT, {}, None, [old])
    assert kept.why.tolist() == ["small", ""]
    assert kept.given_away == ()


def test_files_of_other_areas_do_not_hide_what_belongs_together():
    new = {AUTHORITY: 480, "E05000001": 200, "E05000002": 275, "E05000003": 5}
    other = {"E06000088": 900, "E05000011": 300, "E05000012": 600}
    old = earlier_file(file(*[row(a, n, 9000) for a, n in other.items()]), "other.csv", NOW, {})
    kept = protect_local(
        file(*[row(a, n, 9000) for a, n in new.items()]), "own.csv", ABOUT, {}, None, [old]
    )
    assert kept.why.tolist() == ["", "with others", "", "small"]


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


def test_one_row_with_a_mistake_refuses_the_file():
    with pytest.raises(SourceError, match="area_code 'Rutland'"):
        protect(file(row("Rutland", 3, 400), row("E05000001", 30, 400)))


def test_values_of_a_breakdown_protect_each_other():
    parts = [("", 60.0), ("North", 3.0), ("Mid", 20.0), ("South", 37.0)]
    lines = [row(AUTHORITY, n, 900, f",{'part' if v else ''},{v}") for v, n in parts]
    why = protect(file(*lines, header=HEADER + ",breakdown,breakdown_value")).why
    assert why.tolist() == ["", "small", "with others", ""]


def test_two_breakdowns_without_a_total_protect_each_other():
    """60 and 45 by the one are all: 105, of whom 100 by the other leave the hidden 5."""
    parts = [("ethnic", "White", 5.0), ("ethnic", "Asian", 100.0), ("disabled", "Yes", 60.0),
             ("disabled", "No", 45.0)]  # fmt: skip
    head = "indicator_id,area_code,period,value,count,breakdown,breakdown_value"
    lines = [f"falls,{AUTHORITY},{PERIOD},{n:g},{n:g},{by},{value}" for by, value, n in parts]
    kept = protect(file(*lines, header=head))
    assert kept.why[0] == "small"
    assert (kept.why[1:] != "").any()
    assert (kept.why == "").any()
    assert exposed(read_rows(kept.content, "own.csv").rows, ABOUT, {}) == []
    bare = read_rows(file(*lines[1:], lines[0].replace(",5,5,", ",,,"), header=head), "own.csv")
    rows = bare.rows.assign(
        status=bare.rows["status"].mask(bare.rows["value"].isna(), "suppressed")
    )
    assert len(exposed(rows, ABOUT, {})) >= 1


def test_values_of_two_breakdowns_with_one_name_are_two_labels():
    """Others than White and others than disabled are not the same people."""
    parts = [("", "", 300.0), ("ethnic", "White", 200.0), ("ethnic", "Other", 100.0),
             ("disabled", "Yes", 40.0), ("disabled", "Other", 260.0)]  # fmt: skip
    lines = [row(AUTHORITY, n, 900, f",{by},{value}") for by, value, n in parts]
    why = protect(file(*lines, header=HEADER + ",breakdown,breakdown_value")).why
    assert (why == "").all()


def test_few_people_are_hidden_where_their_count_is_not_available():
    lines = [f"falls,E05000000,{PERIOD},x,,,,5", row("E05000001", 30, 400)]
    kept = facts(protect(file(*lines)).content)
    assert kept["denominator"].isna().tolist() == [True, False]
    assert kept["status"].tolist() == ["not-available", "final"]
    told = exposed(read_rows(file(*lines), "own.csv").rows, ABOUT, {})
    assert any("E05000000" in sentence and "is shown" in sentence for sentence in told)


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
    fetched = fetch_folder(folder, Taking(area, settings, store, datetime(2026, 1, 1, tzinfo=UTC)))
    ((_, kept),) = fetched.used
    found = facts(store.read(kept.sha256))
    assert (found["count"].isna() | (found["count"] > 7)).all()
    assert (found["status"] == "suppressed").sum() == 2
    for place in tmp_path.joinpath("snapshots").rglob("*"):
        text = place.read_bytes().decode("utf-8", "replace") if place.is_file() else ""
        assert not re.search(r"0\.75|0\.50|,[1-7](\.0)?,400", text), place


def test_the_command_shows_what_would_be_hidden(tmp_path, capsys):
    place, to = tmp_path / "own.csv", tmp_path / "safe.csv"
    place.write_bytes(file(*wards(3, 40, 50)))
    assert main(["disclosure", str(place), "--to", str(to)]) == 0
    printed = capsys.readouterr().out
    assert "1 hidden as small, 0 hidden with them" in printed
    assert "Lines that are hidden: 2." in printed
    kept = facts(to.read_bytes())
    # by half the base each, 95 - 40 - 50 leaves 0 to 11
    assert kept["count"].tolist()[1:] == [40, 50, 95]
    assert kept["status"].tolist().count("suppressed") == 1
