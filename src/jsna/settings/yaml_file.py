"""One YAML file into one settings model, with every problem told by file and line."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from jsna.errors import Problem
from jsna.settings.model import EMAIL_ADDRESS, WEB_ADDRESS, SettingsModel
from jsna.settings.unknown_name import did_you_mean

Model = TypeVar("Model", bound=SettingsModel)
Location = tuple[int | str, ...]


@dataclass
class Problems:
    """The problems gathered so far, and how to name files in them."""

    root: Path
    found: list[Problem] = field(default_factory=list)

    def add(
        self, what: str, file: Path, line: int = 0, *, allowed: str = "", next_step: str = ""
    ) -> None:
        """Keep one problem."""
        name = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file
        self.found.append(Problem(what, str(name), line, allowed, next_step))


@dataclass(frozen=True)
class YamlFile:
    """A read YAML file that still knows on which line each key stands."""

    path: Path
    data: Any

    def line(self, location: Location) -> int:
        """Return the 1-based line of the key or item at `location`, or of its nearest parent."""
        node, line = self.data, 1
        for step in location:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return line


def read_yaml(path: Path, problems: Problems) -> YamlFile | None:
    """Return the file's content with its lines, or None after telling why it can't be read."""
    try:
        data = _parsed(path.read_text(encoding="utf-8-sig"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problems.add(f"this is not valid YAML: {error.problem}.", path, line)
        return None
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        problems.add(f"this file can't be read: {reason}.", path)
        return None
    return YamlFile(path, data)


@lru_cache(maxsize=512)
def _parsed(text: str) -> Any:
    """One process reads the same settings several times, and lines are slow to keep.

    Nobody changes what is kept here: models are made from copies of it.
    """
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
    try:
        return model.model_validate({**data, **extra})
    except ValidationError as error:
        for item in error.errors():
            _tell(file, model, item, problems, at)
    return None


def _tell(
    file: YamlFile, model: type[SettingsModel], item: Any, problems: Problems, at: Location
) -> None:
    location = at + tuple(item["loc"])
    key = ".".join(str(step) for step in item["loc"])
    line = file.line(location)
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
        allowed = f"Allowed are: {', '.join(expected)}."
        step = did_you_mean(str(item["input"]), expected)
        what = f"{key} is {item['input']!r}, which is not known."
        problems.add(what, file.path, line, allowed=allowed, next_step=step)
    else:
        problems.add(_plain(key, item), file.path, line, allowed=_allowed(item))


def _plain(key: str, item: Any) -> str:
    if item["type"] == "string_pattern_mismatch":
        return f"{key} is {item['input']!r}, which has the wrong form."
    if item["type"] == "value_error":
        # a rule of several keys: their values are in the file, and its words say what is allowed
        return f"{key}: {item['msg'].removeprefix('Value error, ')}."
    return f"{key} is {item['input']!r}: {item['msg']}."


def line_of(path: Path, at: Location) -> int:
    """Return a place's line; the file is read again, which only happens when it is wrong."""
    file = read_yaml(path, Problems(path.parent))
    return file.line(at) if isinstance(file, YamlFile) else 0


PATTERN_WORDS = {
    WEB_ADDRESS: "A web address: https:// or http://, and no spaces, quotes or brackets.",
    EMAIL_ADDRESS: "An email address, as in team@council.gov.uk; leave it out if there is none.",
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
    return set(here.model_fields) - {"slug", "id"} | ({"id"} & set(here.model_fields))


def _model_of(annotation: Any) -> Any:
    parts = [annotation, *getattr(annotation, "__args__", ())]
    deeper = [p for part in parts for p in getattr(part, "__args__", ())]
    for part in [*parts, *deeper]:
        if isinstance(part, type) and issubclass(part, SettingsModel):
            return part
    return SettingsModel
