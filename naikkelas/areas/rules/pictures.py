"""Telling a picture from its first bytes; a name or a declared type proves nothing."""

MAX_BYTES = 1024 * 1024
_ENDINGS = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
CONTENT_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


def ending_of(content: bytes) -> str | None:
    """`.png` or `.jpg`; None for anything else and for more than 1 MB."""
    if len(content) > MAX_BYTES:
        return None
    return next((end for start, end in _ENDINGS.items() if content.startswith(start)), None)
