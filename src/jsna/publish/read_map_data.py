"""Reads the data of a map's page back: what its script says of each area, one text a layer."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from jsna.publish.passages import Passage, value_passages

ADDED: Final = re.compile(r"_add\((?=\{)")
"""Before the shapes that a map is given, as JSON."""
SHAPES: Final = "features"
SAID: Final = "said"
OUTLINE: Final = "geometry"
PROPERTIES: Final = "properties"
LOOKS: Final = ("classes", "middle", SAID)
"""How and where an area is drawn; what is said of it has a reader of its own."""


def map_passages(
    file: str, script: str, layers: Sequence[tuple[str, str]]
) -> tuple[list[Passage], str]:
    """Return what a page's script says of the areas of a map, and the rest of the script.

    Args:
        file: The page.
        script: Its script.
        layers: The label of each layer, in their order, and all that the page says of it.

    Returns:
        A passage for each area and layer, as a cell of a table: the area's name for its row, the
        layer's label for its column. Shapes themselves are no words.
    """
    found: list[Passage] = []
    rest, end = [], 0
    for start in ADDED.finditer(script):
        try:
            data, after = json.JSONDecoder().raw_decode(script, start.end())
        except ValueError:
            continue
        if not isinstance(data, dict) or not isinstance(data.get(SHAPES), list):
            continue
        found += [passage for one in data[SHAPES] for passage in _of_area(file, one, layers)]
        found += _other_words(file, data)
        rest.append(script[end : start.end()])
        end = after
    return found, "".join([*rest, script[end:]])


def _other_words(file: str, data: dict[str, Any]) -> Iterator[Passage]:
    """Yield every text that a map is given beside what it says of its areas by layer.

    Numbers alone place and draw: nothing that is shown says whose they are.
    """
    others = [{key: value for key, value in data.items() if key != SHAPES}]
    for shape in (one for one in data[SHAPES] if isinstance(one, dict)):
        looks = {k: v for k, v in (shape.get(PROPERTIES) or {}).items() if k in LOOKS[:-1]}
        others.append({k: v for k, v in shape.items() if k not in (OUTLINE, PROPERTIES)} | looks)
    # of a number the keys that lead to it stand in `row`; of a text they do not
    yield from (p for one in others for p in value_passages(file, one) if not p.row)


def _of_area(file: str, shape: Any, layers: Sequence[tuple[str, str]]) -> Iterator[Passage]:
    told = shape.get(PROPERTIES) or {} if isinstance(shape, dict) else {}
    name = str(told.get("name", ""))
    for number, text in enumerate(told.get(SAID) or ()):
        label, about = layers[number] if number < len(layers) else ("", "")
        yield Passage(file, str(text), name, label, about)
    for key, value in told.items():
        if key not in LOOKS and str(value) != name:
            yield Passage(file, str(value), name, key)
