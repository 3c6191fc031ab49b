"""Refusals about people."""

from naikkelas.lib.refusals import Refused


class UsernameTaken(Refused):
    code = "username_taken"
    sentence = "Nama pengguna ini sudah dipakai. Pilih nama lain."


class WeakPassword(Refused):
    code = "weak_password"
    sentence = (
        "Kata sandi terlalu lemah. Pakai paling sedikit 12 karakter yang tidak mudah ditebak."
    )
