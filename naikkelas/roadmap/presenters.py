"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "catalogue.save": "menyimpan katalog tindakan versi {number}: {what}",
    "means.save": "menyimpan sumber daya dan aturan rencana versi {number}",
    "lock.set": "mengunci {kampung} pada {year}: {wish}",
    "lock.lift": "melepas kunci {kampung} pada {year}",
    "scenario.request": "meminta hitungan skenario “{name}”",
    "scenario.compute": "selesai menghitung skenario “{name}”: {ending}",
    "scenario.fail": "gagal menghitung skenario “{name}”",
    "scenario.enforce": "memberlakukan rencana “{name}” dengan {count} langkah",
    "step.change": "mengubah langkah “{step}” di {kampung} menjadi {state}",
    "attempt.record": "mencatat hasil “{action}” di {kampung}: {outcome}",
}
