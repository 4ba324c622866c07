"""The page of registers: what it tells, and that nothing typed into a cell is more than words."""

import re
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely
from framework_strategy import strategy
from invented_board import kind
from invented_evidence import DAY, evidence
from invented_facts import fact, facts_of, indicator

from hostile_strings import MARKDOWN, MARKUP
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page, plain_markdown
from jsna.chapter.registers import due, each, finding, not_right
from jsna.settings.register_kind import RegisterKind
from jsna.snapshots.snapshot import Origin, Snapshot
from jsna.tables.csv_file import csv_file

FORMULAS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1+1", '=HYPERLINK("http://a")')

SNAPSHOT = Snapshot("a" * 64, "ons-boundaries", "Wards", "ONS", "file", DAY, "OGL-UK-3.0",
                    "Source: ONS.", 1, "text/csv", Origin.HAND)  # fmt: skip


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
    assert "1 register with 4 rows: 1 past its date as at 15 January 2026" in told
    assert "Source: the registers of " in told
    dated = due(own, page)
    assert "1 row is past its date and not said to be done; 1 row falls due" in dated
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


SITES = {
    "id": "sites", "title": "Sites", "about": "Where to go.", "one": "site", "names_row": "name",
    "on_map": {"ward": "ward", "latitude": "north", "longitude": "east"},
    "columns": [{"id": "name", "title": "Name"}, {"id": "ward", "title": "Ward"},
                {"id": "north", "title": "Latitude", "type": "number"},
                {"id": "east", "title": "Longitude", "type": "number"}],
}  # fmt: skip
WARDS = geopandas.GeoDataFrame(
    {"code": ["E05000001"], "name": ["Ash Hill"], "geometry": [shapely.box(-1, 53, -0.9, 53.1)]},
    crs="EPSG:4326",
)


@pytest.fixture
def sites(registers):
    """Return the evidence of a register of places, by its rows and whether wards are drawn."""

    def write(rows: str, *, drawn: bool = True) -> Evidence:
        own = registers("title\n")
        project, geography = own.project, own.geography
        kinds = {"sites": RegisterKind.model_validate(SITES)}
        settings = replace(project.settings, register_kinds=kinds)
        folder = project.paths.strategies.own / "plan/registers"
        (folder / "tasks.csv").unlink()
        (folder / "sites.csv").write_text(f"name,ward,north,east\n{rows}", "utf-8")
        snapshots = {SNAPSHOT.sha256: SNAPSHOT}
        where = replace(
            geography, tables={"ward": WARDS} if drawn else {}, snapshot_ids=tuple(snapshots)
        )
        return own.__class__(
            replace(project, settings=settings), None, own.store, lambda: where, snapshots,
            own.entries,
        )  # fmt: skip

    return write


def test_a_register_of_places_has_its_map_and_tells_who_is_not_on_it(sites, tmp_path: Path) -> None:
    rows = "Hall,,53.05,-0.95\nPark,ash hill,,\nFar,,50,0\nNowhere,,,\n"
    own, page = sites(rows), Page(tmp_path, in_pack=True)
    told = each(own, page)
    assert "\n#### 2 sites are on the map, in 1 of 1 ward\n" in told
    assert "2 sites of the list are not on the map: no ward or point in the area" in told
    assert "The linter finds 1 point in the wrong place." in told
    assert "The point 50, 0 lies outside Anytown" in not_right(own, page)
    # this kind has neither dates nor what says that a row is done
    assert '<td class="n">not said</td><td class="n">no dates</td>' in finding(own, page)
    for ending in ("svg", "narrow.svg", "png", "csv", "json", "map.html"):
        name = f"area.register-sites.map.{ending}".replace("map.map", "map")
        assert (tmp_path / "figures" / name).is_file()
    drawn = (tmp_path / "figures/area.register-sites.map.csv").read_text("utf-8-sig")
    assert "Hall" in drawn and "Far" not in drawn


@pytest.mark.parametrize(
    ("rows", "drawn", "words"),
    [("Far,,50,0\n", True, "None of the sites is drawn: no ward or point in"),
     ("Hall,,53.05,-0.95\n", False, "The sites are not drawn: there are no outlines of wards")],
)  # fmt: skip
def test_a_map_that_cannot_be_drawn_says_why(sites, tmp_path, rows, drawn, words) -> None:
    assert words in each(sites(rows, drawn=drawn), Page(tmp_path, in_pack=True))


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
