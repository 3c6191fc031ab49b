"""What residents write: received from anybody, read and settled by the Pokja."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from naikkelas.accounts.queries import system_user
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.publicsite import access
from naikkelas.publicsite.errors import (
    AspirationSettled,
    TooManyAspirations,
    UnfitAspiration,
)
from naikkelas.publicsite.models import Aspiration
from naikkelas.publicsite.personal import CONTACT_DAYS
from naikkelas.publicsite.rules.guard import names_a_number
from naikkelas.registry.models import KampungKB

SHORTEST, LONGEST, LONGEST_CONTACT = 10, 1000, 60
MOST_FROM_A_NETWORK = 5
MOST_FOR_A_KAMPUNG = 60
AN_HOUR = 60 * 60


@transaction.atomic
def receive(kampung: KampungKB, words: str, *, contact: str = "", network: str) -> Aspiration:
    """Keep what somebody wrote until the Pokja has read it; the sender stays unknown.

    `network` counts against floods: a keyed hash of it is remembered for an hour, nothing else.
    """
    words, contact = words.strip(), " ".join(contact.split())
    if not SHORTEST <= len(words) <= LONGEST or len(contact) > LONGEST_CONTACT:
        raise UnfitAspiration
    if names_a_number(words):
        raise UnfitAspiration
    _insist_on_measure(kampung, network)
    aspiration = Aspiration.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        words=words,
        contact=contact,
        received_at=timezone.now(),
    )
    record(
        "aspiration.receive",
        aspiration,
        by=system_user(),
        kabupaten=kampung.kabupaten_code,
        kampung=str(kampung),
    )
    return aspiration


def _insist_on_measure(kampung: KampungKB, network: str) -> None:
    known = salted_hmac("publicsite.aspiration", network).hexdigest()[:32]
    for key, most in ((known, MOST_FROM_A_NETWORK), (str(kampung.pk), MOST_FOR_A_KAMPUNG)):
        name = f"aspirasi:{key}"
        count = int(cache.get(name, 0)) + 1
        if count > most:
            raise TooManyAspirations
        cache.set(name, count, AN_HOUR)


@transaction.atomic
def settle(aspiration: Aspiration, *, show: bool, answer: str = "", by: Actor) -> Aspiration:
    """Answer; with `show` everybody reads words and answer. The contact goes."""
    aspiration = _open(aspiration, by)
    answer = answer.strip()
    if show and (not answer or names_a_number(answer) or names_a_number(aspiration.words)):
        raise UnfitAspiration("Tulis jawaban tanpa NIK, nomor telepon, atau alamat surel.")
    state = Aspiration.State.SHOWN if show else Aspiration.State.ANSWERED
    return _settled(aspiration, state, answer[:LONGEST], by)


@transaction.atomic
def refuse(aspiration: Aspiration, *, by: Actor) -> Aspiration:
    """Set aside what is no aspiration; its words go too."""
    aspiration = _open(aspiration, by)
    aspiration.words = ""
    return _settled(aspiration, Aspiration.State.REFUSED, "", by)


def _open(aspiration: Aspiration, by: Actor) -> Aspiration:
    aspiration = Aspiration.objects.select_for_update().get(pk=aspiration.pk)
    require(access.may_send(by, aspiration.kampung))
    if aspiration.state != Aspiration.State.NEW:
        raise AspirationSettled
    return aspiration


@transaction.atomic
def hide(aspiration: Aspiration, *, by: Actor) -> Aspiration:
    """Take what is shown out of the public again."""
    aspiration = Aspiration.objects.select_for_update().get(pk=aspiration.pk)
    require(access.may_send(by, aspiration.kampung))
    if aspiration.state != Aspiration.State.SHOWN:
        raise AspirationSettled
    return _settled(aspiration, Aspiration.State.ANSWERED, aspiration.answer, by)


def _settled(aspiration: Aspiration, state: str, answer: str, by: Actor) -> Aspiration:
    before = aspiration.state
    aspiration.state, aspiration.answer, aspiration.contact = state, answer, ""
    aspiration.settled_by, aspiration.settled_at = by.pk, timezone.now()
    aspiration.save(
        update_fields=["state", "answer", "contact", "words", "settled_by", "settled_at"]
    )
    record(
        "aspiration.settle",
        aspiration,
        by=by,
        kabupaten=aspiration.kabupaten_code,
        before={"state": before},
        after={"state": state},
        kampung=str(aspiration.kampung),
        state=Aspiration.State(state).label,
    )
    return aspiration


def forget_contacts() -> int:
    """Empty contacts that nobody settled in time; how many. Run by the clock."""
    before = timezone.now() - timedelta(days=CONTACT_DAYS)
    found = Aspiration.objects.filter(received_at__lt=before).exclude(contact="")
    return found.update(contact="")
