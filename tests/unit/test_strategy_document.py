"""The strategy as one document: its own order, what other parts take, what is left out and said."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from framework_strategy import strategy
from register_kinds_of_project import register_kinds

from jsna.errors import UserFileError
from jsna.narrative.markdown import escape_markdown
from jsna.pack.board_paper import PaperFacts, asked_by_rule, board_paper
from jsna.pack.delivery_plan import actions_of, delivery_plan, measures_of
from jsna.pack.loose_references import without_loose_references
from jsna.pack.made_pages import made_pages
from jsna.pack.page_blocks import read_blocks
from jsna.pack.pages import PlannedPage
from jsna.pack.render_embedded import WRITERS, _pandoc_path
from jsna.pack.strategy_document import StrategyDocument
from jsna.publish.appendices import appendix_faults
from jsna.publish.html_page import HtmlPage
from jsna.settings.load import Settings, Sources
from jsna.settings.page_table import PAGES, STRATEGY_DOCUMENT
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.settings.strategy_document import BoardPaper, DocumentOrder
from jsna.settings.strategy_document_checks import document_faults, document_links
from jsna.settings.yaml_file import Problems, read_model
from jsna.strategy_registers.registers import Registers, read_registers

AS_AT = date(2026, 6, 30)
TITLES = ("index", "framework", "needs-not-covered")
FIGURE = '::: {#fig-index-map}\n![](figures/a.svg){fig-alt="a"}\n\nCaption.\n:::'
OVERVIEW = (
    "Before all.\n\n## Key facts\n\nFew. See @fig-index-map and [more](#what-we-cant-tell).\n\n"
    "## In the council's own words\n\n::: {.council-words}\n**A director.**\n\n### Why\n\nIt"
    f" matters.\n:::\n\n## Where\n\n{FIGURE}\n\n## What we can't tell\n\nMuch.\n"
)  # fmt: skip
FRAMEWORK = "**A finding.**\n\n## Issues\n\n### One\n\nText.\n\n## Left open\n\nNothing.\n"
OWN = {"index": OVERVIEW, "framework": FRAMEWORK, "first": "## Key messages\n\nFirst.\n"}


def pages(plan: Strategy) -> list[PlannedPage]:
    rows = [row for row in PAGES if row.id in TITLES]
    priority = next(row for row in PAGES if row.scope == "priority")
    return [PlannedPage(row) for row in rows] + [PlannedPage(priority, p) for p in plan.priorities]


def document(*parts: dict, appendices: tuple = (), made: str = "", own=None) -> StrategyDocument:
    order = DocumentOrder.model_validate(
        {"title": "All of it", "parts": parts, "appendices": appendices}
    )
    held = OWN if own is None else own
    return StrategyDocument(order, pages(strategy()), held, {"delivery-plan": made})


def headings(made: StrategyDocument) -> list[str]:
    return [line.replace("\\.", ".") for line in re.findall(r"^#+ .*$", made.body, re.MULTILINE)]


# -- the order ----------------------------------------------------------------------------------


def test_parts_stand_in_the_strategys_order_numbered_and_appendices_lettered():
    made = document({"page": "first"}, {"page": "framework", "title": "*Why*"},
                    {"made": "delivery-plan"}, made="## 1 First\n\nDo it.",
                    appendices=({"page": "index", "sections": ["Where"]},))  # fmt: skip
    assert headings(made) == [
        "# 1. Priority 1: First", "## Key messages", "# 2. \\*Why\\*", "## Issues", "### One",
        "## Left open", "# 3. Delivery plan", "## 1 First", "# Appendix A: Overview", "## Where",
    ]  # fmt: skip
    assert "**A finding.**" in made.body and "Before all" not in made.body
    assert made.contents[0] == "[1\\. Priority 1: First](first.qmd)"
    assert made.contents[2] == "3\\. Delivery plan"
    assert made.left_out(appendices=False) == made.left_out(appendices=True) == []


def test_words_of_the_council_stand_once_and_their_headings_go_up():
    made = document({"commentary": "overview", "title": "Foreword"}, {"page": "index"})
    assert headings(made)[:3] == ["# 1. Foreword", "## Why", "# 2. Overview"]
    assert made.body.count("It matters.") == 1
    assert "It matters." in document({"page": "index"}).body


def test_a_part_named_as_its_one_section_does_not_say_so_twice():
    made = document({"page": "framework", "title": "Issues", "sections": ["Issues"]})
    assert headings(made) == ["# 1. Issues", "## One"]


def test_sections_without_their_page_say_where_its_sources_stand():
    told = "Taken from the page Overview of the evidence pack, which has the sources"
    parted = document({"page": "index", "title": "Facts", "sections": ["Key facts"]})
    assert parted.body.count(told) == 1
    assert "Taken from" not in document({"page": "index"}, {"commentary": "overview"}).body


def test_a_register_is_a_part_without_the_others():
    chapter = (
        "All.\n\n## Each\n\n### Actions {#register-actions}\n\nDo.\n\n### Risks"
        " {#register-risks}\n\nTwo.\n\n#### Deep\n\nEnd.\n\n## Not right\n\nNo.\n"
    )
    parts = [{"register_kind": kind} for kind in ("risks", "money", "actions")]
    made = document(*parts, own={"registers": chapter})
    assert headings(made) == ["# 1. Risks", "## Deep", "# 2. Actions"]
    assert "Two." in made.body and "Do." in made.body and "No." not in made.body
    assert made.left_out(appendices=False) == ["Money: the strategy has no such register."]


def test_what_a_strategy_lacks_is_left_out_said_and_not_numbered():
    made = document({"page": "claims"}, {"commentary": "second"}, {"made": "delivery-plan"},
                    {"page": "index", "sections": ["Where", "No such"]},
                    appendices=({"page": "needs-not-covered", "title": "Needs"},))  # fmt: skip
    assert headings(made) == ["# 1. Overview", "## Where"]
    gone = "\n".join(made.left_out(appendices=False))
    assert "Claims of the strategy: this pack has no such page." in gone
    assert "own words: Priority 2: Second: no words of the council" in gone.replace("\\", "")
    assert "Delivery plan: the strategy's file has nothing for it." in gone
    assert "Overview: its page has no section 'No such'." in gone
    assert made.left_out(appendices=True) == ["Needs: this pack has no such page."]
    assert document({"page": "index"}, own={}).body == ""


def test_references_that_lead_nowhere_keep_their_words():
    made = document({"page": "index", "sections": ["Key facts"]})
    assert "Few. See and more." in made.body
    both = document({"page": "index", "sections": ["Key facts", "Where", "What we can't tell"]})
    assert "See @fig-index-map and [more](#what-we-cant-tell)." in both.body


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<a href="#fig-x">A</a>', "A"),
        ('<a href="#fig-x">A</a>\n::: {#fig-x}\n:::', '<a href="#fig-x">A</a>\n::: {#fig-x}\n:::'),
        ("[a](#b-c)\n\n## B [c](x.qmd) {.d}", "[a](#b-c)\n\n## B [c](x.qmd) {.d}"),
        ("[a](#own)\n\n## Other {#own}", "[a](#own)\n\n## Other {#own}"),
        ("[a](#1-b)\n\n## 1 B", "a\n\n## 1 B"),
        ("[a](x.qmd#b) @tbl-gone", "[a](x.qmd#b)"),
    ],
)
def test_a_link_stays_where_what_it_leads_to_stands(text, told):
    assert without_loose_references(text) == told


@pytest.mark.parametrize(
    "text",
    [
        '::: {.details summary="@fig-none [@nobody]: values"}\nA\n:::',
        r"They wrote \@fig-none and \[\@nobody\].",
        "```{=html}\n<table><caption>@fig-none and @tbl-none</caption></table>\n```",
        '![A](a.svg){alt="@fig-none of"}',
    ],
    ids=["attribute", "escaped", "no-markdown", "picture"],
)
def test_what_only_looks_like_a_reference_stays(text):
    """Without its first word an attribute began with a space, and its fence was read as words."""
    assert without_loose_references(f"Before @fig-gone\n\n{text}\n\nafter @tbl-gone") == (
        f"Before\n\n{text}\n\nafter"
    )


@pytest.fixture
def site_page(tmp_path: Path, project_root: Path) -> HtmlPage:
    """The page of a document whose one part is left out and whose one appendix is not there."""
    order = {"title": "x", "parts": [{"page": "index"}, {"page": "claims"}],
             "appendices": [{"page": "needs-not-covered", "title": "Needs"}]}  # fmt: skip
    plan = strategy(document_order=order)
    pack = SimpleNamespace(strategy=plan, area=SimpleNamespace(synthetic=False), as_at=AS_AT)
    body = made_pages(pages(plan), OWN, pack, project_of(plan))[STRATEGY_DOCUMENT]()
    (tmp_path / "page.md").write_text(body, "utf-8")
    command = [_pandoc_path(), "page.md", f"--to={WRITERS['html']}"]
    filters = project_root / "reports" / "template" / "filters"
    command += [f"--lua-filter={filters / name}.lua" for name in ("figures", "blocks")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    return HtmlPage(f"{STRATEGY_DOCUMENT}.html", done.stdout.decode("utf-8"))


def test_an_appendix_that_is_not_there_is_a_fault_of_the_pack(site_page: HtmlPage):
    order = DocumentOrder.model_validate(
        {"title": "x", "parts": [{"page": "index"}], "appendices": [{"page": "framework"}]}
    )
    (fault,) = appendix_faults([site_page], order)
    assert fault.startswith(
        "strategy-document.html: Needs: this pack has no such page. Take it out"
    )
    plain = HtmlPage(site_page.name, '<div class="read"><ul><li>Left out.</li></ul></div>')
    assert appendix_faults([plain], order) == []
    # a check that can't look does not pass; a strategy without such a document has none to look at
    assert "no such page" in appendix_faults([HtmlPage("index.html", "")], order)[0]
    assert appendix_faults([HtmlPage("index.html", "")], None) == []


# -- what the file may say ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [{}, {"page": "index", "made": "delivery-plan"}, {"sections": ["A"]}, {"made": "pudding"},
     {"commentary": "overview", "sections": ["A"]}, {"register_kind": "a", "page": "index"},
     {"page": "Index"}, {"pages": "index"}],
)  # fmt: skip
def test_a_part_names_one_thing(part):
    with pytest.raises(ValueError):
        DocumentOrder.model_validate({"title": "x", "parts": [part]})
    with pytest.raises(ValueError):
        DocumentOrder.model_validate({"title": "x", "parts": []})


def test_a_name_that_no_pack_has_is_told_and_so_is_what_stands_twice():
    order = {"title": "x", "parts": [{"page": "indx"}, {"commentary": "third"}, {"page": "index"}],
             "appendices": [{"page": "index", "sections": ["A"]}, {"page": "methods"},
                            {"register_kind": "risks"}, {"register_kind": "riks"},
                            {"made": "delivery-plan"}, {"made": "delivery-plan"}]}  # fmt: skip
    plan = strategy(document_order=order, board_paper={"board": "B", "presented_by": "nobody"})
    wrong = {
        link.at: link.name
        for link in document_links(plan, {"risks"})
        if link.name not in link.known
    }
    assert wrong == {
        ("document_order", "parts", 0, "page"): "indx",
        ("document_order", "parts", 1, "commentary"): "third",
        ("document_order", "appendices", 1, "page"): "methods",
        ("document_order", "appendices", 3, "register_kind"): "riks",
        ("board_paper", "presented_by"): "nobody",
    }
    faults = [(at, what) for at, what, _ in document_faults(plan)]
    assert (("document_order", "appendices", 0), "index stands whole in the document and in part"
            " too.") in faults  # fmt: skip
    assert (("document_order", "appendices", 5), "delivery-plan stands twice in the"
            " document.") in faults  # fmt: skip
    assert len(faults) == 2
    order = {"title": "x", "parts": [{"register_kind": "risks"}, {"page": "registers"}]}
    (fault,) = document_faults(strategy(document_order=order))
    assert fault[:2] == (
        ("document_order", "parts", 1), "registers stands whole in the document and in part too.",
    )  # fmt: skip


def test_a_mistake_is_told_with_its_line(tmp_path):
    file = tmp_path / "order.yml"
    file.write_text("title: x\nparts:\n  - {page: index}\n  - {made: plan}\n", "utf-8")
    problems = Problems(tmp_path)
    assert read_model(file, DocumentOrder, problems) is None
    assert [(p.line, "plan" in p.what) for p in problems.found] == [(4, True)]
    assert isinstance(UserFileError(*problems.found), Exception)


# -- the delivery plan --------------------------------------------------------------------------


def project_of(plan: Strategy) -> Project:
    settings = Settings({}, {}, {}, Sources(), {plan.slug: plan}, register_kinds=register_kinds())
    nowhere = Path("/nowhere")
    return Project(Paths(nowhere, nowhere), settings, None, plan)


def registers(plan: Strategy, as_at: date = AS_AT) -> Registers:
    return read_registers(project_of(plan), as_at)


def test_the_plan_has_each_action_milestone_and_measure_under_its_priority():
    made = delivery_plan(strategy(), registers(strategy()))
    first, _, rest = made.partition("## The whole strategy")
    assert "As at 30 June 2026, of the actions: 1 without a lead, 1 without a time and" in first
    assert "amber; past its day" in first and "nobody named" in first and "no time given" in first
    assert "58.5 (2015/16)" in first and "62 (2029/30)" in first
    assert "Opened" in rest and "April 2026" in rest and "A bare measure" in rest
    assert "Care &lt;b&gt;team&lt;/b&gt;" in first
    assert "Baselines and targets are as the strategy and its files state them." in first
    bare = strategy(priorities=PLAIN, **NOTHING)
    assert delivery_plan(bare, registers(bare)) == ""
    # that no action lacks a lead or is late is not that none is left to do
    action = {"id": "a", "title": "A", "lead": ["council"], "timescale": "Dec-27"}
    led = strategy(priorities=[PLAIN[0] | {"actions": [action]}], **NOTHING)
    assert delivery_plan(led, registers(led)).startswith(
        "The plan has 1 action, no milestones and no measures. As at 30 June 2026, of the actions:"
        " all have a lead and a time, and none is past its day."
    )


PLAIN = [{"id": "first", "number": 1, "title": "First", "aim": "Better."}]
NOTHING = {"metrics": [], "milestones": [], "matrix": [], "big_issues": []}


def test_measures_that_the_council_counts_itself_stand_in_the_plan_too():
    own = {"id": "quits", "title": "Quits", "priority": "first", "unit": "%", "kind": "share",
           "polarity": "high-is-good", "frequency": "month", "target": 55, "target_by": "2026-03",
           "owner": "Head of services"}  # fmt: skip
    bare = own | {"id": "b", "title": "Bare", "target": None, "target_by": "", "owner": ""}
    told = measures_of(strategy(own_measures={"measures": [own, bare]}))
    assert told.iloc[-2].tolist() == [
        "first", "Quits", "its own first figures", "55% in March 2026", "Head of services",
    ]  # fmt: skip
    assert told.iloc[-1].tolist()[-2:] == ["not stated", "nobody named"]


def test_an_action_is_late_after_its_day_unless_it_says_that_it_is_done():
    action = {"id": "do", "title": "Do it", "status": "green"}

    def of(timescale, as_at):
        plan = strategy(priorities=[PLAIN[0] | {"actions": [action | {"timescale": timescale}]}],
                        **NOTHING)  # fmt: skip
        (row,) = actions_of(plan, registers(plan, as_at)).to_dict("records")
        return row["late"], row["state"]

    assert of("Mar-26", date(2026, 3, 31)) == (False, "green")
    assert of("Mar-26", date(2026, 4, 1)) == (True, "green; past its day")
    assert of("Mar-26, completed", AS_AT) == (False, "done")
    assert of("31.06.17", AS_AT) == (False, "green")
    assert measures_of(strategy(priorities=PLAIN, **NOTHING)).empty


# -- the board's paper --------------------------------------------------------------------------

CHAPTER = (
    "## Key messages\n\n::: {.message}\n**Level:** 9%. @fig-a-trend\n:::\n\n## At a glance\n\n"
    "::: {.outcomes}\n- [**2** worse]{.worse}\n:::\n\n**Not measured:**\n\n- **Joy.** Nobody"
    " asks.\n"
)


REPORT = (
    "**1 of 3 own measures need to be looked at.**\n\n## Off the plan\n\nEach is behind.\n\n"
    '::: {#tbl-x}\n```{=html}\n<table><tr><th scope="row">A &amp; *b*</th></tr></table>\n```\n:::\n'
)


def facts(plan: Strategy) -> PaperFacts:
    read = [(f"{p.number} {p.title}", read_blocks(CHAPTER)) for p in plan.priorities]
    held = registers(plan)
    return PaperFacts("Anytown", plan, held, AS_AT, read, read_blocks(REPORT), ". SYNTHETIC")


def sections_of(paper: dict, plan: Strategy) -> dict[str, str]:
    made = board_paper(BoardPaper.model_validate({"board": "The board"} | paper), facts(plan))
    parts = re.split(r"^## (.*)\n", made, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_a_paper_has_its_parts_filled_from_chapters_dates_and_owners():
    made = sections_of({"presented_by": "council"}, strategy())
    assert list(made) == ["Purpose", "Recommendations", "Evidence", "Actions and measures",
                          "Implications", "What we can't tell"]  # fmt: skip
    assert "Anytown stands on the 2 priorities of the Plan" in made["Purpose"]
    assert "**From:** Care &lt;b&gt;team&lt;/b&gt;, Anytown Council" in made["Purpose"]
    assert "Nobody has written down what the board" in made["Recommendations"]
    assert "- Name who leads 1 action." in made["Recommendations"]
    assert "**Level:** 9%." in made["Evidence"] and "@fig" not in made["Evidence"]
    assert 'id="' not in made["Evidence"] and "1 First" in made["Evidence"]
    assert "How far 2 actions are: 1 amber and 1 not stated." in made["Actions and measures"]
    assert "**1 of 3 own measures need" in made["Actions and measures"]
    assert "- **Off the plan:** A & \\*b\\*." in made["Actions and measures"]
    assert "Actions past their day. SYNTHETIC." in made["Actions and measures"]
    assert "money, services, equality, law and risk." in made["Implications"]
    assert "Joy" in made["What we can't tell"]


def test_what_is_written_stands_first_and_is_text():
    paper = {"purpose": "To *decide*", "recommendations": ["Agree <b>it</b>", "=1+1"],
             "implications": [{"of": "money", "what": "It costs [x](y)"}]}  # fmt: skip
    made = sections_of(paper, strategy())
    assert made["Purpose"].strip().startswith("To \\*decide\\*.")
    assert "1. Agree &lt;b&gt;it&lt;/b&gt;.\n2. " in made["Recommendations"]
    assert f"- **Money:** {escape_markdown('It costs [x](y)')}." in made["Implications"]
    assert "for services, equality, law and risk." in made["Implications"]


def test_a_rule_asks_for_nothing_where_nothing_is_open():
    bare = strategy(priorities=PLAIN, **NOTHING)
    assert list(asked_by_rule(bare, registers(bare), AS_AT)) == []
    made = sections_of({}, bare)
    assert "lists no action" in made["Actions and measures"]
    assert "ask for these" not in made["Recommendations"]
    asked = list(asked_by_rule(bare, registers(bare), date(2030, 1, 1)))
    assert asked == ["Say what follows the strategy, which ended on 31 December 2029."]
    followed = bare.model_copy(update={"replaced_by": "A new plan"})
    assert list(asked_by_rule(followed, registers(bare), date(2030, 1, 1))) == []


def test_a_paper_of_chapters_that_failed_still_asks_its_questions():
    empty = replace(facts(strategy()), priorities=[("1 First", ()), ("2 Second", ())])
    made = board_paper(BoardPaper(board="The board"), empty)
    assert "## Purpose" in made and "## Evidence" not in made and "## Implications" in made


def test_each_priority_has_its_message_and_more_than_a_brief_holds_are_told():
    own = [(f"{n} P{n}", read_blocks(CHAPTER.replace("9%", f"{n}%"))) for n in range(1, 9)]
    six, eight = (
        board_paper(BoardPaper(board="The board"), replace(facts(strategy()), priorities=held))
        for held in (own[:6], own)
    )
    assert all(f"**{n} P{n}.** **Level:** {n}%" in six for n in range(1, 7))
    assert "a page" not in six and "2 more priorities have a page." in eight
    assert "Each priority's page has all that is not measured" in six


def test_long_lists_are_cut_and_say_so():
    many = [{"id": f"a{n}", "title": f"Do {n}", "timescale": "Jan-25"} for n in range(20)]
    plan = strategy(priorities=[PLAIN[0] | {"actions": many}], **NOTHING)
    made = sections_of({}, plan)["Actions and measures"]
    assert made.count('<th scope="row">') == 6 and "the first 6 of 20" in made
    assert "Set a new day for 20 actions past their day" in "\n".join(
        asked_by_rule(plan, registers(plan), AS_AT)
    )
