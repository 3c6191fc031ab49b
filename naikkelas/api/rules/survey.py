"""The rows of an XLSForm for each of our forms: same fields, lists, order and words as the screen.

What a phone must know offline comes beside the form as lists (`kampung.csv`, `terakhir_….csv`):
the kampung of the post, and their last figures, which stand in the controls when a form is opened.
Names and contacts of people are not asked here (ADR 32): they stay as they were last reported.
Source: the XLSForm specification (xlsform.org) as `pyxform` reads it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from naikkelas.activities.rules.reporting import ACTIVITY, AGES, PARTICIPANTS, SHORTEST_TITLE
from naikkelas.lib.fields import Field, Kind
from naikkelas.registry.rules import limits, reference
from naikkelas.registry.rules.answers import CONDITIONS
from naikkelas.registry.rules.schema import PEOPLE_CAP, REPORTS, Form
from naikkelas.registry.rules.totals import TOTALS, Total

Row = Mapping[str, str]

YES, NO = "ya", "tidak"
KAMPUNG_LIST = "kampung"
MANY = 8
"""Longer lists are searched in a list of their own, not ticked on the screen."""

MEMBERS, FAMILIES, PEOPLE = "members", "families", "people"
CAPS = (PEOPLE, FAMILIES, MEMBERS)

ADDED = frozenset({"jumlah", "catatan", "sasaran", "batas", "bagian"})
"""First words of what a form counts or shows by itself; nobody is asked it, nothing is stored."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that the form asks for, and what it is of."""

    column: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What `pyxform` needs of a form: code, title, questions, lists."""

    code: str
    title: str
    rows: tuple[Row, ...]
    choices: tuple[Row, ...]
    attachments: tuple[str, ...]


def last_list(code: str) -> str:
    """The list with the last figures of each kampung for a form."""
    return f"terakhir_{code}"


def asked_fields(form: Form) -> tuple[Field, ...]:
    """The fields that the phone is asked, in the order of the screen."""
    return tuple(field for field in form.fields if not field.personal)


def report_survey(form: Form) -> Survey:
    """One of the monthly reports."""
    rows = [*_opening(form), *_month(form), *_targets(form)]
    for number, (name, fields) in enumerate(groupby(asked_fields(form), key=lambda f: f.group), 1):
        rows += _section(form, number, name, list(fields))
    rows += _closing()
    lists = (f"{KAMPUNG_LIST}.csv", f"{last_list(form.code)}.csv")
    return Survey(form.code, f"Laporan {form.name}", tuple(rows), tuple(_choices(form)), lists)


def _group(name: str, label: str) -> Row:
    return {"type": "begin_group", "name": name, "label": label, "appearance": "field-list"}


_END: Row = MappingProxyType({"type": "end_group"})


def _looked_up(listed: str, column: str) -> str:
    """What stands in a list beside the form for the kampung that was chosen."""
    return f"{_items(listed)}[name = ${{kampung}}]/{column}"


def _items(listed: str) -> str:
    """The rows of a list as XPath reads them."""
    return "/".join((f"instance('{listed}')", "root", "item"))


def _opening(form: Form) -> Iterator[Row]:
    yield {"type": "start", "name": "mulai"}
    yield {"type": "csv-external", "name": last_list(form.code)}
    yield from _which_kampung()
    for group in CAPS:
        yield {
            "type": "calculate",
            "name": f"batas_{group}",
            "calculation": _looked_up(KAMPUNG_LIST, f"batas_{group}"),
        }


def _which_kampung() -> Iterator[Row]:
    """Of one kampung there is nothing to choose."""
    count = f"count({_items(KAMPUNG_LIST)})"
    # `[1]` gives nothing in JavaRosa, which Collect runs (getodk/javarosa 422).
    only = f"{_items(KAMPUNG_LIST)}[position() = 1]/name"
    yield {
        "type": f"select_one_from_file {KAMPUNG_LIST}.csv",
        "name": "kampung",
        "label": "Kampung",
        "appearance": "minimal",
        "required": "yes",
        "required_message": "Pilih kampungnya.",
        "default": f"if({count} = 1, {only}, '')",
    }


def _month(form: Form) -> Iterator[Row]:
    """Which month: the one that a person most likely means is set."""
    suggested = _looked_up(last_list(form.code), "bulan")
    yield {
        "type": "date",
        "name": "bulan",
        "label": "Laporan untuk bulan",
        "appearance": "month-year",
        "required": "yes",
        "required_message": "Pilih bulan laporan.",
        "constraint": f". <= today() and . >= date('{limits.FIRST_REPORT_YEAR}-01-01')",
        "constraint_message": "Bulan ini belum tiba atau terlalu lama. Perbaiki bulan atau tahun.",
        "default": suggested,
        "trigger": "${kampung}",
        "calculation": suggested,
    }


def _closing() -> Iterator[Row]:
    yield {
        "type": "text",
        "name": "alasan",
        "label": "Alasan perbaikan",
        "hint": "Isi hanya bila laporan bulan ini sudah disahkan dan angkanya diperbaiki.",
        "constraint": "string-length(.) <= 300",
        "constraint_message": "Paling banyak 300 huruf.",
    }


def _targets(form: Form) -> Iterator[Row]:
    """How many there are to take part, by the last penduduk report of the kampung."""
    for column, target in reference.TARGETS.items():
        if column in form.by_name:
            yield {
                "type": "calculate",
                "name": f"sasaran_{target}",
                "calculation": _looked_up(last_list(form.code), f"sasaran_{target}"),
            }


def _section(form: Form, number: int, name: str, fields: list[Field]) -> Iterator[Row]:
    yield _group(f"bagian_{number}", name)
    for field in fields:
        yield from _question(form, field)
    for place, total in enumerate(TOTALS.get(name, ()), 1):
        yield from _total(f"{number}_{place}", total)
    yield _END


def _question(form: Form, field: Field) -> Iterator[Row]:
    last = _looked_up(last_list(form.code), field.name)
    row = question(field, many=len(field.options) > MANY)
    row |= {"default": last, "trigger": "${kampung}", "calculation": last}
    if target := reference.TARGETS.get(field.name, ""):
        row["hint"] = f"{field.help} Sasaran: ${{sasaran_{target}}}".strip()
    if condition := CONDITIONS.get(field.name):
        row["relevant"] = f"${{{condition.parent}}} = '{YES if condition.answer else NO}'"
    if form.code == limits.TRAINED.form and field.name == limits.TRAINED.column:
        row |= _not_more_than_members(row["constraint"])
    yield row
    if target:
        yield _above_target(field, target)


def question(field: Field, *, many: bool = False) -> dict[str, str]:
    """The question of a described field; nothing is required, since missing is an answer too."""
    row = {"type": _type_of(field), "name": field.name, "label": field.label, "hint": field.help}
    if field.kind is Kind.COUNT:
        row |= _within(field)
    elif field.kind in {Kind.TEXT, Kind.CODES} and field.max_length:
        row["constraint"] = f"string-length(.) <= {field.max_length}"
        row["constraint_message"] = f"Paling banyak {field.max_length} huruf."
        row["appearance"] = "multiline" if field.max_length > 1000 else ""
    elif field.kind is Kind.CHOICE and many:
        row["appearance"] = "minimal autocomplete"
    elif field.kind is Kind.CHOICES and many:
        row["appearance"] = "minimal"
    return {key: value for key, value in row.items() if value}


def _type_of(field: Field) -> str:
    match field.kind:
        case Kind.FLAG:
            return "select_one ya_tidak"
        case Kind.COUNT:
            return "integer"
        case Kind.CHOICE:
            return f"select_one {field.name}"
        case Kind.CHOICES:
            return f"select_multiple {field.name}"
        case Kind.DATE:
            return "date"
        case Kind.DECIMAL:
            return "decimal"
        case _:
            return "text"


def _within(field: Field) -> Row:
    """The hard limits of a count: the kabupaten's own where it has set one, else ours."""
    group = limits.CAP_GROUPS.get(field.name, "")
    most = f"${{batas_{group}}}" if group else str(field.cap or limits.LARGEST)
    return {
        "constraint": f". >= 0 and . <= number({most})",
        "constraint_message": "Angka ini negatif atau terlalu besar. "
        "Periksa kelebihan angka atau titik ribuan.",
    }


def _not_more_than_members(within: str) -> Row:
    members = f"${{{limits.TRAINED.limits[0]}}}"
    known = f"string-length({members}) > 0 and {members} > 0"
    return {
        "constraint": f"{within} and (not({known}) or . <= {members})",
        "constraint_message": "Anggota terlatih tidak boleh lebih banyak daripada anggota Pokja, "
        "dan tidak boleh negatif. Perbaiki salah satu angka.",
    }


def _above_target(field: Field, target: str) -> Row:
    """A warning, not a bar: the target on the phone may be older than the last penduduk report."""
    both = f"string-length(${{{field.name}}}) > 0 and string-length(${{sasaran_{target}}}) > 0"
    return {
        "type": "note",
        "name": f"catatan_{field.name}",
        "label": f"{field.label} lebih banyak daripada sasarannya (${{sasaran_{target}}}). "
        "Laporan ini tidak akan diterima. Periksa angkanya, atau kirim dahulu laporan penduduk "
        "yang lebih baru.",
        "relevant": f"{both} and number(${{{field.name}}}) > number(${{sasaran_{target}}})",
    }


def _total(place: str, total: Total) -> Iterator[Row]:
    """A running sum under its group; what is not filled in adds nothing."""
    parts = " + ".join(f"coalesce(${{{column}}}, 0)" for column in total.columns)
    yield {"type": "calculate", "name": f"jumlah_{place}", "calculation": parts}
    yield {
        "type": "note",
        "name": f"catatan_jumlah_{place}",
        "label": f"{total.label}: ${{jumlah_{place}}}",
    }


def _choices(form: Form) -> Iterator[Row]:
    yield from yes_or_no()
    for field in asked_fields(form):
        yield from listed(field)


def yes_or_no() -> Iterator[Row]:
    """The list behind every flag."""
    yield {"list_name": "ya_tidak", "name": YES, "label": "Ya"}
    yield {"list_name": "ya_tidak", "name": NO, "label": "Tidak"}


def listed(field: Field) -> Iterator[Row]:
    """The choices of a field, in the order of the screen."""
    for option in field.options:
        yield {"list_name": field.name, "name": option.code, "label": option.name}


# Activities -------------------------------------------------------------------------------------

KEGIATAN = ACTIVITY.code
PLAN_LIST = "rkm"
GROUP_LIST = "kelompok"
_KEY_LISTS = {"rkm_item": PLAN_LIST, "kelompok": GROUP_LIST}
PHOTOS = (
    Photo("foto_1", "Foto kegiatan", "kegiatan"),
    Photo("foto_2", "Foto kegiatan ke-2", "kegiatan"),
    Photo("foto_3", "Foto kegiatan ke-3", "kegiatan"),
    Photo("foto_sebelum", "Foto sebelum", "sebelum"),
    Photo("foto_sesudah", "Foto sesudah", "sesudah"),
)
_BEFORE_AFTER = "sebelum_sesudah"
_LONGEST_SIDE = 1600
"""Pixels to which the app shrinks a photo before it sends it."""


def activity_survey() -> Survey:
    """An activity: its fields under their headings, then the photos."""
    rows: list[Row] = [
        {"type": "start", "name": "mulai"},
        *_which_kampung(),
        *(row for group in _activity_groups() for row in group),
        *_photos(),
    ]
    choices = (*yes_or_no(), *(row for field in ACTIVITY.fields for row in listed(field)))
    lists = (f"{KAMPUNG_LIST}.csv", f"{PLAN_LIST}.csv", f"{GROUP_LIST}.csv")
    return Survey(KEGIATAN, "Laporan Kegiatan", tuple(rows), choices, lists)


def _activity_groups() -> Iterator[list[Row]]:
    for number, (name, fields) in enumerate(groupby(ACTIVITY.fields, key=lambda f: f.group), 1):
        yield [_group(f"bagian_{number}", name), *map(_activity_question, fields), _END]


def _activity_question(field: Field) -> Row:
    row = question(field, many=len(field.options) > MANY)
    row |= _ACTIVITY_MORE.get(field.name, {})
    if field.name in _KEY_LISTS:
        row |= {
            "type": f"select_one_from_file {_KEY_LISTS[field.name]}.csv",
            "choice_filter": "kampung = ${kampung}",
        }
        del row["constraint"], row["constraint_message"]
    elif field.name in PARTICIPANTS:
        row |= _not_less_than_bands(field.name)
    return row


_NO_NIK = "not(regex(., '.*[0-9]{16}.*'))"
_NO_NIK_WORDS = "Enam belas angka seperti NIK tidak disimpan di sini. Hapus."
_ACTIVITY_MORE: Mapping[str, Row] = MappingProxyType(
    {
        "tanggal": {
            "required": "yes",
            "required_message": "Pilih tanggal kegiatan.",
            "default": "today()",
            "constraint": f". <= today() and . >= date('{limits.FIRST_PENCANANGAN.isoformat()}')",
            "constraint_message": "Tanggal ini belum tiba atau terlalu lama. Perbaiki tanggalnya.",
        },
        "tempat": {
            "default": "${last-saved#tempat}",
            "constraint": f"string-length(.) <= 200 and {_NO_NIK}",
            "constraint_message": f"Paling banyak 200 huruf. {_NO_NIK_WORDS}",
        },
        "judul": {
            "required": "yes",
            "required_message": "Tulis kegiatannya, misalnya “Posyandu balita”.",
            "constraint": f"string-length(.) >= {SHORTEST_TITLE} and string-length(.) <= 250 "
            f"and {_NO_NIK}",
            "constraint_message": f"Tulis {SHORTEST_TITLE} sampai 250 huruf. {_NO_NIK_WORDS}",
        },
        "deskripsi": {
            "constraint": f"string-length(.) <= 5000 and {_NO_NIK}",
            "constraint_message": f"Paling banyak 5.000 huruf. {_NO_NIK_WORDS}",
        },
        "jenis_post": {"default": "kegiatan"},
        "instansi_lainnya": {
            "required": "selected(${instansi}, 'lainnya')",
            "required_message": "Anda memilih instansi “Lainnya”. Tulis nama instansinya.",
        },
    }
)


def _not_less_than_bands(total: str) -> Row:
    """The people by age are part of the people."""
    sex = total.rpartition("_")[2]
    bands = " + ".join(f"coalesce(${{{sex}_{age}}}, 0)" for age in AGES)
    return {
        "constraint": f". >= 0 and . <= {PEOPLE_CAP} and . >= {bands}",
        "constraint_message": "Jumlah ini negatif, terlalu besar, atau kurang dari jumlah menurut "
        "umur. Perbaiki salah satu.",
    }


def _photos() -> Iterator[Row]:
    yield _group("bagian_foto", "Foto")
    for photo in PHOTOS:
        is_pair = photo.kind != "kegiatan"
        shown = f"${{jenis_post}} {'=' if is_pair else '!='} '{_BEFORE_AFTER}'"
        yield {
            "type": "image",
            "name": photo.column,
            "label": photo.label,
            "parameters": f"max-pixels={_LONGEST_SIDE}",
            "relevant": shown,
        }
    yield _END


def survey_of(code: str) -> Survey:
    """The survey of a form code; KeyError for a form that there is not."""
    if code == KEGIATAN:
        return activity_survey()
    return report_survey({form.code: form for form in REPORTS}[code])
