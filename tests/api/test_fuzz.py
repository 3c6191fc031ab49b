"""Whatever is sent to the door for apps is answered; nothing of it breaks the server."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.api.errors import Malformed
from naikkelas.api.rules.instances import Instance, read_instance
from naikkelas.registry.models import KampungKB
from tests.api.conftest import Phone
from tests.api.openrosa_client import instance

ANSWERED = {201, 400, 403, 404, 409, 411, 413, 422}
_BITS = [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"&#0;", b"&#x110000;", b"\x00", b"\xff"]
_BITS += [b'"', b"uuid:", b"9" * 400, b"-", b"1e9", b"<iud/>", b"<meta/>", b"\xe2\x80\xae", b"'--"]


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_bytes_are_an_instance_or_malformed_and_nothing_else(sent: bytes) -> None:
    try:
        read = read_instance(sent)
    except Malformed:
        return
    assert isinstance(read, Instance)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.text(max_size=40)))
def test_what_is_written_is_read_again(answers: dict[str, str]) -> None:
    """Text that XML can hold comes through whole but for the spaces around it."""
    told = {name: _escaped(text) for name, text in answers.items() if _is_plain(text)}
    told = {name: text for name, text in told.items() if name not in {"mulai", "meta"}}

    read = read_instance(instance("kkbpk", dict(told)))

    assert {name: read.text(name) for name in told} == {
        name: answers[name].replace("\r\n", "\n").replace("\r", "\n").strip() for name in told
    }


def _is_plain(text: str) -> bool:
    return all(
        letter in "\t\n\r" or " " <= letter <= "\ud7ff" or "\ue000" <= letter <= "\ufffd"
        for letter in text
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["kegiatan", "profil", "penduduk", "kkbpk"])
def test_damaged_submissions_are_answered(form: str, phone: Phone, kampung: KampungKB) -> None:
    luck = random.Random(37)
    answers: dict[str, object] = {"kampung": kampung.pk, "bulan": "2025-07-01", "iud": 37}
    answers |= {"tanggal": "2025-07-31", "judul": "Posyandu balita"} if form == "kegiatan" else {}

    for _ in range(60):
        xml = bytearray(instance(form, answers))
        for _ in range(luck.randint(1, 4)):
            place = luck.randrange(len(xml))
            xml[place : place + luck.randint(0, 9)] = luck.choice(_BITS)
        answer = phone.send(bytes(xml))
        assert answer.status_code in ANSWERED, bytes(xml)
        assert b"OpenRosaResponse" in answer.content
