"""What a map of places says: how many there are, and in how many of the wards."""

from jsna.narrative.english import counted


def place_map_headline(places: int, one: str, many: str, wards: int, of: int) -> str:
    """Return "12 places are on the map, in 8 of 25 wards".

    Args:
        places: How many are drawn.
        one: What one is called.
        many: What several are called.
        wards: In how many wards.
        of: How many wards there are.
    """
    verb = "is" if places == 1 else "are"
    return f"{counted(places, one, many)} {verb} on the map, in {wards} of {counted(of, 'ward')}"
