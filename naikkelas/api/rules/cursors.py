"""Cursors of lists: after which row the next page begins, in a form that nobody needs to read.

A list is ordered by a key that never changes, and a page begins after the key of the last row: a
row that is added meanwhile moves no other, so none is shown twice and none is left out.
"""

import base64
import binascii

from naikkelas.api.errors import CursorUnfit

LONGEST = 200


def cursor_after(listing: str, key: object) -> str:
    """The cursor of a list after a row.

    >>> cursor_after("kampung", 37)
    'a2FtcHVuZ3wzNw'
    """
    return base64.urlsafe_b64encode(f"{listing}|{key}".encode()).decode().rstrip("=")


def key_of(listing: str, cursor: str) -> str:
    """The key in a cursor of this list, else `CursorUnfit`; the caller checks its kind.

    >>> key_of("kampung", "a2FtcHVuZ3wzNw")
    '37'
    """
    if len(cursor) > LONGEST:
        raise CursorUnfit
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise CursorUnfit from error
    name, separator, key = text.partition("|")
    if name != listing or not separator or "\x00" in key:
        raise CursorUnfit
    return key
