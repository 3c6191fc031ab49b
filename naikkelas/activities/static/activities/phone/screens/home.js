// Beranda: what brings the kampung up, the two things to do, what waits, the last receipt.

import { get } from "../db.js";
import { h, icon, toast } from "../dom.js";
import { chosen } from "../forms.js";
import * as queue from "../queue.js";
import { deliverNow, state } from "../sending.js";
import { current } from "../vault.js";
import { STATES, STATE_BADGES, day, moment } from "../words.js";
import { isOpenChoice } from "./record.js";
import { monthAndForms } from "./report.js";

const SHOWN = 12;
const DAY = 24 * 3600_000;

export async function home() {
  const session = await current();
  const person = session?.person;
  const kampung = await chosen();
  const rows = await queue.list();
  const bekal = await queue.provisions(kampung?.id);
  const month = bekal ? await monthAndForms(kampung.id, bekal) : null;
  const done = month?.forms.filter((one) => one.isSent).length ?? 0;
  return h("div", { class: "stack phone-home", "data-screen": "home" },
    h("h1", { class: "visually-hidden" }, "Beranda"),
    kampung?.contoh && h("p", { class: "phone-example" }, h("strong", null, "Data contoh."), " Kiriman ke sini hanya untuk mencoba."),
    trouble(),
    nextStep(bekal),
    !kampung?.tamu && [
      h("a", { class: "phone-main-act", href: "#/kegiatan/baru" }, icon("plus"), h("span", null, "Lapor kegiatan")),
      h("a", { class: "phone-second-act", href: "#/laporan" }, icon("report"),
        h("span", null, "Laporan bulan ini"), h("strong", { class: "phone-count" }, month ? `${done}/${month.forms.length}` : ""))],
    bekal?.visit && h("a", { class: "phone-second-act", href: "#/kunjungan/baru" }, icon("people"), h("span", null, "Catat kunjungan")),
    bekal?.training?.length && h("a", { class: "phone-second-act", href: "#/pelatihan" }, icon("report"),
      h("span", null, "Pelatihan"), h("strong", { class: "phone-count" }, bekal.training.filter((one) => one.from).length || null)),
    await waits(),
    await weekly(rows),
    list(rows),
    steps(bekal),
    await receipt(person?.key ?? ""),
    h("nav", { class: "phone-foot", "aria-label": "Lainnya" },
      (bekal?.links ?? []).map((one) => h("a", { href: one.url }, icon("next"), one.label)), // these need a line
      h("a", { href: "#/setelan" }, icon("settings"), "Setelan dan ganti pengguna")));
}

/** What keeps things from leaving, and what to do about it. */
function trouble() {
  const news = state();
  if (news.phase === "full") return h("div", { class: "alert alert-warn", role: "status" }, h("p", null, news.message));
  if (news.phase !== "stopped" || !news.message) return null;
  const signIn = { sesi_habis: "Masuk lagi", minta_pin: "Buka dengan PIN", perlu_faktor: "Masuk lagi", orang_lain: "Ganti akun" };
  const label = /** @type {Record<string, string>} */ (signIn)[news.code ?? ""];
  const url = `${news.url ?? "/masuk/"}?next=/kerja/`;
  return h("div", { class: "alert alert-warn", role: "status" },
    h("p", null, news.message),
    label && h("p", null, h("a", { class: "button button-secondary", href: url }, label)),
    !label && h("p", null, h("a", { href: "#/setelan" }, "Simpan isian ke berkas"), ", lalu berikan kepada PKB/PLKB."));
}

/** The kampung's next points, where the rooms above have told them. */
function nextStep(bekal) {
  const next = bekal?.next;
  if (!next?.sentence) return null;
  return h("a", { class: "phone-next", href: next.url }, h("span", null, next.sentence), icon("next"));
}

/** "Langkah kita": the open steps of the roadmap. */
function steps(bekal) {
  const open = bekal?.steps ?? [];
  if (!open.length) return null;
  return h("section", { "aria-labelledby": "langkah-judul" }, h("h2", { id: "langkah-judul" }, "Langkah kita"),
    h("ul", { class: "phone-list" }, open.map((one) => h("li", null,
      h("a", { class: "phone-line", href: one.url }, h("span", { class: "phone-step" }, h("span", null, one.name),
        h("span", { class: "field-hint" }, `Sampai ${day(one.due)}`, one.late && h("span", { class: "badge badge-danger" }, "lewat"))), icon("next"))))));
}

/** What waits, in its own words, and the button. */
async function waits() {
  const count = await queue.waiting();
  const news = state();
  const all = count.records + count.photos;
  const isSending = news.phase === "send" && news.total > 0;
  if (!all && !isSending) return null;
  const send = () => {
    toast(navigator.onLine ? "Mengirim …" : "Belum ada sinyal. Laporan aman di HP ini dan akan dikirim otomatis.");
    deliverNow();
  };
  return h("section", { class: "panel phone-waits", "aria-label": "Yang menunggu" },
    h("p", null, h("strong", null, "Menunggu sinyal: "),
      h("span", { class: "phone-unsent", "data-unsent": all }, `${all}`),
      ` (${count.records} catatan, ${count.photos} foto)`),
    isSending && h("progress", { max: news.total, value: news.done, "aria-label": "Kemajuan pengiriman" }),
    isSending && h("p", { class: "phone-progress" }, `${news.done} dari ${news.total}`),
    h("button", { type: "button", class: "button button-secondary button-block", onclick: send },
      icon("send"), "Kirim sekarang"));
}

/** How far the sending is, without drawing the screen anew. */
export function progress() {
  const { done, total } = state();
  const bar = document.querySelector(".phone-waits progress");
  const text = document.querySelector(".phone-waits .phone-progress");
  if (bar instanceof HTMLProgressElement) Object.assign(bar, { max: total, value: done });
  if (text) text.textContent = `${done} dari ${total}`;
}

/** What has waited for a week is offered as a file. @param {import("../shapes").Row[]} rows */
async function weekly(rows) {
  const open = rows.filter((row) => row.state === "menunggu" || row.state === "draf");
  if (!open.length) return null;
  const now = await queue.now();
  const oldest = Math.min(...open.map((row) => row.order));
  const exported = (await get("device", "exported")) ?? 0;
  const days = Math.floor((now - Math.max(oldest, exported)) / DAY);
  if (days < 7) return null;
  return h("p", { class: "alert alert-info" }, `Sudah ${days} hari ada isian yang belum terkirim. `,
    h("a", { href: "#/setelan" }, "Simpan ke berkas"), ", untuk berjaga-jaga.");
}

function list(rows) {
  const title = h("h2", { id: "catatan-judul" }, "Catatan Anda");
  if (!rows.length) {
    return h("section", { class: "phone-empty", "aria-labelledby": "catatan-judul" }, title,
      h("p", null, "Belum ada catatan di HP ini. Yang Anda catat muncul di sini."));
  }
  return h("section", { "aria-labelledby": "catatan-judul" }, title,
    h("ul", { class: "phone-list" }, rows.slice(0, SHOWN).map((row) => h("li", null, line(row)))),
    rows.length > SHOWN && h("p", { class: "field-hint" }, `Dan ${rows.length - SHOWN} catatan lebih lama.`));
}

function line(row) {
  const place = h("a", { href: addressOf(row), class: "phone-line" },
    h("span", { class: "phone-line-title" }, "…"),
    h("span", { class: STATE_BADGES[row.state], "data-state": row.state }, STATES[row.state]));
  queue.content(row).then((content) => {
    place.firstChild.textContent = content.title || "Tanpa judul";
  });
  return place;
}

/** @param {import("../shapes").Row} row */
export function addressOf(row) {
  if (isOpenChoice(row)) return `#/pilih/${row.id}`;
  if (row.state === "draf" && row.kind.startsWith("kegiatan")) return `#/kegiatan/${row.id}`;
  if (row.state === "draf" && row.kind === "kunjungan") return `#/kunjungan/${row.id}`;
  return `#/catatan/${row.id}`;
}

async function receipt(owner) {
  const last = await get("device", "receipt");
  if (!last || last.owner !== owner) return null;
  return h("section", { class: "phone-receipt", "aria-label": "Tanda terima terakhir" },
    h("p", null, icon("check"), ` Terakhir terkirim ${moment(last.at)}`),
    h("p", { class: "field-hint" }, "Tanda terima ", h("strong", null, last.receipt), " · isi di HP dan di peladen sama (",
      h("code", null, last.hash.slice(0, 8)), ")"));
}
