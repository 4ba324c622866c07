import csv
import io

import pytest

from jsna.errors import SourceError
from jsna.sources.column_names import as_known, column_key
from jsna.sources.csv_file import header, read_rows
from jsna.sources.csv_text import lines_above, plain_csv

TABLE = "Code,Name,Value,Note\nE1,A,4.5,\nE2,B,5.5,x\n"


def rows(content: bytes):
    return read_rows(content, "a.csv", ["Code", "Value"])


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_encoding_and_separator_gives_the_same_rows(codec, separator):
    content = TABLE.replace(",", separator).encode(codec)
    assert header(content) == ["Code", "Name", "Value", "Note"]
    frame = rows(content).frame
    assert frame["Value"].tolist() == ["4.5", "5.5"] and frame["Code"].tolist() == ["E1", "E2"]


def test_a_line_that_names_the_separator_is_no_header():
    assert header(b"sep=;\n" + TABLE.replace(",", ";").encode()) == header(TABLE.encode())


def test_commas_in_the_cells_of_a_file_with_semicolons_stay_in_them():
    frame = rows(b"Code;Name;Value\nE1;Bristol, City of;4,5\n").frame
    assert frame.iloc[0].tolist() == ["E1", "Bristol, City of", "4,5"]


def test_bytes_that_are_plain_already_are_not_touched():
    content = TABLE.encode()
    assert plain_csv(content) is content
    assert plain_csv(b"<html>;;;</html>") == b"<html>;;;</html>"


@pytest.mark.parametrize(
    "below",
    ["Source: ONS, licensed, 2024", '"Source: ONS, 2024"', "Notes\n1. One of them",
     "\n\nSource: ONS",
     "© Crown copyright 2024,,,", "This table was made on Monday", "c = suppressed"],
)  # fmt: skip
def test_lines_below_a_table_are_no_rows_and_are_told(below):
    read = rows(f"{TABLE}{below}\n".encode())
    assert read.frame["Code"].tolist() == ["E1", "E2"]
    assert read.below and read.refused_below()["line"].min() >= 4
    assert read.refused_below()["reason"].str.startswith("a line below the table").all()


@pytest.mark.parametrize("cut", ["E3", "E3,C", 'E3,"C', "E3,King's Lynn and We"])
def test_what_a_broken_download_leaves_of_a_row_is_no_line_below(cut):
    with pytest.raises(SourceError, match=r"breaks off|not a whole CSV"):
        rows((TABLE + cut).encode())


def test_rows_and_columns_without_a_cell_are_left_out_and_lines_stay_right():
    read = rows(b"Code,Name,Value,,\nE1,A,1,,\n\n,,,,\nE2,B,2,,\n,,,,\n")
    assert list(read.frame) == ["Code", "Name", "Value"]
    assert (read.frame.index + 2).tolist() == [2, 5]


def test_a_column_that_numbers_the_rows_is_none_and_another_without_a_name_is_told():
    assert list(rows(b",Code,Value\n1,E1,2\n2,E2,3\n").frame) == ["Code", "Value"]
    with pytest.raises(SourceError, match="line 2: a column without a name holds cells"):
        rows(b"Code,Value,\nE1,2,west\n")


@pytest.mark.parametrize("row", ["E1,2,3", "E1,2,3,4"])
def test_a_row_with_more_cells_than_columns_is_told_with_its_line(row):
    with pytest.raises(SourceError, match=r"line 3: this row has \d cells"):
        rows(f"Code,Value\nE0,1\n{row}\n".encode())


def test_names_are_known_however_a_program_spells_them():
    known = ["Lower CI 95.0 limit", "Area Code"]
    spelled = [
        "LowerCI95.0limit",
        "Lower_CI_95.0_limit",
        "Lower.CI.95.0.limit",
        "area_code",
        "Other",
    ]
    told = [one for name in spelled for one in as_known([name], known)]
    assert told == [known[0]] * 3 + [known[1], "Other"]
    assert column_key("Ä b-1") == "b1"


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("value,Value", "value,Value"),
        ("Value,value", "Value,value"),
        ("VALUE,Value", "value,Value"),
    ],
)
def test_of_two_columns_like_one_only_one_has_its_name(names, read):
    assert as_known(names.split(","), ["value"]) == read.split(",")


@pytest.mark.parametrize("cell", ['"two\nlines"', '"two\r\nlines\r\n"', '"a ""b""\nc"'])
def test_a_line_break_in_the_last_cell_is_no_end_of_the_file(cell):
    content = f"code,name,note\nE1,One,plain\nE2,Two,{cell}\n".encode()
    frame = read_rows(content, "a file", ["code", "name"]).frame
    assert frame["code"].tolist() == ["E1", "E2"]
    assert "\n" in frame["note"].iloc[-1]


def test_a_file_that_ends_inside_a_cell_of_several_lines_still_breaks_off():
    content = b'code,name,note\nE1,One,"two\nlines"\nE2,Two,"two\nli'
    with pytest.raises(SourceError, match=r"breaks off|not a whole CSV"):
        read_rows(content, "a file", ["code", "name"])


TITLES = [
    "Smoking | adults | 2024", "Smoking; adults; 2024", "Smoking\tadults", "Smoking, adults, 2024",
    "Smoking | adults\nONS | 2024", "A; b; c; d; e; f; g", '"Smoking; ""adults"""',
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_marks_in_a_title_do_not_separate_the_columns(title, separator):
    table = TABLE.replace(",", separator).replace("4.5", "4,5" if separator != "," else "4.5")
    plain = plain_csv(f"{title}\n\n{table}".encode()).decode()
    rows = list(csv.reader(io.StringIO(plain)))
    assert ["Code", "Name", "Value", "Note"] in rows
    assert ["E2", "B", "5.5", "x"] in rows
    assert lines_above(f"{title}\n\n{table}".encode()) >= 1


def test_marks_in_the_cells_do_not_separate_the_columns():
    notes = "".join(f"E{n},A,1,a; b | c; d; e\n" for n in range(9))
    assert plain_csv(f"Code,Name,Value,Note\n{notes}".encode()).startswith(b"Code,Name,Value")
    money = "".join(f"E{n};1,234,567;2,345,678\n" for n in range(9))
    assert header(f"Code;Count;People\n{money}".encode()) == ["Code", "Count", "People"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("below", ["", "E1{0}A{0}1{0}\n", "Notes\none\ntwo\nthree\nfour\n"])
def test_a_header_with_little_below_it_is_separated_too(separator, below):
    head = f"Code,Name,Value,Note\n{below.format(',')}".replace(",", separator)
    assert header(head.encode()) == ["Code", "Name", "Value", "Note"]
