"""A kind of register, described without code: `data/catalogue/registers/<kind>.yml`.

A register is a list that a board keeps: actions, risks, milestones, what people said. Its kind says
which columns it has, what may stand in them and what is checked; its rows stand in
`reports/strategies/<strategy>/registers/<kind>.csv`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints, model_validator

from jsna.settings.model import SettingsModel, Slug, Text, Words

ColumnId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ColumnType = Literal[
    "text", "date", "choice", "number", "owner", "web", "priority", "objective", "body",
    "indicator", "measure", "register",
]  # fmt: skip
LINKS: Final = ("priority", "objective", "body", "indicator", "measure", "register")
"""Types of columns whose cells name something that stands elsewhere."""
LINE: Final = "line"
"""The column that every register has: the line of the document that a row was read from."""


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
        if self.type == "register" and not self.of:
            raise ValueError("a link to a register says under of which kind it is")
        return self


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
        "on hold", "pending", "no funding", "at risk",
    )  # fmt: skip
    done_words: tuple[Text, ...] = ("complete", "completed", "achieved", "all in place")


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

    Attributes:
        columns: The counts.
        tell: Columns that would tell them: percentages of the same people.
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
    grid: Grid | None = None
    on_map: OnMap | None = None
    from_strategy: Literal["", "actions", "milestones"] = ""
    note: Words = ""

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> "RegisterKind":
        known = {column.id: column.type for column in self.columns}
        if len(known) < len(self.columns):
            raise ValueError("two columns have one id")
        if LINE in known:
            raise ValueError(f"every register has a column {LINE} already: leave it out")
        hidden = {column.id for column in self.columns if not column.published}
        drawn = set(self.on_map.model_dump().values()) if self.on_map else set()
        if shown := sorted(hidden & drawn):
            raise ValueError(f"on_map would show the column {shown[0]!r}, which is not published")
        for key, column, types in _named(self):
            if column not in known:
                raise ValueError(f"{key} names the column {column!r}, and there is none")
            if types and known[column] not in types:
                told = f"which is of the type {known[column]}, not {' or '.join(types)}"
                raise ValueError(f"{key} names the column {column!r}, {told}")
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


def _named(kind: RegisterKind) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each key that names a column, the column, and the types that it may have."""
    lists = (
        ("count_by", kind.count_by, COUNTED), ("same_thing", kind.same_thing, ANY),
        ("covers", kind.covers, COUNTED), ("shown", kind.shown, ANY),
        ("in_order", [id for some in kind.in_order for id in some], DATE),
        ("names_row, key, group_by or owner",
         [id for id in (kind.names_row, kind.key, kind.group_by, kind.owner) if id], ANY),
    )  # fmt: skip
    for key, ids, types in lists:
        yield from ((key, id, types) for id in ids)
    if kind.due:
        yield "due.column", kind.due.column, DATE
        yield from (("due.done", id, DATE) for id in [kind.due.done] if id)
        yield from (("due.done_when", id, ANY) for id in kind.due.done_when)
    if kind.rating:
        yield "rating.column", kind.rating.column, ("choice",)
        yield "rating.progress", kind.rating.progress, ANY
    yield from _named_by_numbers(kind)


def _named_by_numbers(kind: RegisterKind) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for product in kind.products:
        yield from (("products", id, NUMBER) for id in (product.column, *product.of))
    for share in kind.shares:
        yield from (("shares", id, NUMBER) for id in (share.column, share.count, share.base))
    yield from (("totals", id, NUMBER) for total in kind.totals for id in total.columns)
    if kind.people:
        yield from (("people", id, NUMBER) for id in (*kind.people.columns, *kind.people.tell))
        yield from (("people.within", id, ANY) for id in [kind.people.within] if id)
    for needed in kind.needed:
        yield from (("needed", id, ANY) for id in (needed.column, needed.where))
    if kind.grid:
        yield from (("grid", id, ANY) for id in (kind.grid.down, kind.grid.across))
        yield from (("grid", id, ANY) for id in [kind.grid.square] if id)
    if on_map := kind.on_map:
        yield from (("on_map", id, WORDS) for id in (on_map.ward, on_map.what) if id)
        yield from (("on_map", id, NUMBER) for id in (on_map.latitude, on_map.longitude) if id)
