"""The headline of the overview, written by rule: how many measures differ, and what leads."""

from collections import Counter
from typing import Final

from jsna.analysis.outcome import Basis, Outcome
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.key_messages import leading_change, leading_level
from jsna.narrative.english import counted, listed
from jsna.narrative.key_message_words import change_message
from jsna.narrative.outcome_counts import is_old
from jsna.narrative.sentences import finding

JUDGED: Final = (
    Outcome.WORSE, Outcome.SIMILAR, Outcome.BETTER, Outcome.HIGHER, Outcome.LOWER,
)  # fmt: skip


def written_headline(evidence: Evidence) -> str:
    """Return two sentences: the counts against England, and the tested change that leads.

    Without a tested change the level that leads; where nothing differs, that alone. Old figures
    are left out of the counts, and an indicator that two priorities share counts once. A third
    sentence tells where the series of what leads is discontinued.
    """
    every = _measures(evidence)
    current = [m for m in every if not is_old(m.statement)]
    return " ".join(part for part in (_counts(current, len(every)), _lead(evidence, every)) if part)


def _measures(evidence: Evidence) -> list[Measure]:
    found = {
        measure.slug: measure
        for priority in evidence.strategy.priorities
        for measure in evidence.of_priority(priority).with_data
    }
    return list(found.values())


def _counts(current: list[Measure], every: int) -> str:
    if not every:
        return "No indicator of this strategy has a figure in the files used."
    if not current:
        return f"All {counted(every, 'measure')} with figures have old ones."
    judged = [m.statement for m in current if m.statement.outcome in JUDGED]
    of = Counter(statement.outcome for statement in judged)
    verb = "is" if of[Outcome.WORSE] < 2 else "are"
    sides = [f"{of[Outcome.WORSE] or 'none'} {verb} worse than England"]
    sides += [f"{of[side] or 'none'} {side}" for side in (Outcome.SIMILAR, Outcome.BETTER)]
    sides += [f"{of[side]} {side}" for side in (Outcome.HIGHER, Outcome.LOWER) if of[side]]
    own = sum(statement.basis is Basis.SOURCE for statement in judged)
    source = f" ({own} of these by the source's verdict)" if own else ""
    rest = len(current) - len(judged)
    others = f"; the other {rest} could not be judged" if rest else ""
    measures = counted(len(current), "measure")
    return f"Of {measures} with current figures {listed(sides)}{source}{others}."


def _lead(evidence: Evidence, measures: list[Measure]) -> str:
    changed = leading_change(evidence, measures)
    if changed is not None and not is_old(changed[0].statement):
        measure, change = changed
        return change_message(measure.statement, change, measure.indicator)
    measure_of_level = leading_level(evidence, measures)
    return "" if measure_of_level is None else finding(measure_of_level.statement)
