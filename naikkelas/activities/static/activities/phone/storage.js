// How much room the phone has, and what is done when it has none.

const RESERVE = 3_000_000; // room that texts keep for themselves: thousands of drafts
const RESCUE = "kerja-darurat:";

/** Ask once that the browser does not clear us away by itself. @returns {Promise<boolean>} */
export async function keep() {
  const storage = navigator.storage;
  if (!storage?.persist) return false;
  return (await storage.persisted()) || storage.persist();
}

const SAID = 10 * 1024 ** 3; // some browsers say "used + 10 GiB" to everybody, against fingerprints

/** Quota 0 where the browser does not tell. @returns {Promise<{used: number, quota: number, kept: boolean}>} bytes */
export async function meter() {
  const storage = navigator.storage;
  if (!storage?.estimate) return { used: 0, quota: 0, kept: false };
  const { usage = 0, quota = 0 } = await storage.estimate();
  const told = Math.abs(quota - usage - SAID) < 1024 ** 2 || quota === SAID ? 0 : quota;
  return { used: usage, quota: told, kept: storage.persisted ? await storage.persisted() : false };
}

/** Whether a photo of this size may still come in without taking the texts' room. @param {number} bytes */
export async function hasRoomFor(bytes) {
  const { used, quota } = await meter();
  return quota === 0 || quota - used > bytes + RESERVE;
}

/** The second place; a service worker has none. */
const second = () => /** @type {Storage | undefined} */ (globalThis.localStorage);

/** base64 of bytes, for the second place. @param {ArrayBuffer | Uint8Array} bytes */
export function toText(bytes) {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < view.length; at += 0x8000) {
    text += String.fromCharCode(...view.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** @param {string} text */
export const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const SEALED = ["sealed", "bytes", "answer"]; // what of a row is encrypted

/**
 * The second place for a sealed record: the browser counts it apart from the full database.
 * @param {any} row of records, sealed
 */
export function rescue(row) {
  const boxes = SEALED.filter((name) => row[name]).map((name) => {
    const { iv, data } = row[name];
    return [name, { iv: toText(iv), data: toText(data) }];
  });
  second()?.setItem(RESCUE + row.id, JSON.stringify({ ...row, ...Object.fromEntries(boxes) }));
}

/** What lies in the second place; each is taken back as soon as the database takes it. */
export function rescued() {
  const rows = [];
  for (const name of Object.keys(second() ?? {}).filter((key) => key.startsWith(RESCUE))) {
    const { iv, data, ...row } = JSON.parse(second()?.getItem(name) ?? "{}");
    if (iv) row.sealed = { iv, data }; // as an earlier release wrote it
    for (const box of SEALED.map((one) => row[one]).filter(Boolean)) {
      Object.assign(box, { iv: toBytes(box.iv), data: toBytes(box.data).buffer });
    }
    rows.push(row);
  }
  return rows;
}

/** @param {string} id */
export const forgetRescued = (id) => second()?.removeItem(RESCUE + id);

const CHOSEN = "kerja-foto:";

/** Note that a photo was chosen: should the page end before it is stored, its form says so. @param {string} id @param {string} of its record, or the kind of one to be made */
export function expect(id, of) {
  try {
    second()?.setItem(CHOSEN + id, of);
  } catch {
    // No room for it.
  }
}

/** It is stored, or the person knows that it is not. @param {string} id */
export const came = (id) => second()?.removeItem(CHOSEN + id);

/** Photos that were chosen, and no more was heard of them. @param {(string | undefined)[]} of */
export const expected = (...of) => Object.entries(second() ?? {})
  .filter(([name, value]) => name.startsWith(CHOSEN) && of.includes(value)).map(([name]) => name.slice(CHOSEN.length));
