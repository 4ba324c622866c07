"""Hiding as it should not be done, so that a test can see that the attacker finds what is left."""

import csv
import io
from collections.abc import Mapping

from attack_tools.published_rows import number
from attack_tools.rules import Rule

GONE = {"value": "", "count": "", "lower_95": "", "upper_95": "", "note": "", "denominator": ""}


def only_the_small(text: str, rule: Rule, *, rounded: bool) -> list[dict[str, str]]:
    """Return a file's rows with the small ones blank, the rest as they are or rounded."""
    rows = csv.DictReader(io.StringIO(text))
    return [_hidden(row, rule, rounded=rounded) for row in rows]


def _hidden(row: Mapping[str, str], rule: Rule, *, rounded: bool) -> dict[str, str]:
    count, people = number(row.get("count")), number(row.get("denominator"))
    if "number" in row["indicator_id"]:
        count = number(row["value"])
    known = [n for n in (count, people) if n is not None]
    if count is not None and people is not None:
        known.append(people - count)
    if count is None or any(rule.is_small(n) for n in known):
        return {**row, **{column: "" for column in GONE if column in row}}
    if not rounded:
        return dict(row)
    shown = {"count": rule.rounded(count), "value": rule.rounded(count)}
    if people:
        shown |= {"denominator": rule.rounded(people)}
        shown["value"] = 100 * shown["count"] / shown["denominator"]
    return {**row, **{c: f"{n:.6g}" for c, n in shown.items() if row.get(c)}}
