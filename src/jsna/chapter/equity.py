"""The equity audit: which groups use a service as much as their share of people would suggest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from jsna.analysis.equity_audit import JUDGED
from jsna.analysis.equity_groups import audit_groups, classes_of, judged, returns_of
from jsna.chapter.evidence import Evidence
from jsna.chapter.listing import whole_as_csv
from jsna.chapter.page import Page
from jsna.chapter.section import section
from jsna.chapter.words import (
    PageTable,
    bullets,
    details,
    method_link,
    sections,
    source_note,
    table_block,
)
from jsna.disclosure.equity_counts import exposed_groups
from jsna.disclosure.equity_returns import rule_held
from jsna.disclosure.rules import in_words, rules_of
from jsna.errors import Problem, SourceError
from jsna.fetching.shown_files import OWN_FILES
from jsna.figures.about import About
from jsna.figures.kinds.share_bars import MOST_ROWS, share_bars_spec
from jsna.narrative.english import capitalised, counted
from jsna.narrative.equity_page_words import (
    CLASSES,
    COMBINED,
    audit_table,
    caveats,
    equity_headline,
    findings,
    group_name,
    how_sure,
    is_of_target_areas,
    returns_sentence,
)
from jsna.narrative.markdown import escape_markdown
from jsna.settings.source import Disclosure
from jsna.snapshots.store import SnapshotStore
from jsna.sources.contract import ParsedAudit
from jsna.sources.council.equity_audit_csv import NOTHING, SOURCE

METHOD: Final = "equity-audit"
DATA_SET: Final = "Returns of services to the council's equity audit"
RESULTS: Final = [
    "share", "lower", "upper", "expected", "class", "word", "ratio", "ratio_lower", "ratio_upper",
    "p_exact", "smallest_count", "smallest_share", "need_share", "need_class", "target_share",
    "target_class", "by_rounding",
]  # fmt: skip
"""What the download has of the audit beside the kept rows."""


@dataclass(frozen=True, eq=False)
class Audit:
    """The kept audit of an area, worked out.

    Attributes:
        rows: As `equity_groups.audit_groups`.
        snapshot_id: The file that it was made of.
    """

    rows: pd.DataFrame
    snapshot_id: str

    @property
    def counted(self) -> pd.DataFrame:
        """The groups, without services that returned nothing."""
        return self.rows[self.rows["status"] != NOTHING]

    @property
    def partners(self) -> int:
        """How many partners there are."""
        return _partners(self.rows)


@section()
def finding(evidence: Evidence, page: Page) -> str:
    """Return what was found, how sure it is, and the whole audit as a file."""
    audit = evidence.once(open_audit)
    known = judged(audit.rows)
    said = list(findings(audit.rows, audit.partners))
    written = audit.rows[[*_kept_columns(audit.rows), *RESULTS]]
    csv = whole_as_csv(evidence, page, "equity-audit", written, "The whole audit, every group")
    headline = equity_headline(known) if len(known) else "No group could be judged"
    of = f"Users of services in {evidence.area.name}, {_period(audit.rows)}."
    return sections(
        f"**{escape_markdown(headline)}.**",
        bullets(map(escape_markdown, said)),
        escape_markdown(f"{of} {how_sure(known)}".strip()),
        csv,
    )


@section("Every group beside its share of people")
def groups(evidence: Evidence, page: Page) -> str:
    """Return, for each dimension, bars with limits and the table of all numbers."""
    audit = evidence.once(open_audit)
    parts = []
    # dimensions in the order of the file: the rows are in the order of their findings
    for name in audit.counted.sort_index()["dimension"].unique():
        own = audit.counted[audit.counted["dimension"] == name]
        pictures = [
            _picture(evidence, page, audit, part, number) for number, part in enumerate(_parts(own))
        ]
        caption = f"Users of services by {name} beside people, {evidence.area.name}, {_period(own)}"
        table = PageTable(audit_table(own, _partners(own)), caption, {}, "Group")
        parts.append(
            sections(
                f"### By {escape_markdown(str(name))}",
                *pictures,
                details("All numbers", table_block(evidence, f"equity-{_slug(str(name))}", table)),
            )
        )
    note = source_note(evidence, DATA_SET, [audit.snapshot_id])
    return sections(*parts, note)


@section("Partners side by side")
def partners(evidence: Evidence, page: Page) -> str:
    """Return how many groups of each partner fall into each class; "" for one partner."""
    audit = evidence.once(open_audit)
    if audit.partners < 2:
        return ""
    counts = classes_of(audit.rows)
    silent = returns_of(audit.rows)
    silent = silent.loc[silent["returned"] == 0, ["partner"]].assign(dimension="returned none")
    frame = pd.concat([counts, silent], ignore_index=True)
    words = {name: capitalised(word) for name, word in CLASSES.items()}
    # who returned none has no groups, not none of each class
    frame[list(words)] = frame[list(words)].map(lambda n: "none back" if pd.isna(n) else f"{n:.0f}")
    frame = frame.rename(columns=words | {"partner": "Partner", "dimension": "Dimension"})
    when = _period(audit.rows)
    caption = f"Groups by finding, each partner's services, {evidence.area.name}, {when}"
    table = table_block(evidence, "equity-partners", PageTable(frame, caption, {}, "Partner"))
    return sections(table, COMBINED)


@section("Who returned their users")
def returns(evidence: Evidence, page: Page) -> str:
    """Return the share of expected returns by partner, and who returned nothing."""
    audit = evidence.once(open_audit)
    back = returns_of(audit.rows)
    silent = audit.rows[audit.rows["status"] == NOTHING]
    said = escape_markdown(returns_sentence(back, silent))
    if audit.partners < 2:
        return said
    frame = pd.DataFrame(
        {
            "Partner": back["partner"],
            "Services asked": back["services"],
            "Returned": back["returned"],
            "Share": back["share"],
        }
    )
    caption = f"Returns to the equity audit, {evidence.area.name}, {_period(audit.rows)}"
    table = PageTable(frame, caption, {"Share": "%"}, "Partner", {"Share": 0})
    return sections(said, table_block(evidence, "equity-returns", table))


@section("How we know")
def method(evidence: Evidence, page: Page) -> str:
    """Return how the classes are found, what was hidden, and what stands against it."""
    audit = evidence.once(open_audit)
    rule = _rule(evidence, audit.rows)
    told = [
        "A group's share of a service's users has a 95% interval (Wilson). Its share of people is"
        " counted, and has none. Wholly below is unequal, wholly above is equitable, else equal.",
        "Where the file says how much commoner the need is, the share of people is also weighted by"
        " it. Equal use is not equal need.",
        "The first share above is the smallest that would count as equitable for so many users: a"
        " mark of size, not a target.",
        f"{in_words(rule)} Further counts are hidden where they would give a hidden one away, and"
        " all shares are made of the rounded counts.",
        COMBINED,
        *caveats(audit.counted),
    ]
    return sections(bullets(map(escape_markdown, told)), method_link(METHOD))


def open_audit(evidence: Evidence) -> Audit:
    """Return the audit that the area's settings name, from its snapshot.

    Raises:
        SourceError: it was not fetched, is of another area, or gives a small count away.
    """
    name = evidence.area.equity_audit
    held = [e for e in evidence.entries if e.source == SOURCE.id and f"({name})" in e.title]
    if not held:
        step = f"Put it into data/local, then `jsna fetch {evidence.area.slug}` and build again."
        raise SourceError(Problem(f"the equity audit {name} was not fetched.", next_step=step))
    id = held[-1].sha256
    parsed = SOURCE.parse(
        evidence.snapshots[id], SnapshotStore(evidence.project.paths.snapshots).read(id)
    )
    rows = next(item.rows for item in parsed if isinstance(item, ParsedAudit))
    rows = rows[rows["area_code"].isin(evidence.area.codes)]
    if rows.empty:
        raise SourceError(Problem(f"the equity audit {name} has no row of {evidence.area.name}."))
    _refuse_exposed(rows, name, _rule(evidence, rows))
    return Audit(audit_groups(rows), id)


def _refuse_exposed(rows: pd.DataFrame, name: str, rule: Disclosure) -> None:
    counted = rows[rows["status"] != NOTHING]
    why = exposed_groups(counted, rule)
    if (wrong := why[why != ""]).any():
        step = "Have it written again by `jsna equity ... --keep AREA`."
        raise SourceError(
            *(
                Problem(f"a count {w}.", name, int(at) + 2, next_step=step)
                for at, w in wrong.items()
            )
        )


def _rule(evidence: Evidence, rows: pd.DataFrame) -> Disclosure:
    """The file's rule, and no weaker one than the council's own figures are held to."""
    return rule_held(rows, rules_of(evidence.project.settings.sources[OWN_FILES])[""])


def _kept_columns(rows: pd.DataFrame) -> list[str]:
    leave = {"lowest_count", "highest_count", "found", "rule", *RESULTS}
    made = {n for n in rows if str(n).startswith(("smallest_", "target_", "need_", "users_from"))}
    kept = [n for n in rows if n not in leave and (n not in made or n in ("need_ratio",
            "target_ratio"))]  # fmt: skip
    return [n for n in kept if n not in ("expected_lower", "expected_upper")]


def _parts(own: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield as many rows as one picture takes, and no part without a share."""
    for start in range(0, len(own), MOST_ROWS):
        part = own.iloc[start : start + MOST_ROWS]
        if (part["found"] == JUDGED).any():
            yield part


def _picture(evidence: Evidence, page: Page, audit: Audit, own: pd.DataFrame, number: int) -> str:
    name = str(own["dimension"].iloc[0])
    shown = own["found"] == JUDGED
    frame = pd.DataFrame(
        {
            "name": [group_name(row, _partners(own)) for _, row in own.iterrows()],
            "value": own["share"].where(shown),
            "lower_95": own["lower"].where(shown),
            "upper_95": own["upper"].where(shown),
            "expected": own["expected"],
            "by_need": own["need_share"],
            "finding": own["word"].where(shown, "hidden"),
            "status": shown.map({True: "final", False: "suppressed"}),
        }
    )
    known = judged(own)
    headline = equity_headline(known)
    places = all(is_of_target_areas(row) for _, row in own.iterrows())
    whose = "from the target areas" if places else f"by {name}"
    about = About(
        id=f"{evidence.topic}.equity-{_slug(name)}{f'-{number + 1}' if number else ''}.shares",
        headline=headline,
        subtitle=f"Share of each service's users {whose}, {evidence.area.name}, {_period(own)}",
        measure=f"Share of users {whose}",
        place=evidence.area.name,
        unit="%",
        decimals=1,
        source=evidence.source_line(DATA_SET, [audit.snapshot_id]),
        snapshot_ids=(audit.snapshot_id,),
        method=METHOD,
        notes=(f"{counted(int((~shown).sum()), 'group')} without a share.",) if (~shown).any()
        else (),
        synthetic=evidence.area.synthetic,
        sentence=f"{headline}.",
        rule=METHOD,
    )  # fmt: skip
    spec = share_bars_spec(frame, about)
    return page.figure(spec, evidence.cite(spec))


def _partners(rows: pd.DataFrame) -> int:
    return int(rows["partner"].nunique())


def _period(rows: pd.DataFrame) -> str:
    return str(rows["period"].iloc[0])


def _slug(words: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in words.lower()).strip("-")
