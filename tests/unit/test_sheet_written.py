"""One list of marks, written as SVG and as PNG: the same places, nothing lost, nothing dated."""

import io

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from jsna.figures.ink import Sheet, drawing
from jsna.figures.lettering import letters, text_width

RED, BLUE, GREEN = "#ff0000", "#0000ff", "#008000"


@pytest.fixture(autouse=True)
def one_style():
    with drawing():
        yield


def pixels(sheet: Sheet) -> np.ndarray:
    """The sheet's PNG at twice its size, as rows of (red, green, blue)."""
    picture = Image.open(io.BytesIO(sheet.png(round(sheet.width * 2), 200)))
    return np.asarray(picture.convert("RGB"))


def elements(sheet: Sheet, name: str) -> list:
    return list(etree.fromstring(sheet.svg("A finding & more")).iter("{*}" + name))


def test_a_box_stands_in_one_place_in_both():
    sheet = Sheet(40, 20)
    sheet.box(10, 5, 20, 10, RED)
    assert [p.get("d") for p in elements(sheet, "path")][1:] == ["M10 5L30 5L30 15L10 15z"]
    seen = pixels(sheet)
    assert seen.shape == (40, 80, 3)
    assert seen[12:28, 22:58].reshape(-1, 3).tolist() == [[255, 0, 0]] * (16 * 36)
    assert seen[:8].min() == 255 and seen[:, :18].min() == 255


def test_a_ring_within_a_ring_is_a_hole_in_both():
    outer = [(0, 0), (20, 0), (20, 20), (0, 20)]
    inner = [(5, 5), (5, 15), (15, 15), (15, 5)]
    sheet = Sheet(20, 20)
    sheet.shape([outer, inner], BLUE)
    assert elements(sheet, "path")[-1].get("d").count("z") == 2
    seen = pixels(sheet)
    assert seen[20, 20].tolist() == [255, 255, 255]
    assert seen[4, 4].tolist() == [0, 0, 255]


def test_what_is_drawn_later_lies_on_top():
    sheet = Sheet(10, 10)
    sheet.box(0, 0, 10, 10, RED)
    sheet.box(0, 0, 10, 10, GREEN)
    assert pixels(sheet)[10, 10].tolist() == [0, 128, 0]


def test_a_line_is_left_out_where_it_is_not_a_number():
    sheet = Sheet(50, 10)
    sheet.line([0, 10, np.nan, 30, 40], [5, 5, 5, 5, 5], RED, 2)
    sheet.line([np.nan, np.nan], [1, 2], BLUE)
    first, second = elements(sheet, "path")[1:]
    assert first.get("d") == "M0 5L10 5M30 5L40 5"
    assert second.get("d") == ""
    row = pixels(sheet)[10]
    assert row[10].tolist() == row[70].tolist() == [255, 0, 0]
    assert row[40].tolist() == [255, 255, 255]


def test_dashes_grow_with_the_line():
    sheet = Sheet(60, 10)
    sheet.line([0, 60], [5, 5], RED, 2, dash=(5, 5))
    assert b"stroke-dasharray:10,10" in sheet.svg("A finding")
    row = pixels(sheet)[10]
    assert row[10].tolist() == [255, 0, 0] and row[30].tolist() == [255, 255, 255]


def test_a_dot_without_a_place_is_not_drawn():
    sheet = Sheet(30, 10)
    sheet.dots([5, np.nan, 25], [5, 5, 5], RED, 4)
    circles = elements(sheet, "circle")
    assert [(c.get("cx"), c.get("cy"), c.get("r")) for c in circles] == [
        ("5", "5", "2"),
        ("25", "5", "2"),
    ]
    assert pixels(sheet)[10, 50].tolist() == [255, 0, 0]


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_text_stands_before_its_place_as_it_is_aligned(align, share):
    sheet = Sheet(200, 40)
    sheet.text(100, 30, "Wards", 15, RED, align)
    (words,) = sheet.words()
    assert words.x == pytest.approx(100 - share * text_width("Wards", 15))
    inked = np.flatnonzero((pixels(sheet)[:, :, 1] < 128).any(axis=0)) / 2
    assert inked[0] == pytest.approx(words.x, abs=1.5)
    assert inked[-1] == pytest.approx(words.x + text_width("Wards", 15), abs=2)


def test_a_letter_is_written_once_and_a_blank_leaves_none():
    sheet = Sheet(200, 40)
    sheet.text(0, 20, "a a a", 15)
    sheet.bold(0, 38, "a", 15)
    shapes = [p for p in elements(sheet, "path") if p.get("id")]
    assert [s.get("id")[0] for s in shapes] == ["g", "b"]
    assert len(elements(sheet, "use")) == 4
    assert letters("  ") == ()


def test_a_title_is_text_and_not_markup():
    sheet = Sheet(10, 10)
    title = "<script>1</script> & more"
    assert etree.fromstring(sheet.svg(title)).findtext("{*}title") == title


def test_nothing_is_dated_or_signed():
    sheet = Sheet(10, 10)
    picture = Image.open(io.BytesIO(sheet.png(20, 200)))
    assert set(picture.info) == {"dpi"}
    assert b"matplotlib" not in sheet.svg("A finding").lower()
