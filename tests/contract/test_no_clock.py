"""The machine's clock decides nothing about what data mean: no layer below the pack asks it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("sources", "disclosure", "geo", "facts", "analysis", "narrative", "tables", "figures",
            "chapter", "demo")  # fmt: skip
ASKS = {"now", "utcnow", "today", "time", "time_ns", "gmtime", "localtime"}
CLOCKS = {"datetime", "date", "time", "Timestamp"}
LIKELY = re.compile(rf"\b({'|'.join(sorted(ASKS))})\s*\(")
"""Without one of these calls no module asks, and parsing every one takes seconds."""
STILL = {"sources/population/ons_wide_layout.py"}
"""Tells estimates from projections by this year; to be told by the years that ONS published."""


def asks_the_clock(source: str) -> Iterator[int]:
    """Yield the lines on which a module calls a clock."""
    for node in ast.walk(ast.parse(source if LIKELY.search(source) else "")):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = ast.unparse(node.func.value).rpartition(".")[2]
        if node.func.attr in ASKS and owner in CLOCKS:
            yield node.lineno


def test_no_layer_below_the_pack_asks_the_clock(project_root: Path) -> None:
    home = project_root / "src" / "jsna"
    files = [file for name in PACKAGES for file in (home / name).rglob("*.py")]
    assert len(files) > 200
    found = {
        f.relative_to(home).as_posix() for f in files if [*asks_the_clock(f.read_text("utf-8"))]
    }
    assert found <= STILL


def test_a_clock_is_found() -> None:
    for call in ("datetime.now(UTC)", "date.today()", "time.time()", "pd.Timestamp.now()"):
        assert [*asks_the_clock(f"x = {call}")] == [1], call
    assert [*asks_the_clock("x = snapshot.retrieved.time()")] == []
