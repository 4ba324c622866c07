"""What a tartan rug needs besides its data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TartanRugOptions:
    """What the cells may say, and what they are held against.

    Attributes:
        classes: The words of the outcomes; a cell's value is the number of its own, from 1.
        letters: The letter of each.
        looks: How each is drawn: worse, better, aside (higher, lower), similar or open.
        comparator: What every cell is held against.
        rows: What the rows are, in the plural: "wards".
    """

    classes: tuple[str, ...]
    letters: tuple[str, ...]
    looks: tuple[str, ...]
    comparator: str
    rows: str
