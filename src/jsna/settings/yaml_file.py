"""One YAML file into one settings model, with every problem told by file and line."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from jsna.errors import Problem, UserFileError
from jsna.settings.model import EMAIL_ADDRESS, MONTH, WEB_ADDRESS, SettingsModel
from jsna.settings.parsed_before import as_kept, in_hand
from jsna.settings.plain_words import why_wrong
from jsna.settings.unknown_name import did_you_mean
from jsna.settings.user_file import read_user_file
from jsna.settings.yaml_advice import yaml_advice

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

BRITISH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
Model = TypeVar("Model", bound=SettingsModel)
Location = tuple[int | str, ...]
LARGEST_BYTES: Final = 1 << 20
LONGEST_VALUE: Final = 80
DAY: Final = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DATES: Final = "A date is written YYYY-MM-DD: the year, the month from 01 to 12, the day."
MOST_DEEP: Final = 50
BRACKET: Final = re.compile(r"[\[\]{}]")
DEEP_INDENT: Final = re.compile(r"(?m)^ {200}")
DEEP_LIST: Final = re.compile(r"(?m)^\s*(?:[-?] ){50}")
TOO_DEEP: Final = "this file is nested deeper than any settings are."
RULE_OF: Final = re.compile(r"[a-z_]+(?:\.[a-z_]+)*(?=:? )")
ALIAS: Final = re.compile(r"(?m)(?:^|[\s,\[{:-])\*[^\s*,\]}]+")
STAR: Final = "A text that begins with * stands in quotation marks."
EMPTY: Final = (
    "is empty: nothing stands behind its colon. A text that begins with # or & stands in quotation"
    " marks"
)
NO_ALIASES: Final = "this file repeats parts of itself (*name), which settings do not."


@dataclass
class Problems:
    """The problems gathered so far, and how to name files in them."""

    root: Path
    found: list[Problem] = field(default_factory=list)

    def add(
        self, what: str, file: Path, line: int = 0, *, allowed: str = "", next_step: str = ""
    ) -> None:
        """Keep one problem."""
        self.found.append(Problem(what, self.name_of(file), line, allowed, next_step))

    def name_of(self, file: Path) -> str:
        """Return a file's name below the root, or its whole path where it lies elsewhere."""
        return (file.relative_to(self.root) if file.is_relative_to(self.root) else file).as_posix()


@dataclass(frozen=True)
class YamlFile:
    """A read YAML file: what it holds, and its text, which tells on which line each key stands."""

    path: Path
    data: Any
    text: str

    def line(self, location: Location) -> int:
        """Return the 1-based line of the key or item at `location`, or of its nearest parent.

        The text is parsed for it, which only happens when something is wrong.
        """
        from ruamel.yaml.comments import CommentedMap, CommentedSeq

        node, line = _parsed(self.text), 1
        for step in location:
            try:
                if isinstance(node, CommentedMap) and step in node:
                    line = node.lc.key(step)[0] + 1
                elif isinstance(node, CommentedSeq) and isinstance(step, int):
                    line = node.lc.item(step)[0] + 1
                else:
                    break
                node = node[step]
            except (LookupError, TypeError):  # a key that was merged in has no line of its own
                break
        return line


def read_yaml(path: Path, problems: Problems) -> YamlFile | None:
    """Return the file's content with its lines, or None after telling why it can't be read."""
    return _read(path, problems, lambda text: text)


def read_front_matter(path: Path, problems: Problems) -> YamlFile | None:
    """Return what the head of a page says, between its first two lines of `---`; {} without one."""

    def head(text: str) -> str:
        return text.split("\n---", 1)[0] if text.startswith("---") else "{}"

    return _read(path, problems, head)


def _read(path: Path, problems: Problems, part: Callable[[str], str]) -> YamlFile | None:
    try:
        text = read_user_file(path, LARGEST_BYTES).decode("utf-8-sig")
    except UserFileError as error:
        problems.add(error.problems[0].what, path)
        return None
    except UnicodeDecodeError as error:
        start = error.object[error.start]
        what = f"this file is not in UTF-8, but in another encoding (byte {start:#x})."
        line = error.object[: error.start].count(b"\n") + 1
        problems.add(what, path, line, next_step="Save it as UTF-8.")
        return None
    return _file_of(part(text), path, problems)


def _file_of(text: str, path: Path, problems: Problems) -> YamlFile | None:
    known, content = in_hand().find(text)
    if known:
        return YamlFile(path, content, text)
    from ruamel.yaml.error import MarkedYAMLError

    try:
        content = _parsed(text)
    except MarkedYAMLError as error:
        _tell_not_yaml(error, text, path, problems)
    except RecursionError:
        problems.add(TOO_DEEP, path)
    except _RepeatsItself as error:
        problems.add(NO_ALIASES, path, error.line, next_step=STAR)
    except Exception as error:  # whatever the parser trips over stands in this file
        line, why = _impossible_day(text)
        told = next(iter(str(error).splitlines()), type(error).__name__)
        what = why or f"this file can't be read: {told}."
        problems.add(what, path, line, allowed=DATES if why else "")
    else:
        in_hand().keep(text, content)
        return YamlFile(path, as_kept(content), text)
    return None


class _RepeatsItself(ValueError):
    """A file has an alias on this line."""

    def __init__(self, line: int) -> None:
        super().__init__(NO_ALIASES)
        self.line = line


def _tell_not_yaml(error: "MarkedYAMLError", text: str, path: Path, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    step = yaml_advice(text, line, str(error.problem))
    problems.add(f"this is not valid YAML: {error.problem}.", path, line, next_step=step)


def _is_deep(text: str) -> bool:
    """Return whether brackets or indents go deeper than the parser should be asked to follow."""
    depth, deepest = 0, 0
    for sign in BRACKET.findall(text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > MOST_DEEP or bool(DEEP_INDENT.search(text) or DEEP_LIST.search(text))


def _impossible_day(text: str) -> tuple[int, str]:
    """Return line and words of the first date of a text that no calendar has; 0, "" without."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in DAY.finditer(line):
            try:
                date(*(int(part) for part in found.groups()))
            except ValueError as error:
                return number, f"{found[0]} is no day of the calendar: {error}."
    return 0, ""


@lru_cache(maxsize=512)
def _parsed(text: str) -> Any:
    """Return what a text holds, with the line of everything in it, which is slow to keep."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent

    if _is_deep(text):
        raise RecursionError
    if ALIAS.search(text):
        events = YAML(typ="rt").parse(text)
        if again := next((event for event in events if isinstance(event, AliasEvent)), None):
            raise _RepeatsItself(again.start_mark.line + 1)
    return YAML(typ="rt").load(text)


def read_model(path: Path, model: type[Model], problems: Problems, **extra: Any) -> Model | None:
    """Return the model that the file describes, or None after telling every problem in it.

    Args:
        path: The YAML file.
        model: What it should hold.
        problems: Where problems are gathered.
        **extra: Values that the place of the file gives, such as its slug.
    """
    file = read_yaml(path, problems)
    if file is None:
        return None
    if not isinstance(file.data, dict):
        problems.add("this file should hold keys and values.", path, 1)
        return None
    return validate(file, file.data, model, problems, **extra)


def validate(
    file: YamlFile,
    data: Any,
    model: type[Model],
    problems: Problems,
    at: Location = (),
    **extra: Any,
) -> Model | None:
    """Return `model` made from `data`, found in `file` at `at`; None after telling problems."""
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        what = f"{_short(data)} should hold keys and values, each key a word."
        problems.add(what, file.path, file.line(at))
        return None
    try:
        return model.model_validate({**data, **extra})
    except ValidationError as error:
        found = error.errors()
        for item in found:
            if not _follows(item, found):
                _tell(file, model, item, problems, at)
    return None


def _follows(item: Any, found: Sequence[Any]) -> bool:
    """Return whether an error only says that what another one is about was left out."""
    place = item["loc"]
    return item["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in found
    )


def _tell(
    file: YamlFile, model: type[SettingsModel], item: Any, problems: Problems, at: Location
) -> None:
    location = at + tuple(item["loc"])
    key = ".".join(str(step) for step in item["loc"])
    line = file.line(location + _told_of(item))
    if location in (("slug",), ("id",)) and location[0] not in file.data:
        key = "the name of this file or folder"
    if item["type"] == "extra_forbidden":
        keys = sorted(_fields_at(model, item["loc"][:-1]))
        step = did_you_mean(str(item["loc"][-1]), keys)
        allowed = f"Allowed are: {', '.join(keys)}."
        problems.add(
            f"unknown key {item['loc'][-1]!r}.", file.path, line, allowed=allowed, next_step=step
        )
    elif item["type"] == "missing":
        problems.add(f"the key {key!r} is missing.", file.path, line)
    elif item["type"] == "literal_error":
        expected = [w.strip("' ") for w in item["ctx"]["expected"].replace(" or ", ", ").split(",")]
        allowed = f"Allowed are: {', '.join(word or 'nothing' for word in expected)}."
        step = did_you_mean(str(item["input"]), [word for word in expected if word])
        what = f"{key} is {_short(item['input'])}, which is not known."
        problems.add(what, file.path, line, allowed=allowed, next_step=step)
    else:
        problems.add(_plain(key, item), file.path, line, allowed=_allowed(item))


def _told_of(item: Any) -> Location:
    """Return the keys that a rule of several keys begins its words with: "due.column names ..."."""
    words = str(item["msg"]).removeprefix("Value error, ")
    found = RULE_OF.match(words) if item["type"] == "value_error" else None
    return tuple(found[0].split(".")) if found else ()


def _plain(key: str, item: Any) -> str:
    if item["input"] is None:
        return f"{key} {EMPTY}."
    if item["type"] == "string_pattern_mismatch":
        return f"{key} is {_short(item['input'])}, which has the wrong form."
    if item["type"] == "string_type" and isinstance(item["input"], int | float | date):
        value = item["input"]
        told = str(value).lower() if isinstance(value, bool) else value  # as YAML writes it
        return f"{key} is {told}: put quotation marks round {told}."
    if item["type"].startswith("date_") and (day := _day(str(item["input"]))):
        return (
            f"{key} is {item['input']!r}, which is no date as they are written here: write {day}."
        )
    if item["type"] == "value_error":
        # a rule of several keys: their values are in the file, and its words say what is allowed
        told = item["msg"].removeprefix("Value error, ").rstrip(". ")
        end = "" if told.endswith("?") else "."
        return f"{key}: {told}{end}" if key else f"{told}{end}"
    return f"{key} is {_short(item['input'])}, {why_wrong(item['type'], item.get('ctx') or {})}."


def _short(value: Any) -> str:
    """Return a value as it is written, cut where it is long."""
    told = repr(value)
    return told if len(told) <= LONGEST_VALUE else f"{told[:LONGEST_VALUE]} ..."


def _day(text: str) -> str:
    """Return a British date as YAML writes it, "" if it is none."""
    found = BRITISH_DATE.fullmatch(text.strip())
    if not found:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def line_of(path: Path, at: Location) -> int:
    """Return a place's line; the file is read again, which only happens when it is wrong."""
    file = read_yaml(path, Problems(path.parent))
    return file.line(at) if isinstance(file, YamlFile) else 0


PATTERN_WORDS = {
    WEB_ADDRESS: "A web address: https:// or http://, and no spaces, quotes or brackets.",
    EMAIL_ADDRESS: "An email address, as in team@council.gov.uk; leave it out if there is none.",
    MONTH: "A month: the year, a hyphen and the month from 01 to 12 (YYYY-MM).",
    r"^E(06|07|08|09|10)\d{6}$": "An English authority's code: E06, E07, E08, E09 or E10 and six"
    " digits.",
    r"^E12\d{6}$": "An English region's code: E12 and six digits.",
    r"^E01\d{6}$": "An English LSOA's code: E01 and six digits.",
    r"^[A-Z]{1,2}\d[A-Z\d]? \d$": "A postcode sector: the first half, a space and one digit, as in"
    " AB1 2.",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Small letters, digits and single hyphens.",
    r"^[EWSN]\d{8}$": "An area's ONS code: a letter and eight digits.",
    r"^\d{4}-\d{2}-\d{2}/P\d+[YMD]$": "A period is its first day and its length, as in facts:"
    " YYYY-MM-DD/P1Y.",
}


def _allowed(item: Any) -> str:
    pattern = item.get("ctx", {}).get("pattern")
    return PATTERN_WORDS.get(pattern, f"The form is {pattern}.") if pattern else ""


def _fields_at(model: type[SettingsModel], location: Location) -> set[str]:
    """Return the keys that the model at `location` inside `model` knows."""
    here: Any = model
    for step in location:
        if isinstance(step, int):
            continue
        here = _model_of(here.model_fields[step].annotation) if step in here.model_fields else here
    elsewhere = {"slug", "id", "own_measures"}
    return set(here.model_fields) - elsewhere | ({"id"} & set(here.model_fields))


def _model_of(annotation: Any) -> Any:
    parts = [annotation, *getattr(annotation, "__args__", ())]
    deeper = [p for part in parts for p in getattr(part, "__args__", ())]
    for part in [*parts, *deeper]:
        if isinstance(part, type) and issubclass(part, SettingsModel):
            return part
    return SettingsModel
