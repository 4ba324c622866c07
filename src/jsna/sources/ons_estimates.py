"""Source: ONS mid-year population estimates in the wide layout of the projections."""

from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed
from jsna.sources.ons_wide_layout import ages_in_words, is_projection, parse_wide, recognise_wide


class OnsEstimates(ByHand):
    """Estimated population by single year of age or in five-year bands."""

    id = "ons-population-estimates"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the file is in the wide layout and ends no later than this year."""
        years = recognise_wide(name, content)
        if not years or is_projection(years):
            return None
        span = f"mid-{min(years)} to mid-{max(years)}"
        return f"Mid-year population estimates, {span}, {ages_in_words(content)}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the estimated population: one fact per area, sex, age and year.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        return [parse_wide(snapshot, content, "estimated-population", "")]


SOURCE = OnsEstimates()
