"""What holds on every page, for everybody: headers, nothing changed, nothing of the neighbours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from naikkelas.accounts.models import Role
from tests.config import test_doors as doors
from tests.security.walking import (
    ELSEWHERE,
    Visit,
    digests,
    make_neighbours,
    said_of_persons,
    visits,
)

pytestmark = [pytest.mark.slow(seconds=100), pytest.mark.django_db]


@dataclass(frozen=True)
class Walk:
    """What was seen, and the tables before and after."""

    visits: tuple[Visit, ...]
    before: dict[str, str]
    after: dict[str, str]
    of_persons: dict[str, str]
    """What the catalogue of personal data calls personal, and in which column it stands."""


SOME = (Role.OPERATOR, Role.POKJA_CHAIR, Role.NATION)
"""One person of each width of sight; the rest is `test_who_gets_in.py`, and `make test-long`."""


@pytest.fixture(params=[SOME, pytest.param(tuple(doors.WHERE), marks=pytest.mark.long)], ids=len)
def walk(request: pytest.FixtureRequest, db: None) -> Walk:
    return walked(request.param)


@cache
def walked(roles: tuple[Role, ...]) -> Walk:
    """One walk for all tests of this file; what it noted holds no rows of the database."""
    world = doors.World()
    make_neighbours()
    people = {role: doors.person(role) for role in roles}
    # Signing in leaves its own traces; they are no part of looking.
    browsers = {role: doors.signed_in(who) for role, who in people.items()}
    before = digests()
    seen = tuple(visits(world, people, browsers))
    return Walk(seen, before, digests(), said_of_persons())


def _signed_in_pages(walk: Walk) -> list[Visit]:
    return [one for one in walk.visits if one.is_page and one.role != "visitor"]


def test_the_walk_has_been_nearly_everywhere(walk: Walk) -> None:
    found = {one.name for one in walk.visits if one.status == 200 and one.is_page}

    assert len(found) > 100
    assert {one.role for one in walk.visits} >= {*SOME, "visitor"}


def test_looking_changes_nothing(walk: Walk) -> None:
    assert {table for table in walk.before if walk.before[table] != walk.after[table]} == set()


def test_no_page_breaks(walk: Walk) -> None:
    assert [str(one) for one in walk.visits if one.status >= 500] == []


def test_two_kabupaten_in_one_database_never_meet(walk: Walk) -> None:
    """Pages, search, suggestions, exports, the trail: as everybody but the nation."""
    ours = [one for one in walk.visits if one.role not in {Role.NATION, "visitor"}]

    closed = [one for one in ours if not doors.is_public(one.name)]  # the rest is for everybody
    assert [str(one) for one in closed if ELSEWHERE in one.text] == []
    nation = [one for one in walk.visits if one.role == Role.NATION and ELSEWHERE in one.text]
    assert nation, "the word is found by who may see it, or the search above proves nothing"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_headers_of_the_house(walk: Walk, header: str, value: str) -> None:
    # The code of a meeting or a training stands in its address, which no other page is told.
    stricter = {
        (name, "no-referrer")
        for name in ("registry:check_in", "training:check_in", "training:verify")
    }
    odd = [one for one in walk.visits if one.headers.get(header) != value]

    assert [str(one) for one in odd if (one.name, one.headers.get(header)) not in stricter] == []


def test_no_policy_of_content_lets_inline_code_run(walk: Walk) -> None:
    for one in walk.visits:
        policy = one.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, str(one)
        assert "unsafe" not in policy, str(one)
        assert "*" not in policy, str(one)
        if "sandbox" in policy:
            continue
        assert "frame-ancestors 'none'" in policy, str(one)
        if "-src" in policy.replace("default-src", ""):  # else nothing runs at all
            assert re.search(r"script-src 'self'(?: 'nonce-[\w+/=-]+')?(?:;|$)", policy), str(one)


def test_no_page_has_inline_code_or_style(walk: Walk) -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|nonce|type=\"application/(?:ld\+)?json\"))|\sstyle=\"|\son[a-z]+=\""
        r"|href=\"javascript:|<style"
    )

    assert [
        f"{one}: {found[0]}" for one in _signed_in_pages(walk) if (found := inline.search(one.text))
    ] == []


def test_personal_pages_are_kept_by_no_cache(walk: Walk) -> None:
    assert [
        str(one)
        for one in _signed_in_pages(walk)
        if not doors.is_public(one.name) and "no-store" not in one.headers.get("Cache-Control", "")
    ] == []


def test_no_title_and_no_address_names_a_person(walk: Walk) -> None:
    names = re.compile(r"Orang (?!dan )|Ketua Lama|Bu Ani|\d{16}")
    for one in _signed_in_pages(walk):
        title = re.search(r"<title>(.*?)</title>", one.text, re.DOTALL)
        assert not names.search(title[1] if title else ""), str(one)
        assert not names.search(one.url), str(one)


_NUMBERS = re.compile(r"(?<![\w.-])(?:\d{16}|\d{18}|(?:\+?62|0)8\d{8,11})(?![\w-])")
_NO_NAMES = {"audit.event.actor_post", "registry.meetingattendance.way"}
"""Words for posts and choices, which stand on public pages too."""
_TOLD = {
    ("publicsite:pokja", "registry.kader.name"),  # its owner agreed
    ("portal:example", "practices.replicationstep.words"),  # published by the kabupaten
    ("accounts:invitation", "accounts.invitation.name"),  # who holds the secret address
    ("partners:feed", "partners.commitment.title"),  # the same
}
"""(address, column) that a visitor may read, and why."""


def leaks(read: Iterable[Visit], persons: Mapping[str, str]) -> set[tuple[str, str]]:
    """(address, column) of personal values in what was read."""
    found = {(one.name, of) for one in read for value, of in persons.items() if value in one.text}
    return {one for one in found if one[1] not in _NO_NAMES}


def test_a_visitor_reads_nothing_of_a_person(walk: Walk) -> None:
    """No value of a personal column anywhere, and no number that may be one of a person."""
    persons = walk.of_persons
    read = [one for one in walk.visits if one.role == "visitor" and one.status == 200]

    assert len(read) > 60
    inside = "\n".join(one.text for one in _signed_in_pages(walk))
    assert sum(value in inside for value in persons) > 20  # they are there for who may see them
    assert leaks(read, persons) == _TOLD
    assert [(one.url, found[0]) for one in read if (found := _NUMBERS.search(one.text))] == []


_READ_BY_BROWSERS = {"text/html", "application/json", "application/manifest+json"}
_RUN_BY_THEM = {"activities:app_worker"}
"""The service worker of the phone app: a script of ours without anything that anybody wrote."""
_READ_BY_PROGRAMS = {
    *("publicsite:robots", "publicsite:sitemap_index", "publicsite:sitemap_of"),
    *("publicsite:sitemap", "publicsite:feed"),
}
"""Plain text and escaped XML of public pages, which crawlers and feed readers ask for."""


def test_an_answer_that_is_no_page_is_never_shown_as_one(walk: Walk) -> None:
    """Files are attachments or pictures of ours; JSON is JSON."""
    for one in walk.visits:
        kind = one.headers.get("Content-Type", "").partition(";")[0]
        known = one.name in _RUN_BY_THEM | _READ_BY_PROGRAMS
        if one.status == 200 and kind not in _READ_BY_BROWSERS and not known:
            assert one.headers.get("Content-Disposition", "").startswith("attachment"), str(one)
