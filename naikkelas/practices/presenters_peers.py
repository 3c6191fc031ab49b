"""The band of one indicator as a picture: where the middle half of the peers lies, and the own
figure. Numbers stand beside it, so the picture says nothing alone.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from naikkelas.lib.numbers import id_number
from naikkelas.practices.queries.comparing import Line
from naikkelas.practices.rules.peers import COLUMNS, PeerGroup

LEFT, WIDTH = 2.0, 96.0  # percent of the picture
HEIGHT = 32
COLUMN_WORDS = {
    "size": "jumlah keluarga",
    "urban": "desa atau kelurahan",
    "access": "jarak lurus ke kelurahan terdekat",
}


def band(line: Line) -> SafeString | None:
    """The picture of a line; None where there is no spread to show."""
    if line.spread is None:
        return None
    spread = line.spread
    ends = [spread.lowest, spread.highest, *([] if line.own is None else [line.own])]
    low, high = min(ends), max(ends)

    def at(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(LEFT + WIDTH * share, 2)

    own = (
        SafeString("")
        if line.own is None
        else format_html('<circle class="band-own" cx="{}%" cy="16" r="7"/>', at(line.own))
    )
    return format_html(
        '<svg class="band" width="100%" height="{}" role="img" aria-label="{}">'
        '<line class="band-line" x1="{}%" x2="{}%" y1="16" y2="16"/>'
        '<rect class="band-box" x="{}%" width="{}%" y="8" height="16" rx="3"/>'
        '<line class="band-middle" x1="{mid}%" x2="{mid}%" y1="5" y2="27"/>{}</svg>',
        HEIGHT,
        spoken(line),
        at(spread.lowest),
        at(spread.highest),
        at(spread.lower),
        round(max(at(spread.upper) - at(spread.lower), 0.5), 2),
        own,
        mid=at(spread.middle),
    )


def spoken(line: Line) -> str:
    """The picture in one sentence, for who does not see it."""
    if line.spread is None:
        return f"{line.name}: terlalu sedikit kampung sebaya yang melaporkannya"
    lower, upper = id_number(line.spread.lower, 0), id_number(line.spread.upper, 0)
    own = "belum dilaporkan" if line.own is None else id_number(line.own, 0)
    return f"{line.name}: di sini {own}, separuh kampung sebaya antara {lower} dan {upper}"


def compared(group: PeerGroup) -> tuple[str, str]:
    """By what the group was found, and what is not known and so was left out."""
    used, unknown = (
        ", ".join(COLUMN_WORDS[name] for name in COLUMNS if name in names)
        for names in (group.compared, group.left_out)
    )
    return used, unknown
