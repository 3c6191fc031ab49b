// What waits on this phone: drafts, records to be sent, photos. Everything belongs to one person.

import { all, get, isFull, put, putPhotoWhole, remove, removePhotoWhole, swapPicture, swapRecord, update } from "./db.js";
import * as storage from "./storage.js";
import { current, openBytes, seal, sealBytes, unseal } from "./vault.js";

const SCHEMA = 1; // of the bodies that this release writes; the server brings older ones up
export const DROPPED = "tidak_dipakai"; // of a refused record that was settled on the web without being used
const KEEP_SENT = 62 * 24 * 3600_000; // a sent record stays readable on the phone for two months

/** Nobody has opened the app, so nothing can be read or written. */
export class Locked extends Error {}

/**
 * @typedef {import("./shapes").Row} Row
 * @typedef {import("./shapes").Photo} Photo
 * @typedef {import("./shapes").Content} Content
 */

/** Whose things are open now, and their key. */
export async function me() {
  const now = await current();
  if (!now) throw new Locked();
  return now;
}

/** What people write dates by: the server's clock where it is known, never a reason to refuse. */
export async function now() {
  return Date.now() + ((await get("device", "offset")) ?? 0);
}

/**
 * A new draft; the same identifier stays with it until it has arrived.
 * @param {string} kind @param {string} kampung @param {Content} content
 * @returns {Promise<Row>}
 */
export async function draft(kind, kampung, content) {
  const { person, key } = await me();
  const at = await now();
  /** @type {Row} */
  const row = {
    id: crypto.randomUUID(), owner: person.key, kind, kampung, state: "draf", order: at, changed: at,
    sealed: await seal(key, content),
  };
  await stored(row);
  return row;
}

/** Write a text draft; where the phone is full, to the second place. @param {Row} row @param {() => Promise<any>} [write] false where there is nothing to write over */
async function stored(row, write = () => put("records", row)) {
  try {
    if (!(await write())) return false;
    storage.forgetRescued(row.id);
  } catch (error) {
    if (!isFull(error)) throw error;
    storage.rescue(row);
  }
  return true;
}

/** @param {string} id @returns {Promise<Row | undefined>} */
export async function row(id) {
  const { person } = await me();
  const found = storage.rescued().find((one) => one.id === id) ?? (await get("records", id));
  return found?.owner === person.key ? found : undefined;
}

/** @param {Row} one @returns {Promise<Content>} */
export const content = async (one) => unseal((await me()).key, one.sealed);

/** What the server answered last. @param {Row} one */
export const answer = async (one) => (one.answer ? unseal((await me()).key, one.answer) : null);

/** @param {Row | undefined} one */
const isOpen = (one) => one?.state === "draf" || one?.state === "perbaiki";

/** Whether it is open still, as this tab wrote it last. @param {Row | undefined} now @param {Row} one */
const isMine = (now, one) => isOpen(now) && String(now?.sealed.iv) === String(one.sealed.iv);

/**
 * Write a draft anew where it is one still: nothing that was thrown away comes back by itself, and
 * nothing that was typed in another tab is written over.
 * @param {Row} one @param {() => Promise<Partial<Row>>} change
 * @returns {Promise<Row | undefined>} the row, or what a second tap or tab made of it; undefined where it is gone
 */
async function rewritten(one, change) {
  const { person } = await me();
  if (one.owner !== person.key) throw new Locked();
  const kept = await row(one.id);
  if (!isMine(kept, one)) return kept;
  const next = { ...one, ...(await change()) };
  const over = () => update("records", one.id, (now) => isMine(now, one) && next);
  return (await stored(next, isRescued(one.id) ? undefined : over)) ? Object.assign(one, next) : row(one.id);
}

/** Whether it lies in the second place. @param {string} id */
const isRescued = (id) => storage.rescued().some((one) => one.id === id);

/** Keep what was typed. @param {Row} one @param {Content} next */
export const save = (one, next) => rewritten(one, async () => {
  const { key } = await me();
  const state = one.state === "perbaiki" ? "perbaiki" : "draf";
  const isSame = JSON.stringify(await content(one)) === JSON.stringify(next);
  // What was typed since is not what was sent: a decision on the web does not speak of it.
  return { sealed: await seal(key, next), changed: await now(), state, hash: isSame ? one.hash : undefined };
});

/**
 * Close the envelope: from here on its bytes do not change, so that each try is the same.
 * @param {Row} one @param {Content} final
 */
export const close = (one, final) => rewritten(one, () => closed(one, final));

/** What a row is once it is closed. @param {Row} one @param {Content} final @returns {Promise<Partial<Row>>} */
async function closed(one, final) {
  const { key } = await me();
  const letter = {
    id: one.id, kind: one.kind, schema: SCHEMA, kampung: one.kampung,
    made_at: new Date().toISOString(), base: final.base ?? null, record: final.record ?? null,
    settles: final.settles ?? null, body: final.body, changes: final.changes ?? {},
  };
  const bytes = new TextEncoder().encode(JSON.stringify(letter));
  return {
    sealed: await seal(key, final), bytes: await sealBytes(key, bytes), hash: await sha256(bytes),
    state: "menunggu", changed: await now(), code: "", message: "",
  };
}

/**
 * A new closed envelope in the place of one that was refused, in one step: a second tap finds nothing to replace.
 * @param {Row} old @param {Content} final @returns {Promise<boolean>} false where that was done already
 */
export async function replace(old, final) {
  const { person } = await me();
  const fresh = /** @type {Row} */ ({ id: crypto.randomUUID(), owner: person.key, kind: old.kind, kampung: old.kampung, order: await now() });
  try {
    const isDone = await swapRecord(old.id, Object.assign(fresh, await closed(fresh, final)));
    if (isDone) storage.forgetRescued(old.id);
    return isDone;
  } catch (error) {
    throw isFull(error) ? new NoRoom() : error;
  }
}

/** Take a record that waits back to a draft, before it has left. @param {Row} one */
export const reopen = (one) => update("records", one.id, (row) =>
  (row.state === "menunggu" ? { ...row, state: "draf", bytes: undefined, hash: undefined } : null));

/**
 * Whether the server has stored it: it was acknowledged, whatever a desk said of it afterwards.
 * @param {{state: string, code?: string}} one
 */
export const isStored = (one) => one.state === "terkirim" || one.state === "diperiksa" || (one.state === "perbaiki" && !one.code);

/** The newest first. @returns {Promise<Row[]>} */
export async function list() {
  const { person } = await me();
  const second = storage.rescued().filter((one) => one.owner === person.key);
  const ids = new Set(second.map((one) => one.id));
  const rows = (await all("records", "owner", person.key)).filter((one) => !ids.has(one.id));
  return [...rows, ...second].sort((a, b) => b.order - a.order);
}

/** @returns {Promise<Photo[]>} of the person, the oldest first */
export async function photos() {
  const { person } = await me();
  const found = await all("photos", "owner", person.key);
  return found.sort((a, b) => a.order - b.order);
}

/** @param {string} record @returns {Promise<Photo[]>} */
export const photosOf = async (record) =>
  (await all("photos", "record", record)).sort((a, b) => a.order - b.order);

/** Null where it has been sent, and left the phone. @param {Photo} photo @returns {Promise<ArrayBuffer | null>} */
export async function pictureBytes(photo) {
  const { key } = await me();
  const sealed = await get("pictures", photo.id);
  return sealed ? openBytes(key, sealed) : null;
}

/** @param {Photo} photo @returns {Promise<Blob | null>} */
export async function picture(photo) {
  const bytes = await pictureBytes(photo);
  return bytes && new Blob([bytes], { type: "image/jpeg" });
}

/** The phone has no room for this photo; the text is safe. */
export class NoRoom extends Error {
  message = "Penyimpanan HP penuh, jadi foto tidak dapat disimpan. Tulisan Anda aman. Hapus foto lama di galeri, atau kirim dulu yang menunggu.";
}

let lastOrder = 0; // two photos of one moment keep the order in which they were chosen

/**
 * @param {string} record @param {Blob} blob shrunk already, or the original @param {string} kind
 * @param {{name: string, type: string}} [file] of the original, which is to be shrunk (photos.js) @param {string} [id]
 * @returns {Promise<Photo | null>} null where the record was thrown away; NoRoom where the phone is full
 */
export async function addPhoto(record, blob, kind = "kegiatan", file, id = crypto.randomUUID()) {
  const { person, key } = await me();
  const [hasRoom, at, bytes] = await Promise.all([storage.hasRoomFor(blob.size), now(), blob.arrayBuffer()]);
  if (!hasRoom) throw new NoRoom();
  lastOrder = Math.max(at, lastOrder + 1);
  /** @type {Photo} */
  const photo = {
    id, record, owner: person.key, order: lastOrder, size: bytes.byteLength,
    sha256: file ? "" : await sha256(bytes), kind, done: false, offset: 0,
    ...(file ? { raw: await seal(key, { name: file.name, type: file.type }) } : {}),
  };
  try {
    return (await putPhotoWhole(photo, await sealBytes(key, bytes), isRescued(record))) ? photo : null;
  } catch (error) {
    throw isFull(error) ? new NoRoom() : error;
  }
}

/** Photos that are still to be shrunk, the oldest first. */
export const inWork = async () => (await photos()).filter((photo) => photo.raw && !photo.done);

/** The file as it was chosen; null where it is gone. @param {Photo} photo @returns {Promise<File | null>} */
export async function original(photo) {
  const bytes = await pictureBytes(photo);
  const { name, type } = await fileOf(photo);
  return bytes && new File([bytes], name, { type });
}

/** Name and kind of the file of a photo that is not shrunk. @param {Photo} photo @returns {Promise<{name: string, type: string}>} */
export const fileOf = async (photo) => (photo.raw ? unseal((await me()).key, photo.raw) : { name: "", type: "" });

/** Why a photo will not arrive, with the name of its file where it is known. @param {Photo} photo */
export async function wordsOf(photo) {
  const { name } = await fileOf(photo);
  return `${name && `${name}: `}${photo.message}`;
}

/** Count a try to shrink it, or begin to count anew. @param {Photo} photo @param {boolean} [anew] @returns {Promise<number>} how many there were; 0 where the photo is not in work */
export async function tried(photo, anew = false) {
  const next = await update("photos", photo.id, (row) => (row.raw && !row.done ? { ...row, tries: anew ? 0 : (row.tries ?? 0) + 1 } : null));
  return next?.tries ?? 0;
}

/** Keep the shrunk picture in the place of the original. @param {Photo} photo @param {Blob} blob */
export async function shrunk(photo, blob) {
  const { key } = await me();
  const bytes = await blob.arrayBuffer();
  const fresh = { size: bytes.byteLength, sha256: await sha256(bytes), raw: undefined, done: false, message: undefined, tries: 0 };
  try {
    await swapPicture(photo.id, (row) => ({ ...row, ...fresh }), await sealBytes(key, bytes));
  } catch (error) {
    throw isFull(error) ? new NoRoom() : error;
  }
}

/** It cannot be shrunk here; the record says so. @param {Photo} photo @param {string} message */
export const hopeless = (photo, message) =>
  update("photos", photo.id, (row) => (row.raw ? { ...row, done: true, message } : null));

/** What is given back brings it back. @param {Photo} photo */
export async function dropPhoto(photo) {
  const sealed = await get("pictures", photo.id);
  await removePhotoWhole(photo.id);
  return () => (sealed ? putPhotoWhole(photo, sealed) : put("photos", photo));
}

/** Throw a draft away; what is given back brings it back. @param {string} id */
export async function discard(id) {
  const one = await row(id);
  await remove("records", id);
  storage.forgetRescued(id);
  storage.expected(id).forEach(storage.came);
  /** @type {(() => Promise<any>)[]} */
  const restores = [];
  for (const photo of await photosOf(id)) restores.push(await dropPhoto(photo));
  return async () => {
    if (one) await put("records", one);
    for (const restore of restores) await restore();
  };
}

/** What is in the second place goes home as soon as there is room; old sent things leave. */
export async function tidy() {
  const session = await current();
  for (const one of storage.rescued()) await stored(one);
  if (!session) return;
  const before = (await now()) - KEEP_SENT;
  for (const one of await list()) {
    const isOver = one.state === "diperiksa" || one.state === "terkirim";
    if (!isOver || (one.sentAt ?? 0) >= before) continue;
    const owes = (await photosOf(one.id)).some((photo) => !photo.done); // photos may take longer
    if (!owes) await discard(one.id);
  }
}

/** How many wait, and how many photos, those in work too. */
export async function waiting() {
  const rows = (await list()).filter((one) => one.state === "menunggu");
  return { records: rows.length, photos: (await owed()).length };
}

/** Photos that may leave, in their order. @returns {Promise<Photo[]>} */
export const sendable = async () => (await owed()).filter((photo) => !photo.raw);

/** Photos whose record has been closed, in their order. */
async function owed() {
  const closed = new Set((await list()).filter((one) => one.state !== "draf").map((one) => one.id));
  return (await photos()).filter((photo) => !photo.done && closed.has(photo.record));
}

/** @param {BufferSource} bytes in hexadecimal */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the phone took along for a kampung; null before the first visit. @param {string} [kampung] */
export async function provisions(kampung) {
  const { person, key } = await me();
  const kept = await get("provisions", `${person.key}:${kampung}`);
  return kept ? { ...(await unseal(key, kept.sealed)), at: kept.at } : null;
}

/** @param {string} kampung @param {unknown} told */
export async function keepProvisions(kampung, told) {
  const { person, key } = await me();
  await put("provisions", { sealed: await seal(key, told), at: Date.now() }, `${person.key}:${kampung}`);
}

/** What was chosen last time: place, partners, … @param {string} name */
export async function remembered(name) {
  const { person, key } = await me();
  const kept = await get("provisions", `${person.key}#${name}`);
  return kept ? unseal(key, kept) : null;
}

/** @param {string} name @param {unknown} value */
export async function remember(name, value) {
  const { person, key } = await me();
  await put("provisions", await seal(key, value), `${person.key}#${name}`);
}
