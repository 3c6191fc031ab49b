// A form is kept as it is filled in, one save after the other, and handed over once. A draft that was
// thrown away under its open form comes back only where the person wishes so.

import { ask, h, icon, toast } from "./dom.js";
import { CHANGED } from "./photos.js";
import * as queue from "./queue.js";
import { deliverNow } from "./sending.js";

/** @typedef {import("./shapes").Desk} Desk */

/** What a form stands on; a draft brings its own kind and kampung. @param {import("./shapes").Row | null | undefined} row @param {string} kind @param {string} kampung @param {import("./shapes").Content} content @returns {Promise<Desk>} */
export async function desk(row, kind, kampung, content) {
  const answer = row?.state === "perbaiki" ? await queue.answer(row) : null;
  return { kind, kampung, ...(row && { kind: row.kind, kampung: row.kampung }), row: row ?? null, content,
    errors: answer?.fields ?? {}, message: answer?.comment ?? row?.message, owner: (await queue.me()).person.key };
}

/** The first save makes the draft. @type {Promise<any>} */
let last = Promise.resolve();
/** @type {Desk | null} */
let soon = null;
let timer = 0;

/** @param {Desk} desk @param {boolean} [isSure] also without a title @returns {Promise<import("./shapes").Row | null>} null where nothing is kept */
export function keep(desk, isSure = true) {
  if (soon === desk) soon = null;
  last = last.catch(() => null).then(() => kept(desk, isSure)); // one that failed must not end those after it
  return last;
}

/** As soon as the hand rests. @param {Desk} desk */
export function keepSoon(desk) {
  if (soon !== desk) keepNow();
  clearTimeout(timer);
  soon = desk;
  timer = window.setTimeout(keepNow, 300);
}

function keepNow() {
  const desk = soon;
  soon = null;
  return desk && keep(desk, false);
}

window.addEventListener("pagehide", () => keepNow()?.catch(() => null));

/** @param {Desk} desk @param {boolean} isSure */
async function kept(desk, isSure) {
  const { row, content } = desk;
  if (desk.owner !== (await queue.me()).person.key) throw new queue.Locked();
  if (row?.state === "menunggu" || !(row || isSure || content.title)) return row;
  if (row) {
    const now = await queue.save(row, content);
    if (now === row) return row;
    if (!(await isWanted(desk, now))) return null;
  }
  desk.row = await queue.draft(desk.kind, desk.kampung, content);
  const [noun] = desk.kind.split(".");
  if (noun !== "laporan" && desk.place?.isConnected) history.replaceState(null, "", `#/${noun}/${desk.row.id}`); // a reload must find it
  if (row) window.dispatchEvent(new Event(CHANGED)); // its photos have gone
  return desk.row;
}

/** Whether what stands on the screen is kept without its draft. @param {Desk} desk @param {import("./shapes").Row} [now] as what it was sent */
async function isWanted(desk, now) {
  if (!desk.place?.isConnected) return false;
  const fate = !now ? "Draf ini sudah dihapus" : /draf|perbaiki/.test(now.state) ? "Draf ini diubah di layar lain" : "Catatan ini sudah dikirim dari layar lain";
  const answer = await ask(`${fate}, jadi isian di layar ini tidak tersimpan. Simpan sebagai draf baru? Foto perlu dipilih lagi.`,
    "Simpan sebagai draf baru", "Jangan simpan");
  if (answer === false) location.hash = now ? `#/catatan/${now.id}` : "#/";
  return answer;
}

/** The frame of a form. @template {Desk} T @param {T} desk @param {string | null} name @param {(desk: T) => Promise<any>} send @param {string} label @param {any[]} inner */
export const frame = (desk, name, send, label, ...inner) => (desk.place = h("form", { class: "stack phone-form", novalidate: true, "data-screen": name,
  onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    once(desk, send);
  } }, inner, h("div", { class: "phone-send" }, h("button", { class: "button button-block" }, icon("send"), label))));

/** @template {Desk} T @param {T} desk @param {(desk: T) => Promise<any>} send a second tap begins nothing */
export async function once(desk, send) {
  if (desk.isSending) return;
  desk.isSending = true;
  try {
    await send(desk);
  } finally {
    desk.isSending = false;
  }
}

/** One after the other: each takes the place of the form before. @type {Promise<any>} */
let redrawing = Promise.resolve();

/** Draw it anew where it stands; who has gone on is not brought back. @template {Desk} T @param {T} desk @param {(desk: T) => Promise<any>} draw */
export function redraw(desk, draw) {
  redrawing = redrawing.catch(() => null).then(async () => {
    const { place } = desk;
    const form = await draw(desk);
    place?.replaceWith(form);
    form.querySelector(".error-summary")?.focus();
  });
  return redrawing;
}

/** What was typed last is kept before another screen reads it. */
export async function flush() {
  keepNow();
  await last.catch(() => null);
}

/** The draft to be sent; null where it has gone, as the person is told. @param {Desk} desk */
export async function ready(desk) {
  const { row } = desk;
  const now = await keep(desk);
  return row && now !== row ? null : now;
}

/** Close it, say that it is safe, go home, send. @param {Desk} desk @param {import("./shapes").Content} final @param {string} what @param {{label: string, act: () => void}} [undo] */
export async function handOver(desk, final, what, undo) {
  if ((await queue.close(/** @type {any} */ (desk.row), final)) !== desk.row) return keep(desk); // it has gone in this moment
  toast(navigator.onLine ? "Tersimpan. Sedang dikirim …" : `Belum ada sinyal. ${what} aman di HP ini dan akan dikirim otomatis.`, undo);
  location.hash = "#/";
  deliverNow();
}
