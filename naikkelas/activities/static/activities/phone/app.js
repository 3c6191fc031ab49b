// The app: opens what is on the phone first, then looks whether there is a line.

import { get } from "./db.js";
import { byId, h, toast } from "./dom.js";
import { chosen } from "./forms.js";
import { flush } from "./keeping.js";
import * as queue from "./queue.js";
import { conflict, record } from "./screens/record.js";
import { activity, change } from "./screens/activity.js";
import { home, progress } from "./screens/home.js";
import { test, training, trainings } from "./screens/lesson.js";
import { report, reports } from "./screens/report.js";
import { settings } from "./screens/settings.js";
import { visit } from "./screens/visit.js";
import { enter, pin, who } from "./screens/who.js";
import { keep } from "./storage.js";
import { deliverNow, state, subscribe, wake } from "./sending.js";
import { shrinkAll } from "./photos.js";
import { current, lockIfIdle, people, touch } from "./vault.js";

/** @type {[RegExp, (...parts: string[]) => Promise<any>, true?][]} address, screen, open to all */
const ROUTES = [
  [/^\/?$/, home],
  [/^\/kegiatan\/baru$/, () => activity("")],
  [/^\/kegiatan\/([0-9a-f-]+)$/, activity],
  [/^\/ubah\/([0-9a-f-]+)\/([0-9a-f-]+)$/, change],
  [/^\/kunjungan\/baru$/, () => visit("")],
  [/^\/kunjungan\/([0-9a-f-]+)$/, visit],
  [/^\/laporan$/, reports],
  [/^\/laporan\/([a-z]+)\/(\d{4}-\d{2})(?:\/([0-9a-f-]+))?$/, report],
  [/^\/catatan\/([0-9a-f-]+)$/, record],
  [/^\/pilih\/([0-9a-f-]+)$/, conflict],
  [/^\/pelatihan$/, trainings],
  [/^\/pelatihan\/([0-9a-f-]+)$/, training],
  [/^\/tes\/([0-9a-f-]+)\/([a-z]+)$/, test],
  [/^\/setelan$/, settings],
  [/^\/pin$/, pin],
  [/^\/siapa$/, who, true],
];

let turn = 0;

/** Draw the screen of the address; what a slower, older call brings is dropped. */
async function route() {
  const path = decodeURIComponent(location.hash.slice(1));
  const mine = ++turn;
  await flush();
  const session = await current();
  const [shape, screen, isOpen] = ROUTES.find(([pattern]) => pattern.test(path)) ?? ROUTES[0];
  let drawn;
  if (session || isOpen) drawn = await screen(...(shape.exec(path) ?? []).slice(1));
  else drawn = (await people()).some((one) => one.lock) ? await who() : await enter();
  const place = await chosen();
  if (mine !== turn) return;
  byId("layar").replaceChildren(...[drawn].flat());
  byId("judul-kampung").textContent = place?.nama ?? "Kerja Pokja";
  const heading = document.querySelector("#layar h1");
  document.title = `${heading?.textContent ?? "Kerja Pokja"} · Naik Kelas`;
  window.scrollTo(0, 0);
  if (mine > 1) byId("isi").focus({ preventScroll: true });
  if (session) shrinkAll();
}

/** What the line at the top says. */
async function told() {
  const news = state();
  const place = byId("jaringan");
  if (news.kill) return leave();
  const session = await current();
  const waits = session ? await queue.waiting() : { records: 0, photos: 0 };
  const count = waits.records + waits.photos;
  place.replaceChildren(
    h("span", { class: `phone-dot ${navigator.onLine ? "phone-dot-on" : ""}`, "aria-hidden": "true" }),
    news.phase === "send" && news.total ? `Mengirim ${news.done} dari ${news.total}`
      : count ? `${count} belum terkirim` : navigator.onLine ? "Tersimpan" : "Tanpa sinyal");
  // A badge on the app's icon, where the phone shows one.
  const badge = /** @type {any} */ (navigator);
  if (count) badge.setAppBadge?.(count)?.catch(() => null);
  else badge.clearAppBadge?.()?.catch(() => null);
}

let homeTimer = 0;
let shownPhase = "";
let isPressed = false;

/** Whether the screen that stands is one that follows the sending. */
const follows = () => /^#?\/?$/.test(location.hash) &&
  document.querySelector("#layar [data-screen=enter], #layar [data-screen=home]") !== null;

/** The home screen shows how far the sending is; nothing is drawn anew under a hand, nor moved. */
function freshen() {
  told();
  clearTimeout(homeTimer);
  const { phase, total } = state();
  const now = `${phase} ${total > 0}`;
  if (!follows()) return;
  if (phase === "send" && now === shownPhase) progress();
  else {
    homeTimer = window.setTimeout(() => {
      if (isPressed) freshen();
      else if (follows()) {
        shownPhase = now;
        const { scrollY } = window;
        const held = document.activeElement?.getAttribute("href");
        route().then(() => {
          if (!follows()) return;
          window.scrollTo(0, scrollY);
          /** @type {HTMLElement | null} */ (byId("layar").querySelector(`[href="${held}"]`))?.focus({ preventScroll: true });
        });
      }
    }, 150);
  }
}

/** Make the app work without a line from now on. */
async function register() {
  if (!navigator.serviceWorker) return;
  const options = /** @type {RegistrationOptions} */ ({ scope: "/kerja/", updateViaCache: "none", type: "module" });
  try {
    await navigator.serviceWorker.register("/kerja/sw.js", options);
  } catch {
    // No line, or a browser whose workers know no modules.
    await navigator.serviceWorker.register("/kerja/sw.js?klasik", { scope: "/kerja/", updateViaCache: "none" }).catch(() => null);
  }
}

/** The server has switched the app off: worker and caches go, drafts stay in IndexedDB. */
async function leave() {
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    if (new URL(registration.scope).pathname === "/kerja/") await registration.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith("kerja-")) await caches.delete(name);
}

async function start() {
  document.querySelector("[data-skip]")?.addEventListener("click", (event) => {
    event.preventDefault();
    byId("isi").focus();
  });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.ask === "alive") event.ports[0].postMessage("alive");
  });
  window.addEventListener("hashchange", route);
  for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, () => touch(), { passive: true });
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) {
    window.addEventListener(name, () => (isPressed = name === "pointerdown"), { passive: true });
  }
  subscribe(freshen);
  try {
    await queue.tidy();
    await route();
  } catch (error) {
    byId("layar").replaceChildren(h("h1", null, "Kerja Pokja"),
      h("p", null, "Penyimpanan HP tidak dapat dibuka. Tutup tab penyamaran, atau kosongkan ruang di HP."));
    throw error;
  }
  await told();
  await register();
  wake();
  deliverNow();
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    if (await lockIfIdle()) await route();
    shrinkAll(); // the gallery may have been cleared meanwhile
    deliverNow();
  });
  window.addEventListener("online", () => deliverNow());
  window.addEventListener("offline", told);
  setInterval(async () => {
    if (await lockIfIdle()) await route();
  }, 60_000);
  if ((await current()) && !(await get("device", "asked"))) await keep();
}

start();
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof queue.Locked) {
    event.preventDefault();
    location.hash = "#/";
    route();
  } else toast("Terjadi kesalahan di aplikasi. Isian Anda tersimpan; buka ulang halaman ini.");
});
