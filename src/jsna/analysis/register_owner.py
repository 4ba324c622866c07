"""Whose a row of a register is: a body or a role, and never a person.

A cell is taken for a body or a role by its words; what is left and reads like a first name and a
surname, has a title before it or is an email address, is taken for a person. Nobody's name is
known here, so a name that is also a word passes, and an unusual body has to be listed among the
strategy's.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, Literal

Owner = Literal["body", "role", "person", "unknown"]
_ROLE_WORDS: Final = """
academy adult adults advice adviser advisers advisor advisors agency aid all alliance ambulance
analyst analysts authority board bodies body cabinet care centre chair champion charity children
clinic club co-ordinator college commissioner commissioners commissioning committee communities
community company consortium contractor contractors coordinator coordinators council councillor
councillors councils dentist dentists department director directorate directors district
education everyone executive families family federation fire forum foundation friends fund
general government gp gps group groups head health healthwatch help home homes hospice hospital
hospitals housing intelligence justice lead leader leaders leads libraries library management
manager managers maternity midwife midwifery midwives ministry neighbourhood network nhs nurse
nurses nursing office officer officers operational organisation organisations parish
participation partner partners partnership partnerships pharmacies pharmacy planning police
policy practice practices practitioner prevention probation programme project provider providers
public reader scheme school schools scrutiny sector service services skills social sponsor staff
steering strategic strategy subgroup support surgery task team teams transport trust trusts unit
university voluntary volunteers ward workers workforce workstream youth
"""
ROLES: Final = frozenset(_ROLE_WORDS.split())
"""Words of bodies and roles."""
PARTS: Final = re.compile(r"\s*(?:[;/,&()]|\band\b|\bwith\b|\s-\s)\s*")
TITLED: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|cllr|sir|dame|rev)\b\.?\s+[a-z]", re.I
)
EMAIL: Final = re.compile(r"\S+@\S+\.\S+")
_BETWEEN: Final = r"(?:(?:de|la|van|von|der|bin|al|O['\u2019]|Mc|Mac)[ -]?)?"
NAME: Final = re.compile(
    r"(?:[A-Z][a-z'\u2019]+|[A-Z]\.?)"
    rf"(?:[ -]+{_BETWEEN}[A-Z][A-Za-z'\u2019]*[a-z]){{1,3}}"
)
"""A first name or an initial, and one to three names after it."""
ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]?[A-Z&0-9][A-Za-z0-9&]*")
"""RMBC, TRFT, RDaSH, NHS: bodies go by them, and people don't."""


def owner_of(text: str, bodies: Collection[str]) -> Owner:
    """Return what an owner's cell names: the worst of its parts, so that no person passes.

    Args:
        text: The cell.
        bodies: Ids and titles of the bodies that are known, in small letters.

    >>> owner_of("Director of public health", ()), owner_of("Ann Example, RMBC", ())
    ('role', 'person')
    """
    if text.strip().casefold() in bodies:
        return "body"
    if TITLED.search(text) or EMAIL.search(text):
        return "person"
    found = [_part(part, bodies) for part in PARTS.split(text) if part.strip()]
    for kind in ("person", "unknown", "role"):
        if kind in found:
            return kind
    return "body" if found else "unknown"


def _part(text: str, bodies: Collection[str]) -> Owner:
    text = text.strip().strip("().")
    return "body" if text.casefold() in bodies else _by_words(text)


@lru_cache(maxsize=8192)
def _by_words(text: str) -> Owner:
    words = re.findall(r"[a-z-]+", text.casefold())
    if ROLES.intersection(words) or (ACRONYM.fullmatch(text) and text.upper() != text.lower()):
        return "role"
    if NAME.fullmatch(text):
        return "person"
    # "Ann Example (to name leads)"; a word of a role would have been found
    return "person" if NAME.match(text) and len(words) > 2 else "unknown"
