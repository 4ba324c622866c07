"""The brief for the board holds what the chapter says, cut to two sheets, and nothing else."""

import re

import pytest

from jsna.pack.board_brief import MOST_GAPS, MOST_ROWS, pack_brief, priority_brief, sheets
from jsna.pack.page_blocks import read_blocks

FIGURES = "\n\n".join(
    f'::: {{#fig-lives-{name}}}\n![](figures/lives.{name}.svg){{fig-alt="{name}"}}\n\nCaption.\n:::'
    for name in ("a-trend", "b-trend")
)


NOT_AVAILABLE = "## Evidence\n\n::: {.not-available}\n**Not available.**\n:::\n"


def message(kind: str, figure: str) -> str:
    cite = '::: {.details .site-only summary="Cite this"}\nA pack, figure.\n:::'
    return f"::: {{.message}}\n**{kind}:** 9% smoke. @fig-lives-{figure}\n\n{cite}\n:::"


def table(rows: int, name: str = "lives-summary") -> str:
    body = "\n".join(
        f'<tr><th scope="row"><a href="#fig-lives-a-trend">Measure {n}</a></th><td>{n}</td></tr>'
        for n in range(rows)
    )
    head = '<thead><tr><th scope="col">Indicator</th><th scope="col">%</th></tr></thead>'
    whole = f"<table>\n<caption>All</caption>\n{head}\n<tbody>\n{body}\n</tbody>\n</table>"
    return f"::: {{#tbl-{name}}}\n```{{=html}}\n{whole}\n```\n:::"


def chapter(rows: int = 3, gaps: int = 2) -> str:
    items = "\n".join(f"- **Gap {n}.** Nobody counts it." for n in range(gaps))
    return (
        "::: {.lede}\nAim.\n:::\n\n## Key messages\n\n:::: {.messages}\n"
        + message("Level", "b-trend") + "\n\n" + message("Change", "a-trend")
        + f"\n::::\n\n## At a glance\n\n{table(rows)}\n\n## Each indicator\n\n{FIGURES}\n\n"
        + f"## What is wanted and what is not measured\n\n**Not measured:**\n\n{items}\n"
    )  # fmt: skip


def test_a_brief_has_messages_their_picture_the_table_and_the_gaps() -> None:
    brief = priority_brief(read_blocks(chapter()))
    assert brief.messages == ("**Level:** 9% smoke. @fig-lives-b-trend", "**Change:** 9% smoke.")
    assert "lives.b-trend.svg" in brief.figure and "a-trend" not in brief.figure
    assert brief.table.count("<tr>") == 4 and "<a href" not in brief.table
    assert brief.gaps == ("**Gap 0.** Nobody counts it.", "**Gap 1.** Nobody counts it.")
    assert brief.more == ""


def test_what_is_too_much_for_two_sheets_is_left_out_and_said() -> None:
    brief = priority_brief(read_blocks(chapter(rows=MOST_ROWS + 7, gaps=MOST_GAPS + 1)))
    assert brief.table.count('scope="row"') == MOST_ROWS
    assert len(brief.gaps) == MOST_GAPS
    assert brief.more == (
        "The priority's page has 7 more measures and 1 more thing that is not measured."
    )


def test_a_chapter_that_failed_still_gives_two_sheets() -> None:
    made = sheets(priority_brief(read_blocks(NOT_AVAILABLE)))
    assert set(made) == {"first", "second"}
    assert "Nothing has been written down" in made["second"]


def test_the_brief_of_a_pack_has_the_first_message_of_each_priority_counts_and_the_map() -> None:
    counted = (
        "::: {.outcomes}\n- [**2** worse]{.worse}\n- [**1** worse, the source's verdict]{.worse}\n"
    )
    lives = chapter().replace("## At a glance\n", f"## At a glance\n\n{counted}:::\n")
    age = chapter().replace("## At a glance\n", "## At a glance\n\n- [**4** similar]{.similar}\n")
    priorities = [("1 Lives", read_blocks(lives)), ("2 *Age*", read_blocks(age))]
    brief = pack_brief("Midshire", read_blocks(FIGURES), priorities)
    assert brief.messages == (
        "**1 Lives.** **Level:** 9% smoke.", "**2 \\*Age\\*.** **Change:** 9% smoke.",
    )  # fmt: skip
    assert "a-trend .modest}" in brief.figure
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="n">(.*?)</td><td class="n">(.*?)</td>',
                      brief.table)  # fmt: skip
    assert rows == [("1 Lives", "3", "0"), ("2 *Age*", "0", "4")]
    assert "outcome against England, Midshire" in brief.table
    assert brief.gaps[0] == "Priority 1: **Gap 0.** Nobody counts it."


def test_priorities_that_rest_on_the_same_indicators_say_each_message_once() -> None:
    same = [(f"{n} Lives", read_blocks(chapter())) for n in range(4)]
    brief = pack_brief("Midshire", [], same)
    assert brief.messages == (
        "**0 Lives.** **Level:** 9% smoke.", "**1 Lives.** **Change:** 9% smoke.",
    )  # fmt: skip
    assert len(brief.gaps) == 4


@pytest.mark.parametrize("text", ["", "## Key messages", "::: {.message}\n", "<table></table>"])
def test_odd_chapters_give_an_empty_brief(text: str) -> None:
    brief = priority_brief(read_blocks(text))
    assert (brief.messages, brief.figure, brief.table, brief.gaps) == ((), "", "", ())
