"""Everything that the sections of one chapter draw on, read once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar, cast

import numpy as np
import pandas as pd

from jsna.analysis.data_age import DataAge, data_age, due_after
from jsna.analysis.movement import Movement
from jsna.chapter.said import Said
from jsna.fact_schema import ENGLAND
from jsna.facts.neighbour_sets import NeighbourSet, chosen_set
from jsna.facts.reads import Reads, unnoted
from jsna.facts.store import FactStore
from jsna.figures.about import About
from jsna.figures.spec import FigureSpec
from jsna.geo.code_changes import code_changes
from jsna.geo.geography import Geography
from jsna.narrative.citation import Edition, citation, data_sets
from jsna.narrative.newest_statement import Known, newest_statements
from jsna.narrative.statement import Statement
from jsna.register.names import name_in_prose
from jsna.register.register import Register, register_with
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator, Stratum
from jsna.settings.load import Settings
from jsna.settings.project import Project
from jsna.settings.strategy import Priority, Strategy
from jsna.snapshots.lock import LockEntry
from jsna.snapshots.snapshot import Snapshot

Made = TypeVar("Made")
MeasureKey = tuple[str, str, str]
"""Indicator, and sex and age as its stratum says them."""
SaidOf = tuple[str, str, str, str]
"""Indicator, sex and age as its stratum says them, and the comparator's code."""
_SHARED: Final = ("names", "register", "code_changes", "_rows_of_indicator")
"""What does not depend on the priority."""


@dataclass(frozen=True)
class Measure:
    """One indicator for one sex and age, judged against England for the area.

    Attributes:
        slug: Stable and unique among an area's measures; the middle of its figures' ids.
        statement: Of the newest period with a value.
    """

    indicator: Indicator
    stratum: Stratum
    slug: str
    statement: Statement

    @property
    def key(self) -> MeasureKey:
        """What tells it from the area's other measures: indicator, sex and age."""
        return (self.indicator.id, self.stratum.sex, self.stratum.age)

    @property
    def has_data(self) -> bool:
        """Whether the area has a value in any period."""
        return self.statement.value is not None

    @property
    def compared(self) -> bool:
        """Whether it is meant to be compared: what is not is neither ranked nor beside England."""
        return self.indicator.compared


@dataclass(frozen=True, eq=False)
class Evidence:
    """One area, its strategy, the chapter's priority and the data that its pages read.

    Attributes:
        project: The area and the strategy, the settings and folders.
        priority: None for a chapter about the whole area.
        store: The area's facts, published labels and names.
        open_geography: Reads the area's outlines and look-up, which most pages do without.
        snapshots: Id -> what is known of each file that the facts came from.
        entries: The area's lock.
        whole_area: The evidence that one of a priority was made of (`of_priority`), with which it
            shares what does not depend on the priority.
        said: What the page has said already and says once: licences, reading notes.
        noted: Notes what is read of all this; `opening.open_evidence` hands it views that do so.
        said_before: Statements of these very data that were made already (`all_said`), each by
            indicator, sex, age and comparator: they are not made again, but noted as read.
        moved_before: The same of how measures have moved (`measure_rows.all_moved`).
    """

    project: Project
    priority: Priority | None
    store: FactStore
    open_geography: Callable[[], Geography]
    snapshots: Mapping[str, Snapshot]
    entries: Sequence[LockEntry]
    whole_area: "Evidence | None" = field(default=None, repr=False)
    noted: Reads | None = field(default=None, repr=False)
    said: Said = field(default_factory=Said, init=False, repr=False)
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False)
    _measures_of: dict[str, list[Measure]] = field(default_factory=dict, init=False, repr=False)
    _of_priority: dict[str, "Evidence"] = field(default_factory=dict, init=False, repr=False)
    _facts_of: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)
    said_before: Mapping[SaidOf, Statement] = field(default_factory=dict, repr=False)
    moved_before: Mapping[MeasureKey, Movement | None] = field(default_factory=dict, repr=False)

    @property
    def as_loaded(self) -> Project:
        """The project without the views that note what is read, for what is noted otherwise."""
        return self.noted.digests.project if self.noted else self.project

    @property
    def settings(self) -> Settings:
        """The catalogue and all other settings."""
        return self.project.settings

    @property
    def area(self) -> Area:
        """Whose evidence it is."""
        return self.project.area

    @property
    def strategy(self) -> Strategy:
        """What asks for it."""
        return self.project.strategy

    @property
    def topic(self) -> str:
        """What figure ids begin with: the priority's id, or "area"."""
        return self.priority.id if self.priority else "area"

    @property
    def chosen_priority(self) -> Priority:
        """The chapter's priority; without one the strategy's first."""
        return self.priority or self.strategy.priorities[0]

    @cached_property
    def geography(self) -> Geography:
        """The area's outlines and look-up."""
        self.note("tables:")
        return self.open_geography()

    @cached_property
    def names(self) -> dict[str, str]:
        """Code -> name of every area in the facts; the settings' own names come first."""
        own = {self.area.code: self.area.name, self.area.region.code: self.area.region.name}
        listed = self.store.names.set_index("area_code")["area_name"].to_dict()
        found = {str(code): name_in_prose(str(name)) for code, name in listed.items()}
        return found | {ENGLAND: "England"} | own

    @cached_property
    def as_at(self) -> date:
        """The day the newest snapshot was received; never the clock's."""
        self.note("day:")
        return self._day

    def is_past(self, day: date) -> bool:
        """Return whether a day lies before that of the data."""
        self.note(f"past:{day.isoformat()}")
        return day < self._day

    def age_of(self, period: str, indicator: Indicator, of: str) -> DataAge:
        """Return how old an indicator's newest figure of one kind is (`DataAge.of`)."""
        self._note_due(period, indicator)
        return replace(data_age(period, indicator, self._day), of=of)

    def note(self, read: str) -> None:
        """Note that something is read by another way than a view of `jsna.facts.reads`."""
        if self.noted:
            self.noted.note(read)

    def facts_of(self, indicator_id: str) -> pd.DataFrame:
        """Return the facts of one indicator, every area and period."""
        known = self.whole._facts_of
        if indicator_id not in known:
            known[indicator_id] = self.facts_of_several([indicator_id])
        return known[indicator_id]

    def facts_of_several(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return the facts of some indicators, in their order."""
        for id in (ids := list(ids)):
            self.note(f"facts:{id}")
        rows = [self._rows_of_indicator[id] for id in ids if id in self._rows_of_indicator]
        places = np.concatenate(rows) if rows else np.empty(0, dtype=np.intp)
        facts: pd.DataFrame = unnoted(self.store).facts.take(places)
        return facts

    def published_of(self, *ids: str) -> pd.DataFrame:
        """Return what the sources themselves concluded of some indicators."""
        for id in ids:
            self.note(f"published:{id}")
        published: pd.DataFrame = unnoted(self.store).published
        return published[published["indicator_id"].isin(ids)]

    @cached_property
    def neighbours(self) -> NeighbourSet:
        """The set of neighbours that the area's settings ask for."""
        return chosen_set(self.store.neighbours, self.area)

    @cached_property
    def register(self) -> Register:
        """The authorities by period, with those that only the facts know of."""
        return register_with(self.store.names, invented=self.area.synthetic)

    @cached_property
    def code_changes(self) -> pd.DataFrame:
        """Old and new codes of authorities, so that a neighbour is found under either."""
        return code_changes(self.register)

    @cached_property
    def with_data(self) -> list[Measure]:
        """Those of them that have a value in some period."""
        return [measure for measure in self.chosen_measures if measure.has_data]

    @cached_property
    def chosen_measures(self) -> list[Measure]:
        """The measures of the chapter's priority."""
        return self.measures(self.chosen_priority)

    def once(self, make: "Callable[[Evidence], Made]") -> Made:
        """Return what `make` makes of this evidence, made once: sections of a page share it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    def forget(self, make: "Callable[[Evidence], Any]") -> None:
        """Make this anew when it is next asked for."""
        for each in (self, *self._of_priority.values()):
            each._made.pop(make, None)

    @property
    def whole(self) -> "Evidence":
        """The evidence that `of_priority` was asked of; else this one."""
        return self.whole_area or self

    def measures(self, priority: Priority) -> list[Measure]:
        """Return the measures of a priority in the order of its indicators and their strata."""
        known = self.whole._measures_of
        if priority.id not in known:
            # a page of the whole area asks for all of them, sooner or later
            asked = (priority,) if self.whole.priority else self.strategy.priorities
            wanted = dict.fromkeys(id for each in asked for id in each.indicators)
            judged = self.measures_of(wanted)
            for each in asked:
                known[each.id] = [m for id in each.indicators for m in judged if m.key[0] == id]
        return known[priority.id]

    @property
    def judged(self) -> list[Measure]:
        """The measures that were asked for so far, of whatever priorities; no doubles."""
        known = self.whole._measures_of.values()
        return list({measure.key: measure for some in known for measure in some}.values())

    def measures_of(self, ids: Iterable[str]) -> list[Measure]:
        """Return the measures of some indicators of the catalogue."""
        return self._measures([self.settings.indicators[id] for id in ids])

    @cached_property
    def every_measure(self) -> list[Measure]:
        """The measures of the whole catalogue, in its order, named by the strategy or not.

        Of what is shown on request those that the strategy names or the area has figures of.
        """
        named = set(self.strategy.indicator_ids)
        # all are asked for, so that figures which come later are noticed
        every = self._measures(list(self.settings.indicators.values()))
        return [m for m in every if not m.indicator.on_request or m.has_data or m.key[0] in named]

    def statement(self, indicator: Indicator, stratum: Stratum, comparator: str) -> Statement:
        """Return the statement of the newest value against a comparator's code."""
        return self.statements([(indicator, stratum)], comparator)[0]

    def source_of(self, indicator_id: str, snapshot_ids: Iterable[str] = ()) -> str:
        """Return the title of an indicator's data set and its id there.

        Figures may come from another source than the catalogue's: a second publisher's, or the
        council's own file. Given the snapshots of what is shown, their own sources are named.
        """
        held = self._sources_of_facts(indicator_id, snapshot_ids)
        return data_sets(self.settings.indicators[indicator_id], held, self.settings.sources)

    def _sources_of_facts(self, indicator_id: str, ids: Iterable[str]) -> list[str]:
        """Return the sources of those of some snapshots that hold facts of an indicator."""
        if not (ids := set(ids)):
            return []
        used = ids.intersection(snapshot_ids(self.facts_of(indicator_id)))
        return sorted({self.snapshots[id].source for id in used})

    def source_line(self, source: str, snapshot_ids: Iterable[str]) -> str:
        """Return the data set and the attribution lines that its snapshots' licences ask for."""
        lines = (self.snapshots[id].attribution for id in snapshot_ids)
        # each line begins with the word that stands before all of them
        unique = dict.fromkeys(line.removeprefix("Source: ") for line in lines)
        start = "In the form of " if self.area.synthetic else ""
        return " ".join([f"{start}{source.rstrip('.')}.", *unique])

    @cached_property
    def licence_lines(self) -> tuple[str, ...]:
        """The lines that the licences of all its files ask for, the longest first."""
        self.note("licences:")
        held = unnoted(self.snapshots).values()
        lines = {each.attribution.removeprefix("Source: ") for each in held}
        return tuple(sorted(lines, key=len, reverse=True))

    def said_once(self, words: str) -> str:
        """Return words the first time that the page says them, and then no more: ""."""
        return words if self.said.first(words) else ""

    def of_priority(self, priority: Priority) -> "Evidence":
        """Return the same evidence for the chapter of one priority, the same object each time."""
        made = self._of_priority.get(priority.id)
        if made is None:
            self.note(f"priority:{priority.id}")
            made = replace(self, priority=priority, whole_area=self.whole)
            # what was worked out of the same data need not be worked out again
            known = {name: getattr(self, name) for name in _SHARED}
            made.__dict__.update(known | {n: v for n, v in vars(self).items() if n == "geography"})
            self._of_priority[priority.id] = made
        return made

    def cite(self, figure: FigureSpec | About) -> str:
        """Return the citation of one of this chapter's figures."""
        return self._citation(f"figure {figure.id}", figure.source, figure.snapshot_ids)

    def cite_page(self, page: str, source: str, snapshot_ids: Sequence[str]) -> str:
        """Return the citation of what a page says and no figure on it shows.

        Args:
            page: Its id.
            source: As `source_line` gives it.
            snapshot_ids: What it rests on.
        """
        return self._citation(f"page {page}", source, snapshot_ids)

    def _citation(self, what: str, source: str, snapshot_ids: Sequence[str]) -> str:
        edition = Edition(self.area.name, self.strategy.title, self.release)
        return citation(what, edition, source, snapshot_ids, synthetic=self.area.synthetic)

    @property
    def release(self) -> str:
        """The month of the data, by which a release is named: "2026.01"."""
        self.note("month:")
        return f"{self._day:%Y.%m}"

    @property
    def _day(self) -> date:
        return max(entry.retrieved for entry in unnoted(self.entries)).date()

    def _known(self, ids: Sequence[str]) -> Known:
        names = self.store.names
        return Known(self.facts_of_several(ids), self.published_of(*ids), names, self._day)

    def _note_due(self, period: str, indicator: Indicator) -> None:
        """Note what a figure's age reads of the day of the data: whether newer ones are due."""
        if due := due_after(period, indicator):
            self.note(f"past:{due.isoformat()}")

    @cached_property
    def _rows_of_indicator(self) -> dict[Any, Any]:
        return dict(unnoted(self.store).facts.groupby("indicator_id").indices)

    def statements(
        self, wanted: Sequence[tuple[Indicator, Stratum]], comparator: str
    ) -> list[Statement]:
        """Return the statement of each measure's newest value, judged in one pass."""
        made = {_said_of(*each, comparator): each for each in wanted}
        lacking = [each for key, each in made.items() if key not in self.said_before]
        self._note_statements([indicator for indicator, _ in wanted])
        said = {**self.said_before, **self._newly_said(lacking, comparator)}
        found = [said[_said_of(*each, comparator)] for each in wanted]
        for (indicator, _), statement in zip(wanted, found, strict=True):
            self._note_due(statement.period, indicator)
        return found

    def all_said(self) -> dict[SaidOf, Statement]:
        """Return the statement of every measure of the catalogue against England, for others.

        Each depends on its own measure's data alone: it is the same whatever is judged beside it.
        """
        catalogue = self.settings.indicators.values()
        return self._newly_said([(i, s) for i in catalogue for s in i.strata], ENGLAND)

    def _newly_said(
        self, wanted: Sequence[tuple[Indicator, Stratum]], comparator: str
    ) -> dict[SaidOf, Statement]:
        if not wanted:
            return {}
        known = self._known(list(dict.fromkeys(indicator.id for indicator, _ in wanted)))
        said = newest_statements(known, wanted, self.area, comparator, self.settings.sources)
        keys = [_said_of(*each, comparator) for each in wanted]
        return dict(zip(keys, said, strict=True))

    def note_data(self, indicator_id: str) -> None:
        """Note all that tests of one measure's own figures read, where they were made before."""
        for read in ("indicator", "facts", "published"):
            self.note(f"{read}:{indicator_id}")

    def _note_statements(self, indicators: Iterable[Indicator]) -> None:
        """Note what statements are made of, where they were made before too."""
        if not self.noted or not (by_id := {each.id: each for each in indicators}):
            return
        self.note("table:names")
        for id, indicator in by_id.items():
            self.note(f"facts:{id}")
            self.note(f"published:{id}")
            self.note(f"source:{indicator.source.source}")

    def _measures(self, indicators: Sequence[Indicator]) -> list[Measure]:
        """The measures of some indicators against England."""
        wanted = [(indicator, stratum) for indicator in indicators for stratum in indicator.strata]
        return [
            Measure(indicator, stratum, measure_slug(indicator, stratum), statement)
            for (indicator, stratum), statement in zip(
                wanted, self.statements(wanted, ENGLAND), strict=True
            )
        ]


def _said_of(indicator: Indicator, stratum: Stratum, comparator: str) -> SaidOf:
    return indicator.id, stratum.sex, stratum.age, comparator


def snapshot_ids(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the full ids of the snapshots that some facts came from, sorted."""
    found = {id for ids in frame["snapshot_ids"].unique() for id in re.findall(r"[0-9a-f]+", ids)}
    return tuple(sorted(found))


def measure_slug(indicator: Indicator, stratum: Stratum) -> str:
    """Return the indicator's id, and the sex and age where its measures differ in them."""
    varies = [len({getattr(s, name) for s in indicator.strata}) > 1 for name in ("sex", "age")]
    parts = [word for word, said in zip((stratum.sex, stratum.age), varies, strict=True) if said]
    words = " ".join(parts).lower().replace("+", " plus").replace("<", "under ")
    return re.sub(r"[^a-z0-9]+", "-", f"{indicator.id} {words}").strip("-")
