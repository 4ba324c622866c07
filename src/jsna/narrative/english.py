"""English: plurals, lists of words, sentences and their beginnings."""

from collections.abc import Sequence


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 indicator", "3 indicators"; "no indicators" for none."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number or 'no'} {word}"


def listed(words: Sequence[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def sentence(words: str) -> str:
    """Return `words` with a full stop at the end, if nothing ends them yet."""
    text = words.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def capitalised(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def mid_sentence(title: str) -> str:
    """Return a title as it reads inside a sentence: a capital that only began it goes."""
    first = title.split(" ", 1)[0]
    return title[:1].lower() + title[1:] if first[1:].islower() else title


def with_article(title: str) -> str:
    """Return a title with "the" before it inside a sentence, once."""
    return f"the {title.removeprefix('The ')}"


def possessive(name: str) -> str:
    """Return "Anytown's", and "Wales'" for a name in s."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
