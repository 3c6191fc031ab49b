// Two people on one phone: what each writes is sealed by a key of their own (AES-GCM, 256 bits).
// With a PIN the key is kept only wrapped by what PBKDF2 makes of the PIN, bare while the app is open;
// without one it lies bare on the phone.

import { database, get, put, remove } from "./db.js";

const ROUNDS = 600_000; // PBKDF2-HMAC-SHA-256, OWASP 2023; about 1 s on a cheap phone, once a day
export const PIN_LENGTH = 6;
const IDLE = 15 * 60_000; // with a PIN, the key is forgotten after this long without a touch
const FREE_TRIES = 5;
const WAIT = 30_000; // doubled with each further wrong PIN

/** @typedef {import("./shapes").Person} Person */
/** @typedef {import("./shapes").Session} Session */

/** @type {Session | null} */
let session = null;

/** Who works now, with their key; null where nobody has opened the app. */
export async function current() {
  if (session) return session;
  const kept = await get("device", "session");
  if (!kept) return null;
  const person = await get("people", kept.user);
  if (!person || (person.lock && isIdle(kept))) {
    await lock();
    return null;
  }
  session = { person, key: kept.key };
  return session;
}

/** @param {{used: number}} kept */
const isIdle = (kept) => Math.abs(Date.now() - kept.used) > IDLE;

/** @param {Person} person @param {CryptoKey} key */
async function open(person, key) {
  await put("device", { user: person.key, key, used: Date.now() }, "session");
  await put("device", person.key, "last");
  session = { person, key };
  return session;
}

/** Remember that the phone is being used; called at every touch, written once a minute. */
export async function touch() {
  const kept = await get("device", "session");
  if (kept && session && Date.now() - kept.used > 60_000) {
    await put("device", { ...kept, used: Date.now() }, "session");
  }
}

/** Whether the open app was locked: it lay untouched for too long, or another tab locked it. */
export async function lockIfIdle() {
  const before = session?.person.key;
  session = null;
  return before !== (await current())?.person.key;
}

/** Forget the key: nothing of this person can be read until they come back. */
export async function lock() {
  session = null;
  await remove("device", "session");
}

/** Everybody who has worked on this phone. @returns {Promise<Person[]>} */
export const people = async () => (await database()).getAll("people");

/**
 * The person of the server's session works here. Who has a PIN must still give it.
 * @param {{user: string, name: string, post: string, kampung: any[], may_send?: boolean}} hello
 * @returns {Promise<Session | null>} null where the PIN is wanted first
 */
export async function welcome(hello) {
  const now = await current();
  const known = await get("people", hello.user);
  const person = { ...known, key: hello.user, name: hello.name, post: hello.post, kampung: hello.kampung, maySend: hello.may_send };
  if (now && now.person.key === hello.user) {
    const told = (/** @type {Person} */ one) => JSON.stringify([one.name, one.post, one.kampung, one.maySend]);
    if (told(known) !== told(person)) {
      await put("people", person);
      now.person = person;
    }
    return now;
  }
  if (now) await lock();
  if (person.lock) {
    await put("people", person);
    return null;
  }
  // It can be read out: else `setPin` could not wrap it.
  person.plain ??= await importKey(crypto.getRandomValues(new Uint8Array(32)), true);
  await put("people", person);
  return open(person, person.plain);
}

/** @param {BufferSource} raw @param {boolean} extractable */
const importKey = (raw, extractable) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", extractable, ["encrypt", "decrypt"]);

/** @param {string} pin @param {Uint8Array} salt @param {number} rounds */
async function keyOfPin(pin, salt, rounds) {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: /** @type {any} */ (salt), iterations: rounds },
    base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * Wrap the open key by a PIN, and forget the bare one.
 * @param {string} pin @param {string} [old] the PIN so far, where there is one
 * @returns {Promise<boolean>} false where the old PIN is wrong
 */
export async function setPin(pin, old) {
  const now = await current();
  if (!now) return false;
  const { person } = now;
  let raw;
  if (person.lock) {
    raw = await unwrap(person, old ?? "");
    if (!raw) return false;
  } else {
    raw = await crypto.subtle.exportKey("raw", /** @type {CryptoKey} */ (person.plain));
  }
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOfPin(pin, salt, ROUNDS), raw);
  const kept = { ...person, lock: { salt, rounds: ROUNDS, iv, data }, wrong: 0 };
  delete kept.plain;
  await put("people", kept);
  await open(kept, await importKey(raw, false));
  return true;
}

/** @param {Person} person @param {string} pin @returns {Promise<ArrayBuffer | null>} */
async function unwrap(person, pin) {
  const kept = person.lock;
  if (!kept) return null;
  const key = await keyOfPin(pin, kept.salt, kept.rounds);
  try {
    return await crypto.subtle.decrypt({ name: "AES-GCM", iv: /** @type {any} */ (kept.iv) }, key, kept.data);
  } catch {
    return null; // the tag does not fit: a wrong PIN
  }
}

/** Seconds until the next try is allowed. @param {Person} person */
export function secondsToWait(person) {
  const wrong = person.wrong ?? 0;
  const gone = Date.now() - (person.wrongAt ?? 0);
  if (wrong < FREE_TRIES || gone < 0) return 0; // the clock was put right
  return Math.max(0, Math.ceil((WAIT * 2 ** Math.min(wrong - FREE_TRIES, 10) - gone) / 1000));
}

/** @param {string} userKey @param {string} pin @returns {Promise<boolean>} */
export async function unlock(userKey, pin) {
  const person = await get("people", userKey);
  if (!person?.lock || secondsToWait(person) > 0) return false;
  const raw = await unwrap(person, pin);
  if (!raw) {
    await put("people", { ...person, wrong: (person.wrong ?? 0) + 1, wrongAt: Date.now() });
    return false;
  }
  const fresh = { ...person, wrong: 0 };
  await put("people", fresh);
  await open(fresh, await importKey(raw, false));
  return true;
}

/** @param {CryptoKey} key @param {BufferSource} bytes */
export async function sealBytes(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

/** @param {CryptoKey} key @param {import("./shapes").Sealed} sealed @returns {Promise<ArrayBuffer>} */
export const openBytes = (key, sealed) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv: /** @type {any} */ (sealed.iv) }, key, sealed.data);

/** @param {CryptoKey} key @param {unknown} value */
export const seal = (key, value) => sealBytes(key, new TextEncoder().encode(JSON.stringify(value)));

/** @param {CryptoKey} key @param {import("./shapes").Sealed} sealed */
export const unseal = async (key, sealed) => JSON.parse(new TextDecoder().decode(await openBytes(key, sealed)));
