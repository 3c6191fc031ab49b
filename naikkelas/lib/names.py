"""Place names as people spell them: one key for all spellings of one name."""

import re
import unicodedata

# Old (van Ophuijsen) spellings that live on in place names, and doubled letters, fold to one key.
_FOLDS = (("oe", "u"), ("tj", "c"), ("dj", "j"))
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")


def search_key(name: str) -> str:
    """The key under which all spellings of a name meet.

    >>> search_key("Tirta Jaya") == search_key("Tirtajaya"), search_key("Bati-Bati")
    (True, 'batibati')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = _NOT_LETTERS.sub("", plain)
    for old, new in _FOLDS:
        key = key.replace(old, new)
    return _DOUBLED.sub(r"\1", key)
