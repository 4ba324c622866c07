"""The table of a pack's pages, in the order of its navigation: one row a page.

A page is a row here and, unless it is a text of the template, a notebook of the same row. Plan,
navigation, titles of chapters that failed, ids that no priority may take and the tests of the
notebooks all read this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from jsna.settings.area import Area
from jsna.settings.strategy import Strategy

Scope = Literal["pack", "priority"]
Commentary = Literal["", "overview", "priority", "ward"]
AREA_PAGES: Final = ""
PRIORITIES: Final = "Priorities"
ABOUT: Final = "About this pack"


def every_pack(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands in every pack."""
    return True


def states_claims(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy has a list of its claims."""
    return strategy.states_claims


def has_framework(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy sets out more than its priorities."""
    return strategy.has_framework


def has_registers(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy keeps registers."""
    return strategy.has_registers


def has_document_order(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy has an order of its own document."""
    return strategy.document_order is not None


def has_board_paper(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy describes the paper for its board."""
    return strategy.board_paper is not None


def has_priorities(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy has priorities, not the parts of an assessment.

    A strategy without a term, the core of a needs assessment, leaves nothing out by choice.
    """
    return not strategy.lasting


def brings_crosswalk(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the area names the document with the table it shows."""
    return bool(area.board_crosswalk)


def audits_equity(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the area's settings name an equity audit."""
    return bool(area.equity_audit)


def has_own_measures(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy describes measures of the council's own."""
    return bool(strategy.own_measures.measures)


def sends_returns(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy lays out returns of its measures."""
    return bool(strategy.own_measures.returns)


def reports_yearly(area: Area, strategy: Strategy) -> bool:
    """Return that a page stands where the strategy asks for an annual report."""
    return strategy.own_measures.annual_report is not None


@dataclass(frozen=True)
class PackPage:
    """One row: a page that a pack has once, or once for each priority.

    Attributes:
        id: The page's file without its ending; "" for a row of scope "priority", whose pages
            have the ids of the strategy's priorities.
        title: Its heading and its words in the navigation; a priority's own if "".
        group: The heading of the navigation under which it stands; "" for the first.
        notebook: Makes its chapter, without `.ipynb`; "" for a text of the template.
        scope: Once in the pack, or once for each priority.
        run: Names the folder of its run; the page's id unless given.
        chapter: What its chapter is called when it failed and can't say so itself; the title
            unless given.
        all_indicators: Whether it shows every indicator of the facts, named by the strategy or
            not: its run is repeated when any indicator's settings change. On a priority's page
            a chapter keeps to the priority's own.
        commentary: Which files of the council's own words its chapter shows: "overview", those of
            its "priority" and the priority's indicators, those of each "ward", or none.
        printed: Whether it is a Word file and a PDF too, as a priority's page always is, and part
            of the whole pack as one document.
        beside_priority: Whether a priority may bring the chapter to its own page too, by naming
            the notebook in `chapters`.
        sources: Sources of the catalogue without which something is missing on it, beside those
            of its indicators.
        stands: Which areas and strategies have the page.
    """

    id: str
    title: str = ""
    group: str = AREA_PAGES
    notebook: str = ""
    scope: Scope = "pack"
    run: str = ""
    chapter: str = ""
    all_indicators: bool = False
    commentary: Commentary = ""
    printed: bool = False
    beside_priority: bool = False
    sources: tuple[str, ...] = ()
    stands: Callable[[Area, Strategy], bool] = every_pack

    @property
    def run_id(self) -> str:
        """The id of its run, and of the run's folder."""
        return self.run or self.id

    @property
    def chapter_title(self) -> str:
        """What its chapter is called when it failed."""
        return self.chapter or self.title


REGISTERS: Final = "registers"
"""The page of all registers."""
BOARD_PAPER: Final = "board-paper"
STRATEGY_DOCUMENT: Final = "strategy-document"
"""Pages that are made of the chapters of others when a pack is laid out."""
PLACES: Final = ("ons-boundaries", "ons-lookups")
INDEX: Final = ("indices-of-deprivation", "ons-census")
ESTIMATES: Final = ("ons-population-estimates",)
PEOPLE: Final = (*ESTIMATES, "ons-population-projections")
NEIGHBOURS: Final = ("dfe-statistical-neighbours", "ons-nearest-neighbours", "ons-similar-areas")
WARDS: Final = ("local-health-wards",)
OWN: Final = ("local-csv",)
SECTORS: Final = ("ons-postcode-directory", "sector-lookup")
"""Sources of one purpose, for the pages that need them."""

PAGES: Final = (
    PackPage("index", "Overview", notebook="area_profile", run="overview", chapter="Area profile",
             commentary="overview", printed=True, all_indicators=True,
             sources=(*PLACES, *INDEX, *PEOPLE)),
    PackPage("population-outlook", "Population outlook", notebook="population_outlook",
             printed=True, beside_priority=True, sources=PEOPLE),
    PackPage("deprivation-map", "Deprivation", notebook="deprivation_map", printed=True,
             beside_priority=True, sources=(*PLACES, *INDEX, *SECTORS)),
    PackPage("ward-inequalities", "Ward inequalities", notebook="ward_inequalities",
             all_indicators=True, commentary="ward", printed=True, beside_priority=True,
             sources=(*PLACES, *WARDS)),
    PackPage("ward-profiles", "Ward profiles", notebook="ward_profiles", all_indicators=True,
             commentary="ward", sources=(*PLACES, *INDEX, *WARDS)),
    PackPage("cross-border", "Care across borders", notebook="cross_border", printed=True,
             sources=("board-crosswalk",), stands=brings_crosswalk),
    PackPage("all-indicators", "All indicators", notebook="all_indicators", all_indicators=True,
             sources=(*NEIGHBOURS, "explore-local-statistics")),
    PackPage("equity", "Equity of services", notebook="equity", printed=True,
             sources=("equity-audit",), stands=audits_equity),
    PackPage("", group=PRIORITIES, notebook="priority_summary", scope="priority",
             chapter="The evidence for this priority", commentary="priority",
             sources=(*PLACES, *NEIGHBOURS)),
    PackPage("framework", "Framework of the strategy", PRIORITIES, "framework", printed=True,
             all_indicators=True, stands=has_framework, sources=ESTIMATES),
    PackPage("dashboard", "Dashboard of own measures", PRIORITIES, "dashboard", printed=True,
             stands=has_own_measures, sources=OWN),
    PackPage("exceptions", "Exception report", PRIORITIES, "exception_report", printed=True,
             stands=has_own_measures, sources=OWN),
    PackPage("returns", "Returns", PRIORITIES, "returns", printed=True, stands=sends_returns,
             sources=OWN),
    PackPage("annual-report", "Annual report", PRIORITIES, "annual_report", printed=True,
             all_indicators=True, stands=reports_yearly, sources=OWN),
    PackPage("annual-report-plain", "Annual report in plain words", PRIORITIES,
             "annual_report_plain", printed=True, stands=reports_yearly, sources=OWN),
    PackPage("needs-not-covered", "Needs not covered", PRIORITIES, "needs_not_covered",
             all_indicators=True, sources=PLACES, stands=has_priorities),
    PackPage(REGISTERS, "Registers", PRIORITIES, "registers", printed=True, sources=PLACES,
             stands=has_registers),
    PackPage("claims", "Claims of the strategy", PRIORITIES, "claims", stands=states_claims),
    PackPage(BOARD_PAPER, "Paper for the board", PRIORITIES, printed=True, stands=has_board_paper),
    PackPage(STRATEGY_DOCUMENT, "The strategy as one document", PRIORITIES, printed=True,
             stands=has_document_order),
    PackPage("what-changed", "What changed", ABOUT, "what_changed", all_indicators=True),
    PackPage("data-quality", "Data quality", ABOUT, "data_quality", all_indicators=True),
    PackPage("methods", "Methods", ABOUT),
    PackPage("sources", "Sources and licences", ABOUT),
    PackPage("contents", "Index", ABOUT),
    PackPage("accessibility", "Accessibility statement", ABOUT),
)  # fmt: skip

WHOLE_PACK: Final = "whole-pack"
"""The id of the whole pack as one document."""
RESERVED_IDS: Final = frozenset(
    {page.id for page in PAGES} | {page.run_id for page in PAGES} | {WHOLE_PACK}
) - {""}
"""Ids that no priority may take: a page or a run of every pack has them."""

CHAPTERS: Final = tuple(page.notebook for page in PAGES if page.beside_priority)
"""Notebooks that a priority may bring to its own page."""
