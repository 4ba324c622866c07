"""One measure on half a screen: its finding, trend and place among all; the rest folds."""

from dataclasses import dataclass

from jsna.chapter.comparisons import compared_with
from jsna.chapter.districts import beside_districts
from jsna.chapter.evidence import Evidence, Measure
from jsna.chapter.excess import in_numbers
from jsna.chapter.groups import within_the_area
from jsna.chapter.inequality import by_deprivation
from jsna.chapter.measure_figures import measure_specs, short_words
from jsna.chapter.measure_rows import MeasureRows, measure_rows
from jsna.chapter.page import Page
from jsna.chapter.words import block, bullets, folded_on_site, sections
from jsna.figures.markdown import FigureParts
from jsna.figures.spec import FigureSpec
from jsna.narrative.age_of_data import age_sentence
from jsna.narrative.english import mid_sentence, sentence
from jsna.narrative.finding_headline import finding_headline
from jsna.narrative.labels import stratum_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.rank_words import rank_note, rank_notes
from jsna.narrative.sentences import finding
from jsna.narrative.trend_words import movement_sentences


def measure_block(evidence: Evidence, page: Page, measure: Measure, words: str = "") -> str:
    """Return the block of a measure; without a figure of its own, its districts'.

    Args:
        evidence: Whose.
        page: Where it is shown.
        measure: What is shown.
        words: The council's own words on the indicator, as Markdown.
    """
    if not measure.has_data:
        none = escape_markdown(sentence(finding(measure.statement)))
        return sections(none, beside_districts(evidence, page, measure))
    drawn = _drawn(evidence, page, measure)
    return sections(
        f"### {escape_markdown(drawn.heading)}",
        drawn.pictures,
        words,
        folded_on_site(
            evidence,
            f"{measure.indicator.short_title}: values, comparisons and files",
            lambda: _behind(evidence, page, measure, drawn),
        ),
    )


def further_block(evidence: Evidence, page: Page, measure: Measure) -> str:
    """Return the block of a measure that does not lead: all of it folds on the site.

    Word and PDF leave it out: its values and verdict stand in the page's table.
    """

    def write() -> str:
        if not measure.has_data:
            return measure_block(evidence, page, measure)
        drawn = _drawn(evidence, page, measure)
        finding_first = f"**{escape_markdown(drawn.heading)}**"
        return sections(finding_first, drawn.pictures, _behind(evidence, page, measure, drawn))

    return folded_on_site(evidence, f"{short_words(measure)}: figure, comparisons and files", write)


@dataclass(frozen=True)
class _Drawn:
    """The figures of a measure as they go on its page."""

    heading: str
    pictures: str
    specs: list[FigureSpec]
    parts: list[FigureParts]
    caveats: list[str]


def _drawn(evidence: Evidence, page: Page, measure: Measure) -> _Drawn:
    """The figures side by side with one caveat."""
    specs = measure_specs(evidence, measure)
    parts = [page.figure_parts(spec, evidence.cite(spec)) for spec in specs]
    first, *others = (part.picture for part in parts)
    caveats = _caveats(measure)
    beside = sections(*others, block("source", caveats[0]) if caveats else "")
    pair = block("pair", first, "", block("beside", beside)) if beside else first
    return _Drawn(_heading(measure, specs[0]), pair, specs, parts, caveats[1:])


def _behind(evidence: Evidence, page: Page, measure: Measure, drawn: _Drawn) -> str:
    """What folds under the figures of a measure."""
    return sections(
        _said(evidence, measure, drawn.specs),
        compared_with(evidence, measure),
        within_the_area(evidence, measure),
        by_deprivation(evidence, [measure]),
        beside_districts(evidence, page, measure),
        _further(evidence, measure, drawn.caveats),
        *_files(drawn.specs, drawn.parts),
    )


def _heading(measure: Measure, lead: FigureSpec) -> str:
    """The finding: a strip's own headline tells a place among all, without year or verdict."""
    if lead.kind == "trend":
        return lead.headline
    return finding_headline(measure.statement, measure.indicator.short_title)


def _said(evidence: Evidence, measure: Measure, specs: list[FigureSpec]) -> str:
    """What is measured, the finding in full, movement, numbers of people and the rank."""
    rows = measure_rows(evidence, measure)
    said = measure.statement
    found, age = finding(said), age_sentence(said.data_age, said.period_label)
    words = [
        evidence.said_once(sentence(measure.indicator.measures)),
        found.removesuffix(age).rstrip(),
        evidence.said_once(age),
    ]
    if rows.moved:
        words.append(movement_sentences(rows.moved, measure.indicator, _measure_words(measure)))
    ranks = [_rank_said(evidence, spec, rows) for spec in specs if spec.kind != "trend"]
    told = escape_markdown(" ".join(part for part in words if part))
    return sections(told, in_numbers(measure, rows), *map(escape_markdown, ranks))


def _rank_said(evidence: Evidence, spec: FigureSpec, rows: MeasureRows) -> str:
    """The rank, and what of its notes no other rank of the page has said."""
    rank = rows.national_rank
    place = spec.sentence.removesuffix(rank_note(rank)).rstrip()
    return " ".join(filter(None, [place, *map(evidence.said_once, rank_notes(rank))]))


def _measure_words(measure: Measure) -> str:
    """The measure inside a sentence: "low birth weight", "smoking, males aged 18 to 64,"."""
    said = measure.statement
    group = stratum_words(said.sex, said.age, measure.indicator.title)
    short = mid_sentence(measure.indicator.short_title)
    return f"{short}, {group}," if group else short


def _caveats(measure: Measure) -> list[str]:
    """What to bear in mind, what is said of this very figure first."""
    texts = [measure.statement.note, *measure.indicator.caveats]
    return [escape_markdown(sentence(text)) for text in dict.fromkeys(texts) if text]


def _further(evidence: Evidence, measure: Measure, caveats: list[str]) -> str:
    """What else to bear in mind, under the first of an indicator's blocks: each sex has one."""
    if not evidence.said_once(f"caveats of {measure.indicator.id}"):
        return ""
    return bullets(caveats)


def _files(specs: list[FigureSpec], parts: list[FigureParts]) -> list[str]:
    """The values, sources, files and citations of the figures; of all authorities, the files."""
    found = []
    for spec, part in zip(specs, parts, strict=True):
        table = part.table if spec.kind == "trend" else ""
        found += [table, part.source, part.downloads, block("source", f"Cite: {part.citation}")]
    return found
