"""What a password must be, and how it is kept and changed."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.actions.signing_in import issue_reset
from naikkelas.accounts.models import User
from naikkelas.accounts.rules.passwords import guessable
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.accounts.door import enter
from tests.people import PASSWORD

NEW = "kuda laut makan roti 7"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "kuda laut makan roti",
        "a" * 3 + " panjang sekali tetapi boleh" * 2,
        "x9 " * 40,
        "ṕáṡṡẅöŕđ dengan tanda baca",
    ],
)
def test_long_phrases_with_spaces_are_welcome(sari: User, password: str) -> None:
    validate_password(password, sari)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "sebelas-37!",  # 11 characters
        "password1234",
        "kampungkb2026",
        "KampungKB-123",
        "Sukamaju 2026",  # her village
        "tanjung-tanjung",  # her kecamatan
        "3171234567890123",
        "sari 3171234567890123 sari",
        "17081990-1708",
        "1990-08-17 abc",
        "Sari Sari Sari",
        "x" * 300,
    ],
)
def test_what_people_around_could_guess_is_refused(sari: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, sari)


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_gets_a_yes_or_a_sentence(password: str, names: list[str]) -> None:
    reason = guessable(password, names)

    assert reason is None or reason.endswith(".")


@pytest.mark.django_db
def test_no_rule_asks_for_capitals_digits_or_signs(sari: User) -> None:
    validate_password("hanyahurufkecilsaja", sari)


def test_argon2_comes_first() -> None:
    from naikkelas.config import settings as written

    assert written.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.django_db
def test_an_old_hash_is_made_anew_at_the_next_sign_in(
    client: Client, darma: User, settings: "object"
) -> None:
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    darma.password = PBKDF2PasswordHasher().encode(PASSWORD, "garam-uji-garam-uji", 1000)
    darma.save()

    enter(client, "darma")

    darma.refresh_from_db()
    assert darma.password.startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_a_changed_password_signs_the_other_devices_out(client: Client, darma: User) -> None:
    other = Client()
    enter(other, "darma")
    enter(client, "darma")

    answer = client.post(
        "/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert answer.status_code == 302
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 302)
    assert Event.objects.filter(verb="account.password_changed", actor=darma).count() == 1


@pytest.mark.django_db
def test_a_password_is_changed_only_by_who_knows_the_old_one(client: Client, darma: User) -> None:
    enter(client, "darma")

    answer = client.post(
        "/akun/kata-sandi/", {"oldpassword": "salah", "password1": NEW, "password2": NEW + "x"}
    )

    page = answer.content.decode()
    assert "Kata sandi yang sekarang tidak cocok." in page
    assert "Isi kata sandi yang sama dua kali." in page
    assert not Event.objects.filter(verb="account.password_changed").exists()


@pytest.mark.django_db
def test_new_passwords_are_offered_to_password_managers(client: Client, darma: User) -> None:
    client.force_login(darma)

    page = client.get("/akun/kata-sandi/").content.decode()

    assert 'autocomplete="current-password"' in page
    assert page.count('autocomplete="new-password"') == 2


# --- a link from the operator ---


def _set_by(link: str, client: Client) -> str:
    form = client.get(link)["Location"]
    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    return answer.content.decode()


@pytest.mark.django_db
def test_a_link_sets_a_new_password_once(sari: User, darma: User) -> None:
    link = issue_reset(sari, by=darma)

    page = _set_by(link, Client())

    assert "Kata sandi sudah diganti" in page
    sari.refresh_from_db()
    assert sari.check_password(NEW)
    assert "Tautan ini tidak berlaku" in Client().get(link, follow=True).content.decode()
    verbs = Event.objects.filter(subject_id=str(sari.pk)).values_list("verb", flat=True)
    assert {"account.reset_issued", "account.password_reset"} <= set(verbs)


@pytest.mark.django_db
def test_a_link_dies_after_an_hour(
    sari: User, darma: User, settings: "object", monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.contrib.auth.tokens import PasswordResetTokenGenerator
    from django.utils import timezone

    link = issue_reset(sari, by=darma)
    later = timezone.now().replace(tzinfo=None) + timedelta(minutes=61, hours=12)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _: later)

    assert "Tautan ini tidak berlaku" in Client().get(link, follow=True).content.decode()


@pytest.mark.django_db
def test_nothing_of_a_link_is_stored(sari: User, darma: User) -> None:
    link = issue_reset(sari, by=darma)
    token = link.strip("/").split("/")[-1]

    assert len(token.split("-")[1]) == 32  # 128 bits of an HMAC, in hexadecimal
    assert not Event.objects.filter(data__icontains=token).exists()


@pytest.mark.django_db
def test_a_link_is_made_only_for_people_of_ones_own_area(wayan: User, darma: User) -> None:
    with pytest.raises(NotYours):
        issue_reset(wayan, by=darma)

    assert not Event.objects.filter(verb="account.reset_issued").exists()


@pytest.mark.django_db
def test_a_link_with_a_made_up_secret_says_the_same_for_every_account(sari: User) -> None:
    from allauth.account.utils import user_pk_to_url_str

    known = Client().get(f"/masuk/sandi-baru/{user_pk_to_url_str(sari)}/abc-def/")
    unknown = Client().get("/masuk/sandi-baru/zzzz/abc-def/")

    assert known.status_code == unknown.status_code
    assert "Tautan ini tidak berlaku" in known.content.decode()
    assert "Tautan ini tidak berlaku" in unknown.content.decode()
