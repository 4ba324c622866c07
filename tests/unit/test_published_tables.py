"""The gate reads the data package and the workbook as numbers: a planted one is found."""

import io
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from planted_packs import FALLS, FIGURE, KEPT, TOP, PlantedPack, make_planted, notebook

from jsna.narrative.change_words import NOT_AGAIN
from jsna.publish.disclosure import disclosure_faults

ASH, CEDAR = "E05000001", "E05000003"
HIDDEN = "a number stands where the kept file hides it"


@pytest.fixture
def pack(tmp_path: Path, project_root: Path) -> PlantedPack:
    return make_planted(tmp_path, project_root)


def faults(pack: PlantedPack) -> list[str]:
    return disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)


def values(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A table of many indicators: area, period and value, beside rows of somebody else."""
    own = [
        {"indicator_id": FALLS, "sex": "Persons", "age": "All ages", "area_code": code,
         "period_label": period, "value": value}
        for code, period, value in rows
    ]  # fmt: skip
    other = {**own[0], "indicator_id": "20101", "value": "3"}
    return pd.DataFrame([other, *own])


def written(pack: PlantedPack, name: str, frame: pd.DataFrame) -> None:
    place = pack.folder / "site" / "data" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".parquet"):
        frame.assign(value=pd.to_numeric(frame["value"])).to_parquet(place)
    else:
        frame.to_csv(place, index=False)


@pytest.mark.parametrize("name", ["values.csv", "values.parquet"])
@pytest.mark.parametrize(
    ("number", "what"),
    [("3", "a small count is shown"), ("12", "a number stands where the kept file hides it")],
)
def test_a_hidden_number_in_a_table_of_many_indicators(pack, name, number, what):
    written(pack, name, values((CEDAR, "2023", "40"), (ASH, "2023", number)))
    assert f"site/data/{name}, line 4: {what}" in faults(pack)


@pytest.mark.parametrize(
    ("number", "told"), [("3", ["a small count is shown"]), ("12", [HIDDEN]), ("", [])]
)
def test_a_table_that_calls_an_indicator_by_its_title_is_read_as_numbers(pack, number, told):
    title = pack.settings.indicators[FALLS].title
    rows = values((CEDAR, "2023", "40"), (ASH, "2023", number)).drop(columns="indicator_id")
    rows.insert(2, "measure", ["Something else", title, title.upper()])
    written(pack, "measures.csv", rows)
    found = faults(pack)
    assert {f"site/data/measures.csv, line 4: {what}" for what in told} <= set(found)
    assert bool(found) == bool(told)


@pytest.mark.parametrize("name", ["values.csv", "values.parquet"])
def test_what_the_kept_file_shows_is_sound_in_a_table(pack, name):
    written(pack, name, values((CEDAR, "2023", "40")))
    assert faults(pack) == []


@pytest.fixture
def of_hidden_area(tmp_path: Path, project_root: Path) -> PlantedPack:
    """A pack whose own area is hidden in 2023, and which says no more than that."""
    hidden = KEPT | {(TOP, "2023"): None}
    pack = make_planted(tmp_path, project_root, hidden)
    for name in ("site/old-age.docx", "project/old-age.qmd"):
        (pack.folder / name).unlink()
    notebook(pack, "Falls at home.")
    pack.page("")
    pack.csv({(TOP, "2023"): ""})
    return pack


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("3", ": a small count is shown"),
        ("125", ": a number stands where the kept file hides it"),
        ("", None),
    ],
)
def test_a_list_of_a_chapter_that_names_no_area_is_about_the_packs(of_hidden_area, number, what):
    """Every measure, and the needs: `indicator` has the id, no column an area."""
    place = "site/figures/area.all-indicators.csv"
    of_hidden_area.write(
        place,
        f"indicator,title,sex,age,unit,period,value,england\n20101,A,Persons,All ages,%,2023,3,\n"
        f"{FALLS},Falls,Persons,All ages,falls,2023-01-01/P1Y,{number},\n",
    )
    told = faults(of_hidden_area)
    assert f"{place}, line 3{what}" in told if what else told == []


def test_a_count_before_rounding_in_a_list_of_wards_is_found(pack):
    place = "site/figures/area.ward-inequalities.csv"
    pack.write(
        place,
        "indicator,area_code,area_name,period_label,sex,age,value\n"
        f"{FALLS},{CEDAR},Cedar Cross,2023,Persons,All ages,41\n",
    )
    assert faults(pack) == [f"{place}, line 2: a value that the kept file does not show"]


@pytest.mark.parametrize(
    ("kind", "code", "before", "after", "what"),
    [
        (
            "value-withdrawn",
            ASH,
            "12",
            "suppressed",
            "a number stands where the kept file hides it",
        ),
        ("interval", ASH, "7.1 to 20.9", "", HIDDEN),
        ("vanished", ASH, "3", "", "a small count is shown"),
        ("value-given", CEDAR, "suppressed", "41", "a value that the kept file does not show"),
        ("denominator", CEDAR, "4", "", "a small count is shown"),
        ("value-given", CEDAR, "suppressed", "40", None),
        ("value-withdrawn", ASH, NOT_AGAIN, "suppressed", None),
        ("renamed", "", "Falls, aged 12", "Falls, aged 3", None),
    ],
)
def test_the_two_states_of_a_list_of_changes_are_read(pack, kind, code, before, after, what):
    place = "site/figures/area.what-changed.csv"
    pack.write(
        place,
        "kind,indicator_id,area_code,period,sex,age,period_label,what,before,after\n"
        f'{kind},{FALLS},{code},2023-01-01/P1Y,Persons,All ages,2023,value,"{before}","{after}"\n',
    )
    told = faults(pack)
    assert f"{place}, line 2: {what}" in told if what else told == []


def test_a_table_that_is_none_is_a_fault(pack):
    place = pack.folder / "site" / "data" / "values.parquet"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"PAR1")
    assert any("values.parquet" in told and "read back" in told for told in faults(pack))


@pytest.mark.parametrize(
    ("changed", "sound"), [({}, True), ({(ASH, "2023"): 12}, False), ({(ASH, "2023"): 40}, False)]
)
def test_a_sheet_is_made_of_one_csv_row_by_row(pack, changed, sound):
    # the third has a number of the same CSV, where that hides one
    pack.csv({(CEDAR, "2023"): "40"})
    lines = pd.read_csv(pack.figures / f"{FIGURE}.csv", dtype={"period_label": str})
    book = Workbook()
    book.active.append(["Falls"])
    book.active.append(["Area", "Period", "Value"])
    for line in lines.to_dict("records"):
        place = (line["area_code"], line["period_label"])
        value = changed.get(place, line["value (falls)"])
        book.active.append([line["area_name"], place[1], "[c]" if pd.isna(value) else value])
    content = io.BytesIO()
    book.save(content)
    (pack.folder / "site" / "evidence.xlsx").write_bytes(content.getvalue())
    told = [one for one in faults(pack) if "no one CSV" in one]
    assert told == ([] if sound else ["site/evidence.xlsx, sheet Sheet: numbers that no one CSV"
                                      " of the pack shows"])  # fmt: skip


def test_a_column_called_line_is_read_as_any_other(pack):
    # the line of a strategy's document, in the list of what the strategy leaves open
    (pack.figures / "area.coverage.csv").write_text("what,line\npriority,908\nmeasure,1027\n")
    book = Workbook()
    for row in (["What is open"], ["What", "Line"], ["priority", 908], ["measure", 1027]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    (pack.folder / "site" / "evidence.xlsx").write_bytes(content.getvalue())
    assert [one for one in faults(pack) if "no one CSV" in one] == []
