"""No text and no table of a pack gives a number of a hidden figure, or a small count as one.

Which figure a text is about is told by the indicator that was named last before it; whose, by the
area that it names. No fault says what a number was.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import pandas as pd

from jsna.publish.may_be_shown import HIDDEN, NUMBERS, MayBeShown
from jsna.publish.nameless_words import MONTH, is_beside, nameless_of, without
from jsna.publish.passages import Passage, straight
from jsna.settings.source import Disclosure

NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
OF_A_MONTH: Final = re.compile(rf"\b{MONTH} \d{{4}}\b")
"""The day of a target, a month and its year: no figure."""
COUNTED: Final = re.compile(
    r"\b\d[\d,]* of \d[\d,]*\b|\b\d+(?:st|[nr]d|th)\b|\b(?:95|99\.8)%(?: interval| limits)?"
    r"|\b(?:[Pp]riority|[Tt]able|[Ff]igure) \d+\b"
    r"|\b\d+ (?:\w+ )?(?:wards?|areas?|neighbourhoods?|authorities|periods?|years?|groups?)\b"
)
"""Numbers of places, priorities, tables and levels of an interval: none of people."""
INSIDE: Final = re.compile(
    r"\b(?:wards|areas|neighbourhoods|authorities|districts|parts|groups|rest|average)"
    r" of (?:the )?$",
    re.IGNORECASE,
)
"""Before a name: what is said is said of what lies in the area, not of it."""
CLAUSE: Final = re.compile(r"[;.](?=\s|$)")
PEOPLE: Final = r"(?:people|persons?|residents?|cases?|patients?|children|counts?|numbers?)"
OF_PEOPLE: Final = re.compile(rf"\b{PEOPLE}\b", re.IGNORECASE)
OF_ALL: Final = re.compile(r"^lowest and highest\b", re.IGNORECASE)
"""A column that says between what the shown areas lie."""
LIMITS: Final = re.compile(r"\blimits?\b|limit_", re.IGNORECASE)
SPAN_WORD: Final = re.compile(r" (?:to|\u2013) ")
MEMORY: Final = 1_000_000
PDF_MEMORY: Final = 12
"""A PDF's text has no headings: what was named so many sentences ago is no longer meant."""
BESIDE: Final = 25
"""Characters between a name and a number that still belong together."""


class _About:
    """Which indicator a text is about: that named last, until a heading begins something else.

    Attributes:
        indicator: "" where none is known.
        is_whole: Whether a heading or the file named it, so that all that follows is about it.
    """

    def __init__(self, start: str, memory: int) -> None:
        self.start = self.indicator = start
        self.memory = self.left = memory
        self.section = self.level = 0
        self.is_whole = bool(start)

    def hear(self, passage: Passage, shown: MayBeShown) -> None:
        """Go on to the next passage."""
        named, self.left = _named(passage.text, shown), self.left - 1
        if passage.level:
            self.section = passage.level
        if named:
            self.indicator, self.level, self.left = named, self.section, self.memory
            self.is_whole = passage.level > 0
        elif (0 < passage.level <= self.level) or not self.left:
            self.indicator, self.is_whole = self.start, bool(self.start)


@dataclass(frozen=True)
class Looker:
    """Looks for numbers beside hidden figures.

    Attributes:
        shown: What may be shown.
        rules: Indicator -> the strictest of its rules.
    """

    shown: MayBeShown
    rules: Mapping[str, Disclosure]

    def faults(
        self, passages: Iterable[Passage], start: str = "", memory: int = MEMORY
    ) -> Iterator[str]:
        """Yield one sentence for each passage that gives a number away.

        Args:
            passages: Those of one file, in its order.
            start: The indicator that the file as a whole is about, if it is.
            memory: For how many passages an indicator that was named stays what a text is about.
        """
        about = _About(start, memory)
        for passage in passages:
            if passage.row or passage.column:
                names = (passage.column, passage.row, passage.text, passage.about)
                named = (_named(words, self.shown) for words in names)
                here = next(filter(None, named), "" if passage.about else about.indicator)
                if here in self.shown.indicators:
                    yield from self._of_cell(passage, here)
                continue
            about.hear(passage, self.shown)
            here = _named(passage.about, self.shown) or about.indicator
            if here in self.shown.indicators:
                itself = _named(passage.text, self.shown) == here
                yield from self._of_text(passage, here, is_its=itself or about.is_whole)

    def _of_cell(self, passage: Passage, indicator: str) -> Iterator[str]:
        numbers = _numbers(COUNTED.sub(" ", passage.text)) - self._labels(indicator)
        numbers -= self._stated(indicator)
        if not numbers or self._is_no_figure(passage, indicator):
            return
        rule = self.rules[indicator]
        alone = passage.text.replace(",", "").strip()
        if OF_PEOPLE.search(passage.column) and _is_small(alone, rule) and alone in numbers:
            yield f"{passage.file}: a small count of {indicator} stands in a table"
            return
        for words in (passage.row, passage.column, passage.about):
            codes = self._hidden_in(words, indicator)
            if codes:
                rows = self._of_cell_meant(codes, passage, indicator)
                known = _printed(rows["denominator"])
                if words == passage.about and OF_ALL.search(passage.column):
                    # the table is about an area, this column about all that are shown
                    known |= self._shown_numbers(indicator)
                if _all_hidden(rows) and numbers - known:
                    yield _told(passage, indicator, words)
                return
        nameless, others = _nameless_of(self.shown, indicator), _other_names(self.shown)
        if nameless and not others.search(passage.all_words) and nameless.gives_cell(passage):
            yield _told(passage, indicator, "the area itself")

    def _is_no_figure(self, passage: Passage, indicator: str) -> bool:
        stated = self.shown.stated.get(indicator)
        own = self.shown.words[indicator] | {stated.unit if stated else ""}
        limits = LIMITS.search(passage.column) and LIMITS.search(without(passage.column, own))
        return bool(limits or (stated and is_beside(passage, own)))

    def _of_text(self, passage: Passage, indicator: str, *, is_its: bool) -> Iterator[str]:
        if found := list(self._given_by_text(passage, indicator, is_its=is_its)):
            # "Waits over 18 weeks" beside it: the number is of that title, and no figure
            text = _titles_of_others(self.shown, indicator).sub(_without_digits, passage.text)
            if text != passage.text:
                plain = replace(passage, text=text)
                found = list(self._given_by_text(plain, indicator, is_its=is_its))
        yield from found

    def _given_by_text(self, passage: Passage, indicator: str, *, is_its: bool) -> Iterator[str]:
        rule = self.rules[indicator]
        labels = self._labels(indicator) | self._stated(indicator)
        for found in re.finditer(rf"(?<![\w.,])(\d+)\s+{PEOPLE}\b", passage.text):
            if _is_small(found[1], rule) and found[1] not in labels:
                yield f"{passage.file}: a small count of {indicator} stands in a text"
                return
        text = COUNTED.sub(" ", passage.text)
        for name, codes in self.shown.hidden_names.get(indicator, {}).items():
            for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                inside = INSIDE.search(text[: place.start()])
                if not inside and self._gives(text, place, codes, indicator):
                    yield _told(passage, indicator, name)
                    return
        # after a text that named it in passing, another may be about anything
        nameless = _nameless_of(self.shown, indicator) if is_its else None
        others = _other_names(self.shown)
        if nameless and nameless.gives_text(passage.text, rule.highest_count, others):
            yield _told(passage, indicator, "the area itself")

    def _gives(
        self, text: str, place: re.Match[str], codes: frozenset[str], indicator: str
    ) -> bool:
        """Return whether a number beside a name is one that nothing explains."""
        rows = self._cells(codes, text, indicator)
        after = self._up_to_next_name(CLAUSE.split(text[place.end() :])[0])
        after = OF_A_MONTH.sub(" ", after)
        before = re.search(r"(\d[\d,.]*)%?(?:\s+[a-z-]+){0,4}\s+(?:in|of|for|at)\s+(?:the\s+)?$",
                           text[: place.start()])  # fmt: skip
        known = self._labels(indicator) | _printed(rows["denominator"]) | self._stated(indicator)
        numbers = _numbers(after) | (_numbers(before[1]) if before else set())
        if _all_hidden(rows):
            return bool(numbers - known - self._shown_numbers(indicator))
        near = _numbers(after[:BESIDE]) | (_numbers(before[1]) if before else set())
        small = {n for n in near if _is_small(n, self.rules[indicator])}
        return bool(small - known - self._shown_numbers(indicator))

    def _up_to_next_name(self, text: str) -> str:
        found = _names_pattern(self.shown).search(text)
        return text[: found.start()] if found else text

    def _hidden_in(self, words: str, indicator: str) -> frozenset[str]:
        if not words:
            return frozenset()
        hidden = self.shown.hidden_names.get(indicator, {})
        named = [name for name in hidden if name in words]
        named = [n for n in named if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", words)]
        return hidden[max(named, key=len)] if named else frozenset()

    def _of_cell_meant(
        self, codes: frozenset[str], passage: Passage, indicator: str
    ) -> pd.DataFrame:
        """Return the kept rows of an area that a cell can mean.

        Where its caption says from when to when the whole table is, the row says when the cell is.
        """
        rows, words = self.shown.by_indicator[indicator], passage.all_words
        spans = spans_of(rows[rows["area_code"].isin(codes)], passage.about)
        if spans:
            words = " ".join((*spans.rest, passage.column, passage.row, passage.text))
        found = self._cells(codes, words, indicator, passage.beside)
        inside = found["period_label"].isin(spans.labels if spans else ())
        return found[inside] if inside.any() else found

    def _cells(
        self, codes: frozenset[str], words: str, indicator: str, beside: Collection[str] = ()
    ) -> pd.DataFrame:
        """Return the kept rows of an area that words can mean.

        Only what the words themselves leave open is taken from the cells beside them, and only
        from one that says nothing else.
        """
        rows = self.shown.by_indicator[indicator]
        rows = rows[rows["area_code"].isin(codes)]
        if spans := spans_of(rows, words):
            words = " ".join(spans.rest)
            named = [label for label in rows["period_label"].unique() if _says(words, label)]
            rows = rows[rows["period_label"].isin({*spans.labels, *named})]
        for column in ("period_label", "sex", "age", "breakdown_value"):
            labels = [str(label) for label in rows[column].unique() if label]
            named = [label for label in labels if _says(words, straight(label))]
            named = named or [label for label in labels if straight(label) in beside]
            if named:
                rows = rows[rows[column].isin(named)]
        return rows

    def _shown_numbers(self, indicator: str) -> set[str]:
        own = self.shown.by_indicator[indicator]
        return _all_printed(own[own["value"].notna()])

    def _stated(self, indicator: str) -> frozenset[str]:
        stated = self.shown.stated.get(indicator)
        return stated.numbers if stated else frozenset()

    def _labels(self, indicator: str) -> set[str]:
        return _label_numbers(self.shown, indicator)


@dataclass(frozen=True)
class Spans:
    """The periods that words name by their first and last: "2022 to 2024".

    Attributes:
        labels: All periods between, as they are written.
        rest: The words around.
    """

    labels: frozenset[str]
    rest: tuple[str, ...]


def spans_of(rows: pd.DataFrame, words: str) -> Spans | None:
    """Return the periods of some rows that words name from one to another; None without."""
    if not SPAN_WORD.search(words):
        return None
    order = rows.sort_values("period")["period_label"].drop_duplicates().astype("str").tolist()
    named = [label for label in order if label in words]
    found: set[str] = set()
    rest = words
    for first in named:
        for last in named:
            said = rf"(?<!\w){re.escape(first)} (?:to|\u2013) {re.escape(last)}(?!\w)"
            if order.index(first) < order.index(last) and re.search(said, rest):
                found |= set(order[order.index(first) : order.index(last) + 1])
                rest = re.sub(said, "\n", rest)
    return Spans(frozenset(found), tuple(rest.split("\n"))) if found else None


def _named(text: str, shown: MayBeShown) -> str:
    """Return the indicator that a text names last; "" if it names none."""
    return _last_named(text, shown) if any(c.isalpha() for c in text) else ""


@lru_cache(maxsize=100_000)
def _last_named(text: str, shown: MayBeShown) -> str:
    lower = text.lower()
    found = [(lower.rfind(w) + len(w), len(w), id) for id, own in shown.words.items()
             for w in own if w in lower]  # fmt: skip
    return max(found)[2] if found else ""


@lru_cache(maxsize=8)
def _names_pattern(shown: MayBeShown) -> re.Pattern[str]:
    return _any_of({n for own in shown.names.values() for n in own})


@lru_cache(maxsize=8)
def _other_names(shown: MayBeShown) -> re.Pattern[str]:
    """Return what finds the names of all areas but the pack's own."""
    own = {n for code in shown.own for n in shown.names.get(code, ())}
    return _any_of({n for names in shown.names.values() for n in names} - own)


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    names = sorted(words, key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)" if names else "$^"
    )


@lru_cache(maxsize=1024)
def _titles_of_others(shown: MayBeShown, indicator: str) -> re.Pattern[str]:
    """Return what finds the titles of all other indicators that have a number in them."""
    titles = {words for id, own in shown.words.items() if id != indicator for words in own}
    numbered = {words for words in titles - shown.words[indicator] if re.search(r"\d", words)}
    return re.compile(_any_of(numbered).pattern, re.IGNORECASE)


def _without_digits(found: re.Match[str]) -> str:
    return re.sub(r"\d", " ", found[0])


_nameless_of = lru_cache(maxsize=1024)(nameless_of)


@lru_cache(maxsize=1024)
def _label_numbers(shown: MayBeShown, indicator: str) -> set[str]:
    rows = shown.by_indicator[indicator]
    labels = {str(x) for c in ("period", "period_label", "age", "breakdown_value")
              for x in rows[c].unique()}  # fmt: skip
    names = {n for own in shown.names.values() for n in own} | set(shown.words[indicator])
    # digits behind a letter ("Q4", "P3M") are no number of a text, and excuse none
    return {digits for label in labels | names for digits in re.findall(r"(?<!\w)\d+", label)}


def _says(words: str, label: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label)}s?(?!\w)", words, re.IGNORECASE) is not None


def _numbers(text: str) -> set[str]:
    return {n.replace(",", "").rstrip(".") for n in NUMBER.findall(text)}


def _all_hidden(rows: pd.DataFrame) -> bool:
    return len(rows) > 0 and bool((rows["status"].isin(HIDDEN) & rows["value"].isna()).all())


def _printed(numbers: pd.Series) -> set[str]:
    """Return how numbers may be printed, with none to three decimals."""
    known = numbers.dropna().unique()
    return {f"{n:.{d}f}" for n in known for d in range(4)} | {f"{n:g}" for n in known}


def _all_printed(rows: pd.DataFrame) -> set[str]:
    return set().union(*(_printed(rows[name]) for name in NUMBERS))


def _is_small(number: str, rule: Disclosure) -> bool:
    return number.isdigit() and max(rule.lowest_count, 1) <= int(number) <= rule.highest_count


def _told(passage: Passage, indicator: str, place: str) -> str:
    return f"{passage.file}: a number stands beside a hidden figure of {indicator} ({place})"
