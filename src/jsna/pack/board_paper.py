"""The paper by which a board decides: purpose, recommendations, evidence, actions, implications.

Its evidence is what the chapters of the priorities say, its actions and measures are those of the
strategy's file, and what the strategy's own paper says stands first. What a rule asks for is told
apart from what somebody has written, and what nobody has written is named.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Final

import pandas as pd

from jsna.narrative.english import capitalised, counted, listed, sentence
from jsna.narrative.markdown import escape_markdown, raw_html
from jsna.pack.board_brief import pack_brief
from jsna.pack.delivery_plan import NOBODY, NOT_STATED, actions_of, measures_of
from jsna.pack.page_blocks import Block, under
from jsna.settings.strategy import Strategy
from jsna.settings.strategy_document import BoardPaper
from jsna.strategy_registers.registers import Registers
from jsna.tables.html_table import html_table

MOST_ACTIONS: Final = 6
MOST_MEASURES: Final = 6
"""As many as keep the paper within four sheets, beside the messages and gaps of a brief."""
ALL_GAPS: Final = "Each priority's page has all that is not measured of it."
USUAL: Final = ("money", "services", "equality", "law", "risk")
"""What a board's paper is asked about."""
PURPOSE: Final = (
    "To tell the board how {area} stands on the {priorities} of the {strategy}, what of its plan is"
    " past its day, and what there is to decide."
)
BY_RULE: Final = "The figures, and the strategy's own dates and owners, ask for these as well:"
ROW: Final = re.compile(r'<th scope="row">(.*?)</th>')


@dataclass(frozen=True, eq=False)
class PaperFacts:
    """What a paper is filled from.

    Attributes:
        area: Whose, in words.
        strategy: Its strategy.
        registers: The strategy's registers, of which actions are taken.
        as_at: The day of the data.
        priorities: Number and title, and the blocks of the chapter, of each priority.
        exceptions: The blocks of the exception report; none where there is no such page.
        note: What captions say beside: that the data are invented.
    """

    area: str
    strategy: Strategy
    registers: Registers
    as_at: date
    priorities: Sequence[tuple[str, Sequence[Block]]]
    exceptions: Sequence[Block] = ()
    note: str = ""


def board_paper(paper: BoardPaper, facts: PaperFacts) -> str:
    """Return a paper in the page grammar, headings from the second level."""
    brief = pack_brief(facts.area, (), facts.priorities)
    asked = list(asked_by_rule(facts.strategy, facts.registers, facts.as_at))
    gaps = "\n".join(f"- {gap}" for gap in brief.gaps)
    parts = {
        "Purpose": _purpose(paper, facts),
        "Recommendations": _recommendations(paper, asked),
        "Evidence": "\n\n".join([brief.table, *map(_message, brief.messages), brief.more]),
        "Actions and measures": _progress(facts),
        "Implications": _implications(paper),
        "What we can't tell": f"{gaps}\n\n{ALL_GAPS}" if gaps else "",
    }  # fmt: skip
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts.items() if text.strip())


def asked_by_rule(strategy: Strategy, registers: Registers, as_at: date) -> Iterator[str]:
    """Yield what dates, owners and figures of a strategy's file ask its board for, as sentences."""
    actions = actions_of(strategy, registers)
    measures = measures_of(strategy)
    if strategy.status_on(as_at) == "expired" and not strategy.replaced_by:
        yield f"Say what follows the strategy, which ended on {_day(strategy.end)}."
    if late := int(actions["late"].sum()):
        of_them = "past its day, or say what became of it"
        many = "past their day, or say what became of them"
        yield f"Set a new day for {counted(late, 'action')} {of_them if late == 1 else many}."
    if alone := int((actions["lead"] == NOBODY).sum()):
        yield f"Name who leads {counted(alone, 'action')}."
    if cells := len(strategy.without_lead):
        yield f"Name who answers for {counted(cells, 'cell')} of the matrix."
    if nobody := int((measures["owner"] == NOBODY).sum()):
        yield f"Name who answers for {counted(nobody, 'measure')}."
    for what, column in (("a baseline", "baseline"), ("a target", "target")):
        if lacking := int((measures[column] == NOT_STATED).sum()):
            yield f"Set {what} for {counted(lacking, 'measure')} without one."


def _message(words: str) -> str:
    return f"::: {{.message}}\n{words}\n:::"


def _purpose(paper: BoardPaper, facts: PaperFacts) -> str:
    titles = {body.id: body.title for body in facts.strategy.bodies}
    priorities = counted(len(facts.strategy.priorities), "priority", "priorities")
    usual = PURPOSE.format(
        area=facts.area, priorities=priorities, strategy=facts.strategy.short_title
    )
    lines = [f"**For:** {escape_markdown(paper.board)}"]
    if paper.presented_by:
        lines.append(f"**From:** {escape_markdown(titles[paper.presented_by])}")
    lines.append(f"**Figures as at:** {_day(facts.as_at)}")
    return "\n\n".join([escape_markdown(sentence(paper.purpose or usual)), "  \n".join(lines)])


def _recommendations(paper: BoardPaper, asked: Sequence[str]) -> str:
    own = [
        f"{n}. {escape_markdown(sentence(one))}" for n, one in enumerate(paper.recommendations, 1)
    ]
    by_rule = [f"- {escape_markdown(one)}" for one in asked]
    parts = [
        "The board is asked to agree:\n\n" + "\n".join(own) if own
        else "Nobody has written down what the board is asked to agree.",
        f"{BY_RULE}\n\n" + "\n".join(by_rule) if by_rule else "",
    ]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def _progress(facts: PaperFacts) -> str:
    """How the actions stand, those that are past their day, and the measures."""
    titles = {one.id: f"{one.number} {one.title}" for one in facts.strategy.priorities}
    actions = actions_of(facts.strategy, facts.registers)
    late, measures = (
        frame.assign(of=frame["priority"].map(titles).fillna("all"))
        for frame in (actions[actions["late"]], measures_of(facts.strategy))
    )
    parts = [
        _stand(actions),
        _table("late", ("Actions past their day", facts.note), late.head(MOST_ACTIONS), len(late),
               {"title": "Action", "of": "Priority", "lead": "Who leads", "when": "By when",
                "state": "How far"}),
        _table("measures", ("Measures that the strategy is held to, as it states them", facts.note),
               measures.head(MOST_MEASURES), len(measures),
               {"title": "Measure", "of": "Priority", "baseline": "Baseline", "target": "Target",
                "owner": "Who answers for it"}),
        _exceptions(facts.exceptions),
    ]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def _exceptions(report: Sequence[Block]) -> str:
    """The finding of the exception report, and which measures are of each kind."""
    lines = []
    for kind in (block.title for block in report if block.title):
        tables = "\n".join(block.source for block in under(report, kind))
        if named := [escape_markdown(unescape(one)) for one in ROW.findall(tables)]:
            lines.append(f"- **{kind}:** {'; '.join(named)}.")
    finding = next((b.source for b in report if not b.title and b.attributes is None), "")
    return "\n\n".join([finding, "\n".join(lines)]) if lines else ""


def _stand(actions: pd.DataFrame) -> str:
    if actions.empty:
        return "The strategy's file lists no action."
    counts = actions["state"].str.partition(";")[0].value_counts(sort=False)
    told = listed([f"{number} {state}" for state, number in counts.items()])
    return f"How far {counted(len(actions), 'action is', 'actions are')}: {told}."


def _table(
    name: str, caption: tuple[str, str], rows: pd.DataFrame, of: int, names: Mapping[str, str]
) -> str:
    """A table of the first rows, with what its caption says of the rest; "" without any."""
    if rows.empty:
        return ""
    more = f", the first {len(rows)} of {of}" if len(rows) < of else ""
    frame = rows[list(names)].rename(columns=dict(names))
    table = raw_html(html_table(frame, f"{caption[0]}{more}{caption[1]}.", {}, names["title"]))
    return f"::: {{#tbl-board-paper-{name}}}\n{table}\n:::"


def _implications(paper: BoardPaper) -> str:
    told = [
        f"- **{escape_markdown(capitalised(one.of))}:** {escape_markdown(sentence(one.what))}"
        for one in paper.implications
    ]
    written = {one.of.casefold() for one in paper.implications}
    open_ones = [one for one in USUAL if one not in written]
    nobody = f"Nobody has written down what it means for {listed(open_ones)}." if open_ones else ""
    return "\n\n".join(filter(None, ["\n".join(told), nobody]))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
