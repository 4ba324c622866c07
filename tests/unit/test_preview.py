"""The preview: which file touches which page, what a browser is given, and who may ask."""

import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jsna.errors import Problem, UserFileError
from jsna.facts.read_digests import ReadDigests
from jsna.preview import shown_pages
from jsna.preview.chapters import Chapters, PreviewPage, Stopped
from jsna.preview.pages import NoSuchPage, PageMaker, changed_reads
from jsna.preview.served_page import NOT_FOR_PUBLICATION, SEARCHED, faults_page, with_mark
from jsna.preview.server import is_this_machine, start_server
from jsna.preview.shown_pages import ShownPages
from jsna.preview.watch import meaning_of, watched_folders
from jsna.publish.content_policy import policy_faults
from jsna.publish.html_page import HtmlPage
from jsna.settings.commentary import commentary_folder
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from preview_maker import Maker

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; \
script-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'">
<link rel="stylesheet" href="pack.css"><script src="pack.js" defer></script></head>
<body><main><p>Words</p></main></body></html>"""


@pytest.fixture
def project(settings: Settings, tmp_path: Path) -> Project:
    (tmp_path / "data/facts/exampleshire").mkdir(parents=True)
    (tmp_path / "data/catalogue").mkdir()
    (tmp_path / "reports/strategies").mkdir(parents=True)
    strategy = settings.strategies_of("exampleshire")[0].slug
    return Project(Paths(tmp_path, tmp_path), settings).of("exampleshire", strategy)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("data/catalogue/indicators/a/1.yml", {"settings"}),
        ("config/areas/exampleshire.yml", {"settings"}),
        ("reports/strategies/plan/commentary/overview.md", {"words"}),
        ("reports/strategies/plan/references.bib", {"words"}),
        ("notebooks/area_profile.ipynb", {"words"}),
        ("reports/template/pack.css", {"words"}),
        ("data/facts/exampleshire/digests.json", {"facts"}),
        ("data/facts/exampleshire/facts.parquet", set()),
        ("data/facts/.exampleshire.new/digests.json", set()),
        ("data/facts/elsewhere/digests.json", set()),
        ("reports/strategies/plan/.strategy.yml.swp", set()),
        ("reports/strategies/plan/strategy.yml~", set()),
        ("reports/strategies/plan/#strategy.yml", set()),
        ("reports/strategies/plan/notes.docx", set()),
    ],
)
def test_a_saved_file_means_something_or_nothing(
    project: Project, name: str, meaning: set[str]
) -> None:
    assert meaning_of([project.paths.root / name], project) == meaning


def test_only_folders_that_are_there_are_watched(project: Project) -> None:
    root = project.paths.root
    names = {folder.relative_to(root).as_posix() for folder in watched_folders(project)}
    assert names == {"data/facts", "data/catalogue", "reports/strategies"}


def test_a_page_is_touched_by_what_it_read_alone(project: Project) -> None:
    digests = ReadDigests(project)
    reads = {read: digests.of(read) for read in ("indicator:20101", "words:overview")}
    assert changed_reads(reads, project) == []
    catalogue = dict(project.settings.indicators)
    for id, touched in (("848", []), ("20101", ["indicator:20101"])):
        other = catalogue | {id: catalogue[id].model_copy(update={"title": "Another"})}
        now = replace(project, settings=replace(project.settings, indicators=other))
        assert changed_reads(reads, now) == touched
    folder = commentary_folder(project.paths, project.strategy.slug)
    folder.mkdir(parents=True)
    (folder / "848.md").write_text("Words")
    assert changed_reads(reads, project) == []
    (folder / "overview.md").write_text("Words")
    assert changed_reads(reads, project) == ["words:overview"]


def test_another_setting_of_the_area_leaves_no_chapter_as_it_was(
    project: Project, tmp_path: Path
) -> None:
    run, read = SimpleNamespace(id="overview"), {"facts:20101": "a"}
    evidence: Any = SimpleNamespace(noted=SimpleNamespace(found=read))
    chapters = Chapters(project, tmp_path, _evidence={"overview": evidence})
    maker = PageMaker(project, tmp_path, chapters, _made={"overview": object()})  # type: ignore
    assert chapters.reads(run) == read  # type: ignore[arg-type]
    area = project.area.model_copy(update={"neighbour_set": "dfe-children"})
    maker.take(replace(project, chosen_area=area))
    assert chapters.reads(run) == {}  # type: ignore[arg-type]
    assert maker._made == {}


def test_a_page_is_marked_and_keeps_its_policy() -> None:
    marked = HtmlPage("index.html", with_mark(PAGE, "index", 3))
    assert NOT_FOR_PUBLICATION in marked.root.text
    assert [*policy_faults(marked)] == []
    sources = [script.get("src") for script in marked.root.all("script")]
    assert sources == ["pack.js", "/_preview/wait.js"]
    assert not [script for script in marked.root.all("script") if script.raw_text.strip()]


def test_faults_are_shown_with_file_and_line_and_run_nothing() -> None:
    problem = Problem("<script>alert(1)</script> is wrong.", "config/areas/a.yml", 7)
    page = faults_page([problem], "index", 1)
    assert "config/areas/a.yml" in page
    assert "7" in HtmlPage("index.html", page).root.text
    assert "<script>alert" not in page
    assert [*policy_faults(HtmlPage("index.html", page))] == []


@pytest.fixture
def pages(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShownPages:
    opened = SimpleNamespace(of=lambda *_: project)
    monkeypatch.setattr(shown_pages, "open_project", lambda: opened)
    return ShownPages(Maker(project, tmp_path / "site", PAGE))  # type: ignore[arg-type]


def test_a_page_has_a_new_number_only_where_something_differs(pages: ShownPages) -> None:
    assert pages.read_again() == []
    assert pages.page("index").version == 0
    assert pages.read_again() == []
    pages.maker.words = "Others"  # type: ignore[attr-defined]
    assert pages.read_again() == ["index"]
    assert (pages.page("index").version, "Others" in pages.page("index").html) == (1, True)


def test_a_mistake_is_shown_until_it_is_mended(
    pages: ShownPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.page("index")
    good = shown_pages.open_project

    def faulty() -> Any:
        raise UserFileError(Problem("no such key.", "config/areas/a.yml", 7))

    monkeypatch.setattr(shown_pages, "open_project", faulty)
    assert pages.read_again() == ["index"]
    assert "config/areas/a.yml" in pages.page("index").marked("index")
    # another file is saved meanwhile: the mistake is still there
    assert pages.read_again(settings=False) == []
    monkeypatch.setattr(shown_pages, "open_project", good)
    assert pages.read_again() == ["index"]
    assert "Words" in pages.page("index").marked("index")


def test_a_chapter_that_fails_is_told_on_its_page(pages: ShownPages) -> None:
    pages.maker.words = UserFileError("there is no number 1.")  # type: ignore[attr-defined]
    assert "there is no number 1." in pages.page("index").marked("index")
    pages.maker.words = KeyError("a fault of ours")  # type: ignore[attr-defined]
    assert pages.read_again() == ["index"]
    assert "KeyError" in pages.page("index").marked("index")


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8000", True), ("localhost:8000", True), ("[::1]:8000", True),
        ("localhost", True), ("[::1]", True),
        ("evil.example:8000", False), ("127.0.0.1.evil.example", False), ("", False),
        ("localhost:80:90", False), ("10.0.0.1:8000", False), ("localhost:x", False),
        ("0.0.0.0:8000", False),
    ],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered(host: str, allowed: bool) -> None:
    assert is_this_machine(host) == allowed


@pytest.fixture
def port(pages: ShownPages) -> Iterator[int]:
    server = start_server(pages)
    assert server.server_address[0] == "127.0.0.1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    pages.end()
    server.shutdown()
    server.server_close()
    thread.join(5)
    assert not thread.is_alive()


def ask(port: int, path: str, host: str = "localhost") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.getheader("Content-Type") or "", answer.read().decode()
    connection.close()
    return found


def test_pages_and_what_stands_beside_them_are_served_and_nothing_else(
    port: int, pages: ShownPages, tmp_path: Path
) -> None:
    (pages.maker.site / "pack.css").write_text("p {}")
    (pages.maker.site / "figures").mkdir()
    (pages.maker.site / "figures/a.svg").write_text("<svg/>")
    (pages.maker.site / "notes.sh").write_text("secret")
    (pages.maker.site / "link.css").symlink_to(tmp_path / "outside.css")
    (tmp_path / "outside.css").write_text("secret")
    status, kind, text = ask(port, "/")
    assert (status, kind.partition(";")[0], NOT_FOR_PUBLICATION in text) == (200, "text/html", True)
    assert ask(port, "/pack.css")[2] == "p {}"
    assert ask(port, "/figures/a.svg")[:2] == (200, "image/svg+xml")
    for path in ("/../outside.css", "/%2e%2e/outside.css", "/..%2foutside.css", "//outside.css",
                 "/link.css", "/notes.sh", "/figures", "/figures/", "/nothing.html", "/etc/passwd",
                 f"/{tmp_path}/outside.css", "/_preview/../../outside.css", "/%00",
                 "/_preview/state.js?version=x"):  # fmt: skip
        status, _, text = ask(port, path)
        assert (status, "secret" in text) == (404, False), path
    assert ask(port, "/", host="evil.example")[0] == 403
    assert NOT_FOR_PUBLICATION not in ask(port, "/", host="evil.example")[2]
    # what a browser is told stands in no file
    assert NOT_FOR_PUBLICATION not in (pages.maker.site / "index.html").read_text()


def test_a_browser_is_told_at_once_when_a_page_has_changed(port: int, pages: ShownPages) -> None:
    ask(port, "/index.html")
    told: list[str] = []
    address = "/_preview/state.js?page=index&version=0"
    waiting = threading.Thread(target=lambda: told.append(ask(port, address)[2]))
    waiting.start()
    pages.maker.words = "Others"  # type: ignore[attr-defined]
    pages.read_again()
    waiting.join(5)
    assert told == ["location.reload();\n"]
    assert "Others" in ask(port, "/index.html")[2]


def test_a_search_looks_through_the_pages_that_were_opened_as_they_are_now(
    port: int, pages: ShownPages
) -> None:
    assert '"pages":[]' in ask(port, "/search-index.js")[2]
    ask(port, "/index.html")
    status, kind, text = ask(port, "/search-index.js")
    assert (status, kind.partition(";")[0]) == (200, "text/javascript")
    assert '"index.html"' in text and '"words"' in text
    pages.maker.words = "Zebra"  # type: ignore[attr-defined]
    pages.read_again()
    assert '"zebra"' in ask(port, "/search-index.js")[2]
    assert SEARCHED in ask(port, "/index.html")[2]


def test_a_page_that_is_looked_at_is_made_ready_for_the_first_save(pages: ShownPages) -> None:
    ready = pages.maker.ready  # type: ignore[attr-defined]
    pages.ready_soon("left", still=0.05)
    pages.ready_soon("looked-at", still=0.05)
    for _ in range(100):
        if ready:
            break
        time.sleep(0.02)
    assert ready == ["looked-at"]
    pages.end()
    pages._make_ready("looked-at", pages._asked)
    assert ready == ["looked-at", "stopped"]


def test_nothing_is_made_in_a_folder_that_is_given_up(pages: ShownPages) -> None:
    pages.page("index")
    pages.end()
    with pytest.raises(NoSuchPage):
        pages.page("index")


def test_what_is_being_made_is_left_at_its_next_section(tmp_path: Path) -> None:
    page = PreviewPage(tmp_path, in_pack=True)
    assert page.section("one", lambda: "Words") == "Words"
    page.stopped.set()
    with pytest.raises(Stopped):
        page.section("two", lambda: "Words")


def test_the_end_waits_for_no_page_that_takes_long(
    pages: ShownPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_pages, "LONGEST_END", 0.01)
    with pages._making:
        pages.end()
    with pytest.raises(NoSuchPage):
        pages.page("index")
