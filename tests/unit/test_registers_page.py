"""The page of registers: what it tells, and that nothing typed into a cell is more than words."""

import re
from pathlib import Path

import pytest
from framework_strategy import strategy
from invented_board import kind
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from hostile_strings import MARKDOWN, MARKUP
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page, plain_markdown
from jsna.chapter.registers import due, each, finding, not_right
from jsna.tables.csv_file import csv_file

FORMULAS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1+1", '=HYPERLINK("http://a")')


@pytest.fixture
def registers(tmp_path: Path):
    """Return what writes rows and gives the evidence of them."""
    found = evidence(facts_of(fact()), [indicator()], {}, tmp_path)
    project = found.project
    settings = project.settings.__class__(
        **{**vars(project.settings), "register_kinds": {"tasks": kind()}}
    )
    changed = project.__class__(project.paths, settings, project.area, strategy())
    own = found.__class__(changed, None, found.store, found.open_geography, {}, found.entries)

    def write(text: str | bytes) -> Evidence:
        file = project.paths.strategies.own / "plan/registers/tasks.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return own

    return write


HEAD = "id,title,priority,owner,due,done,state,progress,place,question,count,percent,base\n"
ROWS = (
    "t-1,Paint,first,council,2025-12-31,,well,Half of it,north,a,4,8,50\n"
    "t-2,Dig,second,,2026-02-28,,badly,Ann to add detail,north,a,40,80,50\n"
    "t-3,Sing,second,Ann Example,31.06.26,,so so,Loud,north,b,30,60,50\n"
    "t-4,,second,council,Jan-26,2026-01-03,finished,,,,,,\n"
)


def test_the_page_tells_what_is_late_open_and_wrong(registers, tmp_path: Path) -> None:
    own, page = registers(HEAD + ROWS), Page(tmp_path, in_pack=True)
    told = finding(own, page)
    assert "1 register with 4 rows: 1 past their date as at 15 January 2026" in told
    assert "Source: the registers of " in told
    dated = due(own, page)
    assert "1 row is past their date" in dated
    assert re.search(r"Paint.*31 December 2025", dated)
    assert re.search(r"Dig.*28 February 2026", dated)
    block = each(own, page)
    assert "### Tasks {#register-tasks}" in block
    assert "### Tasks\n" in plain_markdown(block, tmp_path)  # in a notebook
    assert "31.06.26" in block  # shown as it was written
    assert "(hidden: few people)" in block
    assert '<th scope="row">blank</th>' in block  # a row that nobody has named yet
    listed = not_right(own, page)
    assert "is no day of the calendar" in listed
    for text in (told, dated, block, listed):
        assert "Ann" not in text
    csv = (tmp_path / "figures/area.register-tasks.csv").read_text("utf-8-sig")
    assert "Ann" not in csv
    assert ",4,8," not in csv


def test_a_strategy_without_a_register_shows_nothing(registers, tmp_path: Path) -> None:
    own = registers("title\n")
    (own.project.paths.strategies.own / "plan/registers/tasks.csv").unlink()
    assert finding(own, Page(tmp_path, in_pack=True)) == ""
    assert due(own, Page(tmp_path, in_pack=True)) == ""


def test_nothing_in_a_cell_is_more_than_words(registers, tmp_path: Path) -> None:
    """Markup, Markdown, shortcodes and formulas, in every column at once."""
    import pandas as pd

    strings = [*MARKUP, *MARKDOWN, *FORMULAS]
    columns = HEAD.strip().split(",")
    rows = pd.DataFrame({name: strings for name in columns})
    own = registers(rows.to_csv(index=False))
    page = Page(tmp_path, in_pack=True)
    text = "\n".join(write(own, page) for write in (finding, due, each, not_right))
    outside = re.sub(r"^(`{3,})\{=html\}\n.*?\n\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    html = "".join(re.findall(r"^`{3,}\{=html\}\n(.*?)\n`{3,}$", text, re.DOTALL | re.MULTILINE))
    assert not re.search(r"<(?!/?(table|caption|thead|tbody|tr|th|td|a)\b)", html)
    assert set(re.findall(r"<a ([^>]*)>", html)) == {'href="#register-tasks"'}
    assert "<script" not in outside
    assert "{{<" not in outside
    for file in (tmp_path / "figures").glob("*.csv"):
        cells = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        begins = cells.map(lambda cell: cell.lstrip()[:1] in "=+@" and cell.strip() != "")
        assert not begins.any(axis=None), file
    assert csv_file(rows)  # what a spreadsheet is given of the same words
