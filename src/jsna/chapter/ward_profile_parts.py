"""The parts of a ward's own page: who lives there, deprivation, each measure against others."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from jsna.analysis.deprivation import DECILE, RESIDENTS
from jsna.analysis.outcome import Outcome
from jsna.analysis.small_area_scores import ALL, CHILDREN, OLDER
from jsna.analysis.small_area_values import BETWEEN, POPULATION
from jsna.analysis.ward_findings import SIDES
from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.chapter.deprivation_wards import DECIMALS, FIFTH, IN_WARD_TABLE, TENTH
from jsna.chapter.evidence import Evidence, snapshot_ids
from jsna.chapter.ward_profile_data import WHOLE, Deprivation, Ward, deprivation_of
from jsna.chapter.ward_scans import WardScan
from jsna.chapter.words import PageTable, block, sections, source_note, table_block
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.deprivation_words import share_of_residents
from jsna.narrative.english import counted, mid_sentence
from jsna.narrative.html_text import escape_html
from jsna.narrative.labels import period_words
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.sentences import WORKED_OUT
from jsna.narrative.ward_profile_words import flags_sentence
from jsna.narrative.ward_words import FLAGS, TESTED, flag_words
from jsna.tables.figure_table import missing_cells

AGES: Final = {CHILDREN: "0 to 15", BETWEEN: "16 to 59", OLDER: "60 and over", ALL: "All ages"}
MARKED: Final = (*FLAGS, Outcome.TOO_IMPRECISE)
WARDS: Final = "Lowest and highest ward"
MOST_MEASURES: Final = 14
"""A ward's page has two sides of A4."""
NOT_GIVEN: Final = "not given"


def summary(evidence: Evidence, ward: Ward) -> str:
    """Return how many people live in a ward and on what it is flagged, in a lede."""
    told = [
        flags_sentence(ward.name, name, _flags(ward, side), tested_of(ward, side))
        for side, name in zip(SIDES, _others(evidence), strict=True)
        if tested_of(ward, side)
    ]
    if ward.measures and not told:
        told = [f"None of its measures could be tested against {' or '.join(_others(evidence))}."]
    return block("lede", escape_markdown(" ".join([_residents(evidence, ward), *told]).strip()))


def people(evidence: Evidence, ward: Ward) -> str:
    """Return the ward's residents by broad age beside the whole area's."""
    found = deprivation_of(evidence)
    if found is None or ward.code not in found.people.index:
        return "The files used hold no ages of residents by ward."
    own, whole = found.people.loc[ward.code], found.people.loc[WHOLE]
    frame = pd.DataFrame(
        {
            "Age": list(AGES.values()),
            "Residents": [own[which] for which in AGES],
            "Share of the ward": [100 * own[which] / own[ALL] for which in AGES],
            f"Share of {evidence.area.name}": [100 * whole[which] / whole[ALL] for which in AGES],
        }
    )
    units = dict.fromkeys(frame.columns[2:], "%")
    decimals = {"Residents": 0} | dict.fromkeys(units, 1)
    caption = f"Residents by age, {ward.name}, {found.year}"
    return table_block(evidence, "ward-people", PageTable(frame, caption, units, "Age", decimals))


def deprivation(evidence: Evidence, ward: Ward) -> str:
    """Return how many of the ward's neighbourhoods are in each fifth, and shares and scores."""
    found = deprivation_of(evidence)
    if found is None or ward.code not in found.shares.index:
        return escape_markdown(
            f"The data of this pack hold no index of deprivation for {ward.name}."
        )
    shares = found.shares.loc[[ward.code, WHOLE]]
    rows = {
        part: [NOT_GIVEN if pd.isna(share) else share_of_residents(share) for share in shares[name]]
        for part, name in ((TENTH, "share_residents_1"), (FIFTH, "share_residents_2"))
    }
    scores = found.scores.reindex([ward.code, WHOLE])
    rows |= {
        IN_WARD_TABLE[str(name)]: _printed(scores[name], DECIMALS.get(str(name), 1))
        for name in scores
    }
    names = {"What": list(rows), ward.name: [own for own, _ in rows.values()]}
    frame = pd.DataFrame(
        names | {f"All of {evidence.area.name}": [all for _, all in rows.values()]}
    )
    caption = f"Deprivation, {ward.name}, {found.edition} edition"
    units = dict.fromkeys(frame.columns[1:], "")
    return sections(
        escape_markdown(_fifths(ward, found.fifths, found.edition)),
        table_block(evidence, "ward-deprivation", PageTable(frame, caption, units, "What")),
    )


def measures(evidence: Evidence, ward: Ward) -> str:
    """Return a table of each measure: the ward, England and the rest, flagged or not.

    More than two sides of A4 can hold are left out, those with a flag last.
    """
    if not ward.measures:
        return escape_markdown(f"The data of this pack hold no figures for {ward.name}.")
    rest = f"Rest of {evidence.area.name}"
    shown = _fitting(ward)
    frame = pd.DataFrame(
        [
            {
                "Measure": f"{scan.measure}, {period_words(scan.words.period_label)}"
                + age_mark(scan.words.data_age),
                "Ward": _value(scan, row),
                WARDS: _run(scan),
                "England": _against(scan, row, 0),
                rest: _against(scan, row, 1),
            }
            for scan, row in shown
        ]
    )
    caption = f"Each measure of {ward.name} beside England and the rest of {evidence.area.name}"
    table = PageTable(frame, caption, {"Ward": "", WARDS: ""}, "Measure", markup=("England", rest))
    more = len(ward.measures) - len(shown)
    left_out = f"{counted(more, 'measure')} more: see [Ward inequalities](ward-inequalities.qmd)."
    return sections(table_block(evidence, "ward-measures", table), left_out if more else "")


def _fitting(ward: Ward) -> list[tuple[WardScan, pd.Series]]:
    """Those of a ward's measures that its page can hold, in their order; flagged ones first."""
    flagged = [any(row[f"outcome_{side}"] in FLAGS for side in SIDES) for _, row in ward.measures]
    order = sorted(range(len(flagged)), key=lambda place: (not flagged[place], place))
    return [ward.measures[place] for place in sorted(order[:MOST_MEASURES])]


def sources(evidence: Evidence, ward: Ward) -> str:
    """Return where a ward's page has its numbers from, and where it is said what a flag says."""
    found = deprivation_of(evidence)
    own = [scan.indicator.id for scan, _ in ward.measures]
    held = [id for id in (DECILE, RESIDENTS, POPULATION) if found and len(evidence.facts_of(id))]
    files = {id for scan, _ in ward.measures for id in scan.snapshot_ids}
    files |= {id for one in held for id in _files(evidence, one)}
    titles = dict.fromkeys(evidence.source_of(id) for id in (*held, *own))
    files |= set(evidence.geography.snapshot_ids)
    is_tested = any(tested_of(ward, side) for side in SIDES)
    return sections(
        READING if is_tested else "",
        source_note(evidence, "; ".join(titles), sorted(files), WHOLE_AREAS, _worked_out(ward)),
    )


READING: Final = (
    "What a flag says, and what it does not, stands on"
    " [Ward inequalities](ward-inequalities.qmd#how-to-read-this)."
)
WHOLE_AREAS: Final = (
    "Neighbourhoods (LSOAs) count whole for the ward that the best-fit look-up gives them."
)


def _worked_out(ward: Ward) -> str:
    """Of which measures the ward's interval is not the file's; "" for none."""
    counted_here = [
        scan.short_measure for scan, row in _fitting(ward) if row["interval_from"] == FROM_COUNTS
    ]
    return f"Intervals {WORKED_OUT}: {'; '.join(counted_here)}." if counted_here else ""


def _files(evidence: Evidence, id: str) -> set[str]:
    return set(snapshot_ids(evidence.facts_of(id)))


def _others(evidence: Evidence) -> tuple[str, str]:
    return "England", f"the rest of {evidence.area.name}"


def _residents(evidence: Evidence, ward: Ward) -> str:
    found = deprivation_of(evidence)
    if found is None:
        return ""
    counts, when = residents_of(found)
    total, whole = counts.get(ward.code), counts.get(WHOLE)
    if pd.isna(total) or pd.isna(whole) or not whole:
        return ""
    share = format_value(100 * total / whole, "%", 1)
    return (
        f"{ward.name} has {format_number(total, 0)} residents ({when}), {share} of those of"
        f" {evidence.area.name}."
    )


def residents_of(found: Deprivation) -> tuple[pd.Series, str]:
    """Return the residents of each ward and the whole, and when they were counted."""
    if len(found.people):
        return found.people[ALL], found.year
    return found.shares["residents"], "census"


def _flags(ward: Ward, side: str) -> Mapping[Outcome, list[str]]:
    found: dict[Outcome, list[str]] = {}
    for scan, row in ward.measures:
        outcome = Outcome(row[f"outcome_{side}"])
        if outcome in FLAGS:
            found.setdefault(outcome, []).append(mid_sentence(scan.short_measure))
    return found


def tested_of(ward: Ward, side: str) -> int:
    """Return on how many measures a ward was tested."""
    return sum(Outcome(row[f"outcome_{side}"]) in TESTED for _, row in ward.measures)


def flags_of(ward: Ward, side: str, outcome: Outcome) -> int:
    """Return on how many measures a ward is flagged with an outcome."""
    return len(_flags(ward, side).get(outcome, ()))


def _fifths(ward: Ward, fifths: pd.DataFrame, edition: str) -> str:
    own = fifths.loc[ward.code] if ward.code in fifths.index else pd.Series(dtype="int64")
    total = int(own.sum())
    if not total:
        return ""
    told = "; ".join(f"{own[place]} in fifth {place}" for place in own.index if own[place])
    return (
        f"{counted(total, 'neighbourhood')} (LSOAs) by national fifth of deprivation, {edition}, 1"
        f" the most deprived: {told}."
    )


def _printed(values: pd.Series, decimals: int) -> list[str]:
    return [NOT_GIVEN if pd.isna(v) else format_number(v, decimals) for v in values]


def _value(scan: WardScan, row: pd.Series) -> str:
    """The ward's value with its interval, or why there is none."""
    unit, decimals = scan.indicator.unit, scan.indicator.decimals
    if pd.isna(row["value"]):
        return str(missing_cells(row.to_frame().T).iloc[0])
    value = format_value(row["value"], unit, decimals)
    if pd.isna(row["lower_95"]) or pd.isna(row["upper_95"]):
        return value
    low, high = (format_number(row[name], decimals) for name in ("lower_95", "upper_95"))
    return f"{value} ({low} to {high})"


def _run(scan: WardScan) -> str:
    lowest, highest = scan.words.lowest, scan.words.highest
    if pd.isna(lowest) or pd.isna(highest):
        return NOT_GIVEN
    decimals = scan.indicator.decimals
    end = format_value(highest, scan.indicator.unit, decimals)
    return f"{format_number(lowest, decimals)} to {end}"


def _against(scan: WardScan, row: pd.Series, number: int) -> str:
    """The comparator's value, and whether the ward is flagged against it."""
    side, value = SIDES[number], (scan.words.sides[0].value, row["rest"])[number]
    outcome = Outcome(row[f"outcome_{side}"])
    words = flag_words(outcome, row[f"reason_{side}"], scan.words.sides[number])
    if value is not None and not pd.isna(value):
        printed = format_value(value, scan.indicator.unit, scan.indicator.decimals)
        words = f"{printed}: {words}"
    if outcome not in MARKED:
        return escape_html(words)
    # ward scans are our own tests: no mark of theirs is a source's
    box = f'<span class="mark {outcome.css_class}" aria-hidden="true">{outcome.letter}</span>'
    return f"{box} {escape_html(words)}"
