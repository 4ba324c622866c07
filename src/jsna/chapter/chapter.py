"""The chapter: one method per section of a page; each shows its Markdown and returns nothing."""

from collections.abc import Callable

from jsna.chapter import (
    custom_areas,
    data_quality,
    dependency,
    deprivation,
    deprivation_clusters,
    deprivation_drivers,
    deprivation_wards,
    numbers_affected,
    overview,
    population,
    population_figures,
    population_growth,
    priority_page,
    ward_inequalities,
    what_changed,
)
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.chapter.words import block, sections
from jsna.errors import SourceError
from jsna.figures.markdown import sentence
from jsna.narrative.markdown import escape_markdown

Section = Callable[[Evidence, Page], str]


class Chapter:
    """The sections that notebooks show.

    In a run of a pack, figures go to the run's folder and the Markdown follows the pack's page
    grammar; in JupyterLab the same sections are plain Markdown with the pictures inside.
    """

    def __init__(self, evidence: Evidence, page: Page) -> None:
        self._evidence = evidence
        self._page = page

    def who_and_where(self) -> None:
        """Show which area and strategy the pack is about."""
        self._show("Who and where", overview.who_and_where)

    def population_now(self) -> None:
        """Show the newest estimate and the projection, with its edition."""
        self._show("Population now and projected", population.now_and_projected)

    def priorities(self) -> None:
        """Show each priority with its count of each outcome against England."""
        self._show("The priorities at a glance", overview.priorities)

    def how_to_read(self) -> None:
        """Show what the words for an outcome mean."""
        self._show("", overview.how_to_read)

    def lede(self) -> None:
        """Show what the strategy wants of the priority, and what would be seen if it worked."""
        self._show("", priority_page.lede)

    def at_a_glance(self) -> None:
        """Show the count of each outcome and one finding per measure."""
        self._show("At a glance", priority_page.at_a_glance)

    def indicators(self) -> None:
        """Show each indicator that has data: its figures, tables and caveats."""
        self._show("", priority_page.indicators)

    def not_measured(self) -> None:
        """Show what the priority wants and nothing measures, and which data are missing."""
        self._show("What is not measured", priority_page.not_measured)

    def population_change(self) -> None:
        """Show the projected change between the first year, the strategy's end and the last."""
        self._show("Projected change", population.change)

    def population_trend(self) -> None:
        """Show estimates and projection as lines."""
        self._show("Estimates and projection", population_figures.trend)

    def age_bands(self) -> None:
        """Show the projected change of each age band."""
        self._show("Age bands", population.age_bands)

    def population_pyramid(self) -> None:
        """Show the newest estimate and the projection by sex and age."""
        self._show("Ages now and projected", population_figures.pyramid)

    def growth_over_strategy(self) -> None:
        """Show the projected change over the strategy's years, by its age bands and life stages."""
        self._show("Over the years of the strategy", population_growth.growth_over_strategy)

    def dependency_ratios(self) -> None:
        """Show older people and children for each hundred of working age."""
        self._show("Dependency ratios", dependency.dependency_ratios)

    def numbers_affected(self) -> None:
        """Show how many people would be affected in years to come if today's rates applied."""
        self._show("Numbers affected, if today's rates applied", numbers_affected.at_todays_rates)

    def projection_drift(self) -> None:
        """Show how far the projection has drifted from the newest estimate."""
        self._show("How well the projection has held", population.drift)

    def deprivation_shares(self) -> None:
        """Show the shares of neighbourhoods and residents in the most deprived tenth and fifth."""
        self._show("Deprivation", deprivation.shares)

    def deprivation_map(self) -> None:
        """Show the map of neighbourhoods by national fifth, with ward outlines."""
        self._show("Where deprivation falls", deprivation.map_by_fifth)

    def ward_table(self) -> None:
        """Show residents, scores and fit of each ward."""
        self._show("Wards", deprivation_wards.wards)

    def domain_drivers(self) -> None:
        """Show what each domain gives of the deprivation score, of the area and its wards."""
        self._show("What drives deprivation", deprivation_drivers.domain_drivers)

    def deprivation_clusters(self) -> None:
        """Show whether and where deprivation lies in clusters."""
        self._show("Where deprivation clusters", deprivation_clusters.clusters)

    def custom_areas(self) -> None:
        """Show residents and deprivation of the council's own areas."""
        self._show("The council's own areas", custom_areas.custom_areas)

    def wards_at_a_glance(self) -> None:
        """Show how many wards were tested and flagged, and what chance alone would flag."""
        self._show("Wards at a glance", ward_inequalities.at_a_glance)

    def ward_matrix(self) -> None:
        """Show every ward's value of every measure with a letter for either comparison."""
        self._show("Ward by ward", ward_inequalities.matrix)

    def ward_measures(self) -> None:
        """Show each measure's wards: a funnel or dots, the finding, and a table."""
        self._show("Measure by measure", ward_inequalities.measures)

    def wards_not_tested(self) -> None:
        """Show which measures and wards have no test, and why."""
        self._show("Not tested, and why", ward_inequalities.not_tested)

    def reading_wards(self) -> None:
        """Show what a flag says and what it does not."""
        self._show("", ward_inequalities.how_to_read)

    def changes_at_a_glance(self) -> None:
        """Show what is compared with what, and the number of changes of each kind."""
        self._show("At a glance", what_changed.at_a_glance)

    def changed_figures(self) -> None:
        """Show the area's figures that are new, gone or different."""
        self._show("Figures", what_changed.values)

    def changed_verdicts(self) -> None:
        """Show verdicts and trends that changed, and whether the value did."""
        self._show("Verdicts and trends", what_changed.verdicts)

    def changed_descriptions(self) -> None:
        """Show indicators that are new, gone, renamed or described otherwise."""
        self._show("Descriptions of indicators", what_changed.descriptions)

    def overdue_releases(self) -> None:
        """Show the indicators past their next release."""
        self._show("Releases", what_changed.releases)

    def quality_at_a_glance(self) -> None:
        """Show how many notes of each kind there are on the data's quality."""
        self._show("At a glance", data_quality.at_a_glance)

    def missing_figures(self) -> None:
        """Show what is missing, suppressed or has holes."""
        self._show("Missing figures", data_quality.missing)

    def figures_out_of_date(self) -> None:
        """Show what is provisional, older than the country's, or past its next release."""
        self._show("Provisional and out of date", data_quality.out_of_date)

    def doubtful_figures(self) -> None:
        """Show polarity conflicts, verdicts that differ, files and sums that disagree."""
        self._show("Figures that do not agree", data_quality.doubtful)

    def corrected_figures(self) -> None:
        """Show the corrections that were applied."""
        self._show("Corrections", data_quality.corrected)

    def unused_rows(self) -> None:
        """Show duplicates dropped and rows refused."""
        self._show("Rows that were not used", data_quality.unused)

    def _show(self, title: str, section: Section) -> None:
        """Show a section under its title; data that an area lacks cost only their section."""
        try:
            text = section(self._evidence, self._page)
        except SourceError as error:
            reason = escape_markdown(sentence(str(error)))
            text = block("not-available", f"**Not available.** {reason}")
        self._page.show(sections(f"## {title}" if title and text else "", text))
