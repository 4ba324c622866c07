"""The size of a file in words."""


def printed_size(size: int) -> str:
    """Return a number of bytes as a reader says it: never "0 KB".

    >>> printed_size(40), printed_size(420_400), printed_size(1_260_000)
    ('1 KB', '420 KB', '1.3 MB')
    """
    return f"{max(1, round(size / 1000))} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
