"""Words by their stems: "smoked", "smokers" and "smoking" are one."""

import re
from functools import lru_cache
from typing import Final

WORD: Final = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
ENDINGS: Final = (
    "ations", "ation", "ings", "ing", "ers", "ity", "ies", "ed", "es", "er", "s", "y", "e",
)  # fmt: skip
SHORTEST: Final = 4
EMPTY: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "for",
        "to",
        "from",
        "by",
        "with",
        "and",
        "or",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "there",
        "their",
        "our",
        "we",
        "us",
        "who",
        "which",
        "what",
        "than",
        "then",
        "so",
        "not",
        "no",
        "all",
        "also",
        "about",
        "around",
        "over",
        "under",
        "between",
        "per",
        "cent",
        "now",
        "into",
        "only",
        "very",
        "more",
        "most",
        "less",
        "least",
        "about",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "do",
        "does",
        "did",
        "up",
        "out",
        "one",
        "two",
        "three",
        "still",
    ]
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its ending."""
    plain = re.sub(r"['\u2019]s?$", "", word.lower())
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST:
            return plain[: -len(ending)]
    return plain


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words that carry meaning."""
    found = (word for word in WORD.findall(text) if word.lower() not in EMPTY)
    return frozenset(stem(word) for word in found)
