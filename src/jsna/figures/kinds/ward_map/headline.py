"""What a map of wards says when nothing else was found: from where to where the values run."""


def ward_map_headline(lowest: str, highest: str, measure: str) -> str:
    """Return "Wards run from 8.1% to 57.3% on children in low income".

    Args:
        lowest: As printed.
        highest: As printed.
        measure: In words that fit in a sentence.
    """
    return f"Wards run from {lowest} to {highest} on {measure}"
