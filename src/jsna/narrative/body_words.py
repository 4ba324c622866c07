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
    names = {
        body.id: short if comma and shared[end] > 1 else body.title
        for body, (short, comma, end) in ((body, parted[body.id]) for body in strategy.bodies)
    }
    counts = Counter(names.values())
    return {b.id: names[b.id] if counts[names[b.id]] == 1 else b.title for b in strategy.bodies}


def who(ids: Iterable[str], names: dict[str, str], nobody: str = "nobody") -> str:
    """Return bodies by their names, "Public health and Adult services"; `nobody` for none."""
    return listed([names[id] for id in ids if id]) or nobody
