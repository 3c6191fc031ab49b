"""Refusals of this room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from naikkelas.lib.refusals import Refused
from naikkelas.registry.rules.files import TAKEN_IN_WORDS

if TYPE_CHECKING:
    from naikkelas.registry.rules.checks import Finding


class ReportRefused(Refused):
    """Figures that break a hard rule (decision 7); `findings` holds all of them."""

    code = "registry.report_refused"
    sentence = "Laporan belum dapat dikirim."

    def __init__(self, findings: Sequence["Finding"]) -> None:
        first = findings[0]
        super().__init__(f"{self.sentence} {first.message} {first.remedy}")
        self.findings = tuple(findings)


class UnfitAnswer(Refused):
    """An answer that its field cannot hold (another kind, an unknown choice)."""

    code = "registry.unfit_answer"
    sentence = "Ada isian yang tidak dapat dibaca. Periksa isiannya."

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class IdentifierTaken(Refused):
    """The client's identifier already names a different report."""

    code = "registry.identifier_taken"
    sentence = "Laporan lain sudah memakai nomor ini. Muat ulang halaman, lalu kirim lagi."


class KampungClosed(Refused):
    """A report for a kampung that is no longer active."""

    code = "registry.kampung_closed"
    sentence = "Kampung ini sudah dinonaktifkan. Aktifkan kembali sebelum mengirim laporan."


class AlreadyRegistered(Refused):
    """A second live kampung in one village."""

    code = "registry.already_registered"
    sentence = "Desa ini sudah memiliki Kampung KB yang aktif. Buka kampung itu untuk mengubahnya."


class VillageUnknown(Refused):
    """A code that is not a village in force."""

    code = "registry.village_unknown"
    sentence = "Desa atau kelurahan ini tidak dikenal atau kodenya sudah berakhir. Pilih desa lain."


# Verification -----------------------------------------------------------------------------------


class IllegalStep(Refused):
    """A version is not where the step would begin: somebody was quicker, or it is not its turn."""

    code = "registry.illegal_step"
    sentence = "Langkah ini tidak dapat diambil pada laporan ini. Muat ulang halaman."


class EvidenceChanged(Refused):
    """Evidence was added or withdrawn after the person had opened the page."""

    code = "registry.evidence_changed"
    sentence = (
        "Bukti kampung ini berubah setelah Anda membuka halaman, jadi keputusan Anda belum "
        "disimpan. Lihat buktinya sekarang, lalu putuskan lagi."
    )


class Superseded(Refused):
    """A newer version of the same form and month has taken the place of this one."""

    code = "registry.superseded"
    sentence = "Laporan ini sudah diganti kiriman yang lebih baru. Periksa kiriman yang baru itu."


class OwnReport(Refused):
    """Four eyes: who sent a version takes no step of its verification."""

    code = "registry.own_report"
    sentence = "Laporan ini Anda kirim sendiri, jadi harus diperiksa orang lain."


class CommentMissing(Refused):
    """A report is sent back without saying what to mend."""

    code = "registry.comment_missing"
    sentence = "Tulis apa yang perlu diperbaiki, pada angkanya atau sebagai catatan umum."


class CorrectionReasonMissing(Refused):
    """A correction of an accepted month without its reason."""

    code = "registry.correction_reason_missing"
    sentence = "Laporan bulan ini sudah disahkan. Tulis alasan perbaikannya."


class DraftChanged(Refused):
    """Somebody else of the desk saved the same draft after this page was opened."""

    code = "registry.draft_changed"
    sentence = "Draf ini baru saja disimpan orang lain. Bandingkan isiannya, lalu simpan lagi."


# Locked months ----------------------------------------------------------------------------------


class MonthLocked(Refused):
    """A report for a month that takes no more reports."""

    code = "registry.month_locked"
    sentence = "Bulan laporan ini sudah dikunci. Minta operator kabupaten membukanya."


class AlreadyLocked(Refused):
    """Locking a month that is locked."""

    code = "registry.already_locked"
    sentence = "Bulan ini sudah dikunci."


class NotLocked(Refused):
    """Reopening a month that is open."""

    code = "registry.not_locked"
    sentence = "Bulan ini sudah terbuka. Muat ulang halaman."


class ReopeningReasonMissing(Refused):
    """Reopening a locked month without saying why."""

    code = "registry.reopening_reason_missing"
    sentence = "Tulis mengapa bulan ini dibuka lagi."


# Evidence ---------------------------------------------------------------------------------------


class UnfitFile(Refused):
    """A file that may not be stored: another kind, too large, broken, infected, two things."""

    code = "registry.unfit_file"
    sentence = f"Berkas ini tidak dapat diterima. Kirim {TAKEN_IN_WORDS} di bawah 15 MB."


class SameEvidence(Refused):
    """The same file was added before for the same facts of the kampung."""

    code = "registry.same_evidence"
    sentence = "Berkas ini sudah tersimpan sebagai bukti untuk hal yang sama di kampung ini."


class UnfitEvidence(Refused):
    """Evidence that backs nothing, or whose days do not fit."""

    code = "registry.unfit_evidence"
    sentence = "Pilih sedikitnya satu hal yang dibuktikan."


class TooManyFiles(Refused):
    """More files in a day than one person can mean to send."""

    code = "registry.too_many_files"
    sentence = "Anda sudah mengirim banyak berkas hari ini. Lanjutkan besok."


class WithdrawalReasonMissing(Refused):
    """Evidence is withdrawn without saying why."""

    code = "registry.withdrawal_reason_missing"
    sentence = "Tulis mengapa bukti ini ditarik."


class AlreadyWithdrawn(Refused):
    """Evidence that was withdrawn before."""

    code = "registry.already_withdrawn"
    sentence = "Bukti ini sudah ditarik. Muat ulang halaman."


# Groups and innovations --------------------------------------------------------------------------


class AlreadyRecorded(Refused):
    """A second group of the same kind and name that is at work in the kampung."""

    code = "registry.already_recorded"
    sentence = (
        "Kelompok dengan jenis dan nama ini sudah tercatat. Buka catatannya, atau beri nama lain."
    )


class StoppingReasonMissing(Refused):
    """A group or innovation is stopped, or its record taken back, without saying why."""

    code = "registry.stopping_reason_missing"
    sentence = "Tulis mengapa berhenti, atau apa yang keliru pada catatannya."


class AlreadyStopped(Refused):
    """Stopping what stopped before."""

    code = "registry.already_stopped"
    sentence = "Catatan ini sudah berhenti. Muat ulang halaman."


class NotStopped(Refused):
    """Resuming what goes on."""

    code = "registry.not_stopped"
    sentence = "Catatan ini masih aktif. Muat ulang halaman."


# Quality of data --------------------------------------------------------------------------------


class ClosingReasonMissing(Refused):
    """An item is closed without saying why the figure is right."""

    code = "registry.closing_reason_missing"
    sentence = "Tulis mengapa hal ini dianggap selesai, misalnya apa yang sudah diperiksa."


class AlreadyClosed(Refused):
    """An item that was closed before, by a person or because it was mended."""

    code = "registry.already_closed"
    sentence = "Hal ini sudah selesai. Muat ulang halaman."


# People of a kampung ----------------------------------------------------------------------------


class PokjaExists(Refused):
    """A second open Pokja in one kampung."""

    code = "registry.pokja_exists"
    sentence = "Kampung ini sudah memiliki Pokja. Bila ada SK baru, pilih “Pokja baru dengan SK”."


class PokjaEnded(Refused):
    """A change of a Pokja whose time is over: history stays as it was."""

    code = "registry.pokja_ended"
    sentence = "Pokja ini sudah selesai bertugas, jadi tidak diubah lagi. Buka Pokja yang sekarang."


class UnfitDecree(Refused):
    """A decree without number or date, or whose days do not fit."""

    code = "registry.unfit_decree"
    sentence = "Isi nomor dan tanggal SK bersama-sama."


class UnfitDay(Refused):
    """A day in the future, or before what it follows."""

    code = "registry.unfit_day"
    sentence = "Tanggal ini belum tiba. Isi tanggal hari ini atau sebelumnya."


class UnfitPerson(Refused):
    """A person without a name, a number that is none, or a year of age that does not fit."""

    code = "registry.unfit_person"
    sentence = "Tulis nama orangnya."


class PersonLeft(Refused):
    """A post, consent or training for somebody who no longer works here."""

    code = "registry.person_left"
    sentence = "Orang ini sudah berhenti. Tambahkan lagi sebagai anggota bila ia kembali bertugas."


class PersonHoldsPost(Refused):
    """Somebody leaves, or is forgotten, while still holding a post or a group."""

    code = "registry.person_holds_post"
    sentence = "Orang ini masih memegang jabatan. Serahkan atau akhiri jabatannya dahulu."


class PostTaken(Refused):
    """A post that another person holds, or this one already."""

    code = "registry.post_taken"
    sentence = "Jabatan ini sedang dipegang orang lain. Pilih “Serahkan” pada pemegangnya."


class UnfitPost(Refused):
    """A post without its seksi, a seksi with a post that has none, or a seksi of another Pokja."""

    code = "registry.unfit_post"
    sentence = "Pilih seksi untuk koordinator. Pengurus inti tidak memakai seksi."


class TermEnded(Refused):
    """A term that has ended already."""

    code = "registry.term_ended"
    sentence = "Masa tugas ini sudah berakhir. Muat ulang halaman."


class TermCannotResume(Refused):
    """An ended term whose post went on to somebody else."""

    code = "registry.term_cannot_resume"
    sentence = "Jabatan ini sudah diteruskan, jadi masa tugas yang lama tidak dibuka lagi."


class SeksiExists(Refused):
    """A seksi without a name, or of a name that the Pokja has."""

    code = "registry.seksi_exists"
    sentence = "Tulis nama seksi yang belum ada di Pokja ini."


class SeksiInUse(Refused):
    """A seksi is removed that has people, or that belongs to the official structure."""

    code = "registry.seksi_in_use"
    sentence = "Seksi ini bagian dari susunan resmi atau masih ada orangnya, jadi tidak dihapus."


class ConsentUnknown(Refused):
    """A consent that was withdrawn already, or a purpose or way that nobody knows."""

    code = "registry.consent_unknown"
    sentence = "Pilih untuk apa izinnya dan bagaimana diberikan. Bila sudah ditarik, muat ulang."


class UnfitTraining(Refused):
    """A training without name or people, or recorded before for all of them."""

    code = "registry.unfit_training"
    sentence = "Tulis nama pelatihan dan pilih siapa yang ikut. Yang sudah tercatat tidak diulang."


# Meetings ---------------------------------------------------------------------------------------


class UnfitMeeting(Refused):
    """A meeting that lacks something, or whose day and hours cannot be."""

    code = "registry.unfit_meeting"
    sentence = "Rapat ini belum lengkap. Isi jenis, tanggal, dan jam mulainya."


class MeetingChanged(Refused):
    """Somebody else changed the meeting after the person had opened the page."""

    code = "registry.meeting_changed"
    sentence = "Rapat ini baru saja diubah orang lain. Muat ulang halaman, lalu ubah lagi."


class MeetingCancelled(Refused):
    """Something is noted at a meeting that was cancelled."""

    code = "registry.meeting_cancelled"
    sentence = "Rapat ini sudah dibatalkan. Pulihkan dahulu bila rapatnya tetap diadakan."


class MeetingHappened(Refused):
    """A meeting is cancelled although people came or minutes were written."""

    code = "registry.meeting_happened"
    sentence = "Rapat ini sudah berlangsung, jadi tidak dapat dibatalkan."


class MeetingNotYet(Refused):
    """Attendance or minutes of a meeting of a later day."""

    code = "registry.meeting_not_yet"
    sentence = "Rapat ini belum berlangsung. Catat kehadiran dan hasilnya pada hari rapat."


class MeetingReasonMissing(Refused):
    """A meeting is cancelled without saying why."""

    code = "registry.meeting_reason_missing"
    sentence = "Tulis mengapa rapat ini dibatalkan."


class CodeExpired(Refused):
    """An attendance code that is old, false, or used far from its meeting."""

    code = "registry.code_expired"
    sentence = "Kode ini sudah tidak berlaku. Minta sekretaris menunjukkan kode baru."


class NotOnTheList(Refused):
    """A person who does not belong to the kampung of the meeting."""

    code = "registry.not_on_the_list"
    sentence = "Anda tidak tercatat di kampung ini. Tulis nama Anda sebagai tamu."


class AlreadyPresent(Refused):
    """Attendance that was noted before: a code is scanned or sent again."""

    code = "registry.already_present"
    sentence = "Kehadiran ini sudah tercatat. Anda tidak perlu mengirim lagi."


class GuestNameMissing(Refused):
    """A guest without a name, or with a number where a name belongs."""

    code = "registry.guest_name_missing"
    sentence = "Tulis nama tamunya, tanpa nomor telepon atau NIK."


class TooManyGuests(Refused):
    """More guests wait for a confirmation than fit into a village hall."""

    code = "registry.too_many_guests"
    sentence = "Terlalu banyak nama menunggu. Minta sekretaris mengonfirmasi yang sudah masuk."


class MinutesMissing(Refused):
    """Minutes without a text."""

    code = "registry.minutes_missing"
    sentence = "Tulis isi notulennya."


class MinutesChanged(Refused):
    """Somebody else wrote or corrected the minutes after the person had opened the page."""

    code = "registry.minutes_changed"
    sentence = "Notulen ini baru saja disimpan orang lain. Bandingkan isinya, lalu simpan lagi."


class MinutesReasonMissing(Refused):
    """A correction of minutes without its reason."""

    code = "registry.minutes_reason_missing"
    sentence = "Tulis mengapa notulen ini diperbaiki."


class UnfitDecision(Refused):
    """A decision without words, or with a day before its meeting."""

    code = "registry.unfit_decision"
    sentence = "Tulis apa yang diputuskan."


class DecisionClosed(Refused):
    """A task or decision that is not where the step would begin."""

    code = "registry.decision_closed"
    sentence = "Tugas ini sudah diubah. Muat ulang halaman."


class OutcomeMissing(Refused):
    """A task is withdrawn without saying why."""

    code = "registry.outcome_missing"
    sentence = "Tulis mengapa tugas ini ditarik."


class FeedRevoked(Refused):
    """A calendar address that was revoked before."""

    code = "registry.feed_revoked"
    sentence = "Alamat kalender ini sudah dicabut. Muat ulang halaman."
