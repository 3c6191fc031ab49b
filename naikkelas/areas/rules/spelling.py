"""What a person who types a name of an area looks for."""

import re
from dataclasses import dataclass

from naikkelas.areas.rules import codes
from naikkelas.lib.names import search_key

_KINDS = {
    "provinsi": ("provinsi",),
    "prov": ("provinsi",),
    "kabupaten": ("kabupaten",),
    "kab": ("kabupaten",),
    "kota": ("kota",),
    "kecamatan": ("kecamatan",),
    "distrik": ("kecamatan",),
    "kec": ("kecamatan",),
    "kelurahan": ("kelurahan",),
    "kel": ("kelurahan",),
    "desa": ("desa", "desa_adat"),
}
_PREFIX = re.compile(rf"\s*({'|'.join(_KINDS)})\b[.\s]*(?=\S)", re.IGNORECASE)
_CODE_SHAPED = re.compile(r"[\d.]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code or its beginning; else the keys of the name, and the kinds that the text names."""

    code: str = ""
    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def wanted(text: str) -> Wanted:
    """Read a search text.

    >>> wanted("kec. Bati-Bati")
    Wanted(code='', keys=('batibati',), kinds=('kecamatan',))
    >>> wanted("6301102004").code
    '63.01.10.2004'
    """
    plain = text.strip()[:100]
    if _CODE_SHAPED.fullmatch(plain):
        return Wanted(code=codes.normalise(plain))
    prefix = _PREFIX.match(plain)
    if prefix is None:
        return Wanted(keys=_keys(plain))
    # "Kota Baru" can be a village of that name as well as a kota: the whole text stays a key.
    word = prefix[1].lower()
    rest = _keys(plain[prefix.end() :])
    if word in {"kota", "desa"}:
        return Wanted(keys=(*_keys(plain), *rest))
    return Wanted(keys=rest, kinds=_KINDS[word])


def keys_from(key: str) -> tuple[str, str | None]:
    """The key and the first key that does not begin with it, for a search in the index.

    >>> keys_from("tirta"), keys_from("az"), keys_from("zz")
    (('tirta', 'tirtb'), ('az', 'b'), ('zz', None))
    """
    head = key.rstrip("z")
    if not head:
        return key, None
    after = "a" if head[-1] == "9" else chr(ord(head[-1]) + 1)
    return key, head[:-1] + after


def _keys(name: str) -> tuple[str, ...]:
    key = search_key(name)
    return (key,) if key else ()
