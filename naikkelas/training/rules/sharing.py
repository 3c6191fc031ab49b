"""The text of an invitation as people send it on; no names of participants. Pure."""

from datetime import date

from naikkelas.lib.dates import id_date, id_date_long


def days_in_words(first: date, last: date) -> str:
    """The days of a session: "Rabu, 14 Mei 2025", or "14 Mei 2025 sampai 16 Mei 2025"."""
    return id_date_long(first) if first == last else f"{id_date(first)} sampai {id_date(last)}"


def invitation(name: str, days: str, hours: str, place: str, seats: int, link: str = "") -> str:
    """The invitation of a kampung to a session."""
    lines = (
        f"*Undangan pelatihan: {name}*",
        f"Hari/tanggal: {days}",
        f"Pukul: {hours}",
        f"Tempat: {place}",
        f"Kursi terbatas: {seats} orang.",
        "Mohon Pokja mendaftarkan anggotanya, lalu mengerjakan tes awal sebelum hari pertama.",
        link,
    )
    return "\n".join(line for line in lines if line)
