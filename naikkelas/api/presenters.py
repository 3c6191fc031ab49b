"""What the trail says to people about this room."""

SENTENCES: dict[str, str] = {
    "webhook.add": "mendaftarkan webhook ke {host}",
    "webhook.remove": "menghentikan webhook ke {host}",
    "webhook.replay": "mengirim ulang perubahan ke {host}",
}
