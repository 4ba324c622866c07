"""Who is worst off and where: the widest gap by deprivation, and the map of the area."""

from jsna.chapter.deprivation import map_drawn
from jsna.chapter.evidence import Evidence
from jsna.chapter.inequality import gap_figure
from jsna.chapter.key_messages import flagged_scans, gradient_drawn
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import block, bullets, folded_on_site, sections
from jsna.figures.markdown import FigureParts
from jsna.figures.spec import FigureSpec
from jsna.narrative.english import sentence
from jsna.narrative.markdown import escape_markdown


@section("Who and where")
def who_and_where(evidence: Evidence, page: Page) -> str:
    """Return the leading gradient beside the map of the area, and the flagged wards in words."""
    if not evidence.with_data:
        return ""
    gap, drawn = gradient_drawn(evidence), map_drawn(evidence)
    specs = [*([gap_figure(gap)] if gap else []), *([drawn] if drawn else [])]
    parts = [page.figure_parts(spec, evidence.cite(spec)) for spec in specs]
    wards = [scan.words.headline() for scan in flagged_scans(evidence)]
    more = "[Every ward and measure](ward-inequalities.qmd)"
    return sections(
        bullets(escape_markdown(sentence(words)) for words in wards),
        *(f"### {escape_markdown(spec.headline)}" for spec in specs[:1]),
        _side_by_side(specs, parts),
        folded_on_site(evidence, "These figures: values and files", lambda: _folded(specs, parts))
        if specs
        else "",
        more if wards else "",
    )


def _side_by_side(specs: list[FigureSpec], parts: list[FigureParts]) -> str:
    if not parts:
        return ""
    first, *others = parts
    if not others:
        return first.picture
    said = block("source", escape_markdown(sentence(specs[1].headline)))
    return block("pair", first.picture, "", block("beside", others[0].picture, "", said))


def _folded(specs: list[FigureSpec], parts: list[FigureParts]) -> str:
    told = []
    for spec, part in zip(specs, parts, strict=True):
        # the map's table of every neighbourhood stands on the page of deprivation
        table = part.table if spec.kind == "gradient" else ""
        told += [table, part.source, part.downloads, block("source", f"Cite: {part.citation}")]
    return sections(*told)
