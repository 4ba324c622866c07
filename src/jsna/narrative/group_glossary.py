"""The words of pages for groups of people: sources write them in forms of their own."""

import re
from typing import Final

KINDS: Final = {
    "ethnic groups": "Ethnic group",
    "ethnicity": "Ethnic group",
    "religion": "Religion",
    "sexuality": "Sexual orientation",
    "sexual orientation": "Sexual orientation",
    "disability": "Disability",
    "learning disability": "Learning disability",
    "long term condition": "Long-term condition",
    "socioeconomic group": "Occupation",
    "housing tenure": "Housing",
    "employment status": "Employment",
    "level of education": "Education",
    "country of birth": "Country of birth",
}
"""What a source calls a kind of group, in small letters and without what stands in brackets."""
GROUPS: Final = {
    "routine & manual": "routine and manual occupations",
    "managerial & professional": "managerial and professional occupations",
    "intermediate": "intermediate occupations",
    "never worked & long term unemployed": "never worked, or long unemployed",
    "bme": "Black and minority ethnic groups (BME, as the source has it)",
    "bame": "Black, Asian and minority ethnic groups (BAME, as the source has it)",
    "owns outright": "own their home outright",
    "owns with mortgage": "own their home with a mortgage",
    "rents from local authority or housing association": "rent from a local authority or housing"
    " association",
    "rents from private landlord": "rent from a private landlord",
}
"""What a source calls a group, in small letters -> the words of pages; others stand as they are.

The words spell out what the source's own say. Whom it counts among a group it says nowhere in its
files, so that none of them may say it.
"""


def group_name(kind: str, group: str) -> str:
    """Return a group as a page names it: "Occupation: routine and manual occupations".

    Args:
        kind: What the source calls the kind of group (`breakdown`).
        group: What it calls the group (`breakdown_value`).
    """
    plain, ages = _without_brackets(kind)
    named = KINDS.get(plain.casefold(), plain)
    return f"{named}{ages}: {GROUPS.get(group.strip().casefold(), group.strip())}"


def _without_brackets(kind: str) -> tuple[str, str]:
    """The kind alone, and the ages that stand in brackets behind it, in words."""
    ages = re.search(r"\((\d+)\s*(?:-\s*(\d+)|\+)\s*y(?:ea)?rs?\)", kind)
    plain = re.sub(r"\s*\([^)]*\)", "", kind).strip()
    if ages is None:
        return plain, ""
    return plain, f", aged {ages[1]} to {ages[2]}" if ages[2] else f", aged {ages[1]} and over"
