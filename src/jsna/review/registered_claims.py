"""What the area's registers of claims say of a draft: its rows, found by the file's name."""

from pathlib import PurePath

import pandas as pd

from jsna.claims.claims_file import read_claims
from jsna.errors import UserFileError
from jsna.review.draft import Draft
from jsna.settings.project import Project


def registered_claims(project: Project, draft: Draft) -> pd.DataFrame | None:
    """Return the claims of the area's strategies that name the draft as their document.

    One that can't be read has no rows here: `jsna claims` tells what is wrong with it.

    Args:
        project: Of which area.
        draft: Named as the registers name their document.

    Returns:
        As `claims_file.read_claims`; None where no register names it.
    """
    name = PurePath(draft.file).name
    frames = []
    for strategy in project.settings.strategies_of(project.area.slug):
        if not strategy.states_claims:
            continue
        try:
            rows = read_claims(project.of(project.area.slug, strategy.slug))
        except UserFileError:
            continue
        frames.append(rows[rows["document"] == name])
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    return None if found.empty else found
