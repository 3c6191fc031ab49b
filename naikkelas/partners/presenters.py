"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "mitra.add": "mencatat mitra {name} ({kind})",
    "mitra.edit": "mengubah data mitra {name}",
    "mitra.end": "mencatat bahwa {name} tidak lagi menjadi mitra",
    "mitra.resume": "mengaktifkan lagi mitra {name}",
    "responsible.set": "menetapkan {instansi} sebagai penanggung jawab kegiatan {kegiatan}",
    "need.publish": "menerbitkan kebutuhan {kampung} ({source}, {kegiatan})",
    "need.close": "menutup kebutuhan {kampung} ({kegiatan})",
    "need.reopen": "membuka lagi kebutuhan {kampung} ({kegiatan})",
    "commitment.offer": "mencatat tawaran dukungan {mitra} ({kegiatan})",
    "commitment.agree": "menyepakati dukungan {mitra} ({kegiatan})",
    "commitment.begin": "memulai dukungan {mitra} ({kegiatan})",
    "commitment.cancel": "membatalkan dukungan {mitra} ({kegiatan})",
    "commitment.deliver": "mencatat penyerahan dukungan {mitra} ({kegiatan}), kini {state}",
    "commitment.take_back": "menarik catatan penyerahan dukungan {mitra} ({kegiatan})",
}
