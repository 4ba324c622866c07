"""Which number a name in the council's own words stands for; a name that has none is told."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from jsna.chapter.area_number import AreaNumber
from jsna.chapter.evidence import Evidence, Measure, measure_slug
from jsna.chapter.ward_number import WardNumber
from jsna.chapter.ward_scans import LEVEL, ward_scan_of
from jsna.errors import Problem
from jsna.fact_schema import ENGLAND
from jsna.narrative.labels import age_words
from jsna.narrative.live_name import FIELDS, FORM, OF_WARDS, LiveName, live_name
from jsna.settings.commentary import CommentaryFile, problem_in
from jsna.settings.indicator import Indicator, Stratum
from jsna.settings.unknown_name import did_you_mean

LiveNumber = AreaNumber | WardNumber
FEW: Final = 12


class UnknownNumber(ValueError):
    """A name that stands for no number.

    Attributes:
        what: What is wrong, as a sentence.
        allowed: What would be right.
        step: The nearest match.
    """

    def __init__(self, what: str, allowed: str = "", step: str = "") -> None:
        super().__init__(what)
        self.what, self.allowed, self.step = what, allowed, step

    def told(self, file: CommentaryFile, line: int) -> Problem:
        """Return it as the problem of a line of a file's body."""
        return problem_in(file, self.what, line, self.allowed, self.step)


def number_named(evidence: Evidence, text: str) -> tuple[LiveNumber, str]:
    """Return the number that a name stands for, and which of its fields.

    Args:
        evidence: The area's.
        text: What stands between {{ and }}.

    Raises:
        UnknownNumber: it is no name, or of an indicator, sex, age, ward or field that is not known.
    """
    name = live_name(text)
    if name is None:
        raise UnknownNumber(f"{{{{ {text} }}}} is no name of a number.", FORM)
    known = evidence.settings.indicators
    if name.indicator not in known:
        what = f"the catalogue has no indicator {name.indicator!r}."
        titles = {id: one.title for id, one in known.items()}
        step = did_you_mean(name.indicator, titles, "See `jsna indicators`.")
        raise UnknownNumber(what, "", step)
    number = number_of(evidence, name.indicator, name.which)
    fields = FIELDS if isinstance(number, AreaNumber) else OF_WARDS
    if name.field not in fields:
        whose = "a number" if fields is FIELDS else "a ward's number"
        what = f"{whose} has no {name.field!r}."
        allowed = f"It has: {', '.join(fields)}."
        raise UnknownNumber(what, allowed, did_you_mean(name.field, fields))
    return number, name.field


@cache
def number_of(evidence: Evidence, indicator_id: str, which: tuple[str, ...]) -> LiveNumber:
    """Return a number of an indicator of the catalogue, the same object each time.

    Args:
        evidence: The area's.
        indicator_id: Of the catalogue.
        which: The sex, age or ward that is not the first one of the indicator's pages.

    Raises:
        UnknownNumber: the facts hold no such sex, age or ward.
    """
    indicator = evidence.settings.indicators[indicator_id]
    wards = _wards(evidence) if which else {}
    ward = next((code for part in which if (code := wards.get(_plain(part)))), "")
    others = [part for part in which if _plain(part) not in wards]
    stratum = _stratum(evidence, indicator, others, ward, wards)
    if ward:
        return _ward_number(evidence, indicator, stratum, ward)
    statement = evidence.statement(indicator, stratum, ENGLAND)
    measure = Measure(indicator, stratum, measure_slug(indicator, stratum), statement)
    if which and not measure.has_data:
        raise UnknownNumber(f"there is no figure of {indicator.id} for {', '.join(which)}.")
    return AreaNumber(evidence, measure)


def canonical(name: LiveName) -> str:
    """Return by what name a number is remembered: without the field."""
    return f"{name.indicator}({', '.join(name.which)})" if name.which else name.indicator


def _ward_number(
    evidence: Evidence, indicator: Indicator, stratum: Stratum, code: str
) -> WardNumber:
    scan = ward_scan_of(evidence, indicator, stratum)
    if scan is None or not scan.rows["area_code"].eq(code).any():
        raise UnknownNumber(f"the data hold no figures of {indicator.id} for wards.")
    return WardNumber(evidence, scan, code)


def _stratum(
    evidence: Evidence,
    indicator: Indicator,
    parts: Iterable[str],
    ward: str,
    wards: dict[str, str],
) -> Stratum:
    """The sex and age that some words name; what they leave open is as on the indicator's page."""
    facts = evidence.facts_of(indicator.id)
    kind = facts["area_type"].eq(LEVEL) if ward else facts["area_code"].eq(evidence.area.code)
    own = facts[kind & (facts["breakdown"] == "")]
    sexes = {_plain(sex): sex for sex in own["sex"].unique()}
    ages = {form: age for age in own["age"].unique() for form in (_plain(age), age_words(age))}
    sex = age = ""
    for part in parts:
        if _plain(part) in sexes:
            sex = sexes[_plain(part)]
        elif _plain(part) in ages:
            age = ages[_plain(part)]
        else:
            raise _no_such(indicator, part, [*sexes.values(), *own["age"].unique()], wards)
    return _completed(indicator, sex, age)


def _completed(indicator: Indicator, sex: str, age: str) -> Stratum:
    fitting = [s for s in indicator.strata if sex in ("", s.sex) and age in ("", s.age)]
    first = fitting[0] if fitting else indicator.strata[0]
    return first.model_copy(update={"sex": sex or first.sex, "age": age or first.age})


def _no_such(
    indicator: Indicator, part: str, known: list[str], wards: dict[str, str]
) -> UnknownNumber:
    few = ", ".join(known[:FEW]) + (" ..." if len(known) > FEW else "")
    return UnknownNumber(
        f"the facts of {indicator.id} have no sex, age or ward {part!r}.",
        f"They have: {few or 'none'}; a ward is named by its name or code.",
        did_you_mean(part, [*known, *(ward for ward in wards if not ward.startswith("e05"))]),
    )


def _wards(evidence: Evidence) -> dict[str, str]:
    """Code and name of each of the area's wards, in small letters -> its code."""
    codes = sorted(evidence.geography.members[LEVEL])
    named = {_plain(evidence.names.get(code, code)): code for code in codes}
    return named | {_plain(code): code for code in codes}


def _plain(words: str) -> str:
    return " ".join(words.lower().removesuffix(" ward").split())
