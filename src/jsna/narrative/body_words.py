"""Names of the bodies that lead, support and advise, as short as they stay apart."""

from collections import Counter
from collections.abc import Iterable

from jsna.narrative.english import listed
from jsna.settings.strategy import Strategy


def short_names(strategy: Strategy) -> dict[str, str]:
    """Return id -> title of each body, without the end that it shares with others.

    "Adult services" and "Children's services" of ", Anytown Council", where no two would be the
    same then.
    """
    parted = {body.id: body.title.rpartition(", ") for body in strategy.bodies}
    shared = Counter(end for _, comma, end in parted.values() if comma)
    short = {
        body.id: parted[body.id][0] if shared[parted[body.id][2]] > 1 else body.title
        for body in strategy.bodies
    }
    counts = Counter(short.values())
    return {b.id: short[b.id] if counts[short[b.id]] == 1 else b.title for b in strategy.bodies}


def who(ids: Iterable[str], names: dict[str, str], nobody: str = "nobody") -> str:
    """Return bodies by their names, "Public health and Adult services"; `nobody` for none."""
    return listed([names[id] for id in ids if id]) or nobody
