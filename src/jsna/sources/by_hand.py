"""The part that every hand-downloaded source shares: it asks the network for nothing yet."""

from collections.abc import Sequence

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.sources.contract import Request


class ByHand:
    """A source whose files a person downloads; `jsna fetch AREA --list` prints where from."""

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return no requests: live fetching is a later step and this is its seam."""
        return []
