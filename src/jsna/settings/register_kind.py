"""A kind of register, described without code: `data/catalogue/registers/<kind>.yml`.

A register is a list that a board keeps: actions, risks, milestones, what people said. Its kind says
which columns it has, what may stand in them and what is checked; its rows stand in
`reports/strategies/<strategy>/registers/<kind>.csv`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from jsna.settings.model import SettingsModel, Slug, Text, Words
from jsna.settings.unknown_name import did_you_mean

ColumnId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ColumnType = Literal[
    "text", "date", "choice", "number", "owner", "web", "priority", "objective", "body",
    "indicator", "measure", "register",
]  # fmt: skip
LINKS: Final = ("priority", "objective", "body", "indicator", "measure", "register")
"""Types of columns whose cells name something that stands elsewhere."""
FROM_STRATEGY: Final = ("actions", "milestones")
"""What stands in a strategy's own file, of which a register is made as it stands."""
LINE: Final = "line"
"""The column that every register has: the line of the document that a row was read from."""
RESERVED: Final = {
    LINE: "every register has a column line already: leave it out",
    "at": "a row's own line in its file is called at: give the column another id",
}
NO_VALUES: Final = ("all", "blank")
"""What sums and blanks are called where values are counted."""


class RegisterColumn(SettingsModel):
    """One column of a register.

    Attributes:
        id: Its heading in the CSV.
        title: Its heading for readers.
        help: What to write there, for the template.
        type: What its cells are. A date is a day, month, quarter or year; an owner a role or a
            body, never a person; a link the id or the title of what it names.
        blank: Whether a blank cell is nothing to tell, is told as still open, or is refused.
        allowed: Of a choice: what may stand there, in the order in which it is counted.
        also: Other ways of writing these: {g: green}.
        or_words: Of a date: whether words may stand there instead ("ongoing").
        at_least: Of a number: the least that it may be.
        at_most: And the most.
        whole: Of a number: whether it has no decimals.
        unit: Of a number: "%", "£".
        of: Of a link to another register: its kind.
        several: Of links and owners: whether more than one may stand there, `;` between.
        figures: Whether digits may stand in its words; without them no count of people can.
        address: Whether an address may stand in its words; elsewhere a postcode may be a person's.
        in_sequence: Of a number: whether the rows are numbered 1, 2, 3 without a gap.
        published: Whether pages, workbook and files show it.
    """

    id: ColumnId
    title: Text
    help: Words = ""
    type: ColumnType = "text"
    blank: Literal["allowed", "told", "refused"] = "allowed"
    allowed: tuple[Text, ...] = ()
    also: Mapping[Text, Text] = {}
    or_words: bool = False
    at_least: float | None = None
    at_most: float | None = None
    whole: bool = False
    unit: Words = ""
    of: Slug | Literal[""] = ""
    several: bool = False
    figures: bool = True
    address: bool = False
    in_sequence: bool = False
    published: bool = True

    @model_validator(mode="after")
    def _of_its_type(self) -> "RegisterColumn":
        of_types = {
            "allowed": ("choice",), "also": ("choice",), "or_words": ("date",), "of": ("register",),
            "at_least": ("number",), "at_most": ("number",), "whole": ("number",),
            "unit": ("number",), "in_sequence": ("number",), "several": (*LINKS, "owner"),
        }  # fmt: skip
        for key, types in of_types.items():
            if getattr(self, key) not in ((), {}, False, None, "") and self.type not in types:
                raise ValueError(f"{key} goes with the type {' or '.join(types)}, not {self.type}")
        if self.type == "choice" and not self.allowed:
            raise ValueError("a choice says under allowed what may stand there")
        if wrong := [word for word in self.also.values() if word not in self.allowed]:
            raise ValueError(f"also gives {wrong[0]!r}, which is not among allowed")
        self._check_values()
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise ValueError(f"at_least is {self.at_least:g}, more than at_most, {self.at_most:g}")
        if self.type == "register" and not self.of:
            raise ValueError("a link to a register says under of which kind it is")
        return self

    def _check_values(self) -> None:
        """Each value is one, in capitals or not, and none is called what counts call something."""
        seen: dict[str, str] = {}
        for word in self.allowed:
            if word.casefold() in NO_VALUES:
                raise ValueError(f"allowed has {word!r}, which counts call something else")
            if word.casefold() in seen:
                raise ValueError(f"allowed has {word!r} twice, in capitals or not")
            seen[word.casefold()] = word
        for word, meant in self.also.items():
            if seen.setdefault(word.casefold(), meant) != meant:
                other = seen[word.casefold()]
                raise ValueError(f"also gives {word!r} as {meant!r}, and it is {other!r} already")


class Due(SettingsModel):
    """When a row is to be done, and what tells that it is.

    Attributes:
        column: The date by which.
        done: The date on which it was done; "" without such a column.
        done_when: Column -> the values that mean that it is done.
        done_words: Words beside a date that mean it: "31.12.17, completed".
    """

    column: ColumnId
    done: ColumnId | Literal[""] = ""
    done_when: Mapping[ColumnId, tuple[Text, ...]] = {}
    done_words: tuple[Text, ...] = ()

    @property
    def tells_done(self) -> bool:
        """Whether anything could say that a row is done."""
        return bool(self.done or self.done_when or self.done_words)


class Rating(SettingsModel):
    """A rating in colours or words, and the column whose words have to support it.

    Attributes:
        column: The rating.
        progress: What was written of the progress.
        good: Values that say that all is well.
        bad: Values that say that it is not.
        unknown: Values that are still to be settled, which need no progress.
        slow_words: Words of a progress that do not support a good rating.
        done_words: And those that do not support a bad one.
    """

    column: ColumnId
    progress: ColumnId
    good: tuple[Text, ...] = ()
    bad: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()
    slow_words: tuple[Text, ...] = (
        "delayed", "slipped", "behind schedule", "not started", "not yet started", "stalled",
        "on hold", "pending", "no funding", "delivery at risk", "target at risk",
        "timescale at risk", "timescales at risk",
    )  # fmt: skip
    done_words: tuple[Text, ...] = (
        "complete", "completed", "fully achieved", "target achieved", "all in place",
    )  # fmt: skip


class Product(SettingsModel):
    """A number that is the product of others: a score of likelihood and consequence."""

    column: ColumnId
    of: Annotated[tuple[ColumnId, ...], Field(min_length=2)]


class Share(SettingsModel):
    """A percentage that has to be what its count and base give, to the digits that are written."""

    column: ColumnId
    count: ColumnId
    base: ColumnId


class Total(SettingsModel):
    """Columns of numbers with a row that has to be the sum of the others.

    Attributes:
        columns: Which.
        row: What the row of the sum is called in the column that names rows.
    """

    columns: Annotated[tuple[ColumnId, ...], Field(min_length=1)]
    row: Text


class People(SettingsModel):
    """Columns that count people, of which small counts are hidden wherever they are published.

    What a count is a share of (`shares`) counts people too: few of the others are hidden likewise.

    Attributes:
        columns: The counts.
        tell: Columns that would tell them: percentages or words on the same people.
        within: Rows with the same value there add up to one whole; "" for all rows.
        fewest: The smallest count that is shown; 0 is shown too.
    """

    columns: Annotated[tuple[ColumnId, ...], Field(min_length=1)]
    tell: tuple[ColumnId, ...] = ()
    within: ColumnId | Literal[""] = ""
    fewest: Annotated[int, Field(ge=2)] = 8


class Needed(SettingsModel):
    """A column that has to be filled where another holds one of some values; "" for any value."""

    column: ColumnId
    where: ColumnId
    holds: tuple[Text, ...] = ()


class ShownWhere(SettingsModel):
    """A column that is shown to others only where another holds one of some values: consent.

    Attributes:
        column: Which is shown.
        where: The other one.
        holds: What has to stand there.
        until: The column of the last day on which it is shown, without an end where that is blank;
            "" without such a column.
    """

    column: ColumnId
    where: ColumnId
    holds: Annotated[tuple[Text, ...], Field(min_length=1)]
    until: ColumnId | Literal[""] = ""


class Grid(SettingsModel):
    """Two columns set across each other, each square a third one or the number of rows."""

    down: ColumnId
    across: ColumnId
    square: ColumnId | Literal[""] = ""


class OnMap(SettingsModel):
    """Which columns say where on a map a row stands.

    Attributes:
        ward: The one with the name or the code of its ward.
        latitude: The one with its latitude in degrees; "" without points.
        longitude: And with its longitude.
        what: The one that says what stands there; "" for none.
    """

    ward: ColumnId
    latitude: ColumnId | Literal[""] = ""
    longitude: ColumnId | Literal[""] = ""
    what: ColumnId | Literal[""] = ""

    @model_validator(mode="after")
    def _both_or_neither(self) -> "OnMap":
        if bool(self.latitude) != bool(self.longitude):
            raise ValueError("latitude and longitude go together")
        return self

    @property
    def point(self) -> tuple[str, str]:
        """The columns of latitude and longitude; "" each without points."""
        return self.latitude, self.longitude

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say where."""
        return tuple(id for id in (self.ward, *self.point) if id)


class RegisterKind(SettingsModel):
    """What a register of one kind holds, and what is checked in it.

    Attributes:
        id: The file's name without `.yml`.
        title: Of its page and sheet.
        about: What it is for, as a sentence.
        one: What a row is called.
        many: And several of them; "" adds an s.
        columns: In the order of the CSV.
        names_row: The column that names a row.
        key: The column that other registers link to it by; "" for that which names the row.
        group_by: The column under whose values rows are set together; "" for none.
        count_by: Columns that are counted by value: choices and priorities.
        same_thing: Columns by which two rows are taken for one thing; those that name it alone
            where none is given.
        in_order: Columns of dates, each list in the order in which they come.
        owner: The column that says whose a row is; "" for none.
        covers: Columns of choices or links to the strategy of which each value should have a row.
        shown: Columns that the page shows; all that are published where none is given.
        on_map: The columns that say where its rows stand, for a map of them.
        from_strategy: What stands in `strategy.yml` already and is read from there without a CSV.
        shown_where: What is shown only where something else holds: a story with consent.
        note: A sentence of caution that stands above the rows: that a story is no evidence.
    """

    id: Slug
    title: Text
    about: Text
    one: Text
    many: Words = ""
    columns: Annotated[tuple[RegisterColumn, ...], Field(min_length=1)]
    names_row: ColumnId
    key: ColumnId | Literal[""] = ""
    group_by: ColumnId | Literal[""] = ""
    count_by: tuple[ColumnId, ...] = ()
    same_thing: tuple[ColumnId, ...] = ()
    in_order: tuple[tuple[ColumnId, ...], ...] = ()
    owner: ColumnId | Literal[""] = ""
    covers: tuple[ColumnId, ...] = ()
    shown: tuple[ColumnId, ...] = ()
    due: Due | None = None
    rating: Rating | None = None
    products: tuple[Product, ...] = ()
    shares: tuple[Share, ...] = ()
    totals: tuple[Total, ...] = ()
    people: People | None = None
    needed: tuple[Needed, ...] = ()
    shown_where: tuple[ShownWhere, ...] = ()
    grid: Grid | None = None
    on_map: OnMap | None = None
    from_strategy: Literal["", "actions", "milestones"] = ""
    note: Words = ""

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> "RegisterKind":
        faults = (*_ids(self), *_hidden_columns(self), *_unknown_columns(self))
        # what values a column allows is asked of columns that there are
        for fault in faults or _unknown_values(self):
            raise ValueError(fault)
        return self

    @property
    def plural(self) -> str:
        """What several rows are called."""
        return self.many or f"{self.one}s"

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The headings of its CSV."""
        return (*(column.id for column in self.columns), LINE)

    def column(self, id: str) -> RegisterColumn:
        """Return one of its columns."""
        return next(column for column in self.columns if column.id == id)

    @property
    def key_column(self) -> str:
        """The column that other registers link to it by."""
        return self.key or self.names_row

    @property
    def same_columns(self) -> tuple[str, ...]:
        """The columns by which two rows are taken for one thing."""
        return self.same_thing or (self.names_row,)

    @property
    def published(self) -> tuple[RegisterColumn, ...]:
        """The columns that may be shown."""
        return tuple(column for column in self.columns if column.published)

    @property
    def on_page(self) -> tuple[RegisterColumn, ...]:
        """The columns that the page shows, that which names the row first."""
        chosen = self.shown or tuple(column.id for column in self.published)
        order = [self.names_row, *(id for id in chosen if id != self.names_row)]
        return tuple(column for id in order if (column := self.column(id)).published)


COUNTED: Final = ("choice", "priority", "objective", "body")
DATE: Final = ("date",)
NUMBER: Final = ("number",)
WORDS: Final = ("text", "choice")
ANY: Final = ()


def _ids(kind: "RegisterKind") -> Iterator[str]:
    ids = [column.id for column in kind.columns]
    if len(set(ids)) < len(ids):
        yield "columns: two columns have one id"
    yield from (f"columns: {RESERVED[id]}" for id in ids if id in RESERVED)


def _unknown_columns(kind: "RegisterKind") -> Iterator[str]:
    known = {column.id: column.type for column in kind.columns}
    for key, column, types in _named(kind):
        if column not in known:
            step = did_you_mean(column, known)
            yield f"{key} names the column {column!r}, and there is none. {step}"
        elif types and known[column] not in types:
            told = f"which is of the type {known[column]}, not {' or '.join(types)}"
            yield f"{key} names the column {column!r}, {told}"


def _hidden_columns(kind: "RegisterKind") -> Iterator[str]:
    hidden = {column.id for column in kind.columns if not column.published}
    for key, column in _named_for_others(kind):
        if column in hidden:
            told = "which is not published, and what it holds would be shown"
            yield f"{key} names the column {column!r}, {told}"


def _unknown_values(kind: "RegisterKind") -> Iterator[str]:
    for key, column, value in _named_values(kind):
        allowed = kind.column(column).allowed
        if allowed and value not in allowed:
            step = did_you_mean(value, allowed)
            told = f"which {column} does not allow ({', '.join(allowed)}). {step}"
            yield f"{key} names the value {value!r}, {told}"


def _named(kind: RegisterKind) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each key that names a column, the column, and the types that it may have."""
    lists = (
        ("count_by", kind.count_by, COUNTED), ("same_thing", kind.same_thing, ANY),
        ("covers", kind.covers, COUNTED), ("shown", kind.shown, ANY),
        ("in_order", [id for some in kind.in_order for id in some], DATE),
    )  # fmt: skip
    for key, ids, types in lists:
        yield from ((key, id, types) for id in ids)
    for key in ("names_row", "key", "group_by", "owner"):
        if id := getattr(kind, key):
            yield key, id, ANY
    if kind.due:
        yield "due.column", kind.due.column, DATE
        yield from (("due.done", id, DATE) for id in [kind.due.done] if id)
        yield from (("due.done_when", id, ANY) for id in kind.due.done_when)
    if kind.rating:
        yield "rating.column", kind.rating.column, ("choice",)
        yield "rating.progress", kind.rating.progress, ANY
    for rule in kind.shown_where:
        yield from (("shown_where", id, ANY) for id in (rule.column, rule.where))
        yield from (("shown_where", id, DATE) for id in [rule.until] if id)
    yield from _named_by_numbers(kind)


def _named_for_others(kind: RegisterKind) -> Iterator[tuple[str, str]]:
    """Yield each key whose columns pages, counts and lists of what is due show, and the column."""
    due = [kind.due.column] if kind.due else []
    drawn = list(kind.on_map.model_dump().values()) if kind.on_map else []
    grid = [kind.grid.down, kind.grid.across, kind.grid.square] if kind.grid else []
    shown = (
        ("names_row", [kind.names_row]), ("group_by", [kind.group_by]), ("owner", [kind.owner]),
        ("count_by", kind.count_by), ("shown", kind.shown), ("due.column", due), ("grid", grid),
        ("on_map", drawn),
    )  # fmt: skip
    for key, ids in shown:
        yield from ((key, id) for id in ids if id)


def _named_values(kind: RegisterKind) -> Iterator[tuple[str, str, str]]:
    """Yield each key that names values of a column, the column, and a value."""
    if kind.due:
        for id, values in kind.due.done_when.items():
            yield from (("due.done_when", id, value) for value in values)
    if kind.rating:
        for name in ("good", "bad", "unknown"):
            values = getattr(kind.rating, name)
            yield from ((f"rating.{name}", kind.rating.column, value) for value in values)
    for needed in kind.needed:
        yield from (("needed", needed.where, value) for value in needed.holds)
    for rule in kind.shown_where:
        yield from (("shown_where", rule.where, value) for value in rule.holds)


def _named_by_numbers(kind: RegisterKind) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for product in kind.products:
        yield from (("products", id, NUMBER) for id in (product.column, *product.of))
    for share in kind.shares:
        yield from (("shares", id, NUMBER) for id in (share.column, share.count, share.base))
    yield from (("totals", id, NUMBER) for total in kind.totals for id in total.columns)
    if kind.people:
        yield from (("people.columns", id, NUMBER) for id in kind.people.columns)
        yield from (("people.tell", id, ANY) for id in kind.people.tell)
        yield from (("people.within", id, ANY) for id in [kind.people.within] if id)
    for needed in kind.needed:
        yield from (("needed", id, ANY) for id in (needed.column, needed.where))
    if kind.grid:
        yield from (("grid", id, ANY) for id in (kind.grid.down, kind.grid.across))
        yield from (("grid", id, ANY) for id in [kind.grid.square] if id)
    if on_map := kind.on_map:
        yield from (("on_map", id, WORDS) for id in (on_map.ward, on_map.what) if id)
        yield from (("on_map", id, NUMBER) for id in (on_map.latitude, on_map.longitude) if id)
