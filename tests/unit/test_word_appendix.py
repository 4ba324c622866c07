"""In Word the tables that a page folds stand at its end; the longest are left to the workbook."""

import io
import subprocess
from pathlib import Path

import docx
import pypandoc

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


def test_the_page_and_the_pdf_have_no_appendix() -> None:
    for to in ("html5", "typst"):
        assert b"Data tables" not in written(page(table("short", 3)), to)
