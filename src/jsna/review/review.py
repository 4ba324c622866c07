"""Hold a draft against every check."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from jsna.review import checks
from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity


@dataclass(frozen=True)
class Review:
    """What was found in a draft.

    Attributes:
        draft: What was read.
        findings: In reading order.
        skipped: Id of each check that could not be made -> why.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    skipped: dict[str, str]

    @property
    def is_serious(self) -> bool:
        """Whether anything found is serious."""
        return any(one.severity is Severity.SERIOUS for one in self.findings)


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check below `checks`, by id."""
    names = sorted(module.name for module in pkgutil.iter_modules(checks.__path__))
    modules = [importlib.import_module(f"{checks.__name__}.{name}") for name in names]
    found: list[Check] = [module.CHECK for module in modules]
    return tuple(sorted(found, key=lambda check: check.id))


def review(draft: Draft, known: Known) -> Review:
    """Return what every check finds in a draft, and which checks could not be made."""
    skipped = {
        c.id: known.why.get(c.needs, f"there are no {c.needs}")
        for c in all_checks()
        if known.lacks(c.needs)
    }
    made = [check for check in all_checks() if check.id not in skipped]
    found = {(f.passage.number, f.start, f.kind): f for c in made for f in c.find(draft, known)}
    return Review(draft, tuple(found[key] for key in sorted(found)), skipped)
