"""What the trail says to people about this room."""

SENTENCES = {
    "submission.refuse": "menolak kiriman {form} dari aplikasi ({reason})",
}
