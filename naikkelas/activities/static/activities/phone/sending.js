// @ts-check
// When to send: on opening, on `online`, on coming back, by the button, and after a while again.

import { askToSend } from "./install.js";
import { run } from "./sync.js";

/** @typedef {import("./sync.js").News} News */

/** @type {News} */
let news = { phase: "rest", done: 0, total: 0 };
/** @type {Set<() => void>} */
const listeners = new Set();
let timer = 0;
let isRunning = false;
let again = false;

export const state = () => news;

/** @param {() => void} listener */
export const subscribe = (listener) => listeners.add(listener);

/** @param {News} fresh */
function note(fresh) {
  news = { ...fresh };
  for (const listener of listeners) listener();
}

/** Send what waits, now. */
export async function deliverNow() {
  if (isRunning) {
    again = true;
    return;
  }
  isRunning = true;
  clearTimeout(timer);
  try {
    do {
      again = false;
      await run(note);
    } while (again);
  } finally {
    isRunning = false;
  }
  if (news.phase === "offline") {
    await askToSend();
    const wait = Math.max(1000, (news.retryAt ?? 0) - Date.now());
    timer = window.setTimeout(deliverNow, wait);
  }
}

/** Hear what the service worker sends while this page is open. */
export function wake() {
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.news) note(event.data.news);
  });
}
