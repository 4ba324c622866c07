"""Words on how much of an area a count of its small areas holds."""

from collections.abc import Sequence

from jsna.narrative.english import counted, listed, possessive


def held_of(area_name: str, held: int, whole: int, what: str = "neighbourhoods") -> str:
    """Return whose small areas are counted: "Anyshire's 552 neighbourhoods".

    Args:
        area_name: The area.
        held: How many are counted.
        whole: How many there are; more than `held` where some are not known.
        what: What they are.
    """
    if held == whole:
        return f"{possessive(area_name)} {held:,} {what}"
    return f"the {held:,} {what} held of {possessive(area_name)} {whole:,}"


def districts_left_out(area_name: str, missing: Sequence[str], held: int) -> str:
    """Return that a look-up has only some of a county's districts; "" if it has all.

    Args:
        area_name: The county.
        missing: Names of those without a neighbourhood in the look-up.
        held: How many have one.
    """
    if not missing:
        return ""
    count = f"{held} of the {held + len(missing)} districts of {area_name}"
    return f"The look-up used holds {count}: nothing here is said of {listed(missing)}."


def not_placed(number: int) -> str:
    """Return that some neighbourhoods with figures are in no ward of the look-up; "" if none."""
    verb = "is" if number == 1 else "are"
    what = f"{counted(number, 'further neighbourhood')} with figures {verb} not in the look-up"
    return f"{what} and not counted here." if number else ""


def not_drawn(number: int, whole: int) -> str:
    """Return that some neighbourhoods have no outline; "" if all have one."""
    verb = "is" if number == 1 else "are"
    what = f"{number:,} of the {whole:,} neighbourhoods {verb} not drawn"
    return f"{what}: the files used hold no outline of them." if number else ""
