"""Tell a web page from data: what a failed download, or a sign-in page, gives instead."""


def is_web_page(content: bytes) -> bool:
    """Return whether the bytes are HTML or XML, whatever the file is called."""
    return content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
