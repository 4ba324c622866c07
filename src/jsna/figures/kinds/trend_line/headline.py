"""The headline of a trend line: the newest level, or a change that a test has shown."""

from jsna.analysis.movement import Change
from jsna.analysis.standing import Standing
from jsna.narrative.finding_headline import finding_headline
from jsna.narrative.statement import Statement


def trend_headline(
    newest: Statement,
    short_title: str,
    changed: Change | None = None,
    stood: Standing | None = None,
) -> str:
    """Return the finding of the measure: a tested change leads, else the level (see there)."""
    return finding_headline(newest, short_title, changed, stood)
