"""The part that sources share whose files only a person downloads: they ask the network nothing."""

from collections.abc import Sequence

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.sources.contract import Request


class ByHand:
    """A source that is no `LiveSource`; `jsna fetch AREA --list` prints where its files are."""

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return no requests: no service gives these files in a way that can be asked for."""
        return []
