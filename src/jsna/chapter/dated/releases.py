"""When new figures of an indicator come out: as its source announced, or by the source's rule."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pandas as pd

from jsna.analysis.data_age import due_after
from jsna.chapter.dated_things import Scope, SourceFile, rows_of
from jsna.settings.indicator import Indicator
from jsna.settings.release_rule import months_of, next_by_rule

KIND: Final = "release"


def dated(scope: Scope) -> pd.DataFrame:
    """Return each indicator whose source says when its next figures are out.

    By a rule that names no month, the day follows the newest period of the area's facts
    (docs/methods.md#age-of-data); without facts there is none. One without day or rule, or that
    its source has ended, is no row.
    """
    files = {file.stem: file for file in scope.paths.catalogue.files("indicators/*/*.yml").values()}
    return rows_of(_row(one, scope.file(files[one.id]), scope) for one in _with_a_time(scope))


def _with_a_time(scope: Scope) -> Iterator[Indicator]:
    for one in scope.indicators:
        if (one.next_release or one.release_rule) and not one.discontinued:
            yield one


def _row(one: Indicator, file: SourceFile, scope: Scope) -> dict[str, Any]:
    key = "next_release" if one.next_release else "release_rule"
    by_rule = "" if one.next_release else f" (by rule: {one.release_rule})"
    return {
        "what": one.id, "kind": KIND, "title": f"New figures: {one.short_title}{by_rule}",
        "owner": scope.settings.sources[one.source.source].title, "due": _day(one, scope),
        "source_file": file.name, "line": file.line((key,)), "written": one.release_rule,
    }  # fmt: skip


def _day(one: Indicator, scope: Scope) -> date | None:
    if one.next_release:
        return one.next_release
    if months_of(one.release_rule):
        return next_by_rule(one.release_rule, scope.on)
    newest = scope.newest.get(one.id)
    return due_after(newest, one) if newest else None
