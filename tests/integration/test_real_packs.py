"""The packs of both real areas, from the folder of downloads to a gated site.

`JSNA_BUILT_PACKS` names a working folder in which both stand already: they are read there as they
are, in seconds.
"""

import os
from pathlib import Path

import pytest

from conftest import BuiltPack, run_jsna
from jsna.publish.gate import check_pack
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from page_words import OLDEST, forbidden, headlines, read_pages, reading_age, repeated, sentences

pytestmark = pytest.mark.slow
STRATEGIES = {"rotherham": "rotherham-hws-2012", "rutland": "rutland-jhws-2022"}


@pytest.fixture(scope="module", params=sorted(STRATEGIES))
def real_pack(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> BuiltPack:
    area = request.param
    if built := os.environ.get("JSNA_BUILT_PACKS"):
        return BuiltPack(Path(built), area, STRATEGIES[area], "")
    work = tmp_path_factory.mktemp(area)
    words = ("refresh", area, STRATEGIES[area], "--from", str(real_data / "downloads"))
    done = run_jsna(work, *words, "--renderer", "embedded")
    assert done.returncode == 0, done.stderr
    return BuiltPack(work, area, STRATEGIES[area], done.stdout)


def test_the_real_pack_passes_every_check(real_pack: BuiltPack, project_root: Path) -> None:
    paths = Paths(project_root, real_pack.work)
    results = check_pack(
        Project(paths, load_settings(paths)).of(real_pack.area, real_pack.strategy)
    )
    assert {r.name: r.faults for r in results if not r.passed} == {}


def test_no_word_of_the_other_area(real_pack: BuiltPack) -> None:
    others = {area.title() for area in STRATEGIES} - {real_pack.area.title()}
    for file in sorted(real_pack.site.rglob("*")):
        assert not any(other.lower() in file.name.lower() for other in others)
        if file.suffix == ".html":
            text = file.read_text("utf-8")
            found = [other for other in others if other in text]
            # the sources page names the files that a person downloaded, which cover both areas
            assert not found or file.name == "sources.html", (file.name, found)


def test_the_projection_stands_with_its_edition_and_the_newest_estimate(
    real_pack: BuiltPack,
) -> None:
    figures = {
        "rotherham": ("264,672", "290,171", "271,194"),
        "rutland": ("39,696", "46,527", "40,643"),
    }
    for name in ("index.html", "population-outlook.html"):
        text = (real_pack.site / name).read_text("utf-8")
        for number in figures[real_pack.area]:
            assert number in text, (name, number)
        assert "2018-based" in text
        assert "mid-2023" in text


@pytest.fixture(scope="module")
def pages(real_pack: BuiltPack) -> dict[str, str]:
    return read_pages(real_pack.pack / "project")


def test_no_sentence_of_a_real_page_stands_more_than_twice(pages: dict[str, str]) -> None:
    assert len(pages) > 15 and sum(len(sentences(text)) for text in pages.values()) > 300
    assert {page: found for page, text in pages.items() if (found := repeated(text))} == {}


def test_real_pages_can_be_read_by_a_reader_of_thirteen(pages: dict[str, str]) -> None:
    ages = {page: age for page, text in pages.items() if (age := reading_age(text)) is not None}
    assert len(ages) > 5
    assert {page: round(age, 1) for page, age in ages.items() if age > OLDEST} == {}


def test_no_real_page_has_a_developers_word_or_a_bare_headline(pages: dict[str, str]) -> None:
    assert sum(len(headlines(text)) for text in pages.values()) > 50
    assert {page: found for page, text in pages.items() if (found := forbidden(text))} == {}
