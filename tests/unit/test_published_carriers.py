"""Each kind of file in which a page of today carries numbers: a hidden one planted there is found.

One pack holds a planted number in each of them, another the same files with a number that may be
shown; the gate looks at each once.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from openpyxl import Workbook
from planted_packs import FALLS, TITLE, PlantedPack, make_planted

from jsna.publish.disclosure import disclosure_faults

HIDDEN, SHOWN = ("Ash Hill", "12"), ("Cedar Cross", "40")
"""A ward with a number that the kept file hides for 2023, and one with the number it shows."""
OTHER = "Smoking at 15"
Told = tuple[str, str]
Carrier = Callable[[Told], bytes]


def map_page(told: Told) -> bytes:
    """The first of two layers is the council's own; the second one's number may stand."""
    name, number = told
    shape = {"geometry": {"coordinates": [[1.97878, 2.61886]], "type": "Polygon"}, "id": "0",
             "properties": {"classes": [1, 1], "middle": [55.9, 1.6], "name": name,
                            "page": "w.html", "said": [f"{number} falls", "31.2%"]}}  # fmt: skip
    sections = "".join(
        f'<section class="layer" data-label="{label}"><h1>{label}, 2023</h1></section>'
        for label in (TITLE, OTHER)
    )
    data = json.dumps({"features": [shape], "type": "FeatureCollection"})
    return (
        f"<html><body>{sections}<p>{OTHER}</p>"
        f"<script>geo_json_areas_add({data});</script></body></html>"
    ).encode()


def map_words(told: Told) -> bytes:
    """Words where a map has the number of a shape, and beside its shapes."""
    name, number = told
    said = f"{TITLE}, 2023: {name} {number}"
    data = {"features": [{"id": said, "properties": {}}], "type": "FeatureCollection"}
    return f"<html><body><script>areas_add({json.dumps(data)});</script></body></html>".encode()


def map_title(told: Told) -> bytes:
    name, number = told
    data = {"features": [], "about": {"title": f"{TITLE}, 2023: {name} {number}"}}
    return f"<html><body><script>areas_add({json.dumps(data)});</script></body></html>".encode()


def beside_another_year(told: Told) -> bytes:
    """The column says the year; a cell of the row says another one."""
    name, number = told
    return (
        f"<html><body><table><caption>{TITLE}</caption>"
        "<tr><th>Ward</th><th>2023</th><th>Next figure</th></tr>"
        f"<tr><th>{name}</th><td>{number}</td><td>2024</td></tr></table></body></html>"
    ).encode()


def search_index(told: Told) -> bytes:
    name, number = told
    lines = [[0, "falls", f"{TITLE}: {name} had {number} in 2023", "Section"],
             [1, "smoking", f"{OTHER} in the wards", "Section"]]  # fmt: skip
    return (
        f"window.packIndex = {json.dumps({'pages': [['a.html', 'A']], 'lines': lines})};".encode()
    )


def ward_profile(told: Told) -> bytes:
    """The ward stands in the caption, the measure names the row, the period has a cell."""
    name, number = told
    return (
        f"<html><body><h1>{name}</h1>"
        f"<table><caption>Each measure of {name} beside England</caption>"
        "<tr><th>Measure</th><th>Ward</th><th>Period</th></tr>"
        f"<tr><th>{TITLE}</th><td>{number}</td><td>2023</td></tr></table></body></html>"
    ).encode()


def key_message(told: Told) -> bytes:
    name, number = told
    return f"<html><body><ul><li>{TITLE}: {name} {number} in 2023</li></ul></body></html>".encode()


def live_number(told: Told) -> bytes:
    name, number = told
    return f"## {TITLE}\n\nIn 2023 [{number}]{{.live}} people fell in {name}.\n".encode()


def sparkline(told: Told) -> bytes:
    """A line of its own in a table's cell, with its last value for its name."""
    name, number = told
    return (
        f"<html><body><table><caption>{TITLE}, 2023</caption><tr><th>Ward</th><th>Trend</th></tr>"
        f"<tr><th>{name}</th><td><svg><title>{TITLE}, {name}, 2023: {number}</title>"
        "<path d='M0 1L2 3'/></svg></td></tr></table></body></html>"
    ).encode()


def spine(told: Told) -> bytes:
    name, number = told
    return (
        f"<svg aria-label='{TITLE}'><desc>{TITLE}, 2023, {name} {number}</desc>"
        "<circle r='2'/></svg>"
    ).encode()


def board_brief(told: Told) -> bytes:
    name, number = told
    word = Document()
    word.add_heading(TITLE)
    word.add_paragraph(f"{name} had {number} falls in 2023.", style="List Bullet")
    return _saved(word)


def word_header(told: Told) -> bytes:
    name, number = told
    word = Document()
    word.sections[0].header.paragraphs[0].text = f"{TITLE}, 2023: {name} {number}"
    return _saved(word)


def word_property(told: Told) -> bytes:
    name, number = told
    word = Document()
    word.core_properties.comments = f"{TITLE}, 2023: {name} {number}"
    return _saved(word)


def word_footnote(told: Told) -> bytes:
    """A part that python-docx does not write: Word keeps its notes there."""
    name, number = told
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = f"<w:p><w:r><w:t>{TITLE}, 2023: {name} {number}</w:t></w:r></w:p>"
    packed = io.BytesIO(_saved(Document()))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(
            "word/footnotes.xml",
            f'<w:footnotes xmlns:w="{space}"><w:footnote>{note}</w:footnote></w:footnotes>',
        )
    return packed.getvalue()


def workbook_line(told: Told) -> bytes:
    name, number = told
    book = Workbook()
    book.active.append([f"{TITLE}, 2023: {name} {number}"])
    book.active.append(["Area", "Value"])
    return _saved(book)


def workbook_property(told: Told) -> bytes:
    name, number = told
    book = Workbook()
    book.properties.description = f"{TITLE}, 2023: {name} {number}"
    return _saved(book)


def parquet_metadata(told: Told) -> bytes:
    import pyarrow
    from pyarrow import parquet

    name, number = told
    table = pyarrow.table({"note": ["none"]})
    table = table.replace_schema_metadata({"about": f"{TITLE}, 2023: {name} {number}"})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()


def data_package(told: Told) -> bytes:
    name, number = told
    return json.dumps({"resources": [{"description": f"{TITLE}, 2023: {name} {number}."}]}).encode()


def data_package_number(told: Told) -> bytes:
    name, number = told
    return json.dumps({TITLE: {"2023": {name: int(number)}}}).encode()


def values_table(told: Told) -> bytes:
    code = {"Ash Hill": "E05000001", "Cedar Cross": "E05000003"}[told[0]]
    row = {"indicator_id": FALLS, "sex": "Persons", "age": "All ages", "area_code": code,
           "period_label": "2023", "value": told[1]}  # fmt: skip
    return pd.DataFrame([row]).to_csv(index=False).encode()


def bibliography(told: Told) -> bytes:
    name, number = told
    return f"@misc{{a,\n  title = {{{TITLE}, 2023: {name} {number}}}\n}}\n".encode()


def picture(kind: bytes) -> Carrier:
    """A PNG with a text beside its picture, as it is or packed."""

    def made(told: Told) -> bytes:
        text = f"{TITLE}, 2023: {told[0]} {told[1]}".encode()
        before = {b"tEXt": b"", b"zTXt": b"\0", b"iTXt": b"\0\0en\0Title\0"}[kind]
        body = b"Title\0" + before + (zlib.compress(text) if kind == b"zTXt" else text)
        chunks = b"".join(
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
            for name, data in ((b"IHDR", b"\0" * 13), (kind, body), (b"IEND", b""))
        )
        return b"\x89PNG\r\n\x1a\n" + chunks

    return made


def _saved(document) -> bytes:  # type: ignore[no-untyped-def]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


CARRIERS: dict[str, Carrier] = {
    "site/figures/area.wards.map.html": map_page,
    "site/figures/words.map.html": map_words,
    "site/figures/title.map.html": map_title,
    "site/beside.html": beside_another_year,
    "site/search-index.js": search_index,
    "site/ward-e05000001.html": ward_profile,
    "site/index.html": key_message,
    "project/commentary.qmd": live_number,
    "site/trends.html": sparkline,
    "site/figures/spine.svg": spine,
    "site/old-age.brief.docx": board_brief,
    "site/header.docx": word_header,
    "site/property.docx": word_property,
    "site/footnote.docx": word_footnote,
    "site/line.xlsx": workbook_line,
    "site/property.xlsx": workbook_property,
    "site/data/about.parquet": parquet_metadata,
    "site/data/datapackage.json": data_package,
    "site/data/numbers.json": data_package_number,
    "site/data/values.csv": values_table,
    "site/figures.bib": bibliography,
    **{f"site/figures/{kind.decode()}.png": picture(kind) for kind in (b"tEXt", b"zTXt", b"iTXt")},
}


def told_of(work: Path, root: Path, told: Told) -> list[str]:
    """Return what the gate says of a pack in which every carrier tells the same."""
    pack: PlantedPack = make_planted(work, root)
    for name, carrier in CARRIERS.items():
        place = pack.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(carrier(told))
    return disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> list[str]:
    return told_of(tmp_path_factory.mktemp("planted"), project_root, HIDDEN)


@pytest.mark.parametrize("name", CARRIERS)
def test_a_hidden_number_is_found(planted: list[str], name: str) -> None:
    found = [sentence for sentence in planted if sentence.startswith((f"{name}:", f"{name},"))]
    assert found
    assert not any("can't be read back" in sentence for sentence in found)
    assert not any(f" {HIDDEN[1]} " in f"{sentence} " for sentence in found), "it is not told"


def test_a_number_that_is_shown_is_no_fault(tmp_path: Path, project_root: Path) -> None:
    assert told_of(tmp_path, project_root, SHOWN) == []


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 12 + b"IDAT"])
def test_a_picture_that_is_none_is_a_fault(
    tmp_path: Path, project_root: Path, content: bytes
) -> None:
    pack = make_planted(tmp_path, project_root)
    (pack.figures / "x.png").write_bytes(content)
    told = disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)
    assert any("x.png" in sentence and "read" in sentence for sentence in told)
