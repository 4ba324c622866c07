"""The strategy as one document with its evidence, and the paper that its board decides by."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from jsna.settings.model import SettingsModel, Slug, Text, Words

MOST_APPENDICES = 26
"""As many as there are letters."""


class DocumentPart(SettingsModel):
    """One part of the strategy's document: a page, the council's words, a register or a plan.

    Attributes:
        title: Its heading; "" for that of what it takes.
        page: The page whose chapter it takes: `index`, `framework`, a priority's id.
        sections: Of the page only these, by their headings; the whole page without any.
        commentary: The council's own words: `overview`, or a priority's id.
        register_kind: One register of the strategy, by its kind: `risks`.
        made: What is made of the strategy's own file: the delivery plan.
    """

    title: Words = ""
    page: Slug | Literal[""] = ""
    sections: tuple[Text, ...] = ()
    commentary: Slug | Literal[""] = ""
    register_kind: Slug | Literal[""] = ""
    made: Literal["", "delivery-plan"] = ""

    @model_validator(mode="after")
    def _one_thing(self) -> "DocumentPart":
        if sum(map(bool, (self.page, self.commentary, self.register_kind, self.made))) != 1:
            raise ValueError("a part names one of page, commentary, register_kind and made")
        if self.sections and not self.page:
            raise ValueError("sections are those of a page, so that a part with them names one")
        return self


class DocumentOrder(SettingsModel):
    """The strategy's own order of chapters: what its document holds, one part after the other.

    What no other part takes by name stands with its page: words of the council that have a part of
    their own stand there alone.

    Attributes:
        title: Of the document.
        appendices: Parts behind the others, lettered.
    """

    title: Text
    parts: Annotated[tuple[DocumentPart, ...], Field(min_length=1)]
    appendices: Annotated[tuple[DocumentPart, ...], Field(max_length=MOST_APPENDICES)] = ()


class Implication(SettingsModel):
    """What a decision means for money, people, equality, law or risk, in our own words."""

    of: Text
    what: Text


class BoardPaper(SettingsModel):
    """What the board's paper says beside what the pack can tell.

    Attributes:
        board: Who decides.
        presented_by: The body that brings it.
        purpose: Why it comes; a sentence of the pack's without one.
        recommendations: What the board is asked to agree, before what figures and dates ask for.
        implications: What of the usual ones has been thought about; the others are named as open.
    """

    board: Text
    presented_by: Slug | Literal[""] = ""
    purpose: Words = ""
    recommendations: tuple[Text, ...] = ()
    implications: tuple[Implication, ...] = ()
