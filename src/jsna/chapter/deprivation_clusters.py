"""Where deprivation clusters: whether like lies beside like, and which neighbourhoods stand out."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.deprivation import DECILE
from jsna.analysis.false_discovery import Q
from jsna.analysis.small_area_values import side_by_side
from jsna.analysis.spatial_clusters import NOT_CLUSTERED, clustering, local_clusters, rearrangements
from jsna.chapter.deprivation import places_of
from jsna.chapter.evidence import Evidence
from jsna.chapter.neighbourhoods import (
    all_neighbourhoods,
    deprivation_source,
    ids_of,
    map_shapes,
    own_neighbourhoods,
    what_is_missing,
)
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import sections
from jsna.figures.about import About
from jsna.figures.kinds.deprivation_map.clusters import CLUSTERS, cluster_map_spec
from jsna.geo.adjacency import adjacent_areas
from jsna.narrative.coverage_words import not_drawn
from jsna.narrative.deprivation_words import clustering_sentence, clusters_headline
from jsna.narrative.english import sentence
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number

METHOD: Final = "spatial-clusters"
SEED: Final = 1
IDS: Final = {"score": "imd-score", "rank": "imd-rank"}
WORDS: Final = {
    "score": "score of the Index of Multiple Deprivation",
    "rank": "rank (turned round, so that higher is more deprived) in the Index of Multiple"
    " Deprivation",
}


@section("Methods annex: where deprivation clusters")
def clusters(evidence: Evidence, page: Page) -> str:
    """Return whether deprivation lies in clusters, and the map of those that stand out."""
    if evidence.priority:
        return ""
    edition, lsoas = own_neighbourhoods(evidence)
    kind, values = _values(evidence, edition, lsoas["lsoa_code"])
    pairs = adjacent_areas(evidence.geography.outlines("lsoa"))
    found = clustering(values, pairs, np.random.default_rng(SEED))
    if found.reason:
        return escape_markdown(sentence(f"Clusters are not looked for: {found.reason}"))
    shuffles = rearrangements(len(values))
    local = local_clusters(values, pairs, np.random.default_rng(SEED), shuffles)
    told = lsoas.merge(local, left_on="lsoa_code", right_on="area_code")
    flagged = ~told["cluster"].isin(["", NOT_CLUSTERED])
    return sections(
        escape_markdown(clustering_sentence(found, WORDS[kind], Q)),
        _map(evidence, page, edition, kind, told)
        if flagged.any()
        else _nothing(evidence, edition, kind, shuffles),
    )


def _nothing(evidence: Evidence, edition: str, kind: str, shuffles: int) -> str:
    """No map where it would be blank."""
    none = "No neighbourhood stands out as part of a cluster, nor against its neighbours, so there"
    return sections(
        f"{none} is no map.",
        deprivation_source(evidence, edition, [IDS[kind]], METHOD, *_notes(shuffles)),
    )


def _values(evidence: Evidence, edition: str, lsoas: pd.Series) -> tuple[str, pd.Series]:
    """The score of each LSOA where there is one, else its rank turned round."""
    vintage = evidence.geography.vintages.get("lsoa", "")
    found = side_by_side(evidence.facts_of_several(IDS.values()), lsoas, vintage, edition, IDS)
    kind = "score" if "score" in found else "rank"
    values = found[kind] if kind in found else pd.Series(np.nan, index=found.index)
    return kind, values if kind == "score" else -values


def _map(evidence: Evidence, page: Page, edition: str, kind: str, lsoas: pd.DataFrame) -> str:
    classes = {name: place for place, name in enumerate(CLUSTERS, start=1)}
    shapes = map_shapes(evidence)
    frame = pd.DataFrame(
        {
            "area_code": lsoas["lsoa_code"],
            "area_name": lsoas["lsoa_name"],
            "value": lsoas["cluster"].map(classes),
            "status": lsoas["cluster"].ne("").map({True: "final", False: "not-available"}),
            "ward": lsoas["ward_name"],
            "adjusted_p": lsoas["adjusted"].map("{:.4f}".format, na_action="ignore"),
        }
    )
    drawn = frame["area_code"].isin(shapes["code"])
    missing = [not_drawn(int((~drawn).sum()), len(frame)), *what_is_missing(evidence, edition)]
    frame = frame[drawn]
    places = places_of(frame, 1)
    ids = tuple(sorted({*ids_of(evidence, edition, [IDS[kind]]), *evidence.geography.snapshot_ids}))
    name, years = evidence.area.name, evidence.geography.vintages
    about = About(
        id=f"{evidence.topic}.clusters.map",
        headline=clusters_headline(
            name,
            int((frame["value"] == 1).sum()),
            int(frame["value"].notna().sum()),
            edition,
            all_neighbourhoods(evidence, edition),
        ),
        subtitle=f"Clusters of the {WORDS[kind]}, {edition} edition, {name}, neighbourhoods"
        f" (LSOAs of {years.get('lsoa', '')}), outlines of wards ({years.get('ward', '')})",
        measure="clusters of deprivation",
        place=name,
        unit="",
        decimals=0,
        source=evidence.source_line(f"{evidence.source_of(DECILE)}, {edition} edition", ids),
        snapshot_ids=ids,
        method=METHOD,
        notes=(*_notes(int(lsoas["permutations"].iloc[0])), *(one for one in missing if one)),
        synthetic=evidence.area.synthetic,
    )
    legend = f"Deprivation beside its neighbours', {edition}"
    spec = cluster_map_spec(frame, shapes, about, legend=legend, places=places)
    spec = replace(spec, sentence=f"{about.headline}.")
    return page.figure(spec, evidence.cite(spec))


def _notes(shuffles: int) -> tuple[str, ...]:
    return (
        "High among high: a neighbourhood more deprived than the area's average whose neighbours"
        " are too. High among low, low among high: it stands out from its neighbours.",
        f"Flags survive the control of false discovery over the map (q = {Q:g}, Benjamini and"
        f" Hochberg; p from {format_number(shuffles, 0)} rearrangements, fixed seed)."
        " Neighbourhoods at the edge have fewer neighbours here than in life."
        " A cluster is a pattern, not a cause.",
    )
