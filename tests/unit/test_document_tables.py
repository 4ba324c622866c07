"""The tables of a Word file and of a PDF: headers of rows and columns, or the gate tells."""

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
import typst

from jsna.errors import UserFileError
from jsna.pack.pdf_file import finish_pdf_file
from jsna.pack.word_file import Imprint, finish_word_file
from jsna.publish.document_tables import document_table_faults
from jsna.publish.read_pdf import pdf_tables

IMPRINT = Imprint("T", "A", datetime(2026, 1, 1, tzinfo=UTC))
TWO_COLUMNS = "#table(columns: 2, table.header[Year][%], [2023],[12], [2024],[9])"
ONE_COLUMN = "#table(columns: 1, table.header[Year], [2023])"
NO_HEADER = "#table(columns: 2, [2023],[12])"


def pdf(folder: Path, body: str, name: str = "a.pdf") -> Path:
    start = '#set document(title: "T")\n#set text(lang: "en")\n= T\n'
    made = typst.compile((start + body).encode(), timestamp=IMPRINT.as_at, ignore_system_fonts=True)
    (folder / name).write_bytes(made)
    return folder / name


def word(folder: Path, rows: int = 2, columns: int = 2) -> Path:
    document = docx.Document()
    table = document.add_table(rows, columns)
    for look in table._tbl.tblPr.xpath("w:tblLook"):
        table._tbl.tblPr.remove(look)
    document.save(folder / "a.docx")
    return folder / "a.docx"


def test_a_pdf_as_typst_leaves_it_has_rows_without_headers(tmp_path: Path) -> None:
    file = pdf(tmp_path, TWO_COLUMNS)
    assert document_table_faults(tmp_path) == [
        "a.pdf: table 1 has 2 rows whose first cell is no header of the row (1.3.1)"
    ]
    assert finish_pdf_file(file) == 2
    assert document_table_faults(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.7\n1 0 obj\n"])
def test_a_pdf_that_cannot_be_read_is_told_with_its_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "early-help.pdf"
    file.write_bytes(content)
    with pytest.raises(UserFileError, match=r"early-help\.pdf: .*can't be read as a PDF"):
        finish_pdf_file(file)
    assert file.read_bytes() == content


def test_each_number_of_a_finished_pdf_points_to_its_row_and_its_column(tmp_path: Path) -> None:
    file = pdf(tmp_path, TWO_COLUMNS * 2)
    assert finish_pdf_file(file) == 4
    tables = pdf_tables(file.read_bytes())
    names = [row[0]["/ID"] for _, body in tables for row in body]
    assert len(set(names)) == 4
    pointed = [
        one["/Headers"]
        for _, body in tables
        for row in body
        for one in row[1]["/A"]
        if "/Headers" in one
    ]
    columns = [head[0][1]["/ID"] for head, body in tables for _ in body]
    assert pointed == [[column, name] for column, name in zip(columns, names, strict=True)]


def test_a_pdf_is_finished_to_the_same_bytes(tmp_path: Path) -> None:
    one, two = (pdf(tmp_path, TWO_COLUMNS, name) for name in ("a.pdf", "b.pdf"))
    finish_pdf_file(one)
    finish_pdf_file(two)
    assert one.read_bytes() == two.read_bytes()
    assert b"%%EOF" in one.read_bytes()


@pytest.mark.parametrize("body", ["Words alone.", ONE_COLUMN])
def test_a_pdf_without_rows_to_name_stays_as_it_is(tmp_path: Path, body: str) -> None:
    file = pdf(tmp_path, body)
    before = file.read_bytes()
    assert finish_pdf_file(file) == 0
    assert file.read_bytes() == before
    assert document_table_faults(tmp_path) == []


def test_a_pdf_table_without_a_row_of_headers_is_told(tmp_path: Path) -> None:
    finish_pdf_file(pdf(tmp_path, NO_HEADER))
    fault, *_ = document_table_faults(tmp_path)
    assert "table 1 has no row of header cells" in fault


def test_a_word_table_that_marks_no_header_is_told_three_times(tmp_path: Path) -> None:
    file = word(tmp_path)
    faults = document_table_faults(tmp_path)
    assert [fault.partition("table 1 ")[2][:40] for fault in faults] == [
        "has no header row that is repeated on ea",
        "does not say that its first row holds he",
        "does not say that its first column holds",
    ]
    finish_word_file(file, IMPRINT, {})
    assert document_table_faults(tmp_path) == []


def test_a_word_table_of_one_column_has_a_header_and_names_no_rows(tmp_path: Path) -> None:
    file = word(tmp_path, columns=1)
    finish_word_file(file, IMPRINT, {})
    assert document_table_faults(tmp_path) == []
    (look,) = docx.Document(str(file)).tables[0]._tbl.tblPr.xpath("w:tblLook")
    assert "0" in look.values()
