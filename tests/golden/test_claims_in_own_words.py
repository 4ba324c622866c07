"""No claim of the strategies stands in the words of its document: names and figures carry over."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST = 7
"""Words in a row that a claim may share with a document."""


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9.,%]+", text.lower())
    return zip(*(words[start:] for start in range(LONGEST + 1)), strict=False)


def test_no_claim_repeats_eight_words_of_its_document(project_root: Path, real_data: Path) -> None:
    folder = real_data.parent / "seeds"
    if not folder.is_dir():
        pytest.skip("needs_data: no documents beside the real data")
    said = {
        file.name: set(runs(file.read_text("utf-8", "replace"))) for file in folder.glob("*.txt")
    }
    assert said
    repeated = {
        (file.parent.name, row["claim_id"]): row["claim"]
        for file in (project_root / "reports" / "strategies").glob("*/claims.csv")
        for row in csv.DictReader(file.read_text("utf-8").splitlines())
        if said.get(row["document"], set()) & set(runs(row["claim"]))
    }
    assert repeated == {}


def test_every_claim_stands_on_a_line_that_its_document_has(
    project_root: Path, real_data: Path
) -> None:
    folder = real_data.parent / "seeds"
    if not folder.is_dir():
        pytest.skip("needs_data: no documents beside the real data")
    lengths = {f.name: len(f.read_text("utf-8", "replace").split("\n")) for f in folder.iterdir()}
    past = [
        (file.parent.name, row["claim_id"])
        for file in (project_root / "reports" / "strategies").glob("*/claims.csv")
        for row in csv.DictReader(file.read_text("utf-8").splitlines())
        if int(row["line"]) > lengths[row["document"]]
    ]
    assert past == []
