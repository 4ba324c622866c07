"""What the area's registers of claims say of a draft: its rows, found by the file's name."""

from pathlib import PurePath

import pandas as pd

from jsna.claims.claims_file import read_claims
from jsna.review.draft import Draft
from jsna.settings.project import Project


def registered_claims(project: Project, draft: Draft) -> pd.DataFrame:
    """Return the claims of the area's strategies that name the draft as their document.

    Args:
        project: Of which area.
        draft: Named as the registers name their document.

    Returns:
        As `claims_file.read_claims`; empty where no register names it.

    Raises:
        UserFileError: a register has mistakes, so that nobody knows whether it names the draft.
    """
    name = PurePath(draft.file).name
    frames = []
    for strategy in project.settings.strategies_of(project.area.slug):
        if not strategy.states_claims:
            continue
        rows = read_claims(project.of(project.area.slug, strategy.slug))
        frames.append(rows[rows["document"] == name])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
