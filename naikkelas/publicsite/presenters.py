"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "aspiration.receive": "menerima aspirasi warga {kampung}",
    "aspiration.settle": "menangani aspirasi warga {kampung}: {state}",
    "site.look": "mengubah tampilan situs {kampung}",
    "site.address": "mengubah alamat situs {kampung}",
    "site.take_down": "menurunkan situs {kampung}",
    "site.bring_back": "membuka kembali situs {kampung}",
    "site_contact.show": "menampilkan nomor WhatsApp di situs {kampung}",
    "site_contact.hide": "menghapus nomor WhatsApp dari situs {kampung}",
    "site_photo.release": "mengizinkan foto tampil di situs {kampung}: {faces}",
    "site_photo.withdraw": "menarik foto dari situs {kampung}",
    "site_text.write": "menulis untuk situs {kampung}: {what}",
    "site_text.revise": "mengubah tulisan situs {kampung}: {what} (versi {number})",
    "site_text.restore": "mengembalikan versi lama tulisan situs {kampung}: {what}",
    "site_text.send": "mengajukan tulisan situs {kampung}: {what} (versi {number})",
    "site_text.publish": "menerbitkan tulisan situs {kampung}: {what} (versi {number})",
    "site_text.send_back": "mengembalikan tulisan situs {kampung}: {what} (versi {number})",
    "site_text.withdraw": "menarik tulisan situs {kampung}: {what}",
    "site_text.bring_back": "mengembalikan tulisan situs {kampung} ke draf: {what}",
}
