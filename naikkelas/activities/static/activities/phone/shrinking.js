// @ts-check
// Photos in work: kept as they were chosen, shrunk one after the other, then sent with their record.
// Whatever interrupts this (a reload, an empty battery), it is taken up when the app opens again.

import { toast } from "./dom.js";
import { OutOfMemory, PhotoRefused, shrink } from "./photos.js";
import * as queue from "./queue.js";
import { deliverNow } from "./sending.js";

export const CHANGED = "kerja-foto"; // an event of the window: some photo is no longer in work
const MOST_TRIES = 6; // a picture that ends the app at each opening must not do so for ever

/** @type {Promise<void> | null} */
let running = null;
let again = false;
/** For want of room or memory: when the app is opened again. @type {Set<string>} */
const later = new Set();

/** Shrink what is in work, by one page at a time; whoever asks meanwhile waits for theirs too. */
export function shrinkAll() {
  again = true;
  running ??= inTurn();
  return running;
}

async function inTurn() {
  try {
    while (again) {
      again = false;
      const has = (await queue.inWork()).length > 0;
      if (has && navigator.locks) await navigator.locks.request("kerja-kecilkan", eachOnce);
      else if (has) await eachOnce();
      window.dispatchEvent(new Event(CHANGED)); // also what an earlier opening could not read is said
    }
  } catch (error) {
    if (!(error instanceof queue.Locked)) throw error; // it waits for its owner
  } finally {
    running = null;
  }
}

async function eachOnce() {
  for (;;) {
    const photo = (await queue.inWork()).find((one) => !later.has(one.id));
    window.dispatchEvent(new Event(CHANGED)); // another page may have done it
    if (!photo) break;
    await one(photo);
  }
  if (navigator.onLine && (await queue.sendable()).length) deliverNow();
}

/** @param {import("./db.js").Photo} photo */
async function one(photo) {
  try {
    const tries = await queue.tried(photo);
    if (!tries) return; // it has left meanwhile
    const file = await queue.original(photo);
    if (!file) throw new PhotoRefused("Foto ini hilang dari HP. Ambil lagi.");
    if (tries > MOST_TRIES) throw new PhotoRefused("Foto ini tidak dapat dikecilkan di HP ini. Ambil lagi dengan ukuran lebih kecil.");
    await queue.shrunk(photo, await shrink(file));
  } catch (error) {
    if (error instanceof OutOfMemory || error instanceof queue.NoRoom) await wait(photo, error);
    else if (error instanceof PhotoRefused) await refuse(photo, error.message);
    else throw error;
  }
}

/** @param {import("./db.js").Photo} photo @param {Error} error */
async function wait(photo, error) {
  later.add(photo.id);
  await queue.tried(photo, true);
  toast(error instanceof OutOfMemory
    ? "HP kehabisan memori. Foto tersimpan; tutup aplikasi lain, lalu buka lagi aplikasi ini."
    : "Penyimpanan HP penuh, jadi foto belum dapat dikecilkan. Hapus foto lama di galeri, lalu buka lagi aplikasi ini.");
}

/** Its form says so and lets another be chosen; where it has been closed, its record says so. @param {import("./db.js").Photo} photo @param {string} message */
async function refuse(photo, message) {
  const said = await queue.hopeless(photo, message);
  const row = await queue.row(photo.record);
  if (said && row && row.state !== "draf") toast(await queue.wordsOf(said));
}
