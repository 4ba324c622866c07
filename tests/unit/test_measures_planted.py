"""A hidden figure of an own measure is found wherever it stands, though nothing names the area.

One pack has a planted number in each kind of file, another the same with a number that may stand
there: one that is shown, or what the strategy states of the measure.
"""

import base64
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from planted_packs import FALLS, STRATEGY, TITLE, TOP, PlantedPack, make_planted, notebook

from jsna.publish.disclosure import disclosure_faults
from jsna.publish.nameless_words import Nameless
from jsna.publish.passages import Passage
from jsna.settings.own_measures import OwnMeasures

COUNTS = {(TOP, "2022"): 25, (TOP, "2023"): None, (TOP, "2024"): 20}
HIDDEN, SHOWN, STATED = "12", "20", "14"
Carrier = Callable[[str], bytes]


def said(number: str) -> str:
    return f"{TITLE}: {number} in 2023."


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def by_period(number: str) -> bytes:
    rows = "".join(
        f"<tr><th>{year}</th><td>{value}</td><td>18</td></tr>"
        for year, value in (("2022", "25"), ("2023", number))
    )
    return page(
        f"<table><caption>{TITLE}, 2022 to 2024</caption><tr><th>Period</th><th>Value</th>"
        f"<th>Lower limit</th></tr>{rows}</table>"
    )


def of_measures(number: str) -> bytes:
    return page(
        "<table><caption>Own measures</caption><tr><th>Measure</th><th>Newest</th><th>Target</th>"
        f"</tr><tr><th>{TITLE}</th><td>{number} in 2023</td><td>9 by 2025</td></tr></table>"
    )


def json_ld(number: str) -> bytes:
    told = json.dumps({"@type": "Dataset", "description": said(number)})
    return page(f'<script type="application/ld+json">{told}</script>')


def word(where: str) -> Carrier:
    def made(number: str) -> bytes:
        document = Document()
        if where == "text":
            document.add_paragraph(said(number))
        if where == "property":
            document.core_properties.subject = said(number)
        buffer = io.BytesIO()
        document.save(buffer)
        if where == "picture":
            with zipfile.ZipFile(buffer, "a") as archive:
                archive.writestr("word/media/a.svg", f"<svg><title>{said(number)}</title></svg>")
        return buffer.getvalue()

    return made


def workbook(where: str) -> Carrier:
    def made(number: str) -> bytes:
        book = Workbook()
        sheet = book.active
        if where == "line":
            sheet.append([said(number)])
            sheet.sheet_state = "visible"
            book.create_sheet("Empty")
        if where == "hidden sheet":
            other = book.create_sheet("Other")
            other.append([said(number)])
            other.sheet_state = "veryHidden"
        if where == "header":
            sheet.oddHeader.center.text = said(number)
        if where == "name":
            book.defined_names["a"] = DefinedName("a", attr_text=f'"{said(number)}"')
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return made


def pdf(where: str) -> Carrier:
    def made(number: str) -> bytes:
        document = pikepdf.new()
        document.add_blank_page()
        if where == "bookmark":
            with document.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(said(number), 0))
        if where == "properties":
            with document.open_metadata() as about:
                about["dc:description"] = said(number)
        if where == "note":
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9],
                Contents=pikepdf.String(said(number)),
            )  # fmt: skip
            document.pages[0].Annots = document.make_indirect(pikepdf.Array([note]))
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return made


def executed(where: str) -> Carrier:
    def made(number: str) -> bytes:
        text = said(number)
        chunks = b"".join(
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
            for kind, data in (
                (b"IHDR", b"\0" * 13), (b"tEXt", b"Title\0" + text.encode()), (b"IEND", b""),
            )
        )  # fmt: skip
        picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunks).decode()
        cell = {
            "source": {"source": [f"# {text}"]},
            "json": {"outputs": [{"data": {"application/json": {"said": text}}}]},
            "latex": {"outputs": [{"data": {"text/latex": [text]}}]},
            "picture": {"outputs": [{"data": {"image/png": picture}}]},
            "metadata": {"metadata": {"said": text}},
        }[where]
        return json.dumps({"cells": [cell]}).encode()

    return made


CARRIERS: dict[str, Carrier] = {
    "site/sentence.html": lambda n: page(f"<p>{said(n)}</p>"),
    "site/under.html": lambda n: page(f"<h2>{TITLE}</h2><p>It stood at {n} falls in 2023.</p>"),
    "site/after.html": lambda n: page(f"<h2>{TITLE}</h2><p>In 2022 it was 25, in 2023 {n}.</p>"),
    "site/both.html": lambda n: page(
        f"<p>{TITLE}: Midshire stood at 20 falls in 2024. In 2023 it was {n}.</p>"
    ),
    "site/alt.html": lambda n: page(f'<img alt="{said(n)}">'),
    "site/ld.html": json_ld,
    "site/periods.html": by_period,
    "site/measures.html": of_measures,
    "project/list.qmd": lambda n: f"- {said(n)}\n- Something else: 3 in 2023.\n".encode(),
    "site/picture.svg": lambda n: f"<svg><desc>{said(n)}</desc></svg>".encode(),
    "site/index.js": lambda n: f"window.a = {json.dumps({'lines': [said(n)]})};".encode(),
    "manifest.json": lambda n: json.dumps(
        {"snapshots": [], "chapters": [{"reason": said(n)}]}
    ).encode(),
    **{f"site/{where}.docx": word(where) for where in ("text", "property", "picture")},
    **{
        f"site/{where.replace(' ', '-')}.xlsx": workbook(where)
        for where in ("line", "hidden sheet", "header", "name")
    },
    **{f"site/{where}.pdf": pdf(where) for where in ("bookmark", "properties", "note")},
    **{
        f"{STRATEGY}/{where}/chapter.ipynb": executed(where)
        for where in ("source", "json", "latex", "picture", "metadata")
    },
}


def told_of(work: Path, root: Path, number: str) -> list[str]:
    """Return what the gate says of a pack in which every carrier tells the same number."""
    pack = measured(make_planted(work, root, COUNTS))
    for name, carrier in CARRIERS.items():
        runs = pack.paths.runs("midshire", STRATEGY)
        place = runs.parent / name if name.startswith(STRATEGY) else pack.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(carrier(number))
    return disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)


def measured(pack: PlantedPack) -> PlantedPack:
    """Return the pack of a measure of the area alone, and nothing of it but its lock."""
    described = {
        "id": FALLS, "title": TITLE, "unit": "falls", "kind": "count", "polarity": "low-is-good",
        "frequency": "year", "target": 9, "target_by": "2025",
        "trajectory": [{"period": "2023", "value": 14}, {"period": "2025", "value": 9}],
    }  # fmt: skip
    own = OwnMeasures.model_validate({"measures": [described]})
    plan = pack.settings.strategies[STRATEGY].with_own_measures(own)
    for name in ("site/old-age.docx", "project/old-age.qmd"):
        (pack.folder / name).unlink()
    for file in (*pack.figures.glob("*"), pack.folder / "site/old-age.html"):
        file.unlink()
    notebook(pack, "Nothing.")
    settings = replace(pack.settings, indicators={}, strategies={STRATEGY: plan})
    return replace(pack, settings=settings)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> list[str]:
    return told_of(tmp_path_factory.mktemp("planted"), project_root, HIDDEN)


@pytest.mark.parametrize("name", CARRIERS)
def test_a_hidden_number_is_found(planted: list[str], name: str) -> None:
    found = [sentence for sentence in planted if sentence.startswith(f"{name}:")]
    assert found
    assert not any("read" in sentence for sentence in found)
    assert not any(f" {HIDDEN} " in f"{sentence} " for sentence in found), "it is not told"


@pytest.mark.parametrize("number", [SHOWN, STATED])
def test_a_number_that_is_shown_or_stated_is_no_fault(
    tmp_path: Path, project_root: Path, number: str
) -> None:
    assert told_of(tmp_path, project_root, number) == []


ADMITTED = Nameless(
    {"March 2025": False, "April 2025": True, "May 2025": True},
    frozenset({"20", "15"}), frozenset({"admissions"}), "admissions",
)  # fmt: skip
ALL_HIDDEN = replace(ADMITTED, labels={"April 2025": True, "May 2025": True})


@pytest.mark.parametrize(
    "text",
    [
        "It was 20 in March 2025 and is hidden in April 2025 and May 2025.",
        "The next was due on 14 April 2025; target and measure are reviewed on 3 May 2025.",
        "Limits are worked out anew from April 2025. A team of 12 began.",
        "The target is 15 by April 2025.",
        "Its limits were 7 admissions to 31 admissions in April 2025.",
        "If it goes on as it is, 2025/26 ends at 6 admissions in all.",
        "Suppressed in April 2025 and May 2025; 12 of 24 periods are drawn.",
        "The values are “Admissions, April 2025 to May 2025.” Cite: 2024 to 2029, release 2026.01",
        "Table 4 has the 3 periods from March 2025 to May 2025.",
    ],
)
def test_what_pages_say_of_hidden_months_is_no_number_of_them(text: str) -> None:
    assert not ADMITTED.gives_text(text, 7)
    assert not ALL_HIDDEN.gives_text(text.replace("20 in March 2025", "known"), 7)


@pytest.mark.parametrize(
    "text",
    ["In April 2025: 12.", "There were 12 admissions in April 2025", "April 2025, 9.5%",
     "It was 20 in March 2025 and 12 in April 2025", "There were 4 admissions"],
)  # fmt: skip
def test_a_number_of_a_hidden_month_is_told(text: str) -> None:
    assert ADMITTED.gives_text(text, 7)


def test_of_a_measure_that_is_hidden_as_a_whole_a_number_needs_no_month() -> None:
    assert ALL_HIDDEN.gives_text("Admissions: 12", 7) and not ADMITTED.gives_text(
        "Admissions: 12", 7
    )
    cell = Passage("f", "12", "Admissions", "Newest", "Own measures")
    assert ALL_HIDDEN.gives_cell(cell) and not ADMITTED.gives_cell(cell)
    assert not ALL_HIDDEN.gives_cell(replace(cell, column="Who answers for it"))


@pytest.mark.parametrize("title", ["planned admissions", "reviews due", "calls on one line"])
def test_words_of_a_measures_own_title_or_unit_excuse_no_number(title: str) -> None:
    name = title.capitalize()
    own = replace(ADMITTED, titles=frozenset({title}), unit="care plan reviews")
    assert own.gives_text(f"{name}: 12 in April 2025", 7)
    assert own.gives_cell(Passage("f", "12 in April 2025", name, "Newest"))
    assert own.gives_cell(Passage("f", "12", "April 2025", "Value (care plan reviews)"))
    assert not own.gives_text(f"{name}: the target is 12 in April 2025", 7)
    assert not own.gives_cell(Passage("f", "12 in April 2025", name, "Target"))
