// @ts-check
// Catat kunjungan: what a mentor sees in a kampung, with its own checklist, without a line too.

import { h, icon, toast } from "../dom.js";
import { chips, question, summary } from "../forms.js";
import { choice, choose, chosen } from "../kampung.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { day, isoDay } from "../words.js";
import { photoPart, photosKept } from "./pictures.js";
import { back } from "./report.js";

/** @type {[string, string][]} */
const ANSWERS = [["sesuai", "Sesuai"], ["belum", "Belum"]];
/** @type {[string, string][]} */
const KINDS = [["lapangan", "Di lapangan"], ["daring", "Daring"]];
/** @type {[string, string][]} */
const SIGNERS = [["ketua", "Ketua Pokja"], ["sekretaris", "Sekretaris Pokja"]];
const MOST = 5;

/**
 * @typedef {{row: import("../db.js").Row | null, kampung: string, visit: any, body: Record<string, any>,
 *   captions: Record<string, string>, owner?: string, errors: Record<string, string[]>, message?: string, isSending?: boolean}} Desk
 */

/** A new visit, or a draft of one. @param {string} id */
export async function visit(id) {
  const row = id ? await queue.row(id) : null;
  const kampung = row?.kampung ?? (await chosen())?.id;
  const told = kampung ? (await queue.provisions(kampung))?.visit : null;
  if (!kampung || (id && !row) || (!told && !row)) {
    return h("div", { class: "stack", "data-screen": "visit" }, back("#/"), h("h1", null, "Catat kunjungan"),
      h("p", null, "Daftar periksa kampung ini belum ada di HP. Buka lagi saat ada sinyal."));
  }
  const answer = row?.state === "perbaiki" ? await queue.answer(row) : null;
  const kept = row ? await queue.content(row) : null;
  const body = kept?.body ?? {
    day: isoDay(new Date(await queue.now())), kind: "lapangan", planned: told.ahead?.id ?? null,
    checks: told.checks.map((/** @type {any} */ one) => ({ ...one, answer: "tidak_diperiksa", remark: "" })),
    findings: [], followups: [], signers: [], notes: "", next_on: "",
  };
  return draw({ row: row ?? null, kampung, visit: told ?? {}, body, captions: kept?.captions ?? {},
    owner: await queue.whose(), errors: answer?.fields ?? {}, message: row?.message });
}

/** @param {Desk} desk */
async function draw(desk) {
  const { body } = desk;
  let timer = 0;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => keep(desk), 300);
  };
  const ask = (/** @type {any} */ from, /** @type {string} */ name, /** @type {any} */ field, id = name) =>
    question({ kind: "text", max_length: 300, ...field, name: id }, { value: from[name], errors: desk.errors[id],
      change: (/** @type {any} */ value) => {
        from[name] = value;
        saveSoon();
      } });
  const group = (/** @type {string} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options, /** @type {"radio" | "checkbox"} */ type) =>
    h("fieldset", { class: "field", "data-field": name }, h("legend", { class: "field-label" }, label),
      chips({ name, label, kind: "choice" }, options, type, [body[name]].flat(), (codes) => {
        body[name] = type === "radio" ? codes[0] ?? "" : codes;
        saveSoon();
      }));
  const rows = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => any} */ fresh, /** @type {(one: any, at: number) => any} */ show) => {
    const place = h("div", { class: "stack" }, body[name].map(show));
    const more = h("button", { type: "button", class: "button button-secondary button-block", onclick: () => {
      if (body[name].length >= MOST) return;
      place.append(show(body[name][body[name].push(fresh()) - 1], body[name].length - 1));
    } }, icon("plus"), label);
    return h("section", { class: "stack", "data-field": name }, place, more);
  };
  return h("form", { class: "stack phone-form", novalidate: true, "data-screen": "visit", onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    clearTimeout(timer);
    send(desk);
  } }, back("#/"), h("h1", null, "Catat kunjungan"), summary(desk.errors, new Map(), desk.message),
  !desk.row && await pick(desk),
  desk.visit.ahead && h("p", { class: "field-hint" }, `Direncanakan ${day(desk.visit.ahead.day)}. ${desk.visit.ahead.reasons.join(" ")}`),
  ask(body, "day", { label: "Tanggal kunjungan", kind: "date" }),
  group("kind", "Cara", KINDS, "radio"),
  h("h2", null, "Daftar periksa"),
  h("p", { class: "field-hint" }, "Yang tidak dilihat, biarkan kosong."),
  body.checks.map((/** @type {any} */ one, /** @type {number} */ at) => h("fieldset", { class: "field" },
    h("legend", { class: "field-label" }, one.words), one.why && h("p", { class: "field-hint" }, one.why),
    chips({ name: `check-${at}`, label: one.words, kind: "choice" }, ANSWERS, "radio", [one.answer], ([code]) => {
      one.answer = code ?? "tidak_diperiksa";
      saveSoon();
    }), ask(one, "remark", { label: "Catatan" }, `remark-${at}`))),
  h("h2", null, "Temuan"),
  rows("findings", "Tambah temuan", () => ({ text: "" }), (one, at) => ask(one, "text", { label: `Temuan ${at + 1}`, max_length: 500 }, `finding-${at}`)),
  h("h2", null, "Yang disepakati"),
  rows("followups", "Tambah tindak lanjut", () => ({ what: "", owner: "pokja", partner: "", due_on: "" }), (one, at) => h("fieldset", { class: "field stack" },
    h("legend", { class: "field-label" }, `Tindak lanjut ${at + 1}`),
    ask(one, "what", { label: "Apa" }, `what-${at}`),
    ask(one, "owner", { label: "Siapa yang mengerjakan", kind: "choice", options: desk.visit.owners ?? [["pokja", "Pokja"]] }, `owner-${at}`),
    ask(one, "partner", { label: "Nama SKPD atau mitra", help: "Hanya bila dikerjakan SKPD atau mitra.", max_length: 120 }, `partner-${at}`),
    ask(one, "due_on", { label: "Tenggat", kind: "date" }, `due-${at}`))),
  ask(body, "next_on", { label: "Kunjungan berikut", kind: "date" }),
  ask(body, "notes", { label: "Catatan", help: "Jangan tulis NIK atau keadaan kesehatan orang.", max_length: 4000 }),
  await photoPart({ kind: "kunjungan", what: "satu kunjungan", row: () => desk.row, save: () => keep(desk), captions: () => desk.captions }),
  group("signers", "Disetujui di tempat oleh", SIGNERS, "checkbox"),
  h("p", { class: "field-hint" }, "Catatan yang sudah terkirim diperbaiki atau ditarik di halaman Kunjungan kampung saat ada sinyal: buka kampungnya, Rencana, Kunjungan."),
  h("div", { class: "phone-send" }, h("button", { class: "button button-block", type: "submit" }, icon("send"), "Kirim")));
}

/** Another kampung brings another checklist. @param {Desk} desk */
const pick = (desk) => choice(desk.kampung, async (id) => {
  await choose(id);
  if (!(await queue.provisions(id))) await deliverNow();
  document.getElementById("layar")?.replaceChildren(await visit(""));
});

/** One save after the other: the first one makes the draft. @type {Promise<any>} */
let last = Promise.resolve();

/** @param {Desk} desk @returns {Promise<import("../db.js").Row>} */
function keep(desk) {
  // One save that failed must not end those after it.
  const mine = last.catch(() => null).then(async () => {
    if (desk.owner !== (await queue.whose())) throw new queue.Locked();
    const content = { title: `Kunjungan ${day(desk.body.day ?? "")}`, body: desk.body, captions: desk.captions };
    if (desk.row) return (desk.row = await queue.save(desk.row, content));
    desk.row = await queue.draft("kunjungan", desk.kampung, content);
    history.replaceState(null, "", `#/kunjungan/${desk.row.id}`);
    return desk.row;
  });
  last = mine;
  return mine;
}

/** What was left empty is not sent. @param {Record<string, any>} body */
const whole = (body) => ({
  ...body,
  next_on: body.next_on || null,
  findings: body.findings.filter((/** @type {any} */ one) => one.text.trim()),
  followups: body.followups.filter((/** @type {any} */ one) => one.what.trim()),
  checks: body.checks.map((/** @type {any} */ { why, ...one }) => one),
});

/** @param {Desk} desk */
async function send(desk) {
  if (desk.isSending) return; // a second tap
  desk.isSending = true;
  const late = desk.body.followups.find((/** @type {any} */ one) => one.what.trim() && !one.due_on);
  desk.errors = late ? { followups: [`Isi tenggat “${late.what}”.`] } : desk.body.day ? {} : { day: ["Isi tanggal kunjungan."] };
  if (Object.keys(desk.errors).length) {
    desk.isSending = false;
    document.getElementById("layar")?.replaceChildren(await draw(desk));
    return;
  }
  if (!(await photosKept())) {
    desk.isSending = false;
    return;
  }
  const row = await keep(desk);
  const content = await queue.content(row);
  await queue.close(row, { ...content, body: whole(desk.body) });
  toast(navigator.onLine ? "Tersimpan. Sedang dikirim …" : "Belum ada sinyal. Kunjungan aman di HP ini dan akan dikirim otomatis.");
  location.hash = "#/";
  deliverNow();
}
