"""What the benchmarks measure with: process trees and page weights."""

import os
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))

from measure import Measured, measure
from page_weight import heaviest, page_weight

SLEEPER = "import time; held = bytearray(80_000_000); time.sleep(0.5)"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"


def test_memory_of_what_a_command_starts_is_counted(tmp_path: Path) -> None:
    found = measure("child", [sys.executable, "-c", CHILD], os.environ, tmp_path)
    assert found.failed == ""
    assert found.peak_mib > 76
    assert found.seconds > 0.5


def test_a_command_that_fails_says_so(tmp_path: Path) -> None:
    code = "import sys; print('no such thing'); sys.exit(3)"
    assert (
        measure("x", [sys.executable, "-c", code], os.environ, tmp_path).failed == "no such thing"
    )


def test_times_add_and_memory_does_not() -> None:
    both = Measured("run", 1.0, 50.0) + Measured("other", 2.0, 40.0, "broke")
    assert both == Measured("run", 3.0, 50.0, "broke")


def test_a_page_weighs_what_it_loads_once(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<link rel="stylesheet" href="a.css"><link rel="next" href="other.html">'
        '<picture><source srcset="narrow.svg"><img src="b.svg"></picture><img src="b.svg">'
        '<a href="big.docx">Word</a><img src="data:image/gif;base64,x">'
    )
    (tmp_path / "a.css").write_text("p { background: url(dot.png) }")
    for name, size in {"b.svg": 1000, "narrow.svg": 700, "dot.png": 10, "big.docx": 9999}.items():
        (tmp_path / name).write_bytes(b"x" * size)
    own = page.stat().st_size + (tmp_path / "a.css").stat().st_size
    assert page_weight(page) == own + 1000 + 10
    light = tmp_path / "light.html"
    light.write_text("<p>")
    assert heaviest([light, page]) == (page, own + 1010)


def test_a_page_that_loads_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<img src="gone.svg">')
    with pytest.raises(FileNotFoundError):
        page_weight(page)
