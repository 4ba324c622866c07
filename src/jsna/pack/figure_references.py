"""Every figure of a pack as a reference, for LaTeX, Quarto, Zotero, Word and Pandoc.

`figures.bib` and `figures.csl.json` hold the same. A key, such as `anytown-2026-smoking`, is the
area, the year of the data and the indicator's short title. Of several figures of one indicator the
pack's first has that key; the others add their kind or their priority to it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jsna.pack.pack_facts import PackFacts
from jsna.settings.indicator import Indicator
from jsna.snapshots.json_text import parse_json

BIB: Final = "figures.bib"
CSL: Final = "figures.csl.json"
SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%",
    "&": r"\&", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip
"""What is markup in BibTeX -> how it is written there."""


@dataclass(frozen=True)
class FigureReference:
    """One figure as it is cited.

    Attributes:
        key: As in `[@key]`.
        title: Its finding.
        note: What it shows, its id, its source and its snapshots.
    """

    key: str
    title: str
    note: str


def figure_references(
    files: Iterable[Path], pack: PackFacts, indicators: Mapping[str, Indicator]
) -> list[FigureReference]:
    """Return one reference for each figure, in the order of the pack's pages.

    Args:
        files: The files of the figures' bundles; a figure is known by its JSON.
        pack: Whose figures they are.
        indicators: The catalogue, for the words of the keys.
    """
    found: dict[str, FigureReference] = {}
    seen: set[str] = set()
    for file in files:
        about = _about(file) if file.suffix == ".json" else {}
        if about and about["id"] not in seen:
            seen.add(about["id"])
            key = _key(str(about["id"]), pack, indicators, found)
            found[key] = FigureReference(key, str(about["headline"]), _note(about))
    return list(found.values())


def as_bib(references: Sequence[FigureReference], pack: PackFacts) -> str:
    """Return references as BibTeX that LaTeX, Pandoc and Zotero read."""
    return "\n".join(_entry(reference, pack) for reference in references)


def as_csl_json(references: Sequence[FigureReference], pack: PackFacts) -> str:
    """Return references as CSL-JSON."""
    items = [
        {
            "id": one.key,
            "type": "graphic",
            "author": [{"literal": pack.area.contact.team}],
            "issued": {"date-parts": [[pack.as_at.year, pack.as_at.month]]},
            "title": _csl_text(one.title),
            "container-title": _csl_text(_container(pack)),
            "version": pack.release,
            "note": _csl_text(one.note),
        }
        for one in references
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _about(file: Path) -> dict[str, Any]:
    about = parse_json(file.read_bytes())
    known = isinstance(about, dict) and {"id", "headline", "subtitle", "source"} <= about.keys()
    return about if known else {}


def _key(
    id: str, pack: PackFacts, indicators: Mapping[str, Indicator], taken: Iterable[str]
) -> str:
    """The first of these that no figure before it has: the words, their kind, their priority."""
    topic, words, kind = _words(id, indicators)
    start = f"{pack.area.slug}-{pack.as_at.year}-{words}"
    tried = (start, f"{start}-{kind}", f"{start}-{topic}", f"{start}-{topic}-{kind}")
    whole = f"{pack.area.slug}-{pack.as_at.year}-{_slug(id)}"
    return next((key for key in tried if key not in taken), whole)


def _words(id: str, indicators: Mapping[str, Indicator]) -> tuple[str, str, str]:
    """Return what a figure's id begins with, its measure in words, and its kind."""
    topic, _, rest = id.partition(".")
    slug, _, kind = rest.rpartition(".")
    known = [i for i in indicators if slug == i or slug.startswith(f"{i}-")]
    if not known:
        return topic, _slug(slug or topic), kind
    indicator = max(known, key=len)
    return topic, _slug(f"{indicators[indicator].short_title} {slug[len(indicator) :]}"), kind


def _note(about: Mapping[str, Any]) -> str:
    invented = "SYNTHETIC: invented data. " if about.get("synthetic") else ""
    ids = ", ".join(str(id)[:12] for id in about.get("snapshot_ids", ()))
    snapshots = f" Snapshots {ids}." if ids else ""
    subtitle, source = (str(about[name]).rstrip(".") for name in ("subtitle", "source"))
    return f"{invented}{subtitle}. Figure {about['id']}. Source: {source}.{snapshots}"


def _entry(one: FigureReference, pack: PackFacts) -> str:
    fields = {
        "author": f"{{{_tex(pack.area.contact.team)}}}",
        "title": f"{{{_tex(one.title)}}}",
        "howpublished": _tex(f"{_container(pack)}, release {pack.release}"),
        "year": str(pack.as_at.year),
        "month": str(pack.as_at.month),
        "note": _tex(one.note),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    return f"@misc{{{one.key},\n{lines}}}\n"


def _container(pack: PackFacts) -> str:
    return f"{pack.title}, {pack.strategy.title}"


def _csl_text(text: str) -> str:
    """CSL-JSON reads a few tags in a text: none of ours is one."""
    return text.replace("<", "\u2039").replace(">", "\u203a")


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in " ".join(text.split()))


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
