"""Every figure kind that discovery finds keeps the one contract of `jsna/figures/kind.py`.

A kind is one module below `jsna/figures/kinds`, its page in `docs/charts/`, and its example in
`tests/unit/invented_figures.py`, which these tests draw.
"""

import dataclasses
import io
import json
import re
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from invented_figures import EXAMPLES, Example, about, cut_off, overlapping
from pydantic import TypeAdapter

import jsna.figures.kinds
from attack_tools.svg_points import marks, read_by
from jsna.figures.bundle import ENDINGS, csv_bytes, write_bundle
from jsna.figures.ink import drawing
from jsna.figures.kind import FigureKind
from jsna.figures.layout import NARROW, PRINT, WIDE
from jsna.figures.markdown import figure_markdown
from jsna.figures.registry import figure_kinds, kind_of
from jsna.figures.spec import FigureSpec
from jsna.figures.table import figure_table
from jsna.narrative.numbers import format_number, format_value

KINDS = figure_kinds()
PLACE = "Netherby"
JSON_KEYS = {
    "id", "kind", "headline", "subtitle", "alt", "source", "notes", "citation", "snapshot_ids",
    "method", "units", "synthetic", "sentence", "rule",
}  # fmt: skip
"""What other programs read in a figure's JSON."""
HEADS = ["What it shows", "How to read it", "When not to use it"]
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)


def example(kind: FigureKind) -> Example:
    return EXAMPLES[kind.id]


def spec_of(kind: FigureKind, **changes) -> FigureSpec:
    return example(kind).make(**changes)


# -- what a kind says of itself ----------------------------------------------------------------


def test_discovery_finds_each_kind_once_and_each_has_its_example():
    assert sorted(KINDS) == sorted(EXAMPLES)
    folder = Path(jsna.figures.kinds.__file__).parent
    modules = [f for f in folder.iterdir() if f.name[0] not in "_." and not f.match("*.pyc")]
    assert len(modules) == len(KINDS) >= 12


@each_kind
def test_a_kind_names_itself_and_its_figures_name_it(kind):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.id)
    assert kind.words.strip() and len(kind.words.split()) <= 4
    assert spec_of(kind).kind == kind.id
    assert kind_of(spec_of(kind)) is kind


def test_each_kind_has_its_page_and_each_page_its_kind(project_root):
    folder = project_root / "docs" / "charts"
    pages = {file.name for file in folder.glob("*.md")} - {"README.md"}
    assert sorted(kind.page for kind in KINDS.values()) == sorted(pages)
    listed = re.findall(r"\]\(([^)#]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert pages <= set(listed)
    for page in pages:
        text = (folder / page).read_text("utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADS
        assert "**At a glance.**" in text


@each_kind
def test_what_says_the_finding_is_documented_and_gives_words(kind):
    assert kind.headline.__doc__
    assert typing.get_type_hints(kind.headline)["return"] is str


# -- options -----------------------------------------------------------------------------------


@each_kind
def test_options_are_frozen_and_every_one_has_a_type(kind):
    assert dataclasses.is_dataclass(kind.options)
    assert kind.options.__dataclass_params__.frozen
    types = typing.get_type_hints(kind.options)
    loose = [name for name, of in types.items() if of in (object, dict, list) or of is typing.Any]
    assert loose == []
    assert isinstance(spec_of(kind).options, kind.options)


@each_kind
def test_options_are_plain_values_of_their_types_and_come_back_from_json(kind):
    adapter = TypeAdapter(kind.options)
    options = spec_of(kind).options
    assert adapter.validate_json(adapter.dump_json(options), strict=True) == options


# -- the frame that it is made from ------------------------------------------------------------


@each_kind
def test_a_kind_refuses_a_frame_that_lacks_what_it_needs(kind):
    frame = example(kind).frame()
    assert kind.columns and set(kind.columns) <= set(frame)
    for column in kind.columns:
        with pytest.raises(ValueError, match=f"lacks {column}"):
            example(kind).make(frame.drop(columns=column))
    with pytest.raises(ValueError, match="no rows"):
        example(kind).make(frame.head(0))


@each_kind
def test_the_order_of_rows_changes_nothing(kind):
    frame = example(kind).frame()
    first = example(kind).make(frame)
    second = example(kind).make(frame.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(first.data, second.data)
    assert (first.alt, first.notes) == (second.alt, second.notes)


# -- alt text and table ------------------------------------------------------------------------


@each_kind
def test_alt_text_is_one_sentence_that_names_a_place_or_a_value(kind):
    spec = spec_of(kind)
    assert spec.alt.endswith(".") and ". " not in spec.alt
    assert 80 <= len(spec.alt) <= 221
    assert not re.search(r"\bnan\b|None", spec.alt, flags=re.IGNORECASE)
    names = spec.data["area_name"].tolist() if "area_name" in spec.data else []
    told = [PLACE, *names, *(format_value(v, "", 1) for v in spec.data["value"].dropna())]
    assert any(word in spec.alt for word in told)


@each_kind
def test_the_table_holds_every_value_drawn_and_no_empty_cell(kind):
    spec = spec_of(kind)
    table = figure_table(spec)
    cells = table.frame.astype(str)
    assert not cells.isin(["", "nan", "None", "<NA>"]).any(axis=None)
    assert cells[table.row_header].is_unique
    assert set(table.units) <= set(table.frame)
    assert set(_printed(spec)) <= set(cells.to_numpy().ravel())
    assert table.caption.startswith(spec.subtitle)
    assert "SYNTHETIC" in figure_table(spec_of(kind, synthetic=True)).caption


def _printed(spec: FigureSpec) -> Iterator[str]:
    """Every value as the table must print it: the words of a class, or a number."""
    for value in spec.data["value"].dropna():
        # a map of numbers has classes too, and prints its numbers
        classes = () if spec.units else getattr(spec.options, "classes", ())
        decimals = getattr(spec.options, "decimals", 0)
        yield classes[int(value) - 1] if classes else format_number(value, decimals)


# -- ink and files -----------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("layout", [WIDE, NARROW, PRINT], ids=lambda layout: layout.name)
def test_no_word_of_the_picture_lies_on_another_or_is_cut_off(kind, layout):
    with drawing():
        sheet = kind.draw(spec_of(kind), layout)
        assert sheet.width == layout.width
        assert overlapping(sheet) == cut_off(sheet) == []


@each_kind
def test_the_same_data_give_the_same_bytes(kind, tmp_path):
    one, other = (
        write_bundle(spec_of(kind), tmp_path / folder, "Pack, figure 1.") for folder in "ab"
    )
    for ending in ENDINGS:
        assert one.file(ending).read_bytes() == other.file(ending).read_bytes()


@each_kind
def test_a_picture_shows_no_more_than_its_csv(kind):
    """Its coordinates come of the CSV read back: so what the CSV may show, they may."""
    spec = spec_of(kind)
    again = dataclasses.replace(spec, data=_read_back(spec))
    with drawing():
        one, other = (kind.draw(drawn, WIDE).svg(spec.headline) for drawn in (spec, again))
    assert one == other


def test_marks_tell_what_stood_there_before_it_was_rounded():
    """Why a picture may be drawn of nothing but its CSV: the line through all marks is known."""
    spec = EXAMPLES["funnel"].make()
    drawn = spec.data[spec.data["value"].notna() & (spec.data["line"] == "")]
    with drawing():
        places = marks(kind_of(spec).draw(spec, WIDE).svg(spec.headline))
    people = np.sort(drawn["denominator"].to_numpy("float64"))
    order = np.argsort(np.argsort(places[:, 0]))
    assert len(places) == len(people)
    assert np.abs(read_by(places[:, 0], people[order]) - people[order]).max() < 0.1
    fives = 5 * np.round(people / 5)
    assert np.abs(read_by(places[:, 0], fives[order]) - fives[order]).max() > 1


def _read_back(spec: FigureSpec) -> pd.DataFrame:
    """Return a figure's data as its CSV has them."""
    text = pd.read_csv(io.BytesIO(csv_bytes(spec)), dtype="str", encoding="utf-8-sig",
                       keep_default_na=False)  # fmt: skip
    assert len(text.columns) == len(spec.data.columns)
    frame = text.set_axis(spec.data.columns, axis="columns")
    numbers = spec.data.select_dtypes("number").columns
    frame[numbers] = frame[numbers].replace("", "nan").astype("float64")
    yes_or_no = spec.data.select_dtypes("bool").columns
    frame[yes_or_no] = frame[yes_or_no] == "True"
    return frame.astype(spec.data.dtypes.to_dict())


@each_kind
def test_options_hold_no_number_of_people(kind):
    """Save the curves of a funnel and the line of a gradient, which follow from all values."""
    hints = typing.get_type_hints(kind.options)
    told = {name for name, of in hints.items() if re.search("float|int", str(of))}
    # of a strip the level of a comparator, of a scatter its correlation: published, or of areas
    drawn = {"curves", "line", "level", "rho", "lower", "upper", "pairs", "target"}
    assert told <= {"decimals", "across_decimals"} | drawn


@each_kind
def test_the_json_has_its_keys_whatever_the_kind(kind, tmp_path):
    bundle = write_bundle(spec_of(kind), tmp_path, "Pack, figure 1.")
    said = json.loads(bundle.file("json").read_text("utf-8"))
    assert set(said) == JSON_KEYS
    assert said["kind"] == kind.id


# -- a kind more -------------------------------------------------------------------------------

ONE_FILE = '''
from dataclasses import dataclass
from jsna.figures.ink import Sheet
from jsna.figures.kind import FigureKind

@dataclass(frozen=True)
class Options:
    unit: str

def alt(data, about, options):
    return f"Single number: {about.measure} in {about.place} is {data['value'].iloc[0]:g}."

def table(spec):
    """Return the one number."""
    return spec.data[["name", "value"]].astype(str), {"value": spec.options.unit}

def headline(name) -> str:
    """Return the finding."""
    return f"{name} is counted"

def draw(spec, layout):
    sheet = Sheet(layout.width, 60)
    sheet.text(10, 30, f"{spec.data['value'].iloc[0]:g}", layout.text)
    return sheet

KIND = FigureKind("single-number", "number", "single-number.md", ("name", "value"), Options, alt,
                  table, headline, draw)
'''


@pytest.fixture
def drop_in(tmp_path, monkeypatch) -> Iterator[Path]:
    """Return a folder whose modules stand among the kinds."""
    folder = tmp_path / "kinds"
    folder.mkdir()
    monkeypatch.setattr(jsna.figures.kinds, "__path__", [*jsna.figures.kinds.__path__, str(folder)])
    figure_kinds.cache_clear()
    yield folder
    figure_kinds.cache_clear()
    for file in folder.glob("*.py"):
        sys.modules.pop(f"jsna.figures.kinds.{file.stem}", None)


def test_a_kind_that_is_one_file_is_found_drawn_and_put_on_a_page(drop_in, tmp_path):
    (drop_in / "single_number.py").write_text(ONE_FILE, encoding="utf-8")
    kind = figure_kinds()["single-number"]
    data = pd.DataFrame({"name": ["Wards"], "value": [7.0]})
    spec = kind.spec(about(), data, kind.options("wards"), units={"value": "wards"})
    bundle = write_bundle(spec, tmp_path / "figures", "Pack, figure 1.")
    assert all(bundle.file(ending).stat().st_size for ending in ENDINGS)
    page = figure_markdown(spec, bundle, figure_table(spec).html())
    assert "Waiting time, persons, number" in page and "7.0" in page


def test_a_module_among_the_kinds_without_a_kind_is_told(drop_in):
    (drop_in / "forgotten.py").write_text("VALUE = 1\n", encoding="utf-8")
    with pytest.raises(TypeError, match=r"kinds\.forgotten has no KIND"):
        figure_kinds()


def test_two_kinds_of_one_id_are_told(drop_in):
    text = ONE_FILE.replace('"single-number", ', '"trend", ')
    (drop_in / "second_trend.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="share an id: trend"):
        figure_kinds()


def test_a_spec_of_no_kind_is_refused_before_a_file_is_written(tmp_path):
    spec = dataclasses.replace(EXAMPLES["trend"].make(), kind="pie")
    with pytest.raises(ValueError, match="no kind 'pie' among authority-strip, choropleth"):
        write_bundle(spec, tmp_path / "figures", "c")
    assert not (tmp_path / "figures").exists()
