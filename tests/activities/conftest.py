"""A village whose Pokja reports activities, which the desks above verify."""

from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import Upload
from tests.people import make_kampung, make_user
from tests.registry.pictures import encoded, scene


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ani(sukamaju: Area) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def budi(sukamaju: Area) -> User:
    """Pak Budi, member of the same Pokja."""
    return make_user("budi", "Pak Budi", Role.POKJA, sukamaju)


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for files."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def told(**more: Any) -> dict[str, Any]:
    """An activity as somebody would tell it."""
    values = {
        "tanggal": "2025-06-14",
        "judul": "Penyuluhan gizi balita",
        "instansi": ["puskesmas", "dinas_kesehatan"],
        "peserta_p": 23,
    }
    return values | more


def photo(seed: int = 3, name: str = "foto.jpg") -> Upload:
    """A photo as a phone sends it."""
    return Upload(name, encoded(scene(seed)))
