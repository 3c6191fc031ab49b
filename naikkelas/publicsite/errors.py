"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnfitText(Refused):
    """A text without a title or words, that is too long, or that names numbers of persons."""

    code = "publicsite.unfit_text"
    sentence = "Isi judul dan tulisannya, tanpa NIK, nomor telepon, atau alamat surel."

    def __init__(self, sentence: str | None = None, column: str = "body") -> None:
        super().__init__(sentence)
        self.column = column


class TextChanged(Refused):
    """Somebody else saved or moved the text after the person had opened the page."""

    code = "publicsite.text_changed"
    sentence = "Tulisan ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi."


class TextElsewhere(Refused):
    """A step that does not begin where the text stands."""

    code = "publicsite.text_elsewhere"
    sentence = "Langkah ini tidak sesuai keadaan tulisannya. Muat ulang halaman."


class OwnText(Refused):
    """Somebody publishes what they saved themself."""

    code = "publicsite.own_text"
    sentence = "Tulisan ini Anda simpan sendiri, jadi diterbitkan PKB atau operator lain."


class ReasonNeeded(Refused):
    """Something is returned or taken down without saying why."""

    code = "publicsite.reason_needed"
    sentence = "Tulis alasannya, supaya pengurus kampung tahu apa yang perlu diperbaiki."


class PageWordsExist(Refused):
    """A second text for a page that has one."""

    code = "publicsite.page_words_exist"
    sentence = "Halaman ini sudah punya tulisan. Buka tulisan itu, lalu ubah."


class UnfitPhoto(Refused):
    """A photo that is not of an endorsed activity of this kampung, or whose file is missing."""

    code = "publicsite.unfit_photo"
    sentence = "Pilih foto dari kegiatan kampung ini yang sudah disahkan."


class FacesNotTold(Refused):
    """A photo is released without saying who is seen on it."""

    code = "publicsite.faces_not_told"
    sentence = "Pilih siapa yang terlihat di foto. Tanpa itu foto tidak boleh tampil."


class ChildrenNeedPkb(Refused):
    """A photo with children is released by somebody who may not."""

    code = "publicsite.children_need_pkb"
    sentence = "Foto dengan anak dilepas PKB atau operator yang sudah melihat izin tertulisnya."


class UnfitAddress(Refused):
    """An address or a domain that cannot be, or that belongs to another site."""

    code = "publicsite.unfit_address"
    sentence = "Alamat ini tidak dapat dipakai atau sudah dipakai situs lain. Pilih yang lain."

    def __init__(self, sentence: str | None = None, column: str = "slug") -> None:
        super().__init__(sentence)
        self.column = column


class UnfitContact(Refused):
    """A WhatsApp number that is none, or without consent."""

    code = "publicsite.unfit_contact"
    sentence = "Isi nomor WhatsApp yang benar, jabatannya, dan kapan pemiliknya setuju."


class SiteIsDown(Refused):
    """A site is taken down twice, or brought back while it is up."""

    code = "publicsite.site_is_down"
    sentence = "Keadaan situs sudah berubah. Muat ulang halaman."


class UnfitAspiration(Refused):
    """An aspiration without words, or that names numbers of persons."""

    code = "publicsite.unfit_aspiration"
    sentence = "Tulis aspirasi 10 sampai 1.000 huruf, tanpa NIK, nomor telepon, atau alamat surel."


class TooManyAspirations(Refused):
    """More than a person writes in an hour."""

    code = "publicsite.too_many_aspirations"
    sentence = "Sudah banyak aspirasi dari jaringan ini. Coba lagi satu jam lagi."


class AspirationSettled(Refused):
    """An aspiration that somebody else has settled."""

    code = "publicsite.aspiration_settled"
    sentence = "Aspirasi ini sudah ditangani orang lain. Muat ulang halaman."
