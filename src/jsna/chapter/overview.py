"""The overview: a headline, key facts, the map, a card for each priority, change, gaps, limits."""

from typing import Final

from jsna.analysis.outcome import Basis, Outcome
from jsna.chapter.baseline import over_strategy
from jsna.chapter.commentary import own_headline
from jsna.chapter.deprivation import deprivation_map
from jsna.chapter.evidence import Evidence
from jsna.chapter.key_facts import KeyFact, key_facts
from jsna.chapter.key_messages import is_tested_inside, most_deprived, untested_scans
from jsna.chapter.page import Page
from jsna.chapter.population import now_and_projected
from jsna.chapter.priority_card import priority_card
from jsna.chapter.priority_page import message_block
from jsna.chapter.section import section
from jsna.chapter.what_changed import changes_in_short
from jsna.chapter.widest_gaps import untested_gap, widest_gaps
from jsna.chapter.words import (
    block,
    bullets,
    details,
    folded_on_site,
    in_documents,
    sections,
    source_note,
)
from jsna.chapter.written_headline import written_headline
from jsna.errors import SourceError
from jsna.narrative.english import capitalised, counted, sentence, with_article
from jsna.narrative.markdown import escape_markdown
from jsna.settings.strategy import Strategy

OUTCOME_MEANINGS: Final = {
    f"{Outcome.BETTER}, {Outcome.WORSE}": "the 95% interval leaves out England's value, and it is"
    " known which way is good.",
    f"{Outcome.HIGHER}, {Outcome.LOWER}": "the same, for measures where neither way is good in"
    " itself.",
    Outcome.SIMILAR: "the interval holds England's value and is narrow enough to tell.",
    Outcome.TOO_IMPRECISE: "the interval holds England's value, but is so wide that a difference"
    f" that matters could hide in it. That is not the same as {Outcome.SIMILAR}.",
    Basis.SOURCE.after_verdict: "the file used holds no interval to check it by, or the source"
    " compares by a rule of its own. It is counted as what it says, and its mark is open.",
    Outcome.NOT_TESTED: "the two values are alike in all but the area, but neither an interval nor"
    " a verdict of the source is at hand.",
    Outcome.NOT_COMPARABLE: "the two values differ in more than the area, one is missing, or the"
    " measure is not meant to be compared.",
}
NOTHING_LISTED: Final = (
    "No outcome is listed as unmeasured, and each measure that the priorities name has a figure."
    " Whether the strategy wants more than is listed was not checked."
)
NO_GAP: Final = (
    "No test has shown the most deprived neighbourhoods of {}, or any of its wards, to be worse"
    " off than the rest on these priorities."
)
NONE_TESTED: Final = (
    "No gap between the neighbourhoods or wards of {} could be tested on these priorities: this"
    " pack has no figures of them that such a test can take."
)
MOST_UNTESTED: Final = 3
WARDS: Final = "[Ward inequalities](ward-inequalities.qmd)"


@section()
def headline(evidence: Evidence, page: Page) -> str:
    """Return the headline, the council's own if it has approved one, and the area's key facts."""
    facts = key_facts(evidence)
    cards = block("facts", bullets(_fact(fact) for fact in facts))
    known = [fact for fact in facts if fact.snapshot_ids]
    titles = "; ".join(dict.fromkeys(fact.source for fact in known))
    ids = dict.fromkeys(id for fact in known for id in fact.snapshot_ids)
    return sections(
        block("headline", own_headline(evidence) or escape_markdown(written_headline(evidence))),
        _who(evidence),
        "## Key facts",
        cards,
        _growth(evidence, page),
        in_documents(titles) if known else "",
        folded_on_site(
            evidence, "Sources of these facts", lambda: source_note(evidence, titles, ids)
        )
        if known
        else "",
    )


@section("Where deprivation falls")
def where(evidence: Evidence, page: Page) -> str:
    """Return the map of the area by national fifth, with place names."""
    spec = deprivation_map(evidence)
    parts = page.figure_parts(spec, evidence.cite(spec))
    return sections(
        f"### {escape_markdown(spec.headline)}",
        parts.picture,
        "[Deprivation](deprivation-map.qmd) has every neighbourhood, ward and domain.",
        folded_on_site(
            evidence,
            "This map: source, files and citation",
            lambda: sections(
                parts.source, parts.downloads, block("source", f"Cite: {parts.citation}")
            ),
        ),
    )


@section("The priorities")
def priorities(evidence: Evidence, page: Page) -> str:
    """Return a card for each priority, and what became of its measures since the baseline."""
    cards = [
        priority_card(evidence.of_priority(priority)) for priority in evidence.strategy.priorities
    ]
    opening = "A measure is an indicator for one sex and age, each at its newest period."
    return sections(opening, block("cards", "\n\n".join(cards)), over_strategy(evidence))


@section("What changed since the last pack")
def what_changed(evidence: Evidence, page: Page) -> str:
    """Return what an earlier build had otherwise, in a few sentences."""
    return escape_markdown(changes_in_short(evidence)) + " [What changed](what-changed.qmd)"


@section("The widest gaps inside the area")
def gaps_inside(evidence: Evidence, page: Page) -> str:
    """Return the widest tested gaps between people and places of the area, of all priorities.

    Where no test has shown one, or none could be made, that is said, and which places are most
    deprived; measures of wards without a test show how far their wards lie apart.
    """
    found = widest_gaps(evidence)
    every = (evidence.of_priority(priority) for priority in evidence.strategy.priorities)
    tested = bool(found) or any(map(is_tested_inside, every))
    words = NO_GAP if tested else NONE_TESTED
    none = "" if found else escape_markdown(words.format(evidence.area.name))
    told = [*found, *untested_gap(evidence)]
    if not found:
        first = evidence.strategy.priorities[0]
        told += [(first, most_deprived(evidence.of_priority(first)))]
    blocks = (message_block(message, f"{priority.id}.qmd") for priority, message in told)
    return sections(
        none,
        block("messages", "\n\n".join(blocks)),
        _untested_wards(evidence),
        f"{WARDS} shows every ward.",
    )


def _untested_wards(evidence: Evidence) -> str:
    scans = untested_scans(evidence)[:MOST_UNTESTED]
    ids = sorted({id for scan in scans for id in scan.snapshot_ids})
    titles = dict.fromkeys(evidence.source_of(s.indicator.id, s.snapshot_ids) for s in scans)
    source = source_note(evidence, "; ".join(titles), ids) if scans else ""
    return sections(bullets(escape_markdown(s.words.untested_run()) for s in scans), source)


@section("What we can't tell")
def cannot_tell(evidence: Evidence, page: Page) -> str:
    """Return, priority by priority, what nothing measures and what has no figure."""
    items = []
    for priority in evidence.strategy.priorities:
        every = evidence.of_priority(priority).chosen_measures
        lacking = [measure for measure in every if not measure.has_data]
        told = [item.what for item in priority.unmeasured]
        told += dict.fromkeys(f"{m.indicator.short_title} (no figure at hand)" for m in lacking)
        if told:
            name = escape_markdown(f"{priority.number} {priority.title}")
            items.append(f"[{name}]({priority.id}.qmd): {escape_markdown('; '.join(told))}.")
    more = "A verdict that changes from one year to the next is not evidence of change."
    meanings = (f"**{words.capitalize()}:** {what}" for words, what in OUTCOME_MEANINGS.items())
    reading = details("How to read the words for an outcome", sections(bullets(meanings), more))
    nothing = "" if items else NOTHING_LISTED
    return sections(nothing, bullets(items), reading)


def _fact(fact: KeyFact) -> str:
    year = f", {fact.year}" if fact.year else ""
    words = escape_markdown(f"{fact.what}{year}. {sentence(capitalised(fact.beside))}")
    return f"[**{escape_markdown(fact.value)}** {words}]{{.fact}}"


def _growth(evidence: Evidence, page: Page) -> str:
    """What is expected of the number of residents, folded; "" where no file projects it."""
    try:
        words = now_and_projected(evidence, page)
    except SourceError:
        return ""
    return details("How many residents are expected", words)


def _who(evidence: Evidence) -> str:
    area = evidence.area
    kind = area.kind.replace("london", "London")
    article = "an" if area.kind[0] in "aeio" else "a"
    where = f"{area.name} is {article} {kind} in the {area.region.name} region{_parts(evidence)}."
    return escape_markdown(f"{where} {_strategy(evidence)}")


def _parts(evidence: Evidence) -> str:
    """How many neighbourhoods and wards the area has, as far as the look-up tells."""
    geography = evidence.geography
    if "ward_code" not in geography.lookup or geography.lookup.empty:
        return ""
    lsoas, wards = len(geography.members["lsoa"]), len(geography.members["ward"])
    years = geography.vintages
    found = (
        f", with {counted(wards, 'ward')} ({years.get('ward', '')}) and"
        f" {counted(lsoas, 'neighbourhood')} (LSOAs of {years.get('lsoa', '')})"
    )
    return f"{found} in the districts that are held" if geography.districts_not_held else found


def _strategy(evidence: Evidence) -> str:
    strategy = evidence.strategy
    status = strategy.status_on(evidence.as_at)
    if strategy.lasting:
        parts = counted(len(strategy.priorities), "part")
        return f"This pack is {with_article(strategy.title)}, in {parts}."
    told = (
        f"This pack is about {with_article(strategy.title)}, which has"
        f" {counted(len(strategy.priorities), 'priority', 'priorities')} and"
        f" runs from {strategy.start:%B %Y} to {strategy.end:%B %Y}."
        f" As at {evidence.as_at.day} {evidence.as_at:%B %Y} it is {status}."
    )
    return told + _replaced(strategy)


def _replaced(strategy: Strategy) -> str:
    return f" It was replaced by {sentence(strategy.replaced_by)}" if strategy.replaced_by else ""
