"""What the trail says to people about this room."""

from typing import Any  # JSON values of events

from naikkelas.accounts.models import Role

SENTENCES = {
    "account.open": "membuka {subject}",
    "account.deactivate": "menonaktifkan {subject}",
    "account.reactivate": "mengaktifkan kembali {subject}",
    "post.open": "membuka jabatan {role} ({areas})",
    "post.appoint": "mengangkat {person} menjadi {role} ({areas})",
    "post.hand_over": "menyerahkan jabatan {role} ({areas})",
    "post.leave": "mengakhiri jabatan {person} sebagai {role} ({areas})",
    "post.close": "menutup jabatan {role} ({areas})",
    "post.change_areas": "mengubah wilayah jabatan {role} menjadi {areas}",
    "partner.add": "mencatat mitra {name} ({area})",
    "invitation.send": "mengundang seseorang menjadi {role} ({areas})",
    "invitation.withdraw": "menarik undangan {role} ({areas})",
    "invitation.accept": "menerima undangan sebagai {role} ({areas})",
    "account.sign_in": "masuk ({how})",
    "account.sign_in_failed": "menolak percobaan masuk ({how})",
    "account.sign_out": "keluar ({why})",
    "account.device_removed": "mengeluarkan {count} perangkat dari {subject}",
    "account.reset_issued": "membuat tautan kata sandi baru untuk {subject}",
    "account.password_reset": "memasang kata sandi baru lewat tautan",
    "account.password_changed": "mengganti kata sandinya",
    "account.factor_added": "menambah langkah kedua ({kind})",
    "account.factor_removed": "menghapus langkah kedua ({kind})",
    "account.factors_reset": "menghapus semua langkah kedua {subject}",
    "account.recovery_codes": "membuat kode cadangan baru",
    "account.contact_changed": "mengubah kontaknya ({fields})",
    "device.add": "menghubungkan {subject} untuk aplikasi ODK sebagai {role}",
    "api_token.add": "membuat {subject} sebagai {role}: {scopes}",
    "api_token.revoke": "mencabut {subject}",
    "device.revoke": "mencabut {subject} dari aplikasi ODK",
    "account.office_linked": "menghubungkan akunnya dengan akun kantor",
}

_WAYS = {
    "password": "kata sandi",
    "totp": "kode aplikasi",
    "webauthn": "passkey",
    "recovery_codes": "kode cadangan",
    "socialaccount": "akun kantor",
    "kantor": "akun kantor",
    "kode": "kode langkah kedua",
}
TRAIL_WORDS: dict[str, dict[str, str]] = {
    "how": _WAYS,
    "kind": _WAYS,
    "fields": {"email": "alamat surel", "phone": "nomor telepon"},
}
"""Key of an event's data to the words for what the code calls by its own names."""

TRAIL_PERSONS = ("person", "holders")
"""Keys of events that hold accounts."""

TRAIL_LABELS: dict[str, dict[str, str]] = {
    "accounts.post": {"role": "Jabatan", "areas": "Wilayah", "holders": "Pemegang"},
    "accounts.user": {"role": "Jabatan", "area": "Wilayah", "is_active": "Akun aktif"},
}


def trail_value(subject_type: str, column: str, value: Any) -> str | None:
    """A role by its label, the nation by its name; None for anything else."""
    if subject_type not in TRAIL_LABELS or value is None:
        return None
    if column == "role" and value in Role.values:
        return str(Role(value).label)
    if column in {"area", "areas"}:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(code or "Indonesia" for code in codes)
    return None
