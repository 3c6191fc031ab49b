"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "theme.save": "menyimpan tema {theme} versi {number}",
    "theme.join": "mencatat {kampung} menyandang tema {theme}",
    "theme.leave": "mencatat {kampung} tidak lagi menyandang tema {theme}",
    "theme.withdraw": "menarik catatan tema {theme} di {kampung}",
    "theme.restore": "mengembalikan catatan tema {theme} di {kampung}",
    "theme.award": "mencatat tingkat {level} tema {theme} di {kampung}",
    "theme.answer": "menjawab {count} kriteria tema di {kampung}",
    "theme.check": "memeriksa {count} jawaban kriteria tema di {kampung}: {outcome}",
    "theme.load_example": "memuat {rows} baris contoh tema",
}
