"""A kind of register with a column of each type, and rows of it, for the registers' tests."""

from datetime import date

import pandas as pd

from jsna.analysis.register_findings import Rule
from jsna.analysis.register_lint import lint
from jsna.analysis.register_table import Linked, RegisterTable
from jsna.settings.register_kind import RegisterKind
from jsna.strategy_registers.register_file import register_table

DAY = date(2026, 6, 15)
KIND = {
    "id": "tasks", "title": "Tasks", "about": "What is to be done.", "one": "task",
    "names_row": "title", "key": "id", "group_by": "priority", "count_by": ["state"],
    "same_thing": ["title", "priority"], "owner": "owner",
    "in_order": [["start", "due"], ["start", "done"]],
    "due": {"column": "due", "done": "done", "done_when": {"state": ["finished"]},
            "done_words": ["completed"]},
    "rating": {"column": "state", "progress": "progress", "good": ["well"], "bad": ["badly"],
               "unknown": ["not known"]},
    "products": [{"column": "score", "of": ["likely", "grave"]}],
    "shares": [{"column": "percent", "count": "count", "base": "base"}],
    "people": {"columns": ["count"], "tell": ["percent"], "within": "question", "fewest": 8},
    "totals": [{"columns": ["cost"], "row": "Total"}],
    "needed": [{"column": "done", "where": "state", "holds": ["finished"]}],
    "covers": ["place"],
    "grid": {"down": "priority", "across": "state"},
    "columns": [
        {"id": "id", "title": "Id"},
        {"id": "title", "title": "Task", "blank": "refused"},
        {"id": "priority", "title": "Priority", "type": "priority", "several": True},
        {"id": "owner", "title": "Lead", "type": "owner", "several": True, "blank": "told"},
        {"id": "start", "title": "Begins", "type": "date"},
        {"id": "due", "title": "By when", "type": "date", "or_words": True},
        {"id": "done", "title": "Done on", "type": "date"},
        {"id": "state", "title": "State", "type": "choice",
         "allowed": ["finished", "well", "so so", "badly", "not known"], "also": {"w": "well"}},
        {"id": "progress", "title": "Progress"},
        {"id": "number", "title": "Number", "type": "number", "in_sequence": True},
        {"id": "likely", "title": "Likelihood", "type": "number", "whole": True, "at_least": 1,
         "at_most": 5},
        {"id": "grave", "title": "Consequence", "type": "number"},
        {"id": "score", "title": "Score", "type": "number"},
        {"id": "question", "title": "Question"},
        {"id": "count", "title": "Answers", "type": "number"},
        {"id": "base", "title": "Asked", "type": "number"},
        {"id": "percent", "title": "Share", "type": "number"},
        {"id": "cost", "title": "Cost", "type": "number"},
        {"id": "place", "title": "Place", "type": "choice", "allowed": ["north"]},
        {"id": "theme", "title": "Theme", "figures": False},
        {"id": "site", "title": "Site", "type": "web"},
        {"id": "measure", "title": "Measure", "type": "measure"},
        {"id": "after", "title": "After", "type": "register", "of": "tasks"},
        {"id": "note", "title": "Our note", "published": False},
    ],
}  # fmt: skip
LINKED = Linked(
    {
        "priority": {"first": "The first", "second": "The second"},
        "body": {"council": "The Council", "mind": "Anytown Mind"},
        "measure": {"m-1": "Smokers"},
        "register:tasks": {"t-1": "Paint"},
    }
)
PAINT = {"id": "t-1", "title": "Paint", "place": "north", "owner": "council"}


def kind(**changes: object) -> RegisterKind:
    return RegisterKind.model_validate(KIND | changes)


def table(*rows: dict[str, str], of: RegisterKind | None = None) -> RegisterTable:
    """Rows stand on lines 2, 3, 4."""
    return register_table(of or kind(), "tasks.csv", list(enumerate(rows, 2)))


def findings(*rows: dict[str, str], of: RegisterKind | None = None) -> pd.DataFrame:
    return lint(table(*rows, of=of), LINKED, DAY)


def rules(*rows: dict[str, str], of: RegisterKind | None = None) -> list[tuple[int, str, str]]:
    """Line, column and name of the rule of each finding."""
    frame = findings(*rows, of=of)
    return [(r["at"], r["column"], Rule(r["rule"]).name) for r in frame.to_dict("records")]
