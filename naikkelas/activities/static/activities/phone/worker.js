// The service worker of /kerja/. The server writes RELEASE and FILES (address -> SHA-256) above.
// A release is kept whole or not at all; pages that do not answer are loaded anew.

const CACHE = `kerja-${RELEASE}`;
const SHELL = "/kerja/";
const NOT_OURS = /^\/kerja\/(sapa|kirim|foto|keadaan|bekal|sw\.js)/;
const ALIVE_WITHIN = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(FILES).map(async ([url, hash]) => {
    if (await cache.match(url)) return;
    const known = await known_copy(url, hash);
    await cache.put(url, known ?? (await fetched(url, hash)));
  }));
  await self.skipWaiting(); // pages have all their modules already; drafts are saved as they are typed
}

/** A file that did not change since the last release costs no data. */
async function known_copy(url, hash) {
  const found = await caches.match(url);
  return found && (await hash_of(found.clone())) === hash ? found : null;
}

async function fetched(url, hash) {
  for (const cache of ["default", "reload"]) {
    const response = await fetch(url, { cache, credentials: "omit" });
    if (response.ok && (await hash_of(response.clone())) === hash) return response;
  }
  throw new Error(`${url} is not of release ${RELEASE}`); // the old release stays until it is whole
}

async function hash_of(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("kerja-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
  heal();
}

/** Pages of a broken release do not answer: load them anew. */
async function heal() {
  for (const client of await self.clients.matchAll({ type: "window" })) {
    if (!(await is_alive(client))) await client.navigate(client.url).catch(() => null);
  }
}

function is_alive(client) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(true);
    client.postMessage({ ask: "alive" }, [channel.port2]);
    setTimeout(() => resolve(false), ALIVE_WITHIN);
  });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || NOT_OURS.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (url.pathname in FILES) event.respondWith(kept(url.pathname, request));
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

// Background Sync: the browser calls when the line is back, also where no page is open.
self.addEventListener("sync", (event) => {
  if (event.tag === "kirim") event.waitUntil(deliver(event.lastChance));
});

async function deliver(is_last) {
  if (!run) return; // the browser runs no modules here; the open page sends
  let phase = "rest";
  await run((news) => {
    phase = news.phase;
    tell(news);
  });
  if (phase === "offline" && !is_last) throw new Error("offline"); // the browser tries again later
}

async function tell(news) {
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage({ news });
}
