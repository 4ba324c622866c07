"""Measures the words of a page: repetition, reading age, and words that only developers use.

Works on a chapter's Markdown. Tables, sources, citations, downloads and captions are no prose.

Reading age is the Flesch-Kincaid grade and five years: 0.39 x words a sentence + 11.8 x syllables a
word - 15.59 (Kincaid and others, 1975, Navy Research Branch Report 8-75). A number is no word, and
a name counts as an easy one, as in the lists of Dale and Chall: whoever reads of a place knows its
name. Syllables are groups of vowels, less silent endings.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from jsna.pack.documents import TABLES
from jsna.settings.page_table import STRATEGY_DOCUMENT, WHOLE_PACK

REFERENCE: Final = ("methods", "accessibility", "sources")
"""Pages that are looked things up in, and are not read."""
OLDEST: Final = 13.0
MOST_OFTEN: Final = 2
LONGEST_PRIORITY: Final = 1200
"""So many words a priority's page shows at most before anything is opened."""
FEWEST_WORDS: Final = 4
"""A shorter sentence is a label."""
ENDS: Final = (".", "!", "?", ":")
FEWEST_SENTENCES: Final = 8
"""Of fewer no reading age is told."""
FORBIDDEN: Final = (
    r"(?i)put (?:that|the) file", r"\bfetch(?:ed|es)?\b", r"\bbuild again\b",
    r"not a source of this",
    r"matched by title", r"\bplaceholder\b", r"\d/\d\d geog", r"\bDERIVED", r"\bparquet\b",
    r"\bdata ?frame\b", r"\bNaN\b", r"\bNone\b(?! of\b)", r"\bTrue\b|\bFalse\b", r"\bnull\b",
    r"\bTODO\b", r"\.py\b", r"\.ya?ml\b", r"\bjsna [a-z]+\b", r"downloaded (?:by hand )?from",
    r"no interval is published\.$", r"(?i)\bthe source judges\b",
)  # fmt: skip
BARE: Final = r"^[\w' ]+ (?:ranks|stood at) "
"""A headline that says a place or a level and nothing of what it means."""
_NOT_PROSE: Final = (
    r"```+\{=html\}.*?```+",
    r"^:+ \{\.(?:source|downloads)[^\n]*\}.*?^:+$",
    r"^:+ \{[^\n]*summary=\"Cite[^\n]*\}.*?^:+$",
    r"\A---.*?^---$",
    r"^:+ \{#(?:fig|tbl)-[^\n]*\}.*?^:+$",
)
DOCUMENTS_ONLY: Final = r"^(:+) \{[^}\n]*\.documents-only\b[^}\n]*\}$.*?^\1$"
_MARKUP: Final = (
    (r"^:.*$|^!\[.*$", ""), (r"^#+ .*$", ""), (r"\[([^\]\n]*)\]\{[^}\n]*\}", r"\1"),
    (r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1"), (r" ?@fig-[\w-]+", ""), (r"[*\\]", ""),
)  # fmt: skip


def prose(markdown: str) -> list[str]:
    """Return the lines of a page that are read as sentences."""
    for block in _NOT_PROSE:
        markdown = re.sub(block, "", markdown, flags=re.DOTALL | re.MULTILINE)
    for found, instead in _MARKUP:
        markdown = re.sub(found, instead, markdown, flags=re.MULTILINE)
    return [line.strip(" -").strip() for line in markdown.splitlines() if line.strip(" -")]


def headlines(markdown: str) -> list[str]:
    """Return the headings of a page's figures and sections."""
    return re.findall(r"^#{2,4} (.+)$", markdown, flags=re.MULTILINE)


def sentences(markdown: str) -> list[str]:
    """Return the sentences of a page's prose; what has no full stop is a label."""
    parts = (re.split(r"(?<=[.!?])\s+(?=[A-Z\"0-9])", line) for line in prose(markdown))
    every = (one.strip() for some in parts for one in some)
    return [one for one in every if one.endswith(ENDS) and len(words_of(one)) >= FEWEST_WORDS]


def repeated(markdown: str) -> dict[str, int]:
    """Return each sentence that stands more than twice, with how often."""
    counts = Counter(sentences(markdown))
    return {sentence: n for sentence, n in counts.items() if n > MOST_OFTEN}


def reading_age(markdown: str) -> float | None:
    """Return the reading age of a page's prose in years; None of a page of few sentences."""
    every = sentences(markdown)
    if len(every) < FEWEST_SENTENCES:
        return None
    counts = [_syllables_of(one) for one in every]
    words = sum(map(len, counts))
    a_sentence, a_word = words / len(every), sum(map(sum, counts)) / words
    return 0.39 * a_sentence + 11.8 * a_word - 15.59 + 5


def forbidden(markdown: str) -> list[str]:
    """Return developers' words in a page's prose, and headlines that say only a place or level."""
    lines = [*prose(markdown), *headlines(markdown)]
    found = [m[0] for line in lines for rule in FORBIDDEN for m in re.finditer(rule, line)]
    return found + [line for line in headlines(markdown) if re.match(BARE, line)]


def open_words(markdown: str) -> int:
    """Return how many words a web page shows before anything is opened, tables included."""
    kept: list[str] = []
    depth = 0
    for line in re.sub(r"(?s)\A---.*?^---$|<svg.*?</svg>", "", markdown, flags=re.M).splitlines():
        if depth or re.match(r":+ \{[^}]*\.(?:details|documents-only|downloads)\b", line):
            depth += 1 if re.match(r":{3,} \{", line) else -1 if re.match(r":{3,}$", line) else 0
        elif not line.startswith((":", "```")):
            kept.append(line)
    text = re.sub(r"<[^>]*>|!\[.*?\}|\{[^}]*\}|\([^)\s]*\.qmd[^)]*\)", " ", "\n".join(kept))
    return len(re.findall(r"[\w%][\w%.,'\u2019:-]*", text))


def licences_repeated(markdown: str, lines: list[str]) -> list[str]:
    """Return the licence lines that a page prints more than once, citations left out.

    Word files and PDFs list all licences at their end, which no web page shows.
    """
    shown = re.sub(DOCUMENTS_ONLY, "", markdown, flags=re.DOTALL | re.MULTILINE)
    shown = re.sub(_NOT_PROSE[2], "", shown, flags=re.DOTALL | re.MULTILINE)
    shown = re.sub(r"^Cite: .*$", "", shown, flags=re.MULTILINE).replace("\\", "")
    return [line for line in lines if shown.count(line) > 1]


def read_pages(project: Path) -> dict[str, str]:
    """Return page -> its Markdown, as both renderers take it, of the pages that are read.

    Args:
        project: The folder of a pack's project.
    """
    # whose parts are measured, each as a page
    left_out = (*REFERENCE, WHOLE_PACK, STRATEGY_DOCUMENT)
    found = sorted(project.glob("*.qmd"))
    read = [f for f in found if f.stem not in left_out and not f.stem.endswith(f".{TABLES}")]
    return {file.stem: file.read_text("utf-8") for file in read}


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; numbers are none."""
    return re.findall(r"[A-Za-z][A-Za-z'-]*", sentence)


def _syllables_of(sentence: str) -> list[int]:
    """The syllables of each word; 1 for a name: a capital that does not begin the sentence."""
    first, *others = words_of(sentence)
    return [syllables(first), *(1 if word[0].isupper() else syllables(word) for word in others)]


def syllables(word: str) -> int:
    """Return how many syllables a word has, one at least."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    number = len(re.findall(r"[aeiouy]+", plain))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytdl]ed$|[^aeiouysxzcgl]es$", plain)
    return max(number - bool(silent and number > 1), 1)
