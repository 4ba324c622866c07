"""The evidence workbook: both formats hold the same cells, safe, whole and explained."""

import io
import re
import warnings
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from gptables import Cover, GPTable, produce_workbook
from python_calamine import CalamineWorkbook

from jsna.publish.active_documents import active_document_faults
from jsna.publish.read_workbook import parquet_passages, workbook_passages
from jsna.publish.synthetic_notice import synthetic_notice_faults
from jsna.tables.column_sheet import AS_WRITTEN, ColumnBook
from jsna.tables.csv_file import csv_file
from jsna.tables.open_document import open_document_bytes
from jsna.tables.sheet import Sheet, sheet_frame
from jsna.tables.workbook import Workbook, excel_bytes

HOSTILE = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "$$note$$", "[a](http://b.example)", "&<b>"]
CSV = csv_file(
    pd.DataFrame(
        {
            "area_code": ["E1", "E2", "E3", "E4"],
            "area_name": ["=HYPERLINK(1)", "@SUM(A1)", "$$note$$ &<b>", "[a](http://b.example)"],
            "period_label": ["2023", "2024", "2024", "2024"],
            "value (%)": [12.5, None, None, None],
            "lower_95 (%)": [None] * 4,
            "reason": ["", "", "", "none"],
            "note": [""] * 4,
            "status": ["final", "suppressed", "not-available", "final"],
        }
    )
)


@pytest.fixture(scope="module")
def book() -> Workbook:
    sheets = [Sheet("Smoking, =1+1, 2024", ("Fewer smoke",), "OHID", sheet_frame(CSV))]
    return Workbook(
        "Midshire: evidence workbook (SYNTHETIC)", ("=intro",), ("Release 2026.11.",),
        ("Public health",), {"Similar": "cannot be told apart"}, sheets,
        datetime(2026, 11, 20, 12, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(book: Workbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbook")
    (folder / "a.xlsx").write_bytes(excel_bytes(book))
    (folder / "a.ods").write_bytes(open_document_bytes(book))
    return folder


def test_missing_cells_are_symbols_and_numbers_are_numbers() -> None:
    frame = sheet_frame(CSV)
    assert list(frame) == [
        "Area code", "Area", "Period", "Value (%)", "Lower 95% limit (%)", "Reason", "Status",
    ]  # fmt: skip
    assert frame["Value (%)"].tolist() == [12.5, "[c]", "[x]", "[x]"]
    assert frame["Lower 95% limit (%)"].tolist() == ["[x]", "[c]", "[x]", "[x]"]
    assert frame["Period"].tolist() == ["2023", "2024", "2024", "2024"]
    assert frame["Reason"].tolist() == ["[z]", "[z]", "[z]", "none"]
    assert not (frame == "").any(axis=None) and not frame.isna().any(axis=None)


def test_a_cell_that_is_a_sign_alone_is_said_in_words() -> None:
    frame = sheet_frame(b"unit,area_code\n%,E1\n&,E2\n")
    assert frame["Unit"].tolist() == ["per cent", "[z] (only the sign &)"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_both_files_have_the_sheets_and_the_cells(folder: Path, book: Workbook, name: str) -> None:
    read = CalamineWorkbook.from_path(str(folder / name))
    assert read.sheet_names == ["Cover", "Contents", "Notes", "Table 1"]
    assert read.get_sheet_by_name("Cover").to_python()[0] == [book.title]
    contents = read.get_sheet_by_name("Contents").to_python()
    assert contents[-1][:2] == ["Table 1", "Table 1: Smoking, =1+1, 2024"]
    notes = [row[0] for row in read.get_sheet_by_name("Notes").to_python()]
    assert notes[-4:] == ["Symbol [c]", "Symbol [x]", "Symbol [z]", "Similar"]
    rows = read.get_sheet_by_name("Table 1").to_python()
    assert rows[0][0] == "Table 1: Smoking, =1+1, 2024"
    assert rows[-4][:4] == ["E1", "'=HYPERLINK(1)", "2023", 12.5]
    assert rows[-3][1:4] == ["'@SUM(A1)", "2024", "[c]"]
    assert rows[-1][1].replace("] (", "](") == "[a](http://b.example)"


def test_nothing_in_either_file_runs_and_each_says_that_its_data_is_invented(folder: Path) -> None:
    assert active_document_faults(folder) == []
    assert synthetic_notice_faults([], folder, synthetic=True) == []


def test_the_table_of_a_sheet_is_marked_as_one_in_both_files(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "a.xlsx")["Table 1"]
    (table,) = sheet.tables.values()
    assert (table.name, table.ref) == ("table_1", "A5:G9")
    assert not sheet.merged_cells.ranges
    with zipfile.ZipFile(folder / "a.ods") as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
        assert archive.namelist()[0] == "mimetype"
    marks = {
        value
        for element in content.iter()
        if element.tag.endswith("}database-range")
        for key, value in element.attrib.items()
        if key.endswith("target-range-address")
    }
    assert "'Table 1'.A5:'Table 1'.G9" in marks
    assert len([e for e in content.iter() if e.tag.endswith("}table-header-rows")]) == 3


def test_a_printed_table_fits_a_sheet_of_paper_and_no_line_of_the_cover_hides_another(
    book: Workbook,
) -> None:
    wide = pd.DataFrame({f"column {n}": ["a" * 60] for n in range(5)})
    long = replace(
        book, intro=("words " * 30,), sheets=[*book.sheets, replace(book.sheets[0], frame=wide)]
    )
    with zipfile.ZipFile(io.BytesIO(open_document_bytes(long))) as archive:
        content, styles = (archive.read(f"{name}.xml").decode() for name in ("content", "styles"))
    papers = re.findall(r'<table:table table:name="([^"]+)" table:style-name="(\w+)">', content)
    assert dict(papers) == {
        "Cover": "upright", "Contents": "upright", "Notes": "upright", "Table 1": "across",
        "Table 2": "wide",
    }  # fmt: skip
    fitted = re.findall(r'style:name="on-(\w+)"><[^>]*style:scale-to-X="1"', styles)
    assert fitted == ["upright", "across"]
    heights = dict(re.findall(r'style:name="h(\d)".*?style:row-height="([\d.]+)cm"', content))
    assert float(heights["4"]) > 4 * 0.5 > float(heights["1"])
    assert 'table:style-name="h4"><table:table-cell table:style-name="Words"' in content
    # what stands above a table is not squeezed into its first column
    assert re.search(r'table:style-name="Line"[^>]*><text:p>This worksheet contains', content)


def test_the_same_workbook_is_the_same_bytes(folder: Path, book: Workbook) -> None:
    assert excel_bytes(book) == (folder / "a.xlsx").read_bytes()
    assert open_document_bytes(book) == (folder / "a.ods").read_bytes()


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_the_gate_reads_each_cell_with_its_row_its_column_and_its_title(
    folder: Path, name: str
) -> None:
    passages = list(workbook_passages(name, (folder / name).read_bytes()))
    (cell,) = [p for p in passages if p.text == "12.5"]
    assert cell.column == "Value (%)" and "'=HYPERLINK(1)" in cell.row
    assert cell.about == "Table 1: Smoking, =1+1, 2024"
    assert {"Fewer smoke", "OHID"} <= {p.text for p in passages}
    assert any("Public health" in p.text for p in passages)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.xlsx", "xl/comments1.xml"),
        ("a.ods", "Pictures/1.png"),
        ("a.ods", "Object 1/content.xml"),
    ],
)
def test_a_part_that_no_check_reads_is_told(folder: Path, name: str, part: str) -> None:
    copy = io.BytesIO((folder / name).read_bytes())
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr(part, "<a>4 people</a>")
    with pytest.raises(ValueError, match="a part that no check reads"):
        list(workbook_passages(name, copy.getvalue()))


@pytest.mark.parametrize("content", [b"", b"PK no archive", b"\x00" * 200])
@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_bytes_that_are_no_workbook_are_told(name: str, content: bytes) -> None:
    with pytest.raises(ValueError, match="no workbook"):
        list(workbook_passages(name, content))
    with pytest.raises(ValueError, match="no parquet"):
        list(parquet_passages("a.parquet", content))


def planted(folder: Path, name: str, old: bytes, new: bytes, into: Path) -> None:
    with zipfile.ZipFile(folder / name) as sound, zipfile.ZipFile(into / name, "w") as made:
        found = 0
        for part in sound.namelist():
            content = sound.read(part)
            found += content.count(old)
            made.writestr(part, content.replace(old, new))
    assert found


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("a.xlsx", b"<v>12.5</v>", b"<f>1+1</f><v>12.5</v>", 'holds the formula "1+1"'),
        ("a.xlsx", b'Target="worksheets/sheet1.xml"',
         b'Target="http://a.example" TargetMode="External"', "points to http://a.example"),
        ("a.ods", b'office:value="12.5"', b'table:formula="of:=1+1"', 'the formula "of:=1+1"'),
        ("a.ods", b"#'Table 1'.A1", b"file:///etc/passwd", "points to file:///etc/passwd"),
    ],
)  # fmt: skip
def test_what_would_run_in_a_workbook_is_told(
    folder: Path, tmp_path: Path, name: str, old: bytes, new: bytes, told: str
) -> None:
    planted(folder, name, old, new, tmp_path)
    assert told in "\n".join(active_document_faults(tmp_path))


def test_the_heads_of_each_table_stay_in_sight_in_both_files(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "a.xlsx")["Table 1"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Area code")[0].row
    assert sheet.freeze_panes == f"A{head + 1}"
    assert openpyxl.load_workbook(folder / "a.xlsx")["Cover"].freeze_panes is None
    with zipfile.ZipFile(folder / "a.ods") as archive:
        settings = ElementTree.fromstring(archive.read("settings.xml"))
    name = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}name"
    frozen = {
        entry.get(name): {item.get(name): item.text for item in entry}
        for entry in settings.iter()
        if entry.get(name) in ("Contents", "Notes", "Table 1")
    }
    rows = (
        CalamineWorkbook.from_path(str(folder / "a.ods")).get_sheet_by_name("Table 1").to_python()
    )
    at = next(place for place, row in enumerate(rows, start=1) if row[0] == "Area code")
    assert set(frozen) == {"Contents", "Notes", "Table 1"}
    assert frozen["Table 1"]["VerticalSplitPosition"] == str(at)
    assert frozen["Table 1"]["VerticalSplitMode"] == "2"


def test_a_long_line_of_the_cover_has_the_height_that_it_takes(book: Workbook) -> None:
    long = replace(book, about=("Release 2026.11.", "Long words " * 20))
    cover = openpyxl.load_workbook(io.BytesIO(excel_bytes(long)))["Cover"]
    rows = {cell.value: cover.row_dimensions[cell.row].height for cell in cover["A"]}
    assert rows["Release 2026.11."] is None
    assert rows["Long words " * 20] == pytest.approx(16 * 4, abs=1)


def test_a_sheet_written_by_columns_is_byte_for_byte_what_gptables_writes() -> None:
    def tables() -> dict[str, GPTable]:
        plain = pd.DataFrame({"Area": ["Alder\nWARD", "[x]"], "Value (%)": [12.5, "[c]"],
                              "Cases": [3, 40], "Age": ["65", "[z]"]})  # fmt: skip
        blank = pd.DataFrame({"Area": ["Alder", "Birch"], "Value": [1.5, None]})
        note = pd.DataFrame({"Area": ["Alder", "Birch"], "Value [note 1]": [1.5, 2.5]})
        symbols = pd.DataFrame({"Area": ["Alder"], "Value": ["[x]"]})
        frames = {"Table 1": plain, "Table 2": blank, "Table 3": note, "Table 4": symbols}
        return {
            name: GPTable(frame, name.lower().replace(" ", "_"), name, subtitles=["Fewer"],
                          instructions="One table.", source="OHID", index_columns={2: 0})
            for name, frame in frames.items()
        }  # fmt: skip

    def cover() -> Cover:
        return Cover(title="Midshire", intro=["=1+1"], about=["Release 1"], contact=["A team"])

    ours, theirs = io.BytesIO(), io.BytesIO()
    book = ColumnBook(ours)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.fill(cover(), tables())
        other = produce_workbook(theirs, tables(), cover=cover(), workbook_options=dict(AS_WRITTEN))
    for each in (book, other):
        each.set_properties({"created": datetime(2026, 11, 20)})
        each.close()
    assert ours.getvalue() == theirs.getvalue()
