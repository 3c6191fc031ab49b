"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "report.submit": "mengirim laporan {form} {month} untuk {kampung}",
    "kampung.register": "mendaftarkan Kampung KB {kampung} di desa {village}",
    "kampung.edit": "mengubah informasi Kampung KB {kampung}",
    "kampung.deactivate": "menonaktifkan Kampung KB {kampung}",
    "kampung.activate": "mengaktifkan kembali Kampung KB {kampung}",
}
