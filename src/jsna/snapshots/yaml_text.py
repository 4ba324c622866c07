"""Small YAML documents written the same way every time, and read back."""

from io import StringIO
from typing import Any

from jsna.settings.parsed_before import in_hand


def write_yaml(data: Any) -> bytes:
    """Return `data` as UTF-8 YAML: block style, keys in the order given, no line folding."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 10_000
    text = StringIO()
    yaml.dump(data, text)
    return text.getvalue().encode()


def read_yaml(content: bytes) -> Any:
    """Return what a YAML document holds.

    Raises:
        ValueError: the bytes are no YAML.
    """
    try:
        text = content.decode()
        known, held = in_hand().find(text)
        if not known:
            held = _parsed(text)
            in_hand().keep(text, held)
        return held
    except Exception as error:  # whatever the parser trips over stands in these bytes
        raise ValueError(next(iter(str(error).splitlines()), "no YAML")) from error


def _parsed(text: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)
