"""The authority that a name or a code means, whoever writes it; several where it may be several."""

from jsna.register.authorities import Authority, authorities, codes_of_place
from jsna.register.names import plain_name


def authorities_meant(words: str) -> list[Authority]:
    """Return the authorities in force that a name or an ONS code means.

    An old code means what stands at the same place today, or what it was merged into. A name
    means the authorities of that name without their style; where none has it, those whose names
    have all its words. One that only ended ones had means what followed them.
    """
    wanted = words.strip()
    by_code = [one for one in authorities() if one.code == wanted.upper()]
    if by_code:
        return _today(by_code)
    plain = plain_name(wanted)
    exact = named_just_so(wanted)
    standing = [one for one in exact if not one.ends]
    if exact:
        return standing or _today(exact)
    parts = set(plain.split())
    standing = [one for one in authorities() if not one.ends]
    return [one for one in standing if parts and _has_all(parts, one)]


def named_just_so(words: str) -> list[Authority]:
    """Return the authorities, ended ones too, that have this name without their style."""
    plain = plain_name(words)
    return [one for one in authorities() if plain and plain in _names(one)]


def _has_all(words: set[str], authority: Authority) -> bool:
    return any(words <= set(name.split()) for name in _names(authority))


def _names(authority: Authority) -> set[str]:
    return {plain_name(name) for name in (authority.name, *authority.other_names)}


def _today(found: list[Authority]) -> list[Authority]:
    """Return what stands today where these stood, followed to the end."""
    by_code = {one.code: one for one in authorities()}
    ahead, ended = [code for one in found for code in codes_of_place(one.code)], set[str]()
    standing: dict[str, Authority] = {}
    while ahead:
        code = ahead.pop(0)
        one = by_code.get(code)
        if one is None or code in ended:
            continue
        ended.add(code)
        if one.ends:
            ahead += one.replaced_by
        else:
            standing[code] = one
    return list(standing.values())
