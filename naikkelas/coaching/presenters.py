"""What the trail says to people about this room."""

SENTENCES: dict[str, str] = {
    "mentor.ask": "menugaskan {post} mendampingi {kampung}",
    "mentor.release": "mengakhiri penugasan {post} di {kampung}",
    "visit.plan": "merencanakan kunjungan ke {kampung} pada {day}",
    "visit.accept": "menerima usulan kunjungan ke {kampung} pada {day}",
    "visit.move": "memindahkan kunjungan ke {kampung} menjadi {day}",
    "visit.drop": "membatalkan rencana kunjungan ke {kampung} pada {day}",
    "visit.record": "mencatat {kind} ke {kampung} pada {day}, {findings} temuan",
    "visit.correct": "memperbaiki catatan {kind} ke {kampung} pada {day}",
    "visit.withdraw": "menarik catatan {kind} ke {kampung} pada {day}",
    "visit.sign": "menanggapi catatan {kind} ke {kampung} pada {day}: {word}",
    "visit.photo": "menambah foto kunjungan ke {kampung} pada {day}",
    "visit.photo_remove": "menghapus foto kunjungan ke {kampung} pada {day}",
    "followup.close": "menutup tindak lanjut di {kampung}: {state}",
    "followup.reopen": "membuka lagi tindak lanjut di {kampung}",
    "followup.put_off": "mengubah tenggat tindak lanjut di {kampung} menjadi {due}",
    "followup.pass_on": "meneruskan tindak lanjut di {kampung} ke {body}",
    "followup.escalate": "menaikkan tindak lanjut yang terlambat di {kampung} ke {desk}",
}
