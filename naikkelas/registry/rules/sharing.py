"""Links that open WhatsApp with a text ready to send; the sender picks whom it goes to.

Nothing is sent by us and no number is known here: `api.whatsapp.com/send` without a number lets the
person choose a chat. The texts hold what the sender's own page shows and no names of people.
"""

from datetime import date
from urllib.parse import quote

from naikkelas.lib.dates import id_date, id_date_long, id_month
from naikkelas.lib.numbers import id_number

ADDRESS = "https://api.whatsapp.com/send?text="
LONGEST = 1_800
"""Letters of a text: older phones cut addresses of more than some kilobytes."""


def whatsapp_link(text: str) -> str:
    """The link for a text of any letters; a text that is too long ends with an ellipsis."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return ADDRESS + quote(short, safe="")


def reminder(kampung: str, missing: list[str], month: date, link: str = "") -> str:
    """To a Pokja that has not reported: which forms of which month are still missing."""
    forms = " dan ".join(filter(None, [", ".join(missing[:-1]), *missing[-1:]]))
    lines = [
        f"*Pengingat laporan {id_month(month)}*",
        f"Kampung KB {kampung}: laporan {forms} belum kami terima.",
        "Mohon dikirim. Yang tidak berubah sudah terisi dari bulan lalu.",
    ]
    return _lines(*lines, link)


def report_receipt(
    kampung: str, form: str, month: date, number: str, sent_on: date, link: str = ""
) -> str:
    """That a monthly report has arrived, with the number that stands on its page."""
    return _lines(
        f"*Laporan {form} {id_month(month)} terkirim*",
        f"Kampung KB {kampung}, {id_date(sent_on)}.",
        f"Nomor laporan: {number}",
        link,
    )


def meeting_invitation(
    kampung: str, title: str, day: date, hours: str, place: str, agenda: list[str]
) -> str:
    """An invitation; `hours` with its zone, as "09.00–11.00 WITA"."""
    points = [f"{number}. {point}" for number, point in enumerate(agenda, start=1)]
    return _lines(
        f"*Undangan: {title}*",
        f"Kampung KB {kampung}",
        f"Hari/tanggal: {id_date_long(day)}",
        f"Pukul: {hours}",
        f"Tempat: {place}" if place else "",
        "Acara:" if points else "",
        *points,
        "Mohon hadir tepat waktu. Terima kasih.",
    )


def activity_card(
    kampung: str,
    title: str,
    day: date,
    place: str,
    people: int | None,
    note: str = "",
    link: str = "",
) -> str:
    """What a Pokja tells its village of an activity; unknown numbers of people are left out."""
    return _lines(
        f"*{title}*",
        f"Kampung KB {kampung}, {id_date_long(day)}",
        f"Tempat: {place}" if place else "",
        f"Peserta: {id_number(people)} orang" if people is not None else "",
        note,
        link,
    )


def _lines(*lines: str) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())
