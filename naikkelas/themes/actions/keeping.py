"""Keeping the themes of a kabupaten: its own, and what it says of the known ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.audit.actions import record
from naikkelas.instruments.actions import publish
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require
from naikkelas.themes import access
from naikkelas.themes.errors import CodeTaken, UnfitEntry, UnknownTheme
from naikkelas.themes.models import ThemeEdition
from naikkelas.themes.queries.catalogue import catalogue_of, editions_of
from naikkelas.themes.rules.reference import Status
from naikkelas.themes.rules.writing import Head, questions_of, slug, toml_of

MOST_QUESTIONS = 60
RESERVED = ("baru", "matriks")
"""Addresses below /tema/ that are no themes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a kabupaten says of a theme."""

    name: str
    body: str
    skpd: str
    legal_basis: str = ""
    source: str = ""
    levels: Sequence[str] = ()


@transaction.atomic
def add(
    kabupaten_code: str, told: Told, *, by: Actor, lines: Sequence[str] = (), text: str = ""
) -> ThemeEdition:
    """A theme of the kabupaten's own, with its criteria: lines of questions, or a TOML of its own.

    The criteria are published for ever; other criteria are another theme.
    """
    require(access.may_keep(by, kabupaten_code))
    Area.objects.select_for_update().get(pk=kabupaten_code)  # two clerks, one name
    code = slug(told.name)
    catalogue = catalogue_of(kabupaten_code, closed=True)
    if not code:
        raise UnfitEntry("name", "Tulis nama temanya.")
    if code in RESERVED or code in catalogue.themes or editions_of(kabupaten_code, code):
        raise CodeTaken
    if not text:
        known = {measure.name: key for key, measure in catalogue.measures.items()}
        text = _written(kabupaten_code, code, told, lines, known)
    published = publish(text, by=by, kabupaten_code=kabupaten_code)
    return _save(kabupaten_code, code, told, published.pk, Status.OWN, by=by)


@transaction.atomic
def change(
    kabupaten_code: str, code: str, told: Told, *, by: Actor, is_closed: bool = False
) -> ThemeEdition:
    """Say something else of a theme, or give it up: a newer edition; its criteria stay."""
    require(access.may_keep(by, kabupaten_code))
    Area.objects.select_for_update().get(pk=kabupaten_code)
    theme = catalogue_of(kabupaten_code, closed=True).themes.get(code)
    if theme is None:
        raise UnknownTheme
    return _save(
        kabupaten_code, code, told, theme.instrument, theme.status, by=by, is_closed=is_closed
    )


def _written(
    kabupaten_code: str, code: str, told: Told, lines: Sequence[str], known: dict[str, str]
) -> str:
    questions = questions_of(code, lines, known)
    if not questions:
        raise UnfitEntry("criteria", "Tulis sedikitnya satu kriteria.")
    if len(questions) > MOST_QUESTIONS:
        raise UnfitEntry("criteria", f"Paling banyak {MOST_QUESTIONS} kriteria.")
    head = Head(
        id=f"tema-{kabupaten_code.replace('.', '-')}-{code}",
        title=told.name,
        source=told.source or "Ketetapan kabupaten",
        seen=local_now(kabupaten_code).date(),
    )
    return toml_of(head, questions)


def _save(
    kabupaten_code: str,
    code: str,
    told: Told,
    instrument: str,
    status: Status,
    *,
    by: Actor,
    is_closed: bool = False,
) -> ThemeEdition:
    _insist_on_words(told)
    earlier = editions_of(kabupaten_code, code)
    edition = ThemeEdition.objects.create(
        kabupaten_code=kabupaten_code,
        code=code,
        number=earlier[0].number + 1 if earlier else 1,
        name=told.name,
        body=told.body,
        skpd=told.skpd,
        legal_basis=told.legal_basis,
        source=told.source,
        status=status,
        instrument=instrument,
        levels="|".join(told.levels),
        is_closed=is_closed,
        saved_by=by.pk,
        saved_at=timezone.now(),
    )
    after = {"skpd": told.skpd, "is_closed": is_closed, "instrument": instrument}
    record(
        "theme.save",
        edition,
        by=by,
        kabupaten=kabupaten_code,
        after=after,
        theme=told.name,
        number=edition.number,
    )
    return edition


def _insist_on_words(told: Told) -> None:
    for column, words in (("name", told.name), ("body", told.body), ("skpd", told.skpd)):
        if not words.strip():
            raise UnfitEntry(column, "Isi dahulu.")
    if any("|" in level for level in told.levels):
        raise UnfitEntry("levels", "Nama tingkat tidak boleh memuat garis tegak.")
