"""Every post × every resource: a key opens what the post sees on screen, and nothing elsewhere."""

import pytest
from django.db import transaction

from naikkelas.accounts.errors import ApiTokenUnfit
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.rules.policy import POLICY
from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act
from naikkelas.registry.models import KampungKB
from tests.api.v1.conftest import Program
from tests.config.test_doors import WHERE, person
from tests.people import make_area, make_user
from tests.roadmap_office.making import make_scenario, make_step

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

AWAY = {Role.OPERATOR: "92.41", Role.DISTRICT: "92.41.03", Role.FIELD: "92.41.03.2007"}
LISTS = ("kampung", "laporan/profil", "laporan/penduduk", "laporan/kkbpk", "kegiatan", "langkah")


def _somebody(who: str) -> User:
    if who == "bekas":
        return User.objects.create_user("bekas", name="Bekas")
    if who.startswith("x-"):
        make_area("92.41.03.2007", "Karangasri")
        role = Role(who.removeprefix("x-"))
        return make_user(who, who, role, Area.objects.get(pk=AWAY[role]))
    return person(who)


@pytest.mark.parametrize("who", [*WHERE, *(f"x-{role}" for role in AWAY), "bekas"])
def test_a_key_opens_what_its_post_sees(who: str, kampung: KampungKB) -> None:
    make_step(kampung, make_scenario(kampung, in_force=True))
    user = _somebody(who)
    reading = [code for code in SCOPES if code.startswith("baca:")]
    may = {Act.SEE, Act.EXPORT} <= POLICY.get(user.role, frozenset())
    if not may:
        with pytest.raises(Exception) as refusal, transaction.atomic():  # noqa: PT011
            Program(user, reading)
        assert isinstance(refusal.value, ApiTokenUnfit) or not user.posts
        return
    program = Program(user, reading)
    is_here = not who.startswith("x-")

    for path in LISTS:
        rows = program.get(path).json()["data"]
        assert bool(rows) == is_here, path
        assert {row["kode_desa"] for row in rows} <= {"91.37.01.2001"}
    for path in ("", "/kelas", "/kekurangan"):
        answer = program.get(f"kampung/{kampung.pk}{path}")
        assert answer.status_code == (200 if is_here else 404), path
    for path in ("kelas", "target", "angka"):
        answer = program.get(path, {"wilayah": "91.37.01.2001"})
        assert answer.status_code == (200 if is_here else 404), path


@pytest.mark.parametrize("who", list(WHERE))
def test_a_key_for_writing_is_given_by_who_writes_on_screen(who: str, kampung: KampungKB) -> None:
    user = _somebody(who)
    for code, act in (("tulis:laporan", Act.SEND), ("tulis:kegiatan", Act.DRAFT)):
        if act in POLICY[user.role]:
            assert Program(user, [code]).get("saya").json()["cakupan"] == [code]
        else:
            with pytest.raises(ApiTokenUnfit):
                Program(user, [code])
