"""Names of the bodies that lead, support and advise, as short as they stay apart."""

from collections import Counter
from collections.abc import Iterable

from jsna.narrative.english import listed
from jsna.settings.strategy import Strategy


def short_names(strategy: Strategy) -> dict[str, str]:
    """Return id -> title of each body, up to its comma where no other body is called so."""
    short = {body.id: body.title.partition(",")[0] for body in strategy.bodies}
    counts = Counter(short.values())
    return {
        body.id: short[body.id] if counts[short[body.id]] == 1 else body.title
        for body in strategy.bodies
    }


def who(ids: Iterable[str], names: dict[str, str], nobody: str = "nobody") -> str:
    """Return bodies by their names, "Public health and Adult services"; `nobody` for none."""
    return listed([names[id] for id in ids if id]) or nobody
