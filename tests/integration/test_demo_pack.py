"""The demonstration pack from one command: whole, gated, unchanged when nothing changed."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest
from docx import Document as open_document
from python_calamine import CalamineWorkbook

from conftest import BuiltPack, run_jsna
from jsna.cli import main
from jsna.facts.parquet import parquet_bytes, read_parquet
from jsna.facts.parts import write_parts
from jsna.pack.availability import read_record
from jsna.pack.plan import Plan, make_plan
from jsna.pack.run_key import RunKeys
from jsna.publish.html_page import read_pages
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project, project_at
from jsna.snapshots.verified_folder import write_digests

PRIORITY = "ambition"


def test_it_prints_the_address_of_its_first_page(demo_pack: BuiltPack) -> None:
    address = re.search(r"Open (file://\S+)", demo_pack.printed)
    assert address
    assert Path(address[1].removeprefix("file://")).is_file()


def test_it_has_a_page_a_word_file_and_a_pdf_for_each_priority(
    demo_pack: BuiltPack, project_root: Path
) -> None:
    settings = load_settings(Paths(project_root, demo_pack.work))
    for priority in settings.strategies[demo_pack.strategy].priorities:
        for ending, first in (("html", b"<!"), ("docx", b"PK"), ("pdf", b"%PDF")):
            file = demo_pack.site / f"{priority.id}.{ending}"
            assert file.read_bytes().lower().startswith(first.lower()), file.name


def test_it_passes_every_check(demo_pack: BuiltPack) -> None:
    told = re.search(r"^Checks: (\d+) passed, 0 failed\.$", demo_pack.printed, re.M)
    assert told
    assert int(told[1]) >= 14


def test_the_councils_own_words_stand_on_its_pages_with_what_they_cite(
    demo_pack: BuiltPack,
) -> None:
    read = {name: (demo_pack.site / f"{name}.html").read_text("utf-8") for name in (
        "index", "everyday-health", "early-help", "ward-inequalities", "sources",
    )}  # fmt: skip
    assert "This headline is the invented council\u2019s own" in read["index"]
    for name in ("index", "everyday-health", "ward-inequalities"):
        assert 'class="council-words"' in read[name], name
    # a draft is on no page
    assert "nobody has approved it" not in "".join(read.values())
    cited = re.findall(r'href="#(ref-[\w-]+)"', read["everyday-health"])
    assert cited == ["ref-quitters-2023"]
    assert 'id="ref-quitters-2023"' in read["everyday-health"]
    assert 'href="figures.bib"' in read["sources"]
    keys = re.findall(r"^@misc\{(.*),$", (demo_pack.site / "figures.bib").read_text("utf-8"), re.M)
    assert "exampleshire-2026-adult-smoking" in keys
    assert len(keys) == len(set(keys)) == len(list((demo_pack.site / "figures").glob("*.json")))


def test_its_manifest_pins_what_it_was_made_of(demo_pack: BuiltPack) -> None:
    manifest = json.loads((demo_pack.pack / "manifest.json").read_text("utf-8"))
    assert manifest["snapshots"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", s["sha256"]) for s in manifest["snapshots"])
    assert {s["licence"] for s in manifest["snapshots"]} == {"synthetic"}
    assert any(f.endswith(".svg") for f in manifest["files"])


def test_each_figure_has_its_whole_bundle(demo_pack: BuiltPack) -> None:
    figures = demo_pack.site / "figures"
    names = {f.name.removesuffix(".json") for f in figures.glob("*.json")}
    assert len(names) > 20
    for name in names:
        for ending in ("svg", "narrow.svg", "png", "csv"):
            assert (figures / f"{name}.{ending}").is_file(), (name, ending)
        about = json.loads((figures / f"{name}.json").read_text("utf-8"))
        assert about["synthetic"] is True
        assert "SYNTHETIC" in (figures / f"{name}.csv").read_text("utf-8-sig"), name


def test_nothing_is_done_again_when_nothing_changed(demo_pack: BuiltPack) -> None:
    pages = {f: f.stat().st_mtime_ns for f in demo_pack.site.rglob("*")}
    before = parsed_texts(demo_pack.work)
    again = run_jsna(demo_pack.work, "demo", "--renderer", "embedded")
    assert again.returncode == 0, again.stderr
    assert "Facts of exampleshire: unchanged" in again.stdout
    assert re.search(r"Chapters: 0 run, \d+ unchanged, 0 not available", again.stdout)
    assert {f: f.stat().st_mtime_ns for f in demo_pack.site.rglob("*")} == pages
    # of more than a hundred files that are read, none but a list that the first run wrote last
    assert len(before) > 100 and len(parsed_texts(demo_pack.work) - before) <= 2


def parsed_texts(work: Path) -> set[str]:
    told = json.loads((work / "data/runs/.parsed-yaml.json").read_text("utf-8"))
    return set(told["texts"])


def test_one_revised_indicator_repeats_only_what_shows_it(
    demo_pack: BuiltPack, project_root: Path, tmp_path: Path
) -> None:
    """By what each chapter told that it read; test_run_plan.py holds that this decides."""
    for part in ("data/facts", "data/locks", "data/snapshots"):
        shutil.copytree(demo_pack.work / part, tmp_path / part)
    project = project_at(Paths(project_root, tmp_path)).of(demo_pack.area, demo_pack.strategy)
    plan = make_plan(project)
    records = {run.id: read_record(demo_pack.runs / run.id) for run in plan.runs}
    assert repeated(plan, records) == set()
    priorities = {priority.id for priority in project.strategy.priorities}
    showing = {
        id: {run for run, record in records.items() if f"facts:{id}" in record["read"]}
        for id in project.strategy.indicator_ids
    }
    id = next(id for id in sorted(showing) if len(showing[id] & priorities) == 1)
    revise(project, id)
    whole_table = {run for run, record in records.items() if "table:facts" in record["read"]}
    assert repeated(plan, records) == showing[id] | whole_table
    assert priorities - repeated(plan, records) == priorities - showing[id] != set()


def repeated(plan: Plan, records: Mapping[str, Any]) -> set[str]:
    keys = RunKeys(plan)
    return {run.id for run in plan.runs if keys.changed(records[run.id], run)}


def revise(project: Project, id: str) -> None:
    """Build the area's facts with another value of one indicator."""
    folder = project.facts_folder
    facts, published = (read_parquet(folder / f"{n}.parquet") for n in ("facts", "published"))
    row = facts.index[(facts["indicator_id"] == id) & facts["value"].notna()][0]
    facts.loc[row, "value"] += 1
    (folder / "facts.parquet").write_bytes(parquet_bytes(facts))
    write_parts(folder, {"facts": facts, "published": published})
    write_digests(folder)


def test_explain_and_cite_know_its_figures(
    demo_pack: BuiltPack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JSNA_WORK", str(demo_pack.work))
    figure = next((demo_pack.site / "figures").glob(f"{PRIORITY}.*.trend.json")).stem
    assert main(["explain", figure]) == 0
    assert re.search(r"[0-9a-f]{12}", capsys.readouterr().out)
    assert main(["cite", figure]) == 0
    assert figure in capsys.readouterr().out
    assert main(["cite", figure.replace("trend", "trand")]) == 2
    assert figure in capsys.readouterr().err


# in every run test_fetch_and_build.py holds it of facts, test_chapters.py of a chapter (both under
# another hash seed and clock), test_render_pack.py of a small pack
@pytest.mark.slow
@pytest.mark.parametrize(
    "whole", [pytest.param(False, id="one priority"), pytest.param(True, id="whole")]
)
def test_two_builds_from_one_lock_are_the_same_bytes(
    demo_pack: BuiltPack, tmp_path: Path, whole: bool
) -> None:
    for part in ("data/locks", "data/snapshots"):
        shutil.copytree(demo_pack.work / part, tmp_path / part)
    env = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    words = [demo_pack.area, demo_pack.strategy]
    for command in (
        ("build", demo_pack.area),
        ("run", *words, *([] if whole else ["--priority", PRIORITY])),
        *([("render", *words, "--renderer", "embedded")] if whole else []),
    ):
        done = run_jsna(tmp_path, *command, **env)
        assert done.returncode == 0, done.stderr
    folders = [f"data/facts/{demo_pack.area}", f"data/runs/{demo_pack.area}/{demo_pack.strategy}"]
    if whole:
        folders.append(f"reports/packs/{demo_pack.area}/{demo_pack.strategy}/project")
        folders.append(f"reports/packs/{demo_pack.area}/{demo_pack.strategy}/site")
    compared = 0
    for folder in folders:
        for file in sorted(f for f in (tmp_path / folder).rglob("*") if f.is_file()):
            if file.name == "run.json":  # holds how long the run took
                continue
            first = demo_pack.work / file.relative_to(tmp_path)
            assert first.read_bytes() == file.read_bytes(), file.relative_to(tmp_path)
            compared += 1
    assert compared > 20


def test_each_brief_for_the_board_has_two_pages_and_what_nobody_can_tell(
    demo_pack: BuiltPack,
) -> None:
    briefs = sorted(demo_pack.site.glob("*.brief.pdf"))
    assert len(briefs) > 2
    for brief in briefs:
        pages = [sheet.extract_text() for sheet in pypdf.PdfReader(brief).pages]
        assert len(pages) == 2, brief.name
        assert "Key messages" in pages[0] and "What we can" in pages[1]


def test_the_paper_for_its_board_has_two_to_four_sheets_with_all_its_parts(
    demo_pack: BuiltPack,
) -> None:
    sheets = pypdf.PdfReader(demo_pack.site / "board-paper.pdf").pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    assert 2 <= len(sheets) <= 4
    for part in ("Purpose", "Recommendations", "Evidence", "Actions and measures", "Implications"):
        assert part in text, part
    paper = open_document(str(demo_pack.site / "board-paper.docx"))
    assert [p.text for p in paper.paragraphs if p.style and p.style.name == "Heading 2"][:2] == [
        "Purpose", "Recommendations",
    ]  # fmt: skip
    assert "Name who leads" in (demo_pack.site / "board-paper.html").read_text("utf-8")


def test_its_strategy_is_one_document_with_lists_appendices_and_a_delivery_plan(
    demo_pack: BuiltPack,
) -> None:
    page = (demo_pack.site / "strategy-document.html").read_text("utf-8")
    assert ">1. Foreword</a>" in page and "Left out" not in page and "<figure" not in page
    sheets = [s.extract_text() for s in pypdf.PdfReader(
        demo_pack.site / "strategy-document.pdf").pages]  # fmt: skip
    assert "Figures" in sheets[0] and "Tables" in sheets[0] and "Delivery plan" in sheets[0]
    assert "Appendix B: What is left open" in " ".join(sheets[1:])
    document = open_document(str(demo_pack.site / "strategy-document.docx"))
    fields = [p._p.xpath(".//w:instrText/text()") for p in document.paragraphs]
    told = " ".join(word for words in fields for word in words)
    assert r'TOC \h \z \c "Figure"' in told and r'TOC \h \z \c "Table"' in told
    listed = [p.text for p in document.paragraphs if p.text.startswith("Table 1: ")]
    assert len(listed) == 1  # in the list; over its table the number is a field


def test_each_picture_of_a_priority_s_word_file_has_its_source_under_it(
    demo_pack: BuiltPack,
) -> None:
    document = open_document(str(demo_pack.site / f"{PRIORITY}.docx"))
    told = [p.text for p in document.paragraphs if p.style and p.style.name == "Figure Source"]
    ids = {id for text in told for id in re.findall(r"^Source: .+ Figure (\S+)\.$", text)}
    assert document.inline_shapes
    assert len(ids) == len(document.inline_shapes)
    assert all((demo_pack.site / "figures" / f"{id}.json").is_file() for id in ids)


def test_its_workbook_and_its_data_say_that_they_are_invented(demo_pack: BuiltPack) -> None:
    book = CalamineWorkbook.from_path(str(demo_pack.site / "evidence.ods"))
    tables = [name for name in book.sheet_names if name.startswith("Table ")]
    assert len(tables) > 20
    for name in tables:
        rows = book.get_sheet_by_name(name).to_python()
        assert any("SYNTHETIC" in str(row[0]) for row in rows[:3]), name
    values = pd.read_parquet(demo_pack.site / "data" / "values.parquet")
    assert set(values["synthetic"]) == {"SYNTHETIC"}
    assert {"england", "region", "ward"} <= set(values["area_type"])


def test_a_priority_s_pdf_has_at_most_eight_pages_and_its_data_tables_are_beside_it(
    demo_pack: BuiltPack,
) -> None:
    tables = sorted(demo_pack.site.glob("*.tables.pdf"))
    assert len(tables) > 2
    for file in tables:
        priority = demo_pack.site / f"{file.name.removesuffix('.tables.pdf')}.pdf"
        assert len(pypdf.PdfReader(priority).pages) <= 8, priority.name
        assert "Table" in pypdf.PdfReader(file).pages[0].extract_text()


def test_each_picture_says_a_place_or_a_value(demo_pack: BuiltPack) -> None:
    pages = read_pages(demo_pack.site)
    told = {img.get("src"): img.get("alt") for page in pages for img in page.root.all("img")}
    assert len(told) > 50
    silent = {
        name: alt
        for name, alt in told.items()
        if "Exampleshire" not in alt and not re.search(r"\d", alt)
    }
    assert silent == {}
