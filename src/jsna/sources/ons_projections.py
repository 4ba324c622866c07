"""Source: ONS subnational population projections in the wide layout.

The edition is the projection's base, which is the file's first year ("2018" -> "2018-based").
"""

from jsna.errors import Problem, SourceError
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed
from jsna.sources.csv_file import header
from jsna.sources.ons_wide_layout import (
    ages_in_words,
    is_projection,
    parse_wide,
    recognise_wide,
    years_of,
)


class OnsProjections(ByHand):
    """Projected population by single year of age or in five-year bands."""

    id = "ons-population-projections"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title with the edition if the file's years run beyond this year."""
        years = recognise_wide(name, content)
        if not years or not is_projection(years):
            return None
        edition = f"{min(years)}-based, to mid-{max(years)}"
        return f"Subnational population projections, {edition}, {ages_in_words(content)}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the projected population: one fact per area, sex, age and year.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        years = years_of(header(content))
        if years and not is_projection(years, snapshot.retrieved.year):
            what = f"this file ends in {max(years)}, so it holds estimates, not projections."
            raise SourceError(Problem(what, snapshot.title))
        edition = f"{min(years)}-based" if years else ""
        return [parse_wide(snapshot, content, "projected-population", edition)]


SOURCE = OnsProjections()
