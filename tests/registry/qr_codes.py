"""What a camera reads in a drawn QR code: the drawing itself is decoded, not what drew it.

ISO/IEC 18004, for codes without damage: modules → format → mask → codewords → bytes. Only tables
of the standard come from the library that draws.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from qrcode import base, util

_BYTES = 0b0100
_FORMAT_MASK = 0x5412
_FORMAT = [
    *((8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)),
    *((at, 8) for at in (7, 5, 4, 3, 2, 1, 0)),
]
"""Row and column of the 15 bits that say level and mask, the highest first."""


def read(svg: str) -> str:
    """The text of a code whose dark modules are the squares of one path, with a border of two."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert found
    side = int(found[1]) - 4
    squares = re.findall(r"M(\d+),(\d+)H(\d+)V(\d+)H\1z", svg)
    assert all(int(x) + 1 == int(to) and int(y) + 1 == int(end) for x, y, to, end in squares)
    dark = {(int(y) - 2, int(x) - 2) for x, y, _, _ in squares}
    told = int("".join("01"[at in dark] for at in _FORMAT), 2) ^ _FORMAT_MASK
    level, mask = told >> 13, util.mask_func(told >> 10 & 7)
    bits = "".join("01"[((at in dark) ^ mask(*at))] for at in _way(side))
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]
    return _text(_in_order(words, side, level), is_large=side >= 57)


def _way(side: int) -> Iterator[tuple[int, int]]:
    """The modules that hold words, in two columns at once from the right, up and down."""
    taken, rows = _fixed(side), range(side)
    rights = [*range(side - 1, 6, -2), 5, 3, 1]
    for turn, right in enumerate(rights):
        for row in rows if turn % 2 else reversed(rows):
            yield from (at for at in ((row, right), (row, right - 1)) if at not in taken)


def _fixed(side: int) -> set[tuple[int, int]]:
    """Modules of the three corners with the format, the two lines, small squares, the version."""
    version = (side - 17) // 4

    def block(top: int, left: int, high: int, wide: int) -> set[tuple[int, int]]:
        return {(y, x) for y in range(top, top + high) for x in range(left, left + wide)}

    fixed = block(0, 0, 9, 9) | block(0, side - 8, 9, 8) | block(side - 8, 0, 8, 9)
    middles = util.pattern_position(version)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for middle in {(y, x) for y in middles for x in middles} - corners:
        fixed |= block(middle[0] - 2, middle[1] - 2, 5, 5)
    if version >= 7:
        fixed |= block(0, side - 11, 6, 3) | block(side - 11, 0, 3, 6)
    return fixed | block(6, 0, 1, side) | block(0, 6, side, 1)


def _in_order(words: list[int], side: int, level: int) -> list[int]:
    """The words of data, which are drawn one of each block in turn."""
    sizes = [one.data_count for one in base.rs_blocks((side - 17) // 4, level)]
    turns = zip_longest(*([place] * size for place, size in enumerate(sizes)))
    places = [place for turn in turns for place in turn if place is not None]
    blocks: list[list[int]] = [[] for _ in sizes]
    for place, word in zip(places, words, strict=False):
        blocks[place].append(word)
    return [word for block in blocks for word in block]


def _text(words: list[int], *, is_large: bool) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    start = 20 if is_large else 12
    assert int(bits[:4], 2) == _BYTES
    end = start + 8 * int(bits[4:start], 2)
    assert int(bits[end : end + 4] or "0", 2) == 0  # nothing follows
    return bytes(int(bits[at : at + 8], 2) for at in range(start, end, 8)).decode()
