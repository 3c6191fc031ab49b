// Photos are shrunk on the phone before anything else: at most 1600 px and 300 KB, drawn anew, so
// that nothing of the camera's notes (place, time, owner) goes along. They are kept as they were chosen
// at once, and shrunk one after the other; what interrupts that is taken up when the app opens again.

import { toast } from "./dom.js";
import * as queue from "./queue.js";
import { deliverNow } from "./sending.js";

export const CHANGED = "kerja-foto"; // an event of the window: some photo is no longer in work
const MOST_TRIES = 6; // a picture that ends the app at each opening must not do so for ever
const LONGEST_SIDE = 1600;
export const MOST_BYTES = 300_000;
const QUALITIES = [0.82, 0.72, 0.62, 0.5, 0.4];

/** Why a photo was not taken, in words for people. */
export class PhotoRefused extends Error {}

/** The phone could not, this time. */
class OutOfMemory extends PhotoRefused {
  constructor() {
    super("HP kehabisan memori. Tutup aplikasi lain, lalu ambil foto lagi.");
  }
}

/**
 * @param {File} file as the camera or the gallery gave it
 * @returns {Promise<Blob>} a JPEG within the limits; PhotoRefused where that cannot be
 */
export async function shrink(file) {
  const picture = await picture_of(file);
  try {
    let side = Math.min(LONGEST_SIDE, Math.max(picture.width, picture.height));
    for (;;) {
      for (const quality of QUALITIES) {
        const blob = await drawn(picture, side, quality);
        if (blob.size <= MOST_BYTES) return blob;
      }
      side = Math.round(side * 0.75);
    }
  } finally {
    picture.close();
  }
}

/** @param {File} file */
async function picture_of(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PhotoRefused(await isHeic(file)
      ? "HP ini tidak dapat membaca foto HEIC. Di pengaturan kamera pilih “Paling kompatibel” (JPEG), lalu ambil lagi."
      : "Foto ini tidak dapat dibaca. Ambil lagi, atau pilih foto lain.");
  }
}

/** "ftyp" at the fifth byte begins the container of HEIC. @param {Blob} file */
async function isHeic(file) {
  const head = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(hei|hev|mif|msf)/.test(head);
}

/** @param {ImageBitmap} picture @param {number} side @param {number} quality @returns {Promise<Blob>} */
function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new OutOfMemory();
  context.fillStyle = "#fff"; // what is transparent would become black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => {
    canvas.width = canvas.height = 0; // gives the memory back at once
    if (blob) resolve(blob);
    else reject(new OutOfMemory());
  }, "image/jpeg", quality));
}

/**
 * A JPEG with its picture untouched and its notes blank: of what the camera wrote only the colours and which
 * way is up stay, and nothing that was hung on behind.
 * @param {ArrayBuffer} file @returns {ArrayBuffer | null} null where it is no JPEG, or a broken one
 */
export function bare(file) {
  const view = new DataView(file);
  const bytes = new Uint8Array(file);
  try {
    let mark = view.getUint16(0);
    for (let at = 2; mark >= 0xff01 && mark !== 0xffff;) {
      mark = view.getUint16(at);
      if (mark === 0xffd9) return file.slice(0, at + 2);
      const inner = at + 4;
      at += 2 + view.getUint16(at + 2);
      if (mark === 0xffda) do at = bytes.indexOf(0xff, at + 1); while ((bytes[at + 1] & 0xf8) % 0xd0 === 0); // up to a mark that is none of its own
      else if (mark > 0xffe0 && mark !== 0xffee && (mark !== 0xffe2 || bytes[inner] !== 0x49)) {
        const way = mark === 0xffe1 && wayUp(view, inner + 6);
        bytes.fill(0, inner, at);
        if (way) bytes.set([69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, way], inner);
      }
    }
  } catch {
    // It ends too early.
  }
  return null;
}

/** @param {DataView} view @param {number} at where TIFF begins; 0 where the notes do not say */
function wayUp(view, at) {
  const isLittle = view.getUint16(at) === 0x4949;
  if (view.getUint32(at - 6) !== 0x45786966) return 0; // not Exif
  const table = at + view.getUint32(at + 4, isLittle);
  for (let entry = table + 2 + 12 * view.getUint16(table, isLittle); (entry -= 12) > table;) {
    if (view.getUint16(entry, isLittle) === 0x112) return view.getUint16(entry + 8, isLittle);
  }
  return 0;
}

// In work.

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

/** @param {import("./shapes").Photo} photo */
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

/** @param {import("./shapes").Photo} photo @param {Error} error */
async function wait(photo, error) {
  later.add(photo.id);
  await queue.tried(photo, true);
  toast(error instanceof OutOfMemory
    ? "HP kehabisan memori. Foto tersimpan; tutup aplikasi lain, lalu buka lagi aplikasi ini."
    : "Penyimpanan HP penuh, jadi foto belum dapat dikecilkan. Hapus foto lama di galeri, lalu buka lagi aplikasi ini.");
}

/** Its form says so and lets another be chosen; where it has been closed, its record says so. @param {import("./shapes").Photo} photo @param {string} message */
async function refuse(photo, message) {
  const said = await queue.hopeless(photo, message);
  const row = await queue.row(photo.record);
  if (said && row && row.state !== "draf") toast(await queue.wordsOf(said));
}
