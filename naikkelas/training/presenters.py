"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "curriculum.save": "menyimpan kurikulum “{name}” versi {number}",
    "session.plan": "merencanakan pelatihan “{session}” {day}",
    "session.change": "mengubah pelatihan “{session}” {day}",
    "session.cancel": "membatalkan pelatihan “{session}” {day}",
    "session.invite": "mengundang {count} kampung ke pelatihan “{session}” {day}",
    "session.uninvite": "menarik undangan {count} kampung dari pelatihan “{session}” {day}",
    "session.attend": "mencatat kehadiran pelatihan “{session}” pada {day}",
    "session.check_in": "mencatat kehadirannya sendiri di pelatihan “{session}” pada {day}",
    "participant.register": "mendaftarkan satu orang dari {kampung} ke “{session}” {day}: {state}",
    "participant.cancel": "membatalkan satu peserta dari {kampung} di “{session}” {day}",
    "participant.move_up": "memberi kursi kepada satu orang dari {kampung} di “{session}” {day}",
    "test.sit": "menyimpan {kind} satu peserta dari {kampung} di “{session}” {day}",
    "certificate.issue": "menerbitkan sertifikat {number} “{session}” untuk peserta dari {kampung}",
    "certificate.revoke": "mencabut sertifikat {number} “{session}” peserta dari {kampung}",
}
TRAIL_LABELS = {"training.trainingsession": {"present": "Hadir"}}
