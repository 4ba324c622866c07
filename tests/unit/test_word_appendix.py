"""In Word the tables that a page folds stand at its end; the longest are left to the workbook."""

import io
import subprocess
from pathlib import Path

import docx
import pypandoc
import pytest

FILTER = Path(__file__).resolve().parents[2] / "reports/template/filters/blocks.lua"


def table(name: str, rows: int) -> str:
    lines = "\n".join(f"| {name} {n} | {n} |" for n in range(rows))
    return f"| Name | % |\n|:--|--:|\n{lines}\n\n: {name}\n"


def written(markdown: str, to: str) -> bytes:
    command = [pypandoc.get_pandoc_path(), "--from=markdown", f"--to={to}", "--output=-"]
    command.append(f"--lua-filter={FILTER}")
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    return done.stdout


def page(*tables: str) -> str:
    inside = "\n".join(tables)
    folded = f'::: {{.details .site-only summary="Values"}}\n{inside}\n:::' if tables else ""
    return f"## One\n\n{folded}\n\n::: {{.appendix}}\n:::\n\n## Sources\n"


def headings(document) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == "Heading 2"]


def test_folded_tables_follow_under_a_heading_of_their_own() -> None:
    content = written(page(table("short", 3), table("long", 50)), "docx")
    document = docx.Document(io.BytesIO(content))
    assert headings(document) == ["One", "Data tables", "Sources"]
    (found,) = document.tables
    assert [cell.text for cell in found.rows[1].cells] == ["short 0", "0"]


def test_without_folded_tables_there_is_no_appendix() -> None:
    document = docx.Document(io.BytesIO(written(page(), "docx")))
    assert headings(document) == ["One", "Sources"]


@pytest.mark.parametrize(
    ("section", "order"),
    [("", ["1", "2", "Contents", "3", "4"]), (' section="1"', ["Contents", "1", "2", "3", "4"])],
)
def test_contents_of_word_stand_under_what_fills_page_one(section: str, order: list[str]) -> None:
    words = f"::: {{.word-contents{section}}}\n:::\n\n"
    words += "\n\n".join(f"## {n}\n\nText" for n in (1, 2, 3, 4))
    document = docx.Document(io.BytesIO(written(words, "docx")))
    assert [p.text for p in document.paragraphs if p.text != "Text"] == order
    for to in ("html5", "typst"):
        assert b"Contents" not in written(words, to)


def test_the_data_tables_of_a_pdf_are_what_the_page_folds_and_nothing_else() -> None:
    folded = page(table("short", 3), table("long", 50)).removesuffix("## Sources\n")
    text = written(f"::: {{.data-tables}}\n{folded}\n:::\n\n## Sources\n", "typst").decode()
    assert "short 0" in text and "Sources" in text
    assert "long" not in text and "One" not in text


def test_a_page_that_folds_no_table_says_so_in_their_place() -> None:
    text = written("::: {.data-tables}\n## One\n\nText\n:::\n", "typst").decode()
    assert "This page folds no table." in text and "One" not in text


def test_the_page_and_the_pdf_have_no_appendix() -> None:
    for to in ("html5", "typst"):
        assert b"Data tables" not in written(page(table("short", 3)), to)
