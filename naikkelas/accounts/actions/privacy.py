"""What a person may ask about their own data: a copy, correction, restriction, erasure.

Erasure meets the archive duty: what was reported and done stays, the person goes out of it. The
account is restricted (no access, no posts) and its name, login name, e-mail and telephone number
are replaced; events keep key and post. What is replaced where stands in the rooms' catalogues
(`<room>.personal`), which is why this one action writes tables of other rooms.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any  # column values

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.actions.devices import revoke_all
from naikkelas.accounts.actions.posts import leave_all
from naikkelas.accounts.errors import (
    AnswerMissing,
    PersonStillServes,
    PersonUnknown,
    RequestClosed,
    SystemStays,
)
from naikkelas.accounts.models import Invitation, PrivacyRequest, Role, User, open_at, unended
from naikkelas.accounts.queries_privacy import (
    Report,
    held_on,
    kabupaten_of,
    overdue_rows,
    person_of,
)
from naikkelas.audit.actions import record, record_view
from naikkelas.audit.models import Event
from naikkelas.audit.queries.catalogue import held, rooms, rows_of
from naikkelas.lib.actors import Actor
from naikkelas.lib.personal import Entry, Person, Scrub
from naikkelas.lib.refusals import require

ANSWER_WITHIN = timedelta(hours=72)
"""3×24 hours (UU 27/2022 article 32 and others; docs/privacy)."""
KEPT_BY_ALLAUTH = ("account", "mfa", "socialaccount", "usersessions")


@transaction.atomic
def open_request(
    kind: str, *, by: User, subject: User | None = None, nip: str = "", note: str = ""
) -> PrivacyRequest:
    """Put a request into the queue; a person for themself, the PPDP also for others."""
    digits = "".join(letter for letter in nip if letter.isdigit())
    if subject is None and len(digits) != len("198501012010012003"):
        raise PersonUnknown
    require(subject == by or access.may_guard_privacy_of(by, subject))
    now = timezone.now()
    request = PrivacyRequest.objects.create(
        subject=subject,
        nip=digits,
        kind=PrivacyRequest.Kind(kind),
        note=note.strip(),
        kabupaten_code=kabupaten_of(subject) if subject else by.home[: len("63.01")],
        opened_at=now,
        opened_by=by.pk,
        due_at=now + ANSWER_WITHIN,
    )
    words = request.get_kind_display()
    record("privacy.request", request, by=by, kabupaten=_chain(request), kind=words.lower())
    return request


@transaction.atomic
def answer_request(
    request: PrivacyRequest, *, outcome: str, answer: str, by: User
) -> PrivacyRequest:
    """Answer a request; an erasure or restriction that is fulfilled is carried out with it."""
    request = PrivacyRequest.objects.select_for_update().get(pk=request.pk)
    require(access.may_answer(by, request))
    if request.closed_at:
        raise RequestClosed
    if not answer.strip():
        raise AnswerMissing
    request.outcome = PrivacyRequest.Outcome(outcome)
    request.answer = answer.strip()
    request.closed_at, request.closed_by = timezone.now(), by.pk
    request.save(update_fields=["outcome", "answer", "closed_at", "closed_by"])
    record(
        "privacy.answer",
        request,
        by=by,
        kabupaten=_chain(request),
        kind=request.get_kind_display().lower(),
        outcome=request.get_outcome_display().lower(),
    )
    if request.outcome != PrivacyRequest.Outcome.REFUSED:
        _carry_out(request, by)
    return request


def _carry_out(request: PrivacyRequest, by: User) -> None:
    if request.kind == PrivacyRequest.Kind.ERASURE:
        _forget(request, by)
    elif request.kind == PrivacyRequest.Kind.RESTRICTION and request.subject:
        _restrict(request.subject, by)
        _record_scrub(request.subject, by, "akun dibatasi")


def _forget(request: PrivacyRequest, by: User) -> None:
    """Restrict the account, take the person out of every column that says how, say how many."""
    subject = request.subject
    person = person_of(subject) if subject else Person()
    if request.nip:
        person = replace(person, nips=tuple({*person.nips, request.nip}))
    if subject:
        if Role.SYSTEM in subject.holdings.values_list("post__role", flat=True):
            raise SystemStays
        _insist_on_succession(subject)
        _restrict(subject, by)
    done = [*_scrub_columns(person, by), *_let_rooms_forget(person, by)]
    if subject:
        User.objects.filter(pk=subject.pk).update(scrubbed_at=timezone.now())
    about: Model = subject or request
    _record_scrub(about, by, "; ".join(done) or "tidak ada yang tersimpan", _chain(request))


def _insist_on_succession(user: User) -> None:
    """Who is alone in a post hands it over, or leaves it, before they can be forgotten."""
    now = timezone.now()
    for holding in user.holdings.filter(unended(now), post__closed_at__isnull=True):
        others = holding.post.holdings.filter(open_at(now), user__is_active=True)
        if not others.exclude(user=user).exists():
            raise PersonStillServes(PersonStillServes.sentence.format(post=holding.post))


def _restrict(user: User, by: User) -> None:
    """No access from the next request on: account closed, posts ended, sessions and keys gone.

    Refused for the last who manages the people of an area, whoever asks.
    """
    leave_all(user, by=by)
    Invitation.objects.standing().filter(
        login_name__in={user.username, user.email, user.phone} - {""}
    ).update(withdrawn_at=timezone.now())
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    for device in UserSession.objects.filter(user=user):
        device.end()
    revoke_all(user, by=by)
    for label in KEPT_BY_ALLAUTH:
        for model in apps.get_app_config(label).get_models():
            if any(field.name == "user" for field in model._meta.concrete_fields):
                model._default_manager.filter(user=user).delete()


def _scrub_columns(person: Person, by: User) -> list[str]:
    """Empty or replace what the catalogue says; the words tell tables and numbers, no values.

    A NIP is no account whose areas were asked: its rows are those of the guard's own areas.
    """
    told = []
    for one in held():
        rows = rows_of(one, person)
        if one.entry.identity == "nip":
            rows = rows.filter(_theirs(by.scopes))
        if one.entry.scrub is Scrub.DELETE:
            count = rows.delete()[0]
        elif one.entry.scrub in {Scrub.EMPTY, Scrub.PSEUDONYM}:
            count = rows.update(**_scrubbed(one.model, one.entry, person))
        else:
            continue
        if count:
            told.append(f"{one.label} di {count} baris {one.table_name}")
    return told


def _theirs(scopes: Sequence[str]) -> Q:
    """Rows of a guard's areas; guards stand at a kabupaten, a province or the nation."""
    if "" in scopes:
        return Q()
    inside = Q(pk__in=[])
    for scope in scopes:
        inside |= Q(kabupaten_code=scope) | Q(kabupaten_code__startswith=f"{scope}.")
    return inside


def _scrubbed(model: type[Model], entry: Entry, person: Person) -> dict[str, Any]:
    if entry.scrub is Scrub.PSEUDONYM:
        return dict.fromkeys(entry.columns, f"orang-{person.key}")
    fields = [field for field in model._meta.concrete_fields if field.name in entry.columns]
    return {field.name: None if field.null else "" for field in fields}


def _let_rooms_forget(person: Person, by: User) -> list[str]:
    """What is not a column of its own (a draft, a file) is for the room itself."""
    forgetting = (getattr(room, "forget", None) for room in rooms().values())
    return [words for forget in forgetting if forget for words in forget(person, by)]


def _record_scrub(about: Model, by: User, words: str, kabupaten: str = "") -> None:
    record("personal.scrub", about, by=by, kabupaten=kabupaten, words=words)


def _chain(request: PrivacyRequest) -> str:
    """Where it is told: the kabupaten, or the province of a person of several."""
    return request.kabupaten_code


@transaction.atomic
def export_person(person: Person, *, by: User) -> Report:
    """Everything that is held on a person, and who has looked; that it was taken is recorded."""
    subject = User.objects.get(pk=person.key or 0)
    require(subject == by or access.may_guard_privacy_of(by, subject))
    report = held_on(person)  # all of it, however much that is
    record("personal.export", subject, by=by, kabupaten=kabupaten_of(subject))
    return report


@transaction.atomic
def reveal(user: User, column: str, *, by: User) -> str:
    """Show an e-mail address or telephone number to somebody who may see it, and note that."""
    require(column in {"email", "phone"} and access.may_reveal(by, user))
    if by != user:
        named = {field.name: str(field.verbose_name) for field in User._meta.concrete_fields}
        record_view(user, column, by=by, kabupaten=kabupaten_of(user), label=named[column])
    return str(getattr(user, column))


def propose_removals(*, by: Actor) -> int:
    """Look for rows that are kept longer than the catalogue says; propose, remove nothing."""
    proposals = 0
    for one, count in overdue_rows():
        table = f"{one.model._meta.app_label}.{one.model._meta.model_name}"
        before = Event.objects.filter(verb="privacy.propose_removal", data__table=table)
        last = before.order_by("-at").first()
        if last and last.data.get("count") == count:
            continue
        columns = one.label
        record("privacy.propose_removal", Event(), by=by, table=table, count=count, columns=columns)
        proposals += 1
    return proposals
