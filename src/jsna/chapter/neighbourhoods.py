"""What the sections on deprivation share: the area's LSOAs in the one edition that fits them."""

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import DECILE, RESIDENTS, neighbourhoods
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.words import block, sections, source_note
from jsna.errors import SourceError
from jsna.narrative.coverage_words import districts_left_out, not_placed
from jsna.narrative.markdown import escape_markdown, web_link

NOTE: Final = (
    "Decile 1 is the most deprived tenth of England's neighbourhoods (LSOAs). Residents are those"
    " the census counted. Editions of the index are not compared as change."
)
WHOLE_FILE: Final = "File 7"
"""The publisher's name of the file that holds every score, rank and population."""


def own_neighbourhoods(evidence: Evidence) -> tuple[str, pd.DataFrame]:
    """Return the newest edition that fits the look-up's LSOAs, and the area's LSOAs in it.

    Returns:
        The edition; and the look-up's rows with decile and residents (census), one per LSOA.

    Raises:
        SourceError: there is no look-up, or no index on its LSOAs.
    """
    geography = evidence.geography
    vintage = geography.vintages.get("lsoa", "")
    facts = evidence.facts_of(DECILE)
    fitting = facts[facts["geography_year"].isin([vintage, ""])]
    if fitting.empty or geography.lookup.empty:
        raise SourceError(
            f"the data hold no index of deprivation for {evidence.area.name} on the"
            f" neighbourhoods (LSOAs) of the look-up."
        )
    edition = str(fitting["edition"].max())
    both = pd.concat([facts, evidence.facts_of(RESIDENTS)])
    return edition, neighbourhoods(both, geography.lookup, edition, vintage)


def all_neighbourhoods(evidence: Evidence, edition: str) -> int:
    """Return how many LSOAs the area has: those of the look-up and others with the index."""
    return len(evidence.geography.lookup) + len(_not_in_lookup(evidence, edition))


def what_is_missing(evidence: Evidence, edition: str) -> list[str]:
    """Return what the look-up lacks of the area, in sentences; none where it has all of it."""
    geography = evidence.geography
    held = geography.lookup["district_code"].nunique() if "district_code" in geography.lookup else 0
    missing = geography.districts_not_held
    told = (
        districts_left_out(evidence.area.name, missing, held),
        not_placed(len(_not_in_lookup(evidence, edition))),
    )
    return [words for words in told if words]


def _not_in_lookup(evidence: Evidence, edition: str) -> set[str]:
    """The area's LSOAs of the look-up's census that have the index and no row of the look-up."""
    facts = evidence.facts_of(DECILE)
    vintage = evidence.geography.vintages.get("lsoa", "")
    ours = facts["geography_year"].eq(vintage) & facts["edition"].eq(edition)
    found = facts.loc[ours & facts["area_type"].eq("lsoa"), "area_code"]
    return set(found) - set(evidence.geography.lookup["lsoa_code"])


def map_shapes(evidence: Evidence) -> pd.DataFrame:
    """Return the shapes of a map: LSOAs to fill, outlines of wards above.

    Raises:
        SourceError: there are no outlines, and why.
    """
    lines = evidence.geography.outlines("ward").assign(layer="outline")
    fills = evidence.geography.outlines("lsoa").assign(layer="fill")
    return pd.concat([fills, lines])[["code", "name", "layer", "geometry"]]


def ids_of(evidence: Evidence, edition: str, indicators: Iterable[str]) -> tuple[str, ...]:
    """Return the snapshots of one edition's figures (and of those without an edition)."""
    used = [evidence.facts_of(id) for id in indicators]
    rows = pd.concat([rows[rows["edition"].isin([edition, ""])] for rows in used])
    return snapshot_ids(rows)


def deprivation_source(
    evidence: Evidence,
    edition: str,
    indicators: Sequence[str],
    method: str,
    *notes: str,
    files: Iterable[str] = (),
) -> str:
    """Return the block that says where numbers come from, and the link to how they are made.

    Args:
        evidence: Whose chapter.
        edition: Of the Indices.
        indicators: What the numbers are made of; those without facts are left out.
        method: The entry of the methods page.
        notes: What else a reader should know.
        files: Further snapshots.
    """
    held = [id for id in indicators if len(evidence.facts_of(id))]
    # a file is named once, however many of its columns are used
    source = "; ".join(dict.fromkeys(_title(evidence, edition, id) for id in held))
    ids = sorted({*ids_of(evidence, edition, held), *evidence.geography.snapshot_ids, *files})
    told = (*notes, *what_is_missing(evidence, edition))
    return sections(source_note(evidence, source, ids, *told), method_link(method))


def method_link(method: str) -> str:
    """Return the link to an entry of the methods page, as under a figure."""
    words = method.replace("-", " ")
    return block("downloads", f"- [Method: {words}](methods.qmd#{method})")


def where_from(evidence: Evidence, edition: str, what: str) -> str:
    """Return that the files hold no scores or domains, and which file brings them."""
    missing = f"The files used hold no {what} of the {edition} edition"
    source = evidence.settings.indicators[DECILE].source.source
    about = evidence.settings.sources[source]
    for file in about.downloads:
        if edition in file.title and WHOLE_FILE in file.title:
            return f"{escape_markdown(missing)}: they are in {web_link(file.title, file.url)}."
    return escape_markdown(f"{missing}: they are in {WHOLE_FILE} of that edition.")


def _title(evidence: Evidence, edition: str, id: str) -> str:
    own = (evidence.facts_of(id)["edition"] == edition).any()
    return f"{evidence.source_of(id)}{f', {edition} edition' if own else ''}"
