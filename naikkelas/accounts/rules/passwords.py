"""What a password must not be: words and numbers that anybody of the area could guess.

No rule asks for capitals, digits or signs, and none ends a password after some months (ASVS 6.2.5,
6.2.10): length is what counts.
"""

import re
from collections.abc import Iterable

LONGEST = 256
PROGRAMME: tuple[str, ...] = (
    "kampungkb",
    "kampungkeluarga",
    "keluargaberencana",
    "keluargaberkualitas",
    "bkkbn",
)
PROGRAMME += ("kemendukbangga", "naikkelas", "bangga kencana", "pokja", "dahsyat", "posyandu")

_NIK = re.compile(r"\d{16}")
_BIRTH = re.compile(
    r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19[3-9]\d|20[0-2]\d)"
    r"|(19[3-9]\d|20[0-2]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
)


def plain(text: str) -> str:
    """Lower case, letters and digits only: `Suka-Maju 01` and `sukamaju01` are the same guess."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def guessable(password: str, names: Iterable[str] = ()) -> str | None:
    """Why this password is easy to guess, in a sentence; None when nothing is found.

    A known word is a fault only where little else is left: eight signs besides it are enough.
    """
    bare = plain(password)
    if _NIK.search(bare):
        return "Kata sandi tidak boleh memuat NIK (16 angka)."
    for word in sorted({plain(name) for name in (*PROGRAMME, *names)}, key=len, reverse=True):
        if len(word) >= 4 and word in bare and len(set(bare.replace(word, ""))) < 8:
            return "Kata sandi memuat nama Anda, wilayah, atau program, jadi mudah ditebak."
    if (found := _BIRTH.search(bare)) and len(bare) - len(found.group()) < 8:
        return "Kata sandi tidak boleh tanggal lahir dengan sedikit tambahan."
    return None
