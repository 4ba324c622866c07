"""Which rule holds for an indicator: the strictest of those that its rows name."""

from collections.abc import Iterable, Mapping
from typing import Final

from jsna.settings.source import Disclosure, SourceSettings

DEFAULT: Final = Disclosure()


def rules_of(about: SourceSettings) -> dict[str, Disclosure]:
    """Return name -> rule, "" for the one that holds where a row names none."""
    return {"": about.disclosure or DEFAULT, **about.disclosure_rules}


def strictest(rules: Iterable[Disclosure]) -> Disclosure:
    """Return the rule that hides and rounds what any of these does; the default without any."""
    every = list(rules) or [DEFAULT]
    return Disclosure(
        lowest_count=min(rule.lowest_count for rule in every),
        highest_count=max(rule.highest_count for rule in every),
        round_to=max(rule.round_to for rule in every),
    )


def named(names: Iterable[str], rules: Mapping[str, Disclosure]) -> Disclosure:
    """Return the strictest of the rules of these names; one that is gone counts as the default."""
    return strictest(rules.get(name, rules[""]) for name in set(names))


def is_weaker(rule: Disclosure) -> bool:
    """Return whether a rule shows what the default hides or rounds."""
    return strictest([rule, DEFAULT]) != rule


def in_words(rule: Disclosure) -> str:
    """Return what a rule does, as a sentence."""
    counts = f"Counts from {rule.lowest_count} to {rule.highest_count} are hidden"
    shown = f"rounded to {rule.round_to}" if rule.round_to > 1 else "not rounded"
    return f"{counts}, others are {shown}."
