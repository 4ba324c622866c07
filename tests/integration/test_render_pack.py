"""Chapters become a site, Word files and PDFs with the embedded renderer."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from jsna.errors import ToolMissing, UserFileError
from jsna.pack.pack_facts import PackFacts
from jsna.pack.render import RenderedPack, render_pack
from jsna.pack.word_fields import LABEL
from jsna.pack.word_file import Imprint, finish_word_file
from jsna.publish.document_tables import document_table_faults
from jsna.publish.gate import check_pack
from jsna.publish.html_page import HtmlPage
from jsna.publish.looked_at import DisclosureGate
from jsna.publish.read_pdf import pdf_tables
from miniature_pack import ALT, FIGURE_ID, Miniature, make_miniature, set_chapter


def render(pack: Miniature, **wishes: object) -> RenderedPack:
    wishes = {"renderer": "embedded", "gate": DisclosureGate(pack.project)} | wishes
    return render_pack(pack.project, **wishes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    return make_miniature(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def site(pack: Miniature) -> Path:
    return render(pack).first_page.parent


@pytest.fixture(scope="module")
def page(site: Path) -> HtmlPage:
    return HtmlPage("healthy-lives.html", (site / "healthy-lives.html").read_text("utf-8"))


def files_of(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def test_a_strategy_without_a_term_leaves_no_empty_brackets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PackFacts, "status", property(lambda facts: ""))
    site = render(make_miniature(tmp_path), formats=("html", "docx", "pdf")).first_page.parent
    word = "\n".join(p.text for p in Document(str(site / "healthy-lives.docx")).paragraphs)
    printed = pypdf.PdfReader(site / "healthy-lives.pdf").pages[0].extract_text()
    web = (site / "healthy-lives.html").read_text("utf-8")
    for text in (word, printed, web):
        assert "Midshire Health & Wellbeing Strategy" in unescape(text)
        assert "()" not in text


def test_a_pack_has_every_page_and_priorities_also_for_word_and_print(site: Path) -> None:
    names = {file.name for file in site.iterdir()}
    pages = {"index", "population-outlook", "deprivation-map", "healthy-lives", "old-age"}
    assert {f"{p}.html" for p in pages | {"methods", "sources", "accessibility"}} <= names
    assert {"healthy-lives.docx", "healthy-lives.pdf", "old-age.docx", "old-age.pdf"} <= names
    assert {"index.docx", "index.pdf", "deprivation-map.docx", "whole-pack.pdf"} <= names
    assert not {"methods.docx", "what-changed.pdf", "whole-pack.html"} & names


def test_the_pack_passes_every_check_but_for_the_chapter_that_failed(
    pack: Miniature, site: Path
) -> None:
    results = check_pack(pack.project)
    failed = [result for result in results if not result.passed]
    assert [result.name for result in failed] == ["Every chapter and section is available"]
    assert "The indicator 90366 has no values" in failed[0].faults[0]
    assert len(results) >= 8


def test_figures_are_numbered_described_and_drawn_for_phones(page: HtmlPage) -> None:
    (figure,) = page.root.all("figure")
    (image,) = figure.all("img")
    (narrow,) = figure.all("source")
    assert figure.get("id") == "fig-healthy-lives-90366-trend"
    assert figure.all("figcaption")[0].text.startswith("Figure 1: Smoking in adults, Midshire")
    assert image.get("alt") == ALT
    assert (image.get("width"), image.get("height")) == ("540", "200")
    assert narrow.get("srcset") == f"figures/{FIGURE_ID}.narrow.svg"
    assert narrow.get("media") == "(max-width: 40rem)"


def test_tables_are_numbered_and_stand_in_a_region_that_takes_focus(page: HtmlPage) -> None:
    (table,) = page.root.all("table")
    region = table.parent
    assert region is not None
    assert table.all("caption")[0].text == "Table 1: Smoking (%)"
    assert {th.get("scope") for th in table.all("th")} == {"col", "row"}
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-labelledby") == table.all("caption")[0].get("id")
    assert region.get("id") == "tbl-healthy-lives-90366-trend"


def test_references_read_as_numbers_and_lead_to_their_figure(page: HtmlPage) -> None:
    links = {link.text: link.get("href") for link in page.root.all("a")}
    assert links["Figure 1"] == "#fig-healthy-lives-90366-trend"
    assert links["Table 1"] == "#tbl-healthy-lives-90366-trend"
    assert links["How it is compared"] == "methods.html#outcomes"


def test_the_code_of_a_notebook_is_on_no_page(site: Path) -> None:
    assert not [f for f in site.glob("*.html") if "secret_code" in f.read_text("utf-8")]


def test_settings_print_as_they_are_written(site: Path) -> None:
    old_age = HtmlPage("", (site / "old-age.html").read_text("utf-8"))
    assert old_age.root.all("h1")[0].text == "Priority 2: A *good* old age"
    assert "Midshire Health & Wellbeing Strategy [2024] in force" in old_age.root.text
    assert "Files received by 20 November 2026" in old_age.root.text


def test_each_page_marks_itself_in_both_lists_of_pages(site: Path) -> None:
    for file in site.glob("*.html"):
        root = HtmlPage(file.name, file.read_text("utf-8")).root
        current = [e.get("href") for e in root.walk() if e.get("aria-current") == "page"]
        assert current == [file.name] * 2


def test_a_chapter_that_failed_is_told_with_its_reason(site: Path) -> None:
    text = HtmlPage("", (site / "old-age.html").read_text("utf-8")).root.text
    assert "Not available. The indicator 90366 has no values for Midshire." in text


def test_the_workbook_holds_the_summary_and_the_table_of_each_figure(site: Path) -> None:
    for name in ("evidence.xlsx", "evidence.ods"):
        book = CalamineWorkbook.from_path(str(site / name))
        assert book.sheet_names == ["Cover", "Contents", "Notes", "Table 1", "Table 2", "Table 3"]
        summary, values, figure = (
            book.get_sheet_by_name(f"Table {n}").to_python() for n in (1, 2, 3)
        )
        assert "Summary of all measures" in summary[0][0]
        assert summary[-1][2:8] == ["'=Smoking", "E06000999", "Midshire", "2024", 9.0, "per cent"]
        assert [row[5] for row in values[-2:]] == ["[c]", 9.0]
        assert figure[0][0] == "Table 3: Smoking in adults, Midshire, 2023 and 2024"
        assert figure[-1][:2] == ["2024", 9.0]


def test_the_data_package_is_valid_and_its_tables_are_the_same_in_both_forms(site: Path) -> None:
    import frictionless

    folder = site / "data"
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert described["licenses"][0]["name"] == "OGL-UK-3.0"
    assert {r["path"] for r in described["resources"]} == {
        "measures.csv", "values.csv", "values.parquet",
    }  # fmt: skip
    csv = pd.read_csv(folder / "values.csv", dtype={"indicator_id": "str", "period_label": "str"})
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "values.parquet"), csv)
    assert csv["value"].isna().tolist() == [True, False]
    assert not list((site / "figures").glob("values*"))
    (folder / "values.csv").write_bytes(b"spoilt")
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_whole_pack_is_one_document_with_a_contents_of_its_pages(site: Path) -> None:
    whole = Document(str(site / "whole-pack.docx"))
    heads = [p.text for p in whole.paragraphs if p.style.name == "Heading 1"]
    assert heads[:2] == ["Overview", "Population outlook"]
    assert heads[-3:] == [
        "Priority 1: Healthy lives", "Priority 2: A *good* old age", "Sources and licences",
    ]  # fmt: skip
    text = " ".join(s.extract_text() for s in pypdf.PdfReader(site / "whole-pack.pdf").pages)
    assert "Contents" in text and "About deprivation-map" in " ".join(text.split())


@pytest.mark.parametrize("brief", ["whole-pack.brief", "healthy-lives.brief", "old-age.brief"])
def test_a_brief_for_the_board_has_two_pages(site: Path, brief: str) -> None:
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(site / f"{brief}.pdf").pages]
    assert len(pages) == 2
    assert "What we can" in pages[1] and "Page 2 of 2" in pages[1]
    assert (site / f"{brief}.docx").is_file()


def test_captions_and_references_of_a_word_file_are_fields(site: Path) -> None:
    body = Document(str(site / "healthy-lives.docx")).element.body
    fields = [f.get(qn("w:instr")).split() for f in body.xpath(".//w:fldSimple")]
    assert [words[:2] for words in fields if words[0] == "SEQ"] == [
        ["SEQ", "Figure"], ["SEQ", "Table"],
    ]  # fmt: skip
    marks = {mark.get(qn("w:name")) for mark in body.xpath(".//w:bookmarkStart")}
    referred = [words[1] for words in fields if words[0] == "REF"]
    assert len(referred) >= 2 and set(referred) <= marks
    paragraphs = Document(str(site / "healthy-lives.docx")).paragraphs
    captions = [p for p in paragraphs if p.style.name.endswith(" Caption")]
    assert [LABEL.match("".join(c._p.xpath(".//w:t/text()")))[0] for c in captions] == [
        "Figure 1",
        "Table 1",
    ]


def test_the_contents_of_the_whole_pack_lead_to_its_pages(site: Path) -> None:
    document = Document(str(site / "whole-pack.docx"))
    (code,) = document.element.body.xpath(".//w:instrText")
    assert code.text.split()[0] == "TOC"
    links = document.element.body.xpath(".//w:hyperlink[starts-with(@w:anchor, '_Toc')]")
    heads = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert ["".join(h.xpath(".//w:t/text()")) for h in links] == [p.text for p in heads]
    marks = [p._p.xpath("w:bookmarkStart[starts-with(@w:name, '_Toc')]/@w:name") for p in heads]
    assert [h.get(qn("w:anchor")) for h in links] == [name for (name,) in marks]
    kinds = document.element.body.xpath(".//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]


def test_a_brief_says_the_first_message_and_draws_its_figure(site: Path) -> None:
    document = Document(str(site / "healthy-lives.brief.docx"))
    assert "Level: 12% against 9%" in " ".join(p.text for p in document.paragraphs)
    assert len(document.inline_shapes) == 1


def test_the_overview_leads_to_the_workbook_and_the_data(site: Path) -> None:
    overview = HtmlPage("", (site / "index.html").read_text("utf-8"))
    links = {link.get("href"): link.text for link in overview.root.all("a")}
    assert links["evidence.xlsx"].startswith("Every table in one workbook, for Excel (XLSX, ")
    assert {"evidence.ods", "data/values.csv", "data/values.parquet"} <= set(links)
    assert {"whole-pack.pdf", "whole-pack.brief.pdf", "healthy-lives.brief.docx"} <= set(links)
    size = round((site / "healthy-lives.brief.pdf").stat().st_size / 1000)
    told = f"for print: Board brief, Priority 1, Healthy lives (PDF, {size} KB)"
    assert links["healthy-lives.brief.pdf"] == told


def test_downloads_name_their_size(page: HtmlPage, site: Path) -> None:
    size = round((site / "healthy-lives.pdf").stat().st_size / 1000)
    assert f"This page for print (PDF, {size} KB)" in page.root.text


def test_word_files_have_alt_texts_native_tables_and_properties(site: Path) -> None:
    document = Document(str(site / "healthy-lives.docx"))
    (shape,) = document.inline_shapes
    about = document.core_properties
    (table,) = document.tables
    assert shape._inline.docPr.get("descr") == ALT
    assert [cell.text for cell in table.rows[0].cells] == ["Period", "Midshire"]
    assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert about.title == "Priority 1: Healthy lives - Midshire evidence pack"
    assert (about.language, about.author) == ("en-GB", "Public health, Midshire")
    assert about.created == about.modified
    assert about.created.isoformat()[:19] == "2026-11-20T12:00:00"
    assert "This page for Word" not in "\n".join(p.text for p in document.paragraphs)


def test_tables_of_word_files_and_pdfs_name_their_rows_and_columns(site: Path) -> None:
    (table,) = Document(str(site / "healthy-lives.docx")).tables
    (look,) = table._tbl.tblPr.xpath("w:tblLook")
    assert [look.get(qn(f"w:{name}")) for name in ("firstRow", "firstColumn")] == ["1", "1"]
    ((head, body),) = pdf_tables((site / "healthy-lives.pdf").read_bytes())
    assert [[cell["/S"] for cell in row] for row in [*head, *body]] == [
        ["/TH", "/TH"], ["/TH", "/TD"], ["/TH", "/TD"],
    ]  # fmt: skip
    for name, value in body:
        about = next(a for a in value["/A"] if a["/O"] == "/Table")
        assert name["/A"][0]["/Scope"] == "/Row"
        assert about["/Headers"] == [head[0][1]["/ID"], name["/ID"]]
    assert document_table_faults(site) == []


def test_the_caption_of_a_table_in_a_pdf_is_the_first_part_of_the_table(site: Path) -> None:
    # PDF/UA (ISO 14289-1) by PDF 1.7, 14.8.4.3.4: else a reader hears a table without its title
    tree = pypdf.PdfReader(site / "healthy-lives.pdf").root_object["/StructTreeRoot"]
    parts = [[kid["/S"] for kid in _kids(table)] for table in _below(tree, "/Table")]
    assert parts == [["/Caption", "/THead", "/TBody"]]


def _kids(element: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    found = get_object(element.get("/K", pypdf.generic.ArrayObject()))
    kids = map(get_object, found if isinstance(found, list) else [found])
    return [kid for kid in kids if isinstance(kid, dict) and "/S" in kid]


def _below(
    element: pypdf.generic.DictionaryObject, kind: str
) -> Iterator[pypdf.generic.DictionaryObject]:
    for kid in _kids(get_object(element)):
        if kid["/S"] == kind:
            yield kid
        yield from _below(kid, kind)


def test_who_prepared_a_document_never_stands_alone_on_its_last_sheet(site: Path) -> None:
    *_, licence, prepared = Document(str(site / "healthy-lives.docx")).paragraphs
    assert licence.text.startswith("Source:") and prepared.text.startswith("Prepared by")
    assert licence.style.paragraph_format.keep_with_next


def get_object(pointer: pypdf.generic.PdfObject) -> pypdf.generic.PdfObject:
    return pointer.get_object()


def test_a_wide_table_gives_a_long_name_the_room_that_a_short_one_does_not_need(tmp_path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=4)
    for row, texts in zip(
        table.rows,
        (["Period", "Northamptonshire (%)", "95% interval (%)", "England (%)"],
         ["2024", "5.50", "4.71 to 6.41", "4.98"]), strict=True,
    ):  # fmt: skip
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = tmp_path / "wide.docx"
    document.save(str(file))
    before = grid_of(file)
    finish_word_file(file, Imprint("T", "A", datetime(2026, 1, 1, tzinfo=UTC)), {})
    after = grid_of(file)
    written = Document(str(file)).tables[0]
    assert all(len(row._tr.xpath("w:trPr/w:cantSplit")) == 1 for row in written.rows)
    assert len(set(before)) == 1
    assert abs(sum(after) - sum(before)) <= 4 * 635  # a twentieth of a point each
    assert after[1] > before[1] > after[0]
    # by characters that must not be parted: heads of 6, a word of 16, and 11; an interval of 12,
    # whose head of 16 is longer and has room
    rooms = np.array([6 * 1.25 + 2, 16 * 1.25 + 2, 16, 11 * 1.25 + 2])
    assert after == pytest.approx(sum(before) * rooms / rooms.sum(), abs=700)


def test_a_title_longer_than_word_takes_is_cut_in_its_properties_alone(tmp_path: Path) -> None:
    title, file = "Long lives " * 30, tmp_path / "long.docx"
    document = Document()
    document.add_paragraph(title, "Title")
    document.save(str(file))
    finish_word_file(file, Imprint(title, "A", datetime(2026, 1, 1, tzinfo=UTC)), {})
    written = Document(str(file))
    assert len(written.core_properties.title) == 255
    assert written.paragraphs[0].text == title


def grid_of(file: Path) -> list[int]:
    (table,) = Document(str(file)).tables
    return [int(column.w) for column in table._tbl.tblGrid.gridCol_lst]


def test_word_pictures_are_png_files(site: Path) -> None:
    with zipfile.ZipFile(site / "healthy-lives.docx") as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert {Path(name).suffix for name in media} == {".png"}
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_pdfs_are_tagged_with_title_language_and_alt_text(site: Path) -> None:
    content = (site / "healthy-lives.pdf").read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(content))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata.title == "Priority 1: Healthy lives - Midshire evidence pack"
    assert reader.xmp_metadata is not None
    assert b"pdfuaid" in content
    width, height = (float(n) for n in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert ALT in alternative_texts(reader)


def alternative_texts(reader: pypdf.PdfReader) -> list[str]:
    objects = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    return [str(o["/Alt"]) for o in objects if isinstance(o, dict) and "/Alt" in o]


def test_two_builds_give_the_same_bytes(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first, second = (make_miniature(tmp_path / name) for name in ("first", "second"))
    one = render(first)
    request.getfixturevalue("rendered_anew")
    two = render(second)
    for part in ("site", "project"):
        assert files_of(one.folder / part) == files_of(two.folder / part)


def test_an_unchanged_pack_is_not_rendered_again(tmp_path: Path) -> None:
    pack = make_miniature(tmp_path)
    assert not render(pack).unchanged
    again = render(pack)
    assert again.unchanged
    assert again.seconds < 1
    set_chapter(pack, "healthy-lives", "## Another finding\n")
    assert not render(pack).unchanged
    (again.folder / "site" / "index.html").write_text("spoilt", "utf-8")
    mended = render(pack)
    assert not mended.unchanged
    assert "spoilt" not in mended.first_page.read_text("utf-8")


def test_a_site_without_word_and_print_has_no_links_to_them(tmp_path: Path) -> None:
    pack = make_miniature(tmp_path)
    site = render(pack, formats=["html"]).first_page.parent
    assert not [file for file in site.iterdir() if file.suffix in (".docx", ".pdf")]
    assert ".docx" not in (site / "healthy-lives.html").read_text("utf-8")
    results = check_pack(pack.project)
    assert {r.name: r.faults for r in results}["Links lead somewhere"] == ()


def test_invented_data_says_so_on_pages_word_files_and_pdfs(tmp_path: Path) -> None:
    site = render(make_miniature(tmp_path, synthetic=True)).first_page.parent
    for file in site.glob("*.html"):
        page = HtmlPage(file.name, file.read_text("utf-8"))
        assert "SYNTHETIC" in page.title
        assert any("SYNTHETIC" in e.text for e in page.root.all("aside"))
    assert "SYNTHETIC" in "\n".join(p.text for p in Document(str(site / "old-age.docx")).paragraphs)
    pdf = pypdf.PdfReader(site / "old-age.pdf")
    assert all("SYNTHETIC" in sheet.extract_text() for sheet in pdf.pages)


def test_the_manifest_tells_what_the_pack_is_made_of(pack: Miniature, site: Path) -> None:
    manifest = json.loads((site.parent / "manifest.json").read_text("utf-8"))
    assert manifest["release"] == "2026.11"
    assert manifest["strategy"]["status"] == "in force"
    assert len(manifest["snapshots"][0]["sha256"]) == 64
    assert f"figures/{FIGURE_ID}.csv" in manifest["files"]
    assert {c["status"] for c in manifest["chapters"]} == {"available", "not available"}
    assert manifest["seconds"]["chapters"]["healthy-lives"] == 1.5
    assert "embedded" in manifest["versions"]["renderer"]


def test_a_failed_rendering_leaves_the_pack_as_it_was(tmp_path: Path) -> None:
    pack = make_miniature(tmp_path)
    before = files_of(render(pack).folder / "site")
    broken = pack.paths.runs("midshire", "midshire-plan") / "healthy-lives" / "figures"
    (broken / f"{FIGURE_ID}.png").unlink()
    set_chapter(pack, "healthy-lives", "![](figures/gone.svg){fig-alt='x'}\n\n$\\undefined{\n")
    with pytest.raises(UserFileError, match=r"healthy-lives\.docx: Pandoc says: .*gone\.svg"):
        render(pack)
    folder = pack.paths.pack("midshire", "midshire-plan")
    assert files_of(folder / "site") == before
    assert not list(folder.glob(".unfinished-*"))


def test_what_was_asked_wrongly_is_told(pack: Miniature, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserFileError, match="'odt' is not a format"):
        render(pack, formats=["html", "odt"])
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JSNA_QUARTO", raising=False)
    with pytest.raises(ToolMissing, match="Quarto renderer was asked for"):
        render(pack, renderer="quarto")


def test_a_pack_that_was_never_rendered_cannot_be_checked(tmp_path: Path) -> None:
    pack = make_miniature(tmp_path)
    with pytest.raises(UserFileError, match="not rendered yet"):
        check_pack(pack.project)
