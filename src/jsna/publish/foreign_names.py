"""No pack carries another configured area's name: a copied sentence would be a wrong one.

Tables are left out, since a ranking may hold an area that has a pack too, and so are the lists of
places that have no value in it, and the two ends of a strip of England's authorities, which its
description names with their values; and an area that this one is compared with may be named in a
sentence, but in no title, heading, link or file's name. A place of the area's own may hold the
name of another area (a ward called Lancaster North), and what is a word too (Reading) is a name
where it has a capital.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from jsna.publish.html_page import HtmlPage
from jsna.publish.read_word import word_text
from jsna.settings.area import Area

DOCUMENT: Final = ".docx"
NAME: Final = r"(?:code [A-Z]\d{8}|(?<=St)\.|[^\d.;:()])"
"""A letter of a list of places; no figure: what has a value is in no list of those without."""
ITEM: Final = rf"{NAME}+\([^()\d]*\)"
WITHOUT_VALUE: Final = re.compile(
    "|".join((
        # in a ranking: `narrative.rank_words`
        r"\([^()\d]*\)"
        r"(?=(?:(?:,| and) [\w ]+(?: \([^()]*\))?)* ha(?:s|ve) no value in this file and no rank)",
        r"\([^()\d]*\)(?= in place of those )",
        # in a strip of authorities: `figures.kinds.authority_strip`
        rf"(?<=without a value is not drawn: ){NAME}+\.",
        rf"(?<=without a value are not drawn: ){NAME}+\.",
        # among the neighbours: `narrative.comparison_words.dropped_words`
        rf"(?<=Left out: ){ITEM}(?:;{ITEM})*\.",
    ))
)  # fmt: skip
"""The lists of places that have no value, as pages write them: no table can hold them."""
VALUED: Final = r"(?:, (?:City|County) of|(?<=St)\.|[^\d.,;:()])+ \([^();:]*\d[^();:]*\)"
ENDS: Final = re.compile(rf"(?<=; the authorities run from ){VALUED} to {VALUED}(?=[.,;])")
"""Who is lowest and highest of all, as `figures.kinds.authority_strip` describes what it draws."""
IN_WORDS: Final = re.compile(
    r"\b(?:(?<!not )one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|thirds?|"
    r"quarters?|fifths?|sixths?|eighths?|ninths?|tenths?|per ?cent|high|low|higher|lower|"
    r"highest|lowest|better|worse|best|worst|similar|above|below|twice|double)\b|[%‰¼-¾⅐-⅞²³¹⁰-₉]"
)
"""What a list without values does not say: a number or a finding in words, or in other signs.

In small letters: places are called Three Rivers, Seven Kings and High Peak.
"""


def foreign_name_faults(
    pages: Sequence[HtmlPage],
    site: Path,
    own: str,
    others: Iterable[str],
    comparators: Iterable[str] = (),
    inside: Iterable[str] = (),
) -> list[str]:
    """Return one sentence for each place where another area's name stands in a pack.

    Args:
        pages: The site's pages: their titles, text, links and descriptions are read, not tables.
        site: Its folder: the names of its files and the text of its Word files are read.
        own: The name of the pack's own area; a name that is part of it is not foreign.
        others: The names of other areas that have no place in the pack.
        comparators: The names of other areas that its rankings may hold.
        inside: The names of the area's own wards, neighbourhoods and districts.
    """
    pack = _Pack(pages, site, frozenset(inside))
    foreign, compared = _foreign(others, own), _foreign(comparators, own)
    told = [f for n in foreign for f in _faults(pack, n, pack.spoken, pack.documents)]
    return told + [f for n in compared for f in _faults(pack, n, pack.headed, {})]


def named_across_borders(
    document: str, boards: Collection[str], others: Iterable[Area]
) -> list[str]:
    """Return the names of other areas that a page on care across borders may name in a sentence.

    Args:
        document: The one with the table, as the area's settings name it; "" where there is none.
        boards: The codes of the boards in the rows that the page shows.
        others: Other configured areas.
    """
    return [
        other.name
        for other in others
        if other.codes & set(boards) or (document and _pattern(other.name).search(document))
    ]


def _foreign(names: Iterable[str], own: str) -> list[str]:
    return [name for name in names if not _pattern(name).search(own)]


@dataclass(frozen=True)
class _Pack:
    """What the pages and files of a pack say, read once for every name that is looked for."""

    pages: Sequence[HtmlPage]
    site: Path
    inside: frozenset[str]

    def places(self, name: str) -> re.Pattern[str]:
        """The area's own places that hold a name: one pattern, which finds nothing without any."""
        found = [place for place in self.inside if _pattern(name).search(place)]
        return re.compile("|".join(_pattern(place).pattern for place in found) or "(?!)", re.I)

    @cached_property
    def spoken(self) -> list[str]:
        """All that each page says."""
        return [_spoken(page) for page in self.pages]

    @cached_property
    def headed(self) -> list[str]:
        """The titles and headings of each page."""
        return [_headed(page) for page in self.pages]

    @cached_property
    def addresses(self) -> list[str]:
        """Where each page's links lead and its pictures lie."""
        return [
            " ".join(e.get(a) for e in page.root.walk() for a in ("href", "src"))
            for page in self.pages
        ]

    @cached_property
    def files(self) -> list[str]:
        """The name of every file and folder, in order."""
        return [file.relative_to(self.site).as_posix() for file in sorted(self.site.rglob("*"))]

    @cached_property
    def everything(self) -> str:
        """All of it in small letters: most names stand nowhere, which is soon seen."""
        documents = self.documents.values()
        said = (*self.spoken, *self.headed, *self.addresses, *self.files, *documents)
        return "\n".join(said).lower()

    @cached_property
    def documents(self) -> dict[str, str]:
        """The text of each Word file, by its name."""
        return {
            name: _without_lists(word_text(self.site / name, tables=False))
            for name in self.files
            if name.endswith(DOCUMENT)
        }


def _faults(
    pack: _Pack, name: str, said: Sequence[str], documents: Mapping[str, str]
) -> Iterator[str]:
    if name.split(maxsplit=1)[0].lower() not in pack.everything:
        return
    written, anyhow, own = _written(name), _pattern(name), pack.places(name)
    for page, words, links in zip(pack.pages, said, pack.addresses, strict=True):
        if found := written.search(own.sub("", words)) or anyhow.search(own.sub("", links)):
            yield f'{page.name}: names {name} ("{_around(found)}")'
    for where in pack.files:
        if anyhow.search(own.sub("", re.sub(r"[-_./]", " ", where))):
            yield f"{where}: the file's name holds {name}"
        if written.search(own.sub("", documents.get(where, ""))):
            yield f"{where}: names {name}"


def _spoken(page: HtmlPage) -> str:
    """Return all that a page says, or that is read aloud from it."""
    said = [page.root.text_without("table")]
    for element in page.root.walk():
        said += [element.get(a) for a in ("alt", "aria-label", "title", "content")]
    return _without_lists(" ".join(said))


def _without_lists(text: str) -> str:
    """Return what is said beside the lists of places without a value, and the ends of strips."""
    return WITHOUT_VALUE.sub(_only_a_list, ENDS.sub("", " ".join(text.split())))


def _only_a_list(found: re.Match[str]) -> str:
    """Return nothing of a list of places, all of one that says more of them."""
    return found.group() if IN_WORDS.search(found.group()) else ""


def _headed(page: HtmlPage) -> str:
    """Return a page's titles and headings."""
    said = page.root.all("title", "h1", "h2", "h3", "h4", "header", "footer", "nav")
    return " ".join(e.text for e in said)


def _written(name: str) -> re.Pattern[str]:
    """Return the pattern of a name in sentences: one word has a capital, or is part of a path."""
    found = _pattern(name)
    if len(name.split()) > 1:
        return found
    word = found.pattern
    in_path = rf"(?i:(?<=[/_]){word}|{word}(?=[/_]|\.\w))"
    return re.compile(
        f"{word}|{_pattern(name.title()).pattern}|{_pattern(name.upper()).pattern}|{in_path}"
    )


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s_-]+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _around(found: re.Match[str]) -> str:
    text = found.string
    return " ".join(text[max(0, found.start() - 30) : found.end() + 30].split())
