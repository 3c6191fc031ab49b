// One record: what it says, where it stands, what to mend; and the choice between two versions.

import { ask, fault, h, icon, toast } from "../dom.js";
import { chips, placeOf, shown } from "../forms.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { STATES, STATE_BADGES, day, moment } from "../words.js";
import { back } from "./report.js";

/** What each state means for the person. @type {Record<string, string>} */
const MEANING = {
  draf: "Belum selesai. Buka untuk melanjutkan.",
  menunggu: "Aman di HP ini. Dikirim otomatis begitu ada sinyal.",
  terkirim: "Sudah di peladen. PKB/PLKB akan memeriksanya.",
  diperiksa: "Sudah diperiksa.",
  perbaiki: "Buka, perbaiki, lalu kirim lagi.",
};

const MYSELF = "Anda di perangkat lain"; // as the server says of one's own other device

export const missing = () => h("div", { class: "stack" }, back("#/"), h("h1", null, "Catatan tidak ada"), h("p", null, "Catatan ini tidak ada di HP ini, atau milik orang lain."));

/** @param {string} id */
export async function record(id) {
  const row = await queue.row(id);
  if (!row) return missing();
  const content = await queue.content(row);
  const answer = (await queue.answer(row)) ?? {};
  const bekal = await queue.provisions(row.kampung);
  const photos = await queue.photosOf(id);
  const sent = photos.filter((photo) => photo.done && !photo.message).length;
  return h("div", { class: "stack", "data-screen": "record" }, back("#/"),
    h("h1", null, content.title || "Tanpa judul"),
    h("p", null, h("span", { class: STATE_BADGES[row.state], "data-state": row.state }, STATES[row.state])),
    h("p", null, row.state === "perbaiki" && (answer.comment ?? row.message) || (row.kind === "tes" && row.state === "terkirim" ? "Sudah di peladen." : MEANING[row.state])),
    remarks(answer, content, bekal),
    row.receipt && h("section", { class: "phone-receipt", "aria-label": "Tanda terima" },
      h("p", null, icon("check"), ` Tanda terima ${row.receipt}`),
      h("p", { class: "field-hint" }, `Terkirim ${moment(row.sentAt ?? 0)}. Isi di HP dan di peladen sama (`, h("code", null, (row.hash ?? "").slice(0, 8)), ")."),
      answer.isAdopted && h("p", null, "Dikirimkan lewat web oleh pengurus atau PKB/PLKB."),
      (answer.warnings ?? []).map((/** @type {string} */ text) => h("p", null, text))),
    told(content, bekal, row),
    photos.length > 0 && h("p", null, `Foto: ${sent} dari ${photos.length} terkirim.`),
    (await Promise.all(photos.filter((photo) => photo.message).map(queue.wordsOf))).map((words) => h("p", { class: "field-error" }, words)),
    actions(row, content, answer));
}

function remarks(answer, content, bekal) {
  const fields = fieldsOf(content, bekal);
  const found = Object.entries(answer.fields ?? {}).filter(() => !Array.isArray(answer.fields));
  const noted = Object.entries(answer.remarks ?? {});
  if (!found.length && !noted.length) return null;
  return h("ul", { class: "phone-remarks" }, [...found, ...noted].map(([name, text]) =>
    h("li", null, h("strong", null, `${fields.get(name)?.label ?? name}: `), [text].flat().join(" "))));
}

/** Groups and plan items are said by their names. */
const fieldsOf = (content, bekal) => {
  const lists = { kelompok: bekal?.groups, rkm_item: bekal?.rkm?.map(({ id, judul }) => [id, judul]) };
  return new Map((bekal?.forms?.[content.body?.form ?? "kegiatan"]?.fields ?? []).map((field) =>
    [field.name, { ...field, options: lists[field.name] ?? field.options }]));
};

function told(content, bekal, row) {
  const fields = fieldsOf(content, bekal);
  const values = content.body?.values ?? content.body ?? {};
  const pairs = content.changes && row.kind.endsWith(".ubah")
    ? Object.entries(content.changes).map(([name, pair]) => [name, `${text(fields, name, pair[0])} → ${text(fields, name, pair[1])}`])
    : Object.entries(values).map(([name, value]) => [name, text(fields, name, value)]);
  const known = pairs.filter(([name]) => fields.has(name));
  if (!known.length) return null;
  return h("details", { class: "panel phone-group", open: row.kind.startsWith("kegiatan") }, h("summary", null, h("strong", null, "Isi")),
    h("dl", { class: "phone-changes" }, known.map(([name, value]) => [h("dt", null, fields.get(name).label), h("dd", null, value)])));
}

const text = (fields, name, value) => (fields.get(name)?.kind === "date" && value ? day(value) : shown(fields.get(name), value));

function actions(row, content, answer) {
  const isReport = row.kind.startsWith("laporan");
  const isVisit = row.kind === "kunjungan";
  const isTest = row.kind === "tes";
  const form = isTest ? "#/pelatihan" : isReport ? `#/laporan/${content.body.form}/${content.known?.month}/${row.kampung}` : `#/${isVisit ? "kunjungan" : "kegiatan"}/${row.id}`;
  const wasRefused = row.state === "perbaiki" && row.code;
  const wasStored = queue.isStored(row);
  const origin = answer.record ?? content.record ?? row.id;
  return h("div", { class: "actions" },
    (row.state === "draf" || wasRefused) && !isTest && h("a", { class: "button button-block", href: form }, icon("edit"), row.state === "draf" ? "Lanjutkan" : "Perbaiki"),
    wasStored && isVisit && h("a", { class: "button button-secondary button-block", href: `/kampung/${row.kampung}/kunjungan/${origin}/` }, "Buka kunjungan"),
    wasStored && row.kind.startsWith("kegiatan") && h("a", { class: "button button-secondary button-block", href: `/kampung/${row.kampung}/kegiatan/${origin}/terkirim/` }, "Lihat hasilnya"),
    wasStored && !isVisit && !isTest && h("a", { class: row.state === "perbaiki" ? "button button-block" : "button button-secondary button-block", href: isReport ? form : `#/ubah/${row.kampung}/${origin}` }, icon("edit"), row.state === "perbaiki" ? "Perbaiki" : "Ubah"),
    row.state === "menunggu" && h("button", { type: "button", class: "button button-block", onclick: () => deliverNow() }, icon("send"), "Kirim sekarang"),
    row.state === "menunggu" && !isTest && h("button", { type: "button", class: "button button-secondary button-block", onclick: async () => {
      const open = await queue.reopen(row);
      if (open) location.hash = form;
      else toast("Catatan ini sudah terkirim.");
    } }, icon("edit"), "Ubah dulu"),
    (row.state === "draf" || wasRefused) && h("button", { type: "button", class: "button button-quiet button-block", onclick: async () => {
      const restore = await queue.discard(row.id);
      location.hash = "#/";
      toast("Dihapus dari HP.", { label: "Urungkan", act: () => restore().then(() => (location.hash = `#/catatan/${row.id}`)) });
    } }, icon("trash"), row.code === queue.DROPPED ? "Hapus dari HP" : "Hapus draf"));
}

/** Whether one of two contents is still to be chosen. @param {import("../shapes").Row} row */
export const isOpenChoice = (row) => row.state === "perbaiki" && (row.code === "bentrok" || row.code === "isi_lain");

/** Both values of each field that two people changed; one of them is chosen. @param {string} id */
export async function conflict(id) {
  const row = await queue.row(id);
  if (!row || !isOpenChoice(row)) return record(id);
  const answer = (await queue.answer(row)) ?? {};
  const content = await queue.content(row);
  if (row.code === "isi_lain") return other(row, content, answer);
  const bekal = await queue.provisions(row.kampung);
  const fields = fieldsOf(content, bekal);
  /** @type {Record<string, string>} */
  const choice = {};
  const clashes = Array.isArray(answer.fields) ? answer.fields : [];
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const open = clashes.find((one) => !choice[one.name]);
    if (open) {
      wrong.textContent = `Pilih salah satu isian untuk “${open.label}”.`;
      placeOf(open.name)?.querySelector("input")?.focus();
      return;
    }
    await settle(row, { ...content, base: answer.current ?? content.base }, clashes, choice);
  };
  const wrong = fault();
  return h("form", { class: "stack", onsubmit: send, "data-screen": "conflict" }, back("#/"),
    h("h1", null, content.title),
    h("p", { class: "phone-lead" }, clashes.length && clashes.every((one) => one.who === MYSELF)
      ? `${MYSELF} dan di sini mengubah isian yang sama. Mana yang benar?`
      : clashes.length === 1 ? `${clashes[0].who} dan Anda mengubah isian yang sama. Mana yang benar?`
      : "Orang lain dan Anda mengubah isian yang sama. Mana yang benar?"),
    clashes.map((one) => h("fieldset", { class: "panel phone-clash", "data-field": one.name },
      h("legend", { class: "field-label" }, one.label),
      chips({ name: `pilih-${one.name}`, label: "", kind: "choice" }, [
        ["theirs", `${text(fields, one.name, one.theirs)} (${one.who})`],
        ["yours", `${text(fields, one.name, one.yours)} (Anda)`],
      ], "radio", [], ([code]) => {
        choice[one.name] = code;
        wrong.textContent = "";
      }))),
    h("p", { class: "field-hint" }, "Isian lain yang Anda ubah tetap ikut terkirim. Kedua isian tersimpan di riwayat."),
    wrong, h("button", { class: "button button-block" }, icon("send"), "Kirim pilihan"));
}

/**
 * A new envelope with what was chosen; it names the one that it settles.
 * @param {import("../shapes").Row} row @param {import("../shapes").Content} content
 * @param {any[]} clashes @param {Record<string, string>} choice
 */
async function settle(row, content, clashes, choice) {
  /** @type {Record<string, [any, any]>} */
  const changes = { ...content.changes };
  for (const one of clashes) {
    if (choice[one.name] === "yours") changes[one.name] = [one.theirs, changes[one.name][1]];
    else delete changes[one.name];
  }
  // Also where nothing of ours is left: then the server knows that it is settled, and its photos go along.
  await inPlace(row, { ...content, changes, settles: row.id },
    Object.keys(changes).length ? "Pilihan Anda disimpan dan dikirim." : "Isian yang sudah ada dipakai.");
}

/** Send a content in the place of what was refused, once however often it is tapped. @param {import("../shapes").Row} row @param {import("../shapes").Content} content @param {string} done */
async function inPlace(row, content, done) {
  try {
    if (await queue.replace(row, content)) toast(done);
  } catch (error) {
    if (!(error instanceof queue.NoRoom)) throw error;
    return toast("Penyimpanan HP penuh, jadi pilihan belum tersimpan. Hapus foto lama di galeri, lalu coba lagi.");
  }
  location.hash = "#/";
  deliverNow();
}

/** The same number came with another content. @param {import("../shapes").Row} row @param {any} content @param {any} answer */
function other(row, content, answer) {
  const anew = () => inPlace(row, { ...content, settles: row.id }, "Tersimpan sebagai catatan baru.");
  const drop = async () => {
    if (!(await ask("Pakai isi yang sudah di peladen? Isi di HP ini dihapus dari HP; peladen menyimpan keduanya.", "Pakai yang di peladen"))) return;
    await queue.discard(row.id);
    location.hash = "#/";
  };
  return h("div", { class: "stack", "data-screen": "conflict" }, back("#/"), h("h1", null, content.title),
    h("p", { class: "phone-lead" }, answer.message ?? "Catatan ini sudah terkirim dengan isi lain. Kedua isi disimpan."),
    h("button", { type: "button", class: "button button-block", onclick: anew }, "Kirim isi di HP ini sebagai catatan baru"),
    h("button", { type: "button", class: "button button-secondary button-block", onclick: drop }, "Pakai yang sudah di peladen"));
}
