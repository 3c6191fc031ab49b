// What the phone keeps. Contents are sealed by the person's own key (vault.js); what stands open
// is only what the queue needs: ids, owners, states, times, sizes, hashes.

import { openDB } from "../vendor/idb.js";

const NAME = "kerja";
const VERSION = 3;

// What a photo shows lies apart, in `pictures` (id -> Sealed): the queue is read at each step of the
// sending, and 300 photos of 300 KB must not be read along. While `raw` (name and kind of the file,
// sealed) stands in the row, the picture is still the original: it is shrunk before it may leave.

/** Each step brings the stores one version up; none is ever changed once it was handed out. */
const STEPS = [
  /** @param {any} db */
  (db) => {
    db.createObjectStore("device");
    db.createObjectStore("people", { keyPath: "key" });
    const records = db.createObjectStore("records", { keyPath: "id" });
    records.createIndex("owner", "owner");
    const photos = db.createObjectStore("photos", { keyPath: "id" });
    photos.createIndex("record", "record");
    photos.createIndex("owner", "owner");
    db.createObjectStore("provisions");
  },
  // Release 1 told by `waiting` whether a record was to be sent, and had no order of its own.
  /** @param {any} db @param {any} transaction */
  async (db, transaction) => {
    const store = transaction.objectStore("records");
    let cursor = await store.openCursor();
    while (cursor) {
      const { waiting, made, ...row } = cursor.value;
      row.state ??= waiting ? "menunggu" : "draf";
      row.order ??= made ?? 0;
      row.changed ??= made ?? 0;
      await cursor.update(row);
      cursor = await cursor.continue();
    }
  },
  // Releases 1 and 2 kept the picture in the row of its photo.
  /** @param {any} db @param {any} transaction */
  async (db, transaction) => {
    const pictures = db.createObjectStore("pictures");
    let cursor = await transaction.objectStore("photos").openCursor();
    while (cursor) {
      const { sealed, ...row } = cursor.value;
      if (sealed) await pictures.put(sealed, row.id);
      await cursor.update(row);
      cursor = await cursor.continue();
    }
  },
];

/** @type {Promise<any> | null} */
let opened = null;

/** The database of this phone; opened once. */
export function database() {
  opened ??= openDB(NAME, VERSION, {
    async upgrade(db, from, _to, transaction) {
      for (const step of STEPS.slice(from)) await step(db, transaction);
    },
    blocking(_current, _blocked, event) {
      // A newer page wants to bring the stores up: give way, and open anew when asked again.
      /** @type {any} */ (event.target).close();
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  return opened;
}

/** @param {string} store @param {any} key */
export const get = async (store, key) => (await database()).get(store, key);

/** @param {string} store @param {any} value @param {any} [key] */
export const put = async (store, value, key) => (await database()).put(store, value, key);

/** @param {string} store @param {any} key */
export const remove = async (store, key) => (await database()).delete(store, key);

/** @param {string} store @param {string} index @param {any} value @returns {Promise<any[]>} */
export const all = async (store, index, value) => (await database()).getAllFromIndex(store, index, value);

/**
 * Several steps in one transaction, all or nothing.
 * @template T @param {string[]} stores @param {(transaction: any) => Promise<T>} act @returns {Promise<T>}
 */
async function whole(stores, act) {
  const transaction = (await database()).transaction(stores, "readwrite");
  transaction.done.catch(() => null); // also where a write throws at once
  let told;
  try {
    told = await act(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended by itself.
    }
    throw error;
  }
  await transaction.done;
  return told;
}

/** Each write fails with the transaction, and `done` alone tells why (no room). @param {any} transaction @param {string} store @param {any} value @param {any} [key] */
const write = (transaction, store, value, key) => void transaction.objectStore(store).put(value, key).catch(() => null);

/**
 * A photo and its picture, both or neither, unless its record was thrown away meanwhile.
 * @param {import("./shapes").Photo} photo @param {import("./shapes").Sealed} sealed @param {boolean} [isSure] the record lies in the second place
 */
export const putPhotoWhole = (photo, sealed, isSure) => whole(["records", "photos", "pictures"], async (transaction) => {
  const isThere = isSure || (await transaction.objectStore("records").count(photo.record)) > 0;
  if (isThere) {
    write(transaction, "photos", photo);
    write(transaction, "pictures", sealed, photo.id);
  }
  return isThere;
});

/**
 * The shrunk picture in the place of the original, unless the photo has left meanwhile, or is done with.
 * @param {string} id @param {(row: import("./shapes").Photo) => import("./shapes").Photo} change @param {import("./shapes").Sealed} sealed
 */
export const swapPicture = (id, change, sealed) => whole(["photos", "pictures"], async (transaction) => {
  const row = await transaction.objectStore("photos").get(id);
  if (!row?.raw) return;
  write(transaction, "photos", change(row));
  write(transaction, "pictures", sealed, id);
});

/**
 * One record in the place of another that waits to be mended, its photos with it, all or nothing.
 * @param {string} old @param {import("./shapes").Row} fresh @returns {Promise<boolean>} false where the old one has left already
 */
export const swapRecord = (old, fresh) => whole(["records", "photos"], async (transaction) => {
  const records = transaction.objectStore("records");
  if ((await records.get(old))?.state !== "perbaiki") return false;
  records.delete(old).catch(() => null);
  write(transaction, "records", fresh);
  for (const photo of await transaction.objectStore("photos").index("record").getAll(old)) write(transaction, "photos", { ...photo, record: fresh.id });
  return true;
});

/** @param {string} id */
export const removePhotoWhole = (id) => whole(["photos", "pictures"], async (transaction) => {
  for (const store of ["photos", "pictures"]) transaction.objectStore(store).delete(id).catch(() => null);
});

/** @param {unknown} error whether the phone has no room left */
export const isFull = (error) =>
  error instanceof DOMException && (error.name === "QuotaExceededError" || error.code === 22);

/**
 * Read, change and write one row in one transaction, so that the screen and the sender do not
 * overwrite each other; `change` gives the new row, or nothing to leave it.
 * @param {string} store @param {string} key @param {(row: any) => any} change
 */
export const update = (store, key, change) => whole([store], async (transaction) => {
  const row = await transaction.objectStore(store).get(key);
  const next = row && change(row);
  if (next) write(transaction, store, next);
  return next;
});
