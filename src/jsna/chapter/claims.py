"""The claims of the strategy: each held against the same measure, with a verdict and its reason."""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from jsna.analysis.age_bands import band_totals, makeable, published_ages
from jsna.analysis.claim_check import KnownFigures, check_claims
from jsna.analysis.claims import CHANGE_REVISED_WITHIN, REVISED_WITHIN, Verdict
from jsna.analysis.population import ESTIMATED, PROJECTED
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.listing import listing, whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import PageTable, method_link, sections, source_note, table_block
from jsna.claims.claims_file import read_claims
from jsna.facts.previous import read_state
from jsna.facts.read_digests import PREVIOUS
from jsna.narrative.age_of_data import age_in_short
from jsna.narrative.claim_words import claim_table, in_short, short_reason
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_value
from jsna.settings.strategy import AgeBand

BAND: Final = re.compile(r"(\d+)(?:-(\d+)|\+)")
SHOWN: Final = ["Claim", "Why", "Stated", "Newest", "Line"]
HEADINGS: Final = {
    Verdict.CONTRADICTED: "Contradicted",
    Verdict.SUPERSEDED: "Superseded",
    Verdict.ROUNDED: "Confirmed when rounded",
    Verdict.CONFIRMED: "Confirmed",
}


@section()
def finding(evidence: Evidence, page: Page) -> str:
    """Return how many claims can be checked and how they come out, and all of them as a file."""
    checked = evidence.once(checked_claims)
    table = table_of(evidence, checked)
    csv = whole_as_csv(evidence, page, "claims", table, "Every claim with its verdict and reason")
    return sections(
        f"**{escape_markdown(in_short(checked))}**", _counts(evidence, checked), csv, _rule()
    )


@section("Claims that can be checked")
def checkable(evidence: Evidence, page: Page) -> str:
    """Return the claims with a verdict, those that are contradicted first."""
    checked = evidence.once(checked_claims)
    parts = []
    for verdict, heading in HEADINGS.items():
        rows = checked[checked["verdict"] == verdict]
        if len(rows):
            table = table_of(evidence, rows)[SHOWN]
            caption = f"Claims that are {verdict}, {evidence.strategy.short_title}"
            name = f"claims-{str(verdict).replace(' ', '-')}"
            parts.append(
                sections(f"### {heading}", listing(evidence, name, table, caption, "Claim"))
            )
    if not parts:
        return "None of the claims can be checked with the files at hand."
    held = checked[(checked["verdict"] != Verdict.NOT_CHECKABLE) & (checked["snapshot_ids"] != "")]
    if held.empty:  # the documents' own counts alone
        return sections(*parts)
    ids = snapshot_ids(held)
    sources = "; ".join(dict.fromkeys(evidence.source_of(id) for id in _indicators(held)))
    return sections(*parts, source_note(evidence, sources, ids))


@section("Claims that can't be checked")
def not_checkable(evidence: Evidence, page: Page) -> str:
    """Return how many claims can't be checked for each reason, and what would make them so."""
    checked = evidence.once(checked_claims)
    rows = checked[checked["verdict"] == Verdict.NOT_CHECKABLE]
    if rows.empty:
        return "Every claim can be checked."
    table = table_of(evidence, rows)
    reasons = table.assign(Why=_by_kind(rows))
    asked = "What would make it checkable"
    counts = reasons.groupby(["Why", asked], sort=False).size().rename("Claims").reset_index()
    counts = counts.sort_values("Claims", ascending=False, kind="stable")[["Why", "Claims", asked]]
    caption = f"Why claims can't be checked, {evidence.strategy.short_title}"
    return sections(
        table_block(evidence, "claims-why", PageTable(counts, caption, {}, "Why")),
        listing(evidence, "claims-not-checkable", table[["Claim", "Why", "Line"]],
                f"Claims that can't be checked, {evidence.strategy.short_title}", "Claim"),
    )  # fmt: skip


def checked_claims(evidence: Evidence) -> pd.DataFrame:
    """Return the strategy's claims with their verdicts (`claim_check.check_claims`).

    Raises:
        UserFileError: there is no file of claims, or something in it is wrong.
    """
    claims = read_claims(evidence.project)
    ids = _indicators(claims)
    facts = evidence.facts_of_several(ids)
    before = read_state(evidence.project.facts_folder / PREVIOUS)
    earlier = facts.iloc[:0] if before is None else before.facts
    earlier = earlier[earlier["indicator_id"].isin(ids)]
    known = KnownFigures(
        with_age_bands(facts, claims),
        evidence.published_of(*ids),
        {id: evidence.settings.indicators[id] for id in ids},
        evidence.register,
        with_age_bands(earlier, claims),
        evidence.names,
    )
    return check_claims(claims, known)


def table_of(evidence: Evidence, checked: pd.DataFrame) -> pd.DataFrame:
    """Return checked claims as readers see them (`claim_words.claim_table`)."""
    received = checked["snapshot_ids"].map(lambda ids: _received(evidence, ids))
    rows = checked.assign(received=received, data_age=_ages(evidence, checked))
    return claim_table(rows, evidence.settings.indicators, evidence.names)


def _ages(evidence: Evidence, checked: pd.DataFrame) -> list[str]:
    """That the newest figure of a claim is old for its kind, or the last of its series."""
    known = evidence.settings.indicators
    return [
        age_in_short(evidence.age_of(period, known[id], "")) if period else ""
        for id, period in zip(checked["indicator_id"], checked["newest_period"], strict=True)
    ]


def _received(evidence: Evidence, ids: str) -> str:
    """When the files of a figure came: their vintage, since publishers revise."""
    receipts = dict.fromkeys(evidence.snapshots[id].receipt for id in ids.split())
    return "; ".join(f"received {each}" if each[:1].isdigit() else each for each in receipts)


def with_age_bands(facts: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return facts with the age bands of residents that claims name, summed from published ages.

    Args:
        facts: FACT_COLUMNS.
        claims: As `claims_file.read_claims`; an age such as 65+ or 0-15 is a band.
    """
    asked = claims[claims["indicator_id"].isin([ESTIMATED, PROJECTED])]
    people = facts[
        facts["indicator_id"].isin(asked["indicator_id"])
        & facts["area_code"].isin(asked["area_code"])
    ]
    made = [_summed(rows, asked["age"].unique()) for _, rows in people.groupby("indicator_id")]
    return pd.concat([facts, *made], ignore_index=True) if made else facts


def _summed(people: pd.DataFrame, ages: Iterable[str]) -> pd.DataFrame:
    known = set(published_ages(people)["age"])
    spans = {age: BAND.fullmatch(age) for age in ages if age not in known}
    bands = [
        AgeBand(label=age, start=int(span[1]), to=int(span[2]) if span[2] else None)
        for age, span in spans.items()
        if span
    ]
    bands = makeable(people, bands)
    if not bands:
        return people.iloc[:0]
    keys = ["area_code", "edition", "period", "sex"]
    totals = band_totals(people, bands)[[*keys, "band", "value"]].rename(columns={"band": "age"})
    whole = people.drop_duplicates(keys).drop(columns=["age", "value"])
    return whole.merge(totals, on=keys)[list(people)]


def _indicators(claims: pd.DataFrame) -> list[str]:
    return sorted(set(claims["indicator_id"]) - {""})


def _by_kind(rows: pd.DataFrame) -> list[str]:
    """Reasons without the figures of one claim, so that they can be counted."""
    ordered = rows.sort_values(["document", "line"], kind="stable")
    return [short_reason(row) for row in ordered.to_dict("records")]


def _counts(evidence: Evidence, checked: pd.DataFrame) -> str:
    kinds = pd.crosstab(checked["verdict"], checked["kind"])
    kinds = kinds.reindex([str(v) for v in Verdict if v in set(checked["verdict"])])
    kinds.insert(0, "All", kinds.sum(axis="columns"))
    frame = kinds.rename(columns=lambda name: name[:1].upper() + name[1:]).reset_index(drop=True)
    frame.insert(0, "Verdict", [word[:1].upper() + word[1:] for word in kinds.index])
    caption = f"Verdicts on claims by kind, {evidence.strategy.short_title}"
    return table_block(evidence, "claims", PageTable(frame, caption, {}, "Verdict"))


def _rule() -> str:
    return (
        "A claim is held against the same measure, area, sex, age and period. Superseded is what a"
        " later revision can explain, which contradicts nobody: what lies within the figure's 95%"
        " interval or, where the file holds none, within"
        f" {_per_cent(REVISED_WITHIN)} of the figure (of a stated amount of change,"
        f" {_per_cent(CHANGE_REVISED_WITHIN)} of the earlier figure). That share is an assumption."
        " A change in words counts by a test on the area's own values, or by the two counts where"
        f" everybody was counted. {method_link('claims')}"
    )


def _per_cent(share: float) -> str:
    return format_value(100 * share, "%", 0)
