"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "practice.write": "menulis contoh baik di {kampung}",
    "practice.revise": "mengubah contoh baik {kampung} (versi {number})",
    "practice.send": "mengajukan contoh baik {kampung} (versi {number})",
    "practice.publish": "menerbitkan contoh baik {kampung} (versi {number})",
    "practice.send_back": "mengembalikan contoh baik {kampung} (versi {number})",
    "practice.withdraw": "menarik contoh baik {kampung}",
    "practice.bring_back": "mengembalikan contoh baik {kampung} ke draf",
    "practice.attach": "memasang {what} pada contoh baik {kampung}",
    "practice.detach": "melepas {what} dari contoh baik {kampung}",
    "exemplar.name": "menetapkan {kampung} sebagai kampung contoh sejak {since}",
    "exemplar.end": "mengakhiri {kampung} sebagai kampung contoh pada {on}",
}
