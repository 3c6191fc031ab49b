"""`who_gets_in.txt`: every address × every person → what they are answered, for review as a diff.

`UPDATE_WHO_GETS_IN=1 pytest tests/config/test_who_gets_in.py` writes it anew. The rules behind it
are tested in `test_doors.py`; this table shows what comes of them.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.rules.policy import POLICY
from naikkelas.areas.models import Area
from naikkelas.coaching.models import Assignment
from naikkelas.partners.models import Mitra
from naikkelas.registry.models import KampungKB
from tests.config.test_doors import (
    ALL,
    WHERE,
    WITH_ACT,
    World,
    acts_of,
    asked,
    at_the_door,
    person,
    signed_in,
)
from tests.partners.making import make_partner_user
from tests.people import make_area, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.slow]

TABLE = Path(__file__).with_name("who_gets_in.txt")
HEADER = """\
# Every address x every person -> what the answer is. Written by test_who_gets_in.py
# (UPDATE_WHO_GETS_IN=1); a change of who gets in is a change of this file.
#
# Each address names something of Sukamaju (91.37.01.2001), where the people of the first twelve
# columns have their posts. x-... have theirs in another kabupaten, "mitra+" is an SKPD that was
# asked to mentor the kampung, "bekas" has no post any more, "tamu" has not signed in. A number is
# the status of a GET, or of an empty POST where only that is taken (then 405 never shows).
# "masuk": sent to sign in. "aturan": 404 with the rule that keeps it closed. 404 alone: nothing
# there for this person.
"""
SHORT: Mapping[str, str] = {
    "ketua_pokja": "ketua",
    "sekretaris_pokja": "sekr",
    "kecamatan": "kec",
    "pimpinan": "pimp",
    "provinsi": "prov",
    "nasional": "nas",
    "operator": "op",
}


AWAY = {Role.OPERATOR: "92.41", Role.DISTRICT: "92.41.03", Role.FIELD: "92.41.03.2007"}
HERE = {SHORT.get(role, str(role)): role for role in WHERE}
ELSEWHERE = {f"x-{SHORT.get(role, str(role))}": role for role in AWAY}
ASKED = "mitra+"
PEOPLE = (*HERE, *ELSEWHERE, ASKED, "bekas", "tamu")
FIRST = ("ketua", "op", "tamu")
"""The people whom `make test` asks about: each reach. `make test-long` asks about all."""
WIDTH = max(map(len, ALL))


def browsers_of(column: str) -> Callable[[], Client]:
    """Makes a fresh browser of the person of a column, signed in as they are."""
    if column == "tamu":
        return Client
    session = signed_in(_account(column)).cookies

    def browser() -> Client:
        client = Client()
        client.cookies.load(session.output(header="", sep=";"))
        return client

    return browser


def _account(column: str) -> User:
    if column in HERE:
        return person(HERE[column])
    if column in ELSEWHERE:
        make_area("92.41.03.2007", "Karangasri")
        role = ELSEWHERE[column]
        return make_user(column, column, role, Area.objects.get(pk=AWAY[role]))
    if column == ASKED:
        return _asked_mentor()
    return User.objects.create_user("bekas", name="Bekas")


def _asked_mentor() -> User:
    """Somebody of the SKPD of the world, whose post was asked to mentor its kampung."""
    user = make_partner_user("skpd", Mitra.objects.get())
    Assignment.objects.create(
        kabupaten_code="91.37",
        kampung=KampungKB.objects.get(village_id="91.37.01.2001"),
        mentor_id=user.holdings.get().post_id,
        assigned_by=0,
        assigned_at=timezone.now(),
    )
    return user


@pytest.fixture(autouse=True)
def _names_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets in is decided before a page is put together, which would take most of the time.

    `tests/security/test_every_page.py` puts them all together.
    """
    monkeypatch.setattr(Template, "render", lambda self, *_, **__: f"<{self.template.name}>")


def answer_in_a_word(answer: HttpResponse) -> str:
    if at_the_door(answer):
        return "masuk"
    text = "" if getattr(answer, "streaming", False) else answer.content.decode(errors="replace")
    if answer.status_code == 404 and "<denied.html>" in text:
        return "aturan"
    return str(answer.status_code)


def at(name: str, browser: Client, world: World) -> str:
    """What somebody is answered at an address; whatever it did is undone."""
    with transaction.atomic():
        word = answer_in_a_word(asked(browser, name, world))
        transaction.set_rollback(True)
    return word


def written() -> dict[str, dict[str, str]]:
    """The table as it stands: address → person → word."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    head, *rows = [line.split() for line in lines if line[:1] != "#"] or [["address"]]
    return {name: dict(zip(head[1:], words, strict=True)) for name, *words in rows}


def write(table: Mapping[str, Mapping[str, str]]) -> None:
    rows = [("address", dict(zip(PEOPLE, PEOPLE, strict=True)))]
    rows += [(name, {who: table[name].get(who, "?") for who in PEOPLE}) for name in ALL]
    lines = [
        " ".join([name.ljust(WIDTH), *(w.rjust(6) for w in row.values())]) for name, row in rows
    ]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    "who",
    [pytest.param(one, marks=() if one in FIRST else pytest.mark.long) for one in PEOPLE],
)
def test_who_gets_in_is_what_the_table_says(who: str, db: None) -> None:
    world, browser = World(), browsers_of(who)

    found = {name: at(name, browser(), world) for name in ALL}

    table = written()
    if os.environ.get("UPDATE_WHO_GETS_IN"):
        table = {name: table.get(name, {}) | {who: found[name]} for name in ALL}
        write(table)
    assert found == {name: row[who] for name, row in table.items()}, (
        "Who gets in has changed. If that is meant: UPDATE_WHO_GETS_IN=1, and review the diff."
    )


@pytest.mark.parametrize("name", WITH_ACT)
def test_the_post_decides_who_gets_in(name: str) -> None:
    """The rule is named to exactly those whose post does none of the acts of the address."""
    row = written()[name]

    for who, role in (HERE | ELSEWHERE).items():
        may = not POLICY[role].isdisjoint(acts_of(name))
        assert (row[who] != "aturan") == may, who
        assert row[who] in {"aturan", "200", "302", "404", "409", "422"}, who
    assert (row[ASKED] == "aturan") == (row["mitra"] == "aturan")
    assert row["bekas"] == "aturan"
