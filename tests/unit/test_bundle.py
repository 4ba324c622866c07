import dataclasses
import io
import json
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from invented_figures import EXAMPLES, series, trend
from PIL import Image

from jsna.figures import bundle as bundle_module
from jsna.figures.bundle import ENDINGS, csv_bytes, json_bytes, write_bundle


@pytest.fixture(scope="module", params=EXAMPLES)
def written(request, tmp_path_factory):
    spec = EXAMPLES[request.param].make(synthetic=True)
    return spec, write_bundle(spec, tmp_path_factory.mktemp("figures"), "Invented pack, figure 1.")


def test_a_bundle_is_five_files_and_no_other(written):
    spec, bundle = written
    names = sorted(file.name for file in bundle.folder.iterdir())
    assert names == sorted(f"{spec.id}.{ending}" for ending in ENDINGS)


@pytest.mark.parametrize("ending", ["svg", "narrow.svg"])
def test_svg_asks_nobody_and_is_not_dated(written, ending):
    svg = written[1].file(ending).read_text(encoding="utf-8")
    addresses = re.findall(r'[\w:-]+="(https?://[^"]*)"', svg)
    assert len(addresses) == len(re.findall(r'xmlns[:\w]*="http', svg))
    assert "<!DOCTYPE" not in svg and "<metadata" not in svg and "<image" not in svg
    assert not re.search(r"20\d\d-\d\d-\d\dT", svg)
    assert "Matplotlib" not in svg
    assert "font-family" not in svg, "text is drawn as paths"


def test_svg_has_its_designs_width_and_its_headline_as_title(written):
    spec, bundle = written
    for ending, width in (("svg", 720), ("narrow.svg", 360)):
        svg = bundle.file(ending).read_text(encoding="utf-8")
        assert re.search(rf'width="{width}" height="[\d.]+" viewBox="0 0 {width} ', svg)
        assert f"<title>{spec.headline}</title>" in svg


def test_svg_is_small_and_every_glyph_it_uses_is_there(written):
    _, bundle = written
    for ending in ("svg", "narrow.svg"):
        svg = bundle.file(ending).read_text(encoding="utf-8")
        assert len(svg) < 60_000
        used, drawn = set(re.findall(r'href="#(\w+)"', svg)), set(re.findall(r' id="(\w+)"', svg))
        assert used and used <= drawn


def test_png_fills_a_page_of_a4_and_is_not_dated(written):
    with Image.open(written[1].file("png")) as picture:
        assert picture.width == 1260
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        assert set(picture.info) == {"dpi"}


def test_json_says_what_the_spec_says(written):
    spec, bundle = written
    said = json.loads(bundle.file("json").read_text(encoding="utf-8"))
    for name in ("id", "kind", "headline", "subtitle", "alt", "source", "method", "sentence"):
        assert said[name] == getattr(spec, name)
    assert said["synthetic"] is True
    assert said["snapshot_ids"] == ["a" * 64]
    assert said["citation"] == "Invented pack, figure 1."


def test_csv_holds_what_is_drawn_and_says_synthetic(written):
    spec, bundle = written
    table = pd.read_csv(bundle.file("csv"))
    assert len(table) == len(spec.data)
    assert (table["synthetic"] == "SYNTHETIC").all()


def test_synthetic_stands_in_the_picture_and_only_then(tmp_path):
    invented, real = trend(synthetic=True), trend()
    heights = [
        re.search(r'height="([\d.]+)"', write_bundle(s, tmp_path, "c").file("svg").read_text())[1]
        for s in (invented, real)
    ]
    assert float(heights[0]) > float(heights[1])
    assert "synthetic" not in csv_bytes(real).decode()


def test_csv_has_units_in_its_header_and_blanks_for_what_is_missing():
    spec = trend(series(values=(1, np.nan, 3)))
    text = csv_bytes(spec).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == (
        "area_code,area_name,period,period_label,value (days),lower_95 (days),"
        "upper_95 (days),status"
    )
    assert lines[2].endswith(",2020,,,,suppressed")
    assert "\r" not in text


def test_json_is_the_same_for_any_order_of_units():
    spec = trend()
    turned = dataclasses.replace(spec, units=dict(reversed(spec.units.items())))
    assert json_bytes(spec, "c") == json_bytes(turned, "c")


def test_the_users_own_style_changes_nothing(tmp_path):
    first = write_bundle(trend(), tmp_path / "one", "c").file("svg").read_bytes()
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "none"}):
        second = write_bundle(trend(), tmp_path / "two", "c").file("svg").read_bytes()
        assert mpl.rcParams["font.size"] == 30, "and ours does not stay behind"
    assert first == second


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"id": "Best Start"}, "id"),
        ({"id": "nodots"}, "id"),
        ({"id": "../up.1.trend"}, "id"),
        ({"headline": "A finding."}, "full stop"),
        ({"headline": " "}, "headline is empty"),
        ({"alt": "Line chart of something without an end"}, "alt"),
        ({"alt": ""}, "alt"),
        ({"subtitle": ""}, "subtitle"),
        ({"source": ""}, "source"),
        ({"snapshot_ids": ()}, "snapshot"),
        ({"data": pd.DataFrame({"value": []})}, "no data"),
        ({"data": series(values=(1, np.nan)).assign(status="final")}, "without a status"),
        ({"units": {"height": "m"}}, "unit"),
    ],
)
def test_a_faulty_spec_writes_nothing(tmp_path, change, word):
    with pytest.raises(ValueError, match=word):
        write_bundle(dataclasses.replace(trend(), **change), tmp_path / "figures", "c")
    assert not (tmp_path / "figures").exists()


def test_all_faults_are_told_at_once(tmp_path):
    faulty = dataclasses.replace(trend(), headline="Ends.", source="")
    with pytest.raises(ValueError, match=r"full stop.*source is empty"):
        write_bundle(faulty, tmp_path, "c")


def test_a_drawing_that_fails_leaves_the_old_bundle_whole(tmp_path, monkeypatch):
    old = write_bundle(trend(), tmp_path, "c")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def fail(spec, citation):
        raise OSError("disk full")

    monkeypatch.setattr(bundle_module, "json_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        write_bundle(trend(series(values=(9, 8))), tmp_path, "c")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert old.file("csv").exists()


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    def fail(self, target):
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_bundle(trend(), tmp_path, "c")
    assert list(tmp_path.iterdir()) == []


def test_pictures_are_not_empty(tmp_path):
    png = write_bundle(trend(), tmp_path, "c").file("png").read_bytes()
    with Image.open(io.BytesIO(png)) as picture:
        assert len(picture.convert("RGB").getcolors(maxcolors=100_000)) > 20
