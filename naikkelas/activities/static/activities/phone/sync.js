// Delivery: each record and each photo its own request, oldest first, again and again until the
// server has said that it is stored. Runs in the page and in the service worker, never twice at once.

import { get, put, remove, update } from "./db.js";
import * as queue from "./queue.js";
import { current, openBytes, seal, welcome } from "./vault.js";

const PIECE = 64 * 1024;
const PATIENCE = 60_000; // 64 KiB at 16 kbps takes 33 s
const BODY_PATIENCE = 240_000; // provisions are the longest answer; a line may die in the midst of it
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 300_000;
const MOST_STATES = 400;
const MOST_KAMPUNG = 10;
const FRESH = 4 * 3600_000; // provisions are taken again after four hours, or after something was sent

/** @typedef {import("./shapes").News} News */

/** The line is gone, or the server is away: try later. */
class Away extends Error {
  /** @param {number} [seconds] */
  constructor(seconds = 0) {
    super("away");
    this.seconds = seconds;
  }
}

/** The server does not take anything from this person now; everything stays here. */
class Stopped extends Error {
  /** @param {any} told */
  constructor(told) {
    super(told.message);
    this.told = told;
  }
}

/** @param {string} url @param {RequestInit} [options] @returns {Promise<Response>} */
async function ask(url, options = {}) {
  const patience = new AbortController();
  let timer = setTimeout(() => patience.abort(), PATIENCE);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, {
      credentials: "same-origin", cache: "no-store", redirect: "manual",
      signal: patience.signal, ...options,
    });
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(), BODY_PATIENCE);
    response = await whole(response);
  } catch {
    throw new Away();
  } finally {
    clearTimeout(timer);
  }
  if (response.type === "opaqueredirect") {
    throw new Stopped({ code: "sesi_habis", message: "Silakan masuk lagi. Isian di HP tetap tersimpan." });
  }
  if ([429, 500, 502, 503, 504].includes(response.status)) {
    throw new Away(Number(response.headers.get("Retry-After")) || 0);
  }
  return response;
}

/** With its body here, so that nothing waits for it without end. @param {Response} response */
async function whole(response) {
  if (response.type === "opaqueredirect") return response;
  const body = await response.arrayBuffer();
  const { status, headers } = response;
  return new Response(body.byteLength ? body : null, { status, headers });
}

/** The JSON of an answer; a page that is none (a hotel's gate, a proxy) is no answer. @param {Response} response */
async function told(response) {
  try {
    return await response.json();
  } catch {
    throw new Away();
  }
}

const isStop = (words) => ["sesi_habis", "minta_pin", "perlu_faktor", "akun_ditutup", "jabatan_berakhir"].includes(words.code);

let token = "";
let hasMoved = false; // whether this run has brought the server something: a record, a piece

/** Who the server takes us for; also the clock, and whether this app may go on. */
async function greet() {
  const before = Date.now();
  const held = (await current()) ? (await queue.list()).filter((one) => !queue.isStored(one)).length : "";
  const response = await ask(`/kerja/sapa/?menunggu=${held}`);
  const hello = await told(response);
  if (!response.ok) throw isStop(hello) ? new Stopped(hello) : new Away();
  const offset = Date.parse(hello.server_time) - (before + Date.now()) / 2;
  await put("device", Math.abs(offset) > 60_000 ? Math.round(offset) : 0, "offset");
  token = hello.csrf;
  return { ...hello, user: String(hello.user) };
}

/** @param {(news: News) => void} report @returns {Promise<boolean>} false where somebody else sends just now */
export async function run(report) {
  if (!navigator.locks) return deliver(report).then(() => true);
  return navigator.locks.request("kerja-kirim", { ifAvailable: true }, async (lock) => {
    if (lock) await deliver(report);
    return Boolean(lock);
  });
}

/** @param {(news: News) => void} report */
async function deliver(report) {
  /** @type {News} */
  const news = { phase: "send", done: 0, total: 0 };
  hasMoved = false;
  try {
    const hello = await greet();
    if (hello.app?.kill) return report({ ...news, phase: "stopped", kill: true });
    await insistOnOwner(hello);
    const isFirst = !(await current());
    if (!(await welcome(hello))) throw new Stopped({ code: "terkunci", message: "Buka kunci dengan PIN Anda." });
    if (isFirst) report(news); // what there is to see need not wait for the forms of ten kampung
    await send(news, report);
    if (await refresh(hello, hasMoved)) await send(news, report);
    await put("device", Date.now(), "contact");
    await put("device", 0, "fails");
    await put("device", null, "outing");
    report({ ...news, phase: news.message ? "full" : "rest" });
  } catch (error) {
    if (error instanceof Stopped) report({ ...news, phase: "stopped", ...error.told });
    else if (error instanceof Away) report({ ...news, phase: "offline", retryAt: await later(error.seconds) });
    else if (error instanceof queue.Locked) report({ ...news, phase: "stopped", code: "terkunci" });
    else throw error;
  }
}

/**
 * When to try again: twice as long after each failure that brought nothing over, never at the same
 * second as everybody. A line that is cut again and again but carries something is used again soon.
 * @param {number} seconds
 */
async function later(seconds) {
  const fails = (hasMoved ? 0 : ((await get("device", "fails")) ?? 0)) + 1;
  await put("device", fails, "fails");
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(fails - 1, 9)) * (0.75 + Math.random() / 2);
  return Date.now() + Math.max(wait, seconds * 1000);
}

/**
 * How many were to be sent when this delivery began, cuts and restarts included: after a cut it goes
 * on at "13 dari 60", not at "0 dari 47".
 * @param {number} left
 */
async function outing(left) {
  const owner = (await current())?.person.key;
  const kept = await get("device", "outing");
  const total = Math.max(left, kept?.owner === owner ? kept.total : 0);
  await put("device", left ? { owner, total } : null, "outing");
  return left ? total : 0;
}

/** @param {News} news @param {(news: News) => void} report */
async function send(news, report) {
  const rows = (await queue.list()).filter((one) => one.state === "menunggu").reverse();
  const left = rows.length + (await queue.sendable()).length;
  news.total = await outing(left);
  news.done = news.total - left;
  let trouble = null;
  for (const one of rows) {
    report(news);
    trouble = (await record(one)) ?? trouble;
    news.done += 1;
  }
  for (const photo of await queue.sendable()) {
    report(news);
    const known = await queue.row(photo.record);
    if (!known || !queue.isStored(known)) continue;
    try {
      await piecewise(photo, known);
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      news.message = error.message;
      break;
    }
    news.done += 1;
  }
  if (trouble) throw trouble;
}

/** The server has no room for photos; texts go on. */
class Full extends Error {}

/**
 * One envelope; an `Away` of this one only (the server failed on it) is given back, so that the
 * others are not held up.
 * @param {import("./shapes").Row} one
 */
async function record(one) {
  const { key } = await queue.me();
  const bytes = await openBytes(key, /** @type {any} */ (one.bytes));
  const response = await post("/kerja/kirim/", bytes).catch((error) => {
    if (error instanceof Away && error.seconds === 0) throw error;
    return error;
  });
  if (response instanceof Away) return response;
  if (response instanceof Error) throw response;
  const words = await told(response);
  if (isStop(words) && !words.kept) throw new Stopped(words);
  hasMoved = true;
  const sealed = await seal(key, words);
  const isStored = response.status === 201 && words.hash === one.hash;
  await update("records", one.id, (row) => (row.hash === one.hash ? {
    ...row, answer: sealed, changed: Date.now(), message: words.message ?? "",
    code: words.code ?? (response.status === 201 ? "" : `http_${response.status}`), // without a code it would count as stored
    ...(isStored
      ? { state: "terkirim", sentAt: Date.parse(words.received_at), receipt: words.receipt, bytes: undefined }
      : { state: response.status === 201 ? "menunggu" : "perbaiki" }),
  } : null));
  if (isStored) {
    await put("device", true, "stale");
    await put("device", { id: one.id, owner: one.owner, receipt: words.receipt, at: Date.now(), hash: words.hash }, "receipt");
  }
  return null;
}

/** What is one person's never leaves in the name of another. */
async function insistOnOwner(hello) {
  const session = await current();
  if (session && session.person.key !== hello.user) {
    throw new Stopped({
      code: "orang_lain",
      message: `Peramban ini masuk sebagai ${hello.name}. Isian ${session.person.name} tetap tersimpan dan tidak dikirim atas nama orang lain.`,
    });
  }
}

/** @param {string} url @param {BodyInit} body */
async function post(url, body) {
  const once = () => ask(url, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
  const response = await once();
  if (response.status !== 403) return response;
  const words = await response.clone().json().catch(() => ({}));
  if (words.code !== "kunci_lama") return response;
  const hello = await greet();
  await insistOnOwner(hello); // somebody else may have signed in meanwhile
  return once();
}

/** @param {import("./shapes").Photo} photo @param {import("./shapes").Row} known */
async function piecewise(photo, known) {
  const answer = await queue.answer(known);
  const content = await queue.content(known);
  const begin = JSON.stringify({
    id: photo.id, record: answer?.record ?? content.record ?? photo.record, kampung: known.kampung,
    size: photo.size, sha256: photo.sha256, kind: content.kinds?.[photo.id] ?? photo.kind,
    caption: content.captions?.[photo.id] ?? "",
  });
  let words = await understood(await post("/kerja/foto/", begin), photo);
  if (words.isAway) return;
  const bytes = await queue.pictureBytes(photo);
  if (!bytes) words = { ...words, refused: !words.done, message: "Foto ini hilang dari HP. Ambil lagi." };
  let again = 0;
  while (bytes && !words.done && !words.refused) {
    const start = words.offset;
    const piece = bytes.slice(start, start + PIECE);
    const response = await ask(`/kerja/foto/${photo.id}/`, {
      method: "PUT", body: piece,
      headers: {
        "X-CSRFToken": token, "Content-Type": "application/octet-stream",
        "Content-Range": `bytes ${start}-${start + piece.byteLength - 1}/${photo.size}`,
      },
    });
    words = await understood(response, photo);
    if (words.isAway) return;
    if (words.done || words.offset > start) hasMoved = true;
    else if (!words.refused && ++again > 3) throw new Away(60);
    await update("photos", photo.id, (row) => ({ ...row, offset: words.offset }));
  }
  const isStored = words.done && words.sha256 === photo.sha256;
  await update("photos", photo.id, (row) => (isStored
    ? { ...row, done: true, offset: row.size, receipt: words.receipt }
    : { ...row, done: true, message: words.message ?? "Peladen menerima foto lain. Ambil lagi." }));
  if (isStored) await remove("pictures", photo.id); // a refused one stays to be looked at
}

/** What an answer about a photo means. @param {Response} response @param {import("./shapes").Photo} photo */
async function understood(response, photo) {
  const words = await told(response);
  if (response.status === 507) throw new Full("Penyimpanan foto di peladen penuh. Foto menunggu di HP; laporannya sudah terkirim.");
  if (isStop(words)) throw new Stopped(words);
  if (words.offset !== undefined) return { offset: 0, ...words }; // also 409 and 416: go on from there
  // A kampung that is not theirs today may be theirs again tomorrow: the photo waits.
  if (response.status === 404) return { isAway: true };
  if (response.status === 422) return { refused: true, offset: photo.offset, message: words.message };
  throw new Away();
}

/**
 * Ask how things stand, and take along what is new.
 * @param {any} hello @param {boolean} hasSent @returns {Promise<boolean>} whether photos may go that had to wait
 */
async function refresh(hello, hasSent) {
  const sent = (await queue.list()).filter((one) => one.state === "perbaiki" || queue.isStored(one));
  const hasNews = sent.length > 0 && (await states(sent.slice(0, MOST_STATES)));
  const isStale = hasSent || (await get("device", "stale")); // also where the app was closed meanwhile
  const worked = await queue.remembered("kampung"); // the one that is worked on is never left out
  const first = hello.kampung.filter((/** @type {any} */ one) => one.id === worked);
  for (const kampung of new Set([...first, ...hello.kampung.slice(0, MOST_KAMPUNG)])) {
    const known = await queue.provisions(kampung.id);
    if (known && !isStale && Date.now() - known.at < FRESH) continue;
    const response = await ask(`/kerja/bekal/${kampung.id}/`);
    if (response.ok) await queue.keepProvisions(kampung.id, await told(response));
  }
  await put("device", false, "stale");
  return hasNews;
}

const WORDS = /** @type {Record<string, string>} */ ({ Terkirim: "terkirim", Diperiksa: "diperiksa", "Perlu diperbaiki": "perbaiki" });

/**
 * What the server knows of a record and this phone does not; null where that is nothing.
 * @param {import("./shapes").Row} one @param {any} news
 */
function fate(one, news) {
  const state = WORDS[news?.state];
  if (!state) return null;
  if (!one.code) return state === one.state && news.comment === undefined ? null : { state };
  // Refused at the door, and settled on the web since; what was typed anew is another content.
  if (news.receipt && news.hash === one.hash) {
    return { state, code: "", message: "", receipt: news.receipt, sentAt: Date.parse(news.received_at), bytes: undefined };
  }
  const isOver = one.code !== queue.DROPPED && news.dropped?.includes(one.hash);
  return isOver ? { code: queue.DROPPED, message: "Isian ini tidak dipakai: sudah diputuskan lewat web atau oleh perubahan yang lebih baru." } : null;
}

/** @param {import("./shapes").Row[]} rows @returns {Promise<boolean>} whether one that was refused is stored now */
async function states(rows) {
  const session = await current();
  const response = await post("/kerja/keadaan/", JSON.stringify({ ids: rows.map((one) => one.id) }));
  if (!response.ok || !session) return false;
  const { states: found } = await told(response);
  let hasNews = false;
  for (const one of rows) {
    const news = fate(one, found[one.id]);
    if (!news) continue;
    const isAdopted = Boolean(news.receipt);
    const answer = await seal(session.key, { ...(isAdopted ? { isAdopted } : await queue.answer(one)), ...found[one.id] });
    const next = await update("records", one.id, (row) => (row.state === one.state && row.hash === one.hash ? { ...row, ...news, answer } : null));
    hasNews ||= Boolean(next) && isAdopted;
  }
  return hasNews;
}
