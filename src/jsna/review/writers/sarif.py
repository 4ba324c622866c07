"""A review as SARIF 2.1.0, which editors and code hosts show beside the lines."""

import json
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from jsna import __version__
from jsna.review.finding import Severity
from jsna.review.review import Review, all_checks
from jsna.review.writers.rows import rows, skipped

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {Severity.SERIOUS: "error", Severity.DOUBTFUL: "warning", Severity.NOTE: "note"}


def review_sarif(review: Review) -> str:
    """Return the log: one run, a rule per check, a result per finding."""
    rules = [
        {
            "id": check.id,
            "shortDescription": {"text": check.id.replace("-", " ")},
            "fullDescription": {"text": check.rule},
            "defaultConfiguration": {"level": LEVELS[check.severity]},
        }
        for check in all_checks()
    ]
    told = [*review.draft.said, *skipped(review)]
    run = {
        "tool": {"driver": {"name": "jsna review", "version": __version__, "rules": rules}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": text}} for text in told
                ],
            }
        ],
        "results": [_result(row) for row in rows(review)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _result(row: dict[str, Any]) -> dict[str, Any]:
    address = quote(PurePath(row["file"]).as_posix())
    place: dict[str, Any] = {"artifactLocation": {"uri": address}}
    if row["line"]:
        place["region"] = {"startLine": row["line"], "snippet": {"text": row["words"]}}
    return {
        "ruleId": row["kind"],
        "level": LEVELS[Severity(row["severity"])],
        "message": {"text": _plain(f"{row['words']}: {row['what']} {row['mend']}")},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"name": row["place"]}]}],
    }


def _plain(words: str) -> str:
    """Return words of which no viewer makes a link: SARIF has them as Markdown does."""
    return words.replace("](", "] (")
