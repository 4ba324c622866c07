"""`jsna indicators`: list and search the catalogue, show one indicator, say what is due."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from jsna.commands.console import Console
    from jsna.settings.indicator import Indicator
    from jsna.settings.load import Settings
    from jsna.settings.paths import Paths

NAME = "indicators"
HELP = "list and search the catalogue, show one indicator, or say what is due"
SOON_DAYS = 31


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("words", nargs="*", help="an indicator's id, or words to search for")
    parser.add_argument(
        "--due",
        action="store_true",
        help=f"what is due, past its next release, or due within {SOON_DAYS} days",
    )


def run(args: Namespace, console: Console) -> int:
    """Print what was asked for; return the exit code.

    Raises:
        UserFileError: nothing in the catalogue matches, or a mistake in the settings.
    """
    from jsna.settings.project import open_project

    project = open_project()
    settings = project.settings
    if len(args.words) == 1 and args.words[0] in settings.indicators and not args.due:
        _show(settings.indicators[args.words[0]], settings, project.paths, console)
        return 0
    chosen = _matching(args.words, settings)
    if args.due:
        _due(chosen, _today(), console)
    else:
        _list(chosen, settings, console)
    return 0


def _today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def _matching(words: list[str], settings: Settings) -> list[Indicator]:
    """Return the indicators in which every word stands, in the order of themes and titles."""
    order = {theme: number for number, theme in enumerate(settings.themes)}
    found = [i for i in settings.indicators.values() if _has(i, words, settings)]
    if words and not found:
        raise _nothing(words, settings)
    return sorted(found, key=lambda i: (order[i.theme], i.title, i.id))


def _has(indicator: Indicator, words: list[str], settings: Settings) -> bool:
    theme = settings.themes[indicator.theme].title
    told = (indicator.id, indicator.title, indicator.short_title, indicator.measures, theme,
            *indicator.life_stages, *indicator.caveats)  # fmt: skip
    text = " ".join(told).casefold()
    return all(word.casefold() in text for word in words)


def _nothing(words: list[str], settings: Settings) -> Exception:
    from jsna.errors import Problem, UserFileError
    from jsna.settings.unknown_name import did_you_mean

    titles = {id: one.title for id, one in settings.indicators.items()}
    in_titles = {word.casefold().strip(".,()") for one in titles.values() for word in one.split()}
    known = titles | {word: word for word in in_titles - set(titles)}
    return UserFileError(
        Problem(
            f"no indicator of the catalogue has {' '.join(words)!r}.",
            allowed=f"It describes {len(settings.indicators)}; `jsna indicators` lists them.",
            next_step=did_you_mean(words[0].casefold(), known) if len(words) == 1 else "",
        )
    )


def _list(chosen: list[Indicator], settings: Settings, console: Console) -> None:
    from jsna.narrative.english import counted

    theme = ""
    width = max((len(i.id) for i in chosen), default=0)
    for indicator in chosen:
        if indicator.theme != theme:
            theme = indicator.theme
            console.say(f"\n{settings.themes[theme].title}")
        console.say(f"  {indicator.id:<{width}}  {indicator.title} ({indicator.unit})")
    found = counted(len(chosen), "indicator")
    console.say(
        f"\n{found[:1].upper()}{found[1:]}. `jsna indicators ID` shows one with its definition."
    )
    console.result(indicators=[_plain(i) for i in chosen])


def _due(chosen: list[Indicator], today: date, console: Console) -> None:
    from datetime import timedelta

    dated = [(day, i.id, i) for i in chosen if (day := _next_release(i, today))]
    known = sorted(dated, key=lambda row: row[:2])
    late = [(day, i) for day, _, i in known if day <= today]
    soon = [(day, i) for day, _, i in known if today < day <= today + timedelta(days=SOON_DAYS)]
    for heading, rows in (("Due", late), (f"In the next {SOON_DAYS} days", soon)):
        if rows:
            console.say(heading)
        for day, indicator in rows:
            console.say(f"  {day}  {indicator.id}  {indicator.title}{_rule_words(indicator)}")
    by_rule = [i for i in chosen if i.release_rule and not i.next_release]
    if by_rule:
        console.say("By a rule that the source states, no announced day")
    for indicator in sorted(by_rule, key=lambda i: (i.release_rule, i.id)):
        console.say(f"  {indicator.release_rule}  {indicator.id}  {indicator.title}")
    unknown = sum(1 for i in chosen if not i.next_release and not i.release_rule)
    console.say(
        f"{len(late)} due by {today}, {len(soon)} in the next {SOON_DAYS} days,"
        f" {len(by_rule)} by a rule, {unknown} without a date of the next release."
    )
    console.result(
        today=today,
        due=[_plain(i) for _, i in late],
        soon=[_plain(i) for _, i in soon],
        by_rule=[_plain(i) for i in by_rule],
        without_date=unknown,
    )


def _next_release(indicator: Indicator, today: date) -> date | None:
    """Return the announced day, else the end of the month that the source's rule names."""
    from jsna.settings.release_rule import next_by_rule

    if indicator.next_release or not indicator.release_rule:
        return indicator.next_release
    return next_by_rule(indicator.release_rule, today)


def _rule_words(indicator: Indicator) -> str:
    return "" if indicator.next_release else f" (by rule: {indicator.release_rule})"


def _show(indicator: Indicator, settings: Settings, paths: Paths, console: Console) -> None:
    fields = _plain(indicator)
    fields["theme"] = settings.themes[indicator.theme].title
    fields["source"] = _source(indicator, settings)
    fields["outcomes_frameworks"] = [
        f"{tag.framework}: {tag.id or 'number not seen published'}"
        for tag in indicator.outcomes_frameworks
    ]
    fields["strata"] = [" ".join(p for p in (s.sex, s.age) if p) for s in indicator.strata]
    used = [s.slug for s in settings.strategies.values() if indicator.id in s.every_indicator_id]
    said = _said_by_source(indicator.id, paths)
    _print("The catalogue", fields | {"used by": sorted(used)}, console)
    if said:
        _print("The source itself", said, console)
    else:
        console.say("\nWhat the source says of it is in no file that was fetched here.")
    console.result(**_plain(indicator), used_by=sorted(used), said_by_source=said)


def _print(heading: str, fields: dict[str, Any], console: Console) -> None:
    console.say(f"\n{heading}")
    for name, value in fields.items():
        items = value if isinstance(value, list | tuple) else [value]
        told = [text for text in map(_text, items) if text]
        if told:
            console.say(f"  {name.replace('_', ' '):<18}  {'; '.join(told)}")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ": ".join(str(part) for part in value.values())
    return "" if value is None else str(value).rstrip(".")


def _source(indicator: Indicator, settings: Settings) -> str:
    reference = indicator.source
    title = settings.sources[reference.source].title
    words = reference.of_others(title) or f"{title}, {reference.id}"
    return " ".join(part for part in (words, reference.url) if part)


def _said_by_source(id: str, paths: Paths) -> dict[str, str]:
    """Return what a fetched file of definitions says, the newest of any area's; {} if none does."""
    from jsna.facts.parquet import read_parquet

    found: list[tuple[str, dict[str, str]]] = []
    for file in sorted(paths.facts("*").parent.glob("*/definitions.parquet")):
        rows = read_parquet(file)
        found += [
            (str(row["last_upload"]), {str(k): str(v) for k, v in row.items()})
            for row in rows[rows["indicator_id"] == id].to_dict("records")
        ]
    if not found:
        return {}
    _, newest = max(found, key=lambda pair: pair[0])
    return {k: v for k, v in newest.items() if k not in ("indicator_id", "snapshot_ids")}


def _plain(indicator: Indicator) -> dict[str, Any]:
    return indicator.model_dump(mode="json")
