"""Names of authorities as people write them: "Bristol" and "Bristol, City of" are one."""

import re
from functools import lru_cache
from typing import Final

STYLE: Final = (
    "city", "county", "borough", "boro", "metropolitan", "mbc", "district", "london", "lb",
    "royal", "unitary", "authority", "ua", "council", "of", "the", "and",
)  # fmt: skip
"""Words of an authority's style, which lists put in or leave out."""


def name_in_prose(name: str) -> str:
    """Return a name as a sentence has it: "Bristol, City of" is Bristol."""
    return re.sub(r",\s*(?:City|County|Borough) of$", "", name)


@lru_cache(maxsize=10_000)
def plain_name(name: str) -> str:
    """Return a name without case, punctuation and the words of a style.

    "Herefordshire, County of" and "Herefordshire" give one text, so do "St. Helens" and
    "St Helens", "King's Lynn & West Norfolk" and "Kings Lynn and West Norfolk", "Durham" and
    "County Durham". A name of nothing but such words ("City of London") keeps them all.
    """
    text = re.sub(r"['\u2019`]", "", name.lower().replace("&", " and "))
    words = re.sub(r"[^a-z]+", " ", text).split()
    kept = [word for word in words if word not in STYLE]
    return " ".join(kept or words)
