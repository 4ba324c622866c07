"""Hostile text in every field of every settings file and data file, from fetch to the pages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pypdf
import pytest
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser

from conftest import BuiltPack, run_jsna
from hostile_checkout import (
    AREA,
    CHECKED,
    CHOSEN,
    CORRECTION,
    OUTSIDE,
    PERIODS,
    STRATEGY,
    Texts,
    hostile,
    spoil_downloads,
    write_correction,
    write_settings,
)
from hostile_strings import HOSTILE, words_of
from jsna.demo.write import write_demo_downloads
from jsna.publish.axe import find_browser, open_browser
from jsna.publish.html_page import read_pages
from jsna.publish.read_word import word_text
from jsna.settings.area import Area
from jsna.settings.basemap import Basemap
from jsna.settings.correction import Correction
from jsna.settings.indicator import Indicator, Theme
from jsna.settings.load import load_settings
from jsna.settings.model import SettingsModel, Text, Words
from jsna.settings.paths import Paths
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Strategy

FREE = {get_args(kind)[-1] for kind in (Text, Words)}


def _free_texts(model: type[SettingsModel]) -> Iterator[tuple[type[SettingsModel], str]]:
    """Yield each field of free text, with its model, of a model and of those within it."""
    for name, field in model.model_fields.items():
        parts = [field.annotation, *_within(field.annotation)]
        told = [*field.metadata, *(m for part in parts for m in getattr(part, "__metadata__", ()))]
        if any(getattr(one, "func", None) in {f.func for f in FREE} for one in told):
            yield model, name
        for part in parts:
            if isinstance(part, type) and issubclass(part, SettingsModel):
                yield from _free_texts(part)


def _within(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        yield part
        yield from _within(part)


def _hostile_texts(part: Any) -> Iterator[tuple[type[SettingsModel], str]]:
    """Yield each field that holds a hostile text, with its model, of settings and those within."""
    if isinstance(part, SettingsModel):
        for name in type(part).model_fields:
            told = getattr(part, name)
            for text in told if isinstance(told, tuple) else (told,):
                if isinstance(text, str) and _is_hostile(text):
                    yield type(part), name
            yield from _hostile_texts(told)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _hostile_texts(inner)


def _is_hostile(text: str) -> bool:
    """Whether a text is one of the strings, with the number of its round behind it."""
    return re.sub(r" \d+$", "", text) in {*HOSTILE, *(words.strip() for words in HOSTILE)}


@pytest.fixture(scope="module")
def hostile_texts(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[type, str]]:
    """Each field of the hostile checkout, and its model, that holds a hostile text once read."""
    root, texts = tmp_path_factory.mktemp("texts"), Texts(0)
    write_settings(root, texts)
    read = load_settings(Paths(root, root / "work"))
    one = Correction.model_validate({"id": "one", **hostile(CORRECTION, texts)})
    kinds = (read.areas, read.strategies, read.indicators, read.themes, read.sources)
    return {*_hostile_texts((*(part for kind in kinds for part in kind.values()), one))}


@pytest.mark.parametrize("model", [Area, Strategy, Indicator, Theme, SourceSettings, Correction])
def test_every_field_of_free_text_is_made_hostile(
    model: type[SettingsModel], hostile_texts: set[tuple[type, str]]
) -> None:
    found = {*_free_texts(model)}
    tame = {
        f"{kind.__name__}.{name}"
        for kind, name in found
        if name not in CHOSEN | CHECKED
        and not any(issubclass(k, kind) and n == name for k, n in hostile_texts)
    }
    assert found and tame <= OUTSIDE | PERIODS


@pytest.mark.parametrize("words", HOSTILE)
def test_no_hostile_text_passes_as_an_address_of_tiles(words: str) -> None:
    for tiles in (words, f"https://tiles.example.org/{{z}}/{{x}}/{{y}}{words}"):
        with pytest.raises(ValidationError, match=r"(?s)tiles"):
            Basemap(tiles=tiles, attribution="a")


@pytest.fixture(scope="module", params=[0, 20, 40])
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltPack:
    """The pack of the hostile checkout; each time the strings begin at another one."""
    place = tmp_path_factory.mktemp("hostile")
    root, work, downloads = place / "checkout", place / "work", place / "downloads"
    texts = Texts(request.param)
    write_settings(root, texts)
    write_demo_downloads(downloads, load_settings(Paths(root, work)))
    write_correction(root, downloads, texts)
    spoil_downloads(downloads, texts)
    words = (
        ["fetch", AREA, "--from", str(downloads)],
        ["build", AREA],
        ["baseline", AREA, STRATEGY],
        ["run", AREA, STRATEGY],
        ["render", AREA, STRATEGY, "--renderer", "embedded"],
        ["check", AREA, STRATEGY],
    )
    printed = ""
    for command in words:
        done = run_jsna(work, *command, JSNA_HOME=str(root))
        printed += done.stdout + done.stderr
        assert done.returncode == 0, printed
    return BuiltPack(work, AREA, STRATEGY, printed)


@pytest.mark.slow
def test_every_chapter_is_made_and_every_check_passes(pack: BuiltPack) -> None:
    assert "is not available" not in pack.printed and "FAILED" not in pack.printed
    assert len(list(pack.site.glob("*.html"))) >= 10
    assert list(pack.site.glob("figures/*.map.html"))


@pytest.mark.slow
@pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")
def test_no_page_runs_any_of_it_and_the_maps_are_drawn(pack: BuiltPack) -> None:
    with open_browser() as browser:
        page: Any = browser.new_page()
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        for file in sorted(pack.site.rglob("*.html")):
            page.goto(file.as_uri())
            assert page.evaluate("typeof window.ran") == "undefined", file.name
            assert told == [], file.name
            if file.name.endswith(".map.html"):
                assert page.locator("path[role=button]").count() > 0


def unfolded(file: Path) -> str:
    """Return the words of a page's own part that stand open."""
    tree = LexborHTMLParser(file.read_text("utf-8"))
    for fold in tree.css("details"):
        fold.decompose()
    return words_of(tree.css("main")[0].text())


@pytest.mark.slow
def test_the_strings_are_words_on_pages_and_in_documents(pack: BuiltPack) -> None:
    texts = {page.name: words_of(page.root.text) for page in read_pages(pack.site)}
    shown = " ".join(texts.values())
    assert sum(words_of(words) in shown for words in HOSTILE) >= len(HOSTILE) - 4
    for file in pack.site.glob("*.docx"):
        # documents of several pages have none; what folds and the menu are on the site alone
        if f"{file.stem}.html" not in texts:
            continue
        page, word = unfolded(pack.site / f"{file.stem}.html"), words_of(word_text(file))
        sheets = pypdf.PdfReader(file.with_suffix(".pdf")).pages
        pdf = words_of("".join(sheet.extract_text() for sheet in sheets))
        here = [words_of(words) for words in HOSTILE if words_of(words) in page]
        assert here
        assert [w for w in here if w not in word] == []
        assert [w for w in here if w not in pdf] == []


@pytest.mark.slow
def test_manifest_figures_and_notebooks_are_still_what_they_are(pack: BuiltPack) -> None:
    about = [pack.pack / "manifest.json", *pack.site.glob("figures/*.json")]
    notebooks = [*pack.runs.glob("*/chapter.ipynb")]
    assert notebooks and all(json.loads(f.read_text("utf-8")) for f in [*about, *notebooks])
    names = {path.name for path in pack.work.rglob("*")}
    assert not [name for name in names if any(sign in name for sign in "<>\"'`\n=#")]


def test_texts_are_given_in_turn() -> None:
    texts = Texts(58)
    assert [texts.one() for _ in range(3)] == [*HOSTILE[58:], f"{HOSTILE[0]} 1"]
    assert texts.of("E05000001") == texts.of("E05000001") != texts.of("E05000002")
