"""Everything that is read. What a key does not reach is not there."""

import json
from collections.abc import Iterable
from typing import Annotated, Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import Query
from pydantic import Field

from naikkelas.accounts.models import User
from naikkelas.accounts.rules import scopes
from naikkelas.activities import access as activities
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import values_of as activity_values
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.api.errors import NothingHere
from naikkelas.api.queries.looking import (
    Looked,
    computed_area,
    looked,
    standings,
    whole_area,
)
from naikkelas.api.queries.paging import page
from naikkelas.api.rules.cursors import cursor_after, key_of
from naikkelas.api.views.v1 import schemas
from naikkelas.api.views.v1.door import Visitor
from naikkelas.api.views.v1.program import JSON, endpoint
from naikkelas.api.views.v1.schema import openapi
from naikkelas.areas.models import Area
from naikkelas.areas.rules import VERIFIED
from naikkelas.classification import queries as classification
from naikkelas.classification.models import AreaSummary
from naikkelas.classification.queries import Card
from naikkelas.instruments.queries import in_use, instrument_ids, several
from naikkelas.instruments.rules import Instrument
from naikkelas.instruments.rules.loading import sha256_of
from naikkelas.lib.actors import reaches
from naikkelas.lib.fields import Field as Asked
from naikkelas.lib.fields import Kind
from naikkelas.lib.names import search_key
from naikkelas.registry import access as registry
from naikkelas.registry.models import KampungKB, Report
from naikkelas.registry.queries import MODELS
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form
from naikkelas.roadmap import access as roadmap
from naikkelas.roadmap.models import Step
from naikkelas.roadmap.queries import goals, steps_in_force, target
from naikkelas.roadmap.queries.gaps import Mover, Near
from naikkelas.roadmap.rules import words
from naikkelas.roadmap.rules.advice import BranchAdvice, Option
from naikkelas.roadmap.rules.target import Progress

Json = dict[str, Any]
PUBLIC_DEPTH = 2
"""What everybody may see of the cube: the nation, provinces and kabupaten."""


def visitor_of(request: HttpRequest) -> Visitor:
    """Who comes, as the door has found out."""
    return cast(Visitor, request.visitor)  # type: ignore[attr-defined]


def actor_of(request: HttpRequest) -> User:
    """Who acts with the key; the door lets nobody else to a view with a scope."""
    return cast(User, visitor_of(request).user)


@endpoint("GET", "/openapi.json", name="v1_openapi", answers=None, public=True, tag="", hidden=True)
def document(request: HttpRequest) -> HttpResponse:
    """The schema; the same for everybody."""
    answer = HttpResponse(json.dumps(openapi(), ensure_ascii=False), content_type=JSON)
    answer["Cache-Control"] = "public, max-age=300"
    return answer


# The key itself ---------------------------------------------------------------------------------


@endpoint("GET", "/saya", name="v1_me", answers=schemas.Saya, tag="Kunci")
def me(request: HttpRequest) -> Json:
    """Apa yang dibuka oleh kunci ini."""
    token = visitor_of(request).token
    assert token is not None
    user = actor_of(request)
    return {
        "program": token.name,
        "jabatan": user.post,
        "cakupan": list(token.scope_codes),
        "wilayah": list(user.scopes),
        "berlaku_sampai": token.expires_at,
    }


# Areas ------------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/wilayah",
    name="v1_areas",
    answers=schemas.page_of(schemas.Wilayah),
    public=True,
    tag="Wilayah",
)
def areas(request: HttpRequest, asked: Query[schemas.AreasAsked]) -> Json:
    """Wilayah menurut kode Kemendagri, urut kode."""
    rows = Area.objects.all()
    if asked.induk:
        rows = rows.filter(parent_id=asked.induk)
    if asked.tingkat:
        rows = rows.filter(level=asked.tingkat)
    if asked.berlaku is not None:
        rows = rows.filter(valid_until__isnull=asked.berlaku)
    found, following = page("wilayah", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [_area(one) for one in found], "berikutnya": following}


@endpoint(
    "GET", "/wilayah/{kode}", name="v1_area", answers=schemas.Wilayah, public=True, tag="Wilayah"
)
def area(request: HttpRequest, kode: schemas.Code) -> Json:
    """Satu wilayah."""
    found = Area.objects.filter(pk=kode).first()
    if found is None:
        raise NothingHere
    return _area(found)


def _area(one: Area) -> Json:
    return {
        "kode": one.code,
        "nama": one.name,
        "tingkat": one.level,
        "jenis": one.kind,
        "induk": one.parent_id,
        "berlaku": one.valid_until is None,
        "diganti_oleh": one.replaced_by_id,
    }


# Kampung ----------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/kampung",
    name="v1_kampung_list",
    answers=schemas.page_of(schemas.Kampung),
    scope=scopes.READ_KAMPUNG,
    tag="Kampung",
)
def kampung_list(request: HttpRequest, asked: Query[schemas.KampungAsked]) -> Json:
    """Kampung KB di wilayah kunci."""
    rows = registry.visible_to(actor_of(request))
    if asked.wilayah:
        rows = rows.within(asked.wilayah)
    if asked.aktif is not None:
        rows = rows.filter(is_active=asked.aktif)
    if asked.nama:
        rows = rows.filter(village__search_key__contains=search_key(asked.nama))
    found, following = page("kampung", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [_kampung(one) for one in found], "berikutnya": following}


@endpoint(
    "GET",
    "/kampung/{id}",
    name="v1_kampung",
    answers=schemas.Kampung,
    scope=scopes.READ_KAMPUNG,
    tag="Kampung",
)
def kampung(request: HttpRequest, id: UUID) -> Json:
    """Satu Kampung KB."""
    return _kampung(kampung_of(actor_of(request), id))


def kampung_of(actor: User, id: UUID) -> KampungKB:
    """A kampung that the key reaches."""
    found = registry.visible_to(actor).filter(pk=id).first()
    if found is None:
        raise NothingHere
    return found


def _kampung(one: KampungKB) -> Json:
    return {
        "id": one.pk,
        "kode_desa": one.village_id,
        "kode_kabupaten": one.kabupaten_code,
        "kampung_id_asal": one.source_id,
        "nama": one.nama,
        "tanggal_pencanangan": one.tanggal_pencanangan,
        "cakupan_wilayah": one.cakupan_wilayah or None,
        "kriteria": _listed(one.kriteria),
        "lintang": one.lintang,
        "bujur": one.bujur,
        "contoh_kabupaten": one.contoh_kabupaten,
        "contoh_provinsi": one.contoh_provinsi,
        "aktif": one.is_active,
        "data_contoh": one.is_example,
        "dicatat_pada": one.recorded_at,
    }


def _listed(joined: str) -> list[str]:
    return joined.split("|") if joined else []


# Reports ----------------------------------------------------------------------------------------


def _declare_reports(form: Form) -> None:
    item = schemas.REPORT_OUT[form.code]

    @endpoint(
        "GET",
        f"/laporan/{form.code}",
        name=f"v1_{form.code}_list",
        summary=f"Versi laporan {form.name} di wilayah kunci, tanpa nama dan kontak",
        answers=schemas.page_of(item),
        scope=scopes.READ_REPORTS,
        tag="Laporan",
    )
    def reports(request: HttpRequest, asked: Query[schemas.ReportsAsked]) -> Json:
        rows = reports_for(actor_of(request), form)
        if asked.wilayah:
            rows = rows.filter(kampung__in=KampungKB.objects.within(asked.wilayah))
        for name in ("kampung", "tahun", "bulan"):
            if (value := getattr(asked, name)) is not None:
                rows = rows.filter(**{name: value})
        if asked.keadaan:
            rows = rows.filter(state=asked.keadaan)
        found, following = page(form.code, rows, after=asked.setelah, count=asked.banyak)
        return {"data": [report_json(form, one) for one in found], "berikutnya": following}

    @endpoint(
        "GET",
        f"/laporan/{form.code}/{{id}}",
        name=f"v1_{form.code}",
        summary=f"Satu versi laporan {form.name}",
        answers=item,
        scope=scopes.READ_REPORTS,
        tag="Laporan",
    )
    def report(request: HttpRequest, id: UUID) -> Json:
        found = reports_for(actor_of(request), form).filter(pk=id).first()
        if found is None:
            raise NothingHere
        return report_json(form, found)


def reports_for(actor: User, form: Form) -> Any:
    """The versions of a form that are known now, of the kampung that the key reaches."""
    rows = MODELS[form.code].objects.current()
    return rows.filter(kampung__in=registry.visible_to(actor)).select_related("kampung")


def report_json(form: Form, one: Report) -> Json:
    """A version without names and contacts."""
    return {
        "id": one.pk,
        "kampung": one.kampung_id,
        "kode_desa": one.kampung.village_id,
        "tahun": one.tahun,
        "bulan": one.bulan,
        "tanggal_isi": one.tanggal_isi,
        "keadaan": one.state,
        "disahkan_pada": one.endorsed_at,
        "hal_meragukan": _listed(one.doubts),
        "dicatat_pada": one.recorded_at,
        "isi": _answers(
            schemas.asked_of_programs(form), {f: getattr(one, f) for f in form.by_name}
        ),
    }


def _answers(fields: Iterable[Asked], values: Json) -> Json:
    return {field.name: _told(field, values[field.name]) for field in fields}


def _told(field: Asked, value: Any) -> Any:
    if field.kind in {Kind.CHOICES, Kind.CODES}:
        return _listed(value or "")
    return None if value == "" else value


# Activities -------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/kegiatan",
    name="v1_activities",
    answers=schemas.page_of(schemas.Kegiatan),
    scope=scopes.READ_ACTIVITIES,
    tag="Kegiatan",
)
def activity_list(request: HttpRequest, asked: Query[schemas.ActivitiesAsked]) -> Json:
    """Kegiatan yang berlaku sekarang, tanpa foto."""
    rows = current_activities(actor_of(request))
    if asked.wilayah:
        rows = rows.filter(kampung__in=KampungKB.objects.within(asked.wilayah))
    if asked.kampung:
        rows = rows.filter(kampung=asked.kampung)
    if asked.dari:
        rows = rows.filter(tanggal__gte=asked.dari)
    if asked.sampai:
        rows = rows.filter(tanggal__lte=asked.sampai)
    if asked.keadaan:
        rows = rows.filter(state=asked.keadaan)
    found, following = page("kegiatan", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [activity_json(one) for one in found], "berikutnya": following}


@endpoint(
    "GET",
    "/kegiatan/{id}",
    name="v1_activity",
    answers=schemas.Kegiatan,
    scope=scopes.READ_ACTIVITIES,
    tag="Kegiatan",
)
def activity(request: HttpRequest, id: UUID) -> Json:
    """Satu kegiatan, versi yang berlaku sekarang."""
    return activity_json(activity_of(actor_of(request), id))


def activity_of(actor: User, id: UUID) -> Kegiatan:
    """The current version of an activity."""
    rows = current_activities(actor)
    found = rows.filter(origin=id).first() or rows.filter(pk=id, origin__isnull=True).first()
    if found is None:
        raise NothingHere
    return found  # type: ignore[no-any-return]


def current_activities(actor: User) -> Any:
    """The current version of each activity of the kampung that the key reaches."""
    rows = activities.activities_for(actor).filter(withdrawn_at__isnull=True)
    return rows.select_related("kampung")


def activity_json(one: Kegiatan) -> Json:
    """An activity as programs see it."""
    return {
        "id": one.record,
        "versi": one.pk,
        "kampung": one.kampung_id,
        "kode_desa": one.kampung.village_id,
        "keadaan": one.state,
        "disahkan_pada": one.endorsed_at,
        "hal_meragukan": _listed(one.doubts),
        "dicatat_pada": one.recorded_at,
        "isi": _answers(ACTIVITY.fields, activity_values(one)),
    }


# Classes ----------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/kelas",
    name="v1_classes",
    answers=schemas.Kelas,
    scope=scopes.READ_CLASSES,
    tag="Kelas",
)
def classes(request: HttpRequest, asked: Query[schemas.ClassesAsked]) -> Json:
    """Kelas setiap kampung di satu kabupaten atau kurang, pada satu tanggal, menurut dua aturan."""
    actor = actor_of(request)
    code = computed_area(actor, asked.wilayah)
    view = looked(code, asked.per, asked.aturan, asked.dasar)
    after = tuple(key_of("kelas", asked.setelah).split("/")) if asked.setelah else ()
    rows = [row for row in standings(actor, view) if not after or _place(row[0]) > after]
    shown = rows[: asked.banyak]
    more = len(rows) > asked.banyak
    rules = in_use(view.instrument), in_use(view.beside)
    return {
        "sudut": _view(view),
        "data": [_class_of(rules, *row) for row in shown],
        "berikutnya": cursor_after("kelas", "/".join(_place(shown[-1][0]))) if more else None,
    }


def _place(row: Json) -> tuple[str, str]:
    return row["kode_desa"], str(row["kampung_uuid"])


def _view(view: Looked) -> Json:
    return {
        "wilayah": view.area_code,
        "per": view.cutoff,
        "aturan": view.instrument,
        "pembanding": view.beside,
        "dasar": view.basis.value,
    }


def _class_of(rules: tuple[Instrument, Instrument], row: Json, other: Json) -> Json:
    return {
        "kampung": row["kampung_uuid"],
        "kode_desa": row["kode_desa"],
        "kampung_id_asal": row["kampung_id_asal"],
        "nama": row["nama"],
        "utama": _result(rules[0], row),
        "pembanding": _result(rules[1], other),
        "belum_pernah_lapor": row["belum_pernah_lapor"],
        "kelengkapan": row["kelengkapan"],
        "laporan_terakhir": row["laporan_terakhir"],
    }


def _result(rule: Instrument, row: Json) -> Json:
    return {
        "aturan": rule.id,
        "klasifikasi": row["klasifikasi"],
        **{f"indeks_{one.code}": row[f"indeks_{one.code}"] for one in rule.dimensions},
        "skor": {one.code: row[one.code] for one in rule.indicators},
    }


@endpoint(
    "GET",
    "/kampung/{id}/kelas",
    name="v1_kampung_class",
    answers=schemas.KelasRinci,
    scope=scopes.READ_CLASSES,
    tag="Kelas",
)
def kampung_class(request: HttpRequest, id: UUID, asked: Query[schemas.Looking]) -> Json:
    """Kelas satu kampung dengan alasannya: setiap indikator, angka, dan aturannya."""
    one, view, card, beside = _cards(request, id, asked)
    return {
        "sudut": _view(view),
        "kampung": one.pk,
        "utama": _card(card),
        "pembanding": _card(beside),
        "indikator": [
            {
                "kode": score.code,
                "nama": score.name,
                "dimensi": score.dimension,
                "skor": score.score,
                "nilai": score.value,
                "satuan": score.unit,
                "aturan": score.rule,
                "belum_diisi": score.missing,
            }
            for score in card.scorecard.scores
        ],
        "kelengkapan": card.completeness,
        "laporan_terakhir": card.last_entry,
    }


def _cards(
    request: HttpRequest, id: UUID, asked: schemas.Looking
) -> tuple[KampungKB, Looked, Card, Card]:
    one = kampung_of(actor_of(request), id)
    view = looked(one.village_id, asked.per, asked.aturan, asked.dasar)
    known = classification.dossier(one)
    card, beside = (
        classification.card(one, cutoff=view.cutoff, instrument=rule, known=known, basis=view.basis)
        for rule in (view.instrument, view.beside)
    )
    return one, view, card, beside


def _card(card: Card) -> Json:
    scored = card.scorecard
    return {
        "aturan": card.instrument.id,
        "klasifikasi": scored.level,
        **{f"indeks_{one.code}": scored.indexes[one.code] for one in card.instrument.dimensions},
        "skor": {score.code: score.score for score in scored.scores},
    }


@endpoint(
    "GET",
    "/kampung/{id}/kekurangan",
    name="v1_kampung_gap",
    answers=schemas.Kekurangan,
    scope=scopes.READ_CLASSES,
    tag="Kelas",
)
def kampung_gap(request: HttpRequest, id: UUID, asked: Query[schemas.Looking]) -> Json:
    """Apa yang kurang untuk setiap kelas di atasnya, dihitung tepat dan dicoba pada dua aturan."""
    one, view, card, beside = _cards(request, id, asked)
    return {
        "sudut": _view(view),
        "kampung": one.pk,
        "klasifikasi": card.level,
        "tujuan": [
            {
                "kelas": goal.goal.level,
                "cabang": [_branch(branch, card.instrument) for branch in goal.branches],
            }
            for goal in goals(card, beside)
        ],
    }


def _branch(advice: BranchAdvice, rule: Instrument) -> Json:
    return {
        "indeks": list(advice.branch.dimensions),
        "poin": advice.branch.points,
        "banyak_pilihan": advice.branch.count,
        "pilihan": [_option(option, rule) for option in advice.options],
    }


def _option(option: Option, rule: Instrument) -> Json:
    return {
        "poin": option.points,
        "kelas": option.level,
        "kenaikan": [
            {"indikator": one.indicator, "dari": one.start, "ke": one.end} for one in option.raises
        ],
        "langkah": words.sentence(option.works, rule),
        "memenuhi_pembanding": option.both,
    }


@endpoint(
    "GET",
    "/target",
    name="v1_target",
    answers=schemas.Target,
    scope=scopes.READ_CLASSES,
    tag="Kelas",
)
def target_of(request: HttpRequest, asked: Query[schemas.AreaLooked]) -> Json:
    """Target tahun ini di satu kabupaten atau kurang: siapa yang naik, turun, dan paling dekat.

    Dasarnya mengikuti pengaturan wilayah; parameter dasar tidak mengubahnya.
    """
    code = whole_area(actor_of(request), asked.wilayah)
    view = looked(code, asked.per, asked.aturan, None)
    found = target(code, view.cutoff, view.instrument)
    return {
        "sudut": _view(view) | {"dasar": found.basis},
        "acuan": found.baseline,
        "bagian": float(found.rule.share),
        "kelas_yang_dihitung": list(found.rule.levels),
        "hitungan": _progress(found.progress),
        "di_dasar_lain": _progress(found.across),
        "naik": [_mover(one) for one in found.reached],
        "turun": [_mover(one) for one in found.dropped],
        "terdekat": [_near(one) for one in found.nearest],
    }


def _progress(found: Progress) -> Json:
    return {
        "kampung": found.kampung,
        "perlu": found.needed,
        "tercapai": len(found.reached),
        "turun": len(found.dropped),
        "bersih": found.net,
        "kurang": found.missing,
    }


def _mover(one: Mover) -> Json:
    return {
        "kampung": one.kampung_uuid,
        "kode_desa": one.kode_desa,
        "nama": one.nama,
        "sebelum": one.before,
        "sekarang": one.now,
    }


def _near(one: Near) -> Json:
    return {
        "kampung": one.kampung_uuid,
        "kode_desa": one.kode_desa,
        "nama": one.nama,
        "klasifikasi": one.klasifikasi,
        "poin": one.points,
        "kelas": one.level,
        "langkah": one.words,
        "perlu_laporan": one.needs_report,
    }


@endpoint(
    "GET",
    "/angka",
    name="v1_figures",
    answers=schemas.AngkaTahun,
    scope=scopes.READ_CLASSES,
    tag="Kelas",
)
def figures_of(request: HttpRequest, asked: Query[schemas.AreaLooked]) -> Json:
    """Angka kerja setahun di satu kabupaten atau kurang, sama dengan halaman Angka.

    Dari 1 Januari sampai tanggal hitung. Yang belum diketahui null, bukan nol.
    """
    actor = actor_of(request)
    code = whole_area(actor, asked.wilayah)
    view = looked(code, asked.per, asked.aturan, asked.dasar)
    seen = {"per": str(view.cutoff), "aturan": view.instrument, "dasar": view.basis.value}
    chapters = import_string(settings.YEAR_FIGURES)(actor, code, seen)
    return {
        "sudut": _view(view),
        "sejak": view.cutoff.replace(month=1, day=1),
        "bab": [
            {"judul": one["title"], "angka": [_figure(figure) for figure in one["figures"]]}
            for one in chapters
        ],
    }


def _figure(one: Json) -> Json:
    return {
        "kode": one["code"],
        "label": one["label"],
        "satuan": one["unit"],
        "arti": one["meaning"],
        "nilai": one["value"],
    }


# The cube ---------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/ringkasan",
    name="v1_summary",
    answers=schemas.Ringkasan,
    public=True,
    tag="Ringkasan",
)
def summary(request: HttpRequest, asked: Query[schemas.AreaLooked]) -> Json:
    """Banyaknya kampung tiap kelas di satu wilayah dan bawahannya, pada tanggal yang disimpan.

    Tanpa kunci terbuka angka terverifikasi nasional, provinsi, dan kabupaten; yang lain memerlukan
    kunci dengan cakupan baca:kelas untuk wilayah itu.
    """
    code, basis = _summary_asked(request, asked.wilayah, asked.dasar)
    rule = looked(code, None, asked.aturan, basis).instrument
    days = classification.stored_cutoffs(code, rule, basis)
    wanted = [day for day in days if asked.per is None or day == asked.per]
    cell = classification.summary(code, wanted[0], rule, basis) if wanted else None
    if cell is None:
        raise NothingHere
    below = classification.children_summaries(code, cell.cutoff, rule, basis)
    shown = [one for one in below if _may_read_cell(request, one.area_code, basis)]
    return {
        "ringkasan": _cell(cell),
        "bawahan": [_cell(one) for one in shown],
        "per_tersedia": days,
    }


@endpoint(
    "GET",
    "/ringkasan/riwayat",
    name="v1_summary_history",
    answers=schemas.Riwayat,
    public=True,
    tag="Ringkasan",
)
def summary_history(request: HttpRequest, asked: Query[schemas.SummaryHistory]) -> Json:
    """Satu wilayah pada semua tanggal yang disimpan, yang terlama dahulu."""
    code, basis = _summary_asked(request, asked.wilayah, asked.dasar)
    rule = looked(code, None, asked.aturan, basis).instrument
    return {"data": [_cell(one) for one in classification.series(code, rule, basis)]}


def _summary_asked(request: HttpRequest, code: str | None, basis: str | None) -> tuple[str, str]:
    """Area and basis: what everybody may see, or what the key reaches."""
    visitor = visitor_of(request)
    if code is None:
        has = visitor.has(scopes.READ_CLASSES)
        code = actor_of(request).home if has else ""
    basis = basis or VERIFIED
    if code and not Area.objects.filter(pk=code).exists():
        raise NothingHere
    if not _may_read_cell(request, code, basis):
        raise NothingHere
    return code, basis


def _may_read_cell(request: HttpRequest, code: str, basis: str) -> bool:
    """Whether a cell of the cube is public, or lies where the key reaches."""
    depth = code.count(".") + 1 if code else 0
    if basis == VERIFIED and depth <= PUBLIC_DEPTH:
        return True
    visitor = visitor_of(request)
    return visitor.has(scopes.READ_CLASSES) and reaches(actor_of(request), code)


def _cell(cell: AreaSummary) -> Json:
    average = cell.completeness_sum / cell.kampung if cell.kampung else None
    return {
        "wilayah": cell.area_code,
        "per": cell.cutoff,
        "aturan": cell.instrument,
        "dasar": cell.basis,
        "kampung": cell.kampung,
        "kelas": {
            "belum_lapor": cell.belum_lapor,
            "dasar": cell.dasar,
            "berkembang": cell.berkembang,
            "mandiri": cell.mandiri,
            "berkelanjutan": cell.berkelanjutan,
            "tanpa_kelas": cell.without_level,
        },
        "belum_pernah_lapor": cell.never_reported,
        "naik": cell.rose,
        "turun": cell.fell,
        "melapor_3_bulan": cell.fresh,
        "kelengkapan": average,
    }


# Steps ------------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/langkah",
    name="v1_steps",
    answers=schemas.page_of(schemas.Langkah),
    scope=scopes.READ_STEPS,
    tag="Peta jalan",
)
def step_list(request: HttpRequest, asked: Query[schemas.StepsAsked]) -> Json:
    """Langkah peta jalan yang berlaku."""
    rows = steps_in_force(roadmap.steps_for(actor_of(request))).select_related("kampung")
    if asked.wilayah:
        rows = rows.filter(kampung__in=KampungKB.objects.within(asked.wilayah))
    if asked.kampung:
        rows = rows.filter(kampung=asked.kampung)
    if asked.keadaan:
        rows = rows.filter(state=asked.keadaan)
    found, following = page("langkah", rows, after=asked.setelah, count=asked.banyak)
    return {"data": [_step(one) for one in found], "berikutnya": following}


def _step(one: Step) -> Json:
    return {
        "id": one.pk,
        "kampung": one.kampung_id,
        "kode_desa": one.kampung.village_id,
        "tindakan": one.action,
        "nama": one.name,
        "tahun": one.year,
        "triwulan": one.quarter,
        "rencana_semula": one.planned_for,
        "tenggat": one.due_on,
        "penanggung_jawab": one.owner,
        "keadaan": one.state,
        "diubah_pada": one.changed_at,
    }


# Instruments ------------------------------------------------------------------------------------


@endpoint(
    "GET",
    "/instrumen",
    name="v1_instruments",
    answers=schemas.DaftarInstrumen,
    public=True,
    tag="Instrumen",
)
def instruments(request: HttpRequest) -> Json:
    """Aturan yang memberi kelas, yang terlama dahulu."""
    ids = instrument_ids()
    known = several(ids)
    return {"data": [_instrument(known[one]) for one in ids]}


@endpoint(
    "GET",
    "/instrumen/{id}",
    name="v1_instrument",
    answers=schemas.InstrumenRinci,
    public=True,
    tag="Instrumen",
)
def instrument(request: HttpRequest, id: Annotated[str, Field(max_length=60)]) -> Json:
    """Satu aturan dengan seluruh teksnya."""
    if id not in instrument_ids():
        raise NothingHere
    found = in_use(id)
    return _instrument(found) | {
        "indikator": [
            {
                "kode": one.code,
                "nama": one.name,
                "dimensi": one.dimension,
                "satuan": one.unit,
                "skor_tertinggi": one.highest_score,
            }
            for one in found.indicators
        ],
        "kelas": [level.code for level in found.levels],
        "teks": found.text,
    }


def _instrument(one: Instrument) -> Json:
    return {
        "id": one.id,
        "versi": one.version,
        "judul": one.title,
        "sumber": one.source,
        "sha256": sha256_of(one.text),
    }


for _form in REPORTS:
    _declare_reports(FORMS[_form.code])
