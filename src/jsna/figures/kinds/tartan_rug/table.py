"""The table behind a tartan rug: one row a place, one column a measure, the outcome in words."""

from jsna.figures.kind import Cells
from jsna.figures.kinds.tartan_rug.options import TartanRugOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import missing_cells


def tartan_rug_cells(spec: Spec[TartanRugOptions]) -> Cells:
    """Return the outcome of each place and measure; a cell without one says why."""
    data = spec.data
    words = data["outcome"].where(data["value"].notna(), missing_cells(data))
    shared = data.drop_duplicates("area_code")["area_name"].duplicated(keep=False)
    twice = set(data.drop_duplicates("area_code").loc[shared, "area_name"])
    name = data["area_name"].where(
        ~data["area_name"].isin(twice), data["area_name"] + " (" + data["area_code"] + ")"
    )
    wide = data.assign(words=words, name=name).pivot(
        index="name", columns="measure", values="words"
    )
    columns = list(dict.fromkeys(data["measure"]))
    return wide[columns].rename_axis("Place").rename_axis(None, axis=1).reset_index(), {}
