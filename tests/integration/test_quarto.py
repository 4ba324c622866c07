"""What is asked of Quarto, kept of what it says, and left for who renders a project by hand."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document

from fake_quarto import PANDOC, make_fake_quarto
from jsna.cli import main
from jsna.errors import UserFileError
from jsna.pack.render import RenderedPack, render_pack
from jsna.pack.render_quarto import ONE_PAGE, find_quarto
from miniature_pack import ALT, FIGURE_ID, RENDERERS, Miniature, make_miniature, set_chapter

WARNED = "WARNING (old-age.qmd): something is old\n\x1b[33mWARN: said in yellow\x1b[39m\nnot one"
PAGE = "healthy-lives"
NO_PICTURE = r"old-age\.qmd: Quarto says: \[WARNING\] Could not fetch resource figures/gone\.png"


@pytest.fixture
def quarto(pack: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for Quarto that the commands find; the file of what it was asked."""
    monkeypatch.setenv("JSNA_QUARTO", str(make_fake_quarto(tmp_path)))
    monkeypatch.setenv("FAKE_QUARTO_ASKED", str(tmp_path / "asked"))
    return tmp_path / "asked"


def render(pack: Miniature, *formats: str) -> RenderedPack:
    return render_pack(pack.project, formats=formats, renderer="quarto")


def test_each_page_is_made_in_its_own_formats_and_in_no_other(
    quarto: Path, pack: Miniature
) -> None:
    made = render(pack, "html", "docx", "pdf")
    asked, files = map(json.loads, quarto.read_text().splitlines())
    assert asked == ["render"] and sorted(files) == sorted(made.files)


def test_formats_that_are_not_wanted_are_not_made(quarto: Path, pack: Miniature) -> None:
    made = render(pack, "docx")
    asked, files = map(json.loads, quarto.read_text().splitlines())
    assert asked == ["render"] and f"{PAGE}.docx" in files
    assert not [file for file in files if file.endswith(".pdf")]
    own = (made.folder / "project" / f"{PAGE}.qmd").read_text("utf-8")
    assert "typst: default" in own, "the project of the pack keeps all formats"


def test_warnings_are_told_and_kept_for_the_next_time(
    quarto: Path, pack: Miniature, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("FAKE_QUARTO_SAYS", WARNED)
    command = ["render", pack.area.slug, pack.strategy.slug, "--to", "html"]
    for how in ("1.6.42", "unchanged"):
        assert main(command) == 0
        told = capsys.readouterr().out
        assert how in told
        assert "the renderer says: WARNING (old-age.qmd): something is old" in told
        assert "the renderer says: WARN: said in yellow" in told
        assert "not one" not in told
    kept = (pack.project.pack_folder / "render.json").read_text("utf-8")
    assert "not one" in kept and "\\u001b" not in kept


@pytest.mark.slow
def test_a_picture_that_quarto_does_not_find_is_an_error(quarto: Path, pack: Miniature) -> None:
    before = render(pack, "html", "docx").first_page.read_bytes()
    set_chapter(pack, "old-age", "## A\n\n![](figures/gone.png){fig-alt='x'}\n")
    with pytest.raises(UserFileError, match=f"^{NO_PICTURE}"):
        render(pack, "html", "docx")
    assert (pack.project.pack_folder / "site" / "index.html").read_bytes() == before


def test_the_page_that_quarto_stops_at_is_named_and_no_other(
    quarto: Path, pack: Miniature, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_QUARTO_FAILS", "old-age")
    monkeypatch.setenv("FAKE_QUARTO_SAYS", WARNED)
    with pytest.raises(UserFileError) as caught:
        render(pack, "html", "pdf")
    (problem,) = caught.value.problems
    assert problem.what == "old-age.qmd: Quarto says: project/old-age.typ: no."


@pytest.mark.parametrize("renderer", ["quarto", "embedded"])
def test_a_picture_that_a_page_lacks_is_an_error(
    quarto: Path, pack: Miniature, renderer: str
) -> None:
    set_chapter(pack, "old-age", "## A\n\n![](figures/gone.png){fig-alt='x'}\n")
    with pytest.raises(UserFileError, match=r"old-age\.html: there is no picture figures/gone\."):
        render_pack(pack.project, formats=["html"], renderer=renderer)  # type: ignore[arg-type]


@pytest.mark.needs_quarto
def test_the_real_quarto_speaks_as_its_stand_in(tmp_path: Path) -> None:
    pack = make_miniature(tmp_path, synthetic=True)
    made = render(pack, "html")
    printed = json.loads((made.folder / "render.json").read_text("utf-8"))["printed"]
    pages = {f"{Path(file).stem}.qmd" for file in made.files}
    assert {line.split("] ")[1] for line in printed if ONE_PAGE.match(line)} == pages
    set_chapter(pack, "old-age", "## A\n\n![](figures/gone.png){fig-alt='x'}\n")
    with pytest.raises(UserFileError, match=f"^{NO_PICTURE}"):
        render(pack, "html", "docx")
    with pytest.raises(UserFileError, match=r"^old-age\.qmd: Quarto says: .*figures/gone\.png"):
        render(pack, "html", "pdf")


# -- a project that is rendered by hand ---------------------------------------------------------


@pytest.fixture(scope="module", params=["stand-in", RENDERERS[1]])
def by_hand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a pack's project after `quarto render` in it, and nothing of ours."""
    work = tmp_path_factory.mktemp("hand")
    pack = make_miniature(work, synthetic=True)
    project = render_pack(pack.project, formats=["html"], renderer="embedded").folder / "project"
    environment = {**os.environ, "FAKE_QUARTO_ASKED": str(work / "asked")}
    fake = request.param == "stand-in"
    command = [str(make_fake_quarto(work)) if fake else str(find_quarto()), "render"]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    return project / "_site"


def test_word_files_keep_their_alt_texts_header_and_footer(by_hand: Path) -> None:
    document = Document(str(by_hand / f"{PAGE}.docx"))
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [ALT]
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "SYNTHETIC: invented data"
    assert section.footer.paragraphs[0].text.startswith("Midshire evidence pack. Files received by")


def test_word_files_carry_no_settings_of_the_page(by_hand: Path) -> None:
    with zipfile.ZipFile(by_hand / f"{PAGE}.docx") as archive:
        told = archive.read("docProps/custom.xml").decode()
    for setting in ("navigation", "page-id", "reach", "contact", "release"):
        assert setting not in told


def test_pages_have_their_document_type_and_the_sizes_of_their_files(by_hand: Path) -> None:
    page = (by_hand / f"{PAGE}.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>\n<html")
    assert "title-block-header" not in page
    kilobytes = round((by_hand / f"{PAGE}.docx").stat().st_size / 1000)
    assert f'data-file="{PAGE}.docx">, {kilobytes} KB</span>' in page


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (1499, "1 KB"), (999_499, "999 KB"), (1_260_000, "1.3 MB")]
)
def test_sizes_are_printed_by_hand_as_by_us(
    project_root: Path, tmp_path: Path, size: int, words: str
) -> None:
    from jsna.narrative.file_size import printed_size

    (tmp_path / "a.docx").write_bytes(b"\0" * size)
    (tmp_path / "a.html").write_text('<span class="size" data-file="a.docx"></span>', "utf-8")
    script = project_root / "reports" / "template" / "filters" / "finish.lua"
    environment = {**os.environ, "QUARTO_PROJECT_OUTPUT_FILES": str(tmp_path / "a.html")}
    subprocess.run([PANDOC, "lua", str(script)], env=environment, check=True)
    assert f">, {words}</span>" in (tmp_path / "a.html").read_text("utf-8")
    assert printed_size(size) == words


@pytest.mark.slow
def test_both_renderers_leave_no_custom_properties(quarto: Path, pack: Miniature) -> None:
    for renderer in ("embedded", "quarto"):
        made = render_pack(pack.project, formats=["docx"], renderer=renderer)  # type: ignore[arg-type]
        with zipfile.ZipFile(made.folder / "site" / f"{PAGE}.docx") as archive:
            assert "docProps/custom.xml" not in archive.namelist()
            assert b"custom" not in archive.read("_rels/.rels")
        assert (made.folder / "site" / "figures" / f"{FIGURE_ID}.png").is_file()
