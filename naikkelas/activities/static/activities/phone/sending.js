// When to send: on opening, on `online`, on coming back, by the button, and after a while again.

import { run } from "./sync.js";

/** @typedef {import("./shapes").News} News */

/** @type {News} */
let news = { phase: "rest", done: 0, total: 0 };
/** @type {Set<() => void>} */
const listeners = new Set();
let timer = 0;
const LOOK_AGAIN = 10_000; // while the service worker or another page sends; it may be ended any time
/** @type {Promise<void> | null} */
let running = null;
let again = false;

export const state = () => news;

/** @param {() => void} listener */
export const subscribe = (listener) => listeners.add(listener);

/** @param {News} fresh */
function note(fresh) {
  news = { ...fresh };
  for (const listener of listeners) listener();
}

/**
 * Send what waits, now, and take along what is missing. Where a sending is under way another one
 * follows it, and whoever asked waits for that one too.
 */
export function deliverNow() {
  if (running) again = true;
  else running = delivered().finally(() => (running = null));
  return running;
}

async function delivered() {
  clearTimeout(timer);
  let isOurs = true;
  do {
    again = false;
    isOurs = await run(note);
  } while (again);
  if (!isOurs) tryIn(LOOK_AGAIN);
  else if (news.phase === "offline") {
    tryIn((news.retryAt ?? 0) - Date.now());
    await askToSend();
  }
}

/** @param {number} wait milliseconds; at least a second */
function tryIn(wait) {
  clearTimeout(timer);
  timer = window.setTimeout(deliverNow, Math.max(1000, wait));
}

/** Ask the browser to send as soon as it has a line, even when this page is closed. */
async function askToSend() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await /** @type {any} */ (registration)?.sync?.register("kirim");
  } catch {
    // No Background Sync here: the page sends when it is opened.
  }
}

/** Hear what the service worker sends while this page is open. */
export function wake() {
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (!event.data?.news) return;
    note(event.data.news);
    // The browser calls the worker again after minutes only; the open page knows when to.
    if (news.phase === "offline" && !running) tryIn((news.retryAt ?? 0) - Date.now());
  });
}
