"""Refusals of this room."""

from naikkelas.lib.refusals import Refused


class UnfitCatalogue(Refused):
    """A catalogue that cannot be read; the sentence names the place."""

    code = "roadmap.unfit_catalogue"
    sentence = "Katalog tindakan ini tidak dapat dibaca. Periksa berkasnya."


class UnfitFigure(Refused):
    """A figure of the catalogue that cannot be true."""

    code = "roadmap.unfit_figure"
    sentence = "Angka ini tidak mungkin. Periksa satuannya."


class UnfitMeans(Refused):
    """Resources or rules that contradict each other."""

    code = "roadmap.unfit_means"
    sentence = "Sumber daya atau aturannya belum benar. Periksa isiannya."


class NothingNew(Refused):
    """A version that says the same as the one before."""

    code = "roadmap.nothing_new"
    sentence = "Tidak ada yang berubah, jadi tidak disimpan sebagai versi baru."


class SomebodyWasQuicker(Refused):
    """A newer version was saved after this page was opened."""

    code = "roadmap.somebody_was_quicker"
    sentence = "Versi yang lebih baru sudah disimpan orang lain. Muat ulang, lalu ubah lagi."


class CatalogueMissing(Refused):
    """A scenario without a catalogue of actions."""

    code = "roadmap.catalogue_missing"
    sentence = "Kabupaten ini belum punya katalog tindakan. Buka Katalog dan simpan dahulu."


class MeansMissing(Refused):
    """A scenario without resources."""

    code = "roadmap.means_missing"
    sentence = "Sumber daya belum diisi. Buka Sumber daya dan isi anggaran serta pendampingnya."


class NoKampung(Refused):
    """A kabupaten without any live kampung has nothing to plan."""

    code = "roadmap.no_kampung"
    sentence = "Belum ada Kampung KB di kabupaten ini, jadi belum ada yang dapat direncanakan."


class UnfitScenario(Refused):
    """Inputs from which no plan can be made; the sentence names what contradicts what."""

    code = "roadmap.unfit_scenario"
    sentence = "Masukan skenario ini bertentangan. Periksa kunci dan sumber dayanya."


class NotComputed(Refused):
    """A scenario that is not finished, where its result is asked for."""

    code = "roadmap.not_computed"
    sentence = "Skenario ini belum selesai dihitung. Tunggu sebentar, lalu muat ulang."


class AlreadyInForce(Refused):
    """Putting in force what is in force or was replaced."""

    code = "roadmap.already_in_force"
    sentence = "Skenario ini sudah berlaku, atau sudah pernah berlaku. Hitung skenario baru."


class CatalogueChanged(Refused):
    """The catalogue or the means changed since the scenario was computed."""

    code = "roadmap.catalogue_changed"
    sentence = (
        "Katalog atau sumber daya berubah sesudah skenario ini dihitung. "
        "Hitung ulang, atau centang bahwa Anda tetap memberlakukan yang lama."
    )


class InContradiction(Refused):
    """A plan whose locks cannot be kept is not put in force."""

    code = "roadmap.in_contradiction"
    sentence = "Kunci pada skenario ini bertentangan, jadi tidak ada rencana yang dapat berlaku."


class LockClash(Refused):
    """Two locks on one kampung and year that cannot both be kept."""

    code = "roadmap.lock_clash"
    sentence = "Kampung ini sudah dikunci untuk tahun itu. Lepaskan kunci yang lama dahulu."


class LockLifted(Refused):
    """A lock that was lifted before."""

    code = "roadmap.lock_lifted"
    sentence = "Kunci ini sudah dilepas. Muat ulang halaman."


class ReasonMissing(Refused):
    """A lock, a delay or a dropped step without saying why."""

    code = "roadmap.reason_missing"
    sentence = "Tulis alasannya, supaya orang lain dapat memahaminya nanti."


class StepClosed(Refused):
    """A change of a step that has ended or belongs to a replaced plan."""

    code = "roadmap.step_closed"
    sentence = "Langkah ini sudah selesai atau dibatalkan. Muat ulang halaman."


class UnfitDay(Refused):
    """A day that a step or an attempt cannot have."""

    code = "roadmap.unfit_day"
    sentence = "Tanggal ini tidak mungkin. Pilih tanggal lain."


class UnknownAction(Refused):
    """An action that the catalogue does not have."""

    code = "roadmap.unknown_action"
    sentence = "Tindakan ini tidak ada di katalog. Pilih dari daftar."
