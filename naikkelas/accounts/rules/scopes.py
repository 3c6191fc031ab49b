"""What the key of a program may be made for, and which acts of the post stand behind it.

Reading by a program is reading in bulk, so it needs what a download on screen needs. A key never
opens more than its post: each resource asks for its scope, and each query and action for the post.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from naikkelas.lib.actors import Act

_READING = (Act.SEE, Act.EXPORT)


@dataclass(frozen=True, slots=True)
class Scope:
    """One purpose of a key: what it says to people, and the acts that the post must do."""

    code: str
    words: str
    acts: tuple[Act, ...]

    def is_for(self, may: Callable[[Act], bool]) -> bool:
        """Whether a post with these acts can give it away."""
        return all(map(may, self.acts))


READ_KAMPUNG = "baca:kampung"
READ_REPORTS = "baca:laporan"
READ_ACTIVITIES = "baca:kegiatan"
READ_CLASSES = "baca:kelas"
READ_STEPS = "baca:langkah"
READ_CHANGES = "baca:perubahan"
WRITE_REPORTS = "tulis:laporan"
WRITE_ACTIVITIES = "tulis:kegiatan"
HOOKS = "langganan:webhook"

SCOPES: Mapping[str, Scope] = MappingProxyType(
    {
        code: Scope(code, words, acts)
        for code, words, acts in (
            (READ_KAMPUNG, "membaca daftar kampung", _READING),
            (READ_REPORTS, "membaca laporan bulanan, tanpa nama dan kontak", _READING),
            (READ_ACTIVITIES, "membaca kegiatan, tanpa foto", _READING),
            (READ_CLASSES, "membaca kelas, kekurangan, target, dan ringkasan", _READING),
            (READ_STEPS, "membaca langkah peta jalan", _READING),
            (READ_CHANGES, "membaca daftar perubahan", _READING),
            (WRITE_REPORTS, "mengirim laporan bulanan", (Act.SEND,)),
            (WRITE_ACTIVITIES, "mengirim kegiatan", (Act.DRAFT,)),
            (HOOKS, "berlangganan webhook", _READING),
        )
    }
)
"""Code to scope, in the order of the screen."""
