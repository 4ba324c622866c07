"""The colours of every figure, as data, each pair held to its contrast by a test.

Hex values are the Analysis Function's where it has one for the job; the blues of
`FIFTHS` lie on its sequential ramp, spaced so that neighbours differ as much as five classes
can (1.9 each: 3 is out of reach, so maps add outlines, words and a table). Never red and green.
"""

from typing import Final

PAPER: Final = "#FFFFFF"
INK: Final = "#1D1D1B"
QUIET: Final = "#4A4A4A"
GRID: Final = "#CCCCCC"
AREA: Final = "#12436D"
COMPARATOR: Final = "#6B6B6B"
EMPHASIS: Final = "#B4480F"
BAND: Final = "#DCE6F0"
BAND_EDGE: Final = "#6F8FB0"
OTHER_FILL: Final = "#D5DCE4"
OTHER_EDGE: Final = "#6B7785"
CATEGORIES: Final = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
"""Only ever the first n, in this order: other neighbours fall below 3 to 1."""
FIFTHS: Final = ("#0A243B", "#175387", "#3381C7", "#81B8EA", "#EEF5FC")
"""From the most deprived fifth to the least."""
CLUSTERS: Final = ("#12436D", "#8FC1EC", "#F46A25", "#FAD2BB", "#F1F3F5")
"""High among high, low among low, high among low, low among high, none; marks tell them too."""
MAP_EDGE: Final = "#9AA5B1"
"""Between small areas of a map: seen on the darkest class and on the lightest."""
NO_DATA: Final = PAPER
NO_DATA_EDGE: Final = COMPARATOR
SUPPRESSED: Final = OTHER_FILL
SUPPRESSED_EDGE: Final = INK
"""Hidden on purpose: told from what was never published by fill, edge, mark and word."""
