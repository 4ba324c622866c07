"""Whose something is, a row of a register or a measure: a body or a role, and never a person.

A cell is taken for a body or a role by its words. What is left and reads like a first name and a
surname, in either order, has a title before it or is an email address, is taken for a person;
what is neither is told and not shown. Nobody's name is known here, so a name that is also a word
of a role passes, and an unusual body has to be listed among the strategy's.
"""

import re
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Final, Literal

from jsna.register.authorities import authorities, region_names
from jsna.register.names import name_in_prose

Owner = Literal["body", "role", "person", "unknown"]
_ROLE_WORDS: Final = """
academy accountant ageing adult adults advice adviser advisers advisor advisors advocate advocates
agency agenda aid alcohol all alliance ambulance analyst analysts architect assessment assistant
assets assurance auditor authority board boards bodies body building buildings business cabinet
camhs care carers centre chair chairman chairperson chairs chairwoman chamber champion champions
change charity chief children children's church civic clerk clinic clinical clinician clinicians
club cllr co-ordinator co-ordinators college combined commerce commercial commission commissioner
commissioners commissioning committee committees communications communities community company
compliance consortium constable constabulary constabularies consultant consultants consultation
contracts contractor contractors coordinator coordinators coroner corporate council councillor
councillors councils county crime criminal cultural culture customer data delivery democratic
dentist dentists department departments deputy development digital director directorate
directorates directors disability district districts doctor doctors drug drugs economic economy
education emergency employer employers employment energy engagement engineer england's
environment environmental epidemiologist equality equalities estate estates everyone executive
executives faith families family federation finance financial fire food forum foundation friends
fund funding gambling general governance government governor governors gp gps green group groups
growth head heads headteacher headteachers health healthcare healthwatch healthy help heritage
home homelessness homes hospice hospices hospital hospitals hotel house housing human hub hubs
impact improvement inclusion industry information infrastructure innovation inspector
inspectorate integrated integration intelligence intermediate it jobcentre jobs justice land
law lead leader leaders leadership leads learning legal leisure librarian librarians libraries
library licensing life locality maintenance management manager managers marketing maternity
mayor mayoral mayoress medical medicine medicines member members mental midwife midwifery
midwives migration military ministry minister museum museums neighbourhood neighbourhoods network
networks nhs nhse nurse nurseries nursery nurses nursing nutrition obesity office officer officers
officials older operational operations organisation organisations outreach oversight paediatric
paramedic paramedics parent parents parish parishes park parks participation partner partners
partnership partnerships patient patients people performance pharmacies pharmacist pharmacists
pharmacy physical place planner planners planning police policy practice practices practitioner
practitioners prescribing president prevention primary principal prison prisons probation
procurement professional programme programmes project projects property protection provider
providers psychiatrist psychologist psychology public pupil quality rangers reader reablement
recovery regeneration regional registrar regulation regulatory rehabilitation representative
representatives rescue research researcher residents resilience resources responsible
review reviewer road safeguarding safer safety scheme school schools scientist scrutiny secondary
secretariat secretary sector senior service services sexual shelter skills social society
solicitor specialist specialists sponsor sponsors sport sports staff standards statutory steering
strategic strategist strategy streets student students subgroup sub-group substance suicide
superintendent supervisor supervisors support surgeon surgeries surgery surveyor sustainability
sustainable targets task taskforce teacher teachers team teams technology tenants theatre therapies
therapist therapists therapy tobacco tourism town trading traffic training transformation transport
travel treasurer treatment trust trustee trustees trusts unit units university universities urgent
user users violence visitor visitors vice volunteer volunteering volunteers voluntary ward wardens
wards waste water weight welfare wellbeing wellness women work worker workers workforce working
workplace workstream workstreams young youth
"""
ROLES: Final = frozenset(_ROLE_WORDS.split())
"""Words of bodies and roles."""
WHO: Final = (
    "manager|director|officer|lead|chair|head|commissioner|co-?ordinator|nurse|advis[eo]r"
    "|practitioner|analyst|midwife|consultant|registrar|secretary|sponsor|champion|leader"
)
"""What one person is: a name may follow it without a comma."""
PARTS: Final = re.compile(
    r"\s*(?:[;/,()\[\]:+|]|\s&|&\s|\band\b|\bwith\b|\bvia\b|\s[-\u2013\u2014]\s)\s*", re.IGNORECASE
)
SEVERAL: Final = re.compile(r"[;\n]")
TITLED: Final = re.compile(
    r"\b(mr|mrs|ms|miss|mx|dr|prof|professor|cllrs?|councillors?|sir|dame|lord|lady|rev|reverend)"
    r"\b\.?\s+([^\W\d_][\w'\u2019-]*)",
    re.IGNORECASE,
)
BEHIND_A_TITLE: Final = frozenset(
    ["of", "for", "in", "with", "and", "on", "to", "from", "or", "at", "the", "as"]
)
"""A role goes on with these: "councillor for housing", "professor of public health"."""
EMAIL: Final = re.compile(r"\S+@\S+\.\S+")
_UPPER: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0141\u015a\u017b\u0160\u017d\u010c"
_LOWER: Final = r"a-z\u00df-\u00f6\u00f8-\u00ff\u0100-\u017f"
_BETWEEN: Final = r"(?:(?:de|la|van|von|der|bin|al|O['\u2019]|Mc|Mac)[ -]?)?"
_WORD: Final = rf"[{_UPPER}][{_UPPER}{_LOWER}'\u2019]*[{_LOWER}]"
NAME: Final = re.compile(
    rf"(?:[{_UPPER}][{_LOWER}'\u2019]+|(?:[{_UPPER}]\.? ?){{1,3}})"
    rf"(?:[ \n-]+{_BETWEEN}{_WORD}|(?<=[. ]){_WORD}){{1,3}}"
)
"""A first name or initials, and one to three names after it."""
SURNAME_FIRST: Final = re.compile(rf"({_WORD}(?:-{_WORD})?),\s*((?:{_WORD}|[{_UPPER}]\.?)(?: .*)?)")
AFTER_A_ROLE: Final = re.compile(rf"(?i:\b(?:{WHO}))\s+({_WORD})\s+({_WORD}(?:-{_WORD})?)")
ACRONYM: Final = re.compile(r"[A-Z][A-Za-z]?[A-Z&0-9][A-Za-z0-9&]*")
"""NHS, CCG, MoD: bodies go by them, and people don't."""
TWO_LETTERS: Final = frozenset(["PH", "GP", "HR", "IT", "LA", "CC", "BC", "DC"])
"""Short names of bodies and services; other two letters are a person's initials as well."""
VOWELS: Final = re.compile(r"[AEIOUY]", re.IGNORECASE)
SIDES: Final = frozenset(
    ["north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"]
)
COMPASS: Final = SIDES | frozenset(
    ["greater", "great", "mid", "upper", "lower", "new", "royal", "saint", "st", "the"]
)
"""How places begin and people do not."""


def owner_of(text: str, bodies: Collection[str]) -> Owner:
    """Return what an owner's cell names: the worst of its parts, so that no person passes.

    Args:
        text: The cell.
        bodies: Ids and titles of the bodies that are known, in small letters.

    >>> owner_of("Director of public health", ()), owner_of("Ann Example, NHS", ())
    ('role', 'person')
    >>> owner_of("Example, Ann", ()), owner_of("Councillor Example", ())
    ('person', 'person')
    """
    if text.strip().casefold() in bodies:
        return "body"
    found = [_one(one.strip(), bodies) for one in SEVERAL.split(text) if one.strip()]
    return _worst(found)


def _one(text: str, bodies: Collection[str]) -> Owner:
    if text.casefold() in bodies:
        return "body"
    if EMAIL.search(text) or _titled(text):
        return "person"
    first = SURNAME_FIRST.fullmatch(text)
    if first and all(_part(part, bodies) in ("person", "unknown") for part in first.groups()):
        return "person"
    return _worst([_part(part, bodies) for part in PARTS.split(text) if part.strip()])


def _worst(found: list[Owner]) -> Owner:
    for kind in ("person", "unknown", "role"):
        if kind in found:
            return kind
    return "body" if found else "unknown"


def _titled(text: str) -> bool:
    """Whether a title stands before what can be a surname."""
    return any(
        title != "MS"  # multiple sclerosis
        and word.casefold() not in BEHIND_A_TITLE
        and not ROLES.intersection(word.casefold().split("-"))
        for title, word in TITLED.findall(text)
    )


def _part(text: str, bodies: Collection[str]) -> Owner:
    text = text.strip().strip("().")
    if text.casefold() in bodies:
        return "body"
    found = _by_words(text)
    # places are looked up for few: reading their list takes longer than all else
    return "body" if found in ("person", "unknown") and text.casefold() in places() else found


@lru_cache(maxsize=8192)
def _by_words(text: str) -> Owner:
    words = re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", text.casefold().replace("\u2019", "'"))
    if ROLES.intersection(words):
        return "unknown" if _names_one(text) else "role"
    if text and all(map(_is_acronym, text.split())) and not _is_shouted(text):
        return "role"
    if NAME.fullmatch(text) and SIDES.intersection(words[:1]):
        return "role"  # where a role is, and no name
    if _is_name(text):
        return "person"
    # "Ann Example (to name leads)"; a word of a role would have been found
    begins = NAME.match(text)
    return "person" if begins and len(words) > 2 and not _is_place(text) else "unknown"


def _is_name(text: str) -> bool:
    told = text.title() if _is_shouted(text) else text
    return bool(NAME.fullmatch(told)) and not _is_place(text)


def _is_shouted(text: str) -> bool:
    """Whether several words stand in capitals that can be read: ANN EXAMPLE, not NHS CCG."""
    words = text.split()
    return len(words) > 1 and text.isupper() and all(
        len(word) > 1 and VOWELS.search(word) for word in words
    )  # fmt: skip


def _is_place(text: str) -> bool:
    return bool(COMPASS.intersection(text.casefold().replace("-", " ").split()[:1]))


def _names_one(text: str) -> bool:
    """Whether what one person is ends in two words that may be their name."""
    found = AFTER_A_ROLE.search(text)
    if not found or found.end() < len(text):
        return False
    words = {word.casefold() for word in found.groups()}
    return not words & (ROLES | COMPASS) and " ".join(found.groups()).casefold() not in places()


def _is_acronym(text: str) -> bool:
    if not ACRONYM.fullmatch(text):
        return False
    large = sum(sign.isupper() or sign.isdigit() or sign == "&" for sign in text)
    if len(text) == 2:
        return text in TWO_LETTERS or not text.isalpha()
    # a word in capitals may be a surname
    return large > len(text) - large and (len(text) < 5 or not text.isupper()
                                          or not VOWELS.search(text))  # fmt: skip


@cache
def places() -> frozenset[str]:
    """Return the names of England's authorities and regions in small letters: no person's."""
    names = [one.name for one in authorities()]
    known = [*names, *map(name_in_prose, names), *region_names().values()]
    return frozenset(name.casefold() for name in known)
