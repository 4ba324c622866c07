"""Every settings file, read together since they refer to each other; problems told at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from jsna.errors import Problem, UserFileError
from jsna.register.names import plain_name
from jsna.settings.area import Area
from jsna.settings.area_checks import area_faults
from jsna.settings.brand import check_brand
from jsna.settings.correction import Correction
from jsna.settings.custom_area import check_custom_areas
from jsna.settings.framework_checks import framework_faults, framework_links
from jsna.settings.indicator import Indicator, Theme
from jsna.settings.layers import Layers
from jsna.settings.model import SettingsModel
from jsna.settings.own_measures import OwnMeasure
from jsna.settings.own_measures_file import FILE as OWN_MEASURES
from jsna.settings.own_measures_file import check_own_measures, with_own_measures
from jsna.settings.page_table import CHAPTERS, RESERVED_IDS
from jsna.settings.parsed_before import parsed_once
from jsna.settings.paths import Paths
from jsna.settings.register_kind import FROM_STRATEGY, RegisterKind
from jsna.settings.source import SourceSettings
from jsna.settings.strategy import Priority, Strategy
from jsna.settings.strategy_checks import strategy_faults
from jsna.settings.strategy_document_checks import document_faults, document_links
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.yaml_file import (
    Location,
    Problems,
    line_of,
    read_model,
    read_yaml,
    validate,
)

AUTHORITIES: Final = frozenset({"county", "unitary", "district"})
Model = TypeVar("Model", bound=SettingsModel)
AREAS: Final = "areas"
"""The folder of the fleet's own areas."""
CLAIMS: Final = "claims.csv"
"""What a strategy states, beside its file."""
REGISTERS: Final = "registers"
"""The folder of the registers that a strategy keeps, beside its file."""
REGISTER_FILES: Final = f"{REGISTERS}/*.[cC][sS][vV]"
"""Files of a strategy's registers below its folder, as any program names them."""

NO_SIDE = "{indicator} has no polarity: nothing says on which side of a goal it is good."


class Sources(dict[str, SourceSettings]):
    """The sources of the catalogue by id; one that is asked for and not there is told."""

    def __missing__(self, id: str) -> SourceSettings:
        """Raise UserFileError: every source that is used is described in the catalogue."""
        what = f"the catalogue does not describe the source {id}."
        step = f"Restore data/catalogue/sources/{id}.yml from the project."
        raise UserFileError(Problem(what, next_step=step))


@dataclass(frozen=True)
class FaultyStrategy:
    """A strategy that can't be used: whose it is ("" where its file does not say), and why."""

    area: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Settings:
    """All areas, indicators, themes, sources, strategies and corrections, by slug or id.

    Attributes:
        faulty: Strategies with a mistake in their file, which stop their own area's commands.
        of_register: Files of areas that `jsna fleet` made from the register, by slug: a file is
            read when its area is named, and no other area's pack knows of it.
        register_kinds: The kinds of registers that are described.
        misnamed: "area" or "strategy" and a slug -> a file of it that ends otherwise than .yml.
    """

    areas: Mapping[str, Area]
    indicators: Mapping[str, Indicator]
    themes: Mapping[str, Theme]
    sources: Mapping[str, SourceSettings]
    strategies: Mapping[str, Strategy]
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    faulty: Mapping[str, "FaultyStrategy"] = field(default_factory=dict)
    of_register: Mapping[str, Path] = field(default_factory=dict)
    register_kinds: Mapping[str, RegisterKind] = field(default_factory=dict)
    misnamed: Mapping[str, str] = field(default_factory=dict)

    def area(self, slug: str) -> Area:
        """Return one area; UserFileError with the nearest match if there is none.

        A mistake in one of its strategies is told too: other areas' strategies stop nothing.
        """
        own = [one for one in self.faulty.values() if one.area == slug]
        if own:
            raise UserFileError(*(problem for one in own for problem in one.problems))
        if slug in self.of_register:
            return read_area(self.of_register[slug])
        if slug not in self.areas and (meant := self._area_meant(slug)):
            what = f"there is no area {slug!r}."
            raise UserFileError(Problem(what, next_step=f"Did you mean {meant!r}?"))
        return _pick(self.areas, slug, "area", "config/areas/<area>.yml", self.misnamed)

    def _area_meant(self, name: str) -> str:
        """Return the slug of the one area that has this name or code; "" without one."""
        plain = plain_name(name)
        found = [
            slug
            for slug, area in self.areas.items()
            if name in area.codes or (plain and plain == plain_name(area.name))
        ]
        return found[0] if len(found) == 1 else ""

    def strategy(self, slug: str, area: str = "") -> Strategy:
        """Return one strategy; UserFileError if it is unknown, faulty or another area's."""
        if slug in self.faulty:
            raise UserFileError(*self.faulty[slug].problems)
        where = "reports/strategies/<strategy>/"
        strategy = _pick(self.strategies, slug, "strategy", where, self.misnamed)
        if area and strategy.area not in ("", area):
            own = sorted(s.slug for s in self.strategies.values() if s.area in ("", area))
            allowed = f"Its strategies are: {', '.join(own) or 'none yet'}."
            what = f"{slug} is a strategy of {strategy.area}, not of {area}."
            raise UserFileError(Problem(what, allowed=allowed))
        return strategy

    def own_measures_of(self, area: str) -> dict[str, OwnMeasure]:
        """Return id -> each measure that an area's strategies describe as the council's own."""
        own = (s for s in self.strategies.values() if area and s.area == area)
        return {id: one for strategy in own for id, one in strategy.own_measures.by_id.items()}

    def strategies_of(self, area: str) -> list[Strategy]:
        """Return the strategies of one area, that which ends last first; or those of any area."""
        ordered = sorted(self.strategies.values(), key=lambda s: (-s.end.toordinal(), s.slug))
        return [s for s in ordered if s.area == area] or [s for s in ordered if not s.area]


def load_settings(paths: Paths, *, set_aside: bool = False) -> Settings:
    """Return every setting of the checkout.

    Args:
        paths: The checkout's folders.
        set_aside: Whether strategies with a mistake are set aside, in `Settings.faulty`, so that
            they stop nobody else's commands.

    Raises:
        UserFileError: with one problem for each thing that is wrong in any file.
    """
    with parsed_once(paths.parsed_yaml):
        return _load(paths, set_aside)


def _load(paths: Paths, set_aside: bool) -> Settings:
    problems = Problems(paths.root)
    themes = _themes(paths.catalogue / "themes.yml", problems)
    source_files = paths.catalogue.files("sources/*.yml").values()
    sources = _by_name(source_files, SourceSettings, "id", problems)
    indicator_files = _indicator_files(paths.catalogue)
    indicators = _by_name(indicator_files, Indicator, "id", problems)
    area_files = [f for name, f in paths.areas.files("*.yml").items() if not name.startswith("_")]
    areas = _by_name(area_files, Area, "slug", problems)
    found_strategies = paths.strategies.files("*/strategy.yml").items()
    strategy_files = [f for name, f in found_strategies if not name.startswith("_")]
    strategies = _by_name(strategy_files, Strategy, "slug", problems)
    if paths.packaged is not None:
        areas, strategies = _of_any_council(paths.packaged, areas, strategies)
    correction_files = paths.corrections.files("*.yml").values()
    corrections = _by_name(correction_files, Correction, "id", problems)
    kind_files = paths.catalogue.files("registers/*.yml").values()
    kinds = _by_name(kind_files, RegisterKind, "id", problems)
    _check_kinds(kinds, {f.stem for f in kind_files}, problems)
    strategies = {
        f: _with_themes(s, indicators.values())
        .with_claims((paths.strategies / f"{f.parent.name}/{CLAIMS}").exists())
        .with_registers(bool(paths.strategies.files(f"{f.parent.name}/{REGISTER_FILES}")))
        for f, s in strategies.items()
    }
    strategies = with_own_measures(strategies, problems)
    settings = Settings(
        areas={f.stem: m for f, m in areas.items()},
        indicators={f.stem: m for f, m in indicators.items()},
        themes=themes,
        sources=Sources({f.stem: m for f, m in sources.items()}),
        strategies={f.parent.name: m for f, m in strategies.items()},
        corrections={f.stem: m for f, m in corrections.items()},
        of_register=_of_register(paths, {f.stem for f in areas}),
        register_kinds={f.stem: m for f, m in kinds.items()},
        misnamed=_misnamed(paths),
    )
    _check_areas(areas, problems)
    for file, area in areas.items():
        check_custom_areas(file, area.custom_areas, problems)
        check_brand(file, area.brand, problems)
    _check_indicators(indicators, indicator_files, settings, sources, problems)
    titles = {f.stem: indicators[f].title if f in indicators else "" for f in indicator_files}
    own = paths.areas.own
    told = {f.stem for f in area_files if f.is_relative_to(own)}  # those with a mistake too
    _check_strategies(strategies, settings, {*settings.areas, *told}, titles, problems)
    check_own_measures(strategies, set(titles), sources, problems)
    _check_corrections(corrections, titles, sources, problems)
    faulty = _faulty(strategy_files, problems) if set_aside else {}
    aside = [problem for one in faulty.values() for problem in one.problems]
    if found := [problem for problem in problems.found if problem not in aside]:
        raise UserFileError(*found, *aside)
    kept = {slug: one for slug, one in settings.strategies.items() if slug not in faulty}
    return replace(settings, strategies=kept, faulty=faulty)


def _misnamed(paths: Paths) -> dict[str, str]:
    """Return what some program gave another ending (.yaml, .yml.txt): see `Settings.misnamed`."""
    areas = [f for f in paths.areas.own.glob("*.y*ml*") if f.suffix != ".yml"]
    plans = [f for f in paths.strategies.own.glob("*/strategy.y*ml*") if f.suffix != ".yml"]
    name_of = Problems(paths.root).name_of
    return {f"area {f.name.partition('.')[0]}": name_of(f) for f in areas} | {
        f"strategy {f.parent.name}": name_of(f) for f in plans
    }


def _of_any_council(
    packaged: Path, areas: Mapping[Path, Area], strategies: Mapping[Path, Strategy]
) -> tuple[dict[Path, Area], dict[Path, Strategy]]:
    """Return areas and strategies without another council's.

    Of the package's files the invented ones alone, which the demonstration shows, and what serves
    any area.
    """
    kept = {f: a for f, a in areas.items() if a.synthetic or not f.is_relative_to(packaged)}
    of_all = {"", *(area.slug for area in kept.values() if area.synthetic)}
    own = {
        f: s for f, s in strategies.items() if s.area in of_all or not f.is_relative_to(packaged)
    }
    return kept, own


def read_area(file: Path) -> Area:
    """Return the area of one file.

    Raises:
        UserFileError: with one problem for each thing that is wrong in it.
    """
    problems = Problems(file.parent)
    area = read_model(file, Area, problems, slug=file.stem)
    if area is not None:
        _check_areas({file: area}, problems)
    if area is None or problems.found:
        raise UserFileError(*problems.found)
    return area


def _of_register(paths: Paths, own: set[str]) -> dict[str, Path]:
    """Return the files of areas that the fleet made; the council's own file stands before one."""
    found = sorted((paths.fleet / AREAS).glob("*.yml"))
    return {file.stem: file for file in found if file.stem not in own}


def _with_themes(strategy: Strategy, indicators: Iterable[Indicator]) -> Strategy:
    """Return a strategy whose priorities list the indicators of their themes too.

    Those that are published for an authority and shown without being named, after the priority's
    own, by theme and id.
    """

    def listed(priority: Priority) -> tuple[str, ...]:
        of_theme = [
            indicator.id
            for theme in priority.themes
            for indicator in indicators
            if indicator.theme == theme
            and not indicator.on_request
            and AUTHORITIES & set(indicator.levels)
        ]
        return tuple(dict.fromkeys([*priority.indicators, *of_theme]))

    kept = [
        priority.model_copy(update={"indicators": listed(priority)})
        for priority in strategy.priorities
    ]
    return strategy.model_copy(update={"priorities": tuple(kept)})


def _indicator_files(catalogue: Layers) -> list[Path]:
    """Return the indicators' files; a workspace's stands for the package's of the same id."""
    found = catalogue.files("indicators/*/*.yml")
    own = {file.stem for file in found.values() if file.is_relative_to(catalogue.own)}
    return [f for f in found.values() if f.stem not in own or f.is_relative_to(catalogue.own)]


def _faulty(files: Iterable[Path], problems: Problems) -> dict[str, FaultyStrategy]:
    """Return the strategies whose files have a mistake, by slug, with whose they are."""
    told: dict[str, FaultyStrategy] = {}
    for file in files:
        names = {problems.name_of(each) for each in (file, file.parent / OWN_MEASURES)}
        own = [p for p in problems.found if p.file in names]
        if own:
            read = read_yaml(file, Problems(problems.root))
            data = read.data if read and isinstance(read.data, dict) else {}
            told[file.parent.name] = FaultyStrategy(str(data.get("area", "")), tuple(own))
    return told


def _by_name(
    files: Iterable[Path], model: type[Model], key: str, problems: Problems
) -> dict[Path, Model]:
    """Read each file; its own name (or its folder's) gives the model its slug or id."""
    read = {}
    for file in files:
        name = file.parent.name if file.stem == "strategy" else file.stem
        found = read_model(file, model, problems, **{key: name})
        if found is not None:
            read[file] = found
    return read


def _themes(path: Path, problems: Problems) -> dict[str, Theme]:
    file = read_yaml(path, problems)
    rows = file.data if file and isinstance(file.data, list) else []
    if file and not rows:
        problems.add("this file should hold a list of themes with id and title.", path, 1)
    themes = [validate(file, row, Theme, problems, (i,)) for i, row in enumerate(rows) if file]
    return {theme.id: theme for theme in themes if theme}


def _check_areas(areas: Mapping[Path, Area], problems: Problems) -> None:
    for path, area in areas.items():
        for place, what, allowed in area_faults(area):
            _add_at(path, place, what, problems, allowed)
        if area.neighbour_set == "own" and not area.neighbours:
            what = "the set of neighbours is the council's own list, and there is none."
            _add_at(
                path, ("neighbour_set",), what, problems, "List codes under neighbours, or names."
            )
        for number, code in enumerate(area.neighbours):
            at: Location = ("neighbours", number)
            if code in area.codes:
                _add_at(path, at, f"{code} is the area itself, not a neighbour.", problems)
            elif code in area.neighbours[:number]:
                _add_at(path, at, f"{code} stands twice among the neighbours.", problems)


def _check_kinds(
    kinds: Mapping[Path, RegisterKind], known: Collection[str], problems: Problems
) -> None:
    """A link to another register is to one that is described; a strategy's own rows are read."""
    for path, kind in kinds.items():
        for number, column in enumerate(kind.columns):
            if column.of:
                at: Location = ("columns", number, "of")
                _check_known(path, at, column.of, known, "kind of register", problems)
    read = {kind.from_strategy for kind in kinds.values()}
    for path, kind in kinds.items():
        if kind.id in FROM_STRATEGY and kind.id not in read:
            what = f"no register has the {kind.id} that strategies have in their own files."
            step = f"Add from_strategy: {kind.id} to this kind, whose name they go by."
            problems.add(what, path, 1, next_step=step)


def _check_indicators(
    indicators: Mapping[Path, Indicator],
    files: list[Path],
    settings: Settings,
    sources: Mapping[Path, SourceSettings],
    problems: Problems,
) -> None:
    _check_no_twins(files, problems)
    _check_no_shared_names(indicators, problems)
    known_sources = {f.stem for f in sources}
    for path, indicator in indicators.items():
        _check_known(path, ("theme",), indicator.theme, settings.themes, "theme", problems)
        if path.parent.name != indicator.theme:
            folder = path.parent.name
            what = f"this file stands in the folder {folder}, its theme is {indicator.theme}."
            _add_at(path, ("theme",), what, problems)
        place: Location = ("source", "source")
        _check_known(path, place, indicator.source.source, known_sources, "source", problems)
        for number, known in enumerate(indicator.also_published):
            also: Location = ("also_published", number, "source")
            _check_known(path, also, known.source, known_sources, "source", problems)
        if indicator.goals and indicator.polarity == "none":
            _add_at(path, ("goals",), NO_SIDE.format(indicator=indicator.id), problems)


def _check_no_shared_names(indicators: Mapping[Path, Indicator], problems: Problems) -> None:
    """One name of a second source is one indicator, sex and age."""
    seen: dict[tuple[str, str], str] = {}
    for path, indicator in indicators.items():
        for number, known in enumerate(indicator.also_published):
            if other := seen.get((known.source, known.name)):
                what = f"{known.name!r} of {known.source} is named in {other} already."
                _add_at(path, ("also_published", number, "name"), what, problems)
            seen[known.source, known.name] = f"{path.parent.name}/{path.name}"


def _check_no_twins(files: list[Path], problems: Problems) -> None:
    seen: dict[str, Path] = {}
    for file in files:
        if file.stem in seen:
            other = problems.name_of(seen[file.stem])
            problems.add(
                f"the indicator {file.stem} is described twice, here and in {other}.", file, 1
            )
        seen[file.stem] = file


def _check_strategies(
    strategies: Mapping[Path, Strategy],
    settings: Settings,
    areas: Collection[str],
    indicator_titles: Mapping[str, str],
    problems: Problems,
) -> None:
    for path, strategy in strategies.items():
        if strategy.area:
            _check_known(path, ("area",), strategy.area, areas, "area", problems)
        if strategy.end < strategy.start:
            _add_at(path, ("end",), f"it ends on {strategy.end}, before it starts.", problems)
        _check_goals(path, strategy, settings, indicator_titles, problems)
        for number in range(len(strategy.priorities)):
            known_ids = (indicator_titles, settings.themes)
            _check_priority(path, strategy, number, known_ids, problems)
        for i, indicator in enumerate(strategy.numbers_affected):
            at: Location = ("numbers_affected", i)
            _check_known(path, at, indicator, indicator_titles, "indicator", problems)
        for link in (
            *framework_links(strategy, indicator_titles),
            *document_links(strategy, settings.register_kinds),
        ):
            _check_known(path, link.at, link.name, link.known, link.what, problems)
        own = (
            *strategy_faults(strategy, settings.indicators), *framework_faults(strategy),
            *document_faults(strategy),
        )  # fmt: skip
        for place, what, allowed in own:
            problems.add(what, path, line_of(path, place), allowed=allowed)


def _check_priority(
    path: Path,
    strategy: Strategy,
    number: int,
    known_ids: tuple[Mapping[str, str], Collection[str]],
    problems: Problems,
) -> None:
    indicator_titles, themes = known_ids
    priority = strategy.priorities[number]
    at: Location = ("priorities", number)
    if [other.id for other in strategy.priorities].count(priority.id) > 1:
        _add_at(path, (*at, "id"), f"two priorities have the id {priority.id!r}.", problems)
    if priority.id in RESERVED_IDS:
        what = f"a priority may not have the id {priority.id!r}: a page of every pack has it."
        _add_at(path, (*at, "id"), what, problems, "Give the priority another id.")
    known = {
        "indicators": ("indicator", indicator_titles),
        "life_stages": ("life stage", {stage.id for stage in strategy.life_stages}),
        "chapters": ("chapter", CHAPTERS),
        "themes": ("theme", themes),
    }
    for key, (what, allowed) in known.items():
        for i, name in enumerate(getattr(priority, key)):
            _check_known(path, (*at, key, i), name, allowed, what, problems)


def _check_goals(
    path: Path,
    strategy: Strategy,
    settings: Settings,
    indicator_titles: Mapping[str, str],
    problems: Problems,
) -> None:
    shown = {id for priority in strategy.priorities for id in priority.indicators}
    for number, goal in enumerate(strategy.goals):
        at: Location = ("goals", number, "indicator")
        _check_known(path, at, goal.indicator, indicator_titles, "indicator", problems)
        known = settings.indicators.get(goal.indicator)
        if known and known.polarity == "none":
            _add_at(path, at, NO_SIDE.format(indicator=known.id), problems)
        elif known and goal.indicator not in shown:
            what = f"no priority has the indicator {goal.indicator!r}: no page shows the goal."
            _add_at(path, at, what, problems)


def _check_corrections(
    corrections: Mapping[Path, Correction],
    indicator_titles: Mapping[str, str],
    sources: Mapping[Path, SourceSettings],
    problems: Problems,
) -> None:
    known_sources = {f.stem for f in sources}
    for path, correction in corrections.items():
        _check_known(path, ("source",), correction.source, known_sources, "source", problems)
        _check_known(
            path, ("indicator",), correction.indicator, indicator_titles, "indicator", problems
        )
        if correction.expect == correction.corrected:
            what = "corrected is the same as expect, so that nothing is corrected."
            _add_at(path, ("corrected",), what, problems)


def _check_known(
    path: Path, at: Location, name: str, known: Collection[str], what: str, problems: Problems
) -> None:
    if name in known:
        return
    names = sorted(known)
    few = ", ".join(names[:12]) + (" ..." if len(names) > 12 else "")
    problems.add(
        f"there is no {what} {name!r}.",
        path,
        line_of(path, at),
        allowed=f"Known are: {few or 'none'}.",
        next_step=did_you_mean(name, known),
    )


def _add_at(path: Path, at: Location, what: str, problems: Problems, allowed: str = "") -> None:
    problems.add(what, path, line_of(path, at), allowed=allowed)


def _pick(
    items: Mapping[str, Model], name: str, what: str, where: str, misnamed: Mapping[str, str]
) -> Model:
    if name in items:
        return items[name]
    own = misnamed.get(f"{what} {name}", "")
    step = f"{own} is there: its name has to end in .yml." if own else did_you_mean(name, items)
    raise UserFileError(
        Problem(
            f"there is no {what} {name!r}.",
            allowed=f"Known are: {', '.join(sorted(items)) or 'none'} ({where}).",
            next_step=step,
        )
    )
