"""The figures of an area's packs by the keys that `figures.bib` gives them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from jsna.pack.figure_references import CSL
from jsna.pack.find_figure import SITE, FoundFigure, find_figure_of_site
from jsna.review.check import CitedFigure
from jsna.review.draft import Draft
from jsna.settings.area import Area
from jsna.settings.paths import Paths
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.verified_folder import changed_on_disk

FIGURE: Final = re.compile(r"\bFigure ([a-z0-9][a-z0-9.-]*[a-z0-9])\. Source")
"""In a reference's note, as `pack/figure_references.py` writes it."""

NEXT_SENTENCE: Final = re.compile(r"(?<=\.)(?<!St\.)\s+(?=[A-Z0-9])")
WITHOUT_VALUE: Final = re.compile(r" ha(?:s|ve) no value in this file and no rank\.$")
"""The list of others without a value, as `narrative/rank_words.py` writes it."""


def cites(draft: Draft, area: str) -> bool:
    """Return whether a draft cites any figure of an area's packs."""
    start = re.compile(rf"@\{{?{re.escape(area)}-\d")
    return any(start.search(passage.text) for passage in draft.passages)


def pack_figures(paths: Paths, area: Area) -> dict[str, CitedFigure] | None:
    """Return the figures of an area's packs by key; None where no pack is built.

    Of two packs with one key that of the pack that was written last.

    Raises:
        UserFileError: a pack's list of figures, or a figure of it, is damaged.
    """
    sites = [file.parent for file in paths.pack(area.slug, "any").parent.glob(f"*/{SITE}/{CSL}")]
    ordered = sorted(sites, key=lambda site: (site / CSL).stat().st_mtime)
    return (
        {key: one for site in ordered for key, one in _figures(site, area.name)} if sites else None
    )


def _figures(site: Path, area: str) -> Iterator[tuple[str, CitedFigure]]:
    for key, note in _references(site / CSL):
        named = FIGURE.search(note)
        if named:
            found = find_figure_of_site(site, named[1])
            whole = str(found.about["sentence"] or f"{found.about['headline']}.")
            # what says that a finding is old, or was not tested, goes with it
            parts = NEXT_SENTENCE.split(whole)
            sentence = " ".join(part for part in parts if not WITHOUT_VALUE.search(part))
            values = tuple(_values(found, sentence, area))
            # what follows its name is the line that its licence asks for
            source = NEXT_SENTENCE.split(str(found.about["source"]))[0]
            yield key, CitedFigure(sentence, values, source)


def _references(file: Path) -> list[tuple[str, str]]:
    """Return the key and the note of each figure of a pack's list."""
    try:
        return [
            (str(item["id"]), str(item.get("note", ""))) for item in parse_json(file.read_bytes())
        ]
    except (ValueError, LookupError, TypeError, AttributeError):
        raise changed_on_disk(file, "Render the pack again.") from None


def _values(figure: FoundFigure, sentence: str, area: str) -> Iterator[float]:
    """Yield every number that a figure says, or draws of the area and of England.

    A figure that does not name the area, as of its wards, has all that it draws.
    """
    rows = figure.table()[1:]
    own = [row for row in rows if {area, "England"} & set(row)]
    named = any(area in row for row in rows)
    cells: Iterable[str] = (cell for row in (own if named else rows) for cell in row)
    for text in [*cells, *re.findall(r"\d[\d,]*(?:\.\d+)?", sentence)]:
        try:
            yield float(text.replace(",", ""))
        except ValueError:
            continue
