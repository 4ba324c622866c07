"""The headline of a population pyramid: one age band's share now and in the projection."""

from jsna.narrative.numbers import format_number


def pyramid_headline(
    area_name: str,
    band: str,
    shares: tuple[float, float],
    years: tuple[int, int],
    edition: str,
    missed: str = "",
) -> str:
    """Return an age band's share of the population in two years of one projection.

    Args:
        area_name: The area.
        band: The band's label: "65 and over".
        shares: Percent of all ages in the first and the second year.
        years: Those years.
        edition: Of the projection.
        missed: By how much the projection has missed this age, in words; "" where it is little.
    """
    start, end = (f"{format_number(share, 0)}%" for share in shares)
    return (
        f"{area_name}: {start} of people were aged {band} in {years[0]}, "
        f"{end} projected for {years[1]} ({edition}{f', {missed}' if missed else ''})"
    )
