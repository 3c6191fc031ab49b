"""What the trail says to people about this room; completed with the event's data."""

SENTENCES: dict[str, str] = {
    "import.upload": "mengunggah {files} untuk diperiksa",
    "import.apply": "menerapkan impor {files}: {rows} baris disimpan, {refused} ditolak",
    "import.undo": "menarik kembali impor {files}: {rows} baris ditarik, {restored} dikembalikan",
    "import.map": "menyimpan pemetaan kolom {name}",
    "import.cancel": "membuang unggahan {files} sebelum diterapkan",
}
