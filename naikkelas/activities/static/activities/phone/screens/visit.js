// Catat kunjungan: what a mentor sees in a kampung, with its own checklist, without a line too.

import { h, icon } from "../dom.js";
import { chips, choice, choose, chosen, question, summary } from "../forms.js";
import { desk, frame, handOver, keepSoon, ready, redraw } from "../keeping.js";
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

/** @typedef {import("../shapes").VisitDesk} Desk */

/** A new visit, or a draft of one. @param {string} id */
export async function visit(id) {
  const row = id ? await queue.row(id) : null;
  const kampung = row?.kampung ?? (await chosen())?.id;
  const told = (await queue.provisions(kampung))?.visit;
  if (!kampung || (id && !row) || (!told && !row)) {
    return h("div", { class: "stack", "data-screen": "visit" }, back("#/"), h("h1", null, "Catat kunjungan"),
      h("p", null, "Daftar periksa kampung ini belum ada di HP. Buka lagi saat ada sinyal."));
  }
  const kept = row ? await queue.content(row) : null;
  const body = kept?.body ?? {
    day: isoDay(new Date(await queue.now())), kind: "lapangan", planned: told.ahead?.id ?? null,
    checks: told.checks.map((/** @type {any} */ one) => ({ ...one, answer: "tidak_diperiksa", remark: "" })),
    findings: [], followups: [], signers: [], notes: "", next_on: "",
  };
  return draw({ ...(await desk(row, "kunjungan", kampung, { ...kept, title: "", body })), visit: told ?? {} });
}

async function draw(desk) {
  const { body } = desk.content;
  const titled = () => (desk.content.title = `Kunjungan ${day(body.day ?? "")}`);
  titled();
  const saveSoon = () => {
    titled();
    keepSoon(desk);
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
  return frame(desk, "visit", send, "Kirim", back("#/"), h("h1", null, "Catat kunjungan"), summary(desk.errors, new Map(), desk.message),
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
  await photoPart(desk, "satu kunjungan"),
  group("signers", "Disetujui di tempat oleh", SIGNERS, "checkbox"),
  h("p", { class: "field-hint" }, "Catatan yang sudah terkirim diperbaiki atau ditarik di halaman Kunjungan kampung saat ada sinyal: buka kampungnya, Rencana, Kunjungan."));
}

/** Another kampung brings another checklist. */
const pick = (desk) => choice(desk.kampung, async (id) => {
  await choose(id);
  if (!(await queue.provisions(id))) await deliverNow();
  desk.place?.replaceWith(await visit(""));
});

/** What was left empty is not sent. @param {Record<string, any>} body */
const whole = (body) => ({
  ...body,
  next_on: body.next_on || null,
  findings: body.findings.filter((/** @type {any} */ one) => one.text.trim()),
  followups: body.followups.filter((/** @type {any} */ one) => one.what.trim()),
  checks: body.checks.map((/** @type {any} */ { why, ...one }) => one),
});

async function send(desk) {
  const { content } = desk;
  const late = content.body.followups.find((/** @type {any} */ one) => one.what.trim() && !one.due_on);
  desk.errors = late ? { followups: [`Isi tenggat “${late.what}”.`] } : content.body.day ? {} : { day: ["Isi tanggal kunjungan."] };
  if (Object.keys(desk.errors).length) {
    await redraw(desk, draw);
    return;
  }
  if (!(await photosKept()) || !(await ready(desk))) return;
  await handOver(desk, { ...content, body: whole(content.body) }, "Kunjungan");
}
