"""Where things stand in a TOML text: the standard library's parser gives no positions."""

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\[\[?\s*([A-Za-z0-9_.\-]+)\s*\]\]?")
_KEY = re.compile(r"([A-Za-z0-9_\-]+)\s*=")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL
)


@dataclass(slots=True)
class _Place:
    line: int
    keys: dict[str, int] = field(default_factory=dict)
    items: dict[str, list[int]] = field(default_factory=dict)  # lines of an array's own items


class Locator:
    """Finds the line of the n-th table of a name, of a key in it, of the n-th item of an array."""

    def __init__(self, text: str) -> None:
        self._places: dict[str, list[_Place]] = {}
        self._scan(_without_strings(text))

    def line(self, table: str, n: int = 0, key: str | None = None, item: int | None = None) -> int:
        """The closest line known (from 1): item, else key, else table, else the first line."""
        places = self._places.get(table, [])
        if n >= len(places):
            return 1
        place = places[n]
        if key is None or key not in place.keys:
            return place.line
        items = place.items.get(key, [])
        return items[item] if item is not None and item < len(items) else place.keys[key]

    def _scan(self, text: str) -> None:
        place, key, depth = _Place(1), "", 0
        for number, line in enumerate(text.split("\n"), start=1):
            content = line.split("#", 1)[0]
            stripped = content.strip()
            if depth == 0 and (header := _HEADER.fullmatch(stripped)):
                place = _Place(number)
                self._places.setdefault(header[1], []).append(place)
                continue
            if depth == 0 and (found := _KEY.match(stripped)):
                key = found[1]
                place.keys[key] = number
            depth = self._follow(content, depth, place.items.setdefault(key, []), number)

    @staticmethod
    def _follow(content: str, depth: int, items: list[int], number: int) -> int:
        for sign in content:
            if sign in "[{":
                if depth == 1:
                    items.append(number)
                depth += 1
            elif sign in "]}":
                depth = max(0, depth - 1)
        return depth


def _without_strings(text: str) -> str:
    """Strings blanked out, their line breaks kept, so that brackets and # inside do not count."""
    pieces: list[str] = []
    position = 0
    while position < len(text):
        comment = text.find("#", position)
        string = _STRING.search(text, position)
        if string is None or 0 <= comment < string.start():
            end = text.find("\n", comment) if comment >= 0 else -1
            if end < 0:
                pieces.append(text[position : comment if comment >= 0 else len(text)])
                break
            pieces.append(text[position:comment])
            position = end
            continue
        pieces.append(text[position : string.start()])
        pieces.append('""' + "\n" * string[0].count("\n"))
        position = string.end()
    return "".join(pieces)
