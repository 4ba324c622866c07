"""What approved paragraphs of the council's own words were approved against, in one small file.

`approved.json`, in the folder of the commentary, holds for each file and each paragraph, known by a
digest of its words, the numbers behind it as they were. `jsna commentary --approve` writes it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.settings.commentary import APPROVED
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole

DAMAGED: Final = "this file is not as `jsna commentary --approve` wrote it."


@dataclass(frozen=True)
class Remembered:
    """A number as it was when a paragraph was approved.

    Attributes:
        measure: What is measured, in words.
        period: As facts write it; "" if there was no figure.
        label: The period in words.
        value: As printed.
        outcome: Against England.
        quoted: Of the fields that the paragraph quotes beside value and period, the words that
            were printed: "england", "interval", "trend" (see `live_name.FIELDS`).
    """

    measure: str
    period: str
    label: str
    value: str
    outcome: str
    quoted: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise TypeError where a file that was edited by hand has no words by field."""
        if not isinstance(self.quoted, Mapping):
            raise TypeError(f"{self.measure}: what was quoted is no mapping")


Paragraphs = Mapping[str, Mapping[str, Remembered]]
"""Digest of a paragraph -> name of a number -> how it was."""


def read_approvals(folder: Path) -> dict[str, Paragraphs]:
    """Return what each file of a folder of commentary was approved against, by its name.

    Raises:
        UserFileError: the file can't be read.
    """
    path = folder / APPROVED
    if not path.exists():
        return {}
    try:
        content = parse_json(path.read_text("utf-8"))
        return {
            str(name): {
                str(digest): {str(key): Remembered(**said) for key, said in numbers.items()}
                for digest, numbers in paragraphs.items()
            }
            for name, paragraphs in content.items()
        }
    except (OSError, ValueError, AttributeError, TypeError):
        step = "Restore it, or read the commentary and approve it again after removing the file."
        raise UserFileError(Problem(DAMAGED, str(path), next_step=step)) from None


def write_approvals(folder: Path, approvals: Mapping[str, Paragraphs]) -> Path:
    """Write what files were approved against, whole or not at all, and return the file."""
    content = {
        name: {
            digest: {key: asdict(said) for key, said in sorted(numbers.items())}
            for digest, numbers in sorted(paragraphs.items())
        }
        for name, paragraphs in sorted(approvals.items())
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_whole(folder / APPROVED, f"{text}\n".encode())
    return folder / APPROVED


def as_json(approvals: Mapping[str, Paragraphs], names: Iterable[str]) -> Any:
    """Return what some files were approved against as plain data, for a run's key."""
    return {
        name: {d: {k: asdict(v) for k, v in n.items()} for d, n in approvals[name].items()}
        for name in sorted(names)
        if name in approvals
    }
