"""The people of a kampung: adding, changing, posts, consent, training, leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access
from naikkelas.registry.actions import people as actions
from naikkelas.registry.actions import pokja as pokja_actions
from naikkelas.registry.errors import UnfitDay, UnfitPerson, UnfitTraining
from naikkelas.registry.models import Kader, KaderConsent, KaderTraining, KampungKB, Pokja
from naikkelas.registry.people_forms import (
    AppointForm,
    ConsentForm,
    LeaveForm,
    MemberForm,
    PersonEditForm,
    PersonForm,
    TrainingForm,
    card_of,
    today_initial,
)
from naikkelas.registry.queries import pokja as queries
from naikkelas.registry.views.kampung import actor_of, kampung_of
from naikkelas.registry.views.pokja import managed, posted, say, status_of, today_of
from naikkelas.web.permissions import button_for, form_for, page_for


def _kader(kampung: KampungKB, key: UUID) -> Kader:
    found = Kader.objects.select_related("kampung__village")
    return get_object_or_404(found, pk=key, kampung=kampung)


# One person -------------------------------------------------------------------------------------


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def show(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """What is known of a person: for the Pokja itself and posts that may see people."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    kader = _kader(kampung, key)
    if not access.may_see_people(actor, kampung):
        raise Http404
    return render(request, "registry/kader_show.html", _context(request, kader))


def _context(request: HttpRequest, kader: Kader) -> dict[str, object]:
    actor, kampung = actor_of(request), kader.kampung
    today = today_of(kampung)
    is_own = access.is_own_desk(actor, kampung)
    return {
        "kampung": kampung,
        "kader": kader,
        "seats": queries.seats_of(kader),
        "trainings": queries.trainings_of(kader),
        "consents": list(kader.consents.order_by("-recorded_at")),
        "is_stale": queries.is_age_stale(kader, today),
        "shows_phone": is_own,
        "may_reveal": access.may_reveal_phone(actor, kampung),
        "reveal_url": reverse("registry:kader_phone", args=[kampung.pk, kader.pk]),
        "may_manage": access.may_manage_people(actor, kampung) and kampung.is_active,
        "leave_form": LeaveForm(initial=today_initial(today)),
        "today": today,
    }


@button_for(Act.SEE_PERSONAL)
def phone(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The telephone number; that it was shown is noted."""
    kampung = kampung_of(request, pk)
    kader = _kader(kampung, key)
    try:
        value = actions.reveal_phone(kader, by=actor_of(request))
    except NotYours as refusal:
        raise Http404 from refusal
    context = {
        "label": "nomor telepon",
        "value": value or None,
        "whose": kader.name,
        "back": reverse("registry:kader_show", args=[kampung.pk, kader.pk]),
    }
    part = "#value" if request.headers.get("HX-Request") else ""
    return render(request, f"audit/revealed.html{part}", context)


@form_for(Act.SEND)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a person, with a post at once where there is a Pokja."""
    kampung = managed(request, pk)
    pokja = queries.open_pokja(kampung)
    form = _person_form(request, kampung, pokja)
    if request.method == "POST" and form.is_valid():
        try:
            kader = actions.add_kader(
                kampung, form.card(), id=form.cleaned_data["id"], by=actor_of(request)
            )
        except Refused as refusal:
            say(form, refusal, {UnfitPerson: _about_what(str(refusal))})
        else:
            return _placed(request, kampung, pokja, kader, form)
    context = {"kampung": kampung, "form": form, "title": "Tambah orang", "pokja": pokja}
    return render(request, "registry/kader_form.html", context, status=status_of(form))


def _person_form(request: HttpRequest, kampung: KampungKB, pokja: Pokja | None) -> PersonForm:
    initial = today_initial(today_of(kampung), post=request.GET.get("jabatan", ""))
    if pokja is None:
        return PersonForm(posted(request), initial=initial)
    return MemberForm(pokja, list(queries.seksi_of(pokja)), posted(request), initial=initial)


def _placed(
    request: HttpRequest,
    kampung: KampungKB,
    pokja: Pokja | None,
    kader: Kader,
    form: PersonForm,
) -> HttpResponse:
    """Give the new person their post; where it is taken, the page of the post asks again."""
    if pokja is None or not isinstance(form, MemberForm) or not form.cleaned_data["post"]:
        messages.success(request, f"{kader.name} ditambahkan.")
        return redirect("registry:pokja_show", kampung.pk)
    post, seksi = form.chosen()
    try:
        pokja_actions.appoint(
            pokja,
            kader,
            post,
            seksi=seksi,
            since=form.cleaned_data["since"],
            by=actor_of(request),
        )
    except Refused as refusal:
        messages.warning(request, f"{kader.name} ditambahkan, jabatannya belum. {refusal}")
        return redirect("registry:kader_appoint", kampung.pk, kader.pk)
    messages.success(request, f"{kader.name} ditambahkan dengan jabatannya.")
    return redirect("registry:pokja_show", kampung.pk)


def _about_what(words: str) -> str:
    """The field that a refusal of a person is about, by its own words."""
    about = {"telepon": "phone", "umur": "age_band", "laki-laki": "sex"}
    return next((field for word, field in about.items() if word in words.lower()), "name")


@form_for(Act.SEND)
def edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Change what is kept of a person."""
    kampung = managed(request, pk)
    kader = _kader(kampung, key)
    form = PersonEditForm(posted(request), initial=card_of(kader))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_kader(kader, form.card(), by=actor_of(request))
        except Refused as refusal:
            say(form, refusal, {UnfitPerson: _about_what(str(refusal))})
        else:
            messages.success(request, "Data orang ini disimpan.")
            return redirect("registry:kader_show", kampung.pk, kader.pk)
    context = {"kampung": kampung, "form": form, "title": "Ubah data", "kader": kader}
    return render(request, "registry/kader_form.html", context, status=status_of(form))


@form_for(Act.SEND)
def appoint(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Give a person a post in the Pokja."""
    kampung = managed(request, pk)
    kader, pokja = _kader(kampung, key), queries.open_pokja(kampung)
    if pokja is None:
        return redirect("registry:pokja_decree", kampung.pk)
    seksi = list(queries.seksi_of(pokja))
    form = AppointForm(pokja, seksi, posted(request), initial=today_initial(today_of(kampung)))
    if request.method == "POST" and form.is_valid():
        post, of = form.chosen()
        since = form.cleaned_data["since"]
        try:
            pokja_actions.appoint(pokja, kader, post, seksi=of, since=since, by=actor_of(request))
        except Refused as refusal:
            form.add_error("since" if isinstance(refusal, UnfitDay) else "post", str(refusal))
        else:
            messages.success(request, "Jabatan tercatat.")
            return redirect("registry:pokja_show", kampung.pk)
    context = {"kampung": kampung, "form": form, "title": "Beri jabatan", "kader": kader}
    return render(request, "registry/kader_form.html", context, status=status_of(form))


# Consent ----------------------------------------------------------------------------------------


@form_for(Act.SEND)
def consent(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Note what a person agreed to."""
    kampung = managed(request, pk)
    kader = _kader(kampung, key)
    form = ConsentForm(posted(request), initial=today_initial(today_of(kampung)))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_consent(
                kader, data["purpose"], how=data["how"], on=data["on"], by=actor_of(request)
            )
        except Refused as refusal:
            say(form, refusal, {UnfitDay: "on"})
        else:
            messages.success(request, "Izin tercatat. Izin dapat ditarik kapan saja.")
            return redirect("registry:kader_show", kampung.pk, kader.pk)
    context = {"kampung": kampung, "form": form, "title": "Catat izin", "kader": kader}
    return render(request, "registry/kader_form.html", context, status=status_of(form))


@button_for(Act.SEND)
def withdraw_consent(request: HttpRequest, pk: UUID, key: UUID, consent: UUID) -> HttpResponse:
    """Take a consent back with one press."""
    kampung = managed(request, pk)
    given = get_object_or_404(KaderConsent, pk=consent, kader=_kader(kampung, key))
    try:
        actions.withdraw_consent(given, by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Izin “{given}” ditarik. Yang diizinkan tidak tampil lagi.")
    return redirect("registry:kader_show", kampung.pk, key)


# Training ---------------------------------------------------------------------------------------


@form_for(Act.SEND)
def training(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a training for several people at once."""
    kampung = managed(request, pk)
    people = list(queries.kader_of(kampung))
    form = TrainingForm(people, posted(request), initial=today_initial(today_of(kampung)))
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.add_training(kampung, form.training(), form.keys(), by=actor_of(request))
        except Refused as refusal:
            say(form, refusal, {UnfitDay: "held_on", UnfitTraining: "people"})
        else:
            messages.success(request, f"Pelatihan tercatat untuk {len(rows)} orang.")
            return redirect("registry:pokja_show", kampung.pk)
    context = {"kampung": kampung, "form": form, "title": "Catat pelatihan", "people": people}
    return render(request, "registry/kader_form.html", context, status=status_of(form))


@button_for(Act.SEND)
def withdraw_training(request: HttpRequest, pk: UUID, key: UUID, training: UUID) -> HttpResponse:
    """Take back a training that was noted by mistake."""
    kampung = managed(request, pk)
    taken = get_object_or_404(KaderTraining, pk=training, kader=_kader(kampung, key))
    actions.withdraw_training(taken, by=actor_of(request))
    messages.success(request, "Catatan pelatihan ditarik.")
    return redirect("registry:kader_show", kampung.pk, key)


# Leaving ----------------------------------------------------------------------------------------


@button_for(Act.SEND)
def leave(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Note that somebody no longer works here."""
    kampung = managed(request, pk)
    kader = _kader(kampung, key)
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            actions.leave(kader, on=form.cleaned_data["on"], by=actor_of(request))
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "Tercatat berhenti. Riwayatnya tetap tersimpan.")
            return redirect("registry:kader_show", kampung.pk, kader.pk)
    context = _context(request, kader) | {"leave_form": form}
    return render(request, "registry/kader_show.html", context, status=422)


@button_for(Act.SEND)
def come_back(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take back that somebody left."""
    kampung = managed(request, pk)
    try:
        actions.come_back(_kader(kampung, key), by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Orang ini tercatat bertugas lagi.")
    return redirect("registry:kader_show", kampung.pk, key)


@button_for(Act.SEND)
def forget(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Take name and number out at the person's request."""
    kampung = managed(request, pk)
    try:
        actions.forget(_kader(kampung, key), by=actor_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Nama dan nomor telepon dihapus. Riwayat jabatan tetap dihitung.")
    return redirect("registry:kader_show", kampung.pk, key)
