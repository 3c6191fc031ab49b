"""Audit verbs of this room as sentences for people."""

SENTENCES = {
    "account.open": "membuka akun {subject}",
    "account.deactivate": "menonaktifkan akun {subject}",
    "account.reactivate": "mengaktifkan kembali akun {subject}",
    "post.open": "membuka jabatan {role} ({areas})",
    "post.appoint": "mengangkat seseorang menjadi {role} ({areas})",
    "post.hand_over": "menyerahkan jabatan {role} ({areas})",
    "post.leave": "mengakhiri jabatan seseorang sebagai {role} ({areas})",
    "post.close": "menutup jabatan {role} ({areas})",
    "post.change_areas": "mengubah wilayah jabatan {role} menjadi {areas}",
    "invitation.send": "mengundang seseorang menjadi {role} ({areas})",
    "invitation.withdraw": "menarik undangan {role} ({areas})",
    "invitation.accept": "menerima undangan sebagai {role} ({areas})",
}
