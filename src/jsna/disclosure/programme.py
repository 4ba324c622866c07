"""One linear programme asked many times: the limits stay, what is sought changes.

Each answer begins where the one before it ended, which takes a few steps where a programme of its
own takes all of them.
"""

from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jsna.disclosure.table import Table

Floats = NDArray[np.float64]
NONE: Final = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)
TOLD: Final = (*NONE, highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kOptimal)
"""What answers a question; anything else is a solver that lost its way."""
PRIMAL: Final = 4
ANY: Final = 0
"""Which way a solver goes on: by tables that agree with all limits, or as it likes."""
NOTHING: Final = 1e-6
"""So little is rounding."""


class UnlimitedError(ArithmeticError):
    """What is sought has no least."""


class Programme:
    """Sums of unknowns that are not negative, each between two limits."""

    def __init__(self, rows: Table, low: Floats, high: Floats, later: int = PRIMAL) -> None:
        """Take the sums, one a row, and their limits (infinite where there is none).

        `later` is the way on from the first answer: ANY where limits of unknowns change as well.
        """
        self._later = later
        self._size, self._limits = rows.shape[1], np.column_stack([low, high])
        # a sum of one unknown is a limit of it, and makes the programme no larger
        single = (np.diff(rows.indptr) == 1) & (_first(rows.data, rows) == 1.0)
        self._unknown = np.where(single, _first(rows.indices, rows), -1).astype("int64")
        self._row = np.where(single, -1, np.cumsum(~single) - 1)
        self._outer = np.column_stack([np.zeros(self._size), np.full(self._size, np.inf)])
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
            self._solver.setOptionValue(option, value)
        several = np.flatnonzero(~single)
        self._solver.passModel(_model(sparse.csr_array(rows[several]), *self._limits[several].T))
        self._put(np.unique(self._unknown[single]))

    def least(self, costs: Floats) -> Floats | None:
        """Return unknowns with the least sum of costs; None if none agree with the limits.

        Raises:
            UnlimitedError: there is no least.
            ArithmeticError: the solver gave up.
        """
        if not self._size:
            # nothing is unknown: the sums are 0, and the solver has no model to look at
            fits = (self._limits[:, 0] <= NOTHING) & (self._limits[:, 1] >= -NOTHING)
            return np.zeros(0) if fits.all() else None
        places = np.arange(self._size, dtype="int32")
        self._solver.changeColsCost(self._size, places, np.ascontiguousarray(costs, "float64"))
        self._solver.run()
        # what was found stays a table that agrees with all limits, whatever is sought next
        self._solver.setOptionValue("simplex_strategy", self._later)
        status = self._solver.getModelStatus()
        if status not in TOLD:
            # where it stood in its way, it begins anew
            self._solver.clearSolver()
            self._solver.run()
            status = self._solver.getModelStatus()
        if status in NONE:
            return None
        if status == highspy.HighsModelStatus.kUnbounded:
            raise UnlimitedError
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(self._solver.modelStatusToString(status))
        return np.asarray(self._solver.getSolution().col_value, "float64")

    def prices(self) -> Floats:
        """Return by how much each limit held the last answer back, one a row, 0 if it did not."""
        if not self._size:
            return np.zeros(len(self._limits))
        found = self._solver.getSolution()
        several, alone = np.asarray(found.row_dual), np.asarray(found.col_dual)
        value = np.asarray(found.col_value)[self._unknown]
        # of several limits of one unknown those that it stands at
        near = np.abs(self._limits - value[:, None]).min(axis=1) <= NOTHING
        of_one = np.where(near, alone[self._unknown], 0.0)
        of_several = several[self._row] if len(several) else np.zeros(len(self._row))
        return np.abs(np.where(self._unknown >= 0, of_one, of_several))

    def between(self, places: NDArray[np.intp], low: Floats, high: Floats) -> None:
        """Put other limits to some of the unknowns."""
        self._outer[places] = np.column_stack([low, high])
        self._put(places)

    def limit(self, row: int, low: float, high: float) -> None:
        """Put other limits to one of the sums."""
        self._limits[row] = low, high
        if self._unknown[row] >= 0:
            self._put(self._unknown[[row]])
        else:
            self._solver.changeRowBounds(int(self._row[row]), low, high)

    def _put(self, places: NDArray[np.intp]) -> None:
        """Tell the solver the limits of some unknowns: the narrowest of their own."""
        low, high = self._outer[places].T
        at = np.flatnonzero(np.isin(self._unknown, places))
        order = np.argsort(places)
        own = order[np.searchsorted(places, self._unknown[at], sorter=order)]
        np.maximum.at(low, own, self._limits[at, 0])
        np.minimum.at(high, own, self._limits[at, 1])
        self._solver.changeColsBounds(len(places), places.astype("int32"), low, high)


def _first(values: NDArray[np.generic], rows: Table) -> NDArray[np.generic]:
    """Return the first of the values of each row's entries; anything of a row without one."""
    if not len(values):
        return np.zeros(rows.shape[0])
    return np.asarray(values[np.minimum(rows.indptr[:-1], len(values) - 1)])


def _model(rows: Table, low: Floats, high: Floats) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_, model.col_lower_ = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    model.col_upper_ = np.full(rows.shape[1], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = np.array(low), np.array(high)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_row_, matrix.num_col_ = rows.shape
    matrix.start_, matrix.index_, matrix.value_ = rows.indptr, rows.indices, rows.data
    return model
